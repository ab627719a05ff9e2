// SPDX-License-Identifier: GPL-2.0
/* Whether a header's readers come out alike: a fault for each premise, which it alone finds. */
#include "fake.h"

#include "readers/derive.h"
#include "build/includers.h"

#include <sys/wait.h>

#define READERS 4

#define HEAD "#ifndef API_H\n#define API_H\n#include <linux/types.h>\nstruct dev;\n"
#define TAIL "int api(struct dev *d);\n#endif\n"
#define TYPES "#ifndef TYPES_H\n#define TYPES_H\ntypedef unsigned int u32;\n"
#define PLAIN "#include <api.h>\nint %s;\n"

/* What differs from four plain readers of include/api.h, which gets @added. */
struct derive_case {
	const char *what;
	const char *premise;	/* that alone sets readers apart; NULL: none */
	const char *added;
	struct entry more[4];	/* of the base; replaces what is there */
	const char *picked;	/* r0 speaks for all that are plain */
	const char *why;	/* part of the reason when nothing is derived */
	const char *broken;	/* what the compiler refuses after the commit alone */
};

/* The readers and headers of the base, but what a case has of its own. */
static void open_base(struct fake *fake, const struct derive_case *one)
{
	static const struct entry usual[] = {
		{ "Kconfig", "\n" },
		{ "drivers/a/r0.c", "#include <api.h>\nint r0;\n" },
		{ "drivers/a/r1.c", "#include <api.h>\nint r1;\n" },
		{ "drivers/a/r2.c", "#include <api.h>\nint r2;\n" },
		{ "drivers/b/r3.c", "#include <api.h>\nint r3;\n" },
		{ "include/api.h", HEAD TAIL },
		{ "include/linux/types.h", TYPES "#endif\n" },
		{ "include/seed.h", "\n" },
	};
	struct entry entries[ARRAY_SIZE(usual) + ARRAY_SIZE(one->more) + 1] = { 0 };
	size_t nr = 0;

	for (size_t i = 0; i < ARRAY_SIZE(usual); i++) {
		entries[nr] = usual[i];
		for (size_t k = 0; k < ARRAY_SIZE(one->more) && one->more[k].path; k++)
			if (!strcmp(one->more[k].path, usual[i].path))
				entries[nr] = one->more[k];
		nr++;
	}
	for (size_t k = 0; k < ARRAY_SIZE(one->more) && one->more[k].path; k++) {
		bool known = false;

		for (size_t i = 0; i < nr; i++)
			known = known || !strcmp(entries[i].path, one->more[k].path);
		if (!known)
			entries[nr++] = one->more[k];
	}
	fake_open(fake, entries);
}

/* The header of the base with @added in front of its last lines. */
static char *add_to(const struct derive_case *one)
{
	const char *old = HEAD TAIL;

	for (size_t k = 0; k < ARRAY_SIZE(one->more) && one->more[k].path; k++)
		if (!strcmp(one->more[k].path, "include/api.h"))
			old = one->more[k].text;
	const char *at = strstr(old, "int api(");
	return xasprintf("%.*s%s%s", (int)(at - old), old, one->added, at);
}

static struct changed_files *open_changed(struct fake *fake)
{
	static const char *const objects[] = { "drivers/a/r0.o", "drivers/a/r1.o",
					       "drivers/a/r2.o", "drivers/b/r3.o",
					       "drivers/a/entry.o" };
	struct target_build *build = &fake->build;
	struct changed_files *changed;

	for (size_t i = 0; i < ARRAY_SIZE(objects); i++)
		fake_link(fake, objects[i], objects[i], 'm');
	changed_load(&build->changed, &build->revisions, build->revisions.nr - 1);
	changed = &build->changed.v[build->changed.nr - 1];
	assert_success(includers_find(changed, &build->scan,
				      &build->revisions.v[build->changed.nr].view));
	assert_success(includers_sort(changed, &build->scan, &build->revisions, &build->modules,
				      build->changed.nr - 1));
	return changed;
}

/* Of how many readers a premise says something else than of the rest. */
static size_t count_of(const struct changed_files *changed, const char *premise)
{
	size_t len = strlen(premise);

	FOR_EACH(line, &changed->includers.premises)
		if (!strncmp(*line, premise, len) && (*line)[len] == ':')
			return strtoul(*line + len + 1, NULL, 10);
	return 0;
}

