/* SPDX-License-Identifier: GPL-2.0 */
/*
 * content.h - what a page is made of
 */
#ifndef CONTENT_H
#define CONTENT_H

#include <jansson.h>

/* All borrowed, and NULL where nothing is known, but for the proof. */
struct page_content {
	const json_t *proof;	/* a document, see view.h of src/report */
	const json_t *bases;	/* what status knows of each base: "bases" of its document */
	const json_t *audit;	/* the document of the audit of that base */
	const json_t *material;	/* patches and logs, see material.h */
	const char *prove;	/* the words of the shell that prove this again */
};

#endif
