/* SPDX-License-Identifier: GPL-2.0 */
/*
 * derive.h - readers of a header that come out alike, by premises that are counted
 *
 * A header that only gains declarations reads the same in all readers, but for those that a premise
 * (premise.h) sets apart, and for the flags of the compiler. So those are compiled, and of the
 * others one for each class of flags (flagclass.h).
 */
#ifndef DERIVE_H
#define DERIVE_H

#include "lib/list.h"

struct changed_files;
struct target_build;

struct derive_answer {
	size_t few;		/* with no more readers all are compiled, if need be */
	struct strlist picked;	/* who must be compiled, sorted */
	char *why;		/* why nothing can be derived; or NULL */
};

/*
 * Who must be compiled for commit @nr, so that all its readers are known: 1, and what was asked in
 * the premises of the includers; 0: that cannot be derived. Readers that are compiled already speak
 * for their class.
 */
int derive_readers(struct target_build *, struct changed_files *, size_t nr,
		   struct derive_answer *);
void derive_answer_release(struct derive_answer *);

#endif
