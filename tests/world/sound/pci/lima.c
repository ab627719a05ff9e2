// SPDX-License-Identifier: GPL-2.0
/* Implicit, built in, outside drivers/. */
#include <linux/pci.h>

static int lima_probe(struct pci_dev *pdev)
{
	int ret = pcim_enable_device(pdev);

	if (ret)
		return ret;
	ret = pci_alloc_irq_vectors(pdev, 1, 2, PCI_IRQ_MSI);
	return ret < 0 ? ret : 0;
}

static struct pci_driver lima_driver = {
	.name = "lima",
	.probe = lima_probe,
};
builtin_pci_driver(lima_driver);
