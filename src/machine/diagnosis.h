/* SPDX-License-Identifier: GPL-2.0 */
/*
 * diagnosis.h - what doctor has looked at: is it there, and what mends it
 */
#ifndef DIAGNOSIS_H
#define DIAGNOSIS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum diagnosis_state {
	DIAGNOSIS_OK,
	DIAGNOSIS_NOTE,		/* it works, and something is to be known */
	DIAGNOSIS_OPTIONAL,	/* not there, and only some uses want it */
	DIAGNOSIS_MISSING,	/* not there, or wrong, and most uses want it */
};

/* One thing. Texts are owned, but for @area; NULL: nothing to say. */
struct diagnosis {
	const char *area;	/* programs, targets, machine, clone or state */
	char *what;
	enum diagnosis_state state;
	char *found;		/* a version, a number */
	char *why;		/* what it is needed for, or what is wrong */
	char *mend;		/* the command that mends it */
};

struct diagnoses {
	struct diagnosis *v;
	size_t nr, alloc;
};

struct diagnosis *diagnosis_add(struct diagnoses *, const char *area, const char *what,
				enum diagnosis_state state);
/* The command that installs a package of Debian here, or says that it is to be installed; owned by
 * the caller. */
char *diagnosis_install(const char *package);
bool diagnosis_is_well(const struct diagnoses *);
/* An array of the rows; a new reference. */
json_t *diagnosis_view(const struct diagnoses *);
void diagnosis_print(FILE *, const struct diagnoses *);
void diagnosis_release(struct diagnoses *);

#endif
