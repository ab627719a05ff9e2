// SPDX-License-Identifier: GPL-2.0
/* Shows how far a long command is. */
#include "cli/meter.h"

#include "lib/digest.h"
#include "lib/job.h"
#include "lib/json.h"
#include "lib/ledger.h"
#include "lib/lib.h"

#include <sys/ioctl.h>

#define PLAIN_SECONDS 10 /* between two lines of progress in a log */
#define LONG_SECONDS 5	 /* what takes that long leaves its line behind */
#define LEAST_TIME 0.1	 /* between two changes of the line */
#define TOLD_AFTER 2	 /* seconds: before that nothing is said of the end */

struct meter {
	struct progress progress;
	bool live, timed;
	bool shown;		/* the line stands on the terminal */
	struct meter_state state;
	char what[64], item[256];
	double started, told;
	json_t *phases;
	struct ledger *ledger;
};

static struct meter *the_meter(void)
{
	static struct meter meter;

	return &meter;
}

char *meter_duration(double seconds)
{
	long whole = (long)(seconds + 0.5);

	if (whole < 100)
		return xasprintf("%ld s", whole);
	if (whole < 600 && whole % 60)
		return xasprintf("%ld min %ld s", whole / 60, whole % 60);
	if (whole < 6000)
		return xasprintf("%ld min", whole / 60);
	return whole / 60 % 60 ? xasprintf("%ld h %ld min", whole / 3600, whole / 60 % 60) :
				 xasprintf("%ld h", whole / 3600);
}

/* Seconds until the end; below 0: nobody knows. */
static double time_left(const struct meter_state *state)
{
	if (state->spent <= TOLD_AFTER)
		return -1;
	if (state->done && state->done < state->total)
		return state->spent / (double)state->done * (double)(state->total - state->done);
	return !state->done && state->expected > state->spent ? state->expected - state->spent : -1;
}

char *meter_line(const struct meter_state *state, size_t width)
{
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);
	double left = time_left(state);
	char *spent CLEANUP(free_text) = meter_duration(state->spent);
	char *rest CLEANUP(free_text) = meter_duration(left);

	fputs(state->what, out);
	bool counted = state->counted || state->total > 1;
	if (counted)
		fprintf(out, ": %zu/%zu", state->done, state->total);
	if (left >= 0)
		fprintf(out, "%s about %s left", counted ? "," : ":", rest);
	else if (state->spent > TOLD_AFTER)
		fprintf(out, "%s %s so far", counted ? "," : ":", spent);
	if (state->item)
		fprintf(out, "  %s", state->item);
	fclose(out);
	if (strlen(text) > width)
		text[width] = '\0';
	return text;
}

static size_t terminal_width(void)
{
	struct winsize size = { 0 };

	return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ?
		       size.ws_col - 1u : 79;
}

void meter_clear(void)
{
	struct meter *meter = the_meter();

	if (meter->shown)
		fputs("\r\033[K", stderr);
	meter->shown = false;
}

static void add_phase(struct meter *meter)
{
	if (!meter->phases)
		meter->phases = json_array();
	FOR_EACH_JSON(row, meter->phases)
		if (!strcmp(json_field(row, "phase"), meter->what)) {
			double had = json_number_value(json_object_get(row, "seconds"));

			json_object_set_new(row, "seconds", json_real(had + meter->state.spent));
			return;
		}
	json_array_append_new(meter->phases, json_pack("{s:o, s:f}", "phase",
						       json_text(meter->what), "seconds",
						       meter->state.spent));
}

/* A phase without numbers: what it takes is only known from the last time. */
static bool counts_nothing(const struct meter *meter)
{
	return meter->ledger && meter->state.total <= 1;
}

static git_oid phase_key(const struct meter *meter)
{
	const char *item = meter->item;

	return DIGEST(meter->what, item);
}

