// SPDX-License-Identifier: GPL-2.0-only
/// Call the devres managed pcim_alloc_irq_vectors() and
/// pcim_alloc_irq_vectors_affinity() in a driver that leaves it to devres to
/// free its interrupt vectors
///
// Confidence: High
// Comments: The rule cannot see who frees the vectors; that is for the audit
//           that chooses the files.
// Keywords: pci_alloc_irq_vectors, pci_alloc_irq_vectors_affinity, devres
// Options: --no-includes
// Requires: 1.1.1

@@
@@
(
- pci_alloc_irq_vectors
+ pcim_alloc_irq_vectors
  (...)
|
- pci_alloc_irq_vectors_affinity
+ pcim_alloc_irq_vectors_affinity
  (...)
)
