// SPDX-License-Identifier: GPL-2.0
#define demo_vectors(pdev, n) \
	pci_alloc_irq_vectors((pdev), 1, (n), PCI_IRQ_MSIX)

static int demo_probe(struct pci_dev *pdev)
{
	return demo_vectors(pdev, 4);
}
