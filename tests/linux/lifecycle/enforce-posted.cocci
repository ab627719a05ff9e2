// SPDX-License-Identifier: GPL-2.0-only
/// The last patch as it was posted: the flag that the managed call has set is
/// looked at, and nothing says any longer that the action is registered.
///
// Confidence: High
// Keywords: pci_alloc_irq_vectors, pcim_enable_device, devres
// Options: --no-includes
// Requires: 1.1.1

@@
identifier dev, ret;
symbol true;
@@
static int pcim_setup_msi_release(struct pci_dev *dev)
{
	int ret;
-	if (!pci_is_managed(dev) || dev->is_msi_managed)
+	if (!dev->is_msi_managed)
		return 0;
	...
-	dev->is_msi_managed = true;
	return 0;
}
