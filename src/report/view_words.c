// SPDX-License-Identifier: GPL-2.0
/* Documents of faults on text and of a sample, and their text. */
#include "report/view_words.h"

#include "campaign/campaign.h"
#include "lib/json.h"
#include "lib/lib.h"
#include "msg/prose.h"
#include "series/message.h"
#include "series/newname.h"
#include "series/plan.h"

json_t *view_words(const struct faults *faults, const struct patch *patch)
{
	json_t *array = json_array();

	FOR_EACH(fault, faults) {
		if (patch && fault->patch != patch->nr)
			continue;
		json_array_append_new(array, json_pack("{s:i, s:s, s:i, s:o}",
						       "patch", fault->patch, "kind", fault->kind,
						       "line", fault->line,
						       "what", json_text(fault->what)));
	}
	return array;
}

json_t *view_new_names(const struct strlist *names)
{
	json_t *array = json_array();

	FOR_EACH(name, names) {
		char *link CLEANUP(free_text) = newname_link(*name);

		json_array_append_new(array, json_pack("{s:o, s:o}",
						       "name", json_text(*name),
						       "link", json_text(link)));
	}
	return array;
}

static size_t count_of(const struct plan *plan, const struct step *step)
{
	size_t count = 0;

	FOR_EACH(patch, &plan->patches)
		count += patch->step == step;
	return count;
}

const struct patch *view_sample_patch(const struct plan *plan)
{
	const struct patch *best = plan->patches.nr ? plan->patches.v : NULL;
	size_t most = 0;

	FOR_EACH(patch, &plan->patches) {
		size_t count = patch->step->kind == STEP_CONVERT ? count_of(plan, patch->step) : 0;

		if (count > most) {
			best = patch;
			most = count;
		}
	}
	return best;
}

static void write_header(FILE *out, const char *name, const struct patch *patch, bool to)
{
	size_t count = 0;

	FOR_EACH(recipient, &patch->recipients) {
		if (recipient->to != to)
			continue;
		fprintf(out, "%s", count++ ? ",\n    " : name);
		message_address(out, recipient);
	}
	if (count)
		fputc('\n', out);
}

/* As b4 mails it: the subject in the header, the addresses there and below "---". */
static char *write_mail(const struct plan *plan, const struct patch *patch, const char *identity)
{
	char *message CLEANUP(free_text) = message_compose(patch, identity);
	char *json_number_in CLEANUP(free_text) = xasprintf("%zu", plan->patches.nr);
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	fprintf(out, "From: %s\nSubject: [PATCH %0*u/%s] %s\n", identity,
		(int)strlen(json_number_in), patch->nr, json_number_in, patch->subject);
	write_header(out, "To: ", patch, true);
	write_header(out, "Cc: ", patch, false);
	fputs(message + strcspn(message, "\n") + 1, out);
	if (!patch->recipients.nr)
		fputs("---\n", out);
	fclose(out);
	return text;
}

json_t *view_sample(const struct plan *plan, const struct patch *patch, const char *identity)
{
	char *mail CLEANUP(free_text) = write_mail(plan, patch, identity);

	return json_pack("{s:i, s:o, s:o, s:o}",
			 "nr", patch->nr, "id", json_text(patch->id),
			 "subject", json_text(patch->subject), "message", json_text(mail));
}

/* Is it the same fault, in another patch? */
static bool is_same_fault(const json_t *a, const json_t *b)
{
	return json_number(a, "line") == json_number(b, "line") &&
	       json_number(a, "patch") && json_number(b, "patch") &&
	       !strcmp(json_field(a, "what"), json_field(b, "what"));
}

/* "patch 4", "patches 2 to 5 and 7": where a fault stands, which is the same in all. */
static void print_patches(FILE *out, const json_t *words, size_t first)
{
	const json_t *row = json_array_get(words, first);
	size_t count = 0, last = first;

	for (size_t i = first; i < json_array_size(words); i++)
		if (is_same_fault(row, json_array_get(words, i))) {
			count++;
			last = i;
		}
	if (!json_number(row, "patch"))
		fputs("cover letter", out);
	else if (count < 2)
		fprintf(out, "patch %d", json_number(row, "patch"));
	else
		fprintf(out, "%zu patches from %d to %d", count, json_number(row, "patch"),
			json_number(json_array_get(words, last), "patch"));
	fprintf(out, ", line %d: %s\n", json_number(row, "line"), json_field(row, "what"));
}

void view_print_words(FILE *out, const json_t *document)
{
	const json_t *words = json_object_get(document, "words");

	if (json_array_size(words))
		fputs("\nWords to look at:\n", out);
	for (size_t i = 0; i < json_array_size(words); i++) {
		bool known = false;

		for (size_t k = 0; k < i; k++)
			known = known ||
				is_same_fault(json_array_get(words, k), json_array_get(words, i));
		if (known)
			continue;
		fputs("       ", out);
		print_patches(out, words, i);
	}
}

void view_print_new_names(FILE *out, const json_t *document)
{
	const json_t *names = json_object_get(document, "new");

	if (json_array_size(names))
		fputs("\nNew functions; were there earlier attempts?\n", out);
	FOR_EACH_JSON(row, names)
		fprintf(out, "       %s()  %s\n", json_field(row, "name"), json_field(row, "link"));
}

void view_print_sample(FILE *out, const json_t *document)
{
	fputs(json_field(json_object_get(document, "sample"), "message"), out);
	view_print_words(out, document);
}
