/* SPDX-License-Identifier: GPL-2.0 */
/* What the core and the API of MSI share. */
int msi_setup_device_data(struct device *dev);
int __pci_enable_msi_range(struct pci_dev *dev, int minvec, int maxvec, struct irq_affinity *affd);
int __pci_enable_msix_range(struct pci_dev *dev, struct msix_entry *entries, int minvec,
			    int maxvec, struct irq_affinity *affd, int flags);