/* Something that a case says is not so; the next ones are tried all the same. */
static size_t wrong;

#define EXPECT(condition, one, ...) \
	do { \
		if (!(condition)) { \
			wrong++; \
			print_error("%s: ", (one)->what); \
			print_error(__VA_ARGS__); \
			print_error("\n"); \
		} \
	} while (0)

/* No other premise than that of the case sets a reader apart. */
static void expect_alone(const struct derive_case *one, const struct changed_files *changed)
{
	static const char *const names[] = { "series", "sources", "names", "pasted", "macros",
					     "doubtful", "pragmas", "words" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		size_t count = count_of(changed, names[i]);

		EXPECT((one->premise && !strcmp(one->premise, names[i])) == (count > 0), one,
		       "%zu are set apart by %s", count, names[i]);
	}
}

/* Does the compiler take a reader in the tree that stands in @dir? */
static bool compiles(const char *dir, const char *source)
{
	char *command CLEANUP(free_text) =
		xasprintf("cd %s && gcc -fsyntax-only -Wall -Werror -Iinclude $(sed -n "
			  "'s/^ccflags-y := //p' %.*s/Makefile 2>/dev/null) %s 2>/dev/null",
			  dir, (int)strlen("drivers/a"), source, source);
	int status = system(command);

	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status) == 0;
}

static void write_tree(const struct fake *fake, const char *dir, size_t revision)
{
	FOR_EACH_IN_VIEW(file, &fake->build.revisions.v[revision].view) {
		char *text CLEANUP(free_text) = base_read(&fake->base, &file->oid, NULL);

		world_file(dir, file->path, text);
	}
}

/* What is broken by the commit alone is what the case says, and one of these is compiled, if
 * anything is derived. */
static void expect_broken(const struct fake *fake, const struct derive_case *one,
			  const struct strlist *picked, const char *why)
{
	static const char *const sources[] = { "drivers/a/r0.c", "drivers/a/r1.c",
					       "drivers/a/r2.c", "drivers/b/r3.c" };
	struct strlist broken CLEANUP(strlist_release) = { 0 };
	char *before CLEANUP(free_text) = xasprintf("%s/before", fake->dir);
	char *after CLEANUP(free_text) = xasprintf("%s/after", fake->dir);

	bool found = why != NULL;

	write_tree(fake, before, 0);
	write_tree(fake, after, fake->build.revisions.nr - 1);
	for (size_t i = 0; i < ARRAY_SIZE(sources); i++) {
		if (!compiles(before, sources[i]) || compiles(after, sources[i]))
			continue;
		strlist_add(&broken, sources[i]);
		found = found || strlist_find(picked, sources[i]);
	}
	EXPECT(found || !broken.nr, one, "nothing that is compiled is broken");
	char *list CLEANUP(free_text) = strlist_join(&broken, " ");
	EXPECT(!strcmp(list, one->broken ? one->broken : ""), one, "broken is %s", list);
}

static void try_case(const struct derive_case *one)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct derive_answer answer CLEANUP(derive_answer_release) = { 0 };
	char *text CLEANUP(free_text) = add_to(one);

	open_base(&fake, one);
	FAKE_CHANGE(&fake, 0, { "include/api.h", text });
	struct changed_files *changed = open_changed(&fake);
	int result = derive_readers(&fake.build, changed, 0, &answer);
	const char *why = answer.why;
	EXPECT(result == !one->why && (!one->why || (why && strstr(why, one->why))), one,
	       "%d, %s, %s", result, why, fail_text());
	if (result == 1) {
		char *list CLEANUP(free_text) = strlist_join(&answer.picked, " ");

		EXPECT(one->picked && !strcmp(list, one->picked), one, "%s is compiled", list);
		expect_alone(one, changed);
	}
	expect_broken(&fake, one, &answer.picked, why);
}

#define R0 "drivers/a/r0.c"
#define R1 "drivers/a/r1.c"
#define R2 "drivers/a/r2.c"
#define R3 "drivers/b/r3.c"
#define PROTOTYPE "int fresh(struct dev *d, u32 flags);\n"
#define CONDITION "#ifndef NO_LONG\ntypedef long l64;\n#endif\n"
#define GUARDED(name, text) "#ifndef " name "\n#define " name "\n" text "#endif\n"

