// SPDX-License-Identifier: GPL-2.0-only
/// enforce.cocci without the guard: each call of the managed function registers
/// one more release action.
///
// Confidence: High
// Keywords: pci_alloc_irq_vectors, pcim_enable_device, devres
// Options: --no-includes
// Requires: 1.1.1
// Residue: pci_is_managed

@@
identifier dev;
@@
static int pci_setup_msi_context(struct pci_dev *dev)
{
-	if (pci_is_managed(dev))
-		return pcim_setup_msi_context(dev);
	return msi_setup_device_data(&dev->dev);
}

@@
identifier dev;
@@
static int pcim_setup_msi_release(struct pci_dev *dev)
{
	...
-	if (dev->is_msi_managed)
-		return 0;
	...
}
