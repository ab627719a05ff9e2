// SPDX-License-Identifier: GPL-2.0
/* Unmanaged: does everything by hand, and forgets the vectors. */
#include <linux/module.h>
#include <linux/pci.h>

static int delta_probe(struct pci_dev *pdev)
{
	int ret = pci_enable_device(pdev);

	if (ret)
		return ret;
	ret = pci_alloc_irq_vectors(pdev, 1, 4, PCI_IRQ_MSIX);
	return ret < 0 ? ret : 0;
}

static void delta_remove(struct pci_dev *pdev)
{
	pci_disable_device(pdev);
}

static struct pci_driver delta_driver = {
	.name = "delta",
	.probe = delta_probe,
	.remove = delta_remove,
};
module_pci_driver(delta_driver);
MODULE_LICENSE("GPL");
