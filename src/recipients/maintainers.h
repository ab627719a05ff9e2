/* SPDX-License-Identifier: GPL-2.0 */
/*
 * maintainers.h - who is responsible for a file or a patch, as the base itself says
 *
 * The only file that knows scripts/get_maintainer.pl. It is the base's own script, on
 * the base's own MAINTAINERS, .mailmap and .get_maintainer.ignore, in a small tree of
 * its own, asked file by file, and patch by patch for those whom a keyword (K:) names;
 * the user's ~/.get_maintainer.conf and git configuration
 * are out of its sight. Answers are remembered by the blobs of all of these; those
 * about committers also by the base commit, for they come from its history.
 *
 * Of an address that stands in several sections the script tells one role. Which one
 * is random in the script when the sections match equally well (BPF [GENERAL] and BPF
 * [SELFTESTS] of 6.12: reviewer or maintainer); here it is always the same.
 */
#ifndef MAINTAINERS_H
#define MAINTAINERS_H

#include <stdbool.h>

struct base;
struct files;
struct state;
struct strlist;

/* Whom to ask; everything is borrowed. */
struct maintainers {
	struct state *state;
	const struct base *base;
	const struct files *all;	/* of the base */
	/* Also who committed to the file in the year before the base. A commit without
	 * parents (a first one, or where a shallow history ends) does not count. */
	bool committers;
	bool trees;			/* not people and lists, but the trees (T:) of the file */
	bool sections;			/* likewise the titles of its sections, narrowest first */
	/* Asked about are not paths but whole patches, as mails: only people and lists whom a
	 * keyword of MAINTAINERS names, in the message or in a changed line. None of the
	 * others then. */
	bool keywords;
};

/*
 * Ask about all @paths, in parallel; fills the ledger. A file that the base does not
 * have is asked about as if it were empty. An answer is remembered only when each of
 * its lines is one that the script prints; a script that says nothing has failed, for
 * THE REST of MAINTAINERS is there for every file and every patch. About a patch in which
 * no keyword of MAINTAINERS stands in any line, nothing is asked.
 */
int maintainers_ask(const struct maintainers *, const struct strlist *paths);
/*
 * The answer about @path, which was asked for before, line by line: "Name <address>
 * (role:SECTION)", or "address (role:SECTION)"; with ":Keyword:WORDS" behind. Clean
 * text, see recipient_clean(), but nothing else is certain: the address may be missing
 * or wrong. An entry of MAINTAINERS in which the script finds no address has the role
 * "unreadable".
 */
int maintainers_answer(const struct maintainers *, const char *path, struct strlist *lines);
/* Add the addresses of those who maintain @path (maintainer, supporter, odd fixer), of all sections
 * but THE REST; sorted, none for what nobody maintains. */
int maintainers_owners(const struct maintainers *, const char *path, struct strlist *owners);
/*
 * The tree that a patch to @path goes through, as MAINTAINERS names it, when @asked is
 * about trees: of the most special section that has one, and there one that is called
 * "next" before others. "" when there is none but that of Linus Torvalds. Owned by the
 * caller; NULL with a reason.
 */
char *maintainers_tree(const struct maintainers *asked, const char *path);
/* What MAINTAINERS calls a tree, "git git://host/a/netdev/net-next.git main", as a
 * part of a name, "netdev-net-next"; owned by the caller. */
char *maintainers_tree_name(const char *tree);
/* The title of the widest section that holds @path, when @asked is about sections; THE REST only
 * where there is no other. Owned by the caller; NULL with a reason. */
char *maintainers_subsystem(const struct maintainers *asked, const char *path);

#endif
