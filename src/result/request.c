// SPDX-License-Identifier: GPL-2.0
/* Looks for the lines that answer a reviewer. */
#include "result/request.h"

#include "campaign/campaign.h"
#include "lib/lib.h"
#include "style/difftext.h"

void request_answer_release(struct request_answer *answer)
{
	free(answer->where);
	*answer = (struct request_answer){ 0 };
}

/* Are both the same text, blanks at the ends aside? */
static bool is_same_line(const char *line, size_t len, const char *wanted)
{
	size_t size = strlen(wanted);

	while (len && isspace((unsigned char)*line)) {
		line++;
		len--;
	}
	while (len && isspace((unsigned char)line[len - 1]))
		len--;
	return len == size && !strncmp(line, wanted, len);
}

/* Where that line is added; owned by the caller; NULL: nowhere. */
static char *find_line(const struct difftext *diff, const char *wanted)
{
	FOR_EACH(line, &diff->lines)
		if (line->origin == '+' && is_same_line(line->text, line->len, wanted))
			return xasprintf("%s:%u: %s", diff->files.v[line->file].path,
					 line->new_nr, wanted);
	return NULL;
}

/* How far @words go in @text, any blanks between them being the same; NULL: they do not stand
 * there. */
static const char *match_words(const char *text, const char *words)
{
	while (*words) {
		if (isspace((unsigned char)*words)) {
			if (!isspace((unsigned char)*text))
				return NULL;
			while (isspace((unsigned char)*text))
				text++;
			while (isspace((unsigned char)*words))
				words++;
		} else if (*text++ != *words++) {
			return NULL;
		}
	}
	return text;
}

static char *find_words(const char *message, const char *words)
{
	unsigned line = 1;

	for (const char *at = message; *at; at++) {
		line += *at == '\n';
		if (match_words(at, words) && !isspace((unsigned char)*at))
			return xasprintf("message, line %u: %s", line, words);
	}
	return NULL;
}

/* Add what answers one wish; false: nothing does, and that is all there is to say. */
static bool add_answer_to(struct request_answer *answer, char *found, const char *missing,
			  const char *wanted)
{
	char *more CLEANUP(free_text) =
		found ? xasprintf("%s%s%s", answer->where ? answer->where : "",
				  answer->where ? "; " : "", found) :
			xasprintf("%s: %s", missing, wanted);

	free(found);
	free(answer->where);
	answer->where = TAKE(more);
	return answer->done;
}

struct request_answer request_judge(const struct request *request, const struct difftext *diff,
				    const char *message)
{
	struct request_answer answer = { .done = true };

	FOR_EACH(line, &request->lines) {
		char *found = find_line(diff, *line);

		answer.done = found != NULL;
		if (!add_answer_to(&answer, found, "no line is added that reads", *line))
			return answer;
	}
	FOR_EACH(words, &request->words) {
		char *found = find_words(message, *words);

		answer.done = found != NULL;
		if (!add_answer_to(&answer, found, "the message does not say", *words))
			return answer;
	}
	return answer;
}
