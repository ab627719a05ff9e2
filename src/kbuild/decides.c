// SPDX-License-Identifier: GPL-2.0
/* Tells which files decide how objects are made, and sums them up. */
#include "kbuild/decides.h"

#include "git/base.h"
#include "git/worktree.h"
#include "lib/digest.h"
#include "lib/list.h"
#include "lib/word.h"

#include <string.h>

bool kbuild_decides(const char *path)
{
	/* what "make prepare" makes tools of */
	static const char *const folders[] = {
		"scripts/", "tools/objtool/", "tools/lib/", "tools/include/", "tools/build/",
		"tools/arch/", "tools/scripts/", "tools/bpf/resolve_btfids/", NULL
	};

	if (!strchr(path, '/'))
		return is_one_of(path, TEXTS("Makefile", "Kbuild", "Kconfig"));
	return starts_with_one_of(path, folders) || worktree_is_kbuild(path);
}

bool kbuild_is_common(const char *path, const char *srcarch)
{
	size_t len = strlen(srcarch);

	if (!kbuild_decides(path) || !strncmp(path_leaf(path), "Kconfig", 7))
		return false;
	return !strchr(path, '/') || !strncmp(path, "scripts/", 8) ||
	       !strncmp(path, "tools/", 6) ||
	       (!strncmp(path, "arch/", 5) && !strncmp(path + 5, srcarch, len) &&
		!strncmp(path + 5 + len, "/Makefile", 9));
}

static bool decides(const char *path, const char *srcarch)
{
	(void)srcarch;
	return kbuild_decides(path);
}

git_oid kbuild_digest(const struct view *view)
{
	return kbuild_digest_of(view, "", decides);
}

git_oid kbuild_digest_of(const struct view *view, const char *srcarch,
			 bool (*test)(const char *path, const char *srcarch))
{
	const struct files *lists[] = { view->files, &view->changed };
	struct digest digest = { 0 };

	for (size_t i = 0; i < 2; i++) {
		FOR_EACH(file, lists[i]) {
			const struct file *now;

			/* a file of the base is counted once, an added one at the end */
			if (!test(file->path, srcarch) ||
			    (i && files_find(view->files, file->path)))
				continue;
			now = i ? file : view_find(view, file->path);
			DIGEST_ADD(&digest, file->path, now ? git_oid_tostr_s(&now->oid) : NULL);
			/* a script that may not be run any more, a file that became a link */
			if (now && now->mode != 0100644)
				digest_bytes(&digest, &now->mode, sizeof(now->mode));
		}
	}
	return digest_end(&digest);
}
