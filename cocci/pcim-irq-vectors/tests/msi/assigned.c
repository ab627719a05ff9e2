// SPDX-License-Identifier: GPL-2.0
static int demo_setup(struct demo *demo)
{
	int err;

	err = pci_enable_msi(demo->pdev);
	if (err)
		goto intx;

	err = devm_request_irq(demo->dev, demo->pdev->irq, demo_isr, 0, "demo", demo);
	if (err) {
		pci_disable_msi(demo->pdev);
		goto intx;
	}
	return err;
intx:
	return devm_request_irq(demo->dev, demo->pdev->irq, demo_isr, IRQF_SHARED, "demo", demo);
}

static int demo_config(struct pci_dev *pdev)
{
	int r = pci_enable_msi(pdev);

	if (r) {
		dev_err(&pdev->dev, "failed to enable MSI (%d)\n", r);
		return r;
	}
	return 0;
}