/* How long is a convenience: what cannot be read or written is no failure. */
static void recall_time(struct meter *meter)
{
	git_oid key = phase_key(meter);
	json_t *value CLEANUP(free_json) = NULL;

	meter->state.expected = 0;
	if (!counts_nothing(meter) || *fail_text())
		return;
	if (ledger_get(meter->ledger, "phase", &key, &value) > 0)
		meter->state.expected = json_number_value(value);
	else
		fail_clear();
}

static void keep_time(struct meter *meter)
{
	git_oid key = phase_key(meter);
	json_t *value CLEANUP(free_json) = json_real(meter->state.spent);

	if (counts_nothing(meter) && meter->state.spent >= TOLD_AFTER && !*fail_text() &&
	    ledger_put(meter->ledger, "phase", &key, value) < 0)
		fail_clear();
}

/* What the phase that is over took, for the user, for reports, and for the next time. */
void meter_end(void)
{
	struct meter *meter = the_meter();

	if (!meter->what[0])
		return;
	meter->state.spent = job_clock() - meter->started;
	add_phase(meter);
	keep_time(meter);
	meter_clear();
	if (meter->timed) {
		fprintf(stderr, "treewide: %s took %.2f s\n", meter->what, meter->state.spent);
	} else if (meter->live && meter->state.spent >= LONG_SECONDS) {
		char *spent CLEANUP(free_text) = meter_duration(meter->state.spent);

		fprintf(stderr, "%s: ", meter->what);
		if (meter->state.total > 1)
			fprintf(stderr, "%zu/%zu ", meter->state.done, meter->state.total);
		fprintf(stderr, "in %s\n", spent);
	}
	meter->what[0] = '\0';
}

static void draw(struct meter *meter, double time)
{
	struct meter_state state = meter->state;

	state.what = meter->what;
	state.item = meter->live && *meter->item ? meter->item : NULL;
	state.counted = !meter->live;
	state.spent = time - meter->started;
	meter->told = time;
	char *line CLEANUP(free_text) = meter_line(&state, meter->live ? terminal_width() : 200);
	if (meter->live)
		fprintf(stderr, "\r\033[K%s", line);
	else
		fprintf(stderr, "treewide: %s\n", line);
	meter->shown = meter->live;
}

/* Programs run, and none of them has ended. */
static void tick(void)
{
	struct meter *meter = the_meter();
	double time = job_clock();

	if (!meter->what[0] || time - meter->told < (meter->live ? 1 : PLAIN_SECONDS))
		return;
	draw(meter, time);
}

static void begin_phase(struct meter *meter, const char *what, double time)
{
	meter_end();
	snprintf(meter->what, sizeof(meter->what), "%s", what);
	recall_time(meter);
	meter->started = time;
	meter->told = meter->live ? 0 : time;
}

static void report(struct progress *progress, const char *what, size_t done, size_t total,
		   const char *item)
{
	struct meter *meter = (struct meter *)progress;
	double time = job_clock();
	bool fresh = strcmp(meter->what, what) != 0;

	if (fresh)
		meter_end();
	snprintf(meter->item, sizeof(meter->item), "%s", item ? item : "");
	meter->state.done = done;
	meter->state.total = total;
	if (fresh)
		begin_phase(meter, what, time);
	bool over = done && done == total;
	double wait = meter->live ? LEAST_TIME : PLAIN_SECONDS;
	if (over || (fresh && !meter->live) || time - meter->told >= wait)
		draw(meter, time);
	if (over)
		meter_end();
}

static void tell(struct progress *progress, const char *text)
{
	(void)progress;
	meter_clear();
	fprintf(stderr, "treewide: %s\n", text);
}

struct progress *meter_progress(bool live, bool timed)
{
	struct meter *meter = the_meter();

	meter->progress = (struct progress){ report, tell };
	meter->live = live;
	meter->timed = timed;
	job_set_tick(tick);
	return &meter->progress;
}

void meter_remember(struct ledger *ledger)
{
	the_meter()->ledger = ledger;
}

json_t *meter_phases(void)
{
	meter_end();
	return the_meter()->phases ? json_deep_copy(the_meter()->phases) : json_array();
}
