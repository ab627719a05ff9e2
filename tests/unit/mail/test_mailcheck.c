// SPDX-License-Identifier: GPL-2.0
/* The mails of a series are compared with the plan: every fault must be found. */
#include "world.h"

#include "mail/mailcheck.h"

static struct recipient people[] = {
	{ .name = (char *)"Anna Alpha", .email = (char *)"anna@example.org", .to = true },
	{ .name = (char *)"Hanna H\xc3\xb4tel", .email = (char *)"hanna@example.org", .to = true },
	{ .name = (char *)"", .email = (char *)"list@example.org" },
};

static const char *const subjects[] = { "All of it", "a: First", "b: Second \xc3\xb6" };

static const char *const mails[] = {
	"From: Me <me@example.org>\nSubject: [PATCH v2 0/2] All of it\nDate: Mon\n"
	"Message-Id: <0@x>\nTo: list@example.org, anna@example.org\nCc: hanna@example.org\n\n"
	"Words\n",
	"From: Me <me@example.org>\nSubject: [PATCH v2 1/2] a:\n First\nDate: Mon\n"
	"Message-Id: <1@x>\nTo: list@example.org\nCc: me@example.org, anna@example.org,\n"
	" hanna@example.org\nReferences: <0@x>\nIn-Reply-To: <0@x>\n\n"
	"Signed-off-by: Me <me@example.org>\n---\n a/x.c | 2 +-\n\n--- a/a/x.c\n+++ b/a/x.c\n"
	"  * Contact: Carl Context <carl@example.org>\n+x\n",
	"From: Me <me@example.org>\nSubject: [PATCH v2 2/2] =?utf-8?q?b=3A_Second_?=\n"
	" =?utf-8?q?=C3=B6?=\nDate: Mon\n"
	"Message-Id: <2@x>\nTo: list@example.org\nCc: anna@example.org, hanna@example.org\n"
	"References: <0@x>\nIn-Reply-To: <0@x>\n\nWords\n",
};

static const struct strlist nobody = { 0 };

static void take(struct checked_mail *letter, const char *text)
{
	assert_success(checked_mail_take(letter, text, strlen(text)));
}

/* The mails as b4 made them. */
static void begin(struct checked_mails *letters)
{
	for (unsigned i = 0; i < 3; i++) {
		struct checked_mail *letter = LIST_ADD(letters);

		letter->nr = i;
		letter->subject = subjects[i];
		for (size_t k = 0; k < ARRAY_SIZE(people); k++)
			*LIST_ADD(&letter->wanted) = people[k];
		strlist_add(&letter->known, "me@example.org");
		take(letter, mails[i]);
	}
}

static void assert_problem(const struct checked_mails *letters, unsigned nr, const char *text)
{
	if (checked_mails_problems(letters) != 1 || letters->v[nr].problems.nr != 1)
		fail_msg("%zu problems, %zu of mail %u", checked_mails_problems(letters),
			 letters->v[nr].problems.nr, nr);
	if (!strstr(letters->v[nr].problems.v[0], text))
		fail_msg("\"%s\" does not stand in \"%s\"", text, letters->v[nr].problems.v[0]);
}

/* Replace the first @from in the text of a mail. */
static void change(struct checked_mail *letter, const char *from, const char *to)
{
	const char *at = strstr(letter->mail.text, from);
	char *text CLEANUP(free_text) = NULL;

	assert_non_null(at);
	text = xasprintf("%.*s%s%s", (int)(at - letter->mail.text), letter->mail.text, to,
			 at + strlen(from));
	take(letter, text);
}

static void good_mails_have_no_problems(void **state)
{
	struct checked_mails letters CLEANUP(checked_mails_release) = { 0 };

	begin(&letters);
	assert_success(checked_mails_expect(&letters, 3));
	checked_mails_check_b4(&letters);
	assert_success(checked_mails_readdress(&letters));
	checked_mails_check(&letters, &nobody);
	assert_int_equal(checked_mails_problems(&letters), 0);
	assert_string_equal(mail_header(&letters.v[2].mail, "To"),
			    "Anna Alpha <anna@example.org>, "
			    "=?utf-8?q?Hanna_H=C3=B4tel?= <hanna@example.org>");
	assert_string_equal(mail_header(&letters.v[2].mail, "Cc"), "list@example.org");
}

