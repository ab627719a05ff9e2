// SPDX-License-Identifier: GPL-2.0
/* Makes a target of a configuration that the user has. */
#include "kbuild/given.h"

#include "kbuild/target.h"
#include "lib/cleanup.h"
#include "lib/fail.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/json.h"
#include "lib/state.h"

#include <string.h>

#define TIMEOUT 60 /* seconds to unpack it */

char *given_folder(const struct state *state)
{
	return xasprintf("%s/targets", state->dir);
}

/* Does a line of the text begin with this? */
static bool has_line(const char *text, const char *line)
{
	for (const char *at = text; (at = strstr(at, line)); at++)
		if (at == text || at[-1] == '\n')
			return true;
	return false;
}

/* The first lines that Kconfig writes name it. */
static bool has_head(const char *text, const char *arch)
{
	char *head CLEANUP(free_text) = xasprintf("# Linux/%s ", arch);

	return has_line(text, head);
}

/* Two of them have one folder in arch/: the width tells which one it is. */
static const char *choose_width(const char *arch, const char *text)
{
	if (!strcmp(arch, "x86_64") && has_line(text, "# CONFIG_64BIT is not set\n"))
		return "i386";
	return !strcmp(arch, "parisc") && has_line(text, "CONFIG_64BIT=y\n") ? "parisc64" : arch;
}

const char *given_arch(const char *text, const char *path)
{
	/* the more special one first; the name of ARCH=, the option, the folder in arch/ */
	static const char *const arches[][3] = {
		{ "x86_64", "CONFIG_X86_64=y\n", "x86" },
		{ "i386", "CONFIG_X86_32=y\n", "i386" },
		{ "arm64", "CONFIG_ARM64=y\n", "arm64" },
		{ "riscv", "CONFIG_RISCV=y\n", "riscv" },
		{ "arm", "CONFIG_ARM=y\n", "arm" },
		{ "powerpc", "CONFIG_PPC=y\n", "powerpc" },
		{ "s390", "CONFIG_S390=y\n", "s390" },
		{ "sh", "CONFIG_SUPERH=y\n", "sh" },
		{ "sparc64", "CONFIG_SPARC64=y\n", "sparc" },
		{ "m68k", "CONFIG_M68K=y\n", "m68k" },
		{ "mips", "CONFIG_MIPS=y\n", "mips" },
		{ "parisc", "CONFIG_PARISC=y\n", "parisc" },
		{ "parisc64", "CONFIG_PARISC=y\n", "parisc64" },
		{ "alpha", "CONFIG_ALPHA=y\n", "alpha" },
		{ "arc", "CONFIG_ARC=y\n", "arc" },
		{ "loongarch", "CONFIG_LOONGARCH=y\n", "loongarch" },
	};
	const size_t nr = sizeof(arches) / sizeof(*arches);

	for (size_t i = 0; i < nr; i++)
		if (has_line(text, arches[i][1]))
			return choose_width(arches[i][0], text);
	for (size_t i = 0; i < nr; i++) {
		char *folder CLEANUP(free_text) = xasprintf("arch/%s/configs/", arches[i][2]);

		if (has_head(text, arches[i][0]) || has_head(text, arches[i][2]) ||
		    strstr(path, folder))
			return choose_width(arches[i][0], text);
	}
	if (has_line(text, "# Linux/") || strstr(path, "/configs/"))
		return NULL;
	return choose_width("x86_64", text);
}

/* The text of the file, unpacked; owned by the caller; NULL with a reason. */
static char *read_given(const struct state *state, const char *file)
{
	static const char *const argv[] = { "gzip", "-dc", NULL };
	char *out CLEANUP(free_text) = xasprintf("%s/given", state->tmp);
	char *log CLEANUP(free_text) = xasprintf("%s/given.log", state->tmp);
	struct job job = { .argv = argv, .in = file, .out = out, .log = log, .timeout = TIMEOUT };
	size_t len;
	char *text CLEANUP(free_text) = access(file, R_OK) == 0 ? io_read(file, &len) : NULL;

	if (!text) {
		fail_usage("--config %s: no such file", file);
		return NULL;
	}
	if (len < 2 || memcmp(text, "\x1f\x8b", 2) != 0)
		return TAKE(text);
	if (job_run(&job) < 0)
		return NULL;
	if (job.exit || job.timed_out) {
		fail_usage("--config %s: it cannot be unpacked", file);
		return NULL;
	}
	return io_read(out, NULL);
}

