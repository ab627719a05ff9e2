/* SPDX-License-Identifier: GPL-2.0 */
/*
 * regress.h - calls that rely on the old behaviour and did not before
 */
#ifndef REGRESS_H
#define REGRESS_H

#include "lib/list.h"

struct audit;
struct files;
struct site;

/* Sites of one of two audits; borrowed. */
struct site_list {
	const struct site **v;
	size_t nr, alloc;
};

/*
 * Sites of @now whose class is one of @classes (NULL: implicit and error-only), and that
 * the audit @before does not have with such a class. Sites are the same when file,
 * function and call are; of several alike, the number counts. A file that is not among
 * the @old_files has moved when a file that is not among the @new_files had the same
 * function with the same call. Pure.
 */
void regress_find(struct site_list *out, const struct audit *before, const struct files *old_files,
		  const struct audit *now, const struct files *new_files,
		  const struct strlist *classes);

#endif