static const struct derive_case cases[] = {
	{
		.what = "all are alike",
		.added = PROTOTYPE,
		.picked = R0,
	},
	{
		.what = "and so they are where the addition is broken",
		.added = "int fresh(struct dev *d, u33 x);\n",
		.picked = R0,
		.broken = R0 " " R1 " " R2 " " R3,
	},
	{
		.what = "a parameter is a macro",
		.premise = "macros",
		.added = PROTOTYPE,
		.more = {
			{ R2, "#define flags 7\n" "#include <api.h>\n" },
		},
		.picked = R0 " " R2,
		.broken = R2,
	},
	{
		.what = "a parameter is a macro of a reader's header",
		.premise = "macros",
		.added = PROTOTYPE,
		.more = {
			{ R2, "#include \"own.h\"\n" "#include <api.h>\n" },
			{ "drivers/a/own.h", "# define flags 7\n" },
		},
		.picked = R0 " " R2,
		.broken = R2,
	},
	{
		.what = "a type is undefined",
		.premise = "macros",
		.added = "int fresh(word x);\n",
		.more = {
			{ R2, "#include <linux/types.h>\n" "#undef word\n" "#include <api.h>\n" },
			{ "include/linux/types.h", TYPES "#define word int\n" "#endif\n" },
		},
		.picked = R0 " " R2,
		.broken = R2,
	},
	{
		.what = "what a macro holds is a macro",
		.premise = "macros",
		.added = "int fresh(word x);\n",
		.more = {
			{ R2, "#define inner 7\n" "#include <api.h>\n" },
			{ "include/linux/types.h", TYPES "#define word inner\n"
							 "typedef int inner;\n"
							 "#endif\n" },
		},
		.picked = R0 " " R2,
	},
	{
		.what = "what a macro holds is a macro, later",
		.premise = "macros",
		.added = "int fresh(word x);\n",
		.more = {
			{ R2, "#include <linux/types.h>\n" "#define inner 7\n"
			  "#include <api.h>\n" },
			{ "include/linux/types.h", TYPES "#define word inner\n"
							 "typedef int inner;\n"
							 "#endif\n" },
		},
		.picked = R0 " " R2,
		.broken = R2,
	},
	{
		.what = "a condition leaves a macro out",
		.premise = "macros",
		.added = "int fresh(l64 x);\n",
		.more = {
			{ R2, "#define NO_LONG\n" "#include <api.h>\n" },
			{ "include/linux/types.h", TYPES "#ifdef NO_LONG\n" "#define l64 7\n"
			  "#else\n" "#define l64 long\n" "#endif\n" "#endif\n" },
		},
		.picked = R0 " " R2,
		.broken = R2,
	},
	{
		.what = "a condition leaves a type out",
		.premise = "macros",
		.added = "int fresh(l64 x);\n",
		.more = {
			{ R2, "#define NO_LONG\n" "#include <api.h>\n" },
			{ "include/linux/types.h", TYPES CONDITION "#endif\n" },
		},
		.picked = R0 " " R2,
		.broken = R2,
	},
	{
		.what = "only one reader knows a type",
		.premise = "words",
		.added = "int fresh(struct other *o);\n",
		.more = {
			{ R0, "#include <other.h>\n" "#include <api.h>\n" },
			{ "include/other.h", "struct other;\n" },
		},
		.picked = R1,
		.broken = R1 " " R2 " " R3,
	},
	{
		.what = "only one reader surely knows a type",
		.premise = "words",
		.added = "int fresh(struct other *o);\n",
		.more = {
			{ R0, "#include <other.h>\n" "#include <api.h>\n" },
			{ "include/other.h", GUARDED("OTHER_H", "struct other;\n") },
			{ "include/api.h", "#ifndef API_H\n"
					   "#define API_H\n"
					   "#ifdef CONFIG_X\n"
					   "#include <other.h>\n"
					   "#endif\n"
					   "#include <linux/types.h>\n"
					   "struct dev;\n" TAIL },
		},
		.picked = R1,
		.broken = R1 " " R2 " " R3,
	},
	{
		.what = "a macro of a header that is perhaps read",
		.premise = "doubtful",
		.added = "int fresh(struct dev *e);\n",
		.more = {
			{ R2, "#include <other.h>\n" "#include <api.h>\n" },
			{ "include/other.h", GUARDED("OTHER_H", "#define e 7\n") },
			{ "include/api.h", "#ifndef API_H\n"
					   "#define API_H\n"
					   "#ifdef CONFIG_X\n"
					   "#include <other.h>\n"
					   "#endif\n"
					   "#include <linux/types.h>\n"
					   "struct dev;\n" TAIL },
		},
		.picked = R0 " " R2,
		.broken = R2,
	},
	{
		.what = "the order of includes decides",
		.added = "int fresh(l64 x);\n",
		.more = {
			{ R2, "#include <mode.h>\n" "#include <api.h>\n" },
			{ "include/mode.h", GUARDED("MODE_H", "#define NO_LONG\n") },
			{ "include/linux/types.h", TYPES CONDITION "#endif\n" },
			{ "include/api.h", "#ifndef API_H\n" "#define API_H\n"
			  "#include <linux/types.h>\n" "#include <mode.h>\n" "struct dev;\n"
			  TAIL },
		},
		.why = "NO_LONG is defined in include/mode.h and asked for in include/linux/",
		.broken = R2,
	},
	{
		.what = "what Kbuild reads first is read before all others",
		.added = "word fresh(void);\n",
		.more = {
			{ "Makefile", "LINUXINCLUDE := -I$(srctree)/include \\\n"
				      "\t-include $(srctree)/include/first.h\n" },
			{ "include/first.h", "#define word int\n" },
			{ "include/linux/types.h", TYPES "#undef word\n"
							 "#define word int\n"
							 "#endif\n" },
		},
		.picked = R0,
	},
	{
		.what = "a header is not ended yet",
		.added = "int fresh(u32 x);\n",
		.more = {
			{ R2, "#include <linux/types.h>\n" },
			{ "include/linux/types.h", "#ifndef TYPES_H\n"
						   "#define TYPES_H\n"
						   "#include <api.h>\n"
						   "typedef int u32;\n"
						   "#endif\n" },
		},
		.why = "include/linux/types.h, which it includes, includes it again",
		.broken = R2,
	},
	{
		.what = "the header is read twice",
		.added = "struct fresh { int x; };\n",
		.more = {
			{ R2, "#include <api.h>\n"
			      "#include <api.h>\n" },
			{ "include/api.h", "struct dev;\n"
					   "int api(struct dev *d);\n" },
		},
		.why = "no guard",
		.broken = R2,
	},
	{
		.what = "a guard is undefined",
		.premise = "macros",
		.added = "struct fresh { int x; };\n",
		.more = {
			{ R2, "#include <api.h>\n" "#undef API_H\n" "#include <api.h>\n" },
		},
		.picked = R0 " " R2,
		.broken = R2,
	},
	{
		.what = "a reader has the name",
		.premise = "names",
		.added = PROTOTYPE,
		.more = {
			{ R2, "#include <api.h>\n"
			      "static inline int fresh(void) { return 0; }\n" },
		},
		.picked = R0 " " R2,
		.broken = R2,
	},
	{
		.what = "a reader pastes the name",
		.premise = "pasted",
		.added = PROTOTYPE,
		.more = {
			{ R2, "#include <api.h>\n"
			      "#define MAKE(x) static inline int fre##x(void) { return 0; }\n"
			      "MAKE(sh)\n" },
		},
		.picked = R0 " " R2,
		.broken = R2,
	},
	{
		.what = "assembler",
		.premise = "sources",
		.added = PROTOTYPE,
		.more = {
			{ "drivers/a/entry.S", "#include <api.h>\n" },
		},
		.picked = "drivers/a/entry.S " R0,
	},
	{
		.what = "a reader is strict",
		.premise = "pragmas",
		.added = "static inline int fresh(int x, u32 y)\n"
			 "{\n"
			 "\tint rc = x < 0;\n"
			 "\treturn rc;\n"
			 "}\n",
		.more = {
			{ R2, "#pragma GCC diagnostic error \"-Wunused-parameter\"\n"
			      "#include <api.h>\n" },
		},
		.picked = R0 " " R2,
		.broken = R2,
	},
	{
		.what = "a reader packs",
		.premise = "pragmas",
		.added = "struct fresh { char c; int x; };\n"
			 "#define fresh_ok _Static_assert(sizeof(struct fresh) == 8)\n",
		.more = {
			{ R2, "#pragma pack(1)\n" "#include <api.h>\n" },
		},
		.picked = R0 " " R2,
	},
	{
		.what = "packing is nothing to a prototype",
		.added = PROTOTYPE,
		.more = {
			{ R2, "#pragma pack(1)\n" "#include <api.h>\n" },
		},
		.picked = R0,
	},
	{
		.what = "a folder is strict",
		.added = "static inline int fresh(int x, u32 y)\n"
			 "{\n"
			 "\treturn x;\n"
			 "}\n",
		.more = {
			{ "drivers/b/Makefile", "obj-m := r3.o\n"
						"ccflags-y := -Wunused-parameter\n" },
		},
		.picked = R0 " " R3,
		.broken = R3,
	},
	{
		.what = "a folder defines a parameter",
		.added = PROTOTYPE,
		.more = {
			{ "drivers/b/Makefile", "ccflags-y := -Dflags=7\n" },
		},
		.picked = R0 " " R3,
		.broken = R3,
	},
	{
		.what = "one object is strict",
		.added = "static inline int fresh(int x, u32 y)\n"
			 "{\n"
			 "\treturn x;\n"
			 "}\n",
		.more = {
			{ "drivers/a/Makefile", "CFLAGS_r2.o := -Wunused-parameter\n" },
		},
		.picked = R0 " " R2,
	},
	{
		.what = "a folder includes flags",
		.added = PROTOTYPE,
		.more = {
			{ "drivers/b/Makefile", "include $(src)/flags.mk\n" },
		},
		.picked = R0 " " R3,
	},
	{
		.what = "which header is read depends on the reader",
		.added = "int fresh(struct dev *e);\n",
		.more = {
			{ "drivers/b/mode.h", GUARDED("MODE_B", "#define e 7\n") },
			{ "drivers/c/mode.h", GUARDED("MODE_C", "#define f 7\n") },
			{ "include/api.h", "#ifndef API_H\n"
					   "#define API_H\n"
					   "#if __has_include(<mode.h>)\n"
					   "#include <mode.h>\n"
					   "#endif\n"
					   "#include <linux/types.h>\n"
					   "struct dev;\n" TAIL },
			{ "drivers/b/Makefile", "ccflags-y := -Idrivers/b\n" },
		},
		.why = "which file include/api.h includes",
		.broken = R3,
	},
	{
		.what = "a folder defines what nobody asks for",
		.added = PROTOTYPE,
		.more = {
			{ "drivers/b/Makefile", "ccflags-y := -DDEBUG -I$(src)/x\n" },
		},
		.picked = R0,
	},
	{
		.what = "what differs from object to object",
		.added = "static inline const char *fresh(void)\n"
			 "{\n"
			 "\treturn KBUILD_MODNAME;\n"
			 "}\n",
		.more = {
			{ "scripts/Makefile.lib", "name = -DKBUILD_MODNAME=$(modname)\n" },
		},
		.why = "KBUILD_MODNAME differs from object to object",
		.broken = R0 " " R1 " " R2 " " R3,
	},
	{
		.what = "a header that all read holds the name",
		.added = "#define fresh 7\n",
		.more = {
			{ R2, "#include <api.h>\n"
			      "struct s { int x; } s;\n"
			      "int use = access(s);\n" },
			{ "include/linux/types.h", TYPES "#define access(s) fresh\n"
							 "#endif\n" },
		},
		.why = "include/linux/types.h holds fresh",
	},
	{
		.what = "a variable",
		.added = "int fresh;\n",
		.why = "a variable is added",
	},
	{
		.what = "a function for the link",
		.added = "int fresh(void) { return 0; }\n",
		.why = "a definition is added",
	},
	{
		.what = "a macro that declares",
		.added = "DECLARE(fresh);\n",
		.more = {
			{ "include/linux/types.h", TYPES "#define DECLARE(x) extern int x\n"
							 "#endif\n" },
		},
		.why = "a macro makes what is added",
	},
	{
		.what = "a name that the header knows",
		.added = "#define fresh 1\n",
		.more = {
			{ "include/api.h", HEAD "#ifdef fresh\n" "#error no\n" "#endif\n" TAIL },
		},
		.why = "fresh also occurs elsewhere in the header",
	},
};

