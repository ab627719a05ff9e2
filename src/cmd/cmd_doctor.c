// SPDX-License-Identifier: GPL-2.0
/* treewide doctor: what is missing on this machine, and what mends it. */
#include "cli/command.h"
#include "machine/diagnosis.h"
#include "cli/options.h"
#include "cli/output.h"
#include "machine/repository.h"
#include "cli/session.h"
#include "machine/storage.h"
#include "machine/tools.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/json.h"
#include "lib/lib.h"
#include "lib/space.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/sysinfo.h>

#define LEAST_SPACE (3LL << 30)		/* what Linux 6.12 takes under one target, and some */
#define GOOD_SPACE (20LL << 30)
#define LARGEST 8			/* things that are named in text */

static enum diagnosis_state judge_room(int64_t bytes)
{
	return bytes >= GOOD_SPACE ? DIAGNOSIS_OK :
	       bytes >= LEAST_SPACE ? DIAGNOSIS_NOTE : DIAGNOSIS_MISSING;
}

static void examine_machine(struct diagnoses *all, const struct surroundings *place)
{
	const char *where = place->state && access(place->state, F_OK) == 0 ? place->state : ".";
	int64_t room = space_free(where);
	struct sysinfo info = { 0 };
	struct diagnosis *one = diagnosis_add(all, "machine", "cores", DIAGNOSIS_OK);

	one->found = xasprintf("%ld, %u job%s at once", sysconf(_SC_NPROCESSORS_ONLN), place->jobs,
			       plural(place->jobs, "s"));
	if (place->wrong) {
		one->state = DIAGNOSIS_MISSING;
		one->why = xstrdup(place->wrong);
		one->mend = xstrdup("git config --unset treewide.jobs");
	}
	if (sysinfo(&info) == 0) {
		one = diagnosis_add(all, "machine", "memory", DIAGNOSIS_OK);
		one->found = space_text((int64_t)info.totalram * info.mem_unit);
	}
	one = diagnosis_add(all, "machine", "disk", judge_room(room));
	one->found = room < 0 ? NULL : space_text(room);
	if (room >= GOOD_SPACE)
		return;
	one->why = xasprintf("free at %s; a target of Linux takes 2 GB, --level full much more",
			     where);
	one->mend = xstrdup("treewide gc --limit SIZE, or another place with --state");
	fail_clear();
}

static bool is_locked(const char *state)
{
	char *path CLEANUP(free_text) = xasprintf("%s/lock", state);
	int fd CLEANUP(close_fd) = open(path, O_RDWR | O_CLOEXEC);

	return fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) < 0;
}

static void examine_limit(struct diagnoses *all, const struct surroundings *place, int64_t total)
{
	git_buf value CLEANUP(git_buf_dispose) = GIT_BUF_INIT;
	struct diagnosis *one = diagnosis_add(all, "state", "limit", DIAGNOSIS_NOTE);
	int64_t limit;

	if (!place->config ||
	    git_config_get_string_buf(&value, place->config, "treewide.stateLimit") < 0) {
		one->why = xstrdup("none is set, so the state directory grows without limit");
		one->mend = xstrdup("git config treewide.stateLimit 50g");
		return;
	}
	one->found = xstrdup(value.ptr);
	one->state = DIAGNOSIS_MISSING;
	if (space_parse(value.ptr, &limit) < 0) {
		one->why = xstrdup("not a size as 500m, 20g or 1t");
		one->mend = xstrdup("git config treewide.stateLimit 50g");
	} else if (total > limit) {
		one->why = xstrdup("the state directory takes more");
		one->mend = xstrdup("treewide gc");
	} else {
		one->state = DIAGNOSIS_OK;
	}
}

static void examine_state(struct diagnoses *all, const struct surroundings *place,
			  const struct storage *storage)
{
	struct diagnosis *one;

	if (!place->state)
		return;
	one = diagnosis_add(all, "state", "directory", DIAGNOSIS_OK);
	one->found = xstrdup(place->state);
	if (is_locked(place->state)) {
		one->state = DIAGNOSIS_NOTE;
		one->why = xstrdup("another treewide works there now");
	}
	one = diagnosis_add(all, "state", "space", DIAGNOSIS_OK);
	one->found = space_text(storage_total(storage));
	examine_limit(all, place, storage_total(storage));
}

