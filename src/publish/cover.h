/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cover.h - the words of a cover letter
 *
 * The template of the campaign with its fields filled in: {base} {count} {audit} {converted}
 * {tested} {rules} {searches} {needs} {waves}. What the template does not name is not added: b4
 * itself puts shortlog, diffstat, base-commit and change-id below the letter when it is sent.
 */
#ifndef COVER_H
#define COVER_H

#include <jansson.h>

struct audit;
struct campaign;
struct patches;
struct plan;

/* The text; owned by the caller; NULL with a reason. @proof is the document of a proof
 * that speaks for the plan (quote.h); NULL: there is none. */
char *cover_text(const struct plan *, const json_t *proof);
/* The head of the cover commit with that text (b4.h); owned by the caller; or NULL. */
char *cover_head(const struct plan *, const char *text, const char *signed_off_by);

/* {audit}: how many calls of each class there are before and after the series, and which of them
 * a person has judged. */
char *cover_audit(const struct audit *before, const struct audit *after);
/* The subject of the letter: the wave's, or the campaign's. */
const char *cover_title(const struct plan *);
/* {rules}: the semantic patches of the [convert] sections, without their headers and
 * indented; those of a [patch] are only named. Only the rules of @patches, where given.
 * NULL with a reason. */
char *cover_rules(const struct campaign *, const struct patches *);

#endif
