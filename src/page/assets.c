// SPDX-License-Identifier: GPL-2.0
/* Holds the files that are written into each page. */
#include "page/assets.h"

/* The assembler reads the file, from the folder in which make runs; the Makefile knows of it. */
#define EMBED(name, file) \
	__asm__(".section .rodata\n.globl " #name "\n" #name ":\n\t.incbin \"" file \
		"\"\n\t.byte 0\n.previous\n")

EMBED(page_style, "src/page/page.css");
EMBED(page_script, "src/page/page.js");
