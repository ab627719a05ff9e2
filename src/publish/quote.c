// SPDX-License-Identifier: GPL-2.0
/* Quotes a proof in the cover letter. */
#include "publish/quote.h"

#include "campaign/campaign.h"
#include "lib/digest.h"
#include "lib/io.h"
#include "lib/json.h"
#include "lib/lib.h"
#include "msg/trailer.h"
#include "publish/wrap.h"
#include "result/result.h"
#include "series/message.h"
#include "series/plan.h"
#include "series/series.h"

#define MAX_REASONS 5  /* for each check */
#define MAX_DETAIL 200 /* bytes of a reason */

/* Is it about who gets a mail, of which no proof says anything: "address.x@y.use"? */
static bool is_of_mail(const char *key)
{
	const char *last = strrchr(key, '.');

	return starts_with(key, "recipients.") || starts_with(key, "address.") ||
	       (starts_with(key, "patch.") && !strcmp(last, ".recipients"));
}

static int add_entry(const git_config_entry *entry, void *payload)
{
	struct digest *digest = payload;

	if (is_of_mail(entry->name))
		return 0;
	digest_text(digest, entry->name);
	digest_text(digest, entry->value);
	return 0;
}

/* What campaign.conf says of trees, texts and checks. */
static int add_conf(struct digest *digest, const char *path)
{
	git_config *config CLEANUP(free_config) = NULL;

	if (git_config_open_ondisk(&config, path) < 0 ||
	    git_config_foreach(config, add_entry, digest) < 0)
		return fail_git("cannot read %s", path);
	return 0;
}

static int add_campaign_file(struct digest *digest, const char *path)
{
	char *text CLEANUP(free_text) = path ? io_read(path, NULL) : NULL;

	digest_text(digest, text);
	return path && !text ? -1 : 0;
}

/* A target that is not there fails where it is needed. */
static int add_target(struct digest *digest, const char *target)
{
	char *name CLEANUP(free_text) = xasprintf("configs/%s", target);
	char *path CLEANUP(free_text) = io_find_data(name);

	return add_campaign_file(digest, path);
}

json_t *quote_basis(const struct campaign *campaign)
{
	struct digest digest CLEANUP(digest_release) = { 0 };

	if (add_conf(&digest, campaign->path) < 0)
		return NULL;
	FOR_EACH(step, &campaign->steps)
		if (add_campaign_file(&digest, step->rule ? step->rule : step->script) < 0 ||
		    (step->mail && add_campaign_file(&digest, step->mail) < 0))
			return NULL;
	FOR_EACH(step, &campaign->steps)
		FOR_EACH(file, &step->uses)
			if (add_campaign_file(&digest, *file) < 0)
				return NULL;
	FOR_EACH(check, &campaign->checks) {
		if (add_campaign_file(&digest, check->run) < 0)
			return NULL;
		FOR_EACH(file, &check->uses)
			if (add_campaign_file(&digest, *file) < 0)
				return NULL;
		FOR_EACH(target, &check->targets)
			if (add_target(&digest, *target) < 0)
				return NULL;
	}
	git_oid id = digest_end(&digest);
	return json_string(git_oid_tostr_s(&id));
}

/* What a message says, as a value for a document. */
static json_t *text_of_file(const char *message)
{
	struct commit_message parts CLEANUP(commit_message_release) = { 0 };

	commit_message_split(&parts, message);
	git_oid id = digest_of(parts.text);
	return json_string(git_oid_tostr_s(&id));
}

void quote_mark(json_t *document, const json_t *basis, const struct series *series)
{
	size_t i;
	json_t *row;

	json_object_set(document, "basis", (json_t *)basis);
	json_array_foreach(json_object_get(document, "commits"), i, row) {
		json_object_set_new(row, "tree", json_string(git_oid_tostr_s(&series->v[i].tree)));
		json_object_set_new(row, "text", text_of_file(series->v[i].message));
	}
}

