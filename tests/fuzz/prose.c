// SPDX-License-Identifier: GPL-2.0
/* Fuzz the checks of text: any message has its faults on lines that it has. */
#include "lib/cleanup.h"
#include "lib/fail.h"
#include "lib/list.h"
#include "msg/claim.h"
#include "msg/plaintext.h"
#include "msg/prose.h"
#include "msg/tense.h"
#include "msg/trailer.h"
#include "series/newname.h"

#include <stdint.h>
#include <string.h>

static unsigned count_lines(const char *text)
{
	unsigned lines = 1;

	for (; *text; text++)
		lines += *text == '\n';
	return lines;
}

static void judge(struct faults *faults, const char *text, const char *body)
{
	struct laters laters = { 0 };
	struct position position = { (unsigned)strlen(text) % 5, 4, strlen(text) % 2, &laters };
	struct later *later = LIST_ADD(&laters);

	later->nr = 4;
	tense_names(&later->names, text);
	strlist_add(&later->names, "f");
	tense_find(faults, body, &position);
	prose_subject(faults, text, strcspn(text, ":\n"));
	prose_lines(faults, text, false);
	prose_lines(faults, text, true);
	prose_filled(faults, text);
	prose_trailers(faults, text, false);
	prose_cuts(faults, text, 1);
	prose_cover(faults, text, true);
	prose_cover(faults, text, false);
	laters_release(&laters);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text CLEANUP(free_text) = xcalloc(1, size + 1);
	struct faults faults CLEANUP(faults_release) = { 0 };
	struct claims claims CLEANUP(claims_release) = { 0 };
	struct strlist names = { 0 };
	char *body CLEANUP(free_text) = NULL;

	memcpy(text, data, size);
	fail_clear();
	if (plaintext_check("text", text, size) < 0 && fail_exit_code() != FAIL_USAGE)
		abort();
	body = prose_body(text);
	if (strlen(body) > strlen(text) || trailers_start(text) > strlen(text))
		abort();
	judge(&faults, text, body);
	FOR_EACH(fault, &faults)
		if (!fault->line || fault->line > count_lines(text))
			abort();
	claims_find(&claims, body);
	FOR_EACH(claim, &claims)
		if (claim->from < body || claim->to < claim->from ||
		    claim->to > body + strlen(body) || !claim->bug)
			abort();
	functions_of(&names, text, size);
	strlist_release(&names);
	return 0;
}
