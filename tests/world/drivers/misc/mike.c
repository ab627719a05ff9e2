// SPDX-License-Identifier: GPL-2.0
#include <linux/module.h>
#include <linux/pci.h>

#include "mike.h"

static int mike_probe(struct pci_dev *pdev)
{
	int ret = pcim_enable_device(pdev);

	return ret ? ret : MIKE(vectors)(pdev);
}

static struct pci_driver mike_driver = {
	.name = "mike",
	.probe = mike_probe,
};
module_pci_driver(mike_driver);
MODULE_LICENSE("GPL");
