// SPDX-License-Identifier: GPL-2.0
/* Writes the folder from which a person submits a series to FreeBSD. */
#include "profile/submission.h"

#include "lib/io.h"
#include "lib/lib.h"
#include "lib/slug.h"

#define FEW_FILES 10	/* of a pull request, says CONTRIBUTING.md */
#define FEW_LINES 200

/* Words by which a rule on machine-generated work is found, in small letters. */
static const char *const machine_words[] = { "generative ai", "chatbot", "machine-generated",
					     "machine generated", "ai-generated",
					     "language model", NULL };

static char *lower(const char *text, size_t len)
{
	char *copy = xstrndup(text, len);

	for (char *c = copy; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	return copy;
}

void submission_rule(struct strlist *sentences, const char *contributing)
{
	FOR_EACH_LINE(line, contributing) {
		char *small CLEANUP(free_text) = lower(line.at, line.len);
		size_t skip = strspn(line.at, "*- \t");

		if (!holds_one_of(small, machine_words) || skip > line.len)
			continue;
		char *text CLEANUP(free_text) = xstrndup(line.at + skip, line.len - skip);
		strlist_add(sentences, text);
	}
}

/* A file of the folder; what was written to the stream is in it when it is closed. */
static int write_text(const struct handover *handover, const char *name, char *text)
{
	char *path CLEANUP(free_text) = xasprintf("%s/%s", handover->dir, name);
	int result = io_write(path, text, strlen(text));

	free(text);
	return result;
}

static void put_rule(FILE *out, const struct handover *handover)
{
	struct strlist rule CLEANUP(strlist_release) = { 0 };

	if (handover->contributing)
		submission_rule(&rule, handover->contributing);
	fputs("READ THIS FIRST: FreeBSD's rule on machine-generated submissions\n\n", out);
	FOR_EACH(sentence, &rule)
		fprintf(out, "    \"%s\" (CONTRIBUTING.md of this tree)\n", *sentence);
	if (!rule.nr)
		fprintf(out, "    %s Look for the rule of today in\n    CONTRIBUTING.md of "
			     "FreeBSD's main branch, which has one, before anything of\n    this "
			     "is submitted.\n",
			handover->contributing ? "CONTRIBUTING.md of this tree has no such rule." :
						 "This tree has no CONTRIBUTING.md.");
	fputs("\nThese patches were made by a program from rules that a person wrote. Whoever "
	      "submits them has\nread and understood every line, answers for it as its author, "
	      "and decides whether the rule\nallows it at all. Nothing was sent: treewide sends "
	      "nothing to FreeBSD.\n", out);
}

static int write_readme(const struct handover *handover)
{
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	put_rule(out, handover);
	fprintf(out, "\n%s: %zu commit%s of branch %s on %s (%.12s)\n\n", handover->campaign,
		handover->nr, plural(handover->nr, "s"), handover->branch, handover->base,
		handover->base_id);
	fputs("    patches/         the commits, with all of each file: git am takes them\n"
	      "    messages/        the message of each commit\n"
	      "    REVIEWERS        who should look at it, and how that is known\n"
	      "    GIT-ARC          a review on Phabricator: one command for each commit\n"
	      "    PULL-REQUEST     the other way, and what it asks for\n"
	      "    TEST-PLAN        what was tried, and what was not\n"
	      "    REVIEW-REQUESTS  what reviewers asked for, and which line answers it\n\n"
	      "One of the two ways, not both.\n", out);
	fclose(out);
	return write_text(handover, "README", text);
}

/* "0001-iflib-refuse-a-single-vector" */
static char *commit_name(const struct handover *handover, size_t nr)
{
	char *slug CLEANUP(free_text) = slug_make(handover->v[nr].subject);

	return xasprintf("%04zu-%.50s", nr + 1, slug);
}

static int write_commits(const struct handover *handover)
{
	char *patches CLEANUP(free_text) = xasprintf("%s/patches", handover->dir);
	char *messages CLEANUP(free_text) = xasprintf("%s/messages", handover->dir);

	if (io_mkdirs(patches) < 0 || io_mkdirs(messages) < 0)
		return -1;
	for (size_t i = 0; i < handover->nr; i++) {
		char *name CLEANUP(free_text) = commit_name(handover, i);
		char *patch CLEANUP(free_text) = xasprintf("patches/%s.patch", name);
		char *message CLEANUP(free_text) = xasprintf("messages/%s.txt", name);

		if (write_text(handover, patch, xstrdup(handover->v[i].patch)) < 0 ||
		    write_text(handover, message, xstrdup(handover->v[i].message)) < 0)
			return -1;
	}
	return 0;
}

static void put_reviewer(FILE *out, const struct reviewer *row)
{
	fprintf(out, "    %-20s %s\n", *row->who ? row->who : "(nobody)", row->source);
	if (*row->note)
		fprintf(out, "    %-20s %s\n", "", row->note);
}

static int write_reviewers(const struct handover *handover)
{
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	fputs("Logins, lists and handles are as their source writes them. All of it is advice.\n",
	      out);
	for (size_t i = 0; i < handover->nr; i++) {
		fprintf(out, "\n%zu. %s\n", i + 1, handover->v[i].subject);
		FOR_EACH(row, handover->v[i].reviewers)
			put_reviewer(out, row);
	}
	fclose(out);
	return write_text(handover, "REVIEWERS", text);
}

/* Logins that may be named to a review: neither lists nor addresses nor handles. */
static char *logins_of(const struct bundle_commit *commit)
{
	struct strlist logins CLEANUP(strlist_release) = { 0 };

	FOR_EACH(row, commit->reviewers)
		if (*row->who && !strpbrk(row->who, "@ ") && !starts_with(row->who, "freebsd-"))
			strlist_add_once(&logins, row->who);
	return strlist_join(&logins, ",");
}

static bool has_unique_titles(const struct handover *handover)
{
	for (size_t i = 0; i < handover->nr; i++)
		for (size_t k = 0; k < i; k++)
			if (!strcmp(handover->v[i].subject, handover->v[k].subject))
				return false;
	return true;
}

static int write_arc(const struct handover *handover)
{
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	fputs("# One review for each commit, from the first to the last; git-arc is in "
	      "tools/tools/git.\n# It finds a review by its title", out);
	fprintf(out, ": they %s.\n# Commit by commit, for a range of git-arc wants tail -r, which "
		"Linux has not.\n", has_unique_titles(handover) ? "are unique" :
		"ARE NOT UNIQUE, change them first");
	for (size_t i = 0; i < handover->nr; i++) {
		char *logins CLEANUP(free_text) = logins_of(&handover->v[i]);

		fprintf(out, "git arc create %s%s%s%.12s\n", *logins ? "-r " : "", logins,
			*logins ? " " : "", handover->v[i].id);
	}
	fclose(out);
	return write_text(handover, "GIT-ARC", text);
}

static void put_point(FILE *out, bool known, const char *text)
{
	fprintf(out, "[%c] %s\n", known ? 'x' : ' ', text);
}

static bool all_hold(const struct handover *handover, const char *word)
{
	for (size_t i = 0; i < handover->nr; i++)
		if (!strstr(handover->v[i].message, word))
			return false;
	return true;
}

static int write_pull_request(const struct handover *handover)
{
	char *text = NULL;
	struct strlist files CLEANUP(strlist_release) = { 0 };
	size_t lines = 0;
	FILE *out = xmemstream(&text, NULL);

	for (size_t i = 0; i < handover->nr; i++) {
		strlist_add_all_once(&files, &handover->v[i].files);
		lines += handover->v[i].lines;
	}
	char *size CLEANUP(free_text) =
		xasprintf("fewer than about %d files and %d lines: %zu and %zu", FEW_FILES,
			  FEW_LINES, files.nr, lines);
	fputs("A pull request, where no review was opened with git-arc. [x]: seen here; [ ]: for "
	      "you.\n\n", out);
	put_point(out, files.nr < FEW_FILES && lines < FEW_LINES, size);
	put_point(out, has_unique_titles(handover), "titles are unique");
	put_point(out, false, "each commit is one logical change, and none mends another");
	put_point(out, all_hold(handover, "Signed-off-by:"),
		  "Signed-off-by: of its author in each commit (git commit -s)");
	put_point(out, false, "author with full name and an address that is not a noreply one");
	put_point(out, false, handover->style_script ?
				      "tools/build/checkstyle9.pl has no error for the branch" :
				      "style(9): this tree has no tools/build/checkstyle9.pl");
	put_point(out, false, "the rule on machine-generated submissions, see README");
	put_point(out, false, "built and tried on FreeBSD, see TEST-PLAN");
	fprintf(out, "\ngit switch -c %s %s\ngit am patches/*.patch\n", handover->campaign,
		handover->base_id);
	fclose(out);
	return write_text(handover, "PULL-REQUEST", text);
}

static int write_test_plan(const struct handover *handover)
{
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	for (size_t i = 0; i < handover->nr; i++) {
		fprintf(out, "%s%zu. %s\n", i ? "\n" : "", i + 1, handover->v[i].subject);
		FOR_EACH(verdict, &handover->v[i].verdicts)
			fprintf(out, "    %s\n", *verdict);
	}
	fputs("\nNot tried: no kernel was booted, and no driver was loaded or unloaded.\n", out);
	FOR_EACH(step, handover->by_hand)
		put_point(out, false, *step);
	fclose(out);
	return write_text(handover, "TEST-PLAN", text);
}

static int write_requests(const struct handover *handover)
{
	char *text = NULL;
	size_t count = 0;
	FILE *out = xmemstream(&text, NULL);

	for (size_t i = 0; i < handover->nr; i++) {
		FOR_EACH(request, &handover->v[i].requests) {
			fprintf(out, "[%c] %zu. %s%s%s: %s\n        %s\n",
				request->done ? 'x' : ' ', i + 1, request->name,
				*request->by ? ", " : "", request->by, request->says,
				request->where);
			count++;
		}
	}
	if (!count)
		fputs("The campaign names no request of a reviewer.\n", out);
	fclose(out);
	return write_text(handover, "REVIEW-REQUESTS", text);
}

int submission_write(const struct handover *handover)
{
	return write_readme(handover) < 0 || write_commits(handover) < 0 ||
	       write_reviewers(handover) < 0 || write_arc(handover) < 0 ||
	       write_pull_request(handover) < 0 || write_test_plan(handover) < 0 ||
	       write_requests(handover) < 0 ? -1 : 0;
}