static void each_premise_finds_a_fault_that_no_other_finds(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		try_case(&cases[i]);
	assert_int_equal(wrong, 0);
}

static const struct derive_case plain_case = { "plain", NULL, PROTOTYPE, { { NULL, NULL } }, R0,
					       NULL, NULL };

static void a_generated_header_that_defines_a_name_ends_it(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct derive_answer answer CLEANUP(derive_answer_release) = { 0 };

	open_base(&fake, &plain_case);
	FAKE_CHANGE(&fake, 0, { "include/api.h", HEAD PROTOTYPE TAIL });
	struct changed_files *changed = open_changed(&fake);
	world_file(fake.build.kbuild.build, "include/generated/autoconf.h", "#define flags 1\n");
	world_file(fake.build.kbuild.build, "include/generated/made.h", "#define flags 7\n");
	assert_int_equal(derive_readers(&fake.build, changed, 0, &answer), 0);
	assert_string_equal(answer.why, "include/api.h: made.h defines flags");
}

static void what_the_series_changes_is_compiled(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct derive_answer answer CLEANUP(derive_answer_release) = { 0 };

	open_base(&fake, &plain_case);
	FAKE_CHANGE(&fake, 0, { "include/api.h", HEAD PROTOTYPE TAIL },
		    { R2, "#include <api.h>\nint other;\n" });
	struct changed_files *changed = open_changed(&fake);
	assert_int_equal(derive_readers(&fake.build, changed, 0, &answer), 1);
	assert_list(&answer.picked, R0 " " R2);
	assert_int_equal(count_of(changed, "series"), 1);
}

