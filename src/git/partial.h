/* SPDX-License-Identifier: GPL-2.0 */
/*
 * partial.h - objects that a partial clone has left at its remote
 *
 * git clone --filter=blob:none leaves the content of files out; git fetches what it needs,
 * libgit2 does not. So all that the base lacks is fetched by git, once, in one go.
 */
#ifndef PARTIAL_H
#define PARTIAL_H

struct base;
struct state;

/* Fetch the files of the base that are not there. Nothing to do where no remote has promised
 * any (remote.NAME.promisor). Fails when git cannot get them. */
int partial_fetch(struct state *, const struct base *);

#endif
