/* SPDX-License-Identifier: GPL-2.0 */
/*
 * rustfmt.h - how rustfmt would lay out sources in Rust
 *
 * The only file that knows rustfmt. It runs with --check, on one source at a time, which it reads
 * from its standard input: so it does not go on to the modules that a source names, which are not
 * there. The configuration is the nearest one of the base above the source. Which sources are left
 * out is read from the rule "rustfmt" of the base's Makefile. rustfmt is that of the root of a
 * target of Rust, else the machine's.
 *
 * Before anything is asked it gets a line that is laid out badly under each configuration: where it
 * does not say so nothing is asked, and silence is no answer. Answers are remembered by what
 * rustfmt says of its version, the packages of the root, configuration and source.
 */
#ifndef RUSTFMT_H
#define RUSTFMT_H

#include "git/base.h"
#include "lib/list.h"
#include "lib/root.h"
#include "style/rustlayout.h"

#include <git2.h>

struct state;

struct rustfmt {
	struct state *state;
	const struct base *base;
	struct root root;		/* that it runs in; its path NULL: the machine */
	struct files configs;		/* of the base */
	struct rustlayout_rule rule;
	git_oid context;		/* which rustfmt it is; part of every key */
};

/* One source to look at. */
struct layout_input {
	git_oid blob, config;

	/* filled in, see rustlayout_parse() */
	struct findings findings;
	double seconds;
	bool reused;			/* the ledger knew */
};

struct layout_inputs {
	struct layout_input *v;
	size_t nr, alloc;
};

/*
 * @roots: names of roots (root.h) to look in first. All else is borrowed. 1: ready; 0: nothing can
 * be asked, and *@why, owned by the caller, says why; -1: failed.
 */
int rustfmt_open(struct rustfmt *, struct state *, const struct base *, const struct files *all,
		 const struct strlist *roots, char **why);
void rustfmt_release(struct rustfmt *);
/* Does it look at this file? The configuration is put into @config. */
bool rustfmt_reads(const struct rustfmt *, const char *path, git_oid *config);
/* Ask about all of them, in parallel, or recall. One that dies or overstays is a failure. */
int rustfmt_ask(struct rustfmt *, struct layout_inputs *);
void layout_inputs_release(struct layout_inputs *);

#endif
