/* SPDX-License-Identifier: GPL-2.0 */
/*
 * smpl.h - the text of a semantic patch, read line by line
 *
 * Not a parser: spatch has that. Pure.
 */
#ifndef SMPL_H
#define SMPL_H

#include <stdbool.h>

struct strlist;

/* The words behind "virtual" before the first rule: the modes of the semantic patch. */
void smpl_modes(const char *text, struct strlist *modes);
/* Add "OLD NEW" for each word that a rule calls otherwise: where lines with a plus follow lines
 * with a minus and differ from them in words alone, which are no metavariables. */
void smpl_renames(const char *text, struct strlist *renames);
/* Words in lines with a minus, and words in all other lines but comments. */
void smpl_words(const char *text, struct strlist *minus, struct strlist *other);
/* Words of minus lines that are members of structs: .word, ->word. */
void smpl_members(const char *text, struct strlist *members);
/* Those of them that are taken of a typed metavariable alone ("struct x *p;", "- p->word"): the
 * same member of another struct is none of its business. */
void smpl_typed_members(const char *text, struct strlist *members);
/*
 * Add to @words what a minus line takes, as far as it is one of @tokens (sorted): a file
 * that holds none of them cannot be changed. False when the text does not say so much: there
 * is a place that adds something where nothing, or none of the tokens, is taken.
 */
bool smpl_needs(const char *text, const struct strlist *tokens, struct strlist *words);
/* Do its scripts keep something from one file to the next: a rule that runs at the end, or a
 * variable of @initialize that is changed later? */
bool smpl_has_memory(const char *text);
/* Does it take or add anything? A semantic patch that does not reports. */
bool smpl_changes(const char *text);
/* Can what it does depend on the path of a file: "file in", or a script? */
bool smpl_knows_path(const char *text);

#endif
