// SPDX-License-Identifier: GPL-2.0
/* Writes the campaign to begin with into a new folder. */
#include "cmd/skeleton.h"

#include "campaign/rulefile.h"
#include "campaign/trial.h"
#include "git/base.h"
#include "lib/io.h"
#include "lib/lib.h"
#include "publish/wrap.h"

#include <fcntl.h>
#include <sys/stat.h>

static const char *const parts[] = {
	"campaign.conf",
	"convert.cocci",
	"convert.txt",
	"cover.txt",
	"tests/convert/leave.c",
	"tests/convert/leave.res",
	"tests/convert/replace.c",
	"tests/convert/replace.res",
};

#define PARTS (sizeof(parts) / sizeof(*parts))

int skeleton_check_name(const char *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	char *ref CLEANUP(free_text) = xasprintf("refs/heads/b4/%s", name);
	size_t len = strlen(name), good = 0;
	int valid = 0;

	while (name[good] && (strchr(letters, name[good]) || (good && strchr("-_.", name[good]))))
		good++;
	if (!len || good < len)
		return fail_usage("%s cannot name a campaign: take letters, digits, '-', '_' and "
				  "'.', and begin with a letter or digit", len ? name : "\"\"");
	if (git_reference_name_is_valid(&valid, ref) < 0 || !valid || len > NAME_MAX)
		return fail_usage("%s cannot name a branch", name);
	return 0;
}

/* @text with @name in place of each "@name@". Owned by the caller. */
static char *fill_template(const char *text, const char *name, size_t *len)
{
	static const char field[] = "@name@";
	char *filled = NULL;
	FILE *out = xmemstream(&filled, len);

	for (const char *at; (at = strstr(text, field)); text = at + strlen(field)) {
		fwrite(text, 1, (size_t)(at - text), out);
		fputs(name, out);
	}
	fputs(text, out);
	fclose(out);
	return filled;
}

/* A file of the new campaign: where it stands there, and what it says; owned. */
struct skeleton_file {
	char *part, *text;
};

struct skeleton_files {
	struct skeleton_file *v;
	size_t nr, alloc;
};

static void files_free(struct skeleton_files *files)
{
	FOR_EACH(file, files)
		FREE_ALL(file->part, file->text);
	free(files->v);
}

/* Takes the text over. */
static void add_text(struct skeleton_files *files, const char *part, char *text)
{
	struct skeleton_file *file = LIST_ADD(files);

	file->part = xstrdup(part);
	file->text = text;
}

static int write_file(const char *to, const struct skeleton_file *file)
{
	char *path CLEANUP(free_text) = xasprintf("%s/%s", to, file->part);
	char *folder CLEANUP(free_text) = xstrndup(path, (size_t)(strrchr(path, '/') - path));

	return io_mkdirs(folder) < 0 ? -1 : io_write(path, file->text, strlen(file->text));
}

/* mkdtemp() makes folders that nobody else can read. */
static int open_up(const char *folder)
{
	mode_t mask = umask(0);

	umask(mask);
	return chmod(folder, 0777 & ~mask) < 0 ? fail_errno("cannot set the permissions of "
							    "%s", folder) : 0;
}

