// SPDX-License-Identifier: GPL-2.0
/* Makes the headers that the build of the tree would make. */
#include "profile/genheader.h"

#include "git/base.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/lib.h"

#define TIMEOUT 60

/* Tables that a script of sys/tools makes into a header. */
static const struct table {
	const char *header, *script, *input, *option;
} tables[] = {
	{ "vnode_if.h", "sys/tools/vnode_if.awk", "sys/kern/vnode_if.src", "-h" },
	{ "vnode_if_newproto.h", "sys/tools/vnode_if.awk", "sys/kern/vnode_if.src", "-p" },
	{ "vnode_if_typedef.h", "sys/tools/vnode_if.awk", "sys/kern/vnode_if.src", "-q" },
	{ "usbdevs.h", "sys/tools/usbdevs2h.awk", "sys/dev/usb/usbdevs", "-h" },
	{ "usbdevs_data.h", "sys/tools/usbdevs2h.awk", "sys/dev/usb/usbdevs", "-d" },
	{ "miidevs.h", "sys/tools/miidevs2h.awk", "sys/dev/mii/miidevs", NULL },
};

/* 1; it failed: 0, and the header that is missing then is what the compiler complains of; it could
 * not be run: -1. */
static int run_program(const struct genheader *gen, const struct strlist *words, const char *out)
{
	char *log CLEANUP(free_text) = xasprintf("%s/generate.log", gen->dir);
	const char **argv CLEANUP(free_memory) = strlist_array(words);
	const char *env[] = { "NM=nm", "AWK=awk", NULL };
	struct job job = { .argv = argv, .env = env, .dir = gen->dir, .log = log, .out = out,
			   .timeout = TIMEOUT };

	if (job_run(&job) < 0)
		return -1;
	return !job.exit && !job.timed_out;
}

static int run_awk(const struct genheader *gen, const char *script, const char *input,
		   const char *option)
{
	struct strlist words CLEANUP(strlist_release) = { 0 };
	char *program CLEANUP(free_text) = xasprintf("%s/%s", gen->source, script);
	char *source CLEANUP(free_text) = xasprintf("%s/%s", gen->source, input);

	STRLIST_ADD(&words, "awk", "-f", program, source);
	if (option)
		strlist_add(&words, option);
	return run_program(gen, &words, NULL);
}

/* "bus_if.h" is made of the one bus_if.m that the tree has. */
static const char *interface_of(const struct genheader *gen, const char *name)
{
	char *leaf CLEANUP(free_text) = xasprintf("%.*sm", (int)strlen(name) - 1, name);

	FOR_EACH(file, gen->files)
		if (starts_with(file->path, "sys/") && !strcmp(path_leaf(file->path), leaf))
			return file->path;
	return NULL;
}

/* One member of a structure in offset.inc. */
struct offset_member {
	unsigned long offset;
	char *place, *type, *name;	/* @place as it is written */
};

struct offset_members {
	struct offset_member *v;
	size_t nr, alloc;
};

static int by_offset(const void *a, const void *b)
{
	unsigned long x = ((const struct offset_member *)a)->offset,
		      y = ((const struct offset_member *)b)->offset;

	return x < y ? -1 : x > y;
}

/* Write the members, each behind as many bytes as are before it, and forget them. */
static void flush_members(FILE *out, struct offset_members *members)
{
	char *before = xstrdup("0");

	LIST_SORT(members, by_offset);
	FOR_EACH(member, members) {
		fprintf(out, "\tu_char\tpad_%s[%s - %s];\n\t%s\t%s;\n", member->name,
			member->place, before, member->type, member->name);
		free(before);
		before = xasprintf("(%s + sizeof(%s))", member->place, member->type);
		FREE_ALL(member->place, member->type, member->name);
	}
	free(before);
	LIST_RELEASE(members);
}

/* A line "<tab>u_char<tab>pad_NAME[PLACE - ...];" begins a member; its type is in the next. */
static void begin_member(struct offset_members *members, const char *pad)
{
	size_t name = strcspn(pad, "["), place = strcspn(pad + name + 1, " ");
	struct offset_member *member = LIST_ADD(members);

	member->name = xstrndup(pad, name);
	member->place = xstrndup(pad + name + 1, place);
	member->offset = strtoul(member->place, NULL, 0);
}

char *genheader_sort_offsets(const char *text)
{
	static const char pad[] = "\tu_char\tpad_";
	struct offset_members members = { 0 };
	char *sorted = NULL;
	FILE *out = xmemstream(&sorted, NULL);

	FOR_EACH_LINE(line, text) {
		struct offset_member *last = members.nr ? &members.v[members.nr - 1] : NULL;

		if (starts_with(line.at, pad)) {
			begin_member(&members, line.at + strlen(pad));
		} else if (*line.at == '\t' && last && !last->type) {
			last->type = xstrndup(line.at + 1, strcspn(line.at + 1, "\t\n"));
		} else {
			flush_members(out, &members);
			fprintf(out, "%.*s\n", (int)line.len, line.at);
		}
	}
	flush_members(out, &members);
	fclose(out);
	return sorted;
}

/* The script reads the numbers out of an object that is compiled without offset.inc. */
static int make_offsets(const struct genheader *gen)
{
	struct strlist compile CLEANUP(strlist_release) = { 0 };
	struct strlist script CLEANUP(strlist_release) = { 0 };
	char *source CLEANUP(free_text) = xasprintf("%s/sys/kern/genoffset.c", gen->source);
	char *program CLEANUP(free_text) = xasprintf("%s/sys/kern/genoffset.sh", gen->source);
	char *header CLEANUP(free_text) = xasprintf("%s/offset.inc", gen->dir);
	char *raw CLEANUP(free_text) = xasprintf("%s/offset.raw", gen->dir);

	strlist_add_all(&compile, gen->compiler);
	STRLIST_ADD(&compile, "-c", source, "-o", "genoffset.o");
	STRLIST_ADD(&script, "sh", program, "genoffset.o");
	if (io_write(header, "", 0) < 0)
		return -1;
	int ran = run_program(gen, &compile, NULL);
	ran = ran > 0 ? run_program(gen, &script, raw) : ran;
	if (ran <= 0)
		return ran;
	char *text CLEANUP(free_text) = io_read(raw, NULL);
	char *sorted CLEANUP(free_text) = text ? genheader_sort_offsets(text) : NULL;
	return sorted && io_write(header, sorted, strlen(sorted)) == 0 ? 1 : -1;
}

int genheader_make(const struct genheader *gen, const char *name)
{
	char *path CLEANUP(free_text) = xasprintf("%s/%s", gen->dir, name);
	const char *interface = has_ending(name, "_if.h") ? interface_of(gen, name) : NULL;

	for (size_t i = 0; i < sizeof(tables) / sizeof(*tables); i++)
		if (!strcmp(tables[i].header, name) && files_find(gen->files, tables[i].input))
			return run_awk(gen, tables[i].script, tables[i].input, tables[i].option);
	if (starts_with(name, "opt_"))
		return io_write(path, "", 0) < 0 ? -1 : 1;
	if (interface)
		return run_awk(gen, "sys/tools/makeobjops.awk", interface, "-h");
	if (!strcmp(name, "offset.inc") && files_find(gen->files, "sys/kern/genoffset.c"))
		return make_offsets(gen);
	return 0;
}
