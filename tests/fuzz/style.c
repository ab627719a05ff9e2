// SPDX-License-Identifier: GPL-2.0
/* Fuzz what the checkers of style print: every line becomes a finding or the whole is refused. */
#include "lib/cleanup.h"
#include "lib/fail.h"
#include "lib/list.h"
#include "style/checkpatch.h"
#include "style/finding.h"
#include "style/kerneldoc.h"

#include <stdint.h>
#include <string.h>

static void check(const struct findings *findings)
{
	FOR_EACH(finding, findings)
		if (!*finding->kind || strchr(finding->kind, '\n') || strchr(finding->text, '\n') ||
		    *finding->file)
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct findings patch CLEANUP(findings_release) = { 0 };
	struct findings again CLEANUP(findings_release) = { 0 };
	struct findings comments CLEANUP(findings_release) = { 0 };
	struct blocks blocks = { 0 };
	char *text CLEANUP(free_text) = xcalloc(1, size + 1);
	char *function CLEANUP(free_text) = NULL;
	size_t lines = 0;

	memcpy(text, data, size);
	for (const char *at = text; *at; at += at[strcspn(at, "\n")] == '\n') {
		at += strspn(at, "\n");
		lines += *at != '\0';
		at += strcspn(at, "\n");
	}
	if (checkpatch_parse(&patch, text) == 0 && patch.nr != lines)
		abort();
	fail_clear();
	checkpatch_parse(&again, text);
	fail_clear();
	kerneldoc_parse(&comments, text);
	fail_clear();
	check(&patch);
	check(&comments);
	/* nothing is new against itself */
	findings_match_lines(&again, &patch, &blocks);
	FOR_EACH(finding, &patch)
		if (!finding->old)
			abort();
	function = finding_function(text, size ? data[0] : 0);
	if (strpbrk(function, " \t\n("))
		abort();
	return 0;
}
