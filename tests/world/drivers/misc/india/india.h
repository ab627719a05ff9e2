/* SPDX-License-Identifier: GPL-2.0 */
#include <linux/pci.h>

void india_quiet(struct pci_dev *pdev);
