/* SPDX-License-Identifier: GPL-2.0 */
/*
 * page.h - a proof as one page for a browser
 *
 * One sentence says what came out; below it stand what is not pass, what has changed ("against",
 * see drift.h), commits by checks, how each check knows what it says, files by targets, the audit
 * and the bases as pictures, where the time went, and each commit with verdicts, recipients, patch
 * and logs. Fields of the document that are not known here are shown as tables of their own.
 *
 * The page stands alone: it asks nobody for anything. Its script filters and opens, and without it
 * everything can be read. The browser runs no other: the Content-Security-Policy names the script
 * by a digest of all that the page shows, which no text on the page can hold.
 */
#ifndef PAGE_H
#define PAGE_H

#include "page/content.h"

#include <stdio.h>

void page_print(FILE *out, const struct page_content *);

#endif
