// SPDX-License-Identifier: GPL-2.0
/* Sizes are read and written in units of 1024, and what stands in a folder is added up. */
#include "world.h"

#include "lib/io.h"
#include "lib/list.h"
#include "lib/space.h"

#include <unistd.h>

static void a_size_is_a_number_with_a_unit(void **state)
{
	static const struct {
		const char *text;
		int64_t bytes;	/* 0: it is none */
	} samples[] = {
		{ "1", 1 }, { "500", 500 }, { "1k", 1024 }, { "2K", 2048 }, { "3m", 3 << 20 },
		{ "20g", 20LL << 30 }, { "1T", 1LL << 40 }, { "", 0 }, { "0", 0 }, { "-5", 0 },
		{ " 5", 0 }, { "+5", 0 }, { "5x", 0 }, { "5kb", 0 }, { "1.5g", 0 }, { "g", 0 },
		{ "9223372036854775807", INT64_MAX }, { "9223372036854775808", 0 },
		{ "9223372036854775807k", 0 }, { "9999999t", 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		int64_t bytes = -1;

		assert_int_equal(space_parse(samples[i].text, &bytes), samples[i].bytes ? 0 : -1);
		if (samples[i].bytes)
			assert_true(bytes == samples[i].bytes);
	}
}

static void bytes_are_written_for_people(void **state)
{
	static const struct {
		int64_t bytes;
		const char *text;
	} samples[] = {
		{ 0, "0 bytes" }, { 1, "1 byte" }, { 1023, "1023 bytes" }, { 1024, "1.0 KB" },
		{ 1536, "1.5 KB" }, { (1 << 20) - 1, "1.0 MB" }, { 20LL << 30, "20.0 GB" },
		{ 3LL << 50, "3072.0 TB" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		char *text CLEANUP(free_text) = space_text(samples[i].bytes);

		assert_string_equal(text, samples[i].text);
	}
}

static void what_stands_in_a_folder_is_added_up(void **state)
{
	static char data[100000];
	char *dir CLEANUP(free_world) = world_make();
	char *below CLEANUP(free_text) = xasprintf("%s/a/b", dir);
	char *file CLEANUP(free_text) = xasprintf("%s/file", below);
	char *link CLEANUP(free_text) = xasprintf("%s/link", dir);
	char *none CLEANUP(free_text) = xasprintf("%s/none", dir);
	time_t newest = 0;

	for (size_t i = 0; i < sizeof(data); i++)
		data[i] = (char)(i * 7919 >> 3);
	assert_int_equal(io_mkdirs(below), 0);
	assert_int_equal(io_write(file, data, sizeof(data)), 0);
	assert_int_equal(symlink(file, link), 0);
	int64_t bytes = space_used(dir, &newest);
	assert_true(bytes >= 100000 && bytes < 200000);
	assert_true(newest > 1700000000);
	assert_true(space_used(file, NULL) >= 100000);
	assert_true(space_used(link, NULL) < 100000);
	assert_true(space_used(none, &newest) == 0);
	assert_true(newest == 0);
	assert_true(space_free(dir) > 0);
	assert_failure((int)space_free(none), FAIL_SYSTEM, "cannot ask how much is free at");
}

RUN_TESTS(TEST(a_size_is_a_number_with_a_unit), TEST(bytes_are_written_for_people),
	  TEST(what_stands_in_a_folder_is_added_up))
