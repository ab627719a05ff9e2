// SPDX-License-Identifier: GPL-2.0
/* Texts are judged: what is wrong is told with its line, what is right is left alone. */
#include "world.h"

#include "campaign/campaign.h"
#include "msg/claim.h"
#include "msg/plaintext.h"
#include "msg/prose.h"
#include "msg/sentence.h"
#include "msg/tense.h"
#include "msg/trailer.h"

#include <stdlib.h>

/* "kind:line what" of all faults, one in a line; owned by the caller. */
static char *tell(const struct faults *faults)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	FOR_EACH(fault, faults)
		fprintf(out, "%s:%u %s\n", fault->kind, fault->line, fault->what);
	fclose(out);
	return text;
}

/* Exactly one fault, or none (@wanted NULL), which begins with @wanted. */
static void assert_fault(const struct faults *faults, const char *text, const char *wanted)
{
	char *told CLEANUP(free_text) = tell(faults);

	if (faults->nr != (wanted ? 1 : 0) || (wanted && !strstr(told, wanted)))
		fail_msg("\"%s\"\nshould give: %s\ngave: %s", text, wanted ? wanted : "nothing",
			 told);
}

/* Sentences in brackets: the words with blanks between them. */
static void assert_sentences(const char *text, const char *expected)
{
	struct sentences sentences CLEANUP(sentences_release) = { 0 };
	char *found CLEANUP(free_text) = NULL;
	size_t size;
	FILE *out = open_memstream(&found, &size);

	sentences_find(&sentences, text);
	FOR_EACH(sentence, &sentences) {
		fputc('[', out);
		FOR_EACH(word, sentence)
			fprintf(out, "%s%s", word > sentence->v ? " " : "", word->text);
		fputc(']', out);
	}
	fclose(out);
	assert_string_equal(found, expected);
}

