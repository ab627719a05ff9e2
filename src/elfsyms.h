/* SPDX-License-Identifier: GPL-2.0 */
/*
 * elfsyms.h - what an object needs and what it offers
 */
#ifndef ELFSYMS_H
#define ELFSYMS_H

struct strlist;

struct elfsyms {
	struct strlist *undefined;	/* strong references that something else must satisfy */
	struct strlist *defined;	/* global definitions */
	struct strlist *exported;	/* EXPORT_SYMBOL of any kind */
};

/* Read the symbols of the relocatable object at @path; the lists come out sorted. */
int elfsyms_read(const struct elfsyms *, const char *path);

#endif
