// SPDX-License-Identifier: GPL-2.0
/* Asks the base's get_maintainer.pl and remembers what it says. */
#include "recipients/maintainers.h"

#include "git/base.h"
#include "git/history.h"
#include "lib/ask.h"
#include "lib/digest.h"
#include "lib/io.h"
#include "lib/ledger.h"
#include "lib/lib.h"
#include "lib/slug.h"
#include "lib/state.h"
#include "recipients/recipient.h"

#include <sys/stat.h>
#include <time.h>

#define STAGE "maintainers"
#define VERSION "3" /* of how the script is asked */
#define TIMEOUT 60 /* seconds for one file */
#define GIT_TIMEOUT 600 /* the same with history */
#define DIFF "\ndiff --git " /* where a file of a patch begins */
#define YEAR ((time_t)365 * 24 * 3600)
#define SCRIPT "scripts/get_maintainer.pl"
#define KEYWORD ":Keyword:"
#define INVALID "Invalid MAINTAINERS address: '"

/* What get_maintainer.pl reads, and what it looks for to recognise a kernel tree. */
static const char *const read_files[] = { SCRIPT, "MAINTAINERS", ".mailmap",
					  ".get_maintainer.ignore", NULL };
static const char *const marks[] = { "COPYING", "CREDITS", "Kbuild", "Makefile", "README" };
static const char *const folders[] = { "Documentation", "arch", "include", "drivers", "fs",
				       "init", "ipc", "kernel", "lib", "scripts" };

/* Nothing of the user's may change the answer; HOME stands in front of these. Where an
 * address stands in two sections that match equally well, the script takes the one that
 * comes first in a hash: at random, unless the seed is fixed. */
static const char *const environment[] = {
	"PERL_HASH_SEED=0", "PERL_PERTURB_KEYS=0",
	"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null", "GIT_LITERAL_PATHSPECS=1",
	"GIT_OPTIONAL_LOCKS=0", "GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE",
	"GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_NAMESPACE",
	"GIT_CONFIG_COUNT", "GIT_CONFIG_PARAMETERS", "PERL5OPT", "PERL_UNICODE", NULL
};

struct maintainers_batch {
	const struct maintainers *asked;
	const struct strlist *paths;
	char *root;		/* a small tree of its own */
	char *since, *home;	/* options and environment; owned */
	unsigned timeout;
	bool told;		/* by the environment */
};

static bool is_read(const char *path)
{
	return is_one_of(path, read_files);
}

static git_oid maintainers_key(const struct maintainers *asked, const char *path)
{
	const struct file *file = asked->keywords ? NULL : files_find(asked->all, path);
	struct digest digest = { 0 };

	digest_text(&digest, VERSION);
	for (size_t i = 0; read_files[i]; i++) {
		const struct file *input = files_find(asked->all, read_files[i]);

		digest_text(&digest, input ? git_oid_tostr_s(&input->oid) : NULL);
	}
	DIGEST_ADD(&digest, asked->trees ? "trees" : asked->sections ? "sections" :
		   asked->keywords ? "keywords" : "people", path,
		   file ? git_oid_tostr_s(&file->oid) : NULL);
	if (asked->committers) {
		char *shallow CLEANUP(free_text) = history_end(asked->base);

		DIGEST_ADD(&digest, &asked->base->commit, shallow);
	}
	return digest_end(&digest);
}

static int put_text(const struct maintainers_batch *batch, const char *path, const char *data,
		    size_t len)
{
	char *to CLEANUP(free_text) = xasprintf("%s/%s", batch->root, path);
	char *folder CLEANUP(free_text) = xstrndup(to, (size_t)(strrchr(to, '/') - to));

	return io_mkdirs(folder) < 0 || io_write(to, data, len) < 0 ? -1 : 0;
}

/* A file of the base. One that configures the script is put there empty, unless it is
 * one of those that the script shall read. */
