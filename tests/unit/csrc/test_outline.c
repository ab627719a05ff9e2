// SPDX-License-Identifier: GPL-2.0
/* What an outline keeps of a source: functions, calls and stores. */
#include "world.h"

#include "csrc/outline.h"

static const char *or_dash(const char *text)
{
	return *text ? text : "-";
}

static void draw_mark(FILE *out, const struct outline *outline, const struct mark *mark)
{
	const char *in = mark->function < 0 ? "" : outline->functions[mark->function].name;

	fprintf(out, " %s:", in);
	switch (mark->kind) {
	case MARK_CALL:
		fprintf(out, "%s()", mark->word);
		break;
	case MARK_POINTER:
		fprintf(out, "->%s()", mark->word);
		break;
	case MARK_STORE:
		fprintf(out, ".%s=%s", or_dash(mark->other), mark->word);
		if (*mark->table)
			fprintf(out, "@%s/%s", mark->table, or_dash(mark->type));
		break;
	case MARK_ARGUMENT:
		fprintf(out, "%s(%s)", mark->other, mark->word);
		break;
	case MARK_MENTION:
		fputs(mark->word, out);
		break;
	}
}

/* "static f!, macro M | f:call() f:->pointer() :.field=word@table/type f:callee(word) f:word";
 * "!" stands behind the name of a broken function. */
static char *draw(const struct outline *outline)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	for (size_t i = 0; i < outline->nr_functions; i++) {
		const struct outline_function *f = &outline->functions[i];

		fprintf(out, "%s%s%s%s", i ? ", " : "",
			f->macro ? "macro " : f->local ? "static " : "", f->name,
			f->broken ? "!" : "");
	}
	fputs(outline->nr_functions ? " |" : "|", out);
	for (size_t i = 0; i < outline->nr_marks; i++)
		draw_mark(out, outline, &outline->marks[i]);
	fclose(out);
	return text;
}

static void outline_of(struct outline *outline, const char *source, size_t len)
{
	struct strlist wanted = { 0 };
	char *exact = xcalloc(1, len);

	/* without a NUL behind it, so that ASan sees a read too far */
	memcpy(exact, source, len);
	strlist_split(&wanted, "devm give take", " ");
	assert_int_equal(outline_read(outline, outline_text(exact, len, &wanted)), 0);
	strlist_release(&wanted);
	free(exact);
}

struct sample {
	const char *source, *expected;
};