static int publish(const char *folder, const char *path)
{
	if (renameat2(AT_FDCWD, folder, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno == EEXIST)
		return fail_usage("%s exists already; nothing was written", path);
	return fail_errno("cannot make the folder %s", path);
}

static int fill_folder(const struct skeleton_files *files, const char *folder, const char *path)
{
	FOR_EACH(file, files)
		if (write_file(folder, file) < 0)
			return -1;
	return open_up(folder) < 0 ? -1 : publish(folder, path);
}

/* The folder with all of them, or nothing. */
static int write_all(const char *parent, const char *name, const struct skeleton_files *files,
		     struct strlist *written)
{
	char *path CLEANUP(free_text) = xasprintf("%s/%s", parent, name);
	char *folder CLEANUP(free_text) = xasprintf("%s/.treewide-XXXXXX", parent);
	struct stat st;

	if (lstat(path, &st) == 0)
		return fail_usage("%s exists already; nothing was written", path);
	if (!mkdtemp(folder))
		return fail_errno("cannot make a folder in %s", parent);
	if (fill_folder(files, folder, path) < 0) {
		io_remove(folder);
		return -1;
	}
	FOR_EACH(file, files) {
		char *file_path CLEANUP(free_text) = xasprintf("%s/%s", name, file->part);

		strlist_add(written, file_path);
	}
	return 0;
}

int skeleton_write(const char *parent, const char *name, struct strlist *written)
{
	char *from CLEANUP(free_text) = io_find_data("skeleton");
	struct skeleton_files files CLEANUP(files_free) = { 0 };

	if (!from)
		return fail_system("the folder skeleton/ of treewide was not found: install "
				   "treewide again");
	for (size_t i = 0; i < PARTS; i++) {
		char *source CLEANUP(free_text) = xasprintf("%s/%s", from, parts[i]);
		char *text CLEANUP(free_text) = io_read(source, NULL);
		size_t len;

		if (!text)
			return -1;
		add_text(&files, parts[i], fill_template(text, name, &len));
	}
	return write_all(parent, name, &files, written);
}

/* The rule with all that it reads, as files beside each other; the name of the rule. */
static int add_rule(struct skeleton_files *files, const char *rule, char **rule_name)
{
	struct rulefiles read CLEANUP(rulefiles_release) = { 0 };

	if (rulefiles_load(&read, rule) < 0)
		return -1;
	*rule_name = xstrdup(read.nr == 1 ? path_leaf(rule) : read.v[0].name);
	if (read.nr == 1) {
		add_text(files, *rule_name, xstrdup(read.v[0].text));
		return 0;
	}
	if (read.options.nr)
		return fail_usage("%s: a rule with #spatch lines and parts cannot be copied; put "
				  "its options behind \"// Options:\"", rule);
	FOR_EACH(part, &read)
		add_text(files, part->name, xstrdup(part->copy));
	return 0;
}

/* In double quotes, as git-config reads it. */
static void put_quoted(FILE *out, const char *text)
{
	fputc('"', out);
	for (; *text; text++) {
		if (strchr("\"\\", *text))
			fputc('\\', out);
		fputc(*text, out);
	}
	fputs("\"\n", out);
}

/* Where to look, or how to say it. */
static void put_scope(FILE *out, const struct strlist *paths)
{
	bool any = false;

	fputs("\t# Where to look; without it: everywhere. Repeatable.\n", out);
	FOR_EACH(path, paths) {
		char *plain CLEANUP(free_text) = trial_scope(*path);

		if (!*plain)
			continue;
		fputs("\tscope = ", out);
		put_quoted(out, plain);
		any = true;
	}
	if (!any)
		fputs("\t#scope = drivers/\n", out);
}

static char *conf_text(const char *name, const char *rule_name, const char *subject,
		       const struct strlist *paths)
{
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	fprintf(out, "# SPDX-License-Identifier: GPL-2.0-only\n"
		     "# The campaign %s, made by `treewide init --rule`. treewide-campaign(5) "
		     "describes every\n# section and key.\n[campaign]\n\tname = %s\n\ttitle = ",
		name, name);
	char *title CLEANUP(free_text) = xasprintf("treewide: %s", subject);
	put_quoted(out, title);
	fputs("\tcover = cover.txt\n", out);
	put_scope(out, paths);
	fputs("\n[convert]\n\trule = ", out);
	put_quoted(out, rule_name);
	fputs("\t# What stands behind the prefix.\n\tsubject = ", out);
	put_quoted(out, subject);
	fputs("\tmessage = convert.txt\n\t# Which files share a patch: treewide-split(5).\n"
	      "\tsplit = subsystem\n\n[recipients]\n\tlinux-kernel = true\n\n"
	      "[check \"build\"]\n\ttarget = x86_64-allmodconfig\n", out);
	fclose(out);
	return text;
}

/* What the rule does, as a paragraph. */
static void put_sentence(FILE *out, const char *what)
{
	char *sentence CLEANUP(free_text) = xasprintf("%s.", what);

	wrap_put(out, sentence, 0, 0);
	fputc('\n', out);
}

static char *message_text(const char *what)
{
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	put_sentence(out, what);
	fputs("The conversion was made with Coccinelle.\n", out);
	fclose(out);
	return text;
}

static char *cover_text(const char *what)
{
	char *text = NULL;
	FILE *out = xmemstream(&text, NULL);

	put_sentence(out, what);
	fputs("No patch needs another one.\n\n"
	      "How the patches were tested:\n\n{tested}\n\n"
	      "The conversions were made with Coccinelle:\n\n{rules}\n\n"
	      "The series is based on {base}.\n", out);
	fclose(out);
	return text;
}

int skeleton_of_rule(const char *parent, const char *name, const char *rule, const char *subject,
		     const struct strlist *paths, struct strlist *written)
{
	struct skeleton_files files CLEANUP(files_free) = { 0 };
	char *what CLEANUP(free_text) = trial_what(rule);
	char *rule_name CLEANUP(free_text) = NULL;

	if (!what)
		return -1;
	if (!subject && !*what)
		return fail_usage("%s has no line \"/// what it does\": say it with --subject",
				  rule);
	if (subject && (!*subject || strpbrk(subject, "\n\r")))
		return fail_usage("--subject: it must be one line");
	if (add_rule(&files, rule, &rule_name) < 0)
		return -1;
	const char *title = subject ? subject : what;
	add_text(&files, "campaign.conf", conf_text(name, rule_name, title, paths));
	add_text(&files, "convert.txt", message_text(*what ? what : title));
	add_text(&files, "cover.txt", cover_text(*what ? what : title));
	return write_all(parent, name, &files, written);
}
