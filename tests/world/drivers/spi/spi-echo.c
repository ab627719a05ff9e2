// SPDX-License-Identifier: GPL-2.0
/* Implicit, with affinity. */
#include <linux/module.h>
#include <linux/pci.h>

static int echo_probe(struct pci_dev *pdev)
{
	struct irq_affinity affd = { .pre_vectors = 1 };
	int ret = pcim_enable_device(pdev);

	if (ret)
		return ret;
	ret = pci_alloc_irq_vectors_affinity(pdev, 2, 16,
					     PCI_IRQ_MSIX | PCI_IRQ_AFFINITY,
					     &affd);
	return ret < 0 ? ret : 0;
}

static struct pci_driver echo_driver = {
	.name = "spi-echo",
	.probe = echo_probe,
};
module_pci_driver(echo_driver);
MODULE_LICENSE("GPL");
