/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _LINUX_MODULE_H
#define _LINUX_MODULE_H

#include <linux/export.h>

#define __MODULE_INFO(name, text) \
	static const char name[] \
	__attribute__((__used__, __section__(".modinfo"), __aligned__(1))) = text

#define MODULE_LICENSE(text)	__MODULE_INFO(__module_license, "license=" text)
#define MODULE_IMPORT_NS(ns)	__MODULE_INFO(__module_import_ns, "import_ns=" ns)

#endif
