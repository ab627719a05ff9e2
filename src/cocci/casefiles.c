// SPDX-License-Identifier: GPL-2.0
/* Reads, writes and compares the files of a case. */
#include "cocci/casefiles.h"

#include "git/base.h"
#include "lib/io.h"
#include "lib/lib.h"

#include <fts.h>
#include <sys/stat.h>

void case_files_add(struct case_files *files, const char *path, unsigned mode, char *data,
		    size_t len)
{
	*LIST_ADD(files) = (struct case_file){ xstrdup(path), mode, data, len };
}

static int read_link(struct case_files *files, const char *path, const char *name)
{
	char target[PATH_MAX];
	ssize_t len = readlink(path, target, sizeof(target));

	if (len < 0)
		return fail_errno("cannot read %s", path);
	case_files_add(files, name, GIT_FILEMODE_LINK, xstrndup(target, (size_t)len), (size_t)len);
	return 0;
}

static int read_one(struct case_files *files, const char *path, const char *name)
{
	struct stat st;
	size_t len;

	if (lstat(path, &st) < 0)
		return fail_errno("cannot read %s", path);
	if (S_ISLNK(st.st_mode))
		return read_link(files, path, name);
	char *data = io_read(path, &len);
	if (!data)
		return -1;
	case_files_add(files, name, st.st_mode & S_IXUSR ? GIT_FILEMODE_BLOB_EXECUTABLE :
							   GIT_FILEMODE_BLOB, data, len);
	return 0;
}

static int by_path(const void *a, const void *b)
{
	const struct case_file *x = a, *y = b;

	return strcmp(x->path, y->path);
}

static int read_case_folder(struct case_files *files, const char *path)
{
	char *root CLEANUP(free_text) = xstrdup(path);
	char *const roots[] = { root, NULL };
	FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	int result = walk ? 0 : fail_errno("cannot look through %s", path);

	for (FTSENT *entry; result == 0 && (entry = fts_read(walk));) {
		if (entry->fts_info == FTS_F || entry->fts_info == FTS_SL ||
		    entry->fts_info == FTS_SLNONE)
			result = read_one(files, entry->fts_path,
					  entry->fts_path + strlen(path) + 1);
		else if (entry->fts_info == FTS_DNR || entry->fts_info == FTS_ERR)
			result = fail_system("cannot look through %s", entry->fts_path);
	}
	if (walk)
		fts_close(walk);
	LIST_SORT(files, by_path);
	return result;
}

int case_files_read(struct case_files *files, const char *path, const char *name)
{
	return name ? read_one(files, path, name) : read_case_folder(files, path);
}

static int write_one(const struct case_file *file, const char *path)
{
	char *folder CLEANUP(free_text) = xstrndup(path, (size_t)(path_leaf(path) - path));

	if (*folder && io_mkdirs(folder) < 0)
		return -1;
	if (file->mode == GIT_FILEMODE_LINK)
		return symlink(file->data, path) < 0 ? fail_errno("cannot make %s", path) : 0;
	if (io_write(path, file->data, file->len) < 0)
		return -1;
	return chmod(path, file->mode == GIT_FILEMODE_BLOB_EXECUTABLE ? 0755 : 0644) < 0 ?
		fail_errno("cannot write %s", path) : 0;
}

int case_files_write(const struct case_files *files, const char *path, bool folder)
{
	if (!folder)
		return write_one(files->v, path);
	if (io_remove(path) < 0)
		return -1;
	FOR_EACH(file, files) {
		char *below CLEANUP(free_text) = xasprintf("%s/%s", path, file->path);

		if (write_one(file, below) < 0)
			return -1;
	}
	return 0;
}

static const struct case_file *find_file(const struct case_files *files, const char *path)
{
	FOR_EACH(file, files)
		if (!strcmp(file->path, path))
			return file;
	return NULL;
}

char *case_diff(const char *old, size_t old_len, const char *old_name, const char *new,
		size_t new_len, const char *new_name)
{
	git_diff_options options = GIT_DIFF_OPTIONS_INIT;
	git_patch *patch CLEANUP(free_patch) = NULL;
	git_buf buf = GIT_BUF_INIT;

	if (!memchr(old, '\0', old_len) && !memchr(new, '\0', new_len))
		options.flags = GIT_DIFF_FORCE_TEXT;
	if (git_patch_from_buffers(&patch, old, old_len, old_name, new, new_len, new_name,
				   &options) < 0 ||
	    git_patch_to_buf(&buf, patch) < 0)
		return xstrdup("");
	const char *names = strstr(buf.ptr, options.flags ? "--- " : "Binary ");
	char *text = xstrdup(names ? names : buf.ptr);
	git_buf_dispose(&buf);
	return text;
}

/* A file that is on one side only, or has another mode, or other bytes. */
static void diff_file(FILE *out, const struct case_file *wanted, const struct case_file *made)
{
	if (!wanted || !made) {
		fprintf(out, wanted ? "%s is missing\n" : "%s must not be there\n",
			wanted ? wanted->path : made->path);
		return;
	}
	if (wanted->mode != made->mode)
		fprintf(out, "%s has the mode %o, and must have %o\n", made->path, made->mode,
			wanted->mode);
	if (wanted->len == made->len && !memcmp(wanted->data, made->data, made->len))
		return;
	char *name CLEANUP(free_text) = xasprintf("%s as it must be", wanted->path);
	char *text CLEANUP(free_text) = case_diff(wanted->data, wanted->len, name, made->data,
						  made->len, "what comes out");
	fputs(text, out);
}

char *case_files_diff(const struct case_files *wanted, const struct case_files *made)
{
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	FOR_EACH(file, wanted)
		diff_file(out, file, find_file(made, file->path));
	FOR_EACH(file, made)
		if (!find_file(wanted, file->path))
			diff_file(out, NULL, file);
	fclose(out);
	if (*text)
		return text;
	free(text);
	return NULL;
}

void case_files_release(struct case_files *files)
{
	FOR_EACH(file, files)
		FREE_ALL(file->path, file->data);
	LIST_RELEASE(files);
}