/* A name that a file and a report can have: of its last part what is no letter is a dash. */
static char *name_given(const char *file)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				    "0123456789._-";
	const char *slash = strrchr(file, '/');
	char *name = xasprintf("config-%.60s", slash ? slash + 1 : file);

	for (char *at = name; *(at += strspn(at, plain));)
		*at = '-';
	return name;
}

char *given_add(const struct state *state, const char *file)
{
	char *text CLEANUP(free_text) = read_given(state, file);
	char *real CLEANUP(free_text) = realpath(file, NULL);
	char *folder CLEANUP(free_text) = given_folder(state);
	char *name CLEANUP(free_text) = name_given(file);
	char *config CLEANUP(free_text) = xasprintf("%s/%s.config", folder, name);
	char *path CLEANUP(free_text) = xasprintf("%s/%s", folder, name);
	const char *arch = text ? given_arch(text, real ? real : file) : NULL;
	char *target CLEANUP(free_text) = NULL;

	if (!text)
		return NULL;
	if (!arch || !has_line(text, "CONFIG_")) {
		fail_usage("--config %s: %s", file, arch ? "no line of it sets an option" :
			   "its architecture is not known");
		return NULL;
	}
	target = xasprintf("# What the file %s says builds.\n[target]\n\tarch = %s\n"
			   "\tcompiler = %s\n\tfile = %s.config\n%s%s\n", name + 7, arch,
			   has_line(text, "CONFIG_CC_IS_CLANG=y\n") ? "clang" : "gcc", name,
			   target_cross(arch) && !has_line(text, "CONFIG_CC_IS_CLANG=y\n") ?
				   "\tcross = " : "",
			   target_cross(arch) && !has_line(text, "CONFIG_CC_IS_CLANG=y\n") ?
				   target_cross(arch) : "");
	if (io_mkdirs(folder) < 0 || io_write(config, text, strlen(text)) < 0 ||
	    io_write(path, target, strlen(target)) < 0)
		return NULL;
	return TAKE(name);
}

/* Beside the file of the target, or the file itself. */
static int pack_file(json_t *files, const char *name, const char *path)
{
	char *text CLEANUP(free_text) = io_read(path, NULL);

	if (!text)
		return -1;
	json_object_set_new(files, name, json_text(text));
	return 0;
}

static int pack_target(json_t *files, const char *folder, const char *name)
{
	struct target target CLEANUP(target_release) = { 0 };
	char *beside CLEANUP(free_text) = NULL;
	const char *slash;

	if (target_load(&target, name, folder) < 0 || pack_file(files, name, target.path) < 0)
		return -1;
	slash = strrchr(target.path, '/');
	if (target.narrow)
		return pack_target(files, folder, target.narrow);
	if (!target.file)
		return 0;
	beside = xasprintf("%.*s/%s", (int)(slash - target.path), target.path, target.file);
	return pack_file(files, target.file, beside);
}

json_t *given_pack(const struct state *state, const char *name)
{
	char *folder CLEANUP(free_text) = given_folder(state);
	json_t *files = json_object();

	if (pack_target(files, folder, name) == 0)
		return files;
	json_decref(files);
	return NULL;
}

int given_unpack(const struct state *state, const json_t *files, const char *source)
{
	char *folder CLEANUP(free_text) = given_folder(state);
	const char *name;
	json_t *text;

	if (files && io_mkdirs(folder) < 0)
		return -1;
	json_object_foreach((json_t *)files, name, text) {
		char *path CLEANUP(free_text) = xasprintf("%s/%s", folder, name);

		if (!*name || *name == '.' || *name == '-' || strchr(name, '/') ||
		    !json_is_string(text))
			return fail_usage("%s: \"%s\" is no file of a target", source, name);
		if (io_write(path, json_string_value(text), json_string_length(text)) < 0)
			return -1;
	}
	return 0;
}
