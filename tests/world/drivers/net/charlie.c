// SPDX-License-Identifier: GPL-2.0
/* Explicit: gives its vectors back itself. */
#include <linux/module.h>
#include <linux/pci.h>

static int charlie_probe(struct pci_dev *pdev)
{
	int ret = pcim_enable_device(pdev);

	if (ret)
		return ret;
	ret = pci_alloc_irq_vectors(pdev, 1, 4, PCI_IRQ_MSIX);
	return ret < 0 ? ret : 0;
}

static void charlie_remove(struct pci_dev *pdev)
{
	pci_free_irq_vectors(pdev);
}

static struct pci_driver charlie_driver = {
	.name = "charlie",
	.probe = charlie_probe,
	.remove = charlie_remove,
};
module_pci_driver(charlie_driver);
MODULE_LICENSE("GPL");
