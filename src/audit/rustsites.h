/* SPDX-License-Identifier: GPL-2.0 */
/*
 * rustsites.h - calls that take, from sources in Rust and from the helpers in C that they call
 *
 * Who owns a value in Rust no outline tells: each of these calls is unclear, for a person to judge
 * ([judge]). They are looked for in the whole tree but what the campaign excludes, whatever its
 * scope: drivers in Rust get the API from what stands in rust/.
 */
#ifndef RUSTSITES_H
#define RUSTSITES_H

#include <stdbool.h>

struct base;
struct campaign;
struct files;
struct modules;
struct sites;

/* Where the sources are looked for, and what is linked together there; all of it borrowed. */
struct rust_sources {
	const struct base *base;
	const struct files *files;
	const struct campaign *campaign;
	const struct modules *modules;
	bool on;		/* the configuration builds Rust */
};

/* Add the calls of the takers of the campaign. */
int rust_sites_add(struct sites *, const struct rust_sources *);

#endif
