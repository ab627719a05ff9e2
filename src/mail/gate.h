/* SPDX-License-Identifier: GPL-2.0 */
/*
 * gate.h - may the series go out, by its verdicts?
 *
 * Every verdict that is not pass keeps it, unless its check is waived with a reason.
 */
#ifndef GATE_H
#define GATE_H

#include "lib/list.h"

#include <jansson.h>
#include <stdbool.h>

struct series_result;

struct waiver {
	char *check, *reason;
	bool used;
};

struct gate {
	struct waiver *v;
	size_t nr, alloc;
	size_t counts[5]; /* by enum verdict_kind */
	json_t *open;	  /* what is neither pass nor waived: [{"check", "target",
				 * "verdict", "commit", "subject", "detail"}]; NULL before
				 * gate_judge() */
};

/* Read "CHECK=REASON". Fails with FAIL_USAGE: no reason, or a check twice. */
int gate_read(struct gate *, const struct strlist *waived);
/* The reason that was given for a check; NULL. */
const char *gate_reason(struct gate *, const char *check);
/* Is each waiver for one of @checks, or for a mail? Fails with FAIL_USAGE, and names them. */
int gate_check_names(const struct gate *, const struct strlist *checks);
/* Look at all verdicts. */
void gate_judge(struct gate *, const struct series_result *);
/* How many verdicts keep the series back. */
size_t gate_count_open(const struct gate *);
/* [{"check", "reason"}], those that were needed; a new reference. */
json_t *gate_waived(const struct gate *);
/* {verdict: count}; a new reference. */
json_t *gate_summary(const struct gate *);
void gate_release(struct gate *);

#endif
