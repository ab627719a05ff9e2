/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _LINUX_INTERRUPT_H
#define _LINUX_INTERRUPT_H

#include <linux/device.h>

struct irq_affinity {
	unsigned int pre_vectors;
	unsigned int post_vectors;
};

typedef int (*irq_handler_t)(int irq, void *data);

int request_irq(unsigned int irq, irq_handler_t handler, unsigned long flags,
		const char *name, void *data);
void free_irq(unsigned int irq, void *data);
int devm_request_irq(struct device *dev, unsigned int irq,
		     irq_handler_t handler, unsigned long flags,
		     const char *name, void *data);

#endif
