// SPDX-License-Identifier: GPL-2.0
/* What is installed in a root, and a root that is half made. */
#include "world.h"

#include "lib/root.h"

static void expect_packages(const char *status, const char *packages, const char *broken)
{
	struct strlist lines CLEANUP(strlist_release) = { 0 };
	char *first CLEANUP(free_text) = root_packages(status, &lines);
	char *got CLEANUP(free_text) = strlist_join(&lines, ", ");

	assert_string_equal(got, packages);
	if (broken)
		assert_string_equal(first, broken);
	else
		assert_null(first);
}

static void what_is_installed_is_listed(void **state)
{
	expect_packages("Package: gcc\nStatus: install ok installed\nVersion: 4:14.2.0-1\n\n"
			"Package: a\nVersion: 1\nStatus: hold ok installed\nDescription: x\n Status: y\n",
			"a 1, gcc 4:14.2.0-1", NULL);
	expect_packages("", "", NULL);
	expect_packages("Package: old\nStatus: deinstall ok config-files\nVersion: 1\n\n"
			"Package: never\nStatus: unknown ok not-installed\n", "", NULL);
}

static void a_package_that_is_half_installed_is_named(void **state)
{
	expect_packages("Package: a\nStatus: install ok installed\nVersion: 1\n\n"
			"Package: rustc\nStatus: install ok unpacked\nVersion: 1.85\n\n"
			"Package: z\nStatus: install reinstreq half-installed\nVersion: 2\n",
			"a 1", "rustc");
	expect_packages("Package: a\n", "", "a");
}

static void a_name_stands_below_the_cache(void **state)
{
	setenv("XDG_CACHE_HOME", "/c", 1);
	char *named CLEANUP(free_text) = root_path("trixie-tools");
	char *absolute CLEANUP(free_text) = root_path("/srv/root");
	setenv("XDG_CACHE_HOME", "", 1);
	setenv("HOME", "/h", 1);
	char *home CLEANUP(free_text) = root_path("x");

	assert_string_equal(named, "/c/treewide/roots/trixie-tools");
	assert_string_equal(absolute, "/srv/root");
	assert_string_equal(home, "/h/.cache/treewide/roots/x");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_installed_is_listed),
		cmocka_unit_test(a_package_that_is_half_installed_is_named),
		cmocka_unit_test(a_name_stands_below_the_cache),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
