// SPDX-License-Identifier: GPL-2.0
static void demo_set_interrupt_capa(struct pci_dev *pdev, struct demo *demo)
{
	int max_irqs, num_irqs, ret;

	num_irqs = pci_enable_msix_range(pdev, demo->msix_entries,
					 DEMO_MIN_VECTORS, /* all that there are */
					 max_irqs);
	if (num_irqs < 0)
		goto enable_msi;

	demo->alloc_vecs = num_irqs;
	return;

enable_msi:
	ret = pcim_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_MSI);
	if (ret < 0)
		dev_err(&pdev->dev, "no interrupt - %d\n", ret);
}
