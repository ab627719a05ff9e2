// SPDX-License-Identifier: GPL-2.0
/* Finds the programs of a target, on the machine or in a root, and asks them for their versions. */
#include "kbuild/toolchain.h"

#include "kbuild/target.h"
#include "lib/digest.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/lib.h"
#include "lib/root.h"
#include "lib/state.h"

#define CLIPPY "clippy-driver"

bool toolchain_has(const struct root *root, const char *program)
{
	char *path CLEANUP(free_text) = root->path ? NULL : io_find_program(program);

	return root->path ? root_has(root, program) : path != NULL;
}

static int fail_missing(const struct target *target, const struct root *root, const char *program)
{
	const char *package = target_package(target, program);

	if (root->path)
		return fail_system("target %s needs %s, which the root %s does not have",
				   target->name, program, root->path);
	return fail_system("target %s needs %s, which is not installed%s%s%s", target->name,
			   program, package ? " (Debian: apt-get install " : "",
			   package ? package : "", package ? ")" : "");
}

/* What its --version says, owned by the caller; NULL with a reason. It names the package of each
 * tool; some do not on the first line. */
static char *version_of(const struct toolchain *chain, const char *program)
{
	char *log CLEANUP(free_text) = xasprintf("%s/probe", chain->state->tmp);
	const char *argv[] = { program, "--version", NULL };
	struct job job = { .argv = argv, .before = chain->root->before, .log = log,
			   .timeout = 20 };

	if (job_run(&job) < 0) {
		fail_context("a compiler is needed to build");
		return NULL;
	}
	char *text CLEANUP(free_text) = io_read(log, NULL);
	if (text && !job.exit)
		return TAKE(text);
	fail_system("%s --version failed (exit %d)", program, job.exit);
	return NULL;
}

static int probe(const struct toolchain *chain, const char *program, FILE *out,
		 struct digest *digest)
{
	if (!toolchain_has(chain->root, program))
		return fail_missing(chain->target, chain->root, program);
	char *text CLEANUP(free_text) = version_of(chain, program);
	if (!text)
		return -1;
	digest_text(digest, text);
	fprintf(out, "%s%.*s", ftell(out) > 0 ? "; " : "", (int)strcspn(text, "\n"), text);
	return 0;
}

static int probe_all(const struct toolchain *chain, struct digest *digest)
{
	struct strlist programs CLEANUP(strlist_release) = { 0 };
	FILE *out CLEANUP(close_file) = xmemstream(chain->words, NULL);

	target_programs(chain->target, &programs);
	FOR_EACH(program, &programs)
		if (probe(chain, *program, out, digest) < 0)
			return -1;
	return 0;
}

/* Where it is not there, or does not run, it is not asked. */
static int probe_clippy(const struct toolchain *chain, struct digest *digest)
{
	*chain->clippy = false;
	if (!chain->target->rust || !toolchain_has(chain->root, CLIPPY))
		return 0;
	char *version CLEANUP(free_text) = version_of(chain, CLIPPY);
	if (!version && fail_exit_code() != FAIL_SYSTEM)
		return -1;
	fail_clear();
	*chain->clippy = version != NULL;
	digest_text(digest, version);
	return 0;
}

/* What works in the root sees the state directory, and of that the tree read-only. */
static int open_root(const struct toolchain *chain, struct digest *digest)
{
	const char *name = chain->target->root;
	char *query CLEANUP(free_text) = io_find_data("src/query.mk");
	char *path CLEANUP(free_text) = name ? root_path(name) : NULL;
	const char *read[] = { chain->tree, query, NULL };

	if (!path)
		return 0;
	if (io_mkdirs(chain->tree) < 0 ||
	    root_open(chain->root, path, chain->state->dir, read, chain->state->tmp) < 0)
		return fail_context("target %s", chain->target->name);
	digest_oid(digest, &chain->root->packages);
	return 0;
}

int toolchain_open(const struct toolchain *chain, struct digest *digest)
{
	return open_root(chain, digest) < 0 || probe_all(chain, digest) < 0 ?
		       -1 : probe_clippy(chain, digest);
}
