// SPDX-License-Identifier: GPL-2.0
/* Implicit; the call fills its line to the last column. */
#include <linux/module.h>
#include <linux/pci.h>

static int golf_probe(struct pci_dev *pdev)
{
	unsigned int n = 2, lines = 4;
	int ret;

	ret = pcim_enable_device(pdev);
	if (ret)
		return ret;

	ret = pci_alloc_irq_vectors(pdev, n, lines, PCI_IRQ_MSIX | PCI_IRQ_MSI);
	if (ret < 0)
		return ret;

	return 0;
}

static struct pci_driver golf_driver = {
	.name = "gpio-golf",
	.probe = golf_probe,
};
module_pci_driver(golf_driver);
MODULE_LICENSE("GPL");
