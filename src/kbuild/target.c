// SPDX-License-Identifier: GPL-2.0
/* Reads configs/NAME, and compares a configuration with what it asks for. */
#include "kbuild/target.h"

#include "lib/confline.h"
#include "lib/digest.h"
#include "lib/io.h"
#include "lib/lib.h"
#include "lib/nearest.h"

/* ARCH= of the kernel's make, its folder in arch/, and the names of Debian's compiler. */
static const struct arch {
	const char *name, *srcarch;
	const char *cross, *package;	/* NULL: the machine's own */
} arches[] = {
	{ "x86_64", "x86", NULL, NULL },
	{ "i386", "x86", NULL, NULL },
	{ "arm64", "arm64", "aarch64-linux-gnu-", "gcc-aarch64-linux-gnu" },
	{ "riscv", "riscv", "riscv64-linux-gnu-", "gcc-riscv64-linux-gnu" },
	{ "arm", "arm", "arm-linux-gnueabihf-", "gcc-arm-linux-gnueabihf" },
	{ "powerpc", "powerpc", "powerpc64le-linux-gnu-", "gcc-powerpc64le-linux-gnu" },
	{ "s390", "s390", "s390x-linux-gnu-", "gcc-s390x-linux-gnu" },
	{ "sh", "sh", "sh4-linux-gnu-", "gcc-sh4-linux-gnu" },
	{ "sparc64", "sparc", "sparc64-linux-gnu-", "gcc-sparc64-linux-gnu" },
	{ "m68k", "m68k", "m68k-linux-gnu-", "gcc-m68k-linux-gnu" },
	{ "mips", "mips", "mips-linux-gnu-", "gcc-mips-linux-gnu" },
	{ "parisc", "parisc", "hppa-linux-gnu-", "gcc-hppa-linux-gnu" },
	{ "parisc64", "parisc", "hppa64-linux-gnu-", "gcc-hppa64-linux-gnu" },
	{ "alpha", "alpha", "alpha-linux-gnu-", "gcc-alpha-linux-gnu" },
	{ "arc", "arc", "arc-linux-gnu-", "gcc-arc-linux-gnu" },
	{ "loongarch", "loongarch", "loongarch64-linux-gnu-", "gcc-loongarch64-linux-gnu" },
};

static const struct target_key {
	const char *name;
	size_t offset;
} keys[] = {
#define KEY(member) \
	{ #member, offsetof(struct target, member) }
	KEY(arch), KEY(config), KEY(compiler), KEY(cross), KEY(warnings), KEY(sparse), KEY(narrow),
	KEY(file), KEY(root), KEY(rust),
};

static char **target_text(struct target *target, const struct target_key *key)
{
	return (char **)((char *)target + key->offset);
}

static const struct arch *arch_of(const char *name)
{
	for (size_t i = 0; i < sizeof(arches) / sizeof(*arches); i++)
		if (!strcmp(arches[i].name, name))
			return &arches[i];
	return NULL;
}

static bool is_clang(const struct target *target)
{
	return !strncmp(target->compiler, "clang", 5);
}

static int fail_at(const struct target *target, const char *key, const char *value,
		   const char *what)
{
	unsigned line = confline_find_value(target->path, "target", NULL, key, value);

	return fail_usage("%s:%u: %s = %s: %s", target->path, line, key, value, what);
}

static int refuse_key(const struct target *target, const char *entry, const char *name)
{
	struct strlist names CLEANUP(strlist_release) = { 0 };

	strlist_add(&names, "option");
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		strlist_add(&names, keys[i].name);
	char *hint CLEANUP(free_text) = nearest_hint(&names, name);
	return fail_usage("%s: unknown key %s%s", target->path, entry, hint);
}

static int take_entry(const git_config_entry *entry, void *payload)
{
	struct target *target = payload;
	const char *name = !strncmp(entry->name, "target.", 7) ? entry->name + 7 : "";

	if (!entry->value || !*entry->value)
		return fail_usage("%s: %s has no value", target->path, entry->name);
	if (!strcmp(name, "option")) {
		strlist_add(&target->options, entry->value);
		return 0;
	}
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		char **text = target_text(target, &keys[i]);

		if (strcmp(keys[i].name, name) != 0)
			continue;
		if (*text)
			return fail_at(target, name, entry->value, "the key is set twice");
		*text = xstrdup(entry->value);
		return 0;
	}
	return refuse_key(target, entry->name, name);
}