static bool speaks_for_patch(const json_t *row, const struct patch *patch)
{
	char *message CLEANUP(free_text) = message_compose(patch, "Nobody <nobody@example.org>");
	json_t *text CLEANUP(free_json) = text_of_file(message);

	return !strcmp(json_field(row, "tree"), git_oid_tostr_s(&patch->tree)) &&
	       json_equal(json_object_get(row, "text"), text);
}

bool quote_speaks_for(const json_t *document, const json_t *basis, const struct plan *plan)
{
	const json_t *commits = json_object_get(document, "commits");

	if (!json_equal(json_object_get(document, "basis"), basis) ||
	    strcmp(json_field(document, "base"), git_oid_tostr_s(&plan->base->commit)) != 0 ||
	    json_array_size(commits) != plan->patches.nr || !plan->patches.nr)
		return false;
	for (size_t i = 0; i < plan->patches.nr; i++)
		if (!speaks_for_patch(json_array_get(commits, i), &plan->patches.v[i]))
			return false;
	return true;
}

/* What a program of the campaign says of commits in a row that pass. */
struct account {
	const char *detail, *state;		/* borrowed */
	int first, last;
};

struct accounts {
	struct account *v;
	size_t nr, alloc;
};

/* One check under one target, over all commits. */
struct verdict_tally {
	const char *check, *target;		/* borrowed */
	unsigned commits;			/* that it has a verdict for */
	unsigned count_check[VERDICT_SKIPPED + 1];	/* commits, by their worst verdict */
	struct strlist evidence;
	struct strlist reasons;
	struct accounts accounts;
	const json_t *seen;			/* the commit that was counted last */
	int worst;				/* of that one */
};

struct tallies {
	struct verdict_tally *v;
	size_t nr, alloc;
};

/* From good to bad; skipped says less than pass, void less than uncovered. */
static const int ranks[] = { VERDICT_PASS, VERDICT_SKIPPED, VERDICT_VOID, VERDICT_UNCOVERED,
			     VERDICT_FAIL };

static int kind_of(const char *verdict)
{
	for (int kind = VERDICT_PASS; kind <= VERDICT_SKIPPED; kind++)
		if (!strcmp(verdict, verdict_name((enum verdict_kind)kind)))
			return kind;
	return VERDICT_FAIL;
}

static int rank_check(int kind)
{
	int at = 0;

	while (ranks[at] != kind)
		at++;
	return at;
}

static struct verdict_tally *find_tally(struct tallies *tallies, const json_t *check)
{
	const char *name = json_field(check, "check"), *target = json_field(check, "target");

	FOR_EACH(known, tallies)
		if (!strcmp(known->check, name) && !strcmp(known->target, target))
			return known;
	struct verdict_tally *tally = LIST_ADD(tallies);
	tally->check = name;
	tally->target = target;
	return tally;
}

static void add_reason(struct verdict_tally *tally, const json_t *commit, const json_t *check)
{
	const char *detail = json_field(check, "detail");
	size_t len = strcspn(detail, "\n"), shown = len;
	char **reason = LIST_ADD(&tally->reasons);

	if (len > MAX_DETAIL)
		for (shown = MAX_DETAIL; shown && detail[shown] != ' ';)
			shown--;
	*reason = xasprintf("patch %d, %s: %.*s%s",
			    json_number(commit, "nr"),
			    json_field(check, "verdict"), (int)shown, detail,
			    shown < len ? " ..." : "");
}

static void add_account(struct verdict_tally *tally, const json_t *commit, const json_t *check)
{
	const char *detail = json_field(check, "detail"), *state = json_field(check, "state");
	int nr = json_number(commit, "nr");
	size_t last = tally->accounts.nr;

	if (!last || tally->accounts.v[last - 1].last != nr - 1 ||
	    strcmp(tally->accounts.v[last - 1].state, state) != 0)
		*LIST_ADD(&tally->accounts) = (struct account){ detail, state, nr, nr };
	else
		tally->accounts.v[last - 1].last = nr;
}

