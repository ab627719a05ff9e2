/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _LINUX_MODULE_H
#define _LINUX_MODULE_H

#include <linux/export.h>

#define MODULE_LICENSE(text) \
	static const char __module_license[] \
	__attribute__((__used__, __section__(".modinfo"))) = "license=" text

#endif
