/* SPDX-License-Identifier: GPL-2.0 */
/*
 * toolchain.h - the programs that a target is built by, and which they are
 *
 * They are the machine's own, or those of the root that the target names (root.h). All that their
 * --version says is part of every answer, and of a root all of its packages. Under a target of Rust
 * clippy is asked for warnings of style where it is there; nothing else needs it.
 */
#ifndef TOOLCHAIN_H
#define TOOLCHAIN_H

#include <stdbool.h>

struct digest;
struct root;
struct state;
struct target;

/* What is opened; all of it borrowed. */
struct toolchain {
	const struct target *target;
	const struct state *state;
	const char *tree;	/* that it builds, which its programs only read */
	struct root *root;	/* out: what they run in, if the target names one */
	char **words;		/* out: their versions, for people; owned by the caller */
	bool *clippy;		/* out: it is there, and is to be asked */
};

/* Open the root, and ask the programs what they are, into @digest, too. A program that is not there
 * is named, with its package. */
int toolchain_open(const struct toolchain *, struct digest *);
/* Is there the program, in the root, or on the machine where that has no path? */
bool toolchain_has(const struct root *, const char *program);

#endif
