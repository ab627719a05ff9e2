/* SPDX-License-Identifier: GPL-2.0 */
/*
 * cleanup.h - release things at the end of their scope
 *
 * Declare and assign in one statement, in the middle of a block where it is first
 * known; what is declared later is released
 * first. A function uses this and nothing else to release (no goto).
 *
 *	char *text CLEANUP(free_text) = io_read(path, &len);
 *	return TAKE(text);		the caller owns it now
 *
 * What X_release(struct X *) releases needs no function of its own:
 *
 *	struct strlist paths CLEANUP(strlist_release) = { 0 };
 */
#ifndef CLEANUP_H
#define CLEANUP_H

#include <git2.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CLEANUP(function) __attribute__((cleanup(function)))

/* Give up ownership: the value, and NULL stays behind. */
#define TAKE(pointer) __extension__({ \
	__typeof__(pointer) take_ = (pointer); \
	(pointer) = NULL; \
	take_; \
})

#define DEFINE_CLEANUP(name, type, function) \
	static inline __attribute__((unused)) void name(type *pointer) \
	{ \
		if (*pointer) \
			function(*pointer); \
	}

static inline __attribute__((unused)) void free_text(char **text)
{
	free(*text);
}

/* For a pointer of any type to memory of malloc(). */
static inline __attribute__((unused)) void free_memory(void *pointer)
{
	void *memory;

	memcpy(&memory, pointer, sizeof(memory));
	free(memory);
}

static inline __attribute__((unused)) void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

DEFINE_CLEANUP(close_file, FILE *, fclose)
DEFINE_CLEANUP(free_json, json_t *, json_decref)
DEFINE_CLEANUP(free_repository, git_repository *, git_repository_free)
DEFINE_CLEANUP(free_tree, git_tree *, git_tree_free)
DEFINE_CLEANUP(free_blob, git_blob *, git_blob_free)
DEFINE_CLEANUP(free_commit, git_commit *, git_commit_free)
DEFINE_CLEANUP(free_object, git_object *, git_object_free)
DEFINE_CLEANUP(free_reference, git_reference *, git_reference_free)
DEFINE_CLEANUP(free_diff, git_diff *, git_diff_free)
DEFINE_CLEANUP(free_patch, git_patch *, git_patch_free)
DEFINE_CLEANUP(free_config, git_config *, git_config_free)
DEFINE_CLEANUP(free_odb, git_odb *, git_odb_free)
DEFINE_CLEANUP(free_odb_object, git_odb_object *, git_odb_object_free)
DEFINE_CLEANUP(free_signature, git_signature *, git_signature_free)

#endif
