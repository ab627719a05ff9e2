// SPDX-License-Identifier: GPL-2.0
static int demo_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	if (demo_use_msi)
		pci_enable_msi(pdev);

	return devm_request_irq(&pdev->dev, pdev->irq, demo_isr, IRQF_SHARED, "demo", pdev);
}
