// SPDX-License-Identifier: GPL-2.0
/* Reads tables of caretakers, code owners and locks, and finds a path in them. */
#include "profile/caretaker.h"

#include "lib/lib.h"

#include <ctype.h>
#include <fnmatch.h>

/* Where free words of the table lead. */
static const struct alias {
	const char *words;
	const char *const *places;
} aliases[] = {
	{ "atf", TEXTS("contrib/atf") },
	{ "fetch", TEXTS("usr.bin/fetch") },
	{ "geli", TEXTS("sys/geom/eli", "sbin/geom/class/eli") },
	{ "kqueue", TEXTS("sys/kern/kern_event.c", "sys/sys/event.h") },
	{ "libdpv", TEXTS("lib/libdpv") },
	{ "libfetch", TEXTS("lib/libfetch") },
	{ "libfigpar", TEXTS("lib/libfigpar") },
	{ "libm", TEXTS("lib/msun") },
	{ "libpam", TEXTS("lib/libpam") },
	{ "linprocfs", TEXTS("sys/compat/linprocfs") },
	{ "lpr", TEXTS("usr.sbin/lpr") },
	{ "nanobsd", TEXTS("tools/tools/nanobsd") },
	{ "net80211", TEXTS("sys/net80211") },
	{ "nfs", TEXTS("sys/fs/nfs", "sys/fs/nfsclient", "sys/fs/nfsserver", "sys/nfs") },
	{ "opencrypto", TEXTS("sys/opencrypto") },
	{ "openssh", TEXTS("crypto/openssh") },
	{ "openssl", TEXTS("crypto/openssl") },
	{ "pci bus", TEXTS("sys/dev/pci") },
	{ "procfs", TEXTS("sys/fs/procfs") },
	{ "pseudofs", TEXTS("sys/fs/pseudofs") },
	{ "sctp", TEXTS("sys/netinet/sctp.h", "sys/netinet/sctp_uio.h") },
	{ "sendmail", TEXTS("contrib/sendmail", "usr.sbin/sendmail") },
	{ "tests", TEXTS("tests") },
};

#define NR_ALIASES (sizeof(aliases) / sizeof(*aliases))

static const struct alias *find_alias(const char *words)
{
	for (size_t i = 0; i < NR_ALIASES; i++)
		if (!strcmp(aliases[i].words, words))
			return &aliases[i];
	return NULL;
}

/* Is @path the file or folder @place, or below it? */
static bool stands_at(const char *path, const char *place)
{
	size_t len = strlen(place);

	while (len && place[len - 1] == '/')
		len--;
	return !strncmp(path, place, len) && (!path[len] || path[len] == '/');
}

/* "ath(4)": how long the name of a manual page is; 0: it is none. */
static size_t page_name(const char *subsystem)
{
	size_t len = strcspn(subsystem, "(");

	return subsystem[len] == '(' && isdigit((unsigned char)subsystem[len + 1]) &&
			       !strcmp(subsystem + len + 2, ")") ? len : 0;
}

/* Is one part of the path named as the page is, as "ath", "if_ath.c" or "ath.4"? */
static bool has_part(const char *path, const char *name)
{
	while (*path) {
		size_t len = strcspn(path, "/");
		char *part CLEANUP(free_text) = xstrndup(path, len);
		const char *stem = starts_with(part, "if_") ? part + 3 : part;
		char *dot = strrchr(part, '.');

		if (dot)
			*dot = '\0';
		if (!fnmatch(name, stem, 0) || !fnmatch(name, part, 0))
			return true;
		path += len + (path[len] == '/');
	}
	return false;
}

/* Pages of section 4 are about drivers, those of 5 about anything, and others are not about the
 * kernel. */
