// SPDX-License-Identifier: GPL-2.0
/* Runs programs in a root of another Debian, by bubblewrap. */
#include "lib/root.h"

#include "lib/cleanup.h"
#include "lib/digest.h"
#include "lib/fail.h"
#include "lib/io.h"
#include "lib/job.h"
#include "lib/word.h"

#include <fcntl.h>
#include <limits.h>

#define TIMEOUT 60	/* seconds, to find out whether it can be entered */

static const char *const places[] = { "/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin" };

char *root_path(const char *name)
{
	const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");

	if (*name == '/')
		return xstrdup(name);
	return cache && *cache ? xasprintf("%s/treewide/roots/%s", cache, name) :
				 xasprintf("%s/.cache/treewide/roots/%s", home ? home : "", name);
}

/* One stanza of dpkg's status. */
struct package {
	char *name, *version, *status;
};

static void package_release(struct package *package)
{
	FREE_ALL(package->name, package->version, package->status);
	*package = (struct package){ 0 };
}

static void take_field(char **value, const struct text_line *line, const char *key)
{
	size_t len = strlen(key);

	if (line->len > len && !strncmp(line->at, key, len)) {
		free(*value);
		*value = xstrndup(line->at + len, line->len - len);
	}
}

/* The name of one that is half installed, owned by the caller; NULL: it is not. */
static char *end_package(struct package *package, struct strlist *lines)
{
	bool installed = package->status && has_ending(package->status, " ok installed");
	bool removed = package->status && (has_ending(package->status, " not-installed") ||
					   has_ending(package->status, " config-files"));
	char *broken = NULL;

	if (package->name && installed)
		*LIST_ADD(lines) = xasprintf("%s %s", package->name,
					     package->version ? package->version : "");
	else if (package->name && !removed)
		broken = xstrdup(package->name);
	package_release(package);
	return broken;
}

char *root_packages(const char *status, struct strlist *lines)
{
	struct package package CLEANUP(package_release) = { 0 };
	char *broken = NULL;

	FOR_EACH_LINE(line, status)
	{
		if (!line.len && !broken)
			broken = end_package(&package, lines);
		take_field(&package.name, &line, "Package: ");
		take_field(&package.version, &line, "Version: ");
		take_field(&package.status, &line, "Status: ");
	}
	if (!broken)
		broken = end_package(&package, lines);
	strlist_sort(lines);
	return broken;
}

static int fail_unmade(const char *path, const char *why)
{
	const char *slash = strrchr(path, '/');

	return fail_system("the root %s %s; make it by: ci/in-root --tools %s", path, why,
			   slash ? slash + 1 : path);
}

static int read_packages(struct root *root)
{
	char *path CLEANUP(free_text) = xasprintf("%s/var/lib/dpkg/status", root->path);
	struct strlist lines CLEANUP(strlist_release) = { 0 };
	char *status CLEANUP(free_text) = access(path, R_OK) == 0 ? io_read(path, NULL) : NULL;
	char *broken CLEANUP(free_text) = status ? root_packages(status, &lines) : NULL;
	char *why CLEANUP(free_text) =
		broken ? xasprintf("is incomplete: its package %s is not fully installed", broken) :
			 NULL;

	if (access(root->path, F_OK) < 0)
		return fail_unmade(root->path, "is not there");
	if (why || !lines.nr)
		return fail_unmade(root->path, why ? why : "is incomplete: it has no packages");
	root->packages = DIGEST(&lines);
	return 0;
}

/* What a Debian has its programs in; of these some are links into /usr, or not there. */
static void show_system(struct root *root)
{
	static const char *const names[] = { "usr", "etc", "bin", "sbin", "lib", "lib64", "lib32",
					     NULL };
	char link[PATH_MAX];

	for (const char *const *name = names; *name; name++) {
		char *from CLEANUP(free_text) = xasprintf("%s/%s", root->path, *name);
		char *to CLEANUP(free_text) = xasprintf("/%s", *name);
		ssize_t len = readlink(from, link, sizeof(link) - 1);

		link[len > 0 ? len : 0] = '\0';
		if (len > 0)
			STRLIST_ADD(&root->words, "--symlink", link, to);
		else if (access(from, F_OK) == 0)
			STRLIST_ADD(&root->words, "--ro-bind", from, to);
	}
}

static void make_words(struct root *root, const char *folder, const char *const *read,
		       const char *const *proc)
{
	struct strlist *words = &root->words;
	char *cache CLEANUP(free_text) = xasprintf("%s/ccache", folder);

	strlist_release(words);
	STRLIST_ADD(words, "bwrap", "--unshare-all", "--die-with-parent", "--tmpfs", "/");
	show_system(root);
	STRLIST_ADD(words, "--dev", "/dev", "--tmpfs", "/tmp");
	strlist_add_array(words, proc);
	STRLIST_ADD(words, "--bind", folder, folder);
	for (; *read; read++)
		STRLIST_ADD(words, "--ro-bind", *read, *read);
	STRLIST_ADD(words, "--remount-ro", "/", "--setenv", "PATH",
		    "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "--setenv", "HOME", "/tmp",
		    "--setenv", "CCACHE_DIR", cache, "--");
	free(root->before);
	root->before = strlist_array(words);
}

/* 1; 0: what bubblewrap says is in @why; or -1. */
static int enter(const struct root *root, const char *tmp, char **why)
{
	char *log CLEANUP(free_text) = xasprintf("%s/root.log", tmp);
	const char *argv[] = { "true", NULL };
	struct job job = { .argv = argv, .before = root->before, .log = log,
			   .timeout = TIMEOUT };

	if (job_run(&job) < 0)
		return -1;
	free(*why);
	*why = job_said(&job);
	(*why)[strcspn(*why, "\n")] = '\0';
	return !job.exit && !job.timed_out;
}

int root_open(struct root *root, const char *path, const char *folder, const char *const *read,
	      const char *tmp)
{
	/* a container that hides parts of /proc allows no new one */
	static const char *const ways[][4] = { { "--proc", "/proc" },
					       { "--ro-bind", "/proc", "/proc" } };
	char *why CLEANUP(free_text) = NULL;
	int able = 0;

	root->path = xstrdup(path);
	if (read_packages(root) < 0)
		return -1;
	for (size_t i = 0; able == 0 && i < sizeof(ways) / sizeof(*ways); i++) {
		make_words(root, folder, read, ways[i]);
		able = enter(root, tmp, &why);
	}
	if (able < 0)
		return fail_context("the root %s", path);
	return able ? 0 : fail_system("the root %s cannot be entered: %s", path,
				      why && *why ? why : "bubblewrap says nothing");
}

bool root_has(const struct root *root, const char *program)
{
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		char *path CLEANUP(free_text) =
			xasprintf("%s%s/%s", root->path, places[i], program);

		/* a link may lead to where it leads in the root only */
		if (faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
			return true;
	}
	return false;
}

void root_release(struct root *root)
{
	free(root->before);
	free(root->path);
	strlist_release(&root->words);
	*root = (struct root){ 0 };
}