/* The targets of the campaign, else those of the configuration, else the usual one. */
static void choose_targets(struct strlist *targets, const struct surroundings *place,
			   const struct campaign *campaign)
{
	git_config_iterator *values = NULL;
	git_config_entry *entry;

	FOR_EACH(check, &campaign->checks)
		strlist_add_all_once(targets, &check->targets);
	if (!targets->nr && place->config &&
	    git_config_multivar_iterator_new(&values, place->config, "treewide.target", NULL) == 0)
		while (git_config_next(&entry, values) == 0)
			strlist_add_once(targets, entry->value);
	git_config_iterator_free(values);
	if (!targets->nr)
		strlist_add(targets, campaign_target(campaign));
}

static void examine_campaign(struct diagnoses *all, struct session *session,
			     const struct options *options, const struct surroundings *place)
{
	struct diagnosis *one;

	if (!place->campaign)
		return;
	if (session_read(session, options) == 0) {
		one = diagnosis_add(all, "clone", "campaign", DIAGNOSIS_OK);
		one->found = xstrdup(session->campaign.path);
		return;
	}
	one = diagnosis_add(all, "clone", "campaign", DIAGNOSIS_MISSING);
	one->why = xstrdup(fail_text());
	fail_clear();
}

static int examine(struct diagnoses *all, const struct options *options,
		   const struct surroundings *place, const struct storage *storage)
{
	struct session session CLEANUP(session_release) = { .state.lock = -1 };
	struct strlist targets CLEANUP(strlist_release) = { 0 };
	const char *parent = getenv("TMPDIR");
	char *tmp CLEANUP(free_text) = io_mktemp(parent ? parent : "/tmp");

	if (!tmp)
		return -1;
	tools_examine(all, tmp);
	io_remove(tmp);
	repository_examine(all, place);
	examine_campaign(all, &session, options, place);
	tools_examine_campaign(all, &session.campaign);
	choose_targets(&targets, place, &session.campaign);
	tools_examine_targets(all, &targets);
	examine_machine(all, place);
	examine_state(all, place, storage);
	return job_interrupted();
}

static int largest_first(const void *a, const void *b)
{
	const struct storage_item *x = a, *y = b;

	return x->bytes != y->bytes ? (x->bytes > y->bytes ? -1 : 1) : strcmp(x->name, y->name);
}

static json_t *view(const struct diagnoses *all, const struct storage *storage)
{
	json_t *space = json_array();

	FOR_EACH(item, storage)
		json_array_append_new(space, json_pack("{s:o, s:I, s:b}", "what",
						       json_text(item->name), "bytes",
						       (json_int_t)item->bytes, "removable",
						       !item->why));
	return json_pack("{s:b, s:o, s:o}", "ok", diagnosis_is_well(all), "rows",
			 diagnosis_view(all), "space", space);
}

static void print_diagnoses(FILE *out, const struct diagnoses *all, const struct storage *storage)
{
	size_t bad = 0;

	diagnosis_print(out, all);
	for (size_t i = 0; i < storage->nr && i < LARGEST; i++) {
		char *bytes CLEANUP(free_text) = space_text(storage->v[i].bytes);

		fprintf(out, "  %10s  %s%s\n", bytes, storage->v[i].name,
			storage->v[i].why ? "" : " (gc may remove it)");
	}
	FOR_EACH(one, all)
		bad += one->state == DIAGNOSIS_MISSING;
	if (bad)
		fprintf(out, "\n%zu thing%s missing: run the command below each\n", bad,
			bad == 1 ? " is" : "s are");
	else
		fprintf(out, "\nNothing is missing.\n");
}

static void show_diagnoses(const struct diagnoses *all, const struct storage *storage)
{
	char *text CLEANUP(free_text) = NULL;
	FILE *out = xmemstream(&text, NULL);

	print_diagnoses(out, all, storage);
	fclose(out);
	output_fitting(text);
}

int cmd_doctor(const struct options *options)
{
	struct diagnoses all CLEANUP(diagnosis_release) = { 0 };
	struct storage storage CLEANUP(storage_release) = { 0 };
	struct surroundings place CLEANUP(surroundings_release) = { 0 };

	surroundings_find(&place, options);
	fail_clear();
	if (place.state)
		storage_list(&storage, place.state);
	if (examine(&all, options, &place, &storage) < 0)
		return output_failure();
	LIST_SORT(&storage, largest_first);
	if (options->json) {
		json_t *document CLEANUP(free_json) = view(&all, &storage);

		output_json(document);
	} else {
		show_diagnoses(&all, &storage);
	}
	return !diagnosis_is_well(&all);
}
