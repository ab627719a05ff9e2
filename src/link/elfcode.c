// SPDX-License-Identifier: GPL-2.0
/* Reads the loaded sections of an object through libelf. */
#include "link/elfcode.h"

#include "lib/io.h"
#include "lib/lib.h"

#include <gelf.h>
#include <libelf.h>

struct elf_file {
	char *bytes;
	size_t size;
	Elf *elf;
	size_t names;		/* the section that holds the names of sections */
};

static void free_elf_file(struct elf_file **at)
{
	struct elf_file *file = *at;

	if (!file)
		return;
	elf_end(file->elf);
	free(file->bytes);
	free(file);
}

bool elfcode_is_source(const char *text)
{
	size_t len = strlen(text);

	return len > 2 && text[len - 2] == '.' && strchr("chS", text[len - 1]);
}

bool elfcode_has_lines(const struct elfsection *section)
{
	return !strcmp(section->name, "__bug_table") || !strcmp(section->name, "__dyndbg");
}

/* What the linker throws away, and what objtool works out from the code. */
static bool is_left_out(const char *name)
{
	return !strncmp(name, ".discard", 8) || !strncmp(name, ".orc_", 5) ||
	       !strncmp(name, ".note.gnu", 9);
}

static bool is_text_section(const GElf_Shdr *header)
{
	return header->sh_flags & SHF_STRINGS && header->sh_flags & SHF_MERGE &&
	       header->sh_entsize <= 1;
}

static void take_section(struct elfcode *code, Elf_Scn *scn, const GElf_Shdr *header)
{
	const char *name = elf_strptr(code->file->elf, code->file->names, header->sh_name);
	Elf_Data *data = elf_rawdata(scn, NULL);

	if (!name || !(header->sh_flags & SHF_ALLOC) || is_left_out(name) || !header->sh_size)
		return;
	*LIST_ADD(&code->sections) = (struct elfsection){
		.name = name, .nr = elf_ndxscn(scn), .type = header->sh_type,
		.flags = header->sh_flags & ~(GElf_Xword)(SHF_GROUP | SHF_INFO_LINK),
		.align = header->sh_addralign, .entry = header->sh_entsize,
		.size = header->sh_size, .is_text = is_text_section(header),
		.data = header->sh_type != SHT_NOBITS && data && data->d_size == header->sh_size ?
			data->d_buf : NULL,
	};
}

static struct elfsection *loaded_section(const struct elfcode *code, size_t nr)
{
	FOR_EACH(section, &code->sections)
		if (section->nr == nr)
			return section;
	return NULL;
}

static bool is_global(const struct elfsymbol *symbol)
{
	return symbol->bind != STB_LOCAL;
}

static void take_symbols(struct elfcode *code, Elf_Scn *scn, const GElf_Shdr *header)
{
	Elf_Data *data = elf_getdata(scn, NULL);
	size_t count = data && header->sh_entsize ? header->sh_size / header->sh_entsize : 0;

	for (size_t i = 0; i < count; i++) {
		struct elfsymbol *symbol = LIST_ADD(&code->symbols);
		GElf_Sym sym = { 0 };
		bool is_read = gelf_getsym(data, (int)i, &sym) != NULL;
		const char *name = is_read ?
			elf_strptr(code->file->elf, header->sh_link, sym.st_name) : NULL;

		symbol->name = name ? name : "";
		symbol->value = sym.st_value;
		symbol->size = sym.st_size;
		symbol->type = GELF_ST_TYPE(sym.st_info);
		symbol->bind = GELF_ST_BIND(sym.st_info);
		symbol->visibility = GELF_ST_VISIBILITY(sym.st_other);
		symbol->defined = sym.st_shndx != SHN_UNDEF;
		symbol->section = loaded_section(code, sym.st_shndx);
	}
}

/* The string at @offset; NULL: there is none. */
static const char *elftext_at(const struct elfsection *section, uint64_t offset)
{
	const char *data = (const char *)section->data;

	if (!data || offset >= section->size ||
	    !memchr(data + offset, '\0', section->size - offset))
		return NULL;
	return data + offset;
}

/*
 * Of a string, the assembler says the offset in the addend of a section's symbol only where that
 * addend is nothing else (a relocation that counts from its own place has something in it).
 */
static void refer(struct elfref *ref, const struct elfsymbol *symbol, bool in_place)
{
	const struct elfsection *section = symbol->section;
	bool of_section = symbol->type == STT_SECTION;
	uint64_t inside = of_section ? (uint64_t)ref->addend : 0;
	const char *text = NULL;

	ref->section = section;
	if (section && section->is_text && !in_place)
		text = elftext_at(section, symbol->value + inside);
	if (text) {
		ref->kind = ELFREF_TEXT;
		ref->text = text;
		ref->addend = of_section ? 0 : ref->addend;
	} else if (section && !is_global(symbol)) {
		ref->kind = ELFREF_PLACE;
		ref->addend += (int64_t)symbol->value;
	} else {
		ref->kind = ELFREF_NAME;
		ref->text = symbol->name;
	}
}

