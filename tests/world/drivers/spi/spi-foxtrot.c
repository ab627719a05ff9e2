// SPDX-License-Identifier: GPL-2.0
/* Implicit; a call over several lines, with comments and a call inside. */
#include <linux/module.h>
#include <linux/pci.h>

static unsigned int foxtrot_count(struct pci_dev *pdev, unsigned int most)
{
	return pdev->irq < most ? pdev->irq : most;
}

static int foxtrot_probe(struct pci_dev *pdev)
{
	int nvec, ret;

	ret = pcim_enable_device(pdev);
	if (ret)
		return ret;

	nvec = pci_alloc_irq_vectors(pdev,
				     1,		/* one will do */
				     foxtrot_count(pdev,
						   8),
				     PCI_IRQ_MSIX |
				     PCI_IRQ_MSI);
	if (nvec < 0 &&
	    pci_alloc_irq_vectors(pdev, 1, 1,
				  PCI_IRQ_INTX) < 0)
		return -ENODEV;

	return	0; 	/* what stands here is none of our business */
}

static struct pci_driver foxtrot_driver = {
	.name = "spi-foxtrot",
	.probe = foxtrot_probe,
};
module_pci_driver(foxtrot_driver);
MODULE_LICENSE("GPL");
