/* SPDX-License-Identifier: GPL-2.0 */
/*
 * conf.h - reads campaign.conf, and the files that it names
 *
 * It has git-config syntax and is read by libgit2. A key that is not in the table of
 * conf.c is refused with file and line.
 */
#ifndef CONF_H
#define CONF_H

struct campaign;

/* Read the campaign @name: a folder with a campaign.conf, or a name that stands
 * in series/ (see io_find_data()). Fails with FAIL_USAGE. */
int conf_load(struct campaign *, const char *name);

#endif
