/* SPDX-License-Identifier: GPL-2.0 */
/*
 * view_send.h - what was sent, or would be, as a document, and as text from it
 *
 * The documents are described in treewide-send(1) and treewide-status(1).
 */
#ifndef VIEW_SEND_H
#define VIEW_SEND_H

#include <jansson.h>
#include <stdio.h>

struct sending;

json_t *view_send(const struct sending *);
void view_print_send(FILE *out, const json_t *document);

#endif
