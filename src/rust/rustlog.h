/* SPDX-License-Identifier: GPL-2.0 */
/*
 * rustlog.h - what rustc, clippy and bindgen said, and what the base says of its tools
 *
 * Findings are identities as of a C compiler (buildlog.h): file, kind and text, without lines and
 * columns, so that moved code does not count as new. Source: "error[E0425]: TEXT", and on the next
 * line with an arrow "--> FILE:LINE:COLUMN". Pure.
 */
#ifndef RUSTLOG_H
#define RUSTLOG_H

#include <stdbool.h>
#include <stddef.h>

struct strlist;

/* Take errors and warnings out of a log; files below @tree are named without it. What rustc says
 * of how many there were is left out. */
void rustlog_parse(const char *log, const char *tree, struct strlist *errors,
		   struct strlist *warnings);
/* Number what stands there more than once, in place: "TEXT", "TEXT (2)", so that one more of them
 * is another text. */
void rustlog_number(struct strlist *findings);
/* Is the finding one of style, that is of clippy? */
bool rustlog_is_style(const char *finding);
/* The next part of a log, from the short line of make for one object ("  RUSTC L rust/x.o") to the
 * next such line. @object: of that line, "" before the first one; both owned by the caller. False
 * at the end. @at moves on. */
bool rustlog_next_part(const char **at, char **object, char **text);
/* How many objects clippy looked at, by the short lines of make ("  CLIPPY     rust/x.o"). */
size_t rustlog_clippy_objects(const char *log);
/* What "make rustavailable" says where it says no: its own words without the frame of stars, in one
 * line, at most 300 bytes; owned by the caller. */
char *rustlog_unavailable(const char *log);

#endif
