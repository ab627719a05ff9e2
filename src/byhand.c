// SPDX-License-Identifier: GPL-2.0
/* Writes a build of ours as a line for a shell. */
#include "byhand.h"

#include "base.h"
#include "cleanup.h"
#include "kbuild.h"

#include <string.h>

static void put_word(FILE *out, const char *word)
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
	struct strlist words = { 0 };

	fputs("m() { env -i PATH=\"$PATH\" HOME=\"$HOME\" LC_ALL=C TZ=UTC", out);
	for (const char *const *entry = kbuild_environment(); *entry; entry++)
		if (strchr(*entry, '='))
			put_word(out, *entry);
	kbuild_words(kbuild, build, true, &words);
	FOR_EACH(word, &words)
		put_word(out, *word);
	strlist_release(&words);
	fputs(" \"$@\"; }", out);
}

static char *folder_of(const git_oid *tree)
{
	return xasprintf("/tmp/treewide-by-hand/%.12s", git_oid_tostr_s(tree));
}

/* Take the tree out of the repository, and go there. */
static void put_tree(FILE *out, const struct base *base, const git_oid *tree, const char *folder)
{
	fprintf(out, "mkdir -p %s && git -C", folder);
	put_word(out, git_repository_path(base->repo));
	fprintf(out, " archive %s | tar -x -C %s && cd %s", git_oid_tostr_s(tree), folder, folder);
}

char *byhand_make(const struct kbuild *kbuild, const struct base *base, const git_oid *tree,
		  const char *goal)
{
	const struct target *target = &kbuild->target;
	char *folder CLEANUP(free_text) = folder_of(tree);
	char *build CLEANUP(free_text) = xasprintf("%s.%s", folder, target->name);
	char *text = NULL;
	size_t len;
	FILE *out = xmemstream(&text, &len);

	put_tree(out, base, tree, folder);
	fputs(" && printf '%s\\n'", out);
	FOR_EACH(option, &target->options)
		put_word(out, *option);
	fprintf(out, " >%s.options && ", build);
	put_make(out, kbuild, build);
	fprintf(out, " && m %s && m syncconfig && m", target->config);
	put_word(out, goal);
	fclose(out);
	return text;
}

char *byhand_run(const struct base *base, const git_oid *tree, const char *program, unsigned jobs)
{
	char *folder CLEANUP(free_text) = folder_of(tree);
	char *text = NULL;
	size_t len;
	FILE *out = xmemstream(&text, &len);

	put_tree(out, base, tree, folder);
	fprintf(out, " && mkdir -p %s.run && env -i PATH=\"$PATH\" HOME=\"$HOME\" LC_ALL=C TZ=UTC",
		folder);
	for (const char *const *entry = kbuild_environment(); *entry; entry++)
		if (strchr(*entry, '='))
			put_word(out, *entry);
	fprintf(out, " TREEWIDE_NONCE=by-hand TREEWIDE_RESULT=%s.result TREEWIDE_INPUTS=%s.inputs"
		" TREEWIDE_BUILD=%s.run TREEWIDE_JOBS=%u", folder, folder, folder, jobs);
	put_word(out, program);
	fprintf(out, "; cat %s.result", folder);
	fclose(out);
	return text;
}
