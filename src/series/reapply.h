/* SPDX-License-Identifier: GPL-2.0 */
/*
 * reapply.h - put edits by hand onto patches as they are made now
 *
 * A merge of three versions (threeway.h): as treewide wrote it then, as it makes it now,
 * as they left it. Of a clash nothing is taken: the patch stays as treewide makes it, and
 * the clash is told.
 */
#ifndef REAPPLY_H
#define REAPPLY_H

struct base;
struct changes;
struct clashes;
struct edits;
struct files;
struct patches;

/*
 * Edit the files of the patches, each on top of those before it. @owned, an array as long
 * as @patches, gets the changes of those that become others. The trees of the patches
 * become their plain ones, and are not made anew. @all are the files of the base.
 */
int reapply_files(struct patches *, struct changes *owned, struct clashes *, const struct edits *,
		  const struct base *, const struct files *all);
/* Edit subjects and bodies, which are composed already. */
int reapply_messages(struct patches *, struct clashes *, const struct edits *);
/* Set the authors. It is a clash when the mail of a patch names a third one by now. */
int reapply_authors(struct patches *, struct clashes *, const struct edits *);

#endif
