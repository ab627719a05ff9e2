// SPDX-License-Identifier: GPL-2.0
/* Judges a run of a campaign's program. */
#include "proof/program.h"

#include "lib/cleanup.h"
#include "lib/list.h"

#include <string.h>

#define EXIT_SKIPPED 77 /* as for automake and the kernel's own tests */
#define MAX_LINE 300	/* bytes of a log's line in a detail */

/* What stands in the file that the program wrote. */
struct result {
	char *detail;			/* NULL: none */
	const char *evidence;
	char *wrong;			/* why it is not believed; NULL: it is */
};

static void free_result(struct result *result)
{
	free(result->detail);
	free(result->wrong);
}

const char *program_evidence(const char *name)
{
	static const char *const names[] = { "checked", "built", "compiled", "sampled", "booted" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strcmp(names[i], name))
			return names[i];
	return NULL;
}

/* What goes to a terminal and into a letter. */
static char *plain(const char *text, size_t len)
{
	char *copy = xstrndup(text, len);

	for (char *at = copy; *at; at++)
		if ((unsigned char)*at < ' ' || *at == 0x7f)
			*at = '?';
	return copy;
}

static void take_result_line(struct result *result, const char *line, size_t len)
{
	size_t key = strcspn(line, " ");
	char *value CLEANUP(free_text) = NULL;

	if (!len)
		return;
	value = key < len ? plain(line + key + 1, len - key - 1) : xstrdup("");
	if (key == 6 && !strncmp(line, "detail", key) && *value && !result->detail) {
		result->detail = TAKE(value);
	} else if (key == 8 && !strncmp(line, "evidence", key) && program_evidence(value)) {
		result->evidence = program_evidence(value);
	} else if (!result->wrong) {
		free(value);
		value = plain(line, len);
		result->wrong = xasprintf("its result holds \"%.100s\"", value);
	}
}

static void read_result(struct result *result, const struct program_end *end)
{
	size_t len = strlen(end->nonce);
	const char *text = end->result;

	result->evidence = "checked";
	if (!text || !*text) {
		result->wrong = xstrdup("it wrote no result");
		return;
	}
	if (strncmp(text, "nonce ", 6) || strncmp(text + 6, end->nonce, len) ||
	    text[6 + len] != '\n') {
		result->wrong = xstrdup("its result does not begin with the nonce of this run");
		return;
	}
	for (text += 6 + len + 1; *text; text += *text == '\n') {
		take_result_line(result, text, strcspn(text, "\n"));
		text += strcspn(text, "\n");
	}
	if (!result->detail && !result->wrong)
		result->wrong = xstrdup("its result has no detail");
}

/* The last line of a log that says something; owned by the caller. */
static char *last_line(const char *log)
{
	size_t end = strlen(log), start;

	while (end && strchr("\n\r\t ", log[end - 1]))
		end--;
	for (start = end; start && log[start - 1] != '\n';)
		start--;
	return plain(log + start, end - start < MAX_LINE ? end - start : MAX_LINE);
}

/* Why a run that did not judge the tree fails. */
static char *complaint(const struct program_end *end, const struct result *result)
{
	char *last CLEANUP(free_text) = last_line(end->log ? end->log : "");
	const char *said = *last ? last : "it printed nothing";

	if (end->changed)
		return xasprintf("the program changed its work tree: %s", end->changed);
	if (end->timeout)
		return xasprintf("the program did not end in %u s: %s", end->timeout, said);
	if (end->exit > 128)
		return xasprintf("the program was ended by signal %d: %s", end->exit - 128, said);
	if (end->exit == 0 || end->exit == 1 || end->exit == EXIT_SKIPPED)
		return xasprintf("the program left with exit code %d, but %s: %s", end->exit,
				 result->wrong, said);
	return xasprintf("the program left with exit code %d: %s", end->exit, said);
}

void program_judge(struct program_result *found, const struct program_end *end)
{
	struct result result CLEANUP(free_result) = { 0 };

	*found = (struct program_result){ .kind = VERDICT_FAIL, .evidence = "" };
	read_result(&result, end);
	if (end->timeout || end->changed || result.wrong ||
	    (end->exit != 0 && end->exit != 1 && end->exit != EXIT_SKIPPED)) {
		found->detail = complaint(end, &result);
		return;
	}
	found->detail = TAKE(result.detail);
	if (end->exit == EXIT_SKIPPED) {
		found->kind = VERDICT_SKIPPED;
		return;
	}
	found->kind = end->exit ? VERDICT_FAIL : VERDICT_PASS;
	found->evidence = result.evidence;
	found->certain = true;
}

void program_release(struct program_result *found)
{
	free(found->detail);
	*found = (struct program_result){ 0 };
}
