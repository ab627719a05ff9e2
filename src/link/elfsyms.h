/* SPDX-License-Identifier: GPL-2.0 */
/*
 * elfsyms.h - what an object needs and what it offers, and to whom
 *
 * EXPORT_SYMBOL leaves marks that modpost reads: since 6.4 a symbol __export_symbol_NAME
 * in .export_symbol, on licence and namespace; before that __ksymtab_NAME in the section
 * ___ksymtab_gpl+NAME and __kstrtabns_NAME. MODULE_LICENSE and MODULE_IMPORT_NS are
 * strings in .modinfo of objects that are built as modules.
 */
#ifndef ELFSYMS_H
#define ELFSYMS_H

struct strlist;

struct elfsyms {
	struct strlist *undefined; /* strong references that something else must satisfy */
	struct strlist *defined;   /* global definitions */
	struct strlist *weak;	   /* of these, those that another one may replace */
	struct strlist *exported;  /* EXPORT_SYMBOL of any kind */
	struct strlist *terms;	   /* "NAME GPL -", "NAME - SPACE", "NAME GPL SPACE": of these,
					 * those that not every module may use */
	struct strlist *licences;	/* MODULE_LICENSE */
	struct strlist *imports;	/* MODULE_IMPORT_NS */
	struct strlist *discarded;	/* of @defined, what stands in .init or .exit sections */
};

/* Read the symbols of the relocatable object at @path; the lists come out sorted. */
int elfsyms_read(const struct elfsyms *, const char *path);

#endif
