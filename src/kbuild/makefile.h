/* SPDX-License-Identifier: GPL-2.0 */
/*
 * makefile.h - how far the text of a Makefile reaches
 *
 * Pure, and rather too far: comments count.
 */
#ifndef MAKEFILE_H
#define MAKEFILE_H

#include <stdbool.h>

/* Can what it says depend on more than its text, the options and the Makefiles above it?
 * It includes another file, asks a shell, or lists files. */
bool makefile_has_hidden_inputs(const char *text);
/* Can it say something to the folders below its own? */
bool makefile_hands_down(const char *text);

#endif
