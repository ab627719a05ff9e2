/* SPDX-License-Identifier: GPL-2.0 */
/*
 * crates.h - what is written in Rust, at every tree of a series
 *
 * rustc reads C by what is made of it: bindings, the object of the helpers, the description of
 * the target and the options. What stands in these decides, so it is made at each tree whose
 * headers could make it otherwise, in seconds; crates and drivers, which take minutes, only where
 * it differs or a source in Rust does. Which files that are is asked of rust/Makefile's rules, of
 * Kbuild, and of the records (.cmd) that bindgen and the compiler leave; no list is ours.
 */
#ifndef CRATES_H
#define CRATES_H

#include "build/revision.h"
#include "kbuild/kbuild.h"
#include "rust/rustrules.h"

#include <jansson.h>

struct bindings_diff;

struct crates {
	struct kbuild kbuild;
	struct revisions revisions;	/* the base, the commits in order, then others */
	struct rust_rules rules;
	struct strlist drivers;		/* objects in Rust outside of rust/ that are built */
	char *unavailable;		/* why the tools do not do, says the base; or NULL */
};

/* What rustc reads from C in one tree. */
struct crate_reads {
	json_t *made;			/* path -> id of its content; NULL: it cannot be made */
	git_oid key;			/* of these, and of sources in Rust and Makefiles */
	struct strlist errors;		/* why it cannot be made */
	char *log;
	bool reused;
};

/* What came of crates and drivers in one tree. */
struct crate_build {
	bool ok;			/* all of them are there */
	struct strlist errors, warnings;	/* see rustlog.h and buildlog.h; sorted */
	size_t clippy;			/* objects that clippy looked at */
	char *log;
	bool reused;
};

/*
 * Open the target @name over the base; the caller adds trees to its revisions. @unavailable is set
 * where "make rustavailable" says no. Fails with FAIL_USAGE where Kconfig takes an option of the
 * target back, naming what is in its way.
 */
int crates_open(struct crates *, struct state *, const struct base *, const struct files *all,
		const char *name);
/* What rustc reads from C in the tree @nr. */
int crates_read(struct crates *, size_t nr, struct crate_reads *);
/* Compile crates and drivers in the tree @nr, of which @reads is known. */
int crates_build(struct crates *, size_t nr, const struct crate_reads *, struct crate_build *);
/* What the bindings of the second one have otherwise. */
int crates_compare(const struct crates *, const struct crate_reads *, const struct crate_reads *,
		   struct bindings_diff *);
void crate_reads_release(struct crate_reads *);
void crate_build_release(struct crate_build *);
void crates_release(struct crates *);

#endif
