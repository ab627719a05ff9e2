// SPDX-License-Identifier: GPL-2.0
/* pci_enable_msi(pdev); in a comment */
static void demo_words(struct pci_dev *pdev)
{
	dev_err(&pdev->dev, "pci_enable_msi failed\n");
	pci_enable_msix_exact(pdev, entries, 1);
	demo_pci_enable_msi(pdev);
}
