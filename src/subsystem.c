// SPDX-License-Identifier: GPL-2.0
/* Asks the base's get_maintainer.pl and turns its roles into recipients. */
#include "subsystem.h"

#include "base.h"
#include "campaign.h"
#include "cleanup.h"
#include "digest.h"
#include "fail.h"
#include "io.h"
#include "job.h"
#include "ledger.h"
#include "progress.h"
#include "state.h"

#include <ctype.h>
#include <string.h>
#include <sys/stat.h>

#define TIMEOUT 60 /* seconds for one file */
#define SCRIPT "scripts/get_maintainer.pl"

/* What get_maintainer.pl reads, and what it looks for to recognise a kernel tree. */
static const char *const read_files[] = { SCRIPT, "MAINTAINERS", ".mailmap",
					  ".get_maintainer.ignore" };
static const char *const marks[] = { "COPYING", "CREDITS", "Kbuild", "Makefile", "README" };
static const char *const folders[] = { "Documentation", "arch", "include", "drivers", "fs",
				       "init", "ipc", "kernel", "lib", "scripts" };

struct inquiry {
	struct state *state;
	const struct base *base;
	const struct files *all;
	const struct strlist *paths;
	char *root;		/* a small tree of its own */
	size_t next, done;
};

static git_oid answer_key(const struct files *all, const char *path)
{
	const struct file *file = files_find(all, path);
	struct digest digest;

	digest_init(&digest);
	for (size_t i = 0; i < sizeof(read_files) / sizeof(*read_files); i++) {
		const struct file *input = files_find(all, read_files[i]);

		digest_text(&digest, input ? git_oid_tostr_s(&input->oid) : NULL);
	}
	digest_text(&digest, path);
	digest_text(&digest, file ? git_oid_tostr_s(&file->oid) : NULL);
	return digest_end(&digest);
}

static int put(const struct inquiry *inquiry, const char *path, unsigned mode)
{
	const struct file *file = files_find(inquiry->all, path);
	char *to CLEANUP(free_text) = xasprintf("%s/%s", inquiry->root, path);
	char *folder CLEANUP(free_text) = xstrndup(to, (size_t)(strrchr(to, '/') - to));
	char *data CLEANUP(free_text) = NULL;
	size_t len;

	if (!file)
		return 0;
	data = base_read(inquiry->base, &file->oid, &len);
	if (!data || io_mkdirs(folder) < 0 || io_write(to, data, len) < 0)
		return -1;
	return chmod(to, mode) < 0 ? fail_errno("cannot write %s", to) : 0;
}

static int make_tree(struct inquiry *inquiry)
{
	if (!files_find(inquiry->all, SCRIPT) || !files_find(inquiry->all, "MAINTAINERS"))
		return fail_usage("%s has no " SCRIPT " and MAINTAINERS: recipients cannot be "
				  "found", inquiry->base->rev);
	inquiry->root = io_mktemp(inquiry->state->tmp);
	if (!inquiry->root)
		return -1;
	for (size_t i = 0; i < sizeof(read_files) / sizeof(*read_files); i++)
		if (put(inquiry, read_files[i], 0755) < 0)
			return -1;
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		char *path CLEANUP(free_text) = xasprintf("%s/%s", inquiry->root, marks[i]);

		if (io_write(path, "", 0) < 0)
			return -1;
	}
	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		char *path CLEANUP(free_text) = xasprintf("%s/%s", inquiry->root, folders[i]);

		if (io_mkdirs(path) < 0)
			return -1;
	}
	return 0;
}

struct errand {
	const char *path;
	char *out, *log;
	const char *argv[8];
};

static void free_errand(struct errand *errand)
{
	free(errand->out);
	free(errand->log);
	free(errand);
}

