// SPDX-License-Identifier: GPL-2.0
/* Chooses colour and pager. */
#include "cli/terminal.h"

#include "cli/options.h"
#include "cli/output.h"
#include "cli/pager.h"
#include "cli/session.h"
#include "lib/lib.h"

/* Owned by the caller; NULL: it is not set. */
static char *git_value(const git_config *config, const char *key)
{
	git_buf value CLEANUP(git_buf_dispose) = GIT_BUF_INIT;

	return config && git_config_get_string_buf(&value, config, key) == 0 ? xstrdup(value.ptr) :
									       NULL;
}

static bool wants_colour(const git_config *config)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
	char *own CLEANUP(free_text) = git_value(config, "color.treewide");
	char *all CLEANUP(free_text) = git_value(config, "color.ui");
	const char *said = own ? own : all ? all : "auto";

	if ((no_color && *no_color) || !term || !strcmp(term, "dumb"))
		return false;
	return !is_one_of(said, TEXTS("never", "false", "no", "off", "0"));
}

void terminal_choose(const struct options *options)
{
	git_config *config CLEANUP(free_config) = NULL;

	if (!isatty(STDOUT_FILENO))
		return;
	config = session_config(options);
	char *pager CLEANUP(free_text) = git_value(config, "core.pager");
	output_set_terminal(options->no_pager ? NULL : pager_choose(pager), wants_colour(config));
	fail_clear();
}
