// SPDX-License-Identifier: GPL-2.0
#include "india.h"

void india_quiet(struct pci_dev *pdev)
{
	pci_free_irq_vectors(pdev);
}