/* CONFIG_FOO=value */
static bool is_option(const char *text)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789"
				      "abcdefghijklmnopqrstuvwxyz";
	size_t len = strncmp(text, "CONFIG_", 7) ? 0 : strspn(text + 7, letters);

	return len && text[7 + len] == '=' && text[8 + len];
}

static int check(struct target *target)
{
	const char *compiler = target->compiler;

	if (strncmp(compiler, "gcc", 3) != 0 && !is_clang(target))
		return fail_at(target, "compiler", compiler,
			       "known are gcc and clang, also with a version as in clang-16");
	if (target->cross && is_clang(target))
		return fail_at(target, "cross", target->cross, "clang needs no prefix");
	if (target->warnings && (target->warnings[0] < '1' || target->warnings[0] > '3' ||
				 target->warnings[1]))
		return fail_at(target, "warnings", target->warnings, "not one of 1, 2 and 3");
	if (target->sparse && strcmp(target->sparse, "true") != 0)
		return fail_at(target, "sparse", target->sparse, "the only value is true");
	if (target->rust && strcmp(target->rust, "true") != 0)
		return fail_at(target, "rust", target->rust, "the only value is true");
	if (target->root && *target->root != '/' && strchr(target->root, '/'))
		return fail_at(target, "root", target->root,
			       "neither an absolute path nor the name of a root");
	if (target->rust && !strlist_has(&target->options, "CONFIG_RUST=y"))
		return fail_at(target, "rust", target->rust, "rust needs option = CONFIG_RUST=y");
	FOR_EACH(option, &target->options)
		if (!is_option(*option))
			return fail_at(target, "option", *option,
				       "not of the form CONFIG_NAME=value");
	return 0;
}

static git_oid digest_target(const struct target *target)
{
	struct digest digest = { 0 };

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (!is_one_of(keys[i].name, TEXTS("narrow", "file", "root", "rust")))
			digest_text(&digest, *target_text((struct target *)target, &keys[i]));
	digest_texts(&digest, &target->options);
	if (target->narrow)
		digest_text(&digest, target->narrow);
	if (target->file)
		DIGEST_ADD(&digest, "file", target->text);
	if (target->rust)
		digest_text(&digest, "rust");
	digest_texts(&digest, &target->wishes);
	return digest_end(&digest);
}

/* A narrow target takes all but its own options from the one that it is a part of. */
static int take_wide(struct target *target, const char *more)
{
	struct target wide CLEANUP(target_release) = { 0 };
	struct strlist own = target->options;

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (*target_text(target, &keys[i]) && strcmp(keys[i].name, "narrow") != 0)
			return fail_at(target, keys[i].name, *target_text(target, &keys[i]),
				       "a narrow target has that of the target which it narrows");
	if (target_load(&wide, target->narrow, more) < 0)
		return fail_context("%s", target->path);
	if (wide.narrow)
		return fail_at(target, "narrow", target->narrow, "that target is narrow itself");
	target->options = wide.options;
	wide.options = (struct strlist){ 0 };
	strlist_add_all(&target->options, &own);
	strlist_release(&own);
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (strcmp(keys[i].name, "narrow") != 0)
			*target_text(target, &keys[i]) = TAKE(*target_text(&wide, &keys[i]));
	return 0;
}

