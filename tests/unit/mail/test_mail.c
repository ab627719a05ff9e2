// SPDX-License-Identifier: GPL-2.0
/* Mails are taken apart, and their To and Cc written anew. */
#include "world.h"

#include "mail/mail.h"
#include "recipients/recipient.h"

static const char sample[] =
	"From: =?utf-8?q?J=C3=B6rg?= <joerg@example.org>\n"
	"Subject: [PATCH 1/2] a:\n b\n"
	"To: Old One <old@example.org>,\n \"Comma, Inc.\" <comma@example.org>\n"
	"X-Developer-Signature: v=1; b=abc\n\tdef\n"
	"Cc: list@example.org\n"
	"Message-Id: <1@example.org>\n"
	"\n"
	"To: stands in the body\n\n"
	"--- a/x\n";

static void a_mail_is_taken_apart(void **state)
{
	struct mail mail CLEANUP(mail_release) = { 0 };

	assert_success(mail_parse(&mail, sample, strlen(sample)));
	assert_int_equal(mail.nr, 6);
	assert_string_equal(mail_header(&mail, "SUBJECT"), "[PATCH 1/2] a: b");
	assert_string_equal(mail_header(&mail, "message-id"), "<1@example.org>");
	assert_string_equal(mail_header(&mail, "X-Developer-Signature"), "v=1; b=abc\tdef");
	assert_null(mail_header(&mail, "In-Reply-To"));
	assert_int_equal(mail_count(&mail, "To"), 1);
	assert_string_equal(mail.text + mail.body, "To: stands in the body\n\n--- a/x\n");
}

static void ends_of_lines_are_made_the_same(void **state)
{
	struct mail mail CLEANUP(mail_release) = { 0 };
	static const char text[] = "A: b\r\n c\r\nB:\r\n\r\nbo\rdy\r\r\n\r\n";

	assert_success(mail_parse(&mail, text, strlen(text)));
	assert_string_equal(mail_header(&mail, "a"), "b c");
	assert_string_equal(mail_header(&mail, "B"), "");
	assert_string_equal(mail.text, "A: b\n c\nB:\n\nbo\rdy\n\n");
}

