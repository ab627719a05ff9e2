/* SPDX-License-Identifier: GPL-2.0 */
/*
 * progress.h - how modules tell what they are doing
 *
 * Modules never print. They report through this interface; output.c shows it on
 * a terminal, or as plain lines elsewhere.
 */
#ifndef PROGRESS_H
#define PROGRESS_H

#include <stddef.h>

struct progress {
	/* @done of @total things of the stage @what are finished; @item is the one
	 * that was finished last, or NULL. */
	void (*report)(struct progress *, const char *what, size_t done, size_t total,
		       const char *item);
	/* Something that a person should know before it begins. */
	void (*tell)(struct progress *, const char *text);
};

static inline __attribute__((unused)) void progress_tell(struct progress *progress,
							 const char *text)
{
	if (progress && progress->tell)
		progress->tell(progress, text);
}

static inline __attribute__((unused)) void progress_report(struct progress *progress,
							   const char *what, size_t done,
							   size_t total, const char *item)
{
	if (progress)
		progress->report(progress, what, done, total, item);
}

#endif
