// SPDX-License-Identifier: GPL-2.0
/* Finds sentences that claim a bug, and references. */
#include "msg/claim.h"

#include "lib/lib.h"
#include "msg/sentence.h"

#define DENIAL_REACH 4 /* words */

/* Words that stand for a bug, as sentence_at() wants them. */
static const struct form {
	const char *words, *bug;
} forms[] = {
	{ "double free*", "double free" },
	{ "doubly free*", "double free" },
	{ "free* twice", "double free" },
	{ "use after free*", "use after free" },
	{ "used after free*", "use after free" },
	{ "uaf*", "use after free" },
	{ "leak", "leak" },
	{ "leaks", "leak" },
	{ "leaked", "leak" },
	{ "leaking", "leak" },
	{ "leakage*", "leak" },
	{ "memory corruption*", "memory corruption" },
	{ "corrupt* memory", "memory corruption" },
	{ "null pointer dereference*", "NULL pointer dereference" },
	{ "null dereference*", "NULL pointer dereference" },
	{ "null deref*", "NULL pointer dereference" },
	{ "null ptr deref*", "NULL pointer dereference" },
	{ "out of bound*", "out of bounds" },
	{ "deadlock*", "deadlock" },
	{ "race condition*", "race condition" },
	{ "data race*", "race condition" },
};

#define NR_FORMS (sizeof(forms) / sizeof(*forms))

static bool is_hex(char c)
{
	return isdigit((unsigned char)c) || (c >= 'a' && c <= 'f');
}

static bool is_boundary(const char *at)
{
	return !isalnum((unsigned char)*at) && *at != '_' && *at != '-';
}

/* "drivers/x/y.c:12" in a word of @len bytes. */
static bool read_place(struct reference *reference, const char *word, size_t len)
{
	const char *colon = memchr(word, ':', len);
	size_t path = colon ? (size_t)(colon - word) : 0, digits = 0;

	while (path && path + 1 + digits < len && isdigit((unsigned char)colon[1 + digits]))
		digits++;
	if (!digits || digits > 7 || !memchr(word, '.', path) || !memchr(word, '/', path))
		return false;
	unsigned line = (unsigned)strtoul(colon + 1, NULL, 10);
	if (!line)
		return false;
	*reference = (struct reference){ REFERENCE_PLACE, word, path, line };
	return true;
}

static bool read_word(struct reference *reference, const char *word, size_t len)
{
	size_t head = !strncmp(word, "https://", 8) ? 8 : !strncmp(word, "http://", 7) ? 7 : 0;
	size_t digits = 0;

	if (head && len > head && isalnum((unsigned char)word[head])) {
		*reference = (struct reference){ REFERENCE_URL, word, len, 0 };
		return true;
	}
	while (digits < len && is_hex(word[digits]))
		digits++;
	if (digits >= 12 && digits <= 40 && (digits == len || is_boundary(word + digits))) {
		*reference = (struct reference){ REFERENCE_COMMIT, word, digits, 0 };
		return true;
	}
	return read_place(reference, word, len);
}

bool reference_next(struct reference *reference, const char **text, const char *end)
{
	while (*text < end) {
		const char *word = *text;

		while (word < end && (isspace((unsigned char)*word) || strchr("([<\"'`", *word)))
			word++;
		size_t len = 0;
		while (word + len < end && !isspace((unsigned char)word[len]))
			len++;
		*text = word + len;
		if (len && read_word(reference, word, len))
			return true;
	}
	return false;
}

/* Does a word that denies stand shortly before, in the same clause? */
static bool is_denied(const struct sentence *sentence, size_t at)
{
	static const char *const denials[] = { "no", "not", "never", "nor", "neither", "nothing",
					       "nobody", "none", "without", "cannot", NULL };
	static const char *const joints[] = { "and", "but", "so", "which", "that", "then",
					      "therefore", "hence", "because", "while", NULL };

	for (size_t back = 1; back <= DENIAL_REACH && back <= at; back++) {
		const struct word *word = &sentence->v[at - back];
		const char *next = sentence->v[at - back + 1].text;

		if (word->stop)
			return false;
		if (is_one_of(word->text, joints))
			return false;
		if (is_one_of(word->text, denials) || strstr(word->text, "n't"))
			return !is_one_of(next, TEXTS("only", "just"));
	}
	return false;
}

static void judge_claim(struct claims *claims, const struct sentence *sentence)
{
	size_t before = claims->nr;

	if (sentence_has(sentence, TEXTS("would")))
		return;
	for (size_t at = 0; at < sentence->nr; at++) {
		for (size_t i = 0; i < NR_FORMS; i++) {
			size_t words = sentence_at(sentence, at, forms[i].words);
			bool known = false;

			if (!words || (words == 1 && sentence->v[at].quoted) ||
			    is_denied(sentence, at))
				continue;
			for (size_t k = before; k < claims->nr; k++)
				known = known || claims->v[k].bug == forms[i].bug ||
					!strcmp(claims->v[k].bug, forms[i].bug);
			if (known)
				continue;
			struct claim *claim = LIST_ADD(claims);
			claim->bug = forms[i].bug;
			claim->line = sentence->v[at].line;
		}
	}
}

/* The paragraph around @line. */
static void find_paragraph(const char *text, struct claim *claim)
{
	unsigned nr = 1;

	claim->from = text;
	for (const char *at = text; *at; nr++) {
		size_t len = strcspn(at, "\n");
		bool blank = strspn(at, " \t\r") >= len;

		if (blank && nr > claim->line) {
			claim->to = at;
			return;
		}
		at += len + (at[len] == '\n');
		if (blank)
			claim->from = at;
		claim->to = at;
	}
}

void claims_find(struct claims *claims, const char *text)
{
	struct sentences sentences CLEANUP(sentences_release) = { 0 };

	sentences_find(&sentences, text);
	FOR_EACH(sentence, &sentences)
		judge_claim(claims, sentence);
	FOR_EACH(claim, claims)
		find_paragraph(text, claim);
}

const char *claim_bug(const char *word)
{
	struct sentences sentences CLEANUP(sentences_release) = { 0 };

	sentences_find(&sentences, word);
	for (size_t i = 0; i < NR_FORMS && sentences.nr == 1; i++)
		if (sentence_at(sentences.v, 0, forms[i].words) == sentences.v->nr)
			return forms[i].bug;
	return NULL;
}

void claims_release(struct claims *claims)
{
	LIST_RELEASE(claims);
}
