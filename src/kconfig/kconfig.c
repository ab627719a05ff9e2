// SPDX-License-Identifier: GPL-2.0
/* Reads Kconfig files roughly, for the words of their conditions. */
#include "kconfig/kconfig.h"

#include "git/base.h"
#include "kbuild/makefile.h"
#include "lib/lib.h"

static size_t indent_of(const char *line)
{
	size_t columns = 0;

	for (; *line == ' ' || *line == '\t'; line++)
		columns = *line == '\t' ? (columns | 7) + 1 : columns + 1;
	return columns;
}

/* Behind the bracket that belongs to the one at @at. */
static const char *skip_brackets(const char *at)
{
	int depth = 0;

	for (; *at; at++) {
		depth += (*at == '(') - (*at == ')');
		if (!depth)
			return at + 1;
	}
	return at;
}

static size_t name_length(const char *at)
{
	size_t len = 0;

	while (isupper((unsigned char)at[len]) || isdigit((unsigned char)at[len]) ||
	       at[len] == '_' || islower((unsigned char)at[len]))
		len++;
	return len;
}

/* Is it an option, not a value such as y, 64 or 0x100? */
static bool names_option(const char *at, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (isupper((unsigned char)at[i]))
			return !(at[0] == '0' && (at[1] == 'x' || at[1] == 'X'));
	return false;
}

/* The options of a condition that are not negated. */
static void take_words(struct strlist *words, const char *condition)
{
	for (const char *at = condition; *at && *at != '#';) {
		size_t len = name_length(at);

		if (at[0] == '!' && at[1] != '=') {
			at += 1 + strspn(at + 1, " \t");
			at = *at == '(' ? skip_brackets(at) : at + name_length(at);
		} else if (at[0] == '$' && at[1] == '(') {
			at = skip_brackets(at + 1);
		} else if (*at == '"' || *at == '\'') {
			const char *end = strchr(at + 1, *at);

			at = end ? end + 1 : at + strlen(at);
		} else if (len) {
			char *word = xstrndup(at, len);

			if (names_option(at, len))
				strlist_add_once(words, word);
			free(word);
			at += len;
		} else {
			at++;
		}
	}
}

/* Does "= n" stand here? */
static bool is_off(const char *at)
{
	at += strspn(at, " \t");
	if (*at != '=')
		return false;
	at += 1 + strspn(at + 1, " \t");
	return *at == 'n' && name_length(at) == 1;
}

/* The options of a condition that are negated: !FOO, !(FOO || BAR), FOO=n. */
static void take_negated(struct strlist *words, const char *condition)
{
	for (const char *at = condition; *at && *at != '#';) {
		bool negated = at[0] == '!' && at[1] != '=';
		const char *name = negated ? at + 1 + strspn(at + 1, " \t") : at;
		const char *end = *name == '(' ? skip_brackets(name) : name + name_length(name);
		char *part CLEANUP(free_text) = xstrndup(name, (size_t)(end - name));

		if (negated || (*name != '(' && is_off(end)))
			take_words(words, part);
		at = (end == name && *name) || (*name == '(' && !negated) ? name + 1 : end;
	}
}

/* What is around a line: one element for each if, menu and choice that is open. */
struct kconfig_block {
	struct strlist needs;
};

struct kconfig_reader {
	struct kconfig *kconfig;
	const char *path, *srcarch;
	struct {
		struct kconfig_block *v;
		size_t nr, alloc;
	} blocks;
	bool in_entry;		/* the last entry is being described */
	bool in_head;		/* the last block is */
	bool in_help;
	size_t help;		/* indent of its first line; 0: not seen yet */
};

static void close_block(struct kconfig_reader *reader)
{
	if (reader->blocks.nr)
		strlist_release(&reader->blocks.v[--reader->blocks.nr].needs);
	reader->in_entry = reader->in_head = false;
}

static void open_block(struct kconfig_reader *reader, const char *condition, bool has_head)
{
	take_words(&LIST_ADD(&reader->blocks)->needs, condition);
	reader->in_entry = false;
	reader->in_head = has_head;
}

static void begin_entry(struct kconfig_reader *reader, const char *name)
{
	struct kconfig_entry *entry = LIST_ADD(&reader->kconfig->entries);

	entry->option = xstrndup(name, name_length(name));
	entry->file = xstrdup(reader->path);
	FOR_EACH(block, &reader->blocks)
		strlist_add_all_once(&entry->needs, &block->needs);
	reader->in_entry = true;
	reader->in_head = false;
}

