/* SPDX-License-Identifier: GPL-2.0 */
/*
 * repository.h - what clone it is in which treewide works, and who works there
 */
#ifndef REPOSITORY_H
#define REPOSITORY_H

struct diagnoses;
struct surroundings;

void repository_examine(struct diagnoses *, const struct surroundings *);

#endif