static bool page_has(const char *subsystem, size_t len, const char *path)
{
	char *name CLEANUP(free_text) = xstrndup(subsystem, len);
	char section = subsystem[len + 1];
	bool kernel = starts_with(path, "sys/");

	if (section == '4' && !kernel && !starts_with(path, "share/man/man4/"))
		return false;
	if (section != '4' && section != '5' && kernel)
		return false;
	return has_part(path, name);
}

/* A glob is of a path, or of the folders above it, from the top or from sys/. */
static bool glob_has(const char *glob, const char *path)
{
	const char *inner = starts_with(path, "sys/") ? path + 4 : path;

	return !fnmatch(glob, path, FNM_LEADING_DIR) || !fnmatch(glob, inner, FNM_LEADING_DIR);
}

bool caretaker_has(const char *subsystem, const char *path)
{
	size_t page = page_name(subsystem);
	const struct alias *alias = find_alias(subsystem);

	if (page)
		return page_has(subsystem, page, path);
	for (size_t i = 0; alias && alias->places[i]; i++)
		if (stands_at(path, alias->places[i]))
			return true;
	if (strpbrk(subsystem, "*?["))
		return glob_has(subsystem, path);
	return strchr(subsystem, '/') &&
	       (stands_at(path, subsystem) ||
		(starts_with(path, "sys/") && stands_at(path + 4, subsystem)));
}

bool caretaker_is_unplaced(const char *subsystem)
{
	return !page_name(subsystem) && !strpbrk(subsystem, "/*?[") && !find_alias(subsystem);
}

/* A field of a line, and how far it goes with the tabs behind it. */
static char *take_field(const char **at, const char *end, bool last)
{
	size_t len = last ? (size_t)(end - *at) : 0;

	while (!last && *at + len < end && (*at)[len] != '\t')
		len++;
	char *field = xstrndup(*at, len);
	*at += len;
	while (*at < end && **at == '\t')
		(*at)++;
	return field;
}

static void add_entry(struct caretakers *table, const char *line, size_t len, unsigned nr)
{
	const char *at = line, *end = line + len;
	struct caretaker *entry = LIST_ADD(table);

	entry->line = nr;
	entry->subsystem = take_field(&at, end, false);
	entry->logins = take_field(&at, end, false);
	entry->notes = take_field(&at, end, true);
}

static void go_on_with_notes(struct caretaker *entry, const char *line, size_t len)
{
	while (len && isspace((unsigned char)*line)) {
		line++;
		len--;
	}
	if (!len)
		return;
	char *notes = xasprintf("%s%s%.*s", entry->notes, *entry->notes ? " " : "", (int)len, line);
	free(entry->notes);
	entry->notes = notes;
}

bool caretakers_read(struct caretakers *table, const char *text)
{
	unsigned nr = 0, head = 0;

	FOR_EACH_LINE(line, text) {
		nr++;
		if (starts_with(line.at, "subsystem\tlogin\tnotes"))
			head = nr;
		else if (!head || nr <= head + 1 || !line.len)
			continue;
		else if (!isspace((unsigned char)*line.at))
			add_entry(table, line.at, line.len, nr);
		else if (table->nr)
			go_on_with_notes(&table->v[table->nr - 1], line.at, line.len);
	}
	return head > 0;
}

/* One word of the letters of an account, a list or an address. */
static bool is_login(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!isalnum((unsigned char)text[i]) && !strchr("-_.@+", text[i]))
			return false;
	return len > 0 && text[len - 1] != '.';
}

/* "ngie (same list as share/mk too)": the login alone, and what is said of it. */
static size_t login_before_words(const char *text)
{
	size_t len = strcspn(text, " ");

	return text[len] == ' ' && text[len + 1] == '(' && is_login(text, len) ? len : 0;
}

static char *with_note(const char *words, const char *notes)
{
	return xasprintf("%s%s%s", words, *words && *notes ? " " : "", notes);
}

