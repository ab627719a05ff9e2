/* SPDX-License-Identifier: GPL-2.0 */
/*
 * prose.h - what is wrong with the form of a message or a cover letter
 *
 * Pure functions; any bytes will do. A message is that of a commit: subject, blank line,
 * body, trailers, and below a line "---" what git am drops, which is not judged. Lines
 * are those of the message, the subject being line 1. The numbers 75 are those of the
 * kernel's Documentation/process/submitting-patches.rst, "The canonical patch format".
 */
#ifndef PROSE_H
#define PROSE_H

#include <stdbool.h>
#include <stddef.h>

#define PROSE_COLUMNS 75	/* of a line, and of the summary behind the prefix */
#define PROSE_SUBJECT 100	/* columns of a whole subject */

struct fault {
	const char *kind;	/* static: subject, columns, empty, trailer, cut, cover, ... */
	unsigned patch;		/* from 1; 0: the cover letter. Set by check_message.h */
	unsigned line;
	char *what;		/* owned */
};

struct faults {
	struct fault *v;
	size_t nr, alloc;
};

void faults_add(struct faults *, const char *kind, unsigned line, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
void faults_release(struct faults *);

/* A copy in which only the words of the body stand: the subject, the trailers and what
 * is below the cut are gone, the lines keep their numbers. Owned by the caller. */
char *prose_body(const char *message);

/* A subject: too long, with a full stop, EDITME, or without "subsystem: "; @prefix is how
 * long that is, 0 for none. */
void prose_subject(struct faults *, const char *subject, size_t prefix);
/*
 * Lines above the cut that are wider than PROSE_COLUMNS. Free are trailers, a single
 * long word (a URL), also behind a short mark, and in a @cover lines that begin with a
 * blank: what is quoted there was made by programs.
 */
void prose_lines(struct faults *, const char *message, bool cover);
/* The same with another limit, for a message whose trailers begin at @end. */
void prose_wide_lines(struct faults *, const char *message, size_t end, unsigned limit);
/* A body without a word; EDITME anywhere behind the subject. */
void prose_filled(struct faults *, const char *message);
/* No Signed-off-by:, or Cc: and To: in the trailers (that of stable excepted, and all of a message
 * that was @taken over from a mail: whom its author wanted to ask is part of it). */
void prose_trailers(struct faults *, const char *message, bool taken);
/* Is @line a header that git mailinfo takes from the head of a body: From, Subject, Date? */
bool prose_is_mail_header(const char *line);
/*
 * Lines that git mailinfo would not take for a part of the message: it ends at "---",
 * "--- x", "diff -" and "Index: " (patchbreak() in git's mailinfo.c), "From:",
 * "Subject:" and "Date:" at the beginning are headers to it, and git mailsplit begins a
 * new mail at "From x ... 12:34". @text is a body or its template; @line: the number of
 * its first line.
 */
void prose_cuts(struct faults *, const char *text, unsigned line);
/*
 * What b4 would not mail as it stands in the text of a cover letter: its marker, lines
 * that begin with "#" (dropped) or "---" (but for the "---", "Changes in v2:" that b4
 * itself writes), and lines that look like a trailer with an address (b4 makes a
 * recipient of them). @finished: the text is followed by the trailers that are meant to
 * be some, and perhaps by b4's changelog; otherwise it is a template.
 */
void prose_cover(struct faults *, const char *text, bool finished);

#endif
