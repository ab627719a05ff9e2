// SPDX-License-Identifier: GPL-2.0
#include <linux/export.h>
#include <linux/pci.h>

int pci_enable_device(struct pci_dev *dev)
{
	return dev->irq ? 0 : -ENODEV;
}
EXPORT_SYMBOL(pci_enable_device);

void pci_disable_device(struct pci_dev *dev)
{
	dev->irq = 0;
}
EXPORT_SYMBOL(pci_disable_device);

int pcim_enable_device(struct pci_dev *dev)
{
	dev->is_managed = 1;
	return pci_enable_device(dev);
}
EXPORT_SYMBOL(pcim_enable_device);

bool pci_is_managed(struct pci_dev *dev)
{
	return dev->is_managed;
}

void pci_intx(struct pci_dev *dev, int enable)
{
	dev->msi_enabled = !enable;
}
EXPORT_SYMBOL(pci_intx);