/* All that differ are told, then the test fails. */
static void check_samples(const struct sample *samples, size_t nr)
{
	size_t wrong = 0;

	for (size_t i = 0; i < nr; i++) {
		struct outline outline CLEANUP(outline_release) = { 0 };
		char *found CLEANUP(free_text) = NULL;

		outline_of(&outline, samples[i].source, strlen(samples[i].source));
		found = draw(&outline);
		if (strcmp(found, samples[i].expected)) {
			print_error("in <<%s>>\nfound    %s\nexpected %s\n", samples[i].source,
				    found, samples[i].expected);
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
}

static void a_function_is_what_has_a_body(void **state)
{
	static const struct sample samples[] = {
		{ "", "|" },
		{ "int f(void)\n{\n\ttake();\n}\n", "f | f:take()" },
		{ "static int f(struct x *x, int (*g)(void))\n{\n}\n", "static f |" },
		{ "struct x *f(void) { return take(); }\n", "f | f:take()" },
		{ "static struct x *__f(void)\n{\n\ttake();\n}\n", "static __f | __f:take()" },
		{ "static inline const struct x **\nf(void)\n{\n}\n", "static f |" },
		{ "int f(void);\nint g(void)\n{\n}\n", "g |" },
		{ "static int __init f(void)\n{\n}\n", "static f |" },
		{ "static void __exit f(void) { g(); }\n", "static f | f:g()" },
		{ "int f(void) __acquires(x) {\n\ttake();\n}\n", "f | f:take()" },
		{ "int __f(void)\n{\n}\n", "__f |" },
		{ "static int __f(void) __acquires(x)\n{\n}\n", "static __f |" },
		{ "int __must_check __f(void)\n{\n}\n", "__f |" },
		{ "__printf(1, 2) int f(char *x, ...)\n{\n}\n", "f |" },
		{ "static __printf(1, 2) int __f(char *x, ...)\n{\n}\n", "static __f |" },
		{ "static int __attribute__((cold)) f(int a __attribute__((unused)))\n{\n}\n",
		  "static f |" },
		{ "int f(void) __attribute__((cold));\nint g(void) { }\n", "g |" },
		{ "MODULE_LICENSE(\"GPL\")\nint f(void)\n{\n}\n", "f |" },
		{ "long SYSCALL_DEFINE1(open, int, x)\n{\n\ttake();\n}\n",
		  "SYSCALL_DEFINE1 | SYSCALL_DEFINE1:take()" },
		{ "static DEFINE_MUTEX(m);\nint f(void)\n{\n}\n", "f |" },
		{ "static int x = 1;\nint f(void)\n{\n}\n", "f |" },
		{ "int f(void)\n{\n\tif (a) {\n\t\twhile (b) { }\n\t}\n\ttake();\n}\n",
		  "f | f:take()" },
		{ "int f(void)\n{\n\treturn ({ int a = take(); a; });\n}\n", "f | f:take()" },
		{ "int f(void)\n{\n}\nint g(void)\n{\n\ttake();\n}\n", "f, g | g:take()" },
	};

	check_samples(samples, ARRAY_SIZE(samples));
}

static void old_definitions_are_functions_too(void **state)
{
	static const struct sample samples[] = {
		{ "int f(a)\nint a;\n{\n\ttake();\n}\n", "f | f:take()" },
		{ "static f(a, b)\n\tstruct x *a;\n\tint b;\n{\n\ttake();\n}\n",
		  "static f | f:take()" },
		{ "int f(a, b) int a; { take(); }\n", "f | f:take()" },
	};

	check_samples(samples, ARRAY_SIZE(samples));
}

/* What is no function, however much it looks like one. */
static void types_tables_and_prototypes_are_no_functions(void **state)
{
	static const struct sample samples[] = {
		{ "struct x {\n\tint (*f)(void);\n\tint take;\n};\n", "|" },
		{ "struct __attribute__((packed)) x {\n\tint a;\n};\nint f(void)\n{\n}\n", "f |" },
		{ "struct x {\n\tint a;\n} __packed;\nint f(void)\n{\n}\n", "f |" },
		{ "enum { A, B };\nunion u { int a; };\n", "|" },
		{ "int f(void) __must_check;\nstruct x {\n\tint a;\n};\n", "|" },
		{ "int f(void) __pure;\nint y;\nenum { A };\nint g(void)\n{\n}\n", "g |" },
		{ "typedef int (*fn)(int);\nstruct x {\n\tint a;\n};\n", "|" },
		{ "static const char *const names[] = { \"f(\", \"{\" };\nint f(void)\n{\n}\n",
		  "f |" },
		{ "extern \"C\" {\nint f(void);\n}\n", "|" },
	};

	check_samples(samples, ARRAY_SIZE(samples));
}

static void calls_know_the_function_they_stand_in(void **state)
{
	static const struct sample samples[] = {
		{ "int f(void)\n{\n\ttake(give(), 1 + y);\n}\n", "f | f:take() f:give()" },
		{ "int f(void)\n{\n\tx->take(1);\n\tx.give();\n\tx->y->g();\n}\n",
		  "f | f:->take() f:->give() f:->g()" },
		{ "int f(void)\n{\n\t(*x->take)(1);\n\t(*x.y->give)();\n}\n",
		  "f | f:->take() f:->give()" },
		{ "int f(void)\n{\n\tif (take())\n\t\treturn give(1);\n\twhile (g()) ;\n}\n",
		  "f | f:take() f:give() f:g()" },
		{ "int f(void)\n{\n\tsizeof(x);\n\tswitch (x) { }\n\tfor (;;) ;\n}\n", "f |" },
		{ "int f(void)\n{\n\ttake\n\t();\n}\n", "f | f:take()" },
		{ "int f(void)\n{\n\tTRY(take(1));\n}\n", "f | f:TRY() f:take()" },
		{ "int f(void)\n{\n\t(take)(x);\n}\n", "f | f:take" },
		{ "int f(void)\n{\n\tx->take = 1;\n\ty = x->give;\n}\n", "f |" },
		{ "int f(void)\n{\n\tf();\n}\n", "f | f:f()" },
	};

	check_samples(samples, ARRAY_SIZE(samples));
}

/* What a macro outside of functions is given may be run by whatever it makes of it. */
static void a_word_outside_of_functions_is_a_mention(void **state)
{
	static const struct sample samples[] = {
		{ "int take(struct x *x);\nstruct x *\ngive(void);\n", "|" },
		{ "int __printf(1, 2)\ntake(char *x);\n", "|" },
		{ "take(x);\n", "| :take :take(x)" }, /* of no type: perhaps a call */
		{ "DEFINE_FREE(x, struct x *, if (_T) give(_T))\n", "| :give" },
		{ "static int x = sizeof(take(1));\n", "| :take" },
	};

	check_samples(samples, ARRAY_SIZE(samples));
}

static void stores_know_field_table_and_type(void **state)
{
	static const struct sample samples[] = {
		{ "static struct pci_driver d = {\n\t.probe = f,\n\t.remove = &g,\n};\n",
		  "| :.probe=f@d/pci_driver :.remove=g@d/pci_driver" },
		{ "const struct ops __refdata d = { .a = { .b = f, }, .c = g };\n",
		  "| :.b=f@d/ops :.c=g@d/ops" },
		{ "struct ops d = { .a = (void (*)(void))f, .b = (fn)g };\n",
		  "| :.a=f@d/ops :.b=g@d/ops" },
		{ "struct ops d = { .a = 1, .b = A_CONSTANT, .c = \"x\" };\n", "|" },
		{ "struct ops d = { .a = f + 1, .b = g(x) };\n", "|" },
		{ "int f(void)\n{\n\tx->ops = g;\n\tx.y.a = &h;\n}\n", "f | f:.ops=g f:.a=h" },
		{ "int f(void)\n{\n\tstatic struct ops o = { .a = g };\n}\n", "f | f:.a=g" },
		{ "int f(void)\n{\n\tx->a == g;\n\tx->b != g;\n\tx->c <= g;\n}\n", "f |" },
		{ "int f(void)\n{\n\tx->a = y = take;\n}\n", "f | f:take" },
		{ "int f(void)\n{\n\tx->a = y ? take : give;\n}\n", "f | f:take f:give" },
		{ "int f(void)\n{\n\tx->a[1] = take;\n}\n", "f | f:take" },
		{ "struct ops d = { a: take };\n", "| :take" },
	};

	check_samples(samples, ARRAY_SIZE(samples));
}

static void elements_of_an_array_are_told_apart(void **state)
{
	static const struct sample samples[] = {
		{ "struct chip chips[2] = {\n\t{ .free = f },\n\t{ .free = g, .a = { .b = h } },\n"
		  "};\n",
		  "| :.free=f@chips[0]/chip :.free=g@chips[1]/chip :.b=h@chips[1]/chip" },
		{ "struct chip chips[] = {\n\t[A] = { .free = f },\n\t[B] = { .free = g },\n};\n",
		  "| :.free=f@chips[0]/chip :.free=g@chips[1]/chip" },
		{ "struct chip chips[] = { { \"a\", f, 0 }, { \"b\", g } };\n",
		  "| :.-=f@chips[0]/chip :.-=g@chips[1]/chip" },
		{ "struct chip chip = { f, &g, { h } };\n",
		  "| :.-=f@chip/chip :.-=g@chip/chip :.-=h@chip/chip" },
		{ "struct chip *chips[] = { &f, &g };\n", "| :.-=f@chips/chip :.-=g@chips/chip" },
		{ "struct a a[] = { { f } };\nstruct b b = { f };\n",
		  "| :.-=f@a[0]/a :.-=f@b/b" },
	};

	check_samples(samples, ARRAY_SIZE(samples));
}

/* Names that are not called are kept when they are functions of the file, or wanted. */
static void names_that_are_handed_on_are_kept(void **state)
{
	static const struct sample samples[] = {
		{ "int f(void)\n{\n\tdevm(dev, g, x);\n}\n",
		  "f | f:devm() f:devm(dev) f:devm(g) f:devm(x)" },
		{ "int f(void)\n{\n\ttake(x, 1, y + 1);\n}\n", "f | f:take() f:take(x)" },
		{ "int f(void)\n{\n\tother(dev, g, &take);\n}\n", "f | f:other() f:other(take)" },
		{ "int g(void) { }\nint f(void)\n{\n\tother(dev, g, (void *)g);\n}\n",
		  "g, f | f:other() f:other(g) f:other(g)" },
		{ "int f(void)\n{\n\tother(1 + take, take[1]);\n}\n",
		  "f | f:other() f:take f:take" },
		{ "int f(void)\n{\n\tvoid (*p)(int) = take;\n\treturn give;\n}\n",
		  "f | f:take f:give" },
		{ "int f(void) { }\nEXPORT_SYMBOL_GPL(f);\nmodule_exit(f);\n",
		  "f | :EXPORT_SYMBOL_GPL(f) :module_exit(f)" },
		{ "EXPORT_SYMBOL_NS(take, X);\n", "| :EXPORT_SYMBOL_NS(take)" },
	};

	check_samples(samples, ARRAY_SIZE(samples));
}

static void a_macro_is_a_function_of_its_own(void **state)
{
	static const struct sample samples[] = {
		{ "#define A(x) take()\n", "macro A | A:take()" },
		{ "#define A take()\n", "macro A | A:take()" },
		{ "#define A (take())\n", "macro A | A:take()" },
		{ "#define A take\n", "macro A | A:take" },
		{ "#define A(x) \\\n\tdo { \\\n\t\ttake(); \\\n\t} while (0)\n",
		  "macro A | A:take()" },
		{ "#define A(x) \\\r\n\tdo { \\\r\n\t\ttake(); \\\r\n\t} while (0)\r\n"
		  "int f(void)\r\n{\r\n\tgive();\r\n}\r\n",
		  "macro A, f | A:take() f:give()" },
		{ "int f(void)\n{\n#define A take()\n\tgive();\n}\n",
		  "f, macro A | A:take() f:give()" },
		{ "int f(void)\n{\n#define OPEN {\n#define CLOSE }\n\ttake();\n}\n",
		  "f | f:take()" },
		{ "#define A } take(); {\nint f(void)\n{\n\tgive();\n}\n",
		  "macro A!, f | A:take() f:give()" },
		{ "#define A take();\\\n", "macro A | A:take()" },
		{ "#define\n#\n# define A take()\n", "macro A | A:take()" },
		{ "#undef take\n#include <take.h>\n#pragma take\n#error don't take\n", "|" },
		{ "#if take(x)\n#endif\n", "|" },
		/* without parentheses a macro is used by its name alone */
		{ "#define A take()\nint f(void)\n{\n\tA;\n}\n", "macro A, f | A:take() f:A" },
		{ "#define A(x) take()\nint f(void)\n{\n\tA(x);\n}\n",
		  "macro A, f | A:take() f:A()" },
	};

	check_samples(samples, ARRAY_SIZE(samples));
}

static void comments_and_strings_do_not_count(void **state)
{
	static const struct sample samples[] = {
		{ "int f(void)\n{\n\t/* take(x); { */\n\t// take(x); {\n\tg(\"take(x) {\", '{');\n"
		  "}\n",
		  "f | f:g()" },
		{ "/* int f(void) { */\nint g(void) { }\n", "g |" },
		{ "int f(void)\n{\n\ttake /* ( */ ();\n}\n", "f | f:take()" },
		{ "int f(void)\n{\n\tg(\"\\\"\"); take(\"'\"); h('\"');\n}\n",
		  "f | f:g() f:take() f:h()" },
		{ "int f(void)\n{\n\t// goes on \\\n\ttake();\n\tgive();\n}\n", "f | f:give()" },
		{ "int f(void)\n{\n\tg(\"goes on \\\n\ttake(); {\");\n}\n", "f | f:g()" },
		{ "int f(void)\n{\n\ttake();\n\t/* never closed\n}\n", "f! | f:take()" },
		{ "int f(void)\n{\n\tgive(\"never closed);\n}\n", "f! | f:give()" },
		{ "int f(void)\n{\n\tg('never closed);\n\ttake();\n}\nint h(void)\n{\n\tgive();\n"
		  "}\n",
		  "f!, h | f:g() f:take() h:give()" },
	};

	check_samples(samples, ARRAY_SIZE(samples));
}

static void what_is_under_if_0_does_not_count(void **state)
{
	static const struct sample samples[] = {
		{ "#if 0\nint f(void)\n{\n\ttake();\n}\n#endif\n", "|" },
		{ "int f(void)\n{\n#if 0\n\ttake(); {\n#endif\n\tgive();\n}\n", "f | f:give()" },
		{ "int f(void)\n{\n#if 0 /* why */\n\ttake();\n#else\n\tgive();\n#endif\n}\n",
		  "f | f:give()" },
		{ "int f(void)\n{\n#if 0\n\ttake();\n#elif A\n\tgive();\n#endif\n}\n",
		  "f | f:give()" },
		{ "#if 0\n#if A\ntake(\n#else\n{\n#endif\n{\n#endif\nint f(void) { }\n", "f |" },
		{ "#if 0\n#define A take(x)\n#endif\n", "|" },
		{ "#if 0\nit's no C: don't /* even\n*/\n#endif\nint f(void) { }\n", "f |" },
		{ "#ifdef A\n#if 0\n#else\nint f(void) { take(); }\n#endif\n#else\n"
		  "int g(void) { }\n#endif\n",
		  "f, g | f:take()" },
		{ "  #  if 0\nint f(void) { }\n  # endif\nint g(void) { }\n", "g |" },
		{ "#include <a.h>\n/* why */ #if 0\nint f(void) { }\n#endif\nint g(void) { }\n",
		  "g |" },
		{ "#if 0\r\nint f(void) { }\r\n#endif\r\nint g(void) { }\r\n", "g |" },
		{ "#if 0\nint f(void)\n{\n\ttake();\n}\n", "|" },
		{ "#if 1\nint f(void) { }\n#endif\n", "f |" },
		{ "#if 0x1\nint f(void) { }\n#endif\n", "f |" },
	};

	check_samples(samples, ARRAY_SIZE(samples));
}

static void both_branches_count_and_must_agree(void **state)
{
	static const struct sample samples[] = {
		{ "int f(void)\n{\n#ifdef A\n\ttake();\n#else\n\tgive();\n#endif\n}\n",
		  "f | f:take() f:give()" },
		{ "int f(void)\n{\n#ifdef A\n\tif (a) {\n#else\n\tif (b) {\n#endif\n\t\ttake();\n"
		  "\t}\n"
		  "}\nint g(void)\n{\n\tgive();\n}\n",
		  "f, g | f:take() g:give()" },
		{ "int f(void)\n{\n#if A\n\tif (a) {\n#elif B\n\tif (b) {\n#else\n\t{\n#endif\n"
		  "\t}\n"
		  "\ttake();\n}\n",
		  "f | f:take()" },
		{ "#ifdef A\nint f(int a)\n#else\nint f(void)\n#endif\n{\n\ttake();\n}\n",
		  "f | f:take()" },
		{ "int f(void)\n{\n#ifdef A\n\tif (a) {\n#else\n\tg();\n#endif\n\ttake();\n\t}\n"
		  "}\n",
		  "f! | f:g() f:take()" },
		{ "int f(void)\n{\n#ifdef A\n\tg(a,\n#else\n\th();\n#endif\n\ttake());\n}\n",
		  "f! | f:g() f:h() f:take()" },
		{ "int f(void)\n{\n#if A\n\t;\n#elif B\n\t{\n#else\n\t;\n#endif\n\ttake();\n}\n",
		  "f! | f:take()" },
		/* two beginnings of a function: which one goes on is not known */
		{ "#ifdef A\nint f(int a)\n{\n#else\nint f(void)\n{\n#endif\n\ttake();\n}\n"
		  "int g(void)\n{\n\tgive();\n}\n",
		  "f!, f!, g | f:take() g:give()" },
		{ "#ifdef A\nint f(void) { take(); }\n#else\nint f(void) { }\n#endif\n",
		  "f, f | f:take()" },
		{ "struct pci_driver d = {\n#ifdef A\n\t.remove = f,\n#else\n\t.remove = g,\n"
		  "#endif\n};\n",
		  "| :.remove=f@d/pci_driver :.remove=g@d/pci_driver" },
		{ "int f(void)\n{\n#ifdef A\n\tif (a) {\n#endif\n\ttake();\n#ifdef A\n\t}\n#endif\n"
		  "}\n",
		  "f | f:take()" },
	};

	check_samples(samples, ARRAY_SIZE(samples));
}

static void directives_without_a_partner_are_harmless(void **state)
{
	static const struct sample samples[] = {
		{ "#else\n#elif A\n#endif\nint f(void) { take(); }\n", "f | f:take()" },
		{ "#endif\n#endif\n#if 0\nint f(void) { }\n#endif\nint g(void) { }\n", "g |" },
		{ "#if A\nint f(void) { take(); }\n", "f | f:take()" },
		{ "int f(void)\n{\n#else\n\ttake();\n#endif\n}\n", "f | f:take()" },
		{ "#ifdef A\n#else\n#else\nint f(void) { take(); }\n#else\n#endif\n",
		  "f | f:take()" },
	};

	check_samples(samples, ARRAY_SIZE(samples));
}

/* A brace in the first column ends a function, whatever was counted. */
static void functions_whose_braces_do_not_match_are_broken(void **state)
{
	static const struct sample samples[] = {
		{ "int f(void)\n{\n\tif (a) {\n\ttake();\n}\nint g(void)\n{\n\tgive();\n}\n",
		  "f!, g | f:take() g:give()" },
		{ "int f(void)\n{\n\tg(a;\n\ttake();\n}\nint g(void)\n{\n\tgive();\n}\n",
		  "f!, g | f:g() f:take() g:give()" },
		{ "int f(void)\n{\n\ttake();\n", "f! | f:take()" },
		{ "int f(void)\n{\n\t{ g(a; }\n\ttake();\n}\n", "f! | f:g() f:take()" },
		{ "}}}\nint f(void)\n{\n\ttake();\n}\n", "f | f:take()" },
		{ "int f(void)\n{\n\tg();\n}\n}\nint h(void)\n{\n\ttake();\n}\n",
		  "f, h | f:g() h:take()" },
		/* closed too early: what follows must not get lost without a word */
		{ "int f(void)\n{\n\tif (a)\n\t\tg();\n\t}\n\ttake();\n}\n",
		  "f! | f:g() f:take()" },
		{ "int f(void)\n{\n\tg());\n\ttake();\n}\n", "f | f:g() f:take()" },
		/* opened by a macro, perhaps: nobody knows who calls it */
		{ "{\n\ttake();\n}\nint f(void)\n{\n\tgive();\n}\n", "f | :take f:give()" },
		{ "BEGIN(g)\n\ttake();\n}\nint f(void)\n{\n\tgive();\n}\n", "f | :take f:give()" },
	};

	check_samples(samples, ARRAY_SIZE(samples));
}

static void names_may_hold_any_byte(void **state)
{
	static const struct sample samples[] = {
		{ "int f\xc3\xa9(void)\n{\n\ttake();\n\tg\xff();\n}\n",
		  "f?? | f??:take() f??:g?()" },
		{ "int \xc3\xa9(void)\n{\n\ttake\xc3\xa9();\n}\n", "?? | ??:take?\?()" },
		{ "int f(void)\n{\n\tta\\\nke(); ta\\\r\nke();\n}\n", "f | f:ke() f:ke()" },
	};
	struct outline outline CLEANUP(outline_release) = { 0 };
	char *found CLEANUP(free_text) = NULL;

	check_samples(samples, ARRAY_SIZE(samples));
	outline_of(&outline, "int f(void)\n{\0take();\0\n}\n", 25);
	found = draw(&outline);
	assert_string_equal(found, "f | f:take()");
}

static void every_mark_knows_its_line(void **state)
{
	struct outline outline CLEANUP(outline_release) = { 0 };
	static const char source[] = "/*\n */\r\nint f(void)\r\n{\r\n\tg(\"a\\\nb\");\n\ttake\n"
				     "\t(1);\n"
				     "#define A \\\n\tgive(1)\n}\nstruct ops o = {\n.a = f\n};\n";
	static const unsigned lines[] = { 5, 7, 10, 13 };

	outline_of(&outline, source, strlen(source));
	assert_int_equal(outline.nr_functions, 2);
	assert_int_equal(outline.functions[0].line, 3);
	assert_int_equal(outline.functions[1].line, 9);
	assert_int_equal(outline.nr_marks, ARRAY_SIZE(lines));
	for (size_t i = 0; i < ARRAY_SIZE(lines); i++)
		assert_int_equal(outline.marks[i].line, lines[i]);
}

/* @open, @nr times; @middle; @close, @nr times; within "int f(void)\n{\n...}\n". */
static char *nested(const char *open, size_t nr, const char *middle, const char *close)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	fputs("int f(void)\n{\n", out);
	for (size_t i = 0; i < nr; i++)
		fputs(open, out);
	fputs(middle, out);
	for (size_t i = 0; i < nr; i++)
		fputs(close, out);
	fputs("\tgive();\n}\nint g(void)\n{\n}\n", out);
	fclose(out);
	return text;
}

/* 63, 64, 65: the limits of cpre.c and cmark.c. */
static void nesting_may_be_deep(void **state)
{
	static const size_t depths[] = { 1, 63, 64, 65, 100, 1000 };
	static const char *const pairs[][2] = {
		{ "(", ")" }, { "(\n{\n", "\n }\n)" }, { "{\n", "\t}\n" },
		{ "#if A\n", "#endif\n" }, { "#if A\n{\n#else\n{\n#endif\n", "\t}\n" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(depths); i++) {
		for (size_t p = 0; p < ARRAY_SIZE(pairs); p++) {
			char *source CLEANUP(free_text) = nested(pairs[p][0], depths[i],
								 "\ntake();\n", pairs[p][1]);
			struct outline outline CLEANUP(outline_release) = { 0 };
			char *found CLEANUP(free_text) = NULL;

			outline_of(&outline, source, strlen(source));
			found = draw(&outline);
			if (strcmp(found, "f, g | f:take() f:give()"))
				fail_msg("%s %zu times: %s", pairs[p][0], depths[i], found);
		}
	}
}

/* The same for "#if 0": nothing under it counts, all behind it does. */
static void if_0_may_be_nested_deeply(void **state)
{
	static const size_t depths[] = { 1, 62, 63, 64, 65, 100 };

	for (size_t i = 0; i < ARRAY_SIZE(depths); i++) {
		char *source CLEANUP(free_text) = nested("#if A\n", depths[i],
							 "#if 0\ntake(\n#endif\n", "#endif\n");
		char *outer CLEANUP(free_text) = nested("#if 0\n", depths[i], "\ntake(\n",
							"#else\n{ }\n#endif\n");
		const char *const sources[] = { source, outer };

		for (size_t s = 0; s < ARRAY_SIZE(sources); s++) {
			struct outline outline CLEANUP(outline_release) = { 0 };
			char *found CLEANUP(free_text) = NULL;

			outline_of(&outline, sources[s], strlen(sources[s]));
			found = draw(&outline);
			if (strcmp(found, "f, g | f:give()"))
				fail_msg("%zu deep, %zu: %s", depths[i], s, found);
		}
	}
}

static bool is_valid(const struct outline *outline)
{
	for (size_t i = 0; i < outline->nr_functions; i++)
		if (!outline->functions[i].name)
			return false;
	for (size_t i = 0; i < outline->nr_marks; i++) {
		const struct mark *mark = &outline->marks[i];

		if (!strchr("cpsam", (int)mark->kind) || !mark->word || !mark->other ||
		    !mark->table || !mark->type || mark->function < -1 ||
		    mark->function >= (int)outline->nr_functions)
			return false;
	}
	return true;
}

static void a_form_that_is_none_is_refused(void **state)
{
	static const struct {
		const char *form;
		int expected;
	} samples[] = {
		{ "", 0 },
		{ "no newline", 0 },
		{ "F. 1 f\n", 0 },
		{ "F. 1 f\nc 1 0 take -\n", 0 },
		{ "c 1 -1 take -\n", 0 },
		{ "\n", -1 },
		{ "F.\n", -1 },
		{ "x 1 -1 take -\n", -1 },
		{ "F. 1 f\nx 1 0 take -\n", -1 },
		{ "c 1 0 take -\nF. 1 f\n", -1 },
		{ "F. 1 f\nc 1 1 take -\n", -1 },
		{ "F. 1 f\nc 1 -2 take -\n", -1 },
		{ "F. 1 f\nc 1 2147483648 take -\n", -1 },
		{ "F. 1 f\nc 1 99999999999999999999 take -\n", -1 },
		{ "F. 1 f\nc 1 -99999999999999999999 take -\n", -1 },
		{ "F. 1 f\nc 1 4294967296 take -\n", -1 },
		{ "{\"json\": 1}\n", -1 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct outline outline CLEANUP(outline_release) = { 0 };
		int result = outline_read(&outline, xstrdup(samples[i].form));

		if (result != samples[i].expected || (result == 0 && !is_valid(&outline)))
			fail_msg("%d from <<%s>>", result, samples[i].form);
	}
}

/* Bytes from a small alphabet, so that some of it is an outline. */
static void garbage_is_refused_or_makes_a_valid_outline(void **state)
{
	static const char alphabet[] = "FLMcpsam.! \n\n-019w";
	unsigned random = 1;
	size_t read = 0;

	for (int round = 0; round < 20000; round++) {
		struct outline outline CLEANUP(outline_release) = { 0 };
		size_t len = (size_t)round % 40;
		char *form = xcalloc(1, len + 8);

		strcpy(form, round % 2 ? "F. 1 f\n" : "");
		for (size_t i = strlen(form); len--; i++) {
			random = random * 1103515245 + 12345;
			form[i] = alphabet[(random >> 16) % strlen(alphabet)];
		}
		if (outline_read(&outline, form) < 0)
			continue;
		assert_true(is_valid(&outline));
		read++;
	}
	assert_true(read > 100);
}

RUN_TESTS(TEST(a_function_is_what_has_a_body),
	  TEST(old_definitions_are_functions_too),
	  TEST(types_tables_and_prototypes_are_no_functions),
	  TEST(calls_know_the_function_they_stand_in),
	  TEST(a_word_outside_of_functions_is_a_mention),
	  TEST(stores_know_field_table_and_type),
	  TEST(elements_of_an_array_are_told_apart),
	  TEST(names_that_are_handed_on_are_kept),
	  TEST(a_macro_is_a_function_of_its_own),
	  TEST(comments_and_strings_do_not_count),
	  TEST(what_is_under_if_0_does_not_count),
	  TEST(both_branches_count_and_must_agree),
	  TEST(directives_without_a_partner_are_harmless),
	  TEST(functions_whose_braces_do_not_match_are_broken),
	  TEST(names_may_hold_any_byte),
	  TEST(every_mark_knows_its_line),
	  TEST(nesting_may_be_deep),
	  TEST(if_0_may_be_nested_deeply),
	  TEST(a_form_that_is_none_is_refused),
	  TEST(garbage_is_refused_or_makes_a_valid_outline))
