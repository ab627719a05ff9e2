/* SPDX-License-Identifier: GPL-2.0 */
/*
 * autoconf.h - the part of a configuration that a Makefile can ask for
 *
 * make takes 7 ms to read the 15,000 lines of auto.conf, and 1 ms for a Makefile of a folder,
 * which asks for some of them. Pure.
 */
#ifndef AUTOCONF_H
#define AUTOCONF_H

#include <stdbool.h>

struct strlist;

/* Add the options ("CONFIG_X") that @makefile names to @options. False: it may ask for
 * others, for it includes files or builds names of variables. */
bool autoconf_options(const char *makefile, struct strlist *options);
/* The lines of @config (sorted, as they stand in auto.conf) that set one of @options; owned
 * by the caller. */
char *autoconf_subset(const struct strlist *config, const struct strlist *options);

/* What stands behind "@option=" in sorted lines of a configuration, borrowed; NULL: it is off. */
const char *config_value(const struct strlist *config, const char *option);

/*
 * What differs between two configurations, as auto.conf holds them
 */
/* Add the options (CONFIG_FOO) that have not the same value in both texts, or are set in
 * one only; sorted. Lines that set no option do not count. */
void autoconf_compare(const char *old, const char *new, struct strlist *options);

#endif
