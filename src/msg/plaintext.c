// SPDX-License-Identifier: GPL-2.0
/* Judges the bytes of a text, and measures its lines. */
#include "msg/plaintext.h"

#include "lib/lib.h"

struct range {
	uint32_t from, to;
};

/* The blocks that matter in a text of the kernel; not the whole of Unicode. */
static const struct range wide[] = {
	{ 0x1100, 0x115f },  { 0x2e80, 0x303e },   { 0x3041, 0xa4cf },	 { 0xac00, 0xd7a3 },
	{ 0xf900, 0xfaff },  { 0xfe30, 0xfe6f },   { 0xff00, 0xff60 },	 { 0xffe0, 0xffe6 },
	{ 0x1f300, 0x1f64f }, { 0x1f900, 0x1f9ff }, { 0x20000, 0x3fffd },
};

static const struct range combining[] = {
	{ 0x300, 0x36f }, { 0x200b, 0x200f }, { 0x20d0, 0x20f0 }, { 0xfe00, 0xfe0f },
};

#define IN(ranges, point) is_in(ranges, sizeof(ranges) / sizeof(*(ranges)), point)

static bool is_in(const struct range *ranges, size_t nr, uint32_t point)
{
	for (size_t i = 0; i < nr; i++)
		if (point >= ranges[i].from && point <= ranges[i].to)
			return true;
	return false;
}

/* The character at @text: how many bytes it has; 0 when it is none. */
static size_t decode(const char *text, size_t len, uint32_t *point)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char lead = (unsigned char)*text;
	size_t size = lead < 0x80 ? 1 : lead >> 5 == 6 ? 2 : lead >> 4 == 14 ? 3 : 4;

	*point = lead;
	if (size == 1)
		return 1;
	if ((size == 4 && lead >> 3 != 30) || size > len)
		return 0;
	*point = lead & (0xffu >> (size + 1));
	for (size_t i = 1; i < size; i++) {
		if (((unsigned char)text[i] & 0xc0) != 0x80)
			return 0;
		*point = *point << 6 | ((unsigned char)text[i] & 0x3f);
	}
	if (*point < least[size] || *point > 0x10ffff || (*point >= 0xd800 && *point <= 0xdfff))
		return 0;
	return size;
}

/* Control characters: also U+0080 to U+009F, and what turns the direction of a line. */
static bool is_control(uint32_t point)
{
	return (point < 0x20 && point != '\t' && point != '\n') ||
	       (point >= 0x7f && point < 0xa0) || (point >= 0x202a && point <= 0x202e) ||
	       (point >= 0x2066 && point <= 0x2069) || point == 0x2028 || point == 0x2029 ||
	       point == 0xfeff;
}

int plaintext_check(const char *path, const char *text, size_t len)
{
	unsigned line = 1;
	size_t start = 0;
	bool blank = true;

	for (size_t at = 0; at < len;) {
		uint32_t point;
		size_t size = decode(text + at, len - at, &point);

		if (!size)
			return fail_usage("%s:%u: not UTF-8", path, line);
		if (is_control(point))
			return fail_usage("%s:%u: holds the control character U+%04X", path, line,
					  point);
		blank = blank && strchr(" \t\n", (int)point);
		at += size;
		if (point == '\n') {
			line++;
			start = at;
		} else if (at - start > PLAINTEXT_MAX_LINE) {
			return fail_usage("%s:%u: a line of more than %d bytes cannot be mailed",
					  path, line, PLAINTEXT_MAX_LINE);
		}
	}
	return blank ? fail_usage("%s:1: holds no text", path) : 0;
}

unsigned plaintext_columns(const char *text, size_t len)
{
	unsigned columns = 0;

	for (size_t at = 0; at < len;) {
		uint32_t point;
		size_t size = decode(text + at, len - at, &point);

		if (text[at] == '\t')
			columns = (columns / 8 + 1) * 8;
		else if (!size || !IN(combining, point))
			columns += size && IN(wide, point) ? 2 : 1;
		at += size ? size : 1;
	}
	return columns;
}
