// SPDX-License-Identifier: GPL-2.0
/* Prints results, failures and progress. */
#include "cli/output.h"

#include "cli/meter.h"
#include "cli/pager.h"
#include "cli/screen.h"
#include "lib/lib.h"
#include "report/view.h"
#include "series/plan.h"

#include <errno.h>
#include <stdarg.h>
#include <sys/ioctl.h>

/* How results are shown where stdout is a terminal. */
struct shown {
	char *pager;		/* NULL: none */
	bool terminal, colour;
	int error;		/* why a result could not be written */
};

static struct shown *shown(void)
{
	static struct shown the_shown;

	return &the_shown;
}

void output_set_terminal(const char *pager, bool colour)
{
	*shown() = (struct shown){ pager ? xstrdup(pager) : NULL, true, colour, 0 };
}

struct progress *output_progress(void)
{
	return meter_progress(isatty(STDERR_FILENO), getenv("TREEWIDE_TIMES") != NULL);
}

void output_clear(void)
{
	meter_clear();
}

void output_say(const char *fmt, ...)
{
	va_list ap;

	output_clear();
	fputs("treewide: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

void output_heading(const char *name)
{
	output_clear();
	printf("== %s\n", name);
	fflush(stdout);
}

void output_notes(const struct strlist *notes)
{
	FOR_EACH(note, notes)
		output_say("%s", *note);
}

int output_failure(void)
{
	output_say("%s", *fail_text() ? fail_text() : "failed for an unknown reason");
	return fail_exit_code();
}

int output_plan_failure(const struct plan *plan)
{
	output_clear();
	output_notes(&plan->notes);
	view_print_left(stderr, plan);
	return output_failure();
}

void output_json(const json_t *document)
{
	output_clear();
	json_dumpf(document, stdout, JSON_INDENT(2));
	putchar('\n');
}

void output_text(const char *text)
{
	output_clear();
	if (fputs(text, stdout) < 0 || fflush(stdout) != 0)
		shown()->error = errno;
}

static size_t width_of_terminal(void)
{
	struct winsize size = { 0 };

	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 20 ? size.ws_col : 80;
}

/* As the terminal shows it; as it is where there is none. */
static void show_result(const char *text, bool paged)
{
	if (!shown()->terminal) {
		output_text(text);
		return;
	}
	char *fits CLEANUP(free_text) = screen_text(text, width_of_terminal(), shown()->colour);
	meter_end();
	if (!paged || !shown()->pager || pager_show(shown()->pager, fits) < 0)
		output_text(fits);
}

void output_fitting(const char *text)
{
	show_result(text, false);
}

static void print_result(bool json, const json_t *document, bool paged,
			 void (*print)(FILE *out, const json_t *document))
{
	char *text CLEANUP(free_text) = NULL;

	if (json) {
		output_json(document);
		return;
	}
	FILE *out = xmemstream(&text, NULL);
	print(out, document);
	fclose(out);
	show_result(text, paged);
}

void output_document(bool json, const json_t *document,
		     void (*print)(FILE *out, const json_t *document))
{
	print_result(json, document, false, print);
}

void output_paged(bool json, const json_t *document,
		  void (*print)(FILE *out, const json_t *document))
{
	print_result(json, document, true, print);
}

void output_gather(json_t *gathered, json_t *document)
{
	if (gathered)
		json_object_update(gathered, document);
	else
		output_json(document);
}

int output_flush(void)
{
	meter_end();
	output_clear();
	if (!shown()->error && fflush(stdout) == 0 && !ferror(stdout))
		return 0;
	fail_clear();
	if (shown()->error)
		errno = shown()->error;
	fail_errno("cannot write the result");
	return output_failure();
}
