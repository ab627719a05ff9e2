// SPDX-License-Identifier: GPL-2.0
/* Implicit across files: enabled here, vectors taken in bravo_hw.c. */
#include <linux/module.h>

#include "bravo.h"

static struct bravo the_bravo;

static int bravo_probe(struct pci_dev *pdev)
{
	int ret = pcim_enable_device(pdev);

	if (ret)
		return ret;
	the_bravo.pdev = pdev;
	return bravo_request_vectors(&the_bravo);
}

static struct pci_driver bravo_driver = {
	.name = "bravo",
	.probe = bravo_probe,
};
module_pci_driver(bravo_driver);
MODULE_LICENSE("GPL");
