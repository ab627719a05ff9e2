// SPDX-License-Identifier: GPL-2.0
/* treewide send: hand the series over to b4. */
#include "cleanup.h"
#include "command.h"
#include "output.h"
#include "send.h"
#include "view_send.h"

#include <string.h>

static void say_before(const struct sending *sending)
{
	const struct options *options = sending->options;
	size_t count = outbox_count(&sending->outbox);
	size_t sent = outbox_count_fate(&sending->outbox, FATE_SENT);

	if (sending->pending && options->really)
		output_say("going on with v%d of %s: %zu of %zu mails went out before",
			   sending->revision, sending->branch, sent, count);
	else if (sending->pending)
		output_say("v%d of %s is being sent, %zu of %zu mails went out: treewide send "
			   "--really goes on with it; to give it up remove %s",
			   sending->revision, sending->branch, sent, count, sending->outbox.dir);
	if (sending->web)
		output_say("b4's web endpoint takes the mails as b4 makes them: To is the same for "
			   "all, whom the plan wants in To of a patch stands in Cc, and the cover "
			   "letter goes to everybody");
}

int cmd_send(const struct options *options)
{
	struct sending sending CLEANUP(free_sending) = { 0 };
	json_t *document CLEANUP(free_json) = NULL;
	int code;

	if (send_prepare(&sending, options, output_progress()) < 0)
		return output_failure();
	say_before(&sending);
	code = send_go(&sending) < 0 ? output_failure() : 0;
	document = view_send(&sending);
	output_clear();
	if (options->json)
		output_json(document);
	else if (!code)
		view_print_send(stdout, document);
	if (code)
		return code;
	return sending.sent || !send_is_blocked(&sending) ? 0 : 1;
}
