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
struct policy;
struct recipients;
struct sites;
struct state;

/* Ask about the files of all patches and about the patches, which have their messages and
 * trees; patches for everyone get the union, and so does
 * the cover letter unless the policy says otherwise. A patch for nobody is refused. */
int compose_recipients(struct patches *, struct recipients *cover, struct state *,
		       const struct base *, const struct files *all, const struct policy *);
/* One text about the mails of the series that go to more addresses than the limit of the policy;
 * owned by the caller; NULL: there is none. */
char *compose_crowd(const struct patches *, const struct recipients *cover, const struct policy *);
/* Refuse what compose_messages() would refuse in a template, before anything is made. */
int compose_check_templates(const struct campaign *);
/*
 * Subject, body and trailers of each patch, from its step's template and the campaign;
 * @sites are those of the base, which they call @base_name. Refused, with file and line: an
 * unknown field, what ends a message when it is applied, a trailer that neither trailer.h nor
 * the base knows.
 */
int compose_messages(struct patches *, const struct base *, const char *base_name,
		     const struct files *all, const struct campaign *, const struct sites *);

#endif
