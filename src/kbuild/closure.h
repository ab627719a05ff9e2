/* SPDX-License-Identifier: GPL-2.0 */
/*
 * closure.h - all that is read in front of a place in a header, whoever reads it
 *
 * By the text of a tree: the header, what it includes before that place, what those include, and
 * what Kbuild reads before every C source ("-include" in its Makefiles). Conditions are not
 * evaluated, so some of it may never be read; what surely is, is marked.
 */
#ifndef CLOSURE_H
#define CLOSURE_H

#include "csrc/declare.h"
#include "csrc/directive.h"

struct base;
struct treescan;
struct view;

struct closure_file {
	char *path, *text;
	struct directives directives;
	struct declarations declarations;
	bool first;		/* read before anything of the source */
	bool certain;		/* read by each source that reads the header */
	size_t edge, edge_end;	/* what it includes */
};

/* File @from includes file @to. */
struct closure_edge {
	size_t from, to;
	unsigned line;
	bool sure;		/* it can mean no other file */
	bool plain;		/* under no condition but the guard */
};

struct closure {
	struct closure_file *v;	/* the header is number 0 */
	size_t nr, alloc;
	struct {
		struct closure_edge *v;
		size_t nr, alloc;
	} edges;
	struct strlist paths;	/* of all files, sorted */
	char *circle;		/* one of them that includes the header; or NULL */
	unsigned line;		/* the place in the header */
};

/* What is read before line @line of @header. */
int closure_read(struct closure *, struct treescan *, const struct base *, const struct view *,
		 const char *header, unsigned line);
/* Does file @from read file @to, by its lines before @line (0: by any)? @surely: whoever reads it,
 * under no condition; else rather too often. */
bool closure_reaches(const struct closure *, size_t from, unsigned line, size_t to, bool surely);
void closure_release(struct closure *);

#endif
