/* SPDX-License-Identifier: GPL-2.0 */
/*
 * speaker.h - who of the readers that come out alike is compiled, and shows it
 *
 * One for each class of flags (flagclass.h). A text only says who may read a header: who includes
 * it by a line of its own is preferred, and where nobody does, three of the class are compiled.
 * That one of them has read it, is asked when they are compiled; else the class is not shown.
 */
#ifndef SPEAKER_H
#define SPEAKER_H

struct changed_files;
struct derivation;
struct strlist;
struct target_build;

/* Add who speaks for the readers that are not set apart. */
int speakers_pick(struct derivation *, struct strlist *picked);
/* After compiling: a class of which nobody has read the header, for people, owned by the caller;
 * NULL: there is none. */
int speakers_silent(struct target_build *, const struct changed_files *, char **silent);

#endif
