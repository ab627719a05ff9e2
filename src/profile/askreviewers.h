/* SPDX-License-Identifier: GPL-2.0 */
/*
 * askreviewers.h - who should look at a file of a FreeBSD tree, as the tree itself says
 *
 * MAINTAINERS, .github/CODEOWNERS, LOCKS, and the log of the file; each row with its source. A
 * source that has nobody is told as such, one that is not there is not. The rules of Herald live
 * on a server and are said to be unknown.
 */
#ifndef ASKREVIEWERS_H
#define ASKREVIEWERS_H

struct base;
struct files;
struct reviewers;
struct state;

int askreviewers_of(struct reviewers *, struct state *, const struct base *,
		    const struct files *all, const char *path);
/*
 * Add who wrote and who reviewed the commits of a log: for each commit a line "id TAB author", and
 * below it lines "Reviewed by: names". Each person once, with the newest commit. Pure.
 */
void askreviewers_log(struct reviewers *, const char *log);

#endif
