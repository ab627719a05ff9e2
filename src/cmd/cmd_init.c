// SPDX-License-Identifier: GPL-2.0
/* treewide init: begin a campaign in a folder of its own. */
#include "cli/command.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/session.h"
#include "cmd/skeleton.h"
#include "lib/json.h"
#include "lib/lib.h"

static void print_json(const char *name, const struct strlist *files)
{
	json_t *document CLEANUP(free_json) = json_object();
	json_t *array = json_array();

	FOR_EACH(file, files)
		json_array_append_new(array, json_text(*file));
	json_object_set_new(document, "campaign", json_text(name));
	json_object_set_new(document, "files", array);
	output_json(document);
}

static void print_files(const struct strlist *files)
{
	FOR_EACH(file, files)
		printf("%s\n", *file);
	putchar('\n');
}

static void print_text(const char *name, const struct strlist *files)
{
	print_files(files);
	printf("It works as it is; put your own conversion in its place. To see what it makes:\n "
	       "   treewide --campaign ./%s plan\n", name);
}

static int write_campaign(const struct options *options, struct strlist *files)
{
	if (!options->name)
		return fail_usage("init needs the name of the campaign: treewide init NAME");
	if (options->subject && !options->rule)
		return fail_usage("--subject goes with --rule");
	if (options->paths.nr && !options->rule)
		return fail_usage("%s: a path goes with --rule", options->paths.v[0]);
	if (skeleton_check_name(options->name) < 0)
		return -1;
	return options->rule ? skeleton_of_rule(".", options->name, options->rule,
						options->subject, &options->paths,
						files) :
			       skeleton_write(".", options->name, files);
}

/* Is there a kernel around here that it can be planned for? */
static bool has_repository(const struct options *options)
{
	struct surroundings place CLEANUP(surroundings_release) = { 0 };

	surroundings_find(&place, options);
	return place.repository != NULL;
}

/* The campaign of a rule is tried at once. */
static int plan_it(const struct options *options)
{
	struct options again = *options;
	char *folder CLEANUP(free_text) = xasprintf("./%s", options->name);

	fflush(stdout);
	again.campaign = folder;
	again.paths = (struct strlist){ 0 };
	if (!has_repository(options)) {
		output_say("there is no kernel repository here: name one by git config "
			   "treewide.repo DIR");
		return 0;
	}
	int result = cmd_plan(&again);
	if (result > 1)
		output_say("%s is written; its plan again: treewide --campaign %s --base REV plan",
			   folder, folder);
	return result;
}

int cmd_init(const struct options *options)
{
	struct strlist files CLEANUP(strlist_release) = { 0 };

	if (write_campaign(options, &files) < 0)
		return output_failure();
	if (options->json)
		print_json(options->name, &files);
	else if (options->rule)
		print_files(&files);
	else
		print_text(options->name, &files);
	return options->rule && !options->json ? plan_it(options) : 0;
}