static void count_check(struct verdict_tally *tally, const json_t *commit, const json_t *check)
{
	int kind = kind_of(json_field(check, "verdict"));

	if (*json_field(check, "evidence"))
		strlist_add_once(&tally->evidence, json_field(check, "evidence"));
	if (kind != VERDICT_PASS)
		add_reason(tally, commit, check);
	else if (*json_field(check, "state"))
		add_account(tally, commit, check);
	if (tally->seen == commit && rank_check(kind) <= rank_check(tally->worst))
		return;
	if (tally->seen == commit)
		tally->count_check[tally->worst]--;
	else
		tally->commits++;
	tally->count_check[kind]++;
	tally->worst = kind;
	tally->seen = commit;
}

static void put_accounts(FILE *out, const struct accounts *accounts)
{
	for (size_t i = 0; i < accounts->nr && i < MAX_REASONS; i++) {
		const struct account *account = &accounts->v[i];
		char *line CLEANUP(free_text) = NULL;

		if (account->first == account->last)
			line = xasprintf("patch %d: %s", account->first, account->detail);
		else
			line = xasprintf("patches %d to %d: %s", account->first, account->last,
					 account->detail);
		wrap_put(out, line, 6, 2);
	}
	if (accounts->nr > MAX_REASONS)
		fprintf(out, "      and %zu more\n", accounts->nr - MAX_REASONS);
}

static void put_tally(FILE *out, const struct verdict_tally *tally)
{
	char *line = NULL;
	FILE *text = xmemstream(&line, NULL);

	fprintf(text, "%s%s%s: %u of %u commit%s pass%s", tally->check,
		*tally->target ? " under " : "", tally->target, tally->count_check[VERDICT_PASS],
		tally->commits, plural(tally->commits, "s"), tally->commits == 1 ? "es" : "");
	for (int kind = VERDICT_FAIL; kind <= VERDICT_SKIPPED; kind++)
		if (tally->count_check[kind])
			fprintf(text, ", %u %s", tally->count_check[kind],
				verdict_name((enum verdict_kind)kind));
	FOR_EACH(evidence, &tally->evidence)
		fprintf(text, "%s%s", evidence == tally->evidence.v ? " (" : ", ", *evidence);
	fprintf(text, "%s", tally->evidence.nr ? ")" : "");
	fclose(text);
	wrap_put(out, line, 4, 2);
	free(line);
	put_accounts(out, &tally->accounts);
	for (size_t i = 0; i < tally->reasons.nr && i < MAX_REASONS; i++)
		wrap_put(out, tally->reasons.v[i], 6, 2);
	if (tally->reasons.nr > MAX_REASONS)
		fprintf(out, "      and %zu more\n", tally->reasons.nr - MAX_REASONS);
}

char *quote_text(const json_t *document)
{
	const json_t *commits = json_object_get(document, "commits");
	struct tallies tallies = { 0 };
	size_t bare = 0, size;
	char *text = NULL;

	if (!document)
		return xstrdup("Not proved yet.");
	FOR_EACH_JSON(commit, commits) {
		const json_t *checks = json_object_get(commit, "checks");

		bare += !json_array_size(checks);
		FOR_EACH_JSON(check, checks)
			count_check(find_tally(&tallies, check), commit, check);
	}
	FILE *out = xmemstream(&text, &size);
	FOR_EACH(tally, &tallies)
		put_tally(out, tally);
	if (bare)
		fprintf(out, "    no check at all: %zu of %zu commit%s\n", bare,
			json_array_size(commits), plural(json_array_size(commits), "s"));
	fclose(out);
	FOR_EACH(tally, &tallies) {
		STRLIST_RELEASE_ALL(&tally->evidence, &tally->reasons);
		free(tally->accounts.v);
	}
	free(tallies.v);
	size = strlen(text);
	if (size)
		text[size - 1] = '\0';
	return text;
}