/* The name in quotes, or bare; $(SRCARCH) and $SRCARCH replaced. */
static char *source_name(const struct kconfig_reader *reader, const char *rest, bool relative)
{
	bool quoted = *rest == '"';
	char *name = xstrndup(rest + quoted, strcspn(rest + quoted, quoted ? "\"" : " \t#"));
	char *mark = strstr(name, "$(SRCARCH)");
	char *path;

	if (mark) {
		path = xasprintf("%.*s%s%s", (int)(mark - name), name, reader->srcarch,
				 mark + strlen("$(SRCARCH)"));
	} else if (relative) {
		const char *slash = strrchr(reader->path, '/');

		path = xasprintf("%.*s%s", slash ? (int)(slash + 1 - reader->path) : 0,
				 reader->path, name);
	} else {
		path = xstrdup(name);
	}
	free(name);
	path_normalize(path);
	return path;
}

static void take_source(struct kconfig_reader *reader, const char *rest, bool relative)
{
	struct kconfig_source *source = LIST_ADD(&reader->kconfig->sources);

	source->from = xstrdup(reader->path);
	source->file = source_name(reader, rest, relative);
	FOR_EACH(block, &reader->blocks)
		strlist_add_all_once(&source->needs, &block->needs);
	reader->in_entry = reader->in_head = false;
}

/* The condition behind the last "if" outside of quotes; "" when there is none. */
static const char *condition_of(const char *rest)
{
	const char *found = "";
	char quote = '\0';

	for (const char *at = rest; *at; at++) {
		if (quote ? *at == quote : *at == '"' || *at == '\'')
			quote = quote ? '\0' : *at;
		else if (!quote && !strncmp(at, "if", 2) && (at == rest || isspace(at[-1])) &&
			 (isspace(at[2]) || at[2] == '(' || at[2] == '!'))
			found = at + 2;
	}
	return found;
}

/* A line that describes the last entry. */
static void take_property(struct kconfig_reader *reader, const char *word, const char *rest)
{
	static const char *const prompts[] = { "bool", "tristate", "string", "hex", "int",
					       "prompt", NULL };
	static const char *const defaults[] = { "default", "def_bool", "def_tristate", NULL };
	struct kconfig_entry *entry =
		&reader->kconfig->entries.v[reader->kconfig->entries.nr - 1];

	if (!strcmp(word, "depends")) {
		take_words(&entry->needs, rest + (strncmp(rest, "on", 2) ? 0 : 2));
		take_negated(&entry->forbids, rest);
	} else if (is_one_of(word, prompts)) {
		take_words(&entry->needs, condition_of(rest));
	} else if (is_one_of(word, defaults)) {
		take_words(&entry->raisers, rest);
		take_negated(&entry->forbids, condition_of(rest));
	} else if (!strcmp(word, "select")) {
		char *name = xstrndup(rest, name_length(rest));

		strlist_add_once(&entry->selects, name);
		free(name);
	}
}

/* A line of the head of a menu or choice. */
static void take_head(struct kconfig_reader *reader, const char *word, const char *rest)
{
	struct strlist *needs = &reader->blocks.v[reader->blocks.nr - 1].needs;

	if (!strcmp(word, "depends") || !strcmp(word, "visible"))
		take_words(needs, rest + (strncmp(rest, "on", 2) && strncmp(rest, "if", 2) ? 0 :
											     2));
	else if (!strcmp(word, "prompt") || !strcmp(word, "bool") || !strcmp(word, "tristate"))
		take_words(needs, condition_of(rest));
}

/* A word that opens or closes something. */
static bool take_block_word(struct kconfig_reader *reader, const char *word, const char *rest)
{
	static const char *const sources[] = { "source", "osource", NULL };
	static const char *const relatives[] = { "rsource", "orsource", NULL };
	static const char *const ends[] = { "endif", "endmenu", "endchoice", NULL };

	if (!strcmp(word, "config") || !strcmp(word, "menuconfig"))
		begin_entry(reader, rest);
	else if (!strcmp(word, "if"))
		open_block(reader, rest, false);
	else if (!strcmp(word, "menu") || !strcmp(word, "choice"))
		open_block(reader, "", true);
	else if (is_one_of(word, ends))
		close_block(reader);
	else if (is_one_of(word, sources) || is_one_of(word, relatives))
		take_source(reader, rest, is_one_of(word, relatives));
	else if (!strcmp(word, "comment") || !strcmp(word, "mainmenu"))
		reader->in_entry = reader->in_head = false;
	else
		return false;
	return true;
}

static void take_line(struct kconfig_reader *reader, const char *line)
{
	const char *at = line + strspn(line, " \t");
	size_t len = strcspn(at, " \t(!");
	char *word CLEANUP(free_text) = xstrndup(at, len);
	const char *rest = at + len + strspn(at + len, " \t");

	if (!strcmp(word, "help") || !strcmp(word, "---help---")) {
		reader->in_help = true;
		reader->help = 0;
	} else if (*word && *word != '#' && !take_block_word(reader, word, rest)) {
		if (reader->in_entry)
			take_property(reader, word, rest);
		else if (reader->in_head)
			take_head(reader, word, rest);
	}
}

