// SPDX-License-Identifier: GPL-2.0
/* Decides by verdicts and waivers whether a series may go out. */
#include "mail/gate.h"

#include "lib/fail.h"
#include "lib/json.h"
#include "result/result.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static struct waiver *find_waiver(const struct gate *gate, const char *check)
{
	FOR_EACH(waiver, gate)
		if (!strcmp(waiver->check, check))
			return waiver;
	return NULL;
}

static bool is_blank_reason(const char *text)
{
	while (isspace((unsigned char)*text))
		text++;
	return !*text;
}

int gate_read(struct gate *gate, const struct strlist *waived)
{
	FOR_EACH(text, waived) {
		const char *equals = strchr(*text, '=');
		struct waiver *waiver;

		if (!equals || equals == *text || is_blank_reason(equals + 1))
			return fail_usage("--waive %s: say which check and why, as in "
					  "--waive coverage='no configuration builds it'", *text);
		waiver = LIST_ADD(gate);
		waiver->check = xstrndup(*text, (size_t)(equals - *text));
		waiver->reason = xstrdup(equals + 1);
		if (find_waiver(gate, waiver->check) != waiver)
			return fail_usage("--waive %s: the check is waived twice", *text);
	}
	return 0;
}

const char *gate_waives(struct gate *gate, const char *check)
{
	struct waiver *waiver = find_waiver(gate, check);

	if (waiver)
		waiver->used = true;
	return waiver ? waiver->reason : NULL;
}

static bool is_check(const struct series_result *proof, const char *name)
{
	FOR_EACH(proven, proof)
		FOR_EACH(verdict, &proven->verdicts)
			if (!strcmp(verdict->check, name))
				return true;
	return false;
}

static void add_open(struct gate *gate, const struct commit_result *proven,
		     const struct verdict *verdict)
{
	json_t *row = json_object();

	json_object_set_new(row, "check", json_text(verdict->check));
	json_object_set_new(row, "target", json_text(verdict->target ? verdict->target : ""));
	json_object_set_new(row, "verdict", json_string(verdict_name(verdict->kind)));
	json_object_set_new(row, "commit", json_string(git_oid_tostr_s(&proven->commit)));
	json_object_set_new(row, "subject", json_text(proven->subject));
	json_object_set_new(row, "detail", json_text(verdict->detail ? verdict->detail : ""));
	json_array_append_new(gate->open, row);
}

size_t gate_count_open(const struct gate *gate)
{
	return json_array_size(gate->open);
}

int gate_judge(struct gate *gate, const struct series_result *proof)
{
	FOR_EACH(waiver, gate)
		if (!is_check(proof, waiver->check))
			return fail_usage("--waive %s=%s: no verdict comes from a check of that "
					  "name", waiver->check, waiver->reason);
	gate->open = json_array();
	FOR_EACH(proven, proof) {
		FOR_EACH(verdict, &proven->verdicts) {
			gate->counts[verdict->kind]++;
			if (verdict->kind != VERDICT_PASS && !verdict->optional &&
			    !gate_waives(gate, verdict->check))
				add_open(gate, proven, verdict);
		}
	}
	return 0;
}

json_t *gate_waived(const struct gate *gate)
{
	json_t *array = json_array();

	FOR_EACH(waiver, gate) {
		json_t *row;

		if (!waiver->used)
			continue;
		row = json_object();
		json_object_set_new(row, "check", json_text(waiver->check));
		json_object_set_new(row, "reason", json_text(waiver->reason));
		json_array_append_new(array, row);
	}
	return array;
}

json_t *gate_summary(const struct gate *gate)
{
	json_t *summary = json_object();

	for (int kind = VERDICT_PASS; kind <= VERDICT_SKIPPED; kind++)
		json_object_set_new(summary, verdict_name((enum verdict_kind)kind),
				    json_integer((json_int_t)gate->counts[kind]));
	return summary;
}

void gate_release(struct gate *gate)
{
	FOR_EACH(waiver, gate) {
		free(waiver->check);
		free(waiver->reason);
	}
	free(gate->v);
	json_decref(gate->open);
	*gate = (struct gate){ 0 };
}
