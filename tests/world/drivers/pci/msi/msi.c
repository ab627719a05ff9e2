// SPDX-License-Identifier: GPL-2.0
#include <linux/pci.h>

#include "msi.h"

int msi_setup_device_data(struct device *dev)
{
	if (!dev->msi_data)
		dev->msi_data = dev;
	return 0;
}

static void pcim_msi_release(void *pcidev)
{
	struct pci_dev *dev = pcidev;

	dev->is_msi_managed = false;
	pci_free_irq_vectors(dev);
}

/*
 * Not part of the release of the device itself: the data of the vectors must
 * still be there.
 */
static int pcim_setup_msi_release(struct pci_dev *dev)
{
	int ret;

	if (!pci_is_managed(dev) || dev->is_msi_managed)
		return 0;

	ret = devm_add_action(&dev->dev, pcim_msi_release, dev);
	if (ret)
		return ret;

	dev->is_msi_managed = true;
	return 0;
}

/* First the data, then the release: they go in the opposite order. */
static int pci_setup_msi_context(struct pci_dev *dev)
{
	int ret = msi_setup_device_data(&dev->dev);

	if (ret)
		return ret;

	return pcim_setup_msi_release(dev);
}

int __pci_enable_msi_range(struct pci_dev *dev, int minvec, int maxvec, struct irq_affinity *affd)
{
	int ret = pci_setup_msi_context(dev);

	if (ret)
		return ret;
	dev->msi_enabled = 1;
	return affd ? minvec : maxvec;
}

int __pci_enable_msix_range(struct pci_dev *dev, struct msix_entry *entries, int minvec,
			    int maxvec, struct irq_affinity *affd, int flags)
{
	int ret = pci_setup_msi_context(dev);

	if (ret)
		return ret;
	dev->msix_enabled = 1;
	return affd || entries ? minvec : maxvec;
}