static void the_author_is_whom_git_am_would_take(void **state)
{
	static const struct {
		const char *author, *body, *problem;
	} samples[] = {
		{ "Me <me@example.org>", "Words\n", NULL },
		{ "\"M. E.\" <m@x.y>", "From: M. E. <m@x.y>\n\nWords\n", NULL },
		{ "J\xc3\xb6rg <j@x.y>", "From: J\xc3\xb6rg <j@x.y>\n\nWords\n", NULL },
		{ "J\xc3\xb6rg <j@x.y>", "From: =?utf-8?q?J=C3=B6rg?= <j@x.y>\n\nWords\n",
		  NULL },
		{ "J <j@x.y>", "Words\n",
		  "its author is J <j@x.y>, and git am would take Me <me@" },
		{ "J <j@x.y>", "From: K <k@x.y>\n\nWords\n", "git am would take K <k@x.y>" },
		{ "Me <me@example.org>", "From: K <k@x.y>\n\n", "git am would take K <k@x.y>" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct checked_mails letters CLEANUP(checked_mails_release) = { 0 };

		begin(&letters);
		assert_success(checked_mails_readdress(&letters));
		letters.v[2].author = samples[i].author;
		change(&letters.v[2], "Words\n", samples[i].body);
		checked_mails_check(&letters, &nobody);
		if (samples[i].problem)
			assert_problem(&letters, 2, samples[i].problem);
		else
			assert_int_equal(checked_mails_problems(&letters), 0);
	}
}

static void a_missing_mail_is_no_series(void **state)
{
	struct checked_mails letters CLEANUP(checked_mails_release) = { 0 };

	begin(&letters);
	assert_failure(checked_mails_expect(&letters, 2), FAIL_NO,
		       "made 2 mails, the series has 3");
}

static void strangers_of_b4_are_named_with_their_line(void **state)
{
	static const struct {
		const char *to, *problem;
	} samples[] = {
		{ "Cc: carl@example.org, me@",
		  "who is not in the plan, because of this line in "
		  "a/x.c: \"  * Contact: Carl Context <carl@example.org>\"; add that address to "
		  "b4.email-exclude" },
		{ "Cc: Eve <eve@example.org>, me@", "eve@example.org, who is not in the plan "
						    "(does b4.send-series-to" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct checked_mails letters CLEANUP(checked_mails_release) = { 0 };

		begin(&letters);
		change(&letters.v[1], "Cc: me@", samples[i].to);
		checked_mails_check_b4(&letters);
		assert_problem(&letters, 1, samples[i].problem);
	}
}

static void whom_b4_forgets_is_named(void **state)
{
	struct checked_mails letters CLEANUP(checked_mails_release) = { 0 };

	begin(&letters);
	change(&letters.v[2], "anna@example.org, ", "");
	checked_mails_check_b4(&letters);
	assert_problem(&letters, 2, "b4 would not send it to anna@example.org");
}

static void every_fault_of_a_mail_is_found(void **state)
{
	static const struct {
		unsigned nr;
		const char *from, *to, *problem;
	} samples[] = {
		{ 1, "Anna Alpha <anna@example.org>,\n ", "", "To lacks anna@example.org" },
		{ 1, "Anna Alpha", "Anna Beta", "To is \"Anna Beta <anna" },
		{ 1, "H=C3=B4tel", "H=C3=B5tel", "To is \"" },
		{ 1, "Cc: list@example.org", "Cc: list@example.org, eve@example.org",
		  "Cc holds eve@example.org, which the plan does not want there" },
		{ 1, "Cc: list@example.org", "Cc: list@example.org, LIST@example.org",
		  "Cc holds LIST@example.org twice" },
		{ 1, "Cc: list@example.org\n", "", "Cc lacks list@example.org" },
		{ 1, "Cc: list@example.org\n", "Cc: list@example.org\nCc:\n", "2 headers Cc" },
		{ 1, "Cc: list@example.org\n", "Cc: list@example.org\nBcc: eve@example.org\n",
		  "a header Bcc" },
		{ 2, "In-Reply-To: <0@x>", "In-Reply-To: <1@x>",
		  "In-Reply-To is \"<1@x>\", not the cover, <0@x>" },
		{ 2, "In-Reply-To: <0@x>\n", "", "In-Reply-To is \"\", not the cover" },
		{ 2, "References: <0@x>\n", "", "References are \"\", without the cover" },
		{ 2, "References: <0@x>", "References: <0@x> <1@x>", "References hold <1@x>" },
		{ 0, "Date: Mon", "Date: Mon\nIn-Reply-To: <9@x>", "it begins the thread" },
		{ 0, "Date: Mon", "Date: Mon\nReferences: <9@x>", "References hold <9@x>" },
		{ 2, "<2@x>", "<1@x>", "it has the Message-ID of mail 1" },
		{ 2, "Message-Id: <2@x>", "Message-Id: 2", "the Message-ID is \"2\"" },
		{ 2, "Message-Id: <2@x>", "Message-Id: <2@x>\nMessage-ID: <3@x>",
		  "2 headers Message-ID" },
		{ 1, "a:\n First", "a:\n Fist", "the subject is \" a: Fist\", not \"a: First\"" },
		{ 1, "1/2", "2/2", "but it is mail 1 of 2" },
		{ 1, "1/2", "1/3", "but it is mail 1 of 2" },
		{ 1, "[PATCH v2 1/2]", "Re:", "but it is mail 1 of 2" },
		{ 2, "Me <me@", "You <you@", "it is from You" },
		{ 2, "Date: Mon\n", "", "0 headers Date" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct checked_mails letters CLEANUP(checked_mails_release) = { 0 };

		begin(&letters);
		assert_success(checked_mails_readdress(&letters));
		change(&letters.v[samples[i].nr], samples[i].from, samples[i].to);
		checked_mails_check(&letters, &nobody);
		assert_problem(&letters, samples[i].nr, samples[i].problem);
	}
}

static void a_cover_may_answer_the_version_before(void **state)
{
	struct checked_mails letters CLEANUP(checked_mails_release) = { 0 };
	struct strlist parents = { 0 };

	begin(&letters);
	assert_success(checked_mails_readdress(&letters));
	change(&letters.v[0], "Date: Mon", "Date: Mon\nIn-Reply-To: <v1@x>\nReferences: <v1@x>");
	change(&letters.v[1], "References: <0@x>", "References: <v1@x> <0@x>");
	strlist_add(&parents, "<v1@x>");
	checked_mails_check(&letters, &parents);
	assert_int_equal(checked_mails_problems(&letters), 0);
	strlist_release(&parents);
}

static void a_mail_that_changed_on_the_disk_is_found(void **state)
{
	struct checked_mails letters CLEANUP(checked_mails_release) = { 0 };
	struct checked_mail *letter;
	char *text CLEANUP(free_text) = NULL;

	begin(&letters);
	letter = &letters.v[1];
	letter->file = xstrdup("x.eml");
	text = xstrdup(letter->mail.text);
	assert_success(checked_mail_retake(letter, text, strlen(text)));
	assert_int_equal(checked_mails_problems(&letters), 0);
	text[strlen(text) - 2] = '-';
	assert_success(checked_mail_retake(letter, text, strlen(text)));
	assert_problem(&letters, 1, "x.eml is not what was written there");
	assert_failure(checked_mail_retake(letter, "x", 1), FAIL_NO, "mail 1: this is no");
}

static void to_and_cc_may_be_one(void **state)
{
	struct checked_mails letters CLEANUP(checked_mails_release) = { 0 };

	begin(&letters);
	letters.together = true;
	checked_mails_check(&letters, &nobody);
	assert_int_equal(checked_mails_problems(&letters), 0);
	change(&letters.v[1], "anna@", "eve@");
	checked_mails_check(&letters, &nobody);
	assert_int_equal(checked_mails_problems(&letters), 2);
}

static void a_single_patch_has_no_number(void **state)
{
	struct checked_mails letters CLEANUP(checked_mails_release) = { 0 };
	struct checked_mail *letter = LIST_ADD(&letters);
	struct strlist envelope = { 0 };

	letter->nr = 1;
	letter->subject = subjects[0];
	*LIST_ADD(&letter->wanted) = people[0];
	take(letter, mails[0]);
	change(letter, "v2 0/2", "v2");
	assert_success(checked_mails_readdress(&letters));
	checked_mails_check(&letters, &nobody);
	assert_int_equal(checked_mails_problems(&letters), 0);
	envelope = checked_mail_envelope(letter);
	assert_list(&envelope, "anna@example.org");
	strlist_release(&envelope);
}

static void a_mail_for_nobody_is_refused(void **state)
{
	struct checked_mails letters CLEANUP(checked_mails_release) = { 0 };

	begin(&letters);
	letters.v[1].wanted.nr = 0;
	assert_failure(checked_mails_readdress(&letters), FAIL_NO,
		       "mail 1: the plan has no recipient");
	letters.v[1].wanted.nr = 1;
	letters.v[1].wanted.v[0].email = (char *)"a@b, c@d";
	assert_failure(checked_mails_readdress(&letters), FAIL_NO, "mail 1: no mail can go to");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_mails_have_no_problems),
		cmocka_unit_test(the_author_is_whom_git_am_would_take),
		cmocka_unit_test(a_missing_mail_is_no_series),
		cmocka_unit_test(strangers_of_b4_are_named_with_their_line),
		cmocka_unit_test(whom_b4_forgets_is_named),
		cmocka_unit_test(every_fault_of_a_mail_is_found),
		cmocka_unit_test(a_cover_may_answer_the_version_before),
		cmocka_unit_test(a_mail_that_changed_on_the_disk_is_found),
		cmocka_unit_test(to_and_cc_may_be_one),
		cmocka_unit_test(a_single_patch_has_no_number),
		cmocka_unit_test(a_mail_for_nobody_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
