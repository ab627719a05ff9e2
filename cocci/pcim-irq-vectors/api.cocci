// SPDX-License-Identifier: GPL-2.0-only
/// Add pcim_alloc_irq_vectors(), pcim_alloc_irq_vectors_affinity(),
/// pcim_enable_msix_range() and pcim_enable_msix_exact(), which register the
/// release of the vectors with devres by themselves. Devices that were enabled
/// with pcim_enable_device() keep their implicit release.
///
// Confidence: High
// Keywords: pci_alloc_irq_vectors, pci_alloc_irq_vectors_affinity,
//           pci_enable_msix_range, pci_enable_msix_exact, devres
// Options: --no-includes
// Requires: 1.1.1
//
// For drivers/pci/msi/*.[ch] and include/linux/pci.h of Linux 6.1 up to 6.12.
// Each file is a call of its own, so each part below finds its file by shape.

//----------------------------------------------------------
//  Nothing to do in a file that has the managed API already
//----------------------------------------------------------

@have_function@
identifier f = { pcim_alloc_irq_vectors_affinity, pcim_setup_msi_context };
@@
f(...) { ... }

@have_prototype@
identifier f = { pcim_alloc_irq_vectors_affinity, pcim_setup_msi_context };
type T;
@@
T f(...);

//----------------------------------------------------------
//  Setting up the release (msi.c)
//----------------------------------------------------------

// Up to 6.1 there is no api.c: context and API stand in one file.
@one_file depends on !have_function && !have_prototype@
identifier dev;
@@
int pci_alloc_irq_vectors_affinity(struct pci_dev *dev, ...)
{ ... }

// The caller decides now whether the device wants the release; the guard
// against a second action stays where the action is registered.
@release depends on !have_function && !have_prototype@
identifier dev;
@@
static int pcim_setup_msi_release(struct pci_dev *dev)
{
	...
-	if (!pci_is_managed(dev) || dev->is_msi_managed)
+	if (dev->is_msi_managed)
		return 0;
	...
}

// The function that does both keeps its comment and becomes the one of the
// managed API; devices of pcim_enable_device() go on to use it.
@context_static depends on release && one_file@
identifier dev;
@@
static int
-pci_setup_msi_context
+pcim_setup_msi_context
 (struct pci_dev *dev)
{
	...
}
+
+static int pci_setup_msi_context(struct pci_dev *dev)
+{
+	if (pci_is_managed(dev))
+		return pcim_setup_msi_context(dev);
+	return msi_setup_device_data(&dev->dev);
+}

@context depends on release && !one_file@
identifier dev;
@@
-static
 int
-pci_setup_msi_context
+pcim_setup_msi_context
 (struct pci_dev *dev)
{
	...
}
+
+static int pci_setup_msi_context(struct pci_dev *dev)
+{
+	if (pci_is_managed(dev))
+		return pcim_setup_msi_context(dev);
+	return msi_setup_device_data(&dev->dev);
+}

//----------------------------------------------------------
//  Prototype for api.c (msi.h, since there is an api.c)
//----------------------------------------------------------

@declare_internal depends on !have_function && !have_prototype@
identifier dev;
@@
+int pcim_setup_msi_context(struct pci_dev *dev);
int __pci_enable_msi_range(struct pci_dev *dev, ...);

//----------------------------------------------------------
//  The functions (api.c, or msi.c where there is no api.c)
//----------------------------------------------------------

