// SPDX-License-Identifier: GPL-2.0
/* Reads the symbols of an object through libelf. */
#include "link/elfsyms.h"

#include "lib/lib.h"

#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>

struct elf_reader {
	const struct elfsyms *syms;
	Elf *elf;
	size_t names;			/* section that holds the names of sections */
	struct strlist spaces;		/* "NAME SPACE", of kernels before 6.4 */
};

/* The text at @offset of section @nr; "" when there is none. */
static const char *text_at(const struct elf_reader *reader, size_t nr, size_t offset)
{
	Elf_Scn *section = elf_getscn(reader->elf, nr);
	Elf_Data *data = section ? elf_getdata(section, NULL) : NULL;

	if (!data || !data->d_buf || offset >= data->d_size ||
	    !memchr((char *)data->d_buf + offset, '\0', data->d_size - offset))
		return "";
	return (char *)data->d_buf + offset;
}

static const char *section_name(const struct elf_reader *reader, size_t nr)
{
	Elf_Scn *section = elf_getscn(reader->elf, nr);
	GElf_Shdr header;
	const char *name = section && gelf_getshdr(section, &header) ?
				   elf_strptr(reader->elf, reader->names, header.sh_name) : NULL;

	return name ? name : "";
}

static const char *behind(const char *text, const char *begin)
{
	return strncmp(text, begin, strlen(begin)) ? NULL : text + strlen(begin);
}

static void add_terms(const struct elf_reader *reader, const char *name, bool gpl,
		      const char *space)
{
	if (gpl || *space)
		*LIST_ADD(reader->syms->terms) = xasprintf("%s %s %s", name, gpl ? "GPL" : "-",
							   *space ? space : "-");
}

static void take_export(struct elf_reader *reader, const GElf_Sym *sym, const char *name)
{
	const char *new = behind(name, "__export_symbol_"), *old = behind(name, "__ksymtab_");
	const char *space = behind(name, "__kstrtabns_");
	const char *section = section_name(reader, sym->st_shndx);

	if (new && !strcmp(section, ".export_symbol")) {
		const char *licence = text_at(reader, sym->st_shndx, sym->st_value);

		add_terms(reader, new, !strcmp(licence, "GPL"),
			  text_at(reader, sym->st_shndx, sym->st_value + strlen(licence) + 1));
	} else if (old && behind(section, "___ksymtab_gpl")) {
		add_terms(reader, old, true, "");
	} else if (space) {
		const char *text = text_at(reader, sym->st_shndx, sym->st_value);

		if (*text)
			*LIST_ADD(&reader->spaces) = xasprintf("%s %s", space, text);
	}
	if (new || old)
		strlist_add(reader->syms->exported, new ? new : old);
}

/* Sections that are freed or never loaded, which modpost knows by their names. */
static bool is_discarded(const char *section)
{
	return starts_with_one_of(section, TEXTS(".init.", ".exit.", ".meminit.", ".memexit.",
						 ".devinit.", ".cpuinit."));
}

static void take_symbol(struct elf_reader *reader, const GElf_Sym *sym, const char *name)
{
	const struct elfsyms *syms = reader->syms;
	unsigned bind = GELF_ST_BIND(sym->st_info);

	take_export(reader, sym, name);
	if (sym->st_shndx == SHN_UNDEF && bind == STB_GLOBAL)
		strlist_add(syms->undefined, name);
	else if (sym->st_shndx != SHN_UNDEF && bind != STB_LOCAL)
		strlist_add(syms->defined, name);
	if (sym->st_shndx != SHN_UNDEF && bind == STB_WEAK)
		strlist_add(syms->weak, name);
	if (sym->st_shndx != SHN_UNDEF && sym->st_shndx < SHN_LORESERVE && bind != STB_LOCAL &&
	    is_discarded(section_name(reader, sym->st_shndx)))
		strlist_add(syms->discarded, name);
}

static void take_table(struct elf_reader *reader, Elf_Scn *section, const GElf_Shdr *header)
{
	Elf_Data *data = elf_getdata(section, NULL);
	size_t count = data && header->sh_entsize ? header->sh_size / header->sh_entsize : 0;

	for (size_t i = 0; i < count; i++) {
		GElf_Sym sym;

		if (!gelf_getsym(data, (int)i, &sym))
			continue;
		const char *name = elf_strptr(reader->elf, header->sh_link, sym.st_name);
		if (name && *name)
			take_symbol(reader, &sym, name);
	}
}

/* Texts one behind the other. */
static void take_info(const struct elf_reader *reader, Elf_Scn *section)
{
	Elf_Data *data = elf_getdata(section, NULL);
	size_t nr = elf_ndxscn(section), size = data ? data->d_size : 0;

	for (size_t at = 0; at < size;) {
		const char *text = text_at(reader, nr, at);
		const char *licence = behind(text, "license="), *space = behind(text, "import_ns=");

		if (licence)
			strlist_add(reader->syms->licences, licence);
		if (space)
			strlist_add(reader->syms->imports, space);
		at += strlen(text) + 1;
	}
}

/* Put the spaces of old kernels into the terms. */
static void join_spaces(const struct elf_reader *reader)
{
	struct strlist *terms = reader->syms->terms;

	FOR_EACH(entry, &reader->spaces) {
		const char *space = strchr(*entry, ' ') + 1;
		char *name CLEANUP(free_text) = xstrndup(*entry, (size_t)(space - 1 - *entry));
		char *gpl CLEANUP(free_text) = xasprintf("%s GPL -", name);
		bool joined = false;

		FOR_EACH(term, terms) {
			if (strcmp(*term, gpl) != 0)
				continue;
			free(*term);
			*term = xasprintf("%s GPL %s", name, space);
			joined = true;
		}
		if (!joined)
			add_terms(reader, name, false, space);
	}
}

static void read_sections(struct elf_reader *reader)
{
	Elf_Scn *section = NULL;
	GElf_Shdr header;

	while ((section = elf_nextscn(reader->elf, section))) {
		if (!gelf_getshdr(section, &header))
			continue;
		if (header.sh_type == SHT_SYMTAB)
			take_table(reader, section, &header);
		else if (!strcmp(section_name(reader, elf_ndxscn(section)), ".modinfo"))
			take_info(reader, section);
	}
	join_spaces(reader);
	strlist_release(&reader->spaces);
}

int elfsyms_read(const struct elfsyms *syms, const char *path)
{
	struct strlist *lists[] = { syms->undefined, syms->defined, syms->weak, syms->exported,
				    syms->terms, syms->licences, syms->imports, syms->discarded };
	int fd CLEANUP(close_fd) = open(path, O_RDONLY | O_CLOEXEC);
	struct elf_reader reader = { .syms = syms };

	if (fd < 0)
		return fail_errno("cannot read the object %s", path);
	elf_version(EV_CURRENT);
	reader.elf = elf_begin(fd, ELF_C_READ_MMAP, NULL);
	if (!reader.elf || elf_kind(reader.elf) != ELF_K_ELF ||
	    elf_getshdrstrndx(reader.elf, &reader.names) < 0) {
		elf_end(reader.elf);
		return fail_system("%s is not an ELF object", path);
	}
	read_sections(&reader);
	elf_end(reader.elf);
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		strlist_sort(lists[i]);
	return 0;
}
