// SPDX-License-Identifier: GPL-2.0
int pci_alloc_irq_vectors(struct pci_dev *dev, unsigned int min_vecs,
			  unsigned int max_vecs, unsigned int flags);

static const struct demo_ops ops = {
	.alloc = pci_alloc_irq_vectors,
	.free = pci_free_irq_vectors,
};