@define depends on !have_function && !have_prototype@
declarer name EXPORT_SYMBOL;
identifier f = { pci_alloc_irq_vectors_affinity };
@@
EXPORT_SYMBOL(f);
+/**
+ * pcim_alloc_irq_vectors() - Allocate multiple device interrupt vectors,
+ *                            managed by devres
+ * @dev:      the PCI device to operate on
+ * @min_vecs: minimum required number of vectors (must be >= 1)
+ * @max_vecs: maximum desired number of vectors
+ * @flags:    allocation flags, as in pci_alloc_irq_vectors()
+ *
+ * Same as pci_alloc_irq_vectors(), but the vectors are freed by devres when
+ * the driver is unbound from @dev or when its probe fails. Interrupts that
+ * were requested after this call with devm_request_irq() and its siblings
+ * are released before that. The driver need not call pci_free_irq_vectors(),
+ * but may do so in order to give the vectors back earlier.
+ *
+ * @dev should have been enabled with pcim_enable_device(), so that it is
+ * still enabled when the vectors are freed.
+ *
+ * Return: number of allocated vectors (which might be smaller than
+ * @max_vecs), -ENOSPC if less than @min_vecs interrupt vectors are
+ * available, other errnos otherwise.
+ */
+int pcim_alloc_irq_vectors(struct pci_dev *dev, unsigned int min_vecs,
+			   unsigned int max_vecs, unsigned int flags)
+{
+	return pcim_alloc_irq_vectors_affinity(dev, min_vecs, max_vecs,
+					       flags, NULL);
+}
+EXPORT_SYMBOL(pcim_alloc_irq_vectors);
+
+/**
+ * pcim_alloc_irq_vectors_affinity() - Allocate multiple device interrupt
+ *                                     vectors with affinity requirements,
+ *                                     managed by devres
+ * @dev:      the PCI device to operate on
+ * @min_vecs: minimum required number of vectors (must be >= 1)
+ * @max_vecs: maximum desired number of vectors
+ * @flags:    allocation flags, as in pci_alloc_irq_vectors()
+ * @affd:     affinity requirements (can be %NULL).
+ *
+ * Same as pcim_alloc_irq_vectors(), but with the extra @affd parameter.
+ * Check that function docs, and &struct irq_affinity, for more details.
+ *
+ * Return: number of allocated vectors (which might be smaller than
+ * @max_vecs), -ENOSPC if less than @min_vecs interrupt vectors are
+ * available, other errnos otherwise.
+ */
+int pcim_alloc_irq_vectors_affinity(struct pci_dev *dev, unsigned int min_vecs,
+				    unsigned int max_vecs, unsigned int flags,
+				    struct irq_affinity *affd)
+{
+	int ret = pcim_setup_msi_context(dev);
+
+	if (ret)
+		return ret;
+	return pci_alloc_irq_vectors_affinity(dev, min_vecs, max_vecs,
+					      flags, affd);
+}
+EXPORT_SYMBOL(pcim_alloc_irq_vectors_affinity);

@define_msix depends on !have_function && !have_prototype@
declarer name EXPORT_SYMBOL;
identifier f = { pci_enable_msix_range };
@@
EXPORT_SYMBOL(f);
+/**
+ * pcim_enable_msix_range() - Enable MSI-X interrupt mode on device, managed by
+ *                            devres
+ * @dev:     the PCI device to operate on
+ * @entries: input/output parameter, array of MSI-X configuration entries
+ * @minvec:  minimum required number of MSI-X vectors
+ * @maxvec:  maximum desired number of MSI-X vectors
+ *
+ * Same as pci_enable_msix_range(), but the vectors are freed by devres when
+ * the driver is unbound from @dev or when its probe fails. Interrupts that
+ * were requested after this call with devm_request_irq() and its siblings
+ * are released before that. The driver need not call pci_disable_msix(), but
+ * may do so in order to give the vectors back earlier.
+ *
+ * @dev should have been enabled with pcim_enable_device(), so that it is
+ * still enabled when the vectors are freed.
+ *
+ * NOTE: A driver that does not have to choose the members "entry" of @entries
+ * should, in general, use pcim_alloc_irq_vectors() instead.
+ *
+ * Return: number of MSI-X vectors allocated (which might be smaller than
+ * @maxvec), where Linux IRQ numbers for such allocated vectors are saved back
+ * in the @entries array elements' "vector" field. Return -ENOSPC if less than
+ * @minvec interrupt vectors are available, other errnos otherwise, as in
+ * pci_enable_msix_range().
+ */
+int pcim_enable_msix_range(struct pci_dev *dev, struct msix_entry *entries,
+			   int minvec, int maxvec)
+{
+	int ret = pcim_setup_msi_context(dev);
+
+	if (ret)
+		return ret;
+	return pci_enable_msix_range(dev, entries, minvec, maxvec);
+}
+EXPORT_SYMBOL(pcim_enable_msix_range);

//----------------------------------------------------------
//  Prototypes and stubs (include/linux/pci.h)
//----------------------------------------------------------

