// SPDX-License-Identifier: GPL-2.0
static int demo_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	int i, err;

	for (i = 0; i < demo->nlines; i++)
		demo->entries[i].entry = demo->base_msi + (2 * i);

	/* pci_enable_msix_range() fills the table */
	err = pci_enable_msix_range(pdev, demo->entries, demo->nlines, demo->nlines);
	if (err < 0)
		return err;

	return irq_get_irq_data(demo->entries[0].vector) ? 0 : -ENODEV;
}
