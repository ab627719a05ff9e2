/* SPDX-License-Identifier: GPL-2.0 */
/*
 * modpost.h - runs the kernel's own modpost over one module, or over objects of vmlinux
 *
 * Takes the scripts/mod/modpost that "make modules_prepare" has built. Parts of the module that
 * nobody compiled are stood in for: what they define is given to the linker, and what they say
 * of the module (licence, namespaces) is put into a section as the compiler would.
 */
#ifndef MODPOST_H
#define MODPOST_H

#include "lib/list.h"

#include <stdbool.h>

struct kbuild;

struct modpost_job {
	const char *module;		/* "drivers/x/y", or "vmlinux" */
	const struct strlist *parts;	/* files of objects */
	const struct strlist *given;	/* symbols that the other parts define */
	const struct strlist *info;	/* "license=GPL", "import_ns=X" of the other parts */
	const char *table;		/* what modules and image export: a Module.symvers */
};

/* Is there a modpost in the build folder? */
bool modpost_is_there(const struct kbuild *);
/* Add what modpost says, as identities: without offsets; "?...": it, or the linker that puts the
 * parts together, says no in no words that are known. */
int modpost_run(struct kbuild *, const struct modpost_job *, struct strlist *said);
/* The lines of modpost in a log, as identities. Pure. */
void modpost_parse(const char *log, struct strlist *said);
/* The same of lines in the C @text that modpost has written that no compiler takes: a namespace or
 * an alias with a quote in it. Pure. */
void modpost_read_made(const char *text, struct strlist *said);
/* One line of a Module.symvers. @owner: "vmlinux", or a module as above; owned by the caller. */
char *modpost_row(const char *symbol, const char *owner, bool gpl, const char *space);

#endif
