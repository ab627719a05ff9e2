/* SPDX-License-Identifier: GPL-2.0 */
/*
 * mailpatch.h - a mail that is a patch: who wrote it, what it says, and its diff
 *
 * git reads it, as for git am: git mailsplit, git mailinfo (without scissors), git var for the
 * author, git apply. What git am would leave out of a message is left out here: "[PATCH v3 2/9]",
 * an in-body From:, what stands below "---". No object is written before the diff is applied.
 */
#ifndef MAILPATCH_H
#define MAILPATCH_H

#include <git2.h>
#include <stdbool.h>
#include <stddef.h>

struct base;
struct state;

struct mailpatch {
	git_signature *author; /* name, address, time and its zone as in the mail */
	bool dated;	       /* the mail has a Date:; the time of @author is that of now else */
	char *subject;	       /* one line, UTF-8 */
	char *body;	       /* what stands below it, trailers too; "", or ends with one end of
				 * line */
	char *diff;	       /* for git apply: its lines have the numbers that they have in the
				 * mail, where that holds them as they are */
	size_t len;		/* of @diff */
};

/*
 * Read the mail @path, in any encoding that git knows, with or without a line "From ", with LF
 * or CRLF. Fails with FAIL_USAGE, file and line: no file, no mail or several, no author, address,
 * subject or diff, control characters, or what hides the end of a line in a header.
 */
int mailpatch_read(struct mailpatch *, const struct state *, const struct base *,
		   const char *path);
/* The tree @from with the diff applied, stored in the repository; @merged and where it fails:
 * see gitcmd_apply(). */
int mailpatch_apply(git_oid *out, bool *merged, const struct mailpatch *, const struct state *,
		    const struct base *, const git_oid *from);
/* Is this text evidently a mail: does it begin with headers of which From: is one? */
bool mailpatch_is_mail(const char *text);
void mailpatch_release(struct mailpatch *);

#endif
