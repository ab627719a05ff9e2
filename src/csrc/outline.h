/* SPDX-License-Identifier: GPL-2.0 */
/*
 * outline.h - what one C source defines, calls and stores; not its expressions
 *
 * Not a parser: it follows braces, parentheses and #if. Comments, strings and
 * "#if 0" do not count; of "#if A ... #else B ..." both branches do. A function
 * whose braces do not match, or differ between the branches of an #if, is said to
 * be broken: what it calls may belong to another one. A macro counts as a function
 * of its own. Works on any bytes; broken source ends in less, never in a crash.
 *
 * An outline has a textual form, which is what the ledger keeps.
 */
#ifndef OUTLINE_H
#define OUTLINE_H

#include "csrc/cscan.h"

struct strlist;

struct outline_function {
	const char *name;
	unsigned line;
	bool local;		/* static, or a macro */
	bool macro;
	bool broken;
	size_t first;		/* its first mark, if it has one */
};

/* One place, in the order of the source. Of names that are not called only those
 * are marked that are functions of the file or wanted, and all stores by name. */
struct mark {
	enum mark_kind kind;
	unsigned line;
	int function;		/* index into the functions; -1 outside of all */
	const char *word, *other;
	const char *table;	/* of a store outside of functions: "ops", "chips[3]"; or "" */
	const char *type;	/* tag of the struct of that table; or "" */
};

struct outline {
	char *text;		/* strings stand here */
	struct outline_function *functions;
	struct mark *marks;
	size_t nr_functions, nr_marks;
};

/* The textual form of the outline of @source; owned by the caller. @wanted: sorted
 * words to be marked wherever they stand. */
char *outline_text(const char *source, size_t len, const struct strlist *wanted);
/* Read a textual form, which is taken over; -1 without a reason when it is none. */
int outline_read(struct outline *, char *text);
void outline_release(struct outline *);

#endif
