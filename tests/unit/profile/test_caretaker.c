// SPDX-License-Identifier: GPL-2.0
/* Tables of caretakers, code owners and locks. */
#include "world.h"

#include "profile/askreviewers.h"
#include "profile/caretaker.h"

static const char table[] = "Advice only.\n"
			    "\n"
			    "subsystem\tlogin\tnotes\n"
			    "-----------------------------\n"
			    "fast(4)\t\tana,bob\tReview first.\n"
			    "*env(3)\t\tsec\tOld trouble:\n"
			    "\t\t\thave it read.\n"
			    "wireless/usb\tcid\tSend to a list.\n"
			    "share/mk/*.test.mk\tqa (same list as share/mk too)\tAsk.\n"
			    "sys/compat/kit\tdee\tIf in doubt, ask.\n"
			    "nfs\t\tfs@x.org, eve is best for reviews.\n"
			    "pci bus\t\tfay,gus\tReview first.\n"
			    "quux\t\thal\n";

/* Whoever is named for @path, as "who|note" lines. */
static char *asked(const char *path)
{
	struct caretakers read CLEANUP(caretakers_release) = { 0 };
	struct reviewers found CLEANUP(reviewers_release) = { 0 };
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	assert_true(caretakers_read(&read, table));
	FOR_EACH(entry, &read)
		if (caretaker_has(entry->subsystem, path))
			caretaker_tell(&found, entry, "M");
	FOR_EACH(row, &found)
		fprintf(out, "%s|%s|%s\n", row->who, row->source, row->note);
	fclose(out);
	return text;
}

static void assert_asked(const char *path, const char *expected)
{
	char *got CLEANUP(free_text) = asked(path);

	assert_string_equal(got, expected);
}

static void a_page_is_a_driver(void **state)
{
	const char *both = "ana|M:5: fast(4)|Review first.\nbob|M:5: fast(4)|Review first.\n";

	assert_asked("sys/dev/fast/ring.c", both);
	assert_asked("sys/net/if_fast.c", both);
	assert_asked("share/man/man4/fast.4", both);
	assert_asked("sys/dev/faster/ring.c", "");
	assert_asked("usr.bin/fast/fast.c", "");
}

static void notes_go_on_in_the_next_line(void **state)
{
	assert_asked("lib/libc/stdlib/getenv.c",
		     "sec|M:6: *env(3)|Old trouble: have it read.\n");
	assert_asked("sys/kern/kern_env.c", "");
}

static void a_path_is_from_the_top_or_from_sys(void **state)
{
	assert_asked("sys/wireless/usb/a.c", "cid|M:8: wireless/usb|Send to a list.\n");
	assert_asked("wireless/usb/a.c", "cid|M:8: wireless/usb|Send to a list.\n");
	assert_asked("sys/wireless/usbx/a.c", "");
	assert_asked("sys/compat/kit/src/a.c", "dee|M:10: sys/compat/kit|If in doubt, ask.\n");
}

static void prose_is_a_note(void **state)
{
	assert_asked("share/mk/own.test.mk",
		     "qa|M:9: share/mk/*.test.mk|(same list as share/mk too) Ask.\n");
	assert_asked("sys/fs/nfsclient/a.c",
		     "fs@x.org|M:11: nfs|\n|M:11: nfs|eve is best for reviews.\n");
}

static void free_words_go_by_the_aliases(void **state)
{
	assert_asked("sys/dev/pci/pci.c", "fay|M:12: pci bus|Review first.\n"
					  "gus|M:12: pci bus|Review first.\n");
	assert_asked("sys/net/iflib.c", "");
	assert_true(caretaker_is_unplaced("quux"));
	assert_false(caretaker_is_unplaced("pci bus"));
	assert_false(caretaker_is_unplaced("fast(4)"));
}

static void a_file_without_the_table_is_none(void **state)
{
	struct caretakers read CLEANUP(caretakers_release) = { 0 };

	assert_false(caretakers_read(&read, "MM\nM:\tAna <ana@x.org>\n"));
	assert_int_equal(read.nr, 0);
}

static void the_last_owner_decides(void **state)
{
	static const char owners[] = "# advice\n/sys/dev/fast\t@ana\n/sys/dev/fast/ring.c @bob @cid\n"
				     "*.mk @dee\n";
	struct reviewers found CLEANUP(reviewers_release) = { 0 };

	codeowners_find(&found, owners, "C", "sys/dev/fast/ring.c");
	codeowners_find(&found, owners, "C", "sys/dev/faster/ring.c");
	assert_int_equal(found.nr, 2);
	assert_string_equal(found.v[0].who, "@bob");
	assert_string_equal(found.v[0].source, "C:3: /sys/dev/fast/ring.c");
	assert_string_equal(found.v[1].who, "@cid");
}

static void a_lock_is_below_a_branch(void **state)
{
	static const char locks[] = "subsystem  login\n-----\n\nhead/sys/dev/random\t\tAsk first.\n"
				    "stable/*/sys/libkern/x.c\tAsk, too.\n";
	struct reviewers found CLEANUP(reviewers_release) = { 0 };

	locks_find(&found, locks, "L", "sys/dev/random/a.c");
	locks_find(&found, locks, "L", "sys/libkern/x.c");
	locks_find(&found, locks, "L", "sys/net/iflib.c");
	assert_int_equal(found.nr, 2);
	assert_string_equal(found.v[0].note, "Ask first.");
	assert_string_equal(found.v[1].source, "L:5: stable/*/sys/libkern/x.c");
}

static void each_person_of_a_log_is_told_once(void **state)
{
	static const char log[] = "abcdef1\tAna\nWhy.\n\nReviewed by:\tbob, cid\n"
				  "abcdef2\tAna\n\nReviewed by:\tbob\n";
	struct reviewers found CLEANUP(reviewers_release) = { 0 };

	askreviewers_log(&found, log);
	assert_int_equal(found.nr, 3);
	assert_string_equal(found.v[0].source, "log: wrote abcdef1");
	assert_string_equal(found.v[1].who, "bob");
	assert_string_equal(found.v[1].source, "log: reviewed abcdef1");
	assert_int_equal(reviewers_count(&found), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_is_a_driver),
		cmocka_unit_test(notes_go_on_in_the_next_line),
		cmocka_unit_test(a_path_is_from_the_top_or_from_sys),
		cmocka_unit_test(prose_is_a_note),
		cmocka_unit_test(free_words_go_by_the_aliases),
		cmocka_unit_test(a_file_without_the_table_is_none),
		cmocka_unit_test(the_last_owner_decides),
		cmocka_unit_test(a_lock_is_below_a_branch),
		cmocka_unit_test(each_person_of_a_log_is_told_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
