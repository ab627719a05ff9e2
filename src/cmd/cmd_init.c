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

static void print_text(const char *name, const struct strlist *files)
{
	FOR_EACH(file, files)
		printf("%s\n", *file);
	printf("\nIt is whole as it stands; put your conversion in its place. What it makes:\n"
	       "    treewide --campaign ./%s plan\n", name);
}

int cmd_init(const struct options *options)
{
	struct strlist files CLEANUP(strlist_release) = { 0 };

	if (!options->name)
		fail_usage("init needs the name of the campaign: treewide init NAME");
	else if (skeleton_check_name(options->name) == 0 &&
		 skeleton_write(".", options->name, &files) == 0) {
		if (options->json)
			print_json(options->name, &files);
		else
			print_text(options->name, &files);
		return 0;
	}
	return output_failure();
}
