// SPDX-License-Identifier: GPL-2.0-only
/// Allocate one MSI with the devres managed pcim_alloc_irq_vectors() instead of
/// pci_enable_msi() in a driver that leaves it to devres to free it
///
// Confidence: High
// Comments: The rule cannot see who frees the vector; that is for the audit
//           that chooses the files. Calls whose result is read again behind
//           its check stay: 0 and 1 are not the same there.
// Keywords: pci_enable_msi, devres
// Options: --no-includes
// Requires: 1.1.1
//
// Both calls end in __pci_enable_msi_range(dev, 1, 1, NULL). The old one returns
// 0 or a negative errno, the new one 1 or a negative errno.

//----------------------------------------------------------
//  Results that are read again
//----------------------------------------------------------

@read_again exists@
idexpression x;
identifier f;
expression E, F, G;
statement S, S1, S2;
position p;
@@
  x = pci_enable_msi@p(E);
  ... when != x = F
  if (x) S
  ... when != x = F
(
  return <+... x ...+>;
|
  if (<+... x ...+>) S1 else S2
|
  G = <+... x ...+>;
|
  f(..., x, ...);
)

@declared_again exists@
identifier x, f;
type T;
expression E, F, G;
statement S, S1, S2;
position p;
@@
  T x = pci_enable_msi@p(E);
  ... when != x = F
  if (x) S
  ... when != x = F
(
  return <+... x ...+>;
|
  if (<+... x ...+>) S1 else S2
|
  G = <+... x ...+>;
|
  f(..., x, ...);
)

//----------------------------------------------------------
//  Results that are checked once
//----------------------------------------------------------

@assigned@
idexpression x;
expression E;
statement S;
position p != { read_again.p };
@@
  x =
- pci_enable_msi@p(E)
+ pcim_alloc_irq_vectors(E, 1, 1, PCI_IRQ_MSI)
  ;
  if (x
+ < 0
  ) S

@declared@
identifier x;
type T;
expression E;
statement S;
position p != { declared_again.p };
@@
  T x =
- pci_enable_msi@p(E)
+ pcim_alloc_irq_vectors(E, 1, 1, PCI_IRQ_MSI)
  ;
  if (x
+ < 0
  ) S

//----------------------------------------------------------
//  No result, or one that is checked on the spot
//----------------------------------------------------------

// As expressions: where a whole statement is replaced, Coccinelle 1.3 puts braces around it below an if.
@ignored@
expression E;
@@
- pci_enable_msi(E)
+ pcim_alloc_irq_vectors(E, 1, 1, PCI_IRQ_MSI)
  ;

@tested disable is_zero, isnt_zero@
expression E;
@@
(
- pci_enable_msi(E) == 0
+ pcim_alloc_irq_vectors(E, 1, 1, PCI_IRQ_MSI) > 0
|
- pci_enable_msi(E) != 0
+ pcim_alloc_irq_vectors(E, 1, 1, PCI_IRQ_MSI) < 0
|
- pci_enable_msi(E) < 0
+ pcim_alloc_irq_vectors(E, 1, 1, PCI_IRQ_MSI) < 0
|
- !pci_enable_msi(E)
+ pcim_alloc_irq_vectors(E, 1, 1, PCI_IRQ_MSI) > 0
)

@tested_alone@
expression E;
statement S1, S2;
@@
  if (
- pci_enable_msi(E)
+ pcim_alloc_irq_vectors(E, 1, 1, PCI_IRQ_MSI) < 0
  ) S1 else S2

@tested_with@
expression E, F;
@@
  F &&
- pci_enable_msi(E)
+ pcim_alloc_irq_vectors(E, 1, 1, PCI_IRQ_MSI) < 0
