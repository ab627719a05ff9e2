// SPDX-License-Identifier: GPL-2.0
/* Names of C are found in Rust source, with the function that they stand in. */
#include "world.h"

#include "rust/ruse.h"

/* The uses of take and give: "word:line:function()" where it is called, "!" where it is only
 * brought in. */
static char *rust_uses_of(const char *source, size_t len)
{
	struct strlist words CLEANUP(strlist_release) = { 0 };
	struct rust_uses uses CLEANUP(rust_uses_release) = { 0 };
	char *exact = xcalloc(1, len ? len : 1), *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	memcpy(exact, source, len);
	strlist_split(&words, "take give", " ");
	strlist_sort(&words);
	rust_uses_find(&uses, exact, len, &words);
	FOR_EACH(use, &uses)
		fprintf(out, "%s%s:%u:%s%s%s", use == uses.v ? "" : " ", use->word, use->line,
			use->function, use->call ? "()" : "", use->import ? "!" : "");
	fclose(out);
	free(exact);
	return text;
}

struct rust_sample {
	const char *source, *expected;
};

static void check_rust_samples(const struct rust_sample *samples, size_t nr)
{
	for (size_t i = 0; i < nr; i++) {
		const char *source = samples[i].source;
		char *found CLEANUP(free_text) = rust_uses_of(source, strlen(source));

		if (strcmp(found, samples[i].expected))
			fail_msg("in <<%s>>\nfound    %s\nexpected %s", source, found,
				 samples[i].expected);
	}
}
#define CHECK_RUST(...) \
	do { \
		static const struct rust_sample samples_[] = { __VA_ARGS__ }; \
		check_rust_samples(samples_, sizeof(samples_) / sizeof(*samples_)); \
	} while (0)

static void paths_of_the_crates_count(void **state)
{
	CHECK_RUST({ "", "" }, { "bindings::take(x)", "take:1:()" },
		   { "uapi::take", "take:1:" }, { "kernel::bindings::take (x)", "take:1:()" },
		   { "crate::bindings::give\n::<T>()", "give:1:" },
		   { "$crate::bindings::take(x)", "take:1:()" },
		   { "bindings\n::\ntake(x)", "take:3:()" },
		   { "r#bindings::r#take()", "take:1:()" },
		   { "rust_helper_take(x)", "take:1:()" }, { "bindings::untake()", "" },
		   { "mybindings::take()", "" }, { "other::take()", "" }, { "take()", "" },
		   { "bindings.take()", "" }, { "rust_helper_untake()", "" });
}

static void what_is_brought_in_counts_behind_it(void **state)
{
	CHECK_RUST({ "use bindings::take; fn f() { take(1) }", "take:1:! take:1:f()" },
		   { "use bindings::{take, give as g};\nfn f() { g(); take; }",
		     "take:1:! give:1:! give:2:f() take:2:f" },
		   { "use crate::{bindings::{self, take}, other};\ntake()", "take:1:! take:2:()" },
		   { "use bindings::*;\nfn f() { take() }", "take:2:f()" },
		   { "use bindings as b;\nb::take()", "take:2:()" },
		   { "use bindings::{self as b};\nfn f() { bindings::take() }", "take:2:f()" },
		   { "use kernel::bindings;\nx.take();", "" },
		   { "use other::*;\ntake()", "" },
		   { "use bindings::*;\nx.take(); other::take()", "" },
		   { "use bindings::{a::{take}, give}; give()", "take:1:! give:1:! give:1:()" });
}

static void comments_and_literals_do_not(void **state)
{
	CHECK_RUST({ "// bindings::take()", "" }, { "/// bindings::take()\nfn f() {}", "" },
		   { "/* /* bindings::take() */ bindings::take() */ bindings::give()", "give:1:()" },
		   { "\"bindings::take()\" bindings::give", "give:1:" },
		   { "\"\\\" bindings::take\" bindings::give", "give:1:" },
		   { "r\"\\\" bindings::give", "give:1:" },
		   { "r#\" \" bindings::take \"#\nbindings::give", "give:2:" },
		   { "c\"bindings::take\" b\"bindings::take\" br#\"bindings::take\"#", "" },
		   { "'\"' bindings::take", "take:1:" }, { "'\\'' bindings::take", "take:1:" },
		   { "b'\"' bindings::take", "take:1:" }, { "&'a bindings::take", "take:1:" },
		   { "<'a, 'b> bindings::take", "take:1:" }, { "/* bindings::take", "" },
		   { "\"bindings::take", "" });
}

static void the_function_is_named(void **state)
{
	CHECK_RUST({ "fn f() { if x { bindings::take() } }\nbindings::give", "take:1:f() give:2:" },
		   { "impl Foo { fn new() { bindings::take() } }", "take:1:Foo::new()" },
		   { "impl<T: Bar> Drop for a::Foo<T> where T: Baz { fn drop(&mut self) { "
		     "bindings::take() } }", "take:1:Foo::drop()" },
		   { "impl Foo { fn a() -> impl Bar { bindings::take() } fn b() { bindings::give } }",
		     "take:1:Foo::a() give:1:Foo::b" },
		   { "trait T: Sized { fn a(); fn b() { bindings::take() } }", "take:1:T::b()" },
		   { "impl Foo { const A: u32 = bindings::take; }", "take:1:" },
		   { "fn f() { fn g() { bindings::take() } bindings::give() }",
		     "take:1:g() give:1:f()" },
		   { "fn f(x: impl Fn()) { let c = move || { bindings::take() }; }", "take:1:f()" },
		   { "type F = fn(u32); fn f() { bindings::take }", "take:1:f" },
		   { "mod m { impl Foo { unsafe extern \"C\" fn f() { bindings::take() } } }",
		     "take:1:Foo::f()" },
		   { "} } fn f() { bindings::take }", "take:1:f" });
}

static void helpers_have_a_name(void **state)
{
	assert_string_equal(rust_helper_name("rust_helper_take"), "take");
	assert_null(rust_helper_name("take"));
	assert_null(rust_helper_name("my_rust_helper_take"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths_of_the_crates_count),
		cmocka_unit_test(what_is_brought_in_counts_behind_it),
		cmocka_unit_test(comments_and_literals_do_not),
		cmocka_unit_test(the_function_is_named),
		cmocka_unit_test(helpers_have_a_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
