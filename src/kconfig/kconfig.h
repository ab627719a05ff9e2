/* SPDX-License-Identifier: GPL-2.0 */
/*
 * kconfig.h - what the text of Kconfig files says that an option needs
 *
 * A rough reading, and rather too much: conditions are taken for the words in them that are not
 * negated. It only proposes; what comes of a proposal is for Kconfig itself to say (narrow.h).
 * Options are named without CONFIG_. Pure, but for kconfig_load().
 */
#ifndef KCONFIG_H
#define KCONFIG_H

#include "lib/list.h"

struct base;
struct files;

/* One place where an option is defined. */
struct kconfig_entry {
	char *option, *file;
	struct strlist needs;	/* of depends on, of its prompt's if, and of the if, menu and
				 * choice around it */
	struct strlist selects;	/* options that it turns on */
	struct strlist raisers;	/* of its defaults: what turns it on where it has no prompt */
	struct strlist forbids;	/* what depends on and the defaults want to be off */
};

/* A line that makes one file a part of another, and what is around that line. */
struct kconfig_source {
	char *from, *file;
	struct strlist needs;
};

/* All files of a tree that were read. */
struct kconfig {
	struct {
		struct kconfig_entry *v;
		size_t nr, alloc;
	} entries;		/* sorted by option after kconfig_sort() */
	struct {
		struct kconfig_source *v;
		size_t nr, alloc;
	} sources;
};

/* Add what the file @path says; $(SRCARCH) in a name is @srcarch. */
void kconfig_read(struct kconfig *, const char *path, const char *text, const char *srcarch);
/* To be called behind the last file. */
void kconfig_sort(struct kconfig *);
/* All files of the base but those of other architectures; NULL: of all of them. Sorted. */
int kconfig_load(struct kconfig *, const struct base *, const struct files *all,
		 const char *srcarch);
/* Add what @option needs to @words, wherever it is defined; also what the files around it need. */
void kconfig_needs(const struct kconfig *, const char *option, struct strlist *words);
/* Add the options that can turn on @option where nobody can ask for it: those that select it,
 * and those that its defaults name. */
void kconfig_raisers(const struct kconfig *, const char *option, struct strlist *words);
/* Add the options that may have to be off where @option is to be on. */
void kconfig_forbids(const struct kconfig *, const char *option, struct strlist *words);
/* Add the files that define @option. */
void kconfig_files(const struct kconfig *, const char *option, struct strlist *files);
/* Add those that define what selects it. */
void kconfig_selectors(const struct kconfig *, const char *option, struct strlist *files);
void kconfig_release(struct kconfig *);

#endif
