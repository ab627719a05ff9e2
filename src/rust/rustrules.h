/* SPDX-License-Identifier: GPL-2.0 */
/*
 * rustrules.h - what the rules of rust/Makefile make of C, and of what they make crates
 *
 * Read out of make's own data base (make -p), so it holds for every version alike. A crate is what
 * a rule makes of a source in Rust; what is made of C is what a rule makes of a header or a source
 * in C, and what a crate is made of besides, if nothing of it is made of a crate. Pure.
 */
#ifndef RUSTRULES_H
#define RUSTRULES_H

#include "lib/list.h"

/* Paths below the build folder, sorted. */
struct rust_rules {
	struct strlist made;		/* rust/bindings/bindings_generated.rs, ... */
	struct strlist crates;		/* rust/kernel.o, ... */
};

/* @folder: "rust/". What counts is what the goal of that name makes: not rusttest, rustdoc, nor
 * what another configuration would make. */
void rust_rules_read(struct rust_rules *, const char *database, const char *folder);
void rust_rules_release(struct rust_rules *);

#endif
