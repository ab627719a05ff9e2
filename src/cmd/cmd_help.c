// SPDX-License-Identifier: GPL-2.0
/* treewide help: the page of a command, or of what it names. */
#include "cli/cmdline.h"
#include "cli/command.h"
#include "cli/manual.h"
#include "cli/options.h"
#include "cli/output.h"
#include "lib/io.h"
#include "lib/json.h"
#include "lib/lib.h"
#include "lib/nearest.h"
#include "checks/checks.h"

static json_t *view_option(const struct option_row *row)
{
	const char letter[2] = { row->key < USAGE ? (char)row->key : '\0', '\0' };

	return json_pack("{s:s, s:o, s:o, s:s}", "name", row->name, "letter",
			 json_text_or_null(*letter ? letter : NULL), "value",
			 json_text_or_null(row->value), "help", row->help);
}

static json_t *view_options(const struct command *command)
{
	json_t *array = json_array();
	const struct option_row *row;

	for (size_t i = 0; (row = option_row(i)); i++)
		if (option_belongs(row, command))
			json_array_append_new(array, view_option(row));
	return array;
}

static json_t *view_checks(void)
{
	json_t *array = json_array();
	const struct check_row *row;

	for (size_t i = 0; (row = checks_row(i)); i++)
		json_array_append_new(array, json_pack("{s:s, s:s}", "name", row->name, "help",
						       row->help));
	return array;
}

/* The commands with their options, of one or of all, and the checks. */
static json_t *view_help(const char *name)
{
	struct strlist topics CLEANUP(strlist_release) = { 0 };
	json_t *array = json_array();

	manual_topics(&topics);
	for (const struct command *row = command_rows; row->name; row++)
		if (!name || !strcmp(name, row->name))
			json_array_append_new(array, json_pack("{s:s, s:s, s:o}", "name",
							       row->name, "help", row->help,
							       "options", view_options(row)));
	return json_pack("{s:o, s:o, s:o}", "commands", array, "checks", view_checks(), "pages",
			 json_list(&topics));
}

/* Only returns where there is no man. It is no job: it wants the terminal, and is the last. */
static void open_page(const char *page)
{
	char *man CLEANUP(free_text) = io_find_program("man");

	if (!man)
		return;
	output_flush();
	execl(man, man, page, (char *)NULL);
}

static int refuse(const char *name)
{
	struct strlist known CLEANUP(strlist_release) = { 0 };

	for (const struct command *row = command_rows; row->name; row++)
		strlist_add(&known, row->name);
	manual_topics(&known);
	char *hint CLEANUP(free_text) = nearest_hint(&known, name);
	fail_usage("there is no manual page for %s%s", name, hint);
	return output_failure();
}

int cmd_help(const struct options *options)
{
	const char *name = options->name;
	const struct command *command = name ? command_find(name) : NULL;
	char *page CLEANUP(free_text) = name ? manual_find(name) : NULL;

	if (name && !command && !page)
		return refuse(name);
	if (options->json) {
		json_t *document CLEANUP(free_json) = view_help(command ? name : NULL);

		output_json(document);
		return 0;
	}
	if (page)
		open_page(page);
	if (name && !command) {
		fail_system("the program man is not installed: %s cannot be shown", page);
		return output_failure();
	}
	cmdline_help(command);
	return 0;
}
