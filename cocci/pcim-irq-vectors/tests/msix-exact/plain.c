// SPDX-License-Identifier: GPL-2.0
static int demo_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	int ret;

	demo->msix_ent.entry = 0;

	ret = pci_enable_msix_exact(pdev, &demo->msix_ent, 1);
	if (ret) {
		dev_err(&pdev->dev, "Cannot enable interrupt: %d\n", ret);
		return ret;
	}

	return devm_request_threaded_irq(&pdev->dev, demo->msix_ent.vector,
					 demo_isr, demo_threaded_isr, 0,
					 "demo", demo);
}
