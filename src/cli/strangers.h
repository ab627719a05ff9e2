/* SPDX-License-Identifier: GPL-2.0 */
/*
 * strangers.h - whose code is trusted, and where that of strangers is proved
 *
 * treewide.trust in git's configuration: "own" (the default) trusts what stands in the user's
 * repository, so a range, the index and a campaign, and not a mailbox; "none" trusts nothing;
 * "all", which is the option --trust, everything. What is not trusted runs in a sandbox
 * (confine.h) and works in <state>/strangers/<digest>, a state directory of its own with ledger,
 * builds and compiler cache, so that nothing that it made is used for anything else. The
 * digest is of what is proved, or, of a range or the index, of treewide.stranger: the name of
 * somebody whose commits may use what his earlier ones have left, such as a watched branch.
 */
#ifndef STRANGERS_H
#define STRANGERS_H

#include <git2.h>
#include <stdbool.h>

struct base;
struct options;

/* Is what the options name trusted? @config may be NULL. Fails for a value that is none. */
int strangers_trust(const struct options *, git_config *config, bool *trusted);
/* A campaign runs programs of its own and asks the network: refuse it where nothing is trusted. */
int strangers_refuse_campaign(const struct options *, git_config *config);
/* The name of the folder for a mailbox (a file, or a maildir); -1 when it cannot be read. */
int strangers_name_mbox(const char *mbox, git_oid *name);
/* The state directory below @state for what has this name; owned by the caller; NULL with a
 * reason. It is the newest one then, and all but the four newest ones are removed, unless somebody
 * works there. */
char *strangers_state(const char *state, const git_oid *name);
/* Let everything run in the sandbox from now on. @outer: the user's state directory, @root: that of
 * the run, @tmp: its temporary folder. */
int strangers_confine(const struct base *, const char *outer, const char *root, const char *tmp);

/* Remove one of these, unless somebody works there, who holds its lock. */
int strangers_remove(const char *path);

#endif
