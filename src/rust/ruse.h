/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ruse.h - where Rust source uses a name of C
 *
 * A name of C is reached through the crates that bindgen makes: bindings::NAME and uapi::NAME, also
 * by what "use" brings in (one name, a group, all, another name for it). rust_helper_NAME, as the
 * helpers in C are called, is a use of NAME. By text: macros are not expanded, and a name that is
 * pasted together is not seen. Errs towards too many: any path whose part before the last "::" is
 * "bindings" or "uapi" counts, whatever crate that is. Pure.
 */
#ifndef RUSE_H
#define RUSE_H

#include <stdbool.h>
#include <stddef.h>

struct strlist;

struct rust_use {
	const char *word;	/* borrowed from the list of wanted words */
	unsigned line;
	char *function;		/* "Type::method", "function"; "" outside of all; owned */
	bool call;		/* followed by an opening parenthesis */
	bool import;		/* in a "use": it only brings the name in */
};

struct rust_uses {
	struct rust_use *v;
	size_t nr, alloc;
};

/* All uses of @words (sorted with strlist_sort) in @source, in its order. */
void rust_uses_find(struct rust_uses *, const char *source, size_t len,
		    const struct strlist *words);
void rust_uses_release(struct rust_uses *);
/* NAME of rust_helper_NAME; NULL: it is no helper. Borrowed from @function. */
const char *rust_helper_name(const char *function);

#endif
