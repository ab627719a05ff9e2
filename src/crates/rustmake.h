/* SPDX-License-Identifier: GPL-2.0 */
/*
 * rustmake.h - ask and run rust/Makefile of the kernel
 *
 * What it makes of C is made without the crates that are made of that: bindgen and a compiler take
 * seconds, rustc minutes. All of it in the folder of a target that is prepared (kbuild.h).
 */
#ifndef RUSTMAKE_H
#define RUSTMAKE_H

#include "lib/list.h"

struct kbuild;
struct rust_rules;

/* Does "make rustavailable" say that the tools of the target do for this tree? 1; 0: its own words
 * are in @why, owned by the caller; or -1. */
int rust_available(struct kbuild *, char **why);
/* The rules of rust/Makefile. Nothing is made. */
int rust_rules_ask(struct kbuild *, struct rust_rules *);
/* Make what is made of C, with objtool, which looks at the object of the helpers. @code is make's;
 * @log receives all of it. */
int rust_make_goals(struct kbuild *, const struct strlist *goals, const char *log, int *code);
/* Make all crates of rust/, as "make prepare" does. */
int rust_make_crates(struct kbuild *, const char *log, int *code);

#endif
