// SPDX-License-Identifier: GPL-2.0
/* A part that no configuration of this world builds. */
#include "bravo.h"

void bravo_debug(struct bravo *bravo)
{
	dev_err(&bravo->pdev->dev, "%d vectors\n", bravo->nvec);
}
