/* SPDX-License-Identifier: GPL-2.0 */
/*
 * compose.h - who gets the patches of a series, and what they say
 */
#ifndef COMPOSE_H
#define COMPOSE_H

struct base;
struct campaign;
struct files;
struct patches;
struct state;

/* Ask about the files of all patches; patches for everyone get the union. */
int compose_recipients(struct patches *, struct state *, const struct base *,
		       const struct files *all, const struct campaign *);
/* Subject and body of each patch from its step's template. */
int compose_messages(struct patches *, const struct base *);

#endif