static int put_path(const struct maintainers_batch *batch, const char *path)
{
	const struct file *file = files_find(batch->asked->all, path);
	const char *leaf = path_leaf(path);
	size_t len;

	if (!file || (!is_read(path) && (!strcmp(leaf, ".get_maintainer.conf") ||
					 !strcmp(leaf, ".get_maintainer.ignore"))))
		return put_text(batch, path, "", 0);
	char *data CLEANUP(free_text) = base_read(batch->asked->base, &file->oid, &len);
	return data ? put_text(batch, path, data, len) : -1;
}

/* A repository whose HEAD is the base and whose objects are the user's. log.showRoot:
 * without it the commit at the end of the history would have written every file. */
static int make_git(struct maintainers_batch *batch)
{
	const struct base *base = batch->asked->base;
	git_commit *commit CLEANUP(free_commit) = NULL;
	char *head CLEANUP(free_text) = xasprintf("%s\n", git_oid_tostr_s(&base->commit));
	char *objects CLEANUP(free_text) = xasprintf("%sobjects\n",
						     git_repository_commondir(base->repo));
	char *shallow CLEANUP(free_text) = history_end(base);
	const struct {
		const char *path, *text;
	} files[] = {
		{ ".git/HEAD", head },
		{ ".git/config", "[core]\n\trepositoryformatversion = 0\n\tbare = false\n"
				 "[log]\n\tshowRoot = false\n" },
		{ ".git/objects/info/alternates", objects },
		{ ".git/shallow", shallow },
	};
	char *refs CLEANUP(free_text) = xasprintf("%s/.git/refs", batch->root);
	char date[32] = "";
	struct tm tm;
	time_t since;

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		if (files[i].text && put_text(batch, files[i].path, files[i].text,
					      strlen(files[i].text)) < 0)
			return -1;
	if (io_mkdirs(refs) < 0)
		return -1;
	if (git_commit_lookup(&commit, base->repo, &base->commit) < 0)
		return fail_git("cannot read %s", base->rev);
	since = (time_t)git_commit_time(commit) - YEAR;
	gmtime_r(&since, &tm);
	strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%S+0000", &tm);
	batch->since = xasprintf("--git-since=%s", date);
	return 0;
}

static int make_tree(struct maintainers_batch *batch)
{
	const struct files *all = batch->asked->all;

	if (!files_find(all, SCRIPT) || !files_find(all, "MAINTAINERS"))
		return fail_usage("%s has no " SCRIPT " and MAINTAINERS: recipients cannot be "
				  "found", batch->asked->base->rev);
	batch->root = io_mktemp(batch->asked->state->tmp);
	if (!batch->root)
		return -1;
	for (size_t i = 0; read_files[i]; i++)
		if (files_find(all, read_files[i]) && put_path(batch, read_files[i]) < 0)
			return -1;
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (put_text(batch, marks[i], "", 0) < 0)
			return -1;
	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		char *path CLEANUP(free_text) = xasprintf("%s/%s", batch->root, folders[i]);

		if (io_mkdirs(path) < 0)
			return -1;
	}
	char *script CLEANUP(free_text) = xasprintf("%s/" SCRIPT, batch->root);
	if (chmod(script, 0755) < 0)
		return fail_errno("cannot write %s", script);
	batch->home = xasprintf("HOME=%s", batch->root);
	return batch->asked->committers ? make_git(batch) : 0;
}

/* With --git the script puts the path into a line for a shell. */
static bool is_plain(const char *path)
{
	if (*path == '-')
		return false;
	for (; *path; path++)
		if (!isalnum((unsigned char)*path) && !strchr("/._-+,@=%:", *path))
			return false;
	return true;
}

/* Somebody whom a file names already must not lose the keyword: nothing is left out as
 * said before. */
