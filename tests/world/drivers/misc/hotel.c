// SPDX-License-Identifier: GPL-2.0
/* Implicit: the only pci_free_irq_vectors() is in comments and in a string. */
#include <linux/module.h>
#include <linux/pci.h>

static int hotel_probe(struct pci_dev *pdev)
{
	int ret = pcim_enable_device(pdev);

	if (ret)
		return ret;
	ret = pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_MSI);
	if (ret < 0)
		return dev_err(&pdev->dev, "no need of pci_free_irq_vectors(pdev)\n");
	/* pci_free_irq_vectors(pdev) is called by devres */
	return 0;
}

static struct pci_driver hotel_driver = {
	.name = "hotel",
	.probe = hotel_probe,
};
module_pci_driver(hotel_driver);
MODULE_LICENSE("GPL");
