// SPDX-License-Identifier: GPL-2.0
/* Writes a build of ours as a line for a shell. */
#include "kbuild/repro.h"

#include "git/base.h"
#include "kbuild/kbuild.h"
#include "lib/lib.h"

/* What job.c leaves of the user's environment, and a place for what the programs write. */
#define CLEAN_ENVIRONMENT \
	" env -i PATH=\"$PATH\" HOME=\"$HOME\" TMPDIR=\"${TMPDIR:-/tmp}\" LC_ALL=C TZ=UTC"

void repro_word(FILE *out, const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_-+=:,./@%";

	if (*word && !word[strspn(word, plain)]) {
		fprintf(out, " %s", word);
		return;
	}
	fputs(" '", out);
	for (; *word; word++) {
		if (*word == '\'')
			fputs("'\\''", out);
		else
			fputc(*word, out);
	}
	fputc('\'', out);
}

/* A function of the shell that calls make as we do. */
static void put_make(FILE *out, const struct kbuild *kbuild, const char *build)
{
	struct strlist words CLEANUP(strlist_release) = { 0 };

	fputs("m() {" CLEAN_ENVIRONMENT, out);
	for (const char *const *entry = kbuild_environment(); *entry; entry++)
		if (strchr(*entry, '='))
			repro_word(out, *entry);
	kbuild_words(kbuild, build, true, &words);
	FOR_EACH(word, &words)
		repro_word(out, *word);
	fputs(" \"$@\"; }", out);
}

/* Take the tree out of the repository into a folder of its own, and go there: $PWD is its
 * absolute name then, and what is made stands beside it. */
static void put_tree(FILE *out, const struct base *base, const git_oid *tree)
{
	const char *id = git_oid_tostr_s(tree);

	fprintf(out, "cd \"${TMPDIR:-/tmp}\" && mkdir -p treewide-by-hand/%.12s && git -C", id);
	repro_word(out, git_repository_path(base->repo));
	fprintf(out, " archive %s | tar -x -C treewide-by-hand/%.12s && cd treewide-by-hand/%.12s",
		id, id, id);
}

char *repro_make(const struct kbuild *kbuild, const struct base *base, const git_oid *tree,
		 const char *goal)
{
	const struct target *target = &kbuild->target;
	char *build CLEANUP(free_text) =
		xasprintf("../%.12s.%s", git_oid_tostr_s(tree), target->name);
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	put_tree(out, base, tree);
	fputs(" && printf '%s\\n'", out);
	FOR_EACH(wish, &target->wishes)
		repro_word(out, *wish);
	FOR_EACH(option, &target->options)
		repro_word(out, *option);
	fprintf(out, " >%s.options && ", build);
	put_make(out, kbuild, build);
	fprintf(out, " && m %s && m syncconfig && m", target->config);
	repro_word(out, goal);
	fclose(out);
	return text;
}

char *repro_run(const struct base *base, const git_oid *tree, const char *program, unsigned jobs)
{
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	put_tree(out, base, tree);
	fputs(" && mkdir -p \"$PWD.run\" &&" CLEAN_ENVIRONMENT, out);
	for (const char *const *entry = kbuild_environment(); *entry; entry++)
		if (strchr(*entry, '='))
			repro_word(out, *entry);
	fprintf(out, " TREEWIDE_NONCE=by-hand TREEWIDE_RESULT=\"$PWD.result\""
		     " TREEWIDE_INPUTS=\"$PWD.inputs\" TREEWIDE_BUILD=\"$PWD.run\""
		     " TREEWIDE_JOBS=%u", jobs);
	repro_word(out, program);
	fputs("; cat \"$PWD.result\"", out);
	fclose(out);
	return text;
}
