/* SPDX-License-Identifier: GPL-2.0 */
/*
 * makefile.h - how far the text of a Makefile reaches
 *
 * Pure, and rather too far: comments count.
 */
#ifndef MAKEFILE_H
#define MAKEFILE_H

#include "lib/list.h"

#include <stdbool.h>

/* The next line of @text, without its end, continued lines joined by a space; owned by the caller,
 * NULL at the end. */
char *next_joined_line(const char **text);
/* Does the first word of the line make another file a part of this one? */
bool makefile_includes(const char *line);
/* Can what it says depend on more than its text, the options and the Makefiles above it?
 * It includes another file, asks a shell, or lists files. */
bool makefile_has_hidden_inputs(const char *text);
/* Can it say something to the folders below its own? */
bool makefile_hands_down(const char *text);

/*
 * Which options decide whether a source is compiled, as the text says it
 *
 * For people who must find a configuration that builds a file. Makefiles and Kconfig
 * are read as text, so a name can be missed where make computes it; what a configuration
 * really builds is asked of make (module.h). Pure.
 */
/* The options (CONFIG_FOO) on which the text of a Makefile lets @word depend, an object
 * ("foo.o") or a folder ("foo/"); through composite objects and variables. */
void makefile_options(const char *makefile, const char *word, struct strlist *options);
/* "ARCH_FOO && (PCI || OF)": what the text of one Kconfig file wants before @option
 * (CONFIG_FOO) can be on. "" when it wants nothing; NULL when it does not have the option.
 * Owned by the caller. */
char *kconfig_depends(const char *kconfig, const char *option);

#endif
