// SPDX-License-Identifier: GPL-2.0
/* Replay a kept corpus through a fuzz target without libFuzzer; speaks TAP, one test per file. */
#include <dirent.h>
#include <err.h>
#include <libgen.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int is_input(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* In a buffer of its exact size, so that ASan sees a read past the end. */
static void replay(const char *path)
{
	FILE *file = fopen(path, "rb");
	uint8_t *data;
	long size;

	if (!file || fseek(file, 0, SEEK_END) || (size = ftell(file)) < 0)
		err(1, "%s", path);
	rewind(file);
	data = malloc(size);
	if (size && (!data || fread(data, 1, size, file) != (size_t)size))
		err(1, "%s", path);
	fclose(file);
	LLVMFuzzerTestOneInput(data, size);
	free(data);
}

int main(int argc, char **argv)
{
	struct dirent **entries;
	char *dir, *path;
	int nr;

	if (argc > 1)
		dir = strdup(argv[1]);
	else if (asprintf(&dir, "tests/fuzz/corpus/%s", basename(argv[0])) < 0)
		dir = NULL;
	if (!dir)
		err(1, "dir");
	nr = scandir(dir, &entries, is_input, alphasort);
	if (nr < 0)
		err(1, "%s", dir);
	printf("1..%d\n", nr);
	if (!nr)
		errx(1, "%s: no input", dir);
	for (int i = 0; i < nr; i++) {
		if (asprintf(&path, "%s/%s", dir, entries[i]->d_name) < 0)
			err(1, "path");
		fflush(stdout);
		replay(path);
		printf("ok %d - %s\n", i + 1, path);
		free(path);
		free(entries[i]);
	}
	free(entries);
	free(dir);
	return 0;
}
