/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _LINUX_TYPES_H
#define _LINUX_TYPES_H

#define NULL ((void *)0)
#define bool _Bool
#define true 1
#define false 0

typedef unsigned int u32;

#endif