static void tell_login(struct reviewers *reviewers, const char *text, const char *source,
		       const char *notes)
{
	size_t len = strlen(text), first = login_before_words(text);
	char *login CLEANUP(free_text) = xstrndup(text, first);

	if (is_login(text, len)) {
		reviewers_add(reviewers, text, source, notes);
		return;
	}
	/* prose: nobody takes a login out of it */
	char *words CLEANUP(free_text) = with_note(first ? text + first + 1 : text, notes);
	reviewers_add(reviewers, login, source, words);
}

void caretaker_tell(struct reviewers *reviewers, const struct caretaker *entry, const char *source)
{
	char *place CLEANUP(free_text) =
		xasprintf("%s:%u: %s", source, entry->line, entry->subsystem);
	const char *at = entry->logins;

	while (*at) {
		size_t len = strcspn(at, ","), end = len;

		while (end && at[end - 1] == ' ')
			end--;
		char *text CLEANUP(free_text) = xstrndup(at, end);
		if (*text)
			tell_login(reviewers, text, place, entry->notes);
		at += len + strspn(at + len, ", ");
	}
	if (!*entry->logins)
		reviewers_add(reviewers, "", place, entry->notes);
}

void caretakers_release(struct caretakers *table)
{
	FOR_EACH(entry, table)
		FREE_ALL(entry->subsystem, entry->logins, entry->notes);
	LIST_RELEASE(table);
}

/* A pattern of CODEOWNERS: from the top when it begins with "/", else of any folder. */
static bool owner_pattern_has(const char *pattern, const char *path)
{
	bool top = *pattern == '/';

	if (strpbrk(pattern, "*?["))
		return !fnmatch(pattern + top, path, FNM_LEADING_DIR);
	if (top || strchr(pattern, '/'))
		return stands_at(path, pattern + top);
	return has_part(path, pattern);
}

void codeowners_find(struct reviewers *reviewers, const char *text, const char *source,
		     const char *path)
{
	struct strlist words CLEANUP(strlist_release) = { 0 };
	unsigned nr = 0, last = 0;

	FOR_EACH_LINE(line, text) {
		char *copy CLEANUP(free_text) = xstrndup(line.at, line.len);
		struct strlist mine CLEANUP(strlist_release) = { 0 };

		nr++;
		copy[strcspn(copy, "#")] = '\0';
		strlist_split(&mine, copy, " \t\r");
		if (!mine.nr || !owner_pattern_has(mine.v[0], path))
			continue;
		strlist_release(&words);
		words = mine;
		mine = (struct strlist){ 0 };
		last = nr;
	}
	for (size_t i = 1; i < words.nr; i++) {
		char *place CLEANUP(free_text) =
			xasprintf("%s:%u: %s", source, last, words.v[0]);

		reviewers_add(reviewers, words.v[i], place, "");
	}
}

/* "stable/%/sys/x" without the branch; NULL: it is about a whole branch. */
static const char *behind_branch(const char *pattern)
{
	const char *slash = strchr(pattern, '/');

	if (slash && slash[1] == '*')
		slash = strchr(slash + 1, '/');
	return slash && slash[1] ? slash + 1 : NULL;
}

void locks_find(struct reviewers *reviewers, const char *text, const char *source,
		const char *path)
{
	bool inside = false;
	unsigned nr = 0;

	FOR_EACH_LINE(line, text) {
		size_t len = strcspn(line.at, " \t\n");
		char *pattern CLEANUP(free_text) = xstrndup(line.at, len);
		const char *place = behind_branch(pattern);

		nr++;
		inside = inside || starts_with(line.at, "-----");
		if (!inside || !place || line.at[len] == '\n' || !stands_at(path, place))
			continue;
		char *from CLEANUP(free_text) = xasprintf("%s:%u: %s", source, nr, pattern);
		size_t skip = len + strspn(line.at + len, " \t");
		char *note CLEANUP(free_text) = xstrndup(line.at + skip, line.len - skip);
		reviewers_add(reviewers, "", from, note);
	}
}
