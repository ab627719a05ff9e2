// SPDX-License-Identifier: GPL-2.0
static int demo_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	int ret;

	ret = pcim_enable_device(pdev);
	if (ret)
		return ret;

	ret = pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_ALL_TYPES);
	if (ret < 0)
		return ret;

	return devm_request_irq(&pdev->dev, pci_irq_vector(pdev, 0),
				demo_isr, 0, "demo", pdev);
}
