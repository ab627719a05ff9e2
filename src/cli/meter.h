/* SPDX-License-Identifier: GPL-2.0 */
/*
 * meter.h - how far a long command is: which phase, how much of it is done, how long still
 *
 * On a terminal that is one line, which changes each second even where nothing ends; a phase that
 * took five seconds leaves its line behind. Elsewhere it is a plain line every ten seconds.
 */
#ifndef METER_H
#define METER_H

#include "lib/progress.h"

#include <jansson.h>
#include <stdbool.h>

struct ledger;

/* The progress of this process; never freed. @live: stderr is a terminal; @timed: each phase says
 * at its end what it took. */
struct progress *meter_progress(bool live, bool timed);
/* Take the line away before something else is said. */
void meter_clear(void);
/* The last phase is over. */
void meter_end(void);
/* Remember what phases that tell no numbers take, such as configuring, and by that how long they
 * will; NULL: nothing any more. Borrowed. */
void meter_remember(struct ledger *);
/* What each phase took so far, in the order in which they began: [{"phase", "seconds"}]; a new
 * reference. */
json_t *meter_phases(void);

/* Of a phase: @done of @total things in @spent seconds. */
struct meter_state {
	const char *what, *item;	/* @item: what was done last, or NULL */
	size_t done, total;
	bool counted;			/* the numbers are shown even where there is one thing */
	double spent;
	double expected;		/* what it took the last time; 0: nobody knows */
};

/* "compiling: 12/120, about 5 min left  drivers/net/x.o", or how long it has taken where nothing
 * tells the end; not longer than @width. Owned by the caller. */
char *meter_line(const struct meter_state *, size_t width);
/* "42 s", "5 min 10 s", "2 h 5 min"; owned by the caller. */
char *meter_duration(double seconds);

#endif
