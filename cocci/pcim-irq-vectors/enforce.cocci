// SPDX-License-Identifier: GPL-2.0-only
/// Release interrupt vectors by devres only for pcim_alloc_irq_vectors(),
/// pcim_enable_msix_range() and their siblings, no longer for every device that
/// was enabled with pcim_enable_device()
///
// Confidence: High
// Keywords: pci_alloc_irq_vectors, pcim_enable_device, devres
// Options: --no-includes
// Requires: 1.1.1
// Residue: pci_is_managed
//
// Works on what api.cocci made of drivers/pci/msi/msi.c.

@@
identifier dev;
@@
static int pci_setup_msi_context(struct pci_dev *dev)
{
-	if (pci_is_managed(dev))
-		return pcim_setup_msi_context(dev);
	return msi_setup_device_data(&dev->dev);
}