/* What Kconfig gets to begin with, which stands beside the file of the target. */
static int read_given(struct target *target)
{
	const char *slash = strrchr(target->path, '/');
	char *path CLEANUP(free_text) = NULL;

	if (!target->file)
		return 0;
	if (target->config || strchr(target->file, '/'))
		return fail_at(target, "file", target->file,
			       "it must be a file of the same folder, and config must not be set");
	path = xasprintf("%.*s/%s", (int)(slash - target->path), target->path, target->file);
	target->text = io_read(path, NULL);
	target->config = xstrdup("olddefconfig");
	return target->text ? 0 : fail_context("%s", target->path);
}

/* The first comment line, and what follows from the keys. */
static int complete(struct target *target, const char *text, const char *more)
{
	if (text[0] == '#' && target->narrow && take_wide(target, more) < 0)
		return -1;
	if (read_given(target) < 0)
		return -1;
	if (text[0] != '#' || !target->arch || !target->config)
		return fail_usage("%s: needs a first comment line that says what it proves, "
				  "arch and config, or narrow", target->path);
	text += 1 + strspn(text + 1, " ");
	target->proves = xstrndup(text, strcspn(text, "\n"));
	const struct arch *arch = arch_of(target->arch);
	if (!arch)
		return fail_at(target, "arch", target->arch, "unknown");
	target->srcarch = xstrdup(arch->srcarch);
	if (!target->compiler)
		target->compiler = xstrdup("gcc");
	target->digest = digest_target(target);
	return check(target);
}

const char *target_cross(const char *name)
{
	const struct arch *arch = arch_of(name);

	return arch ? arch->cross : NULL;
}

void target_arches(const char *srcarch, struct strlist *names)
{
	size_t known = names->nr;

	for (size_t i = 0; i < sizeof(arches) / sizeof(*arches); i++)
		if (!strcmp(arches[i].srcarch, srcarch))
			strlist_add(names, arches[i].name);
	if (names->nr == known)
		strlist_add(names, srcarch);
}

/* Owned by the caller; NULL: there is none. */
static char *find_target(const char *known, const char *name, const char *more)
{
	char *path CLEANUP(free_text) = more ? xasprintf("%s/%s", more, name) : NULL;

	if (!*name || strchr(name, '/'))
		return NULL;
	return path && access(path, R_OK) == 0 ? TAKE(path) : io_find_data(known);
}

int target_load(struct target *target, const char *name, const char *more)
{
	char *known CLEANUP(free_text) = xasprintf("configs/%s", name);
	git_config *config CLEANUP(free_config) = NULL;

	target->name = xstrdup(name);
	target->path = find_target(known, name, more);
	char *text CLEANUP(free_text) = target->path ? io_read(target->path, NULL) : NULL;
	if (!text)
		return fail_usage("no build target %s: there is no file %s", name, known);
	if (git_config_new(&config) < 0 ||
	    git_config_add_file_ondisk(config, target->path, GIT_CONFIG_LEVEL_APP, NULL, 0) < 0)
		return fail_usage("%s: %s", target->path, git_error_last()->message);
	if (git_config_foreach(config, take_entry, target) != 0)
		return -1;
	return complete(target, text, more);
}

void target_plain(struct target *target, const char *name, const char *arch, const char *srcarch,
		  const char *cross)
{
	target->name = xstrdup(name);
	target->proves = xasprintf("What %s builds.", arch);
	target->path = xstrdup(name);
	target->arch = xstrdup(arch);
	target->srcarch = xstrdup(srcarch);
	target->config = xstrdup("allmodconfig");
	target->compiler = xstrdup("gcc");
	target->cross = cross ? xstrdup(cross) : NULL;
	target->digest = digest_target(target);
}

void target_wish(struct target *target, const char *config, const struct strlist *wishes)
{
	free(target->config);
	target->config = xstrdup(config);
	strlist_release(&target->wishes);
	strlist_add_all(&target->wishes, wishes);
	target->digest = digest_target(target);
}