// Up to 6.1 pci_alloc_irq_vectors() is one inline function behind all branches.
@sibling_prototype depends on !have_function && !have_prototype@
identifier dev;
@@
int pci_alloc_irq_vectors(struct pci_dev *dev, ...);

@declare depends on !have_function && !have_prototype@
identifier dev;
@@
+int pcim_alloc_irq_vectors(struct pci_dev *dev, unsigned int min_vecs,
+			   unsigned int max_vecs, unsigned int flags);
+int pcim_alloc_irq_vectors_affinity(struct pci_dev *dev, unsigned int min_vecs,
+				    unsigned int max_vecs, unsigned int flags,
+				    struct irq_affinity *affd);
void pci_free_irq_vectors(struct pci_dev *dev);

@declare_msix depends on declare@
identifier dev, entries, nvec;
symbol rc;
@@
static inline int
pci_enable_msix_exact(struct pci_dev *dev, struct msix_entry *entries, int nvec)
{
	int rc = pci_enable_msix_range(...);
	...
}
+
+int pcim_enable_msix_range(struct pci_dev *dev, struct msix_entry *entries,
+			   int minvec, int maxvec);
+
+/**
+ * pcim_enable_msix_exact() - Enable MSI-X interrupt mode on device with an exact
+ *                            number of vectors, managed by devres
+ * @dev:     the PCI device to operate on
+ * @entries: input/output parameter, array of MSI-X configuration entries
+ * @nvec:    required number of MSI-X vectors
+ *
+ * Same as pcim_enable_msix_range(), but all or nothing.
+ *
+ * Return: 0 on success, -ENOSPC if less than @nvec interrupt vectors are
+ * available, other errnos otherwise.
+ */
+static inline int pcim_enable_msix_exact(struct pci_dev *dev,
+					 struct msix_entry *entries, int nvec)
+{
+	int rc = pcim_enable_msix_range(dev, entries, nvec, nvec);
+
+	if (rc < 0)
+		return rc;
+	return 0;
+}

// PCI_MSI=n
@stub_no_msi depends on declare && sibling_prototype@
identifier dev, min_vecs, max_vecs, flags;
@@
static inline int
pci_alloc_irq_vectors(struct pci_dev *dev, unsigned int min_vecs,
		      unsigned int max_vecs, unsigned int flags)
{
	return pci_alloc_irq_vectors_affinity(dev, min_vecs, max_vecs,
					      flags, NULL);
}
+
+static inline int
+pcim_alloc_irq_vectors_affinity(struct pci_dev *dev, unsigned int min_vecs,
+				unsigned int max_vecs, unsigned int flags,
+				struct irq_affinity *aff_desc)
+{
+	return pci_alloc_irq_vectors_affinity(dev, min_vecs, max_vecs,
+					      flags, aff_desc);
+}

@stub_no_msi_6_1 depends on declare && !sibling_prototype@
identifier dev, min_vecs, max_vecs, flags, aff_desc;
@@
static inline int
pci_alloc_irq_vectors_affinity(struct pci_dev *dev, unsigned int min_vecs,
			       unsigned int max_vecs, unsigned int flags,
			       struct irq_affinity *aff_desc)
{
	if (...)
		return 1;
	return -ENOSPC;
}
+
+static inline int
+pcim_alloc_irq_vectors_affinity(struct pci_dev *dev, unsigned int min_vecs,
+				unsigned int max_vecs, unsigned int flags,
+				struct irq_affinity *aff_desc)
+{
+	return pci_alloc_irq_vectors_affinity(dev, min_vecs, max_vecs,
+					      flags, aff_desc);
+}

// PCI=n
@stub_no_pci depends on declare && sibling_prototype@
identifier dev, min_vecs, max_vecs, flags;
@@
static inline int
pci_alloc_irq_vectors(struct pci_dev *dev, unsigned int min_vecs,
		      unsigned int max_vecs, unsigned int flags)
{
	return -ENOSPC;
}
+
+static inline int
+pcim_alloc_irq_vectors_affinity(struct pci_dev *dev, unsigned int min_vecs,
+				unsigned int max_vecs, unsigned int flags,
+				struct irq_affinity *aff_desc)
+{
+	return -ENOSPC;
+}