static void a_header_that_the_series_lets_include_more_ends_it(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct derive_answer answer CLEANUP(derive_answer_release) = { 0 };

	open_base(&fake, &plain_case);
	FAKE_CHANGE(&fake, 0, { "include/seed.h", "#include <api.h>\n" });
	FAKE_CHANGE(&fake, 1, { "include/api.h", HEAD PROTOTYPE TAIL });
	struct changed_files *changed = open_changed(&fake);
	assert_int_equal(derive_readers(&fake.build, changed, 1, &answer), 0);
	assert_string_equal(answer.why, "include/api.h: the series lets include/seed.h include "
					"more");
}

static void few_readers_are_compiled_where_nothing_is_derived(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct derive_answer answer CLEANUP(derive_answer_release) = { .few = READERS };

	open_base(&fake, &plain_case);
	FAKE_CHANGE(&fake, 0, { "include/api.h", HEAD "int fresh;\n" TAIL });
	struct changed_files *changed = open_changed(&fake);
	assert_int_equal(derive_readers(&fake.build, changed, 0, &answer), 1);
	assert_list(&answer.picked, R0 " " R1 " " R2 " " R3);
}

static void what_was_derived_is_remembered(void **state)
{
	struct fake fake CLEANUP(free_fake) = { 0 };
	struct derive_answer answer CLEANUP(derive_answer_release) = { 0 };
	struct derive_answer again CLEANUP(derive_answer_release) = { 0 };

	open_base(&fake, &plain_case);
	FAKE_CHANGE(&fake, 0, { "include/api.h", HEAD PROTOTYPE TAIL });
	struct changed_files *changed = open_changed(&fake);
	assert_int_equal(derive_readers(&fake.build, changed, 0, &answer), 1);
	size_t premises = changed->includers.premises.nr;
	strlist_release(&changed->includers.premises);
	changed->includers.classes = 0;
	assert_int_equal(derive_readers(&fake.build, changed, 0, &again), 1);
	assert_list(&again.picked, R0);
	assert_int_equal(changed->includers.premises.nr, premises);
	assert_int_equal(changed->includers.classes, 1);
}

RUN_TESTS(TEST(a_generated_header_that_defines_a_name_ends_it),
	  TEST(what_the_series_changes_is_compiled),
	  TEST(a_header_that_the_series_lets_include_more_ends_it),
	  TEST(few_readers_are_compiled_where_nothing_is_derived),
	  TEST(what_was_derived_is_remembered),
	  TEST(each_premise_finds_a_fault_that_no_other_finds))
