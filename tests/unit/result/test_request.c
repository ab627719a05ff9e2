// SPDX-License-Identifier: GPL-2.0
/* Which lines answer a reviewer. */
#include "world.h"

#include "campaign/campaign.h"
#include "result/request.h"
#include "style/difftext.h"

static char path[] = "sys/net/a.c", added[] = "\t\tprint(dev,\n", kept[] = "\tgoto out;\n";
static struct difffile file = { .path = path };
static struct diffline lines[] = {
	{ .origin = ' ', .new_nr = 4, .text = kept, .len = sizeof(kept) - 1 },
	{ .origin = '+', .new_nr = 5, .text = added, .len = sizeof(added) - 1 },
};
static const struct difftext diff = { .files = { &file, 1, 1 }, .lines = { lines, 2, 2 } };
static const char message[] = "net: a\n\nIt needs re-doing for devices\nthat are not PCI.\n";

static void assert_answer(struct request *request, bool done, const char *where)
{
	struct request_answer answer CLEANUP(request_answer_release) =
		request_judge(request, &diff, message);

	assert_int_equal(answer.done, done);
	assert_string_equal(answer.where, where);
	STRLIST_RELEASE_ALL(&request->lines, &request->words);
}

static void only_an_added_line_answers(void **state)
{
	struct request request = { 0 };

	strlist_add(&request.lines, "print(dev,");
	assert_answer(&request, true, "sys/net/a.c:5: print(dev,");
	strlist_add(&request.lines, "goto out;");
	assert_answer(&request, false, "no line is added that reads: goto out;");
	strlist_add(&request.lines, "print(dev, x");
	assert_answer(&request, false, "no line is added that reads: print(dev, x");
}

static void words_are_found_over_the_end_of_a_line(void **state)
{
	struct request request = { 0 };

	strlist_add(&request.words, "devices that are not PCI");
	assert_answer(&request, true, "message, line 3: devices that are not PCI");
	strlist_add(&request.words, "vectors that are not MSI-X");
	assert_answer(&request, false, "the message does not say: vectors that are not MSI-X");
}

static void all_of_a_request_must_be_there(void **state)
{
	struct request request = { 0 };

	strlist_add(&request.lines, "print(dev,");
	strlist_add(&request.words, "devices");
	assert_answer(&request, true, "sys/net/a.c:5: print(dev,; message, line 3: devices");
	strlist_add(&request.lines, "print(dev,");
	strlist_add(&request.words, "nothing of this");
	assert_answer(&request, false, "the message does not say: nothing of this");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_an_added_line_answers),
		cmocka_unit_test(words_are_found_over_the_end_of_a_line),
		cmocka_unit_test(all_of_a_request_must_be_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
