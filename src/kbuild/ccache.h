/* SPDX-License-Identifier: GPL-2.0 */
/*
 * ccache.h - a store of compiled objects that machines share
 *
 * CCACHE_REMOTE_STORAGE names it (treewide.ccacheRemote sets that). Then paths below the state
 * directory are relative for ccache, so that an object is the same one on every machine, wherever
 * that has its state directory; and compilers are told apart by content. A store that is away costs
 * time only, and is told.
 */
#ifndef CCACHE_H
#define CCACHE_H

struct state;
struct strlist;

/* What a make gets for it, as "NAME=value"; nothing where there is no store. */
void ccache_environment(const struct state *, struct strlist *env);
/* How often the store did not answer so far; -1: there is none, or ccache does not say. */
long ccache_faults(const struct state *);
/* Tell the user, where it did not since @before. */
void ccache_tell_faults(const struct state *, long before);
/* How often, by what `ccache --print-stats` says; -1: it says nothing of it. Pure. */
long ccache_count_faults(const char *stats);

#endif
