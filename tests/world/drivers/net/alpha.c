// SPDX-License-Identifier: GPL-2.0
/* Implicit, in one file. */
#include <linux/module.h>
#include <linux/pci.h>

static int alpha_isr(int irq, void *data)
{
	return 1;
}

static int alpha_probe(struct pci_dev *pdev)
{
	int ret;

	ret = pcim_enable_device(pdev);
	if (ret)
		return ret;

	ret = pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_ALL_TYPES);
	if (ret < 0)
		return ret;

	return devm_request_irq(&pdev->dev, pci_irq_vector(pdev, 0), alpha_isr,
				0, "alpha", pdev);
}

static struct pci_driver alpha_driver = {
	.name = "alpha",
	.probe = alpha_probe,
};
module_pci_driver(alpha_driver);
MODULE_LICENSE("GPL");
