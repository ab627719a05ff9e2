/* SPDX-License-Identifier: GPL-2.0 */
/*
 * hand_over.h - a proved series as a folder, where the tree's profile hands over so
 */
#ifndef HAND_OVER_H
#define HAND_OVER_H

struct plan;
struct profile;
struct series;
struct series_result;
struct session;

/*
 * Gather what stands on the branch, what is known of it and who should look at it, and let the
 * profile write it into the folder @output (NULL: one in the state directory); what is there goes,
 * when it is such a folder, and a folder with anything else in it is refused. The path in @dir,
 * owned by the caller. Nothing leaves the machine.
 */
int hand_over_write(char **dir, const struct profile *, struct session *, const struct plan *,
		    const struct series *, const struct series_result *, const char *output);

#endif
