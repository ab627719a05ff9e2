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

struct strlist;

/* Take errors and warnings out of a log; files below @tree are named without it. What rustc says
 * of how many there were is left out. */
void rustlog_parse(const char *log, const char *tree, struct strlist *errors,
		   struct strlist *warnings);
/* Is the finding one of style: of clippy, or of the documentation that an item must have? */
bool rustlog_is_style(const char *finding);
/* What "make rustavailable" says where it says no: its own words without the frame of stars, in one
 * line, at most 300 bytes; owned by the caller. */
char *rustlog_unavailable(const char *log);

#endif
