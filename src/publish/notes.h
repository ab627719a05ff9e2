/* SPDX-License-Identifier: GPL-2.0 */
/*
 * notes.h - a proof as notes of git on its commits
 *
 * In refs/notes/treewide, one note for each commit; `git log --notes=treewide` shows them. A note
 * has no times and no paths of logs, so the same verdicts give the same note, and a note that says
 * the same already is left alone.
 */
#ifndef NOTES_H
#define NOTES_H

#include <jansson.h>
#include <stddef.h>

struct base;

#define NOTES_REF "refs/notes/treewide"

/* Write the note on each commit of the proof; @written: how many are new or say something else
 * now. Fails with FAIL_USAGE where git does not know who writes. */
int notes_write(const struct base *, const json_t *proof, size_t *written);

#endif
