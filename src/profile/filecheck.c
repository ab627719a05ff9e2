// SPDX-License-Identifier: GPL-2.0
/* Compares what a compiler said of two trees. */
#include "profile/filecheck.h"

#include <string.h>

void file_answer_release(struct file_answer *answer)
{
	FREE_ALL(answer->target, answer->why_not, answer->error);
	strlist_release(&answer->warnings);
	*answer = (struct file_answer){ 0 };
}

static size_t times(const struct strlist *list, const char *text)
{
	size_t count = 0;

	FOR_EACH(one, list)
		count += !strcmp(*one, text);
	return count;
}

void file_answer_new_warnings(struct strlist *out, const struct file_answer *before,
			      const struct file_answer *after)
{
	FOR_EACH(warning, &after->warnings)
		if (times(&before->warnings, *warning) + times(out, *warning) <
		    times(&after->warnings, *warning))
			strlist_add(out, *warning);
}
