// SPDX-License-Identifier: GPL-2.0
/* treewide send: hand the series over to b4. */
#include "command.h"
#include "fail.h"
#include "output.h"

int cmd_send(const struct options *options)
{
	(void)options;
	fail_system("send cannot hand over anything yet");
	return output_failure();
}