static void what_is_no_mail_is_refused(void **state)
{
	static const struct {
		const char *text;
		size_t len;
		const char *why;
	} samples[] = {
		{ "", 0, "no header" },
		{ "\n", 1, "no header" },
		{ "A: b\n", 5, "no body" },
		{ "A: b", 4, "no body" },
		{ " A: b\n\n", 7, "not a header of a mail" },
		{ "A b: c\n\n", 8, "not a header of a mail" },
		{ "From me Mon\nA: b\n\n", 18, "not a header of a mail" },
		{ "A: b\0c\n\n", 8, "not a header of a mail" },
		{ "A: b\rBcc: c\n\n", 14, "not a header of a mail" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct mail mail CLEANUP(mail_release) = { 0 };

		assert_failure(mail_parse(&mail, samples[i].text, samples[i].len), FAIL_NO,
			       samples[i].why);
	}
}

static void addresses_are_found(void **state)
{
	static const char *const samples[][2] = {
		{ "", "" },
		{ "a@b", "a@b" },
		{ "a@b, c@d", "a@b c@d" },
		{ "A B <a@b>,C <c@d>", "a@b c@d" },
		{ "\"Comma, A\" <a@b>", "a@b" },
		{ "\"<no@x>, \\\"\" <a@b>", "a@b" },
		{ "A (the <no@x>, \\) (two)) <a@b>", "a@b" },
		{ "a@b (A, B)", "a@b" },
		{ "group: a@b, C <c@d>;, e@f", "a@b c@d e@f" },
		{ "undisclosed-recipients:;", "" },
		{ "=?utf-8?q?a=2Cb?= <a@b>", "a@b" },
		{ "A <a@b", "a@b" },
		{ "A \"<a@b>", "A\"<a@b>" },
		{ " , ,", "" },
		{ "a@b\tc", "a@bc" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct strlist list = { 0 };

		mail_split_addresses(&list, samples[i][0]);
		assert_list(&list, samples[i][1]);
		strlist_release(&list);
	}
}

static void addresses_of_all_headers_are_found(void **state)
{
	static const char text[] = "Cc: a@b\nTo: x@y\ncC: c@d\n\n";
	struct mail mail CLEANUP(mail_release) = { 0 };
	struct strlist list = { 0 };

	assert_success(mail_parse(&mail, text, strlen(text)));
	mail_addresses(&list, &mail, "Cc");
	assert_list(&list, "a@b c@d");
	strlist_release(&list);
}

static void words_are_decoded(void **state)
{
	static const char *const samples[][2] = {
		{ "", "" },
		{ "plain  text\t here ", "plain text here" },
		{ "=?utf-8?q?J=C3=B6rg_x?=", "J\xc3\xb6rg x" },
		{ "=?UTF-8?B?SsO2cmc=?= y", "J\xc3\xb6rg y" },
		{ "=?iso-8859-1?q?J=F6rg?=", "J\xc3\xb6rg" },
		{ "a =?utf-8?q?b?=  =?utf-8?q?_c?= d", "a b c d" },
		{ "=?utf-8?q?a?= =?koi8-r?q?b?=", "a =?koi8-r?q?b?=" },
		{ "=?utf-8?q?no end", "=?utf-8?q?no end" },
		{ "=?utf-8?x?a?=", "=?utf-8?x?a?=" },
		{ "=?utf-8?q?=4?=", "=4" },
		{ "=?utf-8?q?=00=zz?=", "=zz" },
		{ "=?", "=?" },
		{ "=?utf-8?", "=?utf-8?" },
		{ "=?utf-8?q", "=?utf-8?q" },
		{ "=?utf-8??", "=?utf-8??" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		char *text CLEANUP(free_text) = rfc2047_decode(samples[i][0]);

		assert_string_equal(text, samples[i][1]);
	}
}

static void the_sender_is_one_address(void **state)
{
	char *sender CLEANUP(free_text) = mail_sender("\"A, B\" <a@b.org>");

	assert_string_equal(sender, "a@b.org");
	assert_null(mail_sender(""));
	assert_null(mail_sender("nobody"));
	assert_null(mail_sender("a@b, c@d"));
}

static void only_plain_addresses_can_be_written(void **state)
{
	static const char *const bad[] = { "", "a", "@b", "a@", "a@b@c", "a b@c", "a@b\nBcc: x@y",
					   "a@b\r", "<a@b>", "a,b@c", "\"a\"@b", "a\xc3\xa4@b",
					   "-f@x" };

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_false(mail_can_address(bad[i]));
	assert_true(mail_can_address("a.b+c_d-e=f@x-y.example.org"));
}

static char *format(const char *name, const char *email)
{
	struct recipient one = { .name = (char *)name, .email = (char *)email, .to = true };
	struct recipients list = { &one, 1, 1 };

	return mail_format_addresses(&list, true);
}

static void names_are_written_as_headers_want_them(void **state)
{
	static const char *const samples[][2] = {
		{ "", "a@b" },
		{ "A B", "A B <a@b>" },
		{ "B. A", "\"B. A\" <a@b>" },
		{ "A \"B\" \\", "\"A \\\"B\\\" \\\\\" <a@b>" },
		{ "A\nBcc: x@y", "\"A Bcc: x@y\" <a@b>" },
		{ "A\r\n\r\nbody", "A body <a@b>" },
		{ " \t A  ", "A <a@b>" },
		{ "\n", "a@b" },
		{ "J\xc3\xb6rg", "=?utf-8?q?J=C3=B6rg?= <a@b>" },
		{ "J\xf6rg, A_B", "=?iso-8859-1?q?J=F6rg=2C_A=5FB?= <a@b>" },
		{ "=?utf-8?q?x?=", "=?utf-8?q?=3D=3Futf=2D8=3Fq=3Fx=3F=3D?= <a@b>" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		char *text CLEANUP(free_text) = format(samples[i][0], "a@b");

		assert_string_equal(text, samples[i][1]);
	}
}

static void long_names_are_folded_between_characters(void **state)
{
	char name[] = "xx\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac"
		      "\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac";
	char *text CLEANUP(free_text) = format(name, "a@b");
	size_t column = 0;

	for (const char *at = text; *at; at++) {
		column = *at == '\n' ? 0 : column + 1;
		assert_true(column <= 76);
	}
	assert_non_null(strstr(text, "=82=AC?=\n =?utf-8?q?=E2"));
	assert_string_equal(text + strlen(text) - 8, "?= <a@b>");
}

static void bad_addresses_are_not_written(void **state)
{
	assert_null(format("A", "a@b\nBcc: x@y"));
	assert_failure(-1, FAIL_NO, "no mail can go to this address: a@b");
}

static void to_and_cc_are_set_and_nothing_else(void **state)
{
	struct recipient people[] = {
		{ .name = (char *)"New", .email = (char *)"new@example.org", .to = true },
		{ .name = (char *)"", .email = (char *)"two@example.org", .to = true },
		{ .name = (char *)"", .email = (char *)"list@example.org" },
	};
	struct recipients list = { people, 3, 3 };
	struct mail mail CLEANUP(mail_release) = { 0 };
	char *text CLEANUP(free_text) = NULL;
	size_t len;

	assert_success(mail_parse(&mail, sample, strlen(sample)));
	text = mail_readdress(&mail, &list, &len);
	assert_non_null(text);
	assert_int_equal(len, strlen(text));
	assert_string_equal(text, "From: =?utf-8?q?J=C3=B6rg?= <joerg@example.org>\n"
				  "Subject: [PATCH 1/2] a:\n b\n"
				  "To: New <new@example.org>,\n two@example.org\n"
				  "Cc: list@example.org\n"
				  "X-Developer-Signature: v=1; b=abc\n\tdef\n"
				  "Message-Id: <1@example.org>\n"
				  "\n"
				  "To: stands in the body\n\n"
				  "--- a/x\n");
}

static void a_mail_without_recipients_gets_them(void **state)
{
	struct recipient one = { .name = (char *)"", .email = (char *)"a@b" };
	struct recipients list = { &one, 1, 1 };
	struct mail mail CLEANUP(mail_release) = { 0 };
	char *text CLEANUP(free_text) = NULL;
	size_t len;

	assert_success(mail_parse(&mail, "A: b\n\n", 6));
	text = mail_readdress(&mail, &list, &len);
	assert_string_equal(text, "A: b\nCc: a@b\n\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mail_is_taken_apart),
		cmocka_unit_test(ends_of_lines_are_made_the_same),
		cmocka_unit_test(what_is_no_mail_is_refused),
		cmocka_unit_test(addresses_are_found),
		cmocka_unit_test(addresses_of_all_headers_are_found),
		cmocka_unit_test(words_are_decoded),
		cmocka_unit_test(the_sender_is_one_address),
		cmocka_unit_test(only_plain_addresses_can_be_written),
		cmocka_unit_test(names_are_written_as_headers_want_them),
		cmocka_unit_test(long_names_are_folded_between_characters),
		cmocka_unit_test(bad_addresses_are_not_written),
		cmocka_unit_test(to_and_cc_are_set_and_nothing_else),
		cmocka_unit_test(a_mail_without_recipients_gets_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
