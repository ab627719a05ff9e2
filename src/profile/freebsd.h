/* SPDX-License-Identifier: GPL-2.0 */
/*
 * freebsd.h - the row of FreeBSD
 */
#ifndef FREEBSD_H
#define FREEBSD_H

struct profile;

extern const struct profile freebsd_profile;

#endif
