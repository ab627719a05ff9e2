/* SPDX-License-Identifier: GPL-2.0 */
/*
 * elfcode.h - what is loaded of an object: sections, what they refer to, and their symbols
 *
 * Sections that are loaded (SHF_ALLOC) and stay in what is linked. What a section refers to is
 * told in a way that does not depend on where strings and local labels stand: a string by its
 * text, a local label by section and offset, all else by name. Where a table of the kernel keeps
 * the line of a source (WARN, dynamic debug), these bytes are marked as a line.
 */
#ifndef ELFCODE_H
#define ELFCODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a relocation refers to. */
enum elfref_kind {
	ELFREF_NAME,		/* of a symbol that is global, or that others define */
	ELFREF_PLACE,		/* section and offset */
	ELFREF_TEXT,		/* a string, wherever it stands */
};

struct elfref {
	uint64_t offset;		/* in the section that refers */
	unsigned type;			/* of the relocation; one per architecture and use */
	enum elfref_kind kind;
	const char *text;		/* borrowed from the object: the name, or the string */
	const struct elfsection *section;	/* where the place or the string is */
	int64_t addend;			/* to what is named; of a place: the offset */
};

/* Bytes of a section that hold a line number: @bits of them, from the lowest on. */
struct elfline {
	uint64_t offset;
	unsigned bits;
};

struct elfsection {
	const char *name;		/* borrowed */
	size_t nr;			/* in the file */
	unsigned type;
	uint64_t flags, align, entry, size;
	const unsigned char *data;	/* NULL: zeroes, which take no place in the file */
	bool is_text;			/* strings, each of which is known by its text */
	struct {
		struct elfref *v;
		size_t nr, alloc;
	} refs;				/* by offset */
	struct {
		struct elfline *v;
		size_t nr, alloc;
	} lines;			/* by offset */
};

struct elfsymbol {
	const char *name;		/* borrowed */
	const struct elfsection *section;	/* NULL: none that is loaded */
	uint64_t value, size;
	unsigned char type, bind, visibility;	/* STT_, STB_, STV_ */
	bool defined;
};

struct elfcode {
	struct elf_file *file;		/* all that is borrowed */
	unsigned machine, header_flags;
	unsigned char class, order;	/* ELFCLASS, ELFDATA */
	bool in_place;			/* what is added stands in the bytes, not beside them */
	struct {
		struct elfsection *v;
		size_t nr, alloc;
	} sections;
	struct {
		struct elfsymbol *v;
		size_t nr, alloc;
	} symbols;
};

/* Read the relocatable object at @path. 0 or -1. */
int elfcode_read(struct elfcode *, const char *path);
/* Is the string the name of a source, which a table says beside a line? */
bool elfcode_is_source(const char *text);
/* Is it a table in which lines are looked for? Names of sources in it say no more than they do. */
bool elfcode_has_lines(const struct elfsection *);
void elfcode_release(struct elfcode *);

#endif
