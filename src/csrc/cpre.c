// SPDX-License-Identifier: GPL-2.0
/* Reads tokens and makes plain what the preprocessor lines among them say. */
#include "csrc/cpre.h"

#include "lib/lib.h"

struct plain_reader {
	struct ctokens raw, *out;
	size_t off_at; /* depth of the "#if 0" that is open; 0 for none */
	struct {
		bool *v;
		size_t nr, alloc;
	} zero; /* open conditionals: is it "#if 0"? */
};

static void emit(struct plain_reader *reader, const struct ctoken *token, int kind)
{
	if (reader->off_at)
		return;
	struct ctoken *copy = LIST_ADD(reader->out);
	*copy = *token;
	copy->directive = false;
	if (kind)
		copy->kind = (enum ctoken_kind)kind;
}

static void see_if(struct plain_reader *reader, const struct ctoken *name, bool zero)
{
	if (!zero)
		emit(reader, name, CPRE_IF);
	*LIST_ADD(&reader->zero) = zero;
	if (zero && !reader->off_at)
		reader->off_at = reader->zero.nr;
}

/* The other branch of "#if 0" stands there as if nothing were around it. */
static void see_else(struct plain_reader *reader, const struct ctoken *name)
{
	if (!reader->zero.nr)
		return;
	if (reader->off_at == reader->zero.nr)
		reader->off_at = 0;
	else if (!reader->zero.v[reader->zero.nr - 1])
		emit(reader, name, CPRE_ELSE);
}

static void see_endif(struct plain_reader *reader, const struct ctoken *name)
{
	if (!reader->zero.nr)
		return;
	if (reader->off_at && reader->off_at == reader->zero.nr)
		reader->off_at = 0;
	else if (!reader->zero.v[reader->zero.nr - 1])
		emit(reader, name, CPRE_ENDIF);
	reader->zero.nr--;
}

static void see_define(struct plain_reader *reader, size_t i, size_t end)
{
	const struct ctoken *v = reader->raw.v;
	size_t body = i + 1;

	if (i >= end || v[i].kind != CTOKEN_WORD)
		return;
	emit(reader, &v[i], CPRE_DEFINE);
	/* parameters follow the name without a blank */
	if (body < end && *v[body].text == '(' && v[body].text == v[i].text + v[i].len)
		while (body < end && *v[body++].text != ')')
			continue;
	for (; body < end; body++)
		emit(reader, &v[body], 0);
	emit(reader, &v[i], CPRE_END_DEFINE);
}

/* Takes the directive whose "#" is at @i; the index behind it. */
static size_t see_directive(struct plain_reader *reader, size_t i)
{
	const struct ctoken *name = &reader->raw.v[i + 1];
	size_t end = i + 1;

	while (end < reader->raw.nr && reader->raw.v[end].directive && !reader->raw.v[end].opens)
		end++;
	if (end == i + 1)
		return end;
	if (ctoken_is(name, "if") || ctoken_is(name, "ifdef") || ctoken_is(name, "ifndef"))
		see_if(reader, name,
		       ctoken_is(name, "if") && end == i + 3 && ctoken_is(name + 1, "0"));
	else if (ctoken_is(name, "else") || ctoken_is(name, "elif"))
		see_else(reader, name);
	else if (ctoken_is(name, "endif"))
		see_endif(reader, name);
	else if (ctoken_is(name, "define"))
		see_define(reader, i + 2, end);
	return end;
}

void cpre_read(struct ctokens *out, const char *source, size_t len)
{
	struct plain_reader reader = { .out = out };
	struct clexer lexer;
	struct ctoken token;
	size_t i = 0;

	clexer_init(&lexer, source, len);
	while ((token = clexer_next(&lexer)).kind != CTOKEN_END)
		*LIST_ADD(&reader.raw) = token;
	while (i < reader.raw.nr) {
		if (reader.raw.v[i].directive)
			i = see_directive(&reader, i);
		else
			emit(&reader, &reader.raw.v[i++], 0);
	}
	ctokens_release(&reader.raw);
	free(reader.zero.v);
}

void ctokens_release(struct ctokens *tokens)
{
	LIST_RELEASE(tokens);
}
