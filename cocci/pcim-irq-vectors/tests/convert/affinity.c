// SPDX-License-Identifier: GPL-2.0
static int demo_vectors(struct demo *d, struct pci_dev *pdev)
{
	struct irq_affinity affd = { .pre_vectors = 1 };

	d->nvec = pci_alloc_irq_vectors_affinity(pdev, 2, d->max,
						 PCI_IRQ_MSIX | PCI_IRQ_AFFINITY,
						 &affd);
	if (d->nvec < 0)
		return d->nvec;

	return 0;
}
