// SPDX-License-Identifier: GPL-2.0
/* Decides by verdicts and waivers whether a series may go out. */
#include "mail/gate.h"

#include "lib/json.h"
#include "lib/lib.h"
#include "result/result.h"

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

		if (!equals || equals == *text || is_blank_reason(equals + 1))
			return fail_usage("--waive %s: say which check and why, as in "
					  "--waive coverage='no configuration builds it'", *text);
		struct waiver *waiver = LIST_ADD(gate);
		waiver->check = xstrndup(*text, (size_t)(equals - *text));
		waiver->reason = xstrdup(equals + 1);
		if (find_waiver(gate, waiver->check) != waiver)
			return fail_usage("--waive %s: the check is waived twice", *text);
	}
	return 0;
}

const char *gate_reason(struct gate *gate, const char *check)
{
	struct waiver *waiver = find_waiver(gate, check);

	if (waiver)
		waiver->used = true;
	return waiver ? waiver->reason : NULL;
}

/* "mail-N": a mail of which nobody knows whether it went out, see deliver.h. */
static bool is_mail(const char *name)
{
	return !strncmp(name, "mail-", 5) && name[5] && !name[5 + strspn(name + 5, "0123456789")];
}

int gate_check_names(const struct gate *gate, const struct strlist *checks)
{
	FOR_EACH(waiver, gate) {
		if (strlist_has(checks, waiver->check) || is_mail(waiver->check))
			continue;
		char *names CLEANUP(free_text) = strlist_join(checks, ", ");

		return fail_usage("--waive %s=%s: there is no check of that name; there are %s, "
				  "and mail-N", waiver->check, waiver->reason, names);
	}
	return 0;
}

static void add_open(struct gate *gate, const struct commit_result *proven,
		     const struct verdict *verdict)
{
	const char *target = verdict->target ? verdict->target : "";
	const char *detail = verdict->detail ? verdict->detail : "";

	json_array_append_new(gate->open, json_pack("{s:o, s:o, s:s, s:o, s:o, s:o}",
						    "check", json_text(verdict->check),
						    "target", json_text(target),
						    "verdict", verdict_name(verdict->kind),
						    "commit", json_oid(&proven->commit),
						    "subject", json_text(proven->subject),
						    "detail", json_text(detail)));
}

size_t gate_count_open(const struct gate *gate)
{
	return json_array_size(gate->open);
}

void gate_judge(struct gate *gate, const struct series_result *proof)
{
	gate->open = json_array();
	FOR_EACH(proven, proof) {
		FOR_EACH(verdict, &proven->verdicts) {
			gate->counts[verdict->kind]++;
			if (verdict->kind != VERDICT_PASS && !verdict->optional &&
			    !gate_reason(gate, verdict->check))
				add_open(gate, proven, verdict);
		}
	}
}

json_t *gate_waived(const struct gate *gate)
{
	json_t *array = json_array();

	FOR_EACH(waiver, gate) {
		if (!waiver->used)
			continue;
		json_array_append_new(array, json_pack("{s:o, s:o}",
						       "check", json_text(waiver->check),
						       "reason", json_text(waiver->reason)));
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
	FOR_EACH(waiver, gate)
		FREE_ALL(waiver->check, waiver->reason);
	free(gate->v);
	json_decref(gate->open);
	*gate = (struct gate){ 0 };
}
