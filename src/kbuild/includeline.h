/* SPDX-License-Identifier: GPL-2.0 */
/*
 * includeline.h - #include lines by text, and which file such a line can mean
 */
#ifndef INCLUDELINE_H
#define INCLUDELINE_H

#include <stdbool.h>
#include <stddef.h>

struct files;

/* The file @from includes @name. */
struct include_edge {
	char *name;
	const char *leaf;	/* the last part of @name */
	const char *from;	/* borrowed */
	bool quoted;		/* "name": looked for beside the file first */
	bool climbs;		/* it began with ../, which is cut off */
};

struct include_edges {
	struct include_edge *v;
	size_t nr, alloc;
};

/* Add the #include lines of a text, of conditions that are off, too. */
void include_edges_read(struct include_edges *, const char *from, const char *text, size_t size);
void include_edges_release(struct include_edges *);
/* Can this include mean @header? The usual places decide where the name stands in
 * one of them; else every header whose path ends so is meant. */
bool include_means(const struct files *all, const char *srcarch, const struct include_edge *,
		   const char *header);
/*
 * Kbuild makes asm/x.h of asm-generic/x.h where the architecture has none of its own
 * (generic-y, mandatory-y): the path of that wrapper, owned by the caller; NULL: @header cannot
 * have one.
 */
char *include_wrapper(const struct files *all, const char *srcarch, const char *header);

#endif
