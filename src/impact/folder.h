/* SPDX-License-Identifier: GPL-2.0 */
/*
 * folder.h - what make itself says of one folder of a tree
 *
 * Read (make -n), the Makefiles of the folder and of those below it are evaluated as Kbuild does,
 * and make names what no rule makes: an object without source, a folder that is not there, a file
 * of always-y, a prerequisite. Made, all that stands in it is made, by rules of its own too: then
 * generators run, and what they read is judged by what comes of it.
 */
#ifndef FOLDER_H
#define FOLDER_H

#include <stdbool.h>
#include <stddef.h>

struct revisions;
struct strlist;

enum folder_way { FOLDER_READ, FOLDER_MADE };

struct folder_question {
	const char *folder;		/* "drivers/pci/" */
	enum folder_way way;
	const struct strlist *sources;	/* that its make must have read; with FOLDER_MADE */
	unsigned seconds;		/* that it may take */
};

/* Add what make says against the folder in the tree @revision; where it is made, warnings, too, and
 * "?..." for a source that no record of its make names, and, where it must have read some,
 * "=a/x.o DIGEST" for each object of a generated source that goes into vmlinux, by its symbols.
 * @ended: it came to an end in time. */
int folder_ask(struct revisions *, size_t revision, const struct folder_question *,
	       struct strlist *errors, bool *ended);
/* Do two texts of a Makefile differ in more than in what is on the lists of objects and folders?
 * Rules, commands and lists of other files: those only a make of the folder can judge. Pure. */
bool folder_rules_differ(const char *old, const char *new);

#endif
