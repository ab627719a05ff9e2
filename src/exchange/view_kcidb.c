// SPDX-License-Identifier: GPL-2.0
/* Makes a report for KCIDB of a proof. */
#include "exchange/view_kcidb.h"

#include "lib/io.h"
#include "lib/json.h"
#include "lib/lib.h"

#include <ctype.h>

#define VERSION_MAJOR 5
#define VERSION_MINOR 3
/* KCIDB takes 16384 characters of a log, and a byte that is no UTF-8 becomes four. */
#define EXCERPT 4096

/* From the worst one to the best, as KCIDB sorts them, each with our word. */
static const struct {
	const char *status, *verdict;
} words[] = {
	{ "FAIL", "fail" }, { "ERROR", "void" }, { "MISS", "uncovered" }, { "PASS", "pass" },
	{ "SKIP", "skipped" },
};

#define WORDS (sizeof(words) / sizeof(*words))

static size_t rank_of(const char *verdict)
{
	for (size_t i = 0; i < WORDS; i++)
		if (!strcmp(words[i].verdict, verdict))
			return i;
	return 1;
}

const char *kcidb_status(const char *verdict)
{
	return words[rank_of(verdict)].status;
}

int kcidb_check_names(const struct kcidb_names *names)
{
	static const char known[] = "abcdefghijklmnopqrstuvwxyz0123456789_";

	if (!*names->origin || names->origin[strspn(names->origin, known)])
		return fail_usage("treewide.kcidbOrigin = %s: KCIDB takes small letters, digits "
				  "and _ only", names->origin);
	if (names->repository && !starts_with(names->repository, "https://"))
		return fail_usage("treewide.kcidbRepository = %s: KCIDB takes an address that "
				  "begins with https://", names->repository);
	return 0;
}

static void set(json_t *object, const char *key, const char *text)
{
	if (text && *text)
		json_object_set_new(object, key, json_text(text));
}

static json_t *make_id(const struct kcidb_names *names, const char *rest)
{
	char *id CLEANUP(free_text) = xasprintf("%s:%s", names->origin, rest);

	return json_text(id);
}

/* Where a build, or a test of it, is called by: "COMMIT/TARGET". */
static char *name_build(const json_t *commit, const char *target)
{
	return xasprintf("%s/%s", json_field(commit, "commit"), *target ? target : "none");
}

/* The end of the log of a verdict that does not pass. */
static void add_excerpt(json_t *object, const json_t *check)
{
	const char *path = json_field(check, "log");
	size_t len = 0;

	if (!*path || !strcmp(json_field(check, "verdict"), "pass"))
		return;
	char *text CLEANUP(free_text) = io_read(path, &len);
	if (!text) {
		fail_clear();
		return;
	}
	set(object, "log_excerpt", len > EXCERPT ? text + len - EXCERPT : text);
}

/* What of a verdict KCIDB has no place for. */
static json_t *rest_of(const json_t *check)
{
	json_t *rest = json_object();

	for (const char *const *key = TEXTS("verdict", "evidence", "reused", "log"); *key; key++)
		if (!json_is_null(json_object_get(check, *key)))
			json_object_set(rest, *key, json_object_get(check, *key));
	return json_pack("{s:o}", "treewide", rest);
}

static void describe(json_t *object, const json_t *check)
{
	set(object, "status", kcidb_status(json_field(check, "verdict")));
	set(object, "comment", json_field(check, "detail"));
	json_object_set(object, "duration", json_object_get(check, "seconds"));
	add_excerpt(object, check);
	json_object_set_new(object, "misc", rest_of(check));
}

static json_t *checkout(const struct kcidb_names *names, const json_t *proof, const json_t *commit)
{
	json_t *row = json_object();

	json_object_set_new(row, "id", make_id(names, json_field(commit, "commit")));
	set(row, "origin", names->origin);
	set(row, "tree_name", names->tree);
	set(row, "git_repository_url", names->repository);
	set(row, "git_repository_branch", json_field(proof, "branch"));
	set(row, "git_commit_hash", json_field(commit, "commit"));
	json_object_set_new(row, "patchset_hash", json_string(""));
	set(row, "comment", json_field(commit, "subject"));
	set(row, "start_time", json_field(proof, "started"));
	json_object_set_new(row, "valid", json_true());
	json_object_set_new(row, "misc", json_pack("{s:{s:O, s:O, s:O}}", "treewide",
						   "base", json_object_get(proof, "base"),
						   "nr", json_object_get(commit, "nr"),
						   "patch", json_object_get(commit, "patch")));
	return row;
}

