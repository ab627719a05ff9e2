// SPDX-License-Identifier: GPL-2.0
static int demo_alloc_irq(struct demo *d)
{
	unsigned int flags = PCI_IRQ_ALL_TYPES;

	if (d->no_msi)
		flags = PCI_IRQ_INTX;

	return pci_alloc_irq_vectors(d->pdev, 1, 1, flags);
}
