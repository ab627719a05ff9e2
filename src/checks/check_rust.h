/* SPDX-License-Identifier: GPL-2.0 */
/*
 * check_rust.h - does what is written in Rust still compile at every commit?
 *
 * Check: rust, under a target of Rust (crates.h). What rustc reads from C is made before and after
 * each commit. Where all of it is the same byte for byte, and no source in Rust differs, crates and
 * drivers are what they were: identical. Else they are compiled: built. Where the tools cannot be
 * had every commit is uncovered, with the reason.
 */
#ifndef CHECK_RUST_H
#define CHECK_RUST_H

struct state;

/* Is @name a target of Rust? 1, 0 or -1. */
int rust_is_target(const struct state *, const char *name);

#endif
