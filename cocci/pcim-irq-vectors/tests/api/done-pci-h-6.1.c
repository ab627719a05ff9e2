/* SPDX-License-Identifier: GPL-2.0 */
#ifdef CONFIG_PCI

#ifdef CONFIG_PCI_MSI
int pci_msi_vec_count(struct pci_dev *dev);
void pci_disable_msi(struct pci_dev *dev);
int pci_msix_vec_count(struct pci_dev *dev);
void pci_disable_msix(struct pci_dev *dev);
void pci_restore_msi_state(struct pci_dev *dev);
int pci_msi_enabled(void);
int pci_enable_msi(struct pci_dev *dev);
int pci_enable_msix_range(struct pci_dev *dev, struct msix_entry *entries,
			  int minvec, int maxvec);
static inline int pci_enable_msix_exact(struct pci_dev *dev,
					struct msix_entry *entries, int nvec)
{
	int rc = pci_enable_msix_range(dev, entries, nvec, nvec);
	if (rc < 0)
		return rc;
	return 0;
}

int pcim_enable_msix_range(struct pci_dev *dev, struct msix_entry *entries,
			   int minvec, int maxvec);

/**
 * pcim_enable_msix_exact() - Enable MSI-X interrupt mode on device with an exact
 *                            number of vectors, managed by devres
 * @dev:     the PCI device to operate on
 * @entries: input/output parameter, array of MSI-X configuration entries
 * @nvec:    required number of MSI-X vectors
 *
 * Same as pcim_enable_msix_range(), but all or nothing.
 *
 * Return: 0 on success, -ENOSPC if less than @nvec interrupt vectors are
 * available, other errnos otherwise.
 */
static inline int pcim_enable_msix_exact(struct pci_dev *dev,
					 struct msix_entry *entries, int nvec)
{
	int rc = pcim_enable_msix_range(dev, entries, nvec, nvec);

	if (rc < 0)
		return rc;
	return 0;
}
int pci_alloc_irq_vectors_affinity(struct pci_dev *dev, unsigned int min_vecs,
				   unsigned int max_vecs, unsigned int flags,
				   struct irq_affinity *affd);

int pcim_alloc_irq_vectors(struct pci_dev *dev, unsigned int min_vecs,
			   unsigned int max_vecs, unsigned int flags);
int pcim_alloc_irq_vectors_affinity(struct pci_dev *dev,
				    unsigned int min_vecs,
				    unsigned int max_vecs, unsigned int flags,
				    struct irq_affinity *affd);
void pci_free_irq_vectors(struct pci_dev *dev);
int pci_irq_vector(struct pci_dev *dev, unsigned int nr);
const struct cpumask *pci_irq_get_affinity(struct pci_dev *pdev, int vec);

#else
static inline int pci_msi_vec_count(struct pci_dev *dev) { return -ENOSYS; }
static inline void pci_disable_msi(struct pci_dev *dev) { }
static inline int pci_msix_vec_count(struct pci_dev *dev) { return -ENOSYS; }
static inline void pci_disable_msix(struct pci_dev *dev) { }
static inline void pci_restore_msi_state(struct pci_dev *dev) { }
static inline int pci_msi_enabled(void) { return 0; }
static inline int pci_enable_msi(struct pci_dev *dev)
{ return -ENOSYS; }
static inline int pci_enable_msix_range(struct pci_dev *dev,
			struct msix_entry *entries, int minvec, int maxvec)
{ return -ENOSYS; }
static inline int pci_enable_msix_exact(struct pci_dev *dev,
			struct msix_entry *entries, int nvec)
{ return -ENOSYS; }

static inline int
pci_alloc_irq_vectors_affinity(struct pci_dev *dev, unsigned int min_vecs,
			       unsigned int max_vecs, unsigned int flags,
			       struct irq_affinity *aff_desc)
{
	if ((flags & PCI_IRQ_LEGACY) && min_vecs == 1 && dev->irq)
		return 1;
	return -ENOSPC;
}

static inline int pcim_alloc_irq_vectors_affinity(struct pci_dev *dev,
						  unsigned int min_vecs,
						  unsigned int max_vecs,
						  unsigned int flags,
						  struct irq_affinity *aff_desc)
{
	return pci_alloc_irq_vectors_affinity(dev, min_vecs, max_vecs, flags,
					      aff_desc);
}

static inline int pcim_alloc_irq_vectors(struct pci_dev *dev,
					 unsigned int min_vecs,
					 unsigned int max_vecs,
					 unsigned int flags)
{
	return pcim_alloc_irq_vectors_affinity(dev, min_vecs, max_vecs, flags,
					       NULL);
}

static inline int pcim_enable_msix_range(struct pci_dev *dev,
					 struct msix_entry *entries,
					 int minvec, int maxvec)
{
	return pci_enable_msix_range(dev, entries, minvec, maxvec);
}

static inline int pcim_enable_msix_exact(struct pci_dev *dev,
					 struct msix_entry *entries, int nvec)
{
	return pci_enable_msix_exact(dev, entries, nvec);
}

static inline void pci_free_irq_vectors(struct pci_dev *dev)
{
}

static inline int pci_irq_vector(struct pci_dev *dev, unsigned int nr)
{
	if (WARN_ON_ONCE(nr > 0))
		return -EINVAL;
	return dev->irq;
}
static inline const struct cpumask *pci_irq_get_affinity(struct pci_dev *pdev,
		int vec)
{
	return cpu_possible_mask;
}
#endif

#else /* CONFIG_PCI is not enabled */

static inline int pci_irq_vector(struct pci_dev *dev, unsigned int nr)
{
	return -EINVAL;
}

static inline int
pci_alloc_irq_vectors_affinity(struct pci_dev *dev, unsigned int min_vecs,
			       unsigned int max_vecs, unsigned int flags,
			       struct irq_affinity *aff_desc)
{
	return -ENOSPC;
}

static inline int pcim_alloc_irq_vectors_affinity(struct pci_dev *dev,
						  unsigned int min_vecs,
						  unsigned int max_vecs,
						  unsigned int flags,
						  struct irq_affinity *aff_desc)
{
	return -ENOSPC;
}

static inline int pcim_alloc_irq_vectors(struct pci_dev *dev,
					 unsigned int min_vecs,
					 unsigned int max_vecs,
					 unsigned int flags)
{
	return -ENOSPC;
}

struct msix_entry;

static inline int pcim_enable_msix_range(struct pci_dev *dev,
					 struct msix_entry *entries,
					 int minvec, int maxvec)
{
	return -ENOSPC;
}

static inline int pcim_enable_msix_exact(struct pci_dev *dev,
					 struct msix_entry *entries, int nvec)
{
	return -ENOSPC;
}
#endif /* CONFIG_PCI */

static inline int
pci_alloc_irq_vectors(struct pci_dev *dev, unsigned int min_vecs,
		      unsigned int max_vecs, unsigned int flags)
{
	return pci_alloc_irq_vectors_affinity(dev, min_vecs, max_vecs, flags,
					      NULL);
}
