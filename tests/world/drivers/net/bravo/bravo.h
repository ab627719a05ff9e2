/* SPDX-License-Identifier: GPL-2.0 */
#include <linux/pci.h>

struct bravo {
	struct pci_dev *pdev;
	int nvec;
};

int bravo_request_vectors(struct bravo *bravo);
void bravo_debug(struct bravo *bravo);