static void add_words(const struct maintainers_batch *batch, struct strlist *argv, const char *file)
{
	strlist_add(argv, SCRIPT);
	if (batch->asked->trees)
		STRLIST_ADD(argv, "--no-git", "--no-git-fallback", "--no-email", "--no-l", "--scm",
			    "-f");
	else if (batch->asked->sections)
		STRLIST_ADD(argv, "--no-git", "--no-git-fallback", "--no-email", "--no-l",
			    "--subsystem", "-f");
	else if (batch->asked->keywords)
		STRLIST_ADD(argv, "--no-git", "--no-git-fallback", "--no-remove-duplicates",
			    "--keywords", "--roles", "--no-rolestats");
	else
		STRLIST_ADD(argv, batch->since ? "--git" : "--no-git",
			    batch->since ? batch->since : "--no-git-fallback",
			    "--no-git-fallback", "--roles", "--no-rolestats", "-f");
	STRLIST_ADD(argv, "--", file);
}

/* What the script reads beside MAINTAINERS: the file, or the patch that sift_mails() left there. */
static int put_subject(const struct maintainers_batch *batch, const char *subject)
{
	return batch->asked->keywords || is_read(subject) ? 0 : put_path(batch, subject);
}

/* How a run of the script, or of one that looks at the same files, is to be made. */
static void describe_script(const struct maintainers_batch *batch, struct ask_run *run,
			    const char *name)
{
	strlist_add(&run->env, batch->home);
	strlist_add_array(&run->env, environment);
	run->out = xasprintf("%s/%s", batch->asked->state->tmp, name);
	run->log = xasprintf("%s.log", run->out);
	run->job = (struct job){ .dir = batch->root, .timeout = batch->timeout };
}

/* The script goes through all of MAINTAINERS for each file of a patch: one more for each. */
static unsigned seconds_of_patch(const struct maintainers_batch *batch, const char *subject)
{
	unsigned seconds = 0;

	for (const char *at = subject; batch->asked->keywords && (at = strstr(at, DIFF)); at++)
		seconds++;
	return seconds;
}

static int begin_subject(void *ctx, size_t nr, struct ask_run *run)
{
	struct maintainers_batch *batch = ctx;
	const char *subject = batch->paths->v[nr];
	char *name CLEANUP(free_text) = xasprintf("maintainer-%zu", nr + 1);
	char *mail CLEANUP(free_text) = xasprintf("mail-%zu", nr + 1);
	const char *file = batch->asked->keywords ? mail : subject;

	if (batch->asked->committers && !is_plain(subject))
		return fail_usage("%s: the committers of a file with such a name cannot be asked "
				  "for, because get_maintainer.pl hands it to a shell", subject);
	if ((!batch->root && make_tree(batch) < 0) || put_subject(batch, subject) < 0)
		return -1;
	describe_script(batch, run, name);
	if (!batch->told)
		run->job.timeout += seconds_of_patch(batch, subject);
	add_words(batch, &run->argv, file);
	return 0;
}

static int key_of_subject(void *ctx, size_t nr, git_oid *key)
{
	const struct maintainers_batch *batch = ctx;

	*key = maintainers_key(batch->asked, batch->paths->v[nr]);
	return 1;
}

/* Is it a line of --roles? Whether mail can go there is another question. */
static bool is_answer(const char *line)
{
	const char *role = strstr(line, " (");
	struct recipient recipient CLEANUP(recipient_release) = { 0 };
	bool good = role && line[strlen(line) - 1] == ')' &&
		    (strchr(line, '@') || strstr(role, " (open list") ||
		     strstr(role, " (moderated list"));

	if (recipient_parse(&recipient, line))
		good = *recipient.why != '\0' && good;
	return good;
}

/* One line of the fact; what stands before the role may be missing. */
static void add_answer_line(FILE *out, const char *text, size_t len, const char *role)
{
	char *clean CLEANUP(free_text) = recipient_clean(text, len, 3 * len);

	fprintf(out, "%s%s%s\n", *text == ' ' ? " " : "", clean, role);
}

/* Entries in which the script found no address are told only in its log. */
static void add_invalid(FILE *out, const char *log)
{
	for (const char *at = log; (at = strstr(at, INVALID));) {
		size_t len = strcspn(at += sizeof(INVALID) - 1, "\n");

		add_answer_line(out, at, len && at[len - 1] == '\'' ? len - 1 : len,
				" (unreadable)");
	}
}

