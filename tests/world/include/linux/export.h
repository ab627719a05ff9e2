/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _LINUX_EXPORT_H
#define _LINUX_EXPORT_H

#define EXPORT_SYMBOL(sym) \
	asm(".pushsection \".export_symbol\",\"a\"\n" \
	    "__export_symbol_" #sym ":\n" \
	    ".asciz \"\"\n.asciz \"\"\n.balign 8\n.quad " #sym "\n" \
	    ".popsection")

#endif
