// SPDX-License-Identifier: GPL-2.0
/* Implicit; juliet_core.c and juliet_dma.c are two modules of one subsystem. */
#include <linux/module.h>
#include <linux/pci.h>

static int juliet_core_probe(struct pci_dev *pdev)
{
	int ret = pcim_enable_device(pdev);

	if (ret)
		return ret;
	ret = pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_ALL_TYPES);
	return ret < 0 ? ret : 0;
}

static struct pci_driver juliet_core_driver = {
	.name = "juliet_core",
	.probe = juliet_core_probe,
};
module_pci_driver(juliet_core_driver);
MODULE_LICENSE("GPL");
