/* SPDX-License-Identifier: GPL-2.0 */
/* Unclear: nobody is seen to call the function, for its name is pasted together. */
#define MIKE(what) mike_##what

static inline int mike_vectors(struct pci_dev *pdev)
{
	return pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_MSI);
}