/* Where git says that it failed, or the script that there is no git; NULL: nowhere. */
static const char *find_git_failure(const char *log)
{
	const char *fatal = strncmp(log, "fatal: ", 7) ? strstr(log, "\nfatal: ") : log;

	if (!fatal)
		return strstr(log, "No supported VCS found");
	return fatal + strspn(fatal, "\n");
}

/* An answer about trees may be empty; one about sections is never. */
static int check_answer(const struct strlist *lines, const struct maintainers *asked,
			const char *path, const char *git_failure)
{
	bool people = !asked->trees && !asked->sections;

	if (git_failure)
		return fail_system("get_maintainer.pl could not ask git about %s: %.300s", path,
				   git_failure);
	if (!lines->nr && !asked->trees)
		return fail_system("get_maintainer.pl said nothing about %s", path);
	FOR_EACH(line, lines) {
		char *clean CLEANUP(free_text) = recipient_clean(*line, strlen(*line), 200);

		if (people && !is_answer(*line))
			return fail_system("get_maintainer.pl's answer about %s is not understood: "
					   "%s", path,
					   clean);
	}
	return 0;
}

/* The answer, with all that was told only in the log. */
static json_t *take_words(const struct maintainers_batch *batch, const struct ask_run *run,
			  const char *about)
{
	size_t len;
	char *text CLEANUP(free_text) = io_read(run->out, &len);
	char *log CLEANUP(free_text) = io_read(run->log, NULL);
	char *whole CLEANUP(free_text) = NULL;
	struct strlist lines CLEANUP(strlist_release) = { 0 };

	if (!text || !log)
		return NULL;
	for (size_t i = 0; i < len; i++)
		if (!text[i])
			text[i] = '\1'; /* as much out of place, and no end of the text */
	/* a carriage return is no end of a line: it could part a name */
	strlist_split(&lines, text, "\n");
	if (check_answer(&lines, batch->asked, about,
			 batch->since ? find_git_failure(log) : NULL) < 0)
		return NULL;
	FILE *out = xmemstream(&whole, NULL);
	FOR_EACH(line, &lines)
		if (!batch->asked->keywords || strstr(*line, KEYWORD))
			add_answer_line(out, *line, strlen(*line), "");
	add_invalid(out, log);
	fclose(out);
	return json_string(whole);
}

/* What people call it. */
static char *name_subject(void *ctx, size_t nr)
{
	const struct maintainers_batch *batch = ctx;

	return batch->asked->keywords ? xasprintf("patch %zu", nr + 1) :
					xstrdup(batch->paths->v[nr]);
}

/* NULL with a reason when it is no answer. */
static json_t *read_maintainers(void *ctx, size_t nr, const struct ask_run *run)
{
	const struct maintainers_batch *batch = ctx;
	char *about CLEANUP(free_text) = name_subject(ctx, nr);

	if (run->job.timed_out) {
		fail_system("get_maintainer.pl did not end in %u s for %s", run->job.timeout,
			    about);
		return NULL;
	}
	if (!run->job.exit)
		return take_words(batch, run, about);
	char *log CLEANUP(free_text) = io_read(run->log, NULL);
	fail_system("get_maintainer.pl failed for %s (exit %d): %.300s", about, run->job.exit,
		    log ? log : "");
	return NULL;
}

/* 1, 0, or -1. */
static int has_keywords(const struct maintainers *asked)
{
	const struct file *file = files_find(asked->all, "MAINTAINERS");
	char *text CLEANUP(free_text) = file ? base_read(asked->base, &file->oid, NULL) : NULL;

	return !file ? 0 : !text ? -1 : strstr(text, "\nK:") != NULL;
}

/*
 * Which of these mails hold a keyword in any line, whatever its case: more than those in which
 * the script finds one, for it looks at some lines only. One run for all. Of these the files
 * without such a line are taken out, but the last one: the script goes through all of MAINTAINERS
 * for each file of a patch, and here only keywords count.
 */