void target_arguments(const struct target *target, const char *launcher, struct strlist *arguments)
{
	char **argument = LIST_ADD(arguments);

	*argument = xasprintf("ARCH=%s", target->arch);
	if (is_clang(target)) {
		const char *version = target->compiler + strlen("clang");

		*LIST_ADD(arguments) = xasprintf("LLVM=%s", *version ? version : "1");
	} else if (target->cross) {
		*LIST_ADD(arguments) = xasprintf("CROSS_COMPILE=%s", target->cross);
	}
	*LIST_ADD(arguments) = xasprintf("CC=%s%s%s", launcher,
					 target->cross ? target->cross : "", target->compiler);
	if (target->warnings)
		*LIST_ADD(arguments) = xasprintf("W=%s", target->warnings);
	if (target->sparse)
		strlist_add(arguments, "C=1");
}

void target_programs(const struct target *target, struct strlist *programs)
{
	static const char *const gnu[] = { "as", "ld", "objcopy" };
	static const char *const llvm[] = { "ld.lld", "llvm-objcopy" };
	const char *cross = target->cross ? target->cross : "";
	const char *version = is_clang(target) ? target->compiler + strlen("clang") : "";

	*LIST_ADD(programs) = xasprintf("%s%s", cross, target->compiler);
	for (size_t i = 0; !is_clang(target) && i < sizeof(gnu) / sizeof(*gnu); i++)
		*LIST_ADD(programs) = xasprintf("%s%s", cross, gnu[i]);
	for (size_t i = 0; is_clang(target) && i < sizeof(llvm) / sizeof(*llvm); i++)
		*LIST_ADD(programs) = xasprintf("%s%s", llvm[i], version);
	/* builds objtool and the other programs that run while a kernel is built */
	if (target->cross)
		strlist_add(programs, "gcc");
	if (target->sparse)
		strlist_add(programs, "sparse");
	if (target->rust)
		STRLIST_ADD(programs, "rustc", "bindgen");
}

const char *target_package(const struct target *target, const char *program)
{
	const struct arch *arch = arch_of(target->arch);

	if (!strcmp(program, "ld.lld"))
		return "lld";
	if (!strcmp(program, "llvm-objcopy"))
		return "llvm";
	if (target->cross && arch && arch->cross && !strcmp(arch->cross, target->cross) &&
	    starts_with(program, target->cross))
		return arch->package;
	return !strcmp(program, target->compiler) ||
	       is_one_of(program, TEXTS("sparse", "rustc", "bindgen")) ? program : NULL;
}

/* What a .config says of CONFIG_NAME (@len bytes); owned by the caller. */
static char *key_value(const char *config, const char *name, size_t len)
{
	FOR_EACH_LINE(line, config)
		if (!strncmp(line.at, name, len) && line.at[len] == '=')
			return xstrndup(line.at + len + 1, line.len - len - 1);
	return xstrdup("n");
}

const char *target_broken(const struct target *target, const char *config, char **got)
{
	FOR_EACH(option, &target->options) {
		const char *equals = strchr(*option, '=');
		char *value = key_value(config, *option, (size_t)(equals - *option));

		if (strcmp(value, equals + 1) != 0) {
			*got = value;
			return *option;
		}
		free(value);
	}
	return NULL;
}

void target_release(struct target *target)
{
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		free(*target_text(target, &keys[i]));
	FREE_ALL(target->name, target->proves, target->path, target->srcarch, target->text);
	STRLIST_RELEASE_ALL(&target->options, &target->wishes);
	*target = (struct target){ 0 };
}

bool target_is_foreign(const struct target *target, const char *path)
{
	size_t len = strlen(target->srcarch);

	return !strncmp(path, "arch/", 5) && strchr(path + 5, '/') &&
	       (strncmp(path + 5, target->srcarch, len) != 0 || path[5 + len] != '/');
}
