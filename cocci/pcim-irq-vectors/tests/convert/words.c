// SPDX-License-Identifier: GPL-2.0
/*
 * The vectors of pci_alloc_irq_vectors() are freed by devres, see
 * pci_alloc_irq_vectors_affinity(pdev, 1, 1, 0, NULL).
 */
static int demo_fail(struct pci_dev *pdev)
{
	/* no pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_MSI) here */
	dev_err(&pdev->dev, "pci_alloc_irq_vectors() failed\n");
	return -EINVAL;
}
