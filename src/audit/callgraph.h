/* SPDX-License-Identifier: GPL-2.0 */
/*
 * callgraph.h - from where the kernel gets to a call
 *
 * Walks from a call upwards, from function to caller, to the places where functions
 * are handed out: the callbacks of a driver. It goes by names: a call through a
 * pointer is followed to every function that a field of that name is given in the
 * same module. So a way that it finds may be one that never runs; what it cannot
 * follow ends in ENTRY_UNKNOWN.
 */
#ifndef CALLGRAPH_H
#define CALLGRAPH_H

#include "audit/srcindex.h"
#include "campaign/family.h"

enum entry_point {
	ENTRY_BIND,		/* a callback that binding runs */
	ENTRY_UNBIND,		/* one that unbinding runs, or an action registered for it */
	ENTRY_ELSEWHERE,	/* suspend, shutdown, an interrupt */
	ENTRY_UNKNOWN,		/* a pointer that nobody in the module calls; exported */
	ENTRY_NONE,		/* a macro that nobody uses */
};

/* Where functions of one kind differ: a table of callbacks, or a function that
 * assigns them. */
struct place {
	unsigned source;
	const char *table;	/* "" for a function */
	int function;		/* -1 for a table */
};

/* One way to a call. */
struct call_way {
	enum entry_point entry;
	unsigned source;	/* the outermost function stands here */
	int function;		/* -1: none is known */
	const struct mark *handed;	/* the mark that hands it out; NULL when nobody does */
	unsigned home;		/* source of that mark; of the outermost function without one */
	struct place driver;	/* the table that binds or unbinds; table NULL: unknown */
	const struct mark *choice;	/* the store of a field that gets other functions too, */
	unsigned choice_in;		/* through which it passed, and its source; or NULL */
	bool choice_missing;		/* another table of that type has no such field */
	bool choice_again;		/* and it passed through one more field like that */
	bool again;		/* on the way something had been taken before the call */
	bool broken;		/* a function on the way has braces that do not match */
	char *path;		/* "foo_remove() -> foo_free()", from the outermost one */
};

struct call_ways {
	struct call_way *v;
	size_t nr, alloc;
	bool cut;		/* there are more ways than were followed */
};

enum takes { TAKES_NOT, TAKES, TAKES_ITSELF };

/* Functions that take, or call one that does. */
struct taking {
	unsigned char *functions;	/* enum takes, by their number */
	struct strlist names;		/* of those that take themselves; sorted */
};

void taking_find(struct taking *, const struct srcindex *, const struct family *);
void taking_release(struct taking *);
/* The ways to the mark @start. */
void callgraph_up(struct call_ways *, const struct srcindex *, const struct family *,
		  const struct taking *, struct ref start);
/* Where the store @mark of @source stands. */
struct place place_of(const struct mark *, unsigned source);
bool place_equal(const struct place *, const struct place *);
void call_ways_release(struct call_ways *);

#endif