static void take_refs(struct elfcode *code, Elf_Scn *scn, const GElf_Shdr *header)
{
	struct elfsection *of = loaded_section(code, header->sh_info);
	Elf_Data *data = elf_getdata(scn, NULL);
	bool in_place = header->sh_type == SHT_REL;
	size_t count = of && data && header->sh_entsize ? header->sh_size / header->sh_entsize : 0;

	code->in_place = code->in_place || in_place;
	for (size_t i = 0; i < count; i++) {
		GElf_Rela rela = { 0 };
		GElf_Rel rel = { 0 };

		if (in_place && gelf_getrel(data, (int)i, &rel))
			rela = (GElf_Rela){ .r_offset = rel.r_offset, .r_info = rel.r_info };
		else if (in_place || !gelf_getrela(data, (int)i, &rela))
			continue;
		size_t nr = GELF_R_SYM(rela.r_info);
		struct elfref *ref = LIST_ADD(&of->refs);
		ref->offset = rela.r_offset;
		ref->type = (unsigned)GELF_R_TYPE(rela.r_info);
		ref->addend = rela.r_addend;
		if (nr < code->symbols.nr)
			refer(ref, &code->symbols.v[nr], in_place);
	}
}

/* Those of one place stay in their order, for they add up. */
static void sort_refs(struct elfsection *section)
{
	for (size_t i = 1; i < section->refs.nr; i++) {
		struct elfref ref = section->refs.v[i];
		size_t at = i;

		for (; at && section->refs.v[at - 1].offset > ref.offset; at--)
			section->refs.v[at] = section->refs.v[at - 1];
		section->refs.v[at] = ref;
	}
}

/* How many bytes a relocation of data fills in, of those that tables are made of. */
static unsigned width_of(const struct elfcode *code, const struct elfref *ref)
{
	if (code->class != ELFCLASS64)
		return 4;
	switch (code->machine) {
	case EM_X86_64:
		return ref->type == R_X86_64_64 ? 8 : 4;
	case EM_AARCH64:
		return ref->type == R_AARCH64_ABS64 ? 8 : 4;
	case EM_RISCV:
		return ref->type == R_RISCV_64 ? 8 : 4;
	default:
		return 0;
	}
}

/* struct bug_entry: the name of the source, and behind it the line, of 16 bits. */
static void mark_bug_line(const struct elfcode *code, struct elfsection *section,
			  const struct elfref *ref)
{
	unsigned width = width_of(code, ref);

	if (width)
		*LIST_ADD(&section->lines) = (struct elfline){ ref->offset + width, 16 };
}

/* struct _ddebug: names of module, function and source, a format, and then a line of 18 bits. */
static void mark_debug_line(const struct elfcode *code, struct elfsection *section,
			    const struct elfref *ref)
{
	unsigned width = width_of(code, ref);
	const struct elfref *format = ref + 1, *end = section->refs.v + section->refs.nr;

	if (width && format < end && format->offset == ref->offset + width)
		*LIST_ADD(&section->lines) = (struct elfline){ format->offset + width, 18 };
}

static void mark_lines(const struct elfcode *code, struct elfsection *section)
{
	bool bugs = !strcmp(section->name, "__bug_table");

	FOR_EACH(ref, &section->refs) {
		if (ref->kind != ELFREF_TEXT || !elfcode_is_source(ref->text))
			continue;
		if (bugs)
			mark_bug_line(code, section, ref);
		else
			mark_debug_line(code, section, ref);
	}
}

/* Hand each section of these types to @take. */
static void for_sections(struct elfcode *code, unsigned type, unsigned or_type,
			 void (*take)(struct elfcode *, Elf_Scn *, const GElf_Shdr *))
{
	GElf_Shdr header;

	for (Elf_Scn *scn = NULL; (scn = elf_nextscn(code->file->elf, scn));)
		if (gelf_getshdr(scn, &header) &&
		    (!type || header.sh_type == type || header.sh_type == or_type))
			take(code, scn, &header);
}

static int open_elf(struct elfcode *code, const char *path)
{
	struct elf_file *file CLEANUP(free_elf_file) = xcalloc(1, sizeof(*file));
	GElf_Ehdr header;

	file->bytes = io_read(path, &file->size);
	if (!file->bytes)
		return -1;
	elf_version(EV_CURRENT);
	file->elf = elf_memory(file->bytes, file->size);
	if (!file->elf || elf_kind(file->elf) != ELF_K_ELF || !gelf_getehdr(file->elf, &header) ||
	    elf_getshdrstrndx(file->elf, &file->names) < 0)
		return fail_system("%s is not an ELF object", path);
	code->machine = header.e_machine;
	code->header_flags = header.e_flags;
	code->class = header.e_ident[EI_CLASS];
	code->order = header.e_ident[EI_DATA];
	code->file = TAKE(file);
	return 0;
}

int elfcode_read(struct elfcode *code, const char *path)
{
	if (open_elf(code, path) < 0)
		return -1;
	for_sections(code, 0, 0, take_section);
	for_sections(code, SHT_SYMTAB, SHT_SYMTAB, take_symbols);
	for_sections(code, SHT_RELA, SHT_REL, take_refs);
	FOR_EACH(section, &code->sections) {
		sort_refs(section);
		section->is_text = section->is_text && !code->in_place;
		if (elfcode_has_lines(section))
			mark_lines(code, section);
	}
	return 0;
}

void elfcode_release(struct elfcode *code)
{
	FOR_EACH(section, &code->sections) {
		LIST_RELEASE(&section->refs);
		LIST_RELEASE(&section->lines);
	}
	LIST_RELEASE(&code->sections);
	LIST_RELEASE(&code->symbols);
	free_elf_file(&code->file);
	*code = (struct elfcode){ 0 };
}
