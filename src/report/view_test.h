/* SPDX-License-Identifier: GPL-2.0 */
/*
 * view_test.h - what the tests of a campaign's rules came to
 */
#ifndef VIEW_TEST_H
#define VIEW_TEST_H

#include <jansson.h>
#include <stdio.h>

struct campaign;
struct rule_tests;
struct strlist;

/* The document; @written: paths of files that were made good. A new reference. */
json_t *view_test(const struct campaign *, const struct rule_tests *,
		  const struct strlist *written);
void view_print_test(FILE *out, const json_t *document);

#endif
