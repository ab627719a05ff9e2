/* SPDX-License-Identifier: GPL-2.0 */
/*
 * space.h - what files take on the disk
 */
#ifndef SPACE_H
#define SPACE_H

#include <stdint.h>
#include <time.h>

/* What a file, or a folder with all in it, takes: blocks, not lengths; 0 where it is not. Links are
 * not followed, and what has several names counts each time. @newest, unless NULL, becomes the time
 * of the last change of the folder or of something that stands right in it. */
int64_t space_used(const char *path, time_t *newest);
/* What is free for us where @path is; -1 with a reason. */
int64_t space_free(const char *path);
/* "500m", "20g", "1t", or bytes. 0, or -1 where it is none of these or nothing. */
int space_parse(const char *text, int64_t *bytes);
/* "1.9 GB", in units of 1024; owned by the caller. */
char *space_text(int64_t bytes);

#endif
