// SPDX-License-Identifier: GPL-2.0
/* Asks the linker about objects of vmlinux. */
#include "link/linker.h"

#include "kbuild/kbuild.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/lib.h"
#include "lib/state.h"

#define TIMEOUT 300 /* seconds */

int linker_begin(struct kbuild *kbuild, struct strlist *words)
{
	struct strlist programs CLEANUP(strlist_release) = { 0 };
	char *flags CLEANUP(free_text) = kbuild_export(kbuild, "KBUILD_LDFLAGS");

	if (!flags)
		return -1;
	target_programs(&kbuild->target, &programs);
	FOR_EACH(name, &programs) {
		size_t len = strlen(*name);

		if (!words->nr && (!strncmp(*name, "ld.lld", 6) ||
				   (len >= 2 && !strcmp(*name + len - 2, "ld"))))
			strlist_add(words, *name);
	}
	if (!words->nr)
		return fail_system("target %s names no linker", kbuild->target.name);
	strlist_split(words, flags, " ");
	return 0;
}

/* "ld: warning: orphan section `.x' from `a.o' being placed", "ld.lld: warning: a.o:(.x) is being
 * placed in '.x'" */
void linker_read_orphans(const char *log, struct strlist *said)
{
	FOR_EACH_LINE(line, log) {
		char *text CLEANUP(free_text) = xstrndup(line.at, line.len);
		const char *gnu = strstr(text, "orphan section `");
		const char *lld = strstr(text, ") is being placed in '");

		if (gnu)
			*LIST_ADD(said) = xasprintf("ld: orphan section %.*s",
						    (int)strcspn(gnu + 16, "'"), gnu + 16);
		else if (lld)
			*LIST_ADD(said) = xasprintf("ld: orphan section %.*s",
						    (int)strcspn(lld + 22, "'"), lld + 22);
	}
	strlist_sort(said);
}

static int run_linker(struct kbuild *kbuild, const struct strlist *words, const char *log)
{
	const char **argv CLEANUP(free_memory) = strlist_array(words);
	struct job job = { .argv = argv, .before = kbuild->root.before,
			   .env = kbuild_environment(), .log = log,
			   .timeout = TIMEOUT };

	if (job_run(&job) < 0)
		return -1;
	return job.timed_out || job.exit > 128 ?
		       fail_system("%s died or did not finish (exit %d)", argv[0], job.exit) : 0;
}

int linker_orphans(struct kbuild *kbuild, const char *script, const char *file,
		   struct strlist *said)
{
	struct strlist words CLEANUP(strlist_release) = { 0 };
	const char *tmp = kbuild->state->tmp;
	char *path CLEANUP(free_text) = xasprintf("%s/vmlinux.lds", tmp);
	char *log CLEANUP(free_text) = xasprintf("%s/linker.log", tmp);
	char *out CLEANUP(free_text) = xasprintf("%s/linker.out", tmp);
	char *text CLEANUP(free_text) = NULL;

	if (io_write(path, script, strlen(script)) < 0 || linker_begin(kbuild, &words) < 0)
		return -1;
	/* its exit code says nothing: in an object alone the script misses many symbols */
	strlist_split(&words, "--orphan-handling=warn --unresolved-symbols=ignore-all -T", " ");
	STRLIST_ADD(&words, path, "-o", out, file);
	if (run_linker(kbuild, &words, log) < 0)
		return -1;
	text = io_read(log, NULL);
	if (!text)
		return -1;
	linker_read_orphans(text, said);
	return io_remove(out);
}
