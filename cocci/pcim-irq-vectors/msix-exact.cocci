// SPDX-License-Identifier: GPL-2.0-only
/// Call the devres managed pcim_enable_msix_exact() in a driver that leaves it to
/// devres to free its MSI-X vectors
///
// Confidence: High
// Comments: The rule cannot see who frees the vectors; that is for the audit
//           that chooses the files.
// Keywords: pci_enable_msix_exact, devres
// Options: --no-includes
// Requires: 1.1.1
//
// The same arguments, the same results, the same table of interrupt numbers.

@@
@@
- pci_enable_msix_exact
+ pcim_enable_msix_exact
  (...)
