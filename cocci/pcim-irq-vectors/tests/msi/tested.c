// SPDX-License-Identifier: GPL-2.0
static int demo_msi(struct demo *demo, struct pci_dev *pdev)
{
	if (pci_enable_msi(pdev))
		return -ENODEV;
	if (demo->msi && pci_enable_msi(demo->pdev) == 0)
		demo->flags |= DEMO_MSI;
	if (!pci_enable_msi(pdev)) {
		pci_intx(pdev, 0);
	} else {
		dev_warn(&pdev->dev, "no MSI\n");
	}
	if (pci_enable_msi(pdev) < 0)
		demo->msi = false;
	if (pci_enable_msi(pdev) != 0)
		demo->msi = false;
	if (demo->msi && pci_enable_msi(pdev))
		demo->msi = false;
	return 0;
}
