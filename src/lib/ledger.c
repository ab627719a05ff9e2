// SPDX-License-Identifier: GPL-2.0
/* The ledger of facts: one table in one SQLite file. */
#include "lib/ledger.h"

#include "lib/cleanup.h"
#include "lib/fail.h"
#include "lib/list.h"

#include <sqlite3.h>
#include <string.h>

#define SCHEMA_VERSION 1

struct ledger {
	sqlite3 *db;
	sqlite3_stmt *get, *put;
	sqlite3_stmt *see;	/* NULL: nobody watches */
	char *path;
};

static int fail_ledger(struct ledger *ledger, const char *what)
{
	return fail_system("cannot %s the ledger %s: %s", what, ledger->path,
			   ledger->db ? sqlite3_errmsg(ledger->db) : "out of memory");
}

static int run(struct ledger *ledger, const char *sql)
{
	if (sqlite3_exec(ledger->db, sql, NULL, NULL, NULL) != SQLITE_OK)
		return fail_ledger(ledger, "set up");
	return 0;
}

static int version(struct ledger *ledger, int *out)
{
	sqlite3_stmt *statement = NULL;
	int rc = sqlite3_prepare_v2(ledger->db, "PRAGMA user_version", -1, &statement, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_step(statement);
	if (rc == SQLITE_ROW)
		*out = sqlite3_column_int(statement, 0);
	sqlite3_finalize(statement);
	return rc == SQLITE_ROW ? 0 : fail_ledger(ledger, "read");
}

/* The answers are evidence: a commit must survive the process, and the file must
 * survive a power cut, hence WAL with synchronous=NORMAL and never OFF. */
static int set_up(struct ledger *ledger)
{
	int found = 0;

	sqlite3_busy_timeout(ledger->db, 10000);
	if (version(ledger, &found) < 0)
		return -1;
	if (found > SCHEMA_VERSION)
		return fail_system("the ledger %s has schema %d, this treewide knows %d: "
				   "use a newer treewide or another --state",
				   ledger->path, found, SCHEMA_VERSION);
	if (run(ledger, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;") < 0)
		return -1;
	if (found == SCHEMA_VERSION)
		return 0;
	return run(ledger, "BEGIN IMMEDIATE;"
			   "CREATE TABLE IF NOT EXISTS facts ("
			   " stage TEXT NOT NULL, key BLOB NOT NULL, value TEXT NOT NULL,"
			   " at INTEGER NOT NULL DEFAULT (unixepoch()),"
			   " PRIMARY KEY (stage, key)) WITHOUT ROWID;"
			   "PRAGMA user_version = 1;"
			   "COMMIT;");
}

int ledger_open(struct ledger **out, const char *path)
{
	struct ledger *ledger CLEANUP(free_ledger) = xcalloc(1, sizeof(*ledger));
	static const char get[] = "SELECT value FROM facts WHERE stage = ?1 AND key = ?2";
	static const char put[] = "INSERT OR REPLACE INTO facts (stage, key, value)"
				  " VALUES (?1, ?2, ?3)";

	ledger->path = xstrdup(path);
	if (sqlite3_open(path, &ledger->db) != SQLITE_OK)
		return fail_ledger(ledger, "open");
	if (set_up(ledger) < 0)
		return -1;
	if (sqlite3_prepare_v2(ledger->db, get, -1, &ledger->get, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(ledger->db, put, -1, &ledger->put, NULL) != SQLITE_OK)
		return fail_ledger(ledger, "read");
	*out = TAKE(ledger);
	return 0;
}

static void bind_key(sqlite3_stmt *statement, const char *stage, const git_oid *key)
{
	sqlite3_bind_text(statement, 1, stage, -1, SQLITE_STATIC);
	sqlite3_bind_blob(statement, 2, key->id, sizeof(key->id), SQLITE_STATIC);
}

/* Note it, where somebody watches. */
static int see(struct ledger *ledger, const char *stage, const git_oid *key)
{
	int rc;

	if (!ledger->see)
		return 0;
	bind_key(ledger->see, stage, key);
	rc = sqlite3_step(ledger->see);
	if (rc != SQLITE_DONE)
		fail_ledger(ledger, "watch");
	sqlite3_reset(ledger->see);
	return rc == SQLITE_DONE ? 0 : -1;
}

int ledger_get(struct ledger *ledger, const char *stage, const git_oid *key, json_t **value)
{
	int rc, found = 0;

	bind_key(ledger->get, stage, key);
	rc = sqlite3_step(ledger->get);
	if (rc == SQLITE_ROW) {
		json_t *loaded = json_loads((const char *)sqlite3_column_text(ledger->get, 0),
					    JSON_DECODE_ANY, NULL);

		found = loaded != NULL;
		if (loaded)
			*value = loaded;
	} else if (rc != SQLITE_DONE) {
		found = fail_ledger(ledger, "read");
	}
	sqlite3_reset(ledger->get);
	return found > 0 && see(ledger, stage, key) < 0 ? -1 : found;
}

int ledger_put_text(struct ledger *ledger, const char *stage, const git_oid *key, const char *text,
		    size_t len)
{
	bind_key(ledger->put, stage, key);
	sqlite3_bind_text64(ledger->put, 3, text, len, SQLITE_STATIC, SQLITE_UTF8);
	int rc = sqlite3_step(ledger->put);
	if (rc != SQLITE_DONE)
		fail_ledger(ledger, "write to");
	sqlite3_reset(ledger->put);
	return rc == SQLITE_DONE ? see(ledger, stage, key) : -1;
}

int ledger_put(struct ledger *ledger, const char *stage, const git_oid *key, json_t *value)
{
	char *text CLEANUP(free_text) = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY |
								  JSON_SORT_KEYS);

	if (!text)
		return fail_system("cannot remember a fact of stage %s: it is not UTF-8", stage);
	return ledger_put_text(ledger, stage, key, text, strlen(text));
}

int ledger_has_text(struct ledger *ledger, const char *stage, const git_oid *key, const char *text,
		    size_t len)
{
	int rc, is_same = 0;

	bind_key(ledger->get, stage, key);
	rc = sqlite3_step(ledger->get);
	if (rc == SQLITE_ROW)
		is_same = (size_t)sqlite3_column_bytes(ledger->get, 0) == len &&
			  !memcmp(sqlite3_column_blob(ledger->get, 0), text, len);
	else if (rc != SQLITE_DONE)
		is_same = fail_ledger(ledger, "read");
	sqlite3_reset(ledger->get);
	return is_same > 0 && see(ledger, stage, key) < 0 ? -1 : is_same;
}

int ledger_watch(struct ledger *ledger)
{
	static const char see[] = "INSERT OR IGNORE INTO seen (stage, key) VALUES (?1, ?2)";

	if (ledger->see)
		return 0;
	if (run(ledger, "PRAGMA temp_store = MEMORY;"
			"CREATE TEMP TABLE seen (stage TEXT NOT NULL, key BLOB NOT NULL,"
			" PRIMARY KEY (stage, key)) WITHOUT ROWID;") < 0)
		return -1;
	if (sqlite3_prepare_v2(ledger->db, see, -1, &ledger->see, NULL) != SQLITE_OK)
		return fail_ledger(ledger, "watch");
	return 0;
}

static void finalize(sqlite3_stmt **statement)
{
	sqlite3_finalize(*statement);
}

int ledger_each_seen(struct ledger *ledger, const char *stage,
		     int (*take)(const git_oid *key, const char *value, void *ctx), void *ctx)
{
	static const char all[] = "SELECT key, value FROM seen JOIN facts USING (stage, key)"
				  " WHERE stage = ?1 ORDER BY key";
	sqlite3_stmt *rows CLEANUP(finalize) = NULL;
	int rc;

	if (sqlite3_prepare_v2(ledger->db, all, -1, &rows, NULL) != SQLITE_OK)
		return fail_ledger(ledger, "read");
	sqlite3_bind_text(rows, 1, stage, -1, SQLITE_STATIC);
	while ((rc = sqlite3_step(rows)) == SQLITE_ROW) {
		git_oid key = { { 0 } };

		if (sqlite3_column_bytes(rows, 0) != (int)sizeof(key.id))
			continue;
		memcpy(key.id, sqlite3_column_blob(rows, 0), sizeof(key.id));
		int result = take(&key, (const char *)sqlite3_column_text(rows, 1), ctx);
		if (result < 0)
			return result;
	}
	return rc == SQLITE_DONE ? 0 : fail_ledger(ledger, "read");
}

int ledger_join(struct ledger *ledger)
{
	return run(ledger, "BEGIN IMMEDIATE");
}

int ledger_join_end(struct ledger *ledger)
{
	return run(ledger, "COMMIT");
}

void ledger_join_undo(struct ledger *ledger)
{
	/* the reason why it is undone stands already */
	sqlite3_exec(ledger->db, "ROLLBACK", NULL, NULL, NULL);
}

void ledger_free(struct ledger *ledger)
{
	if (!ledger)
		return;
	sqlite3_finalize(ledger->get);
	sqlite3_finalize(ledger->put);
	sqlite3_finalize(ledger->see);
	sqlite3_close(ledger->db);
	FREE_ALL(ledger->path, ledger);
}

int fact_recall(struct fact *fact)
{
	return ledger_get(fact->ledger, fact->stage, &fact->key, &fact->value);
}

int fact_keep(struct fact *fact, json_t *value)
{
	json_decref(fact->value);
	fact->value = value;
	return ledger_put(fact->ledger, fact->stage, &fact->key, value);
}

void fact_release(struct fact *fact)
{
	json_decref(TAKE(fact->value));
}
