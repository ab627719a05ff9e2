// SPDX-License-Identifier: GPL-2.0
static int demo_setup(struct pci_dev *dev)
{
	if (pci_is_managed(dev))
		return pcim_setup_msi_context(dev);
	return msi_setup_device_data(&dev->dev);
}
