/* SPDX-License-Identifier: GPL-2.0 */
/*
 * finding.h - what a checker of style says, and what of it is new
 *
 * A checker looks at a change from both sides: the findings after it, and those that
 * were there before. What both sides have is old. Pure.
 */
#ifndef FINDING_H
#define FINDING_H

#include <stdbool.h>
#include <stddef.h>

/* Strings are owned. */
struct finding {
	char *file;		/* as it is called after the change; "" for none */
	unsigned line;		/* from 1, on its own side; 0 for none */
	char *function;		/* that the line stands in; "" for none */
	char *kind, *text;
	bool old;		/* the other side has it as well */
};

struct findings {
	struct finding *v;
	size_t nr, alloc;
};

/* Lines of a file that a diff replaces, or takes away, or adds. */
struct block {
	const char *file;	/* borrowed */
	unsigned old_line;	/* first line of what goes, or what the new lines stand before */
	unsigned old_count;
	unsigned new_line;	/* the same on the other side */
	unsigned new_count;
};

/* In the order of the lines, file by file. */
struct blocks {
	struct block *v;
	size_t nr, alloc;
};

/* Copies of the strings; NULL becomes "". */
struct finding *findings_add(struct findings *, const char *file, unsigned line, const char *kind,
			     const char *text);
/*
 * Pair off findings of the same file, kind and text, each once: first those on a line
 * that the diff leaves alone, or that carry it through the same block; then those in
 * the same function. A line that goes and one that comes elsewhere in its function
 * are a moved line; a second copy has no partner and stays new.
 */
void findings_match_lines(struct findings *before, struct findings *after, const struct blocks *);
/* The same for findings that name what they are about: lines do not matter. */
void findings_match_names(struct findings *before, struct findings *after);
void findings_release(struct findings *);

/* The function that line @line of C source stands in, guessed by its first column as
 * git does; "" for none. Owned by the caller. */
char *finding_function(const char *source, unsigned line);

#endif
