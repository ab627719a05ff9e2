// SPDX-License-Identifier: GPL-2.0
/* Fuzz the header and the words of a semantic patch. */
#include "campaign/rule.h"
#include "lib/cleanup.h"
#include "lib/fail.h"

#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct rule rule CLEANUP(rule_release) = { 0 };
	struct strlist residue = { 0 }, needs = { 0 };
	int fd CLEANUP(close_fd) = memfd_create("rule", MFD_CLOEXEC);
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	fail_clear();
	if (rule_load(&rule, path, NULL) < 0 && fail_exit_code() != FAIL_USAGE)
		abort();
	strlist_split(&rule.tokens, rule.files.v[0].text, " \n");
	strlist_sort(&rule.tokens);
	rule_residue(&rule, &residue);
	/* words are for candidates: an empty one would stand everywhere */
	if (strlist_has(&residue, ""))
		abort();
	rule_needs(&rule, &needs);
	FOR_EACH(word, &needs)
		if (!strlist_find(&rule.tokens, *word))
			abort();
	strlist_release(&needs);
	strlist_release(&residue);
	return 0;
}
