// SPDX-License-Identifier: GPL-2.0
#include "bravo.h"

static bool bravo_has_msix(const struct bravo *bravo)
{
	return bravo->nvec > 1;
}

int bravo_request_vectors(struct bravo *bravo)
{
	if (bravo_has_msix(bravo))
		bravo->nvec = pci_alloc_irq_vectors(bravo->pdev, 2, bravo->nvec,
						    PCI_IRQ_MSIX);
	else
		bravo->nvec = pci_alloc_irq_vectors(bravo->pdev, 1, 1,
						    PCI_IRQ_MSI);
	return bravo->nvec < 0 ? bravo->nvec : 0;
}
