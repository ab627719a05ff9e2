/* SPDX-License-Identifier: GPL-2.0 */
/* Nobody can say to which module a header belongs. */
static inline int mike_vectors(struct pci_dev *pdev)
{
	return pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_MSI);
}
