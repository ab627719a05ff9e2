// SPDX-License-Identifier: GPL-2.0
static int demo_request(struct pci_dev *pdev, int want)
{
	int nvec;

	nvec = pci_alloc_irq_vectors(pdev,
				     want, want,	/* all or none */
				     PCI_IRQ_MSIX);
	if (nvec == -ENOSPC &&
	    pci_alloc_irq_vectors(pdev, 1, 1,
				  PCI_IRQ_MSI | PCI_IRQ_INTX) < 0)
		return -ENODEV;

	return nvec;
}
