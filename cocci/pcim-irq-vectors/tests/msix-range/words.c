// SPDX-License-Identifier: GPL-2.0
int pci_enable_msix_range(struct pci_dev *dev, struct msix_entry *entries,
			  int minvec, int maxvec);

static const struct demo_ops ops = {
	.enable = pci_enable_msix_range,
	.disable = pci_disable_msix,
};

/* as pci_enable_msix_range(pdev, entries, 1, 4) does */
static void demo_words(struct pci_dev *pdev)
{
	dev_err(&pdev->dev, "pci_enable_msix_range() failed\n");
	pci_enable_msix_exact(pdev, entries, 1);
	demo_pci_enable_msix_range(pdev, entries, 1, 4);
	pcim_enable_msix_range(pdev, entries, 1, 4);
}
