/* SPDX-License-Identifier: GPL-2.0 */
/*
 * jtext.h - text in JSON documents
 */
#ifndef JTEXT_H
#define JTEXT_H

#include <jansson.h>

/* A string for JSON: bytes that are not UTF-8 become \xNN, lossy. */
json_t *json_text(const char *text);
/* The string in the field @key of @object; "" when there is none; borrowed. */
const char *jfield(const json_t *object, const char *key);

#endif