static int next(struct job *job, void *ctx)
{
	struct inquiry *inquiry = ctx;
	struct errand *errand;

	while (inquiry->next < inquiry->paths->nr) {
		const char *path = inquiry->paths->v[inquiry->next++];
		git_oid key = answer_key(inquiry->all, path);
		json_t *fact CLEANUP(free_json) = NULL;
		int known = ledger_get(inquiry->state->ledger, "maintainers", &key, &fact);

		if (known < 0)
			return -1;
		if (known && json_is_string(fact)) {
			inquiry->done++;
			continue;
		}
		if ((!inquiry->root && make_tree(inquiry) < 0) || put(inquiry, path, 0644) < 0)
			return -1;
		errand = xcalloc(1, sizeof(*errand));
		errand->path = path;
		errand->out = xasprintf("%s/maintainer-%zu", inquiry->state->tmp, inquiry->next);
		errand->log = xasprintf("%s.log", errand->out);
		memcpy(errand->argv,
		       ((const char *[]){ SCRIPT, "--no-git", "--no-git-fallback", "--roles",
					  "--no-rolestats", "-f", path, NULL }),
		       sizeof(errand->argv));
		*job = (struct job){ .argv = errand->argv, .dir = inquiry->root,
				     .out = errand->out, .log = errand->log, .timeout = TIMEOUT,
				     .payload = errand };
		return 1;
	}
	return 0;
}

static void drop(struct job *job, void *ctx)
{
	(void)ctx;
	free_errand(job->payload);
}

static int done(struct job *job, void *ctx)
{
	struct inquiry *inquiry = ctx;
	struct errand *errand = job->payload;
	char *text CLEANUP(free_text) = io_read(errand->out, NULL);
	char *log CLEANUP(free_text) = io_read(errand->log, NULL);
	git_oid key = answer_key(inquiry->all, errand->path);
	json_t *fact CLEANUP(free_json) = text ? json_string(text) : NULL;
	int result;

	if (job->exit || job->timed_out || !text)
		result = fail_system("get_maintainer.pl failed for %s (exit %d): %.300s",
				     errand->path, job->exit, log ? log : "");
	else if (!fact)
		result = fail_system("get_maintainer.pl's answer for %s is not UTF-8",
				     errand->path);
	else
		result = ledger_put(inquiry->state->ledger, "maintainers", &key, fact);
	progress_report(inquiry->state->progress, "asking for maintainers", ++inquiry->done,
			inquiry->paths->nr, errand->path);
	free_errand(errand);
	return result;
}

int subsystems_ask(struct state *state, const struct base *base, const struct files *all,
		   const struct strlist *paths)
{
	const struct job_ops ops = { next, done, drop };
	struct inquiry inquiry = { .state = state, .base = base, .all = all, .paths = paths };
	int result = jobs_run(state->jobs, &ops, &inquiry);

	if (inquiry.root && io_remove(inquiry.root) < 0)
		result = -1;
	free(inquiry.root);
	return result;
}

static char *clean_name(const char *text, size_t len)
{
	char *name = xstrndup(text, len), *to = name;

	for (const char *from = name; *from; from++)
		if ((unsigned char)*from >= ' ' && *from != 0x7f)
			*to++ = *from;
	while (to > name && to[-1] == ' ')
		to--;
	*to = '\0';
	if (*name == '"' && to > name + 1 && to[-1] == '"') {
		memmove(name, name + 1, (size_t)(to - name));
		name[strlen(name) - 1] = '\0';
	}
	return name;
}

static bool is_address(const char *text, size_t len)
{
	const char *at = memchr(text, '@', len);

	for (size_t i = 0; i < len; i++)
		if (!isgraph((unsigned char)text[i]) || strchr("<>(),;:\"", text[i]))
			return false;
	return at && at > text && at + 1 < text + len;
}

/* "Name <address> (role:SECTION)" or "address (role:SECTION)"; the section may
 * hold parentheses and brackets itself, so the role is what follows the first " ("
 * behind the address. */
