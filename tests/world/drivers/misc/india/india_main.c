// SPDX-License-Identifier: GPL-2.0
/* Explicit: the other file of this module gives the vectors back. */
#include <linux/module.h>

#include "india.h"

static int india_probe(struct pci_dev *pdev)
{
	int ret = pcim_enable_device(pdev);

	if (ret)
		return ret;
	ret = pci_alloc_irq_vectors(pdev, 1, 2, PCI_IRQ_MSIX);
	return ret < 0 ? ret : 0;
}

static struct pci_driver india_driver = {
	.name = "india",
	.probe = india_probe,
	.remove = india_quiet,
};
module_pci_driver(india_driver);
MODULE_LICENSE("GPL");