/* How a target builds, where the proof says it. */
static void add_target(json_t *build, const json_t *proof, const char *target)
{
	FOR_EACH_JSON(row, json_object_get(proof, "targets")) {
		if (strcmp(json_field(row, "target"), target) != 0)
			continue;
		set(build, "architecture", json_field(row, "arch"));
		set(build, "compiler", json_field(row, "compiler"));
	}
	set(build, "config_name", target);
}

/* The build of a commit that a verdict belongs to; made where there is none yet. */
static json_t *find_build(json_t *builds, const struct kcidb_names *names, const json_t *proof,
			  const json_t *commit, const char *target)
{
	char *name CLEANUP(free_text) = name_build(commit, target);
	json_t *id CLEANUP(free_json) = make_id(names, name);

	for (size_t i = json_array_size(builds); i; i--)
		if (json_equal(json_object_get(json_array_get(builds, i - 1), "id"), id))
			return json_array_get(builds, i - 1);
	json_t *build = json_object();
	json_object_set(build, "id", id);
	json_object_set_new(build, "checkout_id", make_id(names, json_field(commit, "commit")));
	set(build, "origin", names->origin);
	if (*target) {
		add_target(build, proof, target);
	} else {
		set(build, "status", "SKIP");
		set(build, "comment", "no build: for checks of texts and trees");
	}
	json_array_append_new(builds, build);
	return build;
}

/* Of two verdicts on the same build the worse one speaks for it. */
static void judge_build(json_t *build, const json_t *check)
{
	const json_t *rest = json_object_get(json_object_get(build, "misc"), "treewide");

	if (!rest || rank_of(json_field(check, "verdict")) < rank_of(json_field(rest, "verdict")))
		describe(build, check);
}

/* KCIDB takes letters, digits, "_" and "-" in each part of a path. */
static char *make_path(const char *check)
{
	char *path = xasprintf("treewide.%s", check);

	for (char *c = path + strlen("treewide."); *c; c++)
		if (!is_name_char(*c) && *c != '-')
			*c = '_';
	return path;
}

static bool has_id(const json_t *rows, const json_t *id)
{
	FOR_EACH_JSON(row, rows)
		if (json_equal(json_object_get(row, "id"), id))
			return true;
	return false;
}

/* The id of a test; several verdicts of one check on one build are numbered. @own: the tests of the
 * commit so far. */
static json_t *name_test(const json_t *own, const struct kcidb_names *names, const json_t *commit,
			 const json_t *check)
{
	char *build CLEANUP(free_text) = name_build(commit, json_field(check, "target"));

	for (int nr = 1;; nr++) {
		char *more CLEANUP(free_text) = nr == 1 ? xstrdup("") : xasprintf("/%d", nr);
		char *name CLEANUP(free_text) =
			xasprintf("%s/%s%s", build, json_field(check, "check"), more);
		json_t *id = make_id(names, name);

		if (!has_id(own, id))
			return id;
		json_decref(id);
	}
}

static json_t *test(const json_t *own, const struct kcidb_names *names, const json_t *commit,
		    const json_t *check, const json_t *build)
{
	char *path CLEANUP(free_text) = make_path(json_field(check, "check"));
	json_t *row = json_object();

	json_object_set_new(row, "id", name_test(own, names, commit, check));
	json_object_set(row, "build_id", json_object_get(build, "id"));
	set(row, "origin", names->origin);
	set(row, "path", path);
	describe(row, check);
	return row;
}

static void add_commit(json_t *builds, json_t *tests, const struct kcidb_names *names,
		       const json_t *proof, const json_t *commit)
{
	json_t *own_builds CLEANUP(free_json) = json_array();
	json_t *own_tests CLEANUP(free_json) = json_array();

	FOR_EACH_JSON(check, json_object_get(commit, "checks")) {
		const char *target = json_field(check, "target");
		json_t *build = find_build(own_builds, names, proof, commit, target);

		if (*target && is_one_of(json_field(check, "check"), TEXTS("objects", "build")))
			judge_build(build, check);
		else
			json_array_append_new(own_tests, test(own_tests, names, commit, check,
							      build));
	}
	json_array_extend(builds, own_builds);
	json_array_extend(tests, own_tests);
}

json_t *view_kcidb(const json_t *proof, const struct kcidb_names *names)
{
	json_t *checkouts = json_array(), *builds = json_array(), *tests = json_array();

	FOR_EACH_JSON(commit, json_object_get(proof, "commits")) {
		json_array_append_new(checkouts, checkout(names, proof, commit));
		add_commit(builds, tests, names, proof, commit);
	}
	return json_pack("{s:{s:i, s:i}, s:o, s:o, s:o}", "version", "major", VERSION_MAJOR,
			 "minor", VERSION_MINOR, "checkouts", checkouts, "builds", builds, "tests",
			 tests);
}
