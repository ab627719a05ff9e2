// SPDX-License-Identifier: GPL-2.0
static int demo_probe(struct pci_dev *pdev)
{
	int ret = pcim_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_MSI);

	if (ret < 0)
		ret = pcim_alloc_irq_vectors_affinity(pdev, 1, 1, PCI_IRQ_INTX,
						      NULL);
	return ret;
}