static const char sieve[] =
	"my $file = shift;\n"
	"open(my $in, '<', $file) or die \"$file: $!\";\n"
	"my @words = map { /^K:\\s*(.*)/ ? $1 : () } <$in>;\n"
	"sub holds {\n"
	"	my @lines = @_;\n"
	"	return grep { my $word = $_;\n"
	"		my $found = eval { grep { /$word/xi } @lines };\n"
	"		$@ || $found } @words;\n"
	"}\n"
	"for my $mail (@ARGV) {\n"
	"	open(my $in, '<', $mail) or die \"$mail: $!\";\n"
	"	my @lines = <$in>;\n"
	"	next unless holds(@lines);\n"
	"	print \"$mail\\n\";\n"
	"	my @parts = ([]);\n"
	"	for my $line (@lines) {\n"
	"		push(@parts, []) if $line =~ /^diff --git /;\n"
	"		push(@{$parts[-1]}, $line);\n"
	"	}\n"
	"	my ($intro, @files) = @parts;\n"
	"	my @kept = grep { holds(@$_) } @files;\n"
	"	@kept = ($files[-1]) if @files && !@kept;\n"
	"	open(my $out, '>', $mail) or die \"$mail: $!\";\n"
	"	print $out map { @$_ } $intro, @kept;\n"
	"	close($out) or die \"$mail: $!\";\n"
	"}\n";

/* Run it over @mails; those that the script must be asked about go to @suspects. */
static int run_sieve(struct maintainers_batch *batch, const struct strlist *mails,
		     struct strlist *suspects)
{
	struct ask_run run CLEANUP(ask_run_release) = { 0 };

	describe_script(batch, &run, "keywords");
	STRLIST_ADD(&run.argv, "perl", "-e", sieve, "MAINTAINERS");
	strlist_add_all(&run.argv, mails);
	if (ask_run(&run) < 0)
		return -1;
	char *said CLEANUP(free_text) = io_read(run.job.exit ? run.log : run.out, NULL);
	if (run.job.exit || run.job.timed_out)
		return fail_system("perl cannot look for the keywords of MAINTAINERS (exit %d): "
				   "%.300s", run.job.exit, said ? said : "");
	if (said)
		strlist_split(suspects, said, "\n");
	return said ? 0 : -1;
}

/* Where no line of a mail holds a keyword nobody is named by one, and nobody is asked. */
static int sift_mails(struct maintainers_batch *batch)
{
	const struct maintainers *asked = batch->asked;
	struct strlist mails CLEANUP(strlist_release) = { 0 };
	struct strlist suspects CLEANUP(strlist_release) = { 0 };
	json_t *nobody CLEANUP(free_json) = json_string("");

	FOR_EACH(text, batch->paths) {
		char *name CLEANUP(free_text) = xasprintf("mail-%zu", text - batch->paths->v + 1);
		git_oid key = maintainers_key(asked, *text);
		json_t *fact CLEANUP(free_json) = NULL;
		int known = ledger_get(asked->state->ledger, STAGE, &key, &fact);

		if (known < 0 || (!batch->root && !known && make_tree(batch) < 0) ||
		    (!known && put_text(batch, name, *text, strlen(*text)) < 0))
			return -1;
		if (!known)
			strlist_add(&mails, name);
	}
	if (!mails.nr)
		return 0;
	if (run_sieve(batch, &mails, &suspects) < 0)
		return -1;
	FOR_EACH(mail, &mails) {
		size_t nr = strtoul(*mail + strlen("mail-"), NULL, 10);
		git_oid key = maintainers_key(asked, batch->paths->v[nr - 1]);

		if (!strlist_has(&suspects, *mail) &&
		    ledger_put(asked->state->ledger, STAGE, &key, nobody) < 0)
			return -1;
	}
	return 0;
}

