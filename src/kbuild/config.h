/* SPDX-License-Identifier: GPL-2.0 */
/*
 * config.h - what differs between two configurations, as auto.conf holds them
 */
#ifndef CONFIG_H
#define CONFIG_H

struct strlist;

/* Add the options (CONFIG_FOO) that have not the same value in both texts, or are set in
 * one only; sorted. Lines that set no option do not count. */
void autoconf_compare(const char *old, const char *new, struct strlist *options);

#endif