static void prose_is_cut_into_sentences(void **state)
{
	static const char *const samples[][2] = {
		{ "", "" },
		{ "One. Two! Three? Four", "[one][two][three][four]" },
		{ "It is new\nin 6.12. It was not in v6.1.192.",
		  "[it is new in 6.12][it was not in v6.1.192]" },
		{ "Some, e.g. PCI, i.e. a bus, cf. Foo. End.",
		  "[some e.g pci i.e a bus cf foo][end]" },
		{ "J. Doe wrote it. So be it", "[j doe wrote it][so be it]" },
		{ "It calls a_b(). pci_x() frees", "[it calls a_b()][pci_x() frees]" },
		{ "See msi.c. then go", "[see msi.c then go]" },
		{ "(It is so.) \"Really?\" Yes.", "[it is so][really][yes]" },
		{ "A double-free, use-after-free\nand PCI/MSI",
		  "[a double free use after free and pci msi]" },
		{ "the device's `f()`, (g()), drivers/a-b/c.c:12",
		  "[the device f() g() drivers/a-b/c.c:12]" },
		{ "one -- two - three", "[one two three]" },
		{ "Items:\n\n - one\n   more\n - two\n 1. three\n",
		  "[items][one more][two][three]" },
		{ "See:\n\n\tcode is quoted();\n\nEnd", "[see][end]" },
		{ "See:\n    quoted\n  leak      12   3\nEnd", "[see][end]" },
		{ "A paragraph\n\nwithout a stop", "[a paragraph][without a stop]" },
		{ "caf\xc3\xa9 \xff. \xc3\x89t\xc3\xa9", "[caf\xc3\xa9 \xff][\xc3\x89t\xc3\xa9]" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++)
		assert_sentences(samples[i][0], samples[i][1]);
}

/* The series of the issue: an API, drivers, and the removal at last. */
static void find_tense(struct faults *faults, const char *text, unsigned nr, bool shared)
{
	struct laters laters = { 0 };
	struct position position = { nr, 37, shared, &laters };
	struct later *later = LIST_ADD(&laters);

	later->nr = 37;
	tense_names(&later->names, "PCI/MSI: Stop pcim_enable_device() and f(x) from freeing");
	strlist_add(&later->names, "pci_is_managed");
	tense_find(faults, text, &position);
	laters_release(&laters);
}

static void assert_tense(const char *text, unsigned nr, bool shared, const char *wanted)
{
	struct faults faults CLEANUP(faults_release) = { 0 };

	find_tense(&faults, text, nr, shared);
	assert_fault(&faults, text, wanted);
}

static void what_is_not_true_yet_is_found(void **state)
{
	static const char *const samples[] = {
		/* 35 messages of the real series said this */
		"pcim_enable_device() no longer manages vectors.",
		"As pcim_enable_device() no longer\nmanages vectors, the driver must ask.",
		"The vectors are not freed by pcim_enable_device() any more.",
		"pcim_enable_device() does not free them any longer.",
		"Devres frees them, now that pcim_enable_device() leaves them alone.",
		"The release was removed from pcim_enable_device().",
		"The release has been dropped from pcim_enable_device().",
		"pcim_enable_device() used to free them.",
		"pcim_enable_device() stopped freeing vectors.",
		"pcim_enable_device() now only enables the device.",
		"Now pcim_enable_device() enables the device alone.",
		"From now on pcim_enable_device() will not free them.",
		"The test of pci_is_managed was taken out.",
		"pcim_enable_device() no longer manages vectors, so the driver will leak them.",
		/* what it says of the last patch */
		"The last patch removed the release.",
		"The last patch of this series has removed the release.",
		"Since the last patch of this series the vectors stay.",
		"The release was taken away by the last patch.",
		"The release has been taken away in patch 37.",
		"Patch 37/37 already does it.",
		"The vectors are no longer freed, see the last patch.",
		"Thanks to the final patch the vectors stay.",
		"The following patches converted the other drivers.",
		"A later patch made it simpler.",
		/* what it says of the first one */
		"The first patch will add the function.",
		"The function will be added by the first patch.",
		"The previous patches are going to add the function.",
		/* what does not exist */
		"See patch 38.",
		"See patch #38.",
		"See patches 2 to 40.",
		"See patch 3/54.",
		"See [PATCH 2-38].",
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++)
		assert_tense(samples[i], 9, false, "tense:");
	assert_tense("One\ntwo. Three\nwas removed by the\nnext patch.", 9, false, "tense:4");
	assert_tense("The previous patch added it.", 1, false, "no patch stands before");
	assert_tense("The next patch uses it.", 37, false, "no patch follows");
	assert_tense("The previous patch added it.", 9, true, "it is another patch for each");
	assert_tense("The next patch removes it.", 9, true, "it is another patch for each");
	assert_tense("See patch 38/37.", 0, false, "the series has 37 patches");
}

static void what_is_true_at_its_place_is_left_alone(void **state)
{
	static const char *const samples[] = {
		"The last patch of this series takes the implicit release away from\n"
		"pcim_enable_device(). This change is right with and without that patch.",
		"The last patch will remove it, and pcim_enable_device() no longer frees.",
		"After the last patch pcim_enable_device() no longer manages vectors.",
		"pcim_enable_device() will no longer manage vectors.",
		"Once pcim_enable_device() no longer manages them, they would leak.",
		"If pcim_enable_device() no longer managed them, they would leak.",
		"This is already the case before the last patch.",
		"The driver was enabled with pcim_enable_device() and has been so for long.",
		"The device that has been enabled with pcim_enable_device() is managed.",
		"The function is no longer used.",
		"The comment is removed, for it no longer applies.",
		"This series ends with a patch that takes it away from pcim_enable_device().",
		"The first patch adds the function, and the previous patches used it.",
		"The first patch added what the driver needs and what others will use.",
		"Patch 1 added it, patch 37/37 removes the rest, patch 0/37 explains it.",
		"Patches 2 to 36 convert drivers.",
		"The last driver patch is like this one.",
		"An earlier version of this had a bug.",
		"Fixed by commit 0123456789ab. The last commit is old.",
		"Do as follows: the next line is the last.",
		"",
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++)
		assert_tense(samples[i], 9, false, NULL);
	/* the same words are right in the patch that does it, and in the cover */
	assert_tense("pcim_enable_device() no longer manages vectors.", 37, false, NULL);
	assert_tense("pcim_enable_device() no longer manages vectors.", 0, false, NULL);
	assert_tense("The last patch removed it.", 0, false, NULL);
	assert_tense("The previous patches added it.", 9, true, NULL);
	assert_tense("The last patch removes it.", 9, true, NULL);
}

static void assert_claims(const char *text, const char *expected)
{
	struct claims claims CLEANUP(claims_release) = { 0 };
	char *found CLEANUP(free_text) = NULL;
	size_t size;
	FILE *out = open_memstream(&found, &size);

	claims_find(&claims, text);
	FOR_EACH(claim, &claims)
		fprintf(out, "%s%s:%u", claim > claims.v ? ", " : "", claim->bug, claim->line);
	fclose(out);
	if (strcmp(found, expected))
		fail_msg("\"%s\"\nshould give: %s\ngave: %s", text, expected, found);
}

static void a_claim_of_a_bug_is_found(void **state)
{
	static const char *const samples[][2] = {
		/* the real cover letter */
		{ "the devres framework may\nattempt to free the IRQ vectors a second time, leading to\n"
		  "a double-free. Analysis shows", "double free:3" },
		{ "This is a double free, and a Use-After-Free.",
		  "double free:1, use after free:1" },
		{ "It leaks. They are\nleaked. Memory leaks.", "leak:1, leak:2, leak:2" },
		{ "A NULL pointer\ndereference, or a NULL-pointer dereference.",
		  "NULL pointer dereference:1" },
		{ "It reads out-of-bounds and deadlocks: a race condition.",
		  "out of bounds:1, deadlock:1, race condition:1" },
		{ "It can lead to memory corruption. UAF!",
		  "memory corruption:1, use after free:1" },
		{ "It does not free them and leaks.", "leak:1" },
		{ "It never frees them: a leak.", "leak:1" },
		{ "It not only leaks.", "leak:1" },
		{ "They are not freed, so they leak", "leak:1" },
		{ "It doesn't take the lock, which deadlocks", "deadlock:1" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++)
		assert_claims(samples[i][0], samples[i][1]);
}

static void what_denies_or_imagines_a_bug_is_no_claim(void **state)
{
	static const char *const samples[] = {
		"Before that, it would make them leak their vectors.",
		"This does not leak.",
		"There is no double free.",
		"It never leaks memory, nor does it deadlock.",
		"A driver must not leak.",
		"It cannot deadlock. It can't leak. Nothing leaks.",
		"It is freed without a leak.",
		"The class \"leak\" holds calls.",
		"It speaks of kmemleak, leaky and a race.",
		"Calls by class:\n\n    leak      12\n",
		"",
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++)
		assert_claims(samples[i], "");
}

static void references_are_read(void **state)
{
	static const struct {
		const char *text;
		enum reference_kind kind;
		const char *found;
		unsigned line;
	} samples[] = {
		{ "see https://a.b/c?d", REFERENCE_URL, "https://a.b/c?d", 0 },
		{ "commit 0123456789ab (\"x\")", REFERENCE_COMMIT, "0123456789ab", 0 },
		{ "(0123456789abcdef0123456789abcdef01234567).", REFERENCE_COMMIT,
		  "0123456789abcdef0123456789abcdef01234567", 0 },
		{ "at drivers/a-b/c.c:12, line", REFERENCE_PLACE, "drivers/a-b/c.c", 12 },
		{ "https:// and 0123456789a, c.c:12 drivers/c:1 a/b.c a/b.c:0", REFERENCE_NONE, "",
		  0 },
		{ "0123456789abc_f a0123456789abcdefg", REFERENCE_NONE, "", 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		const char *at = samples[i].text, *end = at + strlen(at);
		struct reference reference = { 0 };

		assert_int_equal(reference_next(&reference, &at, end),
				 samples[i].kind != REFERENCE_NONE);
		assert_int_equal(reference.kind, samples[i].kind);
		assert_int_equal(reference.len, strlen(samples[i].found));
		if (reference.len)
			assert_memory_equal(reference.text, samples[i].found, reference.len);
		assert_int_equal(reference.line, samples[i].line);
	}
	assert_string_equal(claim_bug("Double-Free"), "double free");
	assert_string_equal(claim_bug("leaks"), "leak");
	assert_null(claim_bug("bug"));
	assert_null(claim_bug("double free and more"));
	assert_null(claim_bug(""));
}

#define W75 "123456789 123456789 123456789 123456789 123456789 123456789 123456789 12345"

static void subjects_are_judged(void **state)
{
	static const char *const samples[][2] = {
		{ "net: alpha: Convert", NULL },
		{ "net: " W75, NULL },
		{ "net: " W75 "6", "subject:1 the summary behind the prefix has 76 columns" },
		{ "net: Convert.", "subject:1 the subject ends with a full stop" },
		{ "net: alpha: net: Convert", NULL },
		{ "net: network: Convert", NULL },
		{ "net: net: Convert", "subject:1 a part of the prefix stands twice" },
		{ "net: alpha: alpha: Convert", "subject:1 a part of the prefix stands twice" },
		{ "net:: Convert", "subject:1 the prefix ends with two colons" },
		{ "net: EDITME now", "subject:1 the subject holds EDITME" },
		{ "Convert it", "subject:1 the subject does not begin" },
		{ "", "subject:1 there is no subject" },
		{ " ", "subject:1 there is no subject" },
		{ "drivers/a/very/long/path/to/a/file/that/has/its/own/patch.c: " W75,
		  "subject:1 the subject has" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct faults faults CLEANUP(faults_release) = { 0 };
		const char *colon = strrchr(samples[i][0], ':');

		prose_subject(&faults, samples[i][0], colon ? (size_t)(colon - samples[i][0]) : 0);
		assert_fault(&faults, samples[i][0], samples[i][1]);
	}
}

static void lines_are_measured(void **state)
{
	static const struct {
		const char *text, *wanted;
		bool cover;
	} samples[] = {
		{ "s\n\n" W75 "\n", NULL, false },
		{ "s\n\n" W75 "6\n", "columns:3 the line has 76 columns", false },
		{ "s\n\n \t" W75 "\n", "columns:3 the line has 83 columns", false },
		{ "s\n\n " W75 "\n", "columns:3", false },
		{ "s\n\n " W75 "\n", NULL, true },
		{ "s\n\na\n" W75 "6\n", "columns:4", true },
		/* 75 characters of two bytes each, then 76; wide ones count 2 */
		{ "s\n\n123456789 123456789 123456789 123456789 123456789 123456789 123456789 1234\xc3\xa4\n", NULL, false },
		{ "s\n\n123456789 123456789 123456789 123456789 123456789 123456789 123456789 1234\xe4\xb8\xad\n",
		  "columns:3 the line has 76", false },
		{ "s\n\nhttps://example.org/123456789012345678901234567890123456789012345678901234567890\n", NULL, false },
		{ "s\n\n[1] https://example.org/123456789012345678901234567890123456789012345678901234567890\n", NULL, false },
		{ "s\n\nText\n\nFixes: 0123456789ab (\"" W75 "\")\nSigned-off-by: " W75 "\n", NULL,
		  false },
		{ "s\n\nText\n---\nCc: " W75 "6\n" W75 "6\n", NULL, false },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct faults faults CLEANUP(faults_release) = { 0 };

		prose_lines(&faults, samples[i].text, samples[i].cover);
		assert_fault(&faults, samples[i].text, samples[i].wanted);
	}
}

static void what_ends_a_message_is_found(void **state)
{
	static const char *const samples[][2] = {
		{ "a\n---\nb", "cut:2" },
		{ "---", "cut:1" },
		{ "--- \t", "cut:1" },
		{ "a\n--- a/x\n", "cut:2" },
		{ "diff --git a b\n", "cut:1" },
		{ "diff -u", "cut:1" },
		{ "Index: x", "cut:1" },
		{ "\nFrom: me\n", "cut:2" },
		{ "subject: x\n", "cut:1" },
		{ "a\nFrom a@b Mon Sep 17 00:00:00 2001\n", "cut:2" },
		/* none of these does */
		{ "a --- b\n----\n---x\n ---\n--  \n", NULL },
		{ "diff\nthe diff -u\ndifference\nIndex\nindex: 1\n", NULL },
		{ "a\nFrom: me\n", NULL },
		{ "From now on it is at 12.\nFrom 12 to 13", NULL },
		{ "Date of it\nFrom\n", NULL },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct faults faults CLEANUP(faults_release) = { 0 };

		prose_cuts(&faults, samples[i][0], 1);
		assert_fault(&faults, samples[i][0], samples[i][1]);
	}
}

static void covers_are_judged(void **state)
{
	static const struct {
		const char *text, *wanted;
		bool finished;
	} samples[] = {
		{ "Text\n\n > quoted --- # x\n", NULL, false },
		{ "a\n--- b4-submit-tracking ---\n", "cover:2 the text holds b4's marker line",
		  false },
		{ "a --- b4-submit-tracking --- b\n", "marker line", false },
		{ "a\n# b\n", "cover:2 b4 drops", false },
		{ "a\n\n---\nb", "cover:3 b4 takes a line", false },
		{ "a\n---b\n", "cover:2 b4 takes a line", false },
		{ "a\nContact: A B <a@b.c>\n",
		  "cover:2 b4 takes \"Contact: A B <a@b.c>\" for a recipient", false },
		{ "a\nCc: a@b.c\n", "for a recipient", false },
		{ "a\nNote: it is so\nSee: <x>\n a: b <c@d>\n", NULL, false },
		{ "t\n\na\n\nTo: A <a@b.c>\nCc: c@d.e\nSigned-off-by: A <a@b.c>\n", NULL, true },
		{ "t\n\na\n\nTo: A <a@b.c>\nCc: c@d.e\n", "for a recipient", false },
		{ "t\n\na\n\nCc: c@d.e\n\n---\nChanges in v2:\n- x\n\n---\n# y\n", NULL, true },
		{ "t\n\na\n\n---\nb\n\nCc: c@d.e\n", "cover:5", true },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct faults faults CLEANUP(faults_release) = { 0 };

		if (samples[i].wanted && strstr(samples[i].wanted, "for a recipient") &&
		    strstr(samples[i].text, "To:")) {
			prose_cover(&faults, samples[i].text, false);
			assert_int_equal(faults.nr, 2);
			continue;
		}
		prose_cover(&faults, samples[i].text, samples[i].finished);
		assert_fault(&faults, samples[i].text, samples[i].wanted);
	}
}

static void a_message_must_be_filled_and_signed(void **state)
{
	static const char *const samples[][2] = {
		{ "s\n\nText\n\nSigned-off-by: A <a@b>\n", NULL },
		{ "s\n\nText\n\nCc: stable@vger.kernel.org\nSigned-off-by: A <a@b>\n---\nCc: x@y\n",
		  NULL },
		{ "s\n\nSigned-off-by: A <a@b>\n", "empty:1 nothing says why" },
		{ "s\n\nText EDITME\n\nSigned-off-by: A <a@b>\n", "empty:3 EDITME" },
		{ "s\n\nText\n", "trailer:3 there is no Signed-off-by" },
		{ "s\n\nText\n\nCc: x@y\nSigned-off-by: A <a@b>\n",
		  "trailer:5 a recipient stands" },
		{ "s\n\nText\n\nTo: x <x@y>\nSigned-off-by: A <a@b>\n",
		  "trailer:5 a recipient stands" },
		{ "s\n\nText\n---\nSigned-off-by: A <a@b>\n", "trailer:3 there is no" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct faults faults CLEANUP(faults_release) = { 0 };

		prose_filled(&faults, samples[i][0]);
		prose_trailers(&faults, samples[i][0], false);
		assert_fault(&faults, samples[i][0], samples[i][1]);
	}
}

static void templates_are_text(void **state)
{
	static const struct {
		const char *text;
		size_t len;
		const char *wanted;
	} samples[] = {
		{ "ok\n\ttab \xc3\xa4\xe4\xb8\xad\xf0\x9f\x98\x80\n", 18, NULL },
		{ "a\nb\0c", 5, "t:2: holds the control character U+0000" },
		{ "a\r\n", 3, "t:1: holds the control character U+000D" },
		{ "a\n\x1b[2J", 6, "t:2: holds the control character U+001B" },
		{ "a\n\xe2\x80\xae", 5, "t:2: holds the control character U+202E" },
		{ "caf\xe9\n", 5, "t:1: not UTF-8" },
		{ "\xc0\x80", 2, "t:1: not UTF-8" },
		{ "\xed\xa0\x80", 3, "t:1: not UTF-8" },
		{ "\xf5\x80\x80\x80", 4, "t:1: not UTF-8" },
		{ "\xe4\xb8", 2, "t:1: not UTF-8" },
		{ "", 0, "t:1: holds no text" },
		{ " \n\t\n", 4, "t:1: holds no text" },
	};
	char line[1100];

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		int result = plaintext_check("t", samples[i].text, samples[i].len);

		if (samples[i].wanted)
			assert_failure(result, FAIL_USAGE, samples[i].wanted);
		else
			assert_success(result);
	}
	memset(line, 'x', sizeof(line));
	assert_success(plaintext_check("t", line, 998));
	assert_failure(plaintext_check("t", line, 999), FAIL_USAGE, "t:1: a line of more than 998");
	line[500] = '\n';
	assert_success(plaintext_check("t", line, 1100));
}

static void trailers_are_checked(void **state)
{
	static const char *const samples[][2] = {
		{ "Link: https://lore.kernel.org/r/1", NULL },
		{ "Link: https://lore.kernel.org/r/1 # [1]", NULL },
		{ "Closes: https://bugzilla.kernel.org/1", NULL },
		{ "Fixes: 0123456789ab (\"a: b\")", NULL },
		{ "Suggested-by: A B <a@b.c>", NULL },
		{ "Reviewed-by: A B <a@b.c>", NULL },
		{ "Link: lore", "Link: wants a URL" },
		{ "Link: https://", "wants a URL" },
		{ "Link: https://a b", "wants a URL" },
		{ "Fixes: 0123456 (\"a\")", "Fixes: wants" },
		{ "Fixes: 0123456789ab", "Fixes: wants" },
		{ "Tested-by: A B", "wants Name <address>" },
		{ "Tested-by: <a@b.c>", "wants Name <address>" },
		{ "Tested-by: A <a@b.c>, B <b@c.d> x", "wants Name <address>" },
		{ "tested-by: A <a@b.c>", "is written Tested-by" },
		{ "Cc: a@b.c", "[recipients] says who" },
		{ "To: a@b.c", "[recipients] says who" },
		{ "Signed-off-by: A <a@b.c>", "is made from user.name" },
		{ "Change-Id: I0123", "is not a known trailer" },
		{ "plain text", "is not a known trailer" },
		{ "Link: https://a\nCc: x@y", "control character" },
		{ "", "is not a known trailer" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		int result = trailer_check(samples[i][0], NULL);

		if (samples[i][1])
			assert_failure(result, FAIL_USAGE, samples[i][1]);
		else
			assert_success(result);
	}
	assert_success(trailer_check("Signed-off-by: A <a@b.c>", "Co-developed-by: A <a@b.c>"));
	assert_failure(trailer_check("Signed-off-by: B <b@b.c>", "Co-developed-by: A <a@b.c>"),
		       FAIL_USAGE, "same person");
}

static void trailers_stand_in_order(void **state)
{
	static const char *const given[] = {
		"Reviewed-by: R <r@x>", "Co-developed-by: C <c@x>", "Signed-off-by: C <c@x>",
		"Link: https://a", "Suggested-by: S <s@x>", "Link: https://b", "Closes: https://c",
		"Reported-by: B <b@x>", "Link: https://a", "Fixes: 0123456789ab (\"x\")",
	};
	struct strlist all = { 0 }, list = { 0 };

	for (size_t i = 0; i < ARRAY_SIZE(given); i++)
		strlist_add(&list, given[i]);
	trailers_merge(&all, &list);
	trailers_merge(&all, &list);
	assert_list(&all, "Fixes: 0123456789ab (\"x\") Reported-by: B <b@x> Closes: https://c "
			  "Suggested-by: S <s@x> Link: https://a Link: https://b Reviewed-by: R <r@x> "
			  "Co-developed-by: C <c@x> Signed-off-by: C <c@x>");
	strlist_release(&all);
	strlist_release(&list);
}

static void trailers_are_told_from_text(void **state)
{
	static const char *const samples[][2] = {
		{ "Text.\n\nLink: https://a\n", "Link: https://a\n" },
		{ "Text.\n\nLink: https://a\nAcked-by: A <a@b>\n\n\n",
		  "Link: https://a\nAcked-by: A <a@b>\n\n\n" },
		{ "Link: https://a\n", "Link: https://a\n" },
		{ "Text.\n\nNew-tag: x\nLink: https://a", "New-tag: x\nLink: https://a" },
		{ "Text.\n\nNote: it is so.\n", "" },
		{ "Text.\nLink: https://a\n", "" },
		{ "Text.\n\nLink: https://a\nand text\n", "" },
		{ "Link: https://a\n\nText.\n", "" },
		/* of a mail that somebody has handled, as git reads it */
		{ "T.\n\nAcked-by: A <a@b>\n[c: mend]\nSigned-off-by: C <c@b>\n",
		  "Acked-by: A <a@b>\n[c: mend]\nSigned-off-by: C <c@b>\n" },
		{ "T.\n\n[c: mend]\nSigned-off-by: C <c@b>\n",
		  "[c: mend]\nSigned-off-by: C <c@b>\n" },
		{ "T.\n\na\nb\nc\nSigned-off-by: C <c@b>\n",
		  "a\nb\nc\nSigned-off-by: C <c@b>\n" },
		{ "T.\n\na\nb\nc\nd\nSigned-off-by: C <c@b>\n", "" },
		{ "", "" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++)
		assert_string_equal(samples[i][0] + trailers_start(samples[i][0]), samples[i][1]);
}

RUN_TESTS(TEST(prose_is_cut_into_sentences), TEST(what_is_not_true_yet_is_found),
	  TEST(what_is_true_at_its_place_is_left_alone), TEST(a_claim_of_a_bug_is_found),
	  TEST(what_denies_or_imagines_a_bug_is_no_claim), TEST(references_are_read),
	  TEST(subjects_are_judged), TEST(lines_are_measured), TEST(what_ends_a_message_is_found),
	  TEST(covers_are_judged), TEST(a_message_must_be_filled_and_signed),
	  TEST(templates_are_text), TEST(trailers_are_checked), TEST(trailers_stand_in_order),
	  TEST(trailers_are_told_from_text))
