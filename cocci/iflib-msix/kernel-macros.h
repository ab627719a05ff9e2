// SPDX-License-Identifier: GPL-2.0-only
// Macros of FreeBSD's kernel that stand where C has a declaration, as C that spatch can parse. Given
// to spatch with --macro-file; what they mean does not matter, only what they look like.
#define KOBJ_FIELDS int kobj_fields
#define SLIST_HEAD(name, type) struct name
#define SLIST_HEAD_INITIALIZER(head) { 0 }
#define SLIST_ENTRY(type) struct type *
#define STAILQ_HEAD(name, type) struct name
#define STAILQ_HEAD_INITIALIZER(head) { 0 }
#define STAILQ_ENTRY(type) struct type *
#define LIST_HEAD(name, type) struct name
#define LIST_HEAD_INITIALIZER(head) { 0 }
#define LIST_ENTRY(type) struct type *
#define TAILQ_HEAD(name, type) struct name
#define TAILQ_HEAD_INITIALIZER(head) { 0 }
#define TAILQ_ENTRY(type) struct type *
