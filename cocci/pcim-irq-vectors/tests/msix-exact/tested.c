// SPDX-License-Identifier: GPL-2.0
#define demo_msix(pdev, n) \
	pci_enable_msix_exact((pdev), demo_entries, (n))

static int demo_setup_interrupts(struct pci_dev *pdev, bool wanted)
{
	if (wanted && !pci_enable_msix_exact(pdev, demo_entries,
					     DEMO_VECTORS))
		return 0;
	return demo_msix(pdev, 1);
}