bool recipient_parse(struct recipient *recipient, const char *line)
{
	size_t first = strcspn(line, " \t"), blank = strspn(line + first, " \t");
	bool bare = is_address(line, first) && line[first + blank] != '<';
	const char *open = bare ? NULL : strchr(line, '<');
	const char *close = open ? strchr(open, '>') : NULL;
	const char *address = close ? open + 1 : line;
	size_t len = close ? (size_t)(close - address) : first;
	const char *why = address + len + (close != NULL);
	size_t size;

	if (!is_address(address, len))
		return false;
	*recipient = (struct recipient){ 0 };
	recipient->name = clean_name(line, close ? (size_t)(open - line) : 0);
	recipient->email = xstrndup(address, len);
	why += strspn(why, " (");
	size = strlen(why);
	recipient->why = clean_name(why, size && why[size - 1] == ')' ? size - 1 : size);
	recipient->to = !strncmp(why, "maintainer", 10) || !strncmp(why, "supporter", 9) ||
			!strncmp(why, "odd fixer", 9);
	return true;
}

static int by_rank(const void *a, const void *b)
{
	const struct recipient *x = a, *y = b;

	return x->to != y->to ? y->to - x->to : strcasecmp(x->email, y->email);
}

static void add_one(struct recipients *list, const struct recipient *recipient)
{
	struct recipient *entry;

	FOR_EACH(known, list) {
		if (strcasecmp(known->email, recipient->email))
			continue;
		if (recipient->to && !known->to) {
			known->to = true;
			free(known->why);
			known->why = xstrdup(recipient->why);
		}
		return;
	}
	entry = LIST_ADD(list);
	entry->name = xstrdup(recipient->name);
	entry->email = xstrdup(recipient->email);
	entry->why = xstrdup(recipient->why);
	entry->to = recipient->to;
}

static void sort(struct recipients *list)
{
	if (list->nr)
		qsort(list->v, list->nr, sizeof(*list->v), by_rank);
}

void recipient_release(struct recipient *recipient)
{
	free(recipient->name);
	free(recipient->email);
	free(recipient->why);
}

static bool is_excluded(const struct campaign *campaign, const char *email)
{
	FOR_EACH(never, &campaign->never)
		if (!strcasecmp(*never, email))
			return true;
	return false;
}

static int add_line(struct recipients *list, const struct campaign *campaign, const char *line)
{
	struct recipient recipient = { 0 };

	if (!*line)
		return 0;
	if (!recipient_parse(&recipient, line))
		return fail_system("get_maintainer.pl names no address: %.200s", line);
	if (!is_excluded(campaign, recipient.email))
		add_one(list, &recipient);
	recipient_release(&recipient);
	return 0;
}

int recipients_add(struct recipients *list, struct state *state, const struct files *all,
		   const struct campaign *campaign, const char *path)
{
	git_oid key = answer_key(all, path);
	json_t *fact CLEANUP(free_json) = NULL;
	struct strlist lines = { 0 };
	int result = ledger_get(state->ledger, "maintainers", &key, &fact);

	if (result < 0)
		return -1;
	if (!json_is_string(fact))
		return fail_system("nobody was asked about %s", path);
	strlist_split(&lines, json_string_value(fact), "\r\n");
	result = 0;
	FOR_EACH(line, &lines)
		if (result == 0)
			result = add_line(list, campaign, *line);
	strlist_release(&lines);
	FOR_EACH(address, &campaign->always) {
		struct recipient recipient = { 0 };

		if (!recipient_parse(&recipient, *address))
			return fail_usage("%s: always = %s: not an address", campaign->path,
					  *address);
		free(recipient.why);
		recipient.why = xstrdup("named by the campaign");
		add_one(list, &recipient);
		recipient_release(&recipient);
	}
	sort(list);
	return result;
}

void recipients_join(struct recipients *list, const struct recipients *others)
{
	FOR_EACH(recipient, others)
		add_one(list, recipient);
	sort(list);
}

void recipients_release(struct recipients *list)
{
	FOR_EACH(recipient, list)
		recipient_release(recipient);
	free(list->v);
	*list = (struct recipients){ 0 };
}
