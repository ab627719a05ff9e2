/* SPDX-License-Identifier: GPL-2.0 */
/*
 * makelog.h - what a make of a whole kernel said, target by target
 *
 * Kbuild announces what it makes ("  CC [M]  drivers/x.o"), and with --output-sync=target
 * all that was said of it follows. Besides what a compiler says (buildlog.h) there are
 * modpost, the linker, and make itself where no rule or no file is there. Pure.
 */
#ifndef MAKELOG_H
#define MAKELOG_H

#include "lib/list.h"

#include <stdbool.h>

/* One target that was announced or that make gave up. Only what is wrong is kept. */
struct said {
	char *target;
	bool gave_up;			/* make: *** [target] Error */
	char *words;			/* said right before it gave up; NULL: nothing */
	struct strlist errors, warnings;	/* identities: no lines, no offsets */
};

struct makelog {
	struct said *v;
	size_t nr, alloc;
	char *stop;	/* the first line in which make gives up, and what was said before it */
};

/* Read a whole log. A target that was announced twice stands there twice. */
void makelog_parse(struct makelog *, const char *log);
/* The line that says that the machine failed a program (no space, no memory, killed from
 * outside, the clock was put back), which says nothing of the tree; owned by the caller, NULL:
 * there is none. */
char *makelog_machine_failure(const char *log);
void makelog_release(struct makelog *);

/* What a make that failed said of it: the first line with an error of a program, else of make
 * itself, else its last line. Owned by the caller; without colours, at most 300 bytes. */
char *makelog_reason(const char *log);

#endif
