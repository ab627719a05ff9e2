// SPDX-License-Identifier: GPL-2.0
/* Reads the symbols of an object through libelf. */
#include "elfsyms.h"

#include "cleanup.h"
#include "fail.h"
#include "list.h"

#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <string.h>

/* How the kernel marks an exported symbol: since 6.4, and before. */
static const char *const export_marks[] = { "__export_symbol_", "__ksymtab_" };

static void take_symbol(const struct elfsyms *syms, const GElf_Sym *sym, const char *name)
{
	unsigned bind = GELF_ST_BIND(sym->st_info);

	for (size_t i = 0; i < sizeof(export_marks) / sizeof(*export_marks); i++)
		if (!strncmp(name, export_marks[i], strlen(export_marks[i])))
			strlist_add(syms->exported, name + strlen(export_marks[i]));
	if (sym->st_shndx == SHN_UNDEF && bind == STB_GLOBAL)
		strlist_add(syms->undefined, name);
	else if (sym->st_shndx != SHN_UNDEF && bind != STB_LOCAL)
		strlist_add(syms->defined, name);
}

static void take_table(const struct elfsyms *syms, Elf *elf, Elf_Scn *section,
		       const GElf_Shdr *header)
{
	Elf_Data *data = elf_getdata(section, NULL);
	size_t count = data && header->sh_entsize ? header->sh_size / header->sh_entsize : 0;

	for (size_t i = 0; i < count; i++) {
		GElf_Sym sym;
		const char *name;

		if (!gelf_getsym(data, (int)i, &sym))
			continue;
		name = elf_strptr(elf, header->sh_link, sym.st_name);
		if (name && *name)
			take_symbol(syms, &sym, name);
	}
}

int elfsyms_read(const struct elfsyms *syms, const char *path)
{
	int fd CLEANUP(close_fd) = open(path, O_RDONLY | O_CLOEXEC);
	Elf_Scn *section = NULL;
	GElf_Shdr header;
	Elf *elf;

	if (fd < 0)
		return fail_errno("cannot read the object %s", path);
	elf_version(EV_CURRENT);
	elf = elf_begin(fd, ELF_C_READ_MMAP, NULL);
	if (!elf || elf_kind(elf) != ELF_K_ELF) {
		elf_end(elf);
		return fail_system("%s is no ELF object", path);
	}
	while ((section = elf_nextscn(elf, section)))
		if (gelf_getshdr(section, &header) && header.sh_type == SHT_SYMTAB)
			take_table(syms, elf, section, &header);
	elf_end(elf);
	strlist_sort(syms->undefined);
	strlist_sort(syms->defined);
	strlist_sort(syms->exported);
	return 0;
}
