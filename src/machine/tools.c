// SPDX-License-Identifier: GPL-2.0
/* Looks for the programs that treewide runs. */
#include "machine/tools.h"

#include "campaign/campaign.h"
#include "machine/diagnosis.h"
#include "kbuild/target.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/lib.h"
#include "lib/root.h"

#include <ctype.h>
#include <dirent.h>

/* What treewide runs whatever the kernel, and what builds one. */
static const struct tool {
	const char *name;
	bool needed;
	const char *use;
	const char *package;	/* of Debian; NULL: of the same name */
} tool_rows[] = {
	{ "git", true, "every command", NULL },
	{ "spatch", true, "plan, generate, prove: applies the rules", "coccinelle" },
	{ "perl", true, "plan: get_maintainer.pl; prove: checkpatch.pl", NULL },
	{ "make", true, "audit, plan, prove", NULL },
	{ "gcc", true, "audit, plan, prove", NULL },
	{ "ld", true, "prove", "binutils" },
	{ "bc", true, "prove: builds of a kernel", NULL },
	{ "bison", true, "audit, plan, prove: Kconfig", NULL },
	{ "flex", true, "audit, plan, prove: Kconfig", NULL },
	{ "python3", false, "prove: kernel-doc of new kernels; rules with Python", NULL },
	{ "clang-format", false, "generate: lines that a conversion made too wide", NULL },
	{ "rustfmt", false, "prove: the layout of changed lines of Rust", NULL },
	{ "b4", false, "send, and what it does after", NULL },
	{ "git-filter-repo", false, "send: b4 needs it", NULL },
	{ "bwrap", false, "prove --mbox: the sandbox for what strangers wrote", "bubblewrap" },
	{ "ccache", false, "prove: cheap the second time", NULL },
	{ "cpio", false, "prove --level full: headers in a module", NULL },
	{ "xz", false, "prove --level full", "xz-utils" },
	{ "depmod", false, "prove --level full", "kmod" },
	{ "man", false, "help: opens pages", "man-db" },
};

static const struct kernel_header {
	const char *name, *package, *use;
} headers[] = {
	{ "gelf.h", "libelf-dev", "prove: objtool of x86_64" },
	{ "openssl/opensslv.h", "libssl-dev", "prove: certs/ and scripts/sign-file" },
};

/* The first number with a point of what a program says of itself, else its first word with a digit;
 * owned by the caller, NULL: it says none. */
static char *read_version(const char *text)
{
	for (const char *at = text; *at; at++) {
		size_t len = isdigit((unsigned char)*at) ? strspn(at, "0123456789.") : 0;

		if (len && memchr(at, '.', len) && isdigit((unsigned char)at[len - 1]))
			return xstrndup(at, len);
		at += len ? len - 1 : 0;
	}
	return NULL;
}

/* 0 and what it says; -1: it does not run, or says no. */
static int ask_program(const char *const *argv, const char *tmp, char **said)
{
	char *log CLEANUP(free_text) = xasprintf("%s/tool.log", tmp);
	struct job job = { .argv = argv, .log = log, .timeout = 20 };

	if (job_run(&job) < 0) {
		fail_clear();
		return -1;
	}
	*said = job_said(&job);
	return job.exit ? -1 : 0;
}

static void examine_tool(struct diagnoses *all, const struct tool *tool, const char *tmp)
{
	const enum diagnosis_state bad = tool->needed ? DIAGNOSIS_MISSING : DIAGNOSIS_OPTIONAL;
	char *path CLEANUP(free_text) = io_find_program(tool->name);
	char *said CLEANUP(free_text) = NULL;
	const char *argv[] = { tool->name, "--version", NULL };
	struct diagnosis *one;

	if (path && ask_program(argv, tmp, &said) == 0) {
		one = diagnosis_add(all, "programs", tool->name, DIAGNOSIS_OK);
		one->found = read_version(said);
		return;
	}
	one = diagnosis_add(all, "programs", tool->name, bad);
	one->why = xasprintf(path ? "%s; it is there, but --version fails" : "%s", tool->use);
	one->mend = diagnosis_install(tool->package ? tool->package : tool->name);
}

