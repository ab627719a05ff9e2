/* SPDX-License-Identifier: GPL-2.0 */
/*
 * status.h - where a campaign stands: what is planned, written, sent, landed, blocked
 *
 * What is known of earlier bases is handed in as what status_record() made there: an id
 * of a patch that was planned on an earlier base and is no more counts as landed when its
 * files exist and nothing in them is left to convert. Nobody is asked who landed it.
 */
#ifndef STATUS_H
#define STATUS_H

#include <jansson.h>
#include <stddef.h>

struct base;
struct plan;

enum standing {
	STANDING_PLANNED,	/* no branch holds it as it would be made now */
	STANDING_CONVERTED,	/* generate has written it */
	STANDING_IN_FLIGHT,	/* b4 has sent it */
	STANDING_BLOCKED,	/* it must wait: calls still rely on what it retires */
	STANDING_COUNT,
};

/* One series: a wave, or the whole campaign. */
struct wave_status {
	const char *wave;	/* "" for the whole campaign; borrowed from the plan */
	char *branch;
	size_t patches, sites;	/* its own; calls that they convert */
	enum standing standing;
	char *why;		/* one line for people */
};

struct status {
	struct wave_status *v;
	size_t nr, alloc;
	size_t sites[STANDING_COUNT];	/* calls that a patch converts, by standing of its series */
	size_t patches[STANDING_COUNT];
	size_t left;			/* calls that rely on what is retired, in no patch */
	size_t landed_patches, landed_sites;
	size_t gone_patches;		/* whose files are no more */
};

/* @plan is that of the whole campaign. @records: an array of what status_record() made,
 * of this base and others; may be NULL. */
int status_make(struct status *, const struct plan *, const json_t *records);
/* What is to be known of this base later; a new reference. */
json_t *status_record(const struct status *, const struct plan *);
/* "planned", "converted", "in_flight", "blocked" */
const char *standing_name(enum standing);
void status_release(struct status *);

#endif
