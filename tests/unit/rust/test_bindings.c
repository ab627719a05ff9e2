// SPDX-License-Identifier: GPL-2.0
/* What two texts of bindgen have otherwise, item by item. */
#include "world.h"

#include "rust/bindings.h"

static void expect_words(const char *before, const char *after, const char *expected)
{
	struct bindings_diff diff CLEANUP(bindings_diff_release) = { 0 };

	bindings_compare(&diff, before, after);
	char *words CLEANUP(free_text) = bindings_words(&diff);
	assert_string_equal(words, expected);
}

#define FUNCTION(name, arguments) \
	"extern \"C\" {\n    pub fn " name "(" arguments ") -> ffi::c_int;\n}\n"

static void items_that_come_and_go_are_named(void **state)
{
	expect_words("", FUNCTION("take", "a: u32"), "adds take");
	expect_words(FUNCTION("take", "a: u32"), "", "removes take");
	expect_words(FUNCTION("take", "a: u32"), FUNCTION("take", "a: u64"), "changes take");
	expect_words("pub const A: u32 = 1;\npub const B: u32 = 2;",
		     "pub const B: u32 = 3;\npub const C: u32 = 2;",
		     "adds C; removes A; changes B");
	expect_words("", "pub const A: u8 = 1; pub const B: u8 = 1; pub const C: u8 = 1; "
			 "pub const D: u8 = 1; pub const E: u8 = 1; pub const F: u8 = 1; "
			 "pub const G: u8 = 1; pub const H: u8 = 1;",
		     "adds A, B, C, D, E, F and 2 more");
}

static void what_only_moved_is_the_same(void **state)
{
	expect_words(FUNCTION("a", "") FUNCTION("b", ""), FUNCTION("b", "") FUNCTION("a", ""), "");
	expect_words("pub const A: u32 = 1;", "// new\npub  const\nA : u32=1 ;", "");
	expect_words("", "", "");
	expect_words("pub use a::b;", "pub use a::c;", "");
}

static void what_belongs_to_a_type_is_named_by_it(void **state)
{
	static const char dev[] = "#[repr(C)]\n#[derive(Copy)]\npub struct dev { pub a: [u8; 3usize], }\n";

	expect_words(dev, "#[repr(C)]\n#[derive(Copy)]\npub struct dev { pub b: [u8; 3usize], }\n",
		     "changes dev");
	expect_words("impl Default for dev { fn default() -> Self { a; b } }",
		     "impl Default for dev { fn default() -> Self { a; c } }", "changes dev");
	expect_words("pub type f = Option<unsafe extern \"C\" fn(a: u32)>;",
		     "pub type f = Option<unsafe extern \"C\" fn(a: u64)>;", "changes f");
	expect_words("pub static mut a: u32;", "pub static mut a: u64;", "changes a");
	expect_words(dev, "pub struct dev { ", "removes dev");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(items_that_come_and_go_are_named),
		cmocka_unit_test(what_only_moved_is_the_same),
		cmocka_unit_test(what_belongs_to_a_type_is_named_by_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
