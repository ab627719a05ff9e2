// SPDX-License-Identifier: GPL-2.0
/* Lists of verdicts. */
#include "result/verdict.h"

#include "lib/list.h"

#include <stdlib.h>

struct verdict *verdicts_add(struct verdicts *list, const char *check, const char *target,
			     enum verdict_kind kind, const char *evidence, char *detail)
{
	struct verdict *verdict = LIST_ADD(list);

	verdict->check = check;
	verdict->target = target ? xstrdup(target) : NULL;
	verdict->kind = kind;
	verdict->evidence = evidence;
	verdict->detail = detail;
	return verdict;
}

const char *verdict_name(enum verdict_kind kind)
{
	static const char *const names[] = { "pass", "fail", "void", "uncovered", "skipped" };

	return names[kind];
}

void verdicts_release(struct verdicts *list)
{
	FOR_EACH(verdict, list) {
		free(verdict->target);
		free(verdict->detail);
		free(verdict->log);
		free(verdict->state);
	}
	free(list->v);
	*list = (struct verdicts){ 0 };
}