int maintainers_ask(const struct maintainers *asked, const struct strlist *paths)
{
	const char *timeout = getenv("TREEWIDE_MAINTAINER_TIMEOUT");
	struct maintainers_batch batch = { .asked = asked, .paths = paths,
 };
	unsigned long seconds = asked->committers ? GIT_TIMEOUT : TIMEOUT;
	int result = asked->keywords ? has_keywords(asked) : 1;

	if (result <= 0)
		return result;
	if (timeout && !whole_number(timeout, 1, 1000000, &seconds))
		return fail_usage("TREEWIDE_MAINTAINER_TIMEOUT=%s: not a number of seconds",
				  timeout);
	batch.timeout = (unsigned)seconds;
	batch.told = timeout;
	result = asked->keywords ? sift_mails(&batch) : 0;
	if (result == 0)
		result = ask_all(&(struct asking){
			.state = asked->state, .stage = STAGE, .doing = "asking for maintainers",
			.nr = paths->nr, .ctx = &batch, .key = key_of_subject,
			.begin = begin_subject, .read = read_maintainers,
			.about = name_subject });
	if (batch.root && io_remove(batch.root) < 0)
		result = -1;
	FREE_ALL(batch.root, batch.since, batch.home);
	return result;
}

int maintainers_answer(const struct maintainers *asked, const char *path, struct strlist *lines)
{
	git_oid key = maintainers_key(asked, path);
	json_t *fact CLEANUP(free_json) = NULL;
	int known = ledger_get(asked->state->ledger, STAGE, &key, &fact);

	if (known < 0)
		return -1;
	if (!json_is_string(fact) && asked->keywords && !has_keywords(asked))
		return 0;
	if (!json_is_string(fact))
		return fail_system("nobody was asked about %s", path);
	strlist_split(lines, json_string_value(fact), "\n");
	return 0;
}

char *maintainers_tree(const struct maintainers *asked, const char *path)
{
	struct strlist lines CLEANUP(strlist_release) = { 0 };
	const char *best = NULL;

	if (maintainers_answer(asked, path, &lines) < 0)
		return NULL;
	FOR_EACH(line, &lines) {
		if (strstr(*line, "/torvalds/linux.git"))
			continue;
		if (!best || (!strstr(best, "next") && strstr(*line, "next")))
			best = *line;
	}
	return xstrdup(best ? best : "");
}

/* The narrowest stands first; behind THE REST stand those of patterns without a depth (N:). */
char *maintainers_subsystem(const struct maintainers *asked, const char *path)
{
	struct strlist lines CLEANUP(strlist_release) = { 0 };
	const char *best = NULL;
	bool rest = false;

	if (maintainers_answer(asked, path, &lines) < 0)
		return NULL;
	FOR_EACH(line, &lines) {
		bool is_rest = !strcmp(*line, "THE REST");

		if (!is_rest && (!rest || !best))
			best = *line;
		rest = rest || is_rest;
	}
	return xstrdup(best ? best : "THE REST");
}

char *maintainers_tree_name(const char *tree)
{
	const char *at = tree + strcspn(tree, " \t");
	const char *start = at + strspn(at, " \t");
	char *url CLEANUP(free_text) = xstrndup(start, strcspn(start, " \t"));
	size_t len = strlen(url);

	while (len && url[len - 1] == '/')
		url[--len] = '\0';
	if (len > 4 && !strcmp(url + len - 4, ".git"))
		url[len - 4] = '\0';
	/* the last two parts: many trees are called linux.git */
	char *part = strrchr(url, '/');
	if (part) {
		*part = '-';
		part = strrchr(url, '/');
	}
	char *slug = slug_make(part ? part + 1 : url);
	if (*slug)
		return slug;
	free(slug);
	return xstrdup("other");
}

int maintainers_owners(const struct maintainers *asked, const char *path, struct strlist *owners)
{
	struct strlist lines CLEANUP(strlist_release) = { 0 };

	if (maintainers_answer(asked, path, &lines) < 0)
		return -1;
	FOR_EACH(line, &lines) {
		struct recipient person CLEANUP(recipient_release) = { 0 };

		if (recipient_parse(&person, *line) &&
		    starts_with_one_of(person.why, TEXTS("maintainer", "supporter", "odd fixer")) &&
		    !strstr(person.why, ":THE REST"))
			strlist_add_once(owners, person.email);
	}
	strlist_sort(owners);
	return 0;
}