static void examine_header(struct diagnoses *all, const struct kernel_header *header,
			   const char *tmp)
{
	const char *argv[] = { "gcc", "-E", "-include", header->name, "-x", "c", "/dev/null",
			       NULL };
	char *said CLEANUP(free_text) = NULL;
	bool there = ask_program(argv, tmp, &said) == 0;
	struct diagnosis *one = diagnosis_add(all, "programs", header->name,
					      there ? DIAGNOSIS_OK : DIAGNOSIS_MISSING);

	if (there)
		return;
	one->why = xstrdup(header->use);
	one->mend = diagnosis_install(header->package);
}

void tools_examine(struct diagnoses *all, const char *tmp)
{
	for (size_t i = 0; i < sizeof(tool_rows) / sizeof(*tool_rows); i++)
		examine_tool(all, &tool_rows[i], tmp);
	for (size_t i = 0; i < sizeof(headers) / sizeof(*headers); i++)
		examine_header(all, &headers[i], tmp);
}

void tools_examine_campaign(struct diagnoses *all, const struct campaign *campaign)
{
	FOR_EACH(check, &campaign->checks)
		FOR_EACH(tool, &check->tools) {
			char *path CLEANUP(free_text) = io_find_program(*tool);
			struct diagnosis *one = diagnosis_add(all, "programs", *tool,
							      path ? DIAGNOSIS_OK :
								     DIAGNOSIS_OPTIONAL);

			if (!path)
				one->why = xasprintf("without it the check %s of %s is skipped",
						     check->name, campaign->name);
		}
}

/* Of a target with a root of its own; its programs are there, not here. */
static void examine_root(struct diagnoses *all, const struct target *target,
			 enum diagnosis_state bad)
{
	char *path CLEANUP(free_text) = root_path(target->root);
	bool there = access(path, F_OK) == 0;
	struct diagnosis *one =
		diagnosis_add(all, "targets", target->name, there ? DIAGNOSIS_OK : bad);

	if (there)
		return;
	one->why = xasprintf("needs the root %s", path);
	one->mend = xasprintf("ci/in-root --tools %s", strrchr(path, '/') + 1);
}

static void examine_target(struct diagnoses *all, const char *name, bool wanted)
{
	const enum diagnosis_state bad = wanted ? DIAGNOSIS_MISSING : DIAGNOSIS_OPTIONAL;
	struct target target CLEANUP(target_release) = { 0 };
	struct strlist programs CLEANUP(strlist_release) = { 0 };
	struct strlist lacking CLEANUP(strlist_release) = { 0 };
	struct strlist packages CLEANUP(strlist_release) = { 0 };
	struct diagnosis *one;

	if (target_load(&target, name, NULL) < 0) {
		one = diagnosis_add(all, "targets", name, bad);
		one->why = xstrdup(fail_text());
		fail_clear();
		return;
	}
	if (target.root) {
		examine_root(all, &target, bad);
		return;
	}
	target_programs(&target, &programs);
	FOR_EACH(program, &programs) {
		char *path CLEANUP(free_text) = io_find_program(*program);
		const char *package = target_package(&target, *program);

		if (path)
			continue;
		strlist_add(&lacking, *program);
		strlist_add_once(&packages, package ? package : *program);
	}
	one = diagnosis_add(all, "targets", name, lacking.nr ? bad : DIAGNOSIS_OK);
	if (!lacking.nr)
		return;
	char *words CLEANUP(free_text) = strlist_join(&lacking, ", ");
	char *list CLEANUP(free_text) = strlist_join(&packages, " ");
	one->why = xasprintf("needs %s", words);
	one->mend = diagnosis_install(list);
}

void tools_examine_targets(struct diagnoses *all, const struct strlist *wanted)
{
	struct strlist names CLEANUP(strlist_release) = { 0 };
	char *path CLEANUP(free_text) = io_find_data("configs");
	DIR *stream = path ? opendir(path) : NULL;

	for (const struct dirent *entry; stream && (entry = readdir(stream));)
		if (entry->d_name[0] != '.')
			strlist_add(&names, entry->d_name);
	if (stream)
		closedir(stream);
	strlist_add_all_once(&names, wanted);
	strlist_sort(&names);
	FOR_EACH(name, &names)
		examine_target(all, *name, strlist_has(wanted, *name));
}