/* A help text ends where a line stands further left than its first one. */
static bool belongs_to_help(struct kconfig_reader *reader, const char *line)
{
	size_t indent = indent_of(line);

	if (!reader->in_help || !line[strspn(line, " \t")])
		return reader->in_help;
	if (!reader->help)
		reader->help = indent;
	reader->in_help = indent && indent >= reader->help;
	return reader->in_help;
}

void kconfig_read(struct kconfig *kconfig, const char *path, const char *text, const char *srcarch)
{
	struct kconfig_reader reader = { .kconfig = kconfig, .path = path, .srcarch = srcarch };
	const char *rest = text;
	char *line;

	for (; (line = next_joined_line(&rest)); free(line))
		if (!belongs_to_help(&reader, line))
			take_line(&reader, line);
	while (reader.blocks.nr)
		close_block(&reader);
	free(reader.blocks.v);
}

static int by_option(const void *a, const void *b)
{
	const struct kconfig_entry *x = a, *y = b;

	return strcmp(x->option, y->option);
}

void kconfig_sort(struct kconfig *kconfig)
{
	LIST_SORT(&kconfig->entries, by_option);
}

int kconfig_load(struct kconfig *kconfig, const struct base *base, const struct files *all,
		 const char *srcarch)
{
	char *own CLEANUP(free_text) = xasprintf("arch/%s/", srcarch ? srcarch : "");

	FOR_EACH(file, all) {
		bool common = !starts_with(file->path, "arch/") || !strchr(file->path + 5, '/');

		if (!starts_with(path_leaf(file->path), "Kconfig") ||
		    (srcarch && !common && !starts_with(file->path, own)))
			continue;
		char *text CLEANUP(free_text) = base_read(base, &file->oid, NULL);
		if (!text)
			return -1;
		kconfig_read(kconfig, file->path, text, srcarch ? srcarch : "");
	}
	kconfig_sort(kconfig);
	return 0;
}

/* The first entry that does not stand before @option. */
static const struct kconfig_entry *first_entry(const struct kconfig *kconfig, const char *option)
{
	return kconfig->entries.v +
	       LIST_FIRST(&kconfig->entries, entry, strcmp(entry->option, option) < 0);
}

#define FOR_EACH_ENTRY(entry, kconfig, wanted) \
	for (const struct kconfig_entry *entry = first_entry(kconfig, wanted); \
	     entry < (kconfig)->entries.v + (kconfig)->entries.nr && \
	     !strcmp(entry->option, wanted); \
	     entry++)

/* What is needed for @file to be read at all; @files: those asked about before, for circles. */
static void add_file_needs(const struct kconfig *kconfig, const char *file, struct strlist *files,
			   struct strlist *words)
{
	if (strlist_has(files, file))
		return;
	strlist_add(files, file);
	FOR_EACH(source, &kconfig->sources) {
		if (strcmp(source->file, file) != 0)
			continue;
		strlist_add_all_once(words, &source->needs);
		add_file_needs(kconfig, source->from, files, words);
	}
}

void kconfig_needs(const struct kconfig *kconfig, const char *option, struct strlist *words)
{
	struct strlist files = { 0 };

	FOR_EACH_ENTRY(entry, kconfig, option) {
		strlist_add_all_once(words, &entry->needs);
		add_file_needs(kconfig, entry->file, &files, words);
	}
	strlist_release(&files);
}

void kconfig_raisers(const struct kconfig *kconfig, const char *option, struct strlist *words)
{
	FOR_EACH_ENTRY(entry, kconfig, option) {
		strlist_add_all_once(words, &entry->raisers);
	}
	FOR_EACH(entry, &kconfig->entries)
		if (strlist_has(&entry->selects, option))
			strlist_add_once(words, entry->option);
}

void kconfig_forbids(const struct kconfig *kconfig, const char *option, struct strlist *words)
{
	FOR_EACH_ENTRY(entry, kconfig, option) {
		strlist_add_all_once(words, &entry->forbids);
	}
}

void kconfig_files(const struct kconfig *kconfig, const char *option, struct strlist *files)
{
	FOR_EACH_ENTRY(entry, kconfig, option) {
		strlist_add_once(files, entry->file);
	}
}

void kconfig_selectors(const struct kconfig *kconfig, const char *option, struct strlist *files)
{
	FOR_EACH(entry, &kconfig->entries)
		if (strlist_has(&entry->selects, option))
			strlist_add_once(files, entry->file);
}

void kconfig_release(struct kconfig *kconfig)
{
	FOR_EACH(entry, &kconfig->entries) {
		FREE_ALL(entry->option, entry->file);
		STRLIST_RELEASE_ALL(&entry->needs, &entry->selects, &entry->raisers,
				    &entry->forbids);
	}
	FOR_EACH(source, &kconfig->sources) {
		FREE_ALL(source->from, source->file);
		strlist_release(&source->needs);
	}
	FREE_ALL(kconfig->entries.v, kconfig->sources.v);
	*kconfig = (struct kconfig){ 0 };
}
