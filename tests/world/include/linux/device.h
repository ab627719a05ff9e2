/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _LINUX_DEVICE_H
#define _LINUX_DEVICE_H

#include <linux/types.h>

struct device {
	void *driver_data;
	void *msi_data;
};

int devm_add_action(struct device *dev, void (*action)(void *), void *data);
int dev_err(const struct device *dev, const char *fmt, ...);

#endif