@stub_no_pci_6_1 depends on declare && !sibling_prototype@
identifier dev, min_vecs, max_vecs, flags, aff_desc;
@@
static inline int
pci_alloc_irq_vectors_affinity(struct pci_dev *dev, unsigned int min_vecs,
			       unsigned int max_vecs, unsigned int flags,
			       struct irq_affinity *aff_desc)
{
	return -ENOSPC;
}
+
+static inline int
+pcim_alloc_irq_vectors_affinity(struct pci_dev *dev, unsigned int min_vecs,
+				unsigned int max_vecs, unsigned int flags,
+				struct irq_affinity *aff_desc)
+{
+	return -ENOSPC;
+}

// A rule of their own, because spatch keeps no blank line between two
// functions that are added together.
@stub_no_msi_plain depends on declare@
identifier dev, min_vecs, max_vecs, flags, aff_desc;
@@
static inline int
pcim_alloc_irq_vectors_affinity(struct pci_dev *dev, unsigned int min_vecs,
				unsigned int max_vecs, unsigned int flags,
				struct irq_affinity *aff_desc)
{
	return pci_alloc_irq_vectors_affinity(...);
}
+
+static inline int
+pcim_alloc_irq_vectors(struct pci_dev *dev, unsigned int min_vecs,
+		       unsigned int max_vecs, unsigned int flags)
+{
+	return pcim_alloc_irq_vectors_affinity(dev, min_vecs, max_vecs,
+					       flags, NULL);
+}

@stub_no_pci_plain depends on declare@
identifier dev, min_vecs, max_vecs, flags, aff_desc;
@@
static inline int
pcim_alloc_irq_vectors_affinity(struct pci_dev *dev, unsigned int min_vecs,
				unsigned int max_vecs, unsigned int flags,
				struct irq_affinity *aff_desc)
{
	return -ENOSPC;
}
+
+static inline int
+pcim_alloc_irq_vectors(struct pci_dev *dev, unsigned int min_vecs,
+		       unsigned int max_vecs, unsigned int flags)
+{
+	return -ENOSPC;
+}

@stub_no_msi_range depends on declare@
identifier dev, min_vecs, max_vecs, flags;
@@
static inline int
pcim_alloc_irq_vectors(struct pci_dev *dev, unsigned int min_vecs,
		       unsigned int max_vecs, unsigned int flags)
{
	return pcim_alloc_irq_vectors_affinity(...);
}
+
+static inline int
+pcim_enable_msix_range(struct pci_dev *dev, struct msix_entry *entries,
+		       int minvec, int maxvec)
+{
+	return pci_enable_msix_range(dev, entries, minvec, maxvec);
+}

@stub_no_msi_exact depends on declare@
identifier dev, entries, minvec, maxvec;
@@
static inline int
pcim_enable_msix_range(struct pci_dev *dev, struct msix_entry *entries,
		       int minvec, int maxvec)
{
	return pci_enable_msix_range(...);
}
+
+static inline int
+pcim_enable_msix_exact(struct pci_dev *dev, struct msix_entry *entries,
+		       int nvec)
+{
+	return pci_enable_msix_exact(dev, entries, nvec);
+}

// Nothing else of PCI=n knows the struct.
@stub_no_pci_range depends on declare@
identifier dev, min_vecs, max_vecs, flags;
@@
static inline int
pcim_alloc_irq_vectors(struct pci_dev *dev, unsigned int min_vecs,
		       unsigned int max_vecs, unsigned int flags)
{
	return -ENOSPC;
}
+
+struct msix_entry;
+
+static inline int
+pcim_enable_msix_range(struct pci_dev *dev, struct msix_entry *entries,
+		       int minvec, int maxvec)
+{
+	return -ENOSPC;
+}

@stub_no_pci_exact depends on declare@
identifier dev, entries, minvec, maxvec;
@@
static inline int
pcim_enable_msix_range(struct pci_dev *dev, struct msix_entry *entries,
		       int minvec, int maxvec)
{
	return -ENOSPC;
}
+
+static inline int
+pcim_enable_msix_exact(struct pci_dev *dev, struct msix_entry *entries,
+		       int nvec)
+{
+	return -ENOSPC;
+}
