// SPDX-License-Identifier: GPL-2.0
/* treewide test: run the tests of the campaign's rules. */
#include "cli/command.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/session.h"
#include "cocci/ruletest.h"
#include "lib/lib.h"
#include "report/view_test.h"

int cmd_test(const struct options *options)
{
	struct session session CLEANUP(session_release) = { .state.lock = -1 };
	struct surroundings place CLEANUP(surroundings_release) = { 0 };
	struct rule_tests tests CLEANUP(rule_tests_release) = { 0 };
	struct strlist written CLEANUP(strlist_release) = { 0 };

	surroundings_find(&place, options);
	if (surroundings_check(&place) < 0 || session_read(&session, options) < 0 ||
	    rule_tests_run(&tests, &session.campaign, &options->paths, place.jobs,
			   output_progress()) < 0 ||
	    (options->update && rule_tests_update(&tests, &written) < 0))
		return output_failure();
	json_t *document CLEANUP(free_json) = view_test(&session.campaign, &tests, &written);
	output_document(options->json, document, view_print_test);
	return rule_tests_faults(&tests) ? 1 : 0;
}
