// SPDX-License-Identifier: GPL-2.0
/* Prints results, failures and progress. */
#include "cli/output.h"

#include "lib/job.h"
#include "lib/lib.h"
#include "report/view.h"
#include "series/plan.h"

#include <errno.h>
#include <stdarg.h>
#include <time.h>

#define PLAIN_SECONDS 10 /* between two lines of progress in a log */

struct terminal {
	struct progress progress;
	bool live, shown, timed;
	int error;		/* why a result could not be written */
	char what[64];
	double started, told;
};

/* With TREEWIDE_TIMES set, each stage says at its end what it took. */
static void end_stage(struct terminal *terminal, double time)
{
	if (!terminal->what[0] || !terminal->timed)
		return;
	output_say("%s took %.2f s", terminal->what, time - terminal->started);
}

/* Time left by what the stage has cost so far; too early to tell: nothing. */
static void estimate(char *text, size_t size, double spent, size_t done, size_t total)
{
	text[0] = '\0';
	if (done && done < total && spent > 2)
		snprintf(text, size, ", about %.0f s left",
			 spent / (double)done * (double)(total - done));
}

static void report(struct progress *progress, const char *what, size_t done, size_t total,
		   const char *item)
{
	struct terminal *terminal = (struct terminal *)progress;
	double time = job_clock();
	char left[64];
	bool fresh = strcmp(terminal->what, what) != 0;

	if (fresh) {
		end_stage(terminal, time);
		snprintf(terminal->what, sizeof(terminal->what), "%s", what);
		terminal->started = time;
		terminal->told = terminal->live ? 0 : time;
	}
	if (!terminal->live && !fresh && done < total && time - terminal->told < PLAIN_SECONDS)
		return;
	if (terminal->live && time - terminal->told < 0.1 && done < total)
		return;
	terminal->told = time;
	estimate(left, sizeof(left), time - terminal->started, done, total);
	if (terminal->live)
		fprintf(stderr, "\r\033[K%s: %zu/%zu%s %.40s", what, done, total, left,
			item ? item : "");
	else
		fprintf(stderr, "treewide: %s: %zu/%zu%s\n", what, done, total, left);
	terminal->shown = terminal->live;
	if (done && done == total) {
		end_stage(terminal, time);
		terminal->what[0] = '\0';
	}
}

static void tell(struct progress *progress, const char *text)
{
	(void)progress;
	output_say("%s", text);
}

static struct terminal *terminal(void)
{
	static struct terminal the_terminal = { .progress = { report, tell } };

	return &the_terminal;
}

struct progress *output_progress(void)
{
	terminal()->live = isatty(STDERR_FILENO);
	terminal()->timed = getenv("TREEWIDE_TIMES") != NULL;
	return &terminal()->progress;
}

void output_clear(void)
{
	if (terminal()->shown)
		fputs("\r\033[K", stderr);
	terminal()->shown = false;
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
		terminal()->error = errno;
}

void output_document(bool json, const json_t *document,
		     void (*print)(FILE *out, const json_t *document))
{
	output_clear();
	if (json)
		output_json(document);
	else
		print(stdout, document);
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
	end_stage(terminal(), job_clock());
	output_clear();
	if (!terminal()->error && fflush(stdout) == 0 && !ferror(stdout))
		return 0;
	fail_clear();
	if (terminal()->error)
		errno = terminal()->error;
	fail_errno("cannot write the result");
	return output_failure();
}
