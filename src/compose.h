/* SPDX-License-Identifier: GPL-2.0 */
/*
 * compose.h - who gets the patches of a series, and what they say
 */
#ifndef COMPOSE_H
#define COMPOSE_H

struct base;
struct files;
struct patches;
struct policy;
struct recipients;
struct state;

/* Ask about the files of all patches; patches for everyone get the union, and so does
 * the cover letter unless the policy says otherwise. A patch for nobody is refused. */
int compose_recipients(struct patches *, struct recipients *cover, struct state *,
		       const struct base *, const struct files *all, const struct policy *);
/* Subject and body of each patch from its step's template. */
int compose_messages(struct patches *, const struct base *);

#endif
