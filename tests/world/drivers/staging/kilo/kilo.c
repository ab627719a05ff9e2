// SPDX-License-Identifier: GPL-2.0
/* Implicit, in a folder that no configuration of this world builds. */
#include <linux/module.h>
#include <linux/pci.h>

static int kilo_probe(struct pci_dev *pdev)
{
	if (pcim_enable_device(pdev))
		return -ENODEV;

	return pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_INTX);
}

static struct pci_driver kilo_driver = {
	.name = "kilo",
	.probe = kilo_probe,
};
module_pci_driver(kilo_driver);
MODULE_LICENSE("GPL");
