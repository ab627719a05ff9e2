/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _LINUX_EXPORT_H
#define _LINUX_EXPORT_H

#define ___EXPORT_SYMBOL(sym, license, ns) \
	asm(".pushsection \".export_symbol\",\"a\"\n" \
	    "__export_symbol_" #sym ":\n" \
	    ".asciz \"" license "\"\n.asciz \"" ns "\"\n.balign 8\n.quad " #sym "\n" \
	    ".popsection")

#define EXPORT_SYMBOL(sym)		___EXPORT_SYMBOL(sym, "", "")
#define EXPORT_SYMBOL_GPL(sym)		___EXPORT_SYMBOL(sym, "GPL", "")
#define EXPORT_SYMBOL_NS(sym, ns)	___EXPORT_SYMBOL(sym, "", ns)
#define EXPORT_SYMBOL_NS_GPL(sym, ns)	___EXPORT_SYMBOL(sym, "GPL", ns)

#endif
