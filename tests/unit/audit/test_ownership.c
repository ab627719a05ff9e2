// SPDX-License-Identifier: GPL-2.0
/* Who owns what a call took. Each text is a small driver; where it is hostile, "unclear" is
 * always right, and a wrong certainty never is. */
#define entry world_entry /* callgraph.h has an entry of its own */
#include "world.h"
#undef entry

#include "audit/site.h"

#define PROBE "static int probe(struct pci_dev *d)\n{\n\tenable(d);\n\treturn take(d);\n}\n"
#define PLAIN "static int probe(struct pci_dev *d)\n{\n\tplain(d);\n\treturn take(d);\n}\n"
#define REMOVE(code) "static void remove(struct pci_dev *d)\n{\n\t" code "\n}\n"
#define DRIVER "static struct pci_driver drv = {\n\t.probe = probe,\n\t.remove = remove,\n};\n"
#define HELPER "static void helper(struct pci_dev *d)\n{\n\tgive(d);\n}\n"

/* A line "== path module..." begins another source; a text without any is d/a.c of d/m.o. */
#define FILE_A "== d/a.c d/m.o\n"
#define FILE_B "== d/b.c d/m.o\n"
#define OTHER_MODULE "== d/n.c d/n.o\n"
#define HEADER "== d/a.h\n"

static void split_words(struct strlist *list, const char *words)
{
	strlist_split(list, words, " ");
}

static void make_family(struct family *family)
{
	struct taker_pair *pair;

	split_words(&family->takers, "take take_one");
	split_words(&family->releasers, "give give_one");
	split_words(&family->enablers, "enable");
	split_words(&family->plain, "plain");
	split_words(&family->actions, "devm_add_action");
	split_words(&family->bind, "pci_driver.probe");
	split_words(&family->unbind, "pci_driver.remove module_exit ndo_stop");
	split_words(&family->elsewhere, "shutdown suspend resume DEFINE_PM_OPS");
	pair = LIST_ADD(&family->pairs);
	pair->taker = xstrdup("take_one");
	split_words(&pair->releasers, "give_one");
	family_sort(family);
}

/* The length of the line at @text, with its end. */
static size_t line_len(const char *text)
{
	size_t len = strcspn(text, "\n");

	return len + (text[len] == '\n');
}

static void put(struct srcindex *code, const struct family *family, const char *head,
		size_t head_len, const char *text, size_t len)
{
	char *names CLEANUP(free_text) = xstrndup(head, head_len);
	struct strlist words = { 0 };
	struct source *source;

	strlist_split(&words, names, " \n");
	source = srcindex_put(code, words.v[0], outline_text(text, len, &family->words));
	assert_non_null(source);
	for (size_t i = 1; i < words.nr; i++)
		strlist_add(&source->modules, words.v[i]);
	strlist_sort(&source->modules);
	source->kind = 'm';
	strlist_release(&words);
}

static void make_code(struct srcindex *code, const struct family *family, const char *text)
{
	const char *head = FILE_A;

	while (*text) {
		size_t len = 0;

		if (!strncmp(text, "== ", 3)) {
			head = text;
			text += line_len(text);
		}
		while (text[len] && strncmp(text + len, "== ", 3))
			len += line_len(text + len);
		put(code, family, head + 3, line_len(head) - 3, text, len);
		text += len;
	}
	srcindex_index(code);
}

/* Every call that takes in @text, judged. */
static void judge(struct sites *sites, const char *text)
{
	struct family family CLEANUP(family_release) = { 0 };
	struct srcindex code CLEANUP(srcindex_release) = { 0 };
	struct api_uses uses CLEANUP(api_uses_release) = { 0 };

	make_family(&family);
	make_code(&code, &family, text);
	api_uses_find(&uses, &code, &family);
	FOR_EACH(take, &uses.takes)
		sites_add(sites, &code, &family, &uses, take);
	sites_sort(sites);
}

/* Is @owner what @expected says? "mixed?" is mixed or unclear. */
static bool is_allowed(const char *expected, enum ownership owner)
{
	size_t len = strlen(expected);
	bool or_unclear = expected[len - 1] == '?';
	const char *name = owner_name(owner);

	if (or_unclear && owner == OWNER_UNCLEAR)
		return true;
	return strlen(name) == len - or_unclear && !strncmp(name, expected, len - or_unclear);
}

static bool is_as_expected(const struct sites *sites, const char *expected)
{
	struct strlist classes = { 0 };
	bool same;

	split_words(&classes, expected);
	same = sites->nr == classes.nr;
	for (size_t i = 0; same && i < classes.nr; i++)
		same = is_allowed(classes.v[i], sites->v[i].judgement.owner);
	strlist_release(&classes);
	return same;
}

struct fixture {
	const char *name;
	const char *expected;	/* the classes of its sites, by path and line */
	const char *text;
};

/* All that differ are told, then the test fails. */
static void check_fixtures(const struct fixture *fixtures, size_t nr)
{
	size_t wrong = 0;

	for (size_t i = 0; i < nr; i++) {
		struct sites sites CLEANUP(sites_release) = { 0 };

		judge(&sites, fixtures[i].text);
		FOR_EACH(site, &sites)
			assert_non_null(site->judgement.why);
		if (is_as_expected(&sites, fixtures[i].expected))
			continue;
		wrong++;
		print_error("%s: expected %s\n", fixtures[i].name, fixtures[i].expected);
		FOR_EACH(site, &sites)
			print_error("    %s:%u %s: %s\n", site->path, site->line,
				    owner_name(site->judgement.owner), site->judgement.why);
	}
	assert_int_equal(wrong, 0);
}

/* It would take the literals and macros of a text apart. */
/* clang-format off */

static void implicit_is_what_nobody_releases(void **state)
{
	static const struct fixture fixtures[] = {
		{ "no remove", "implicit",
		  PROBE "static struct pci_driver drv = {\n\t.probe = probe,\n};\n" },
		{ "remove does something else", "implicit", PROBE REMOVE("stop(d);") DRIVER },
		{ "but if it releases", "mixed", PROBE REMOVE("give(d);") DRIVER },
		{ "the release is a comment", "implicit", PROBE REMOVE("/* give(d); */") DRIVER },
		{ "a comment of one line", "implicit", PROBE REMOVE("// give(d);") DRIVER },
		{ "but not what follows", "mixed", PROBE REMOVE("/* */ give(d);") DRIVER },
		{ "in a string", "implicit", PROBE REMOVE("log(\"give(d)\");") DRIVER },
		{ "but not behind it", "mixed", PROBE REMOVE("log(\"\\\"\"); give(d);") DRIVER },
		{ "under #if 0", "implicit", PROBE REMOVE("\n#if 0\n\tgive(d);\n#endif") DRIVER },
		{ "but not its #else", "mixed",
		  PROBE REMOVE("\n#if 0\n#else\n\tgive(d);\n#endif") DRIVER },
		{ "a prototype", "implicit", "void give(struct pci_dev *d);\n" PROBE
		  REMOVE("stop(d);") DRIVER },
		{ "another word", "implicit", PROBE REMOVE("give_all(d); regive(d);") DRIVER },
		{ "a member of that name", "implicit",
		  PROBE REMOVE("d->give = 1; d->ops.give(d);") DRIVER },
		{ "a function that nobody calls", "implicit?", PROBE HELPER REMOVE("stop(d);")
		  DRIVER },
		{ "take and enable stand in helpers", "implicit",
		  "static int get(struct pci_dev *d)\n{\n\treturn take(d);\n}\n"
		  "static int on(struct pci_dev *d)\n{\n\treturn enable(d);\n}\n"
		  "static int probe(struct pci_dev *d)\n{\n\ton(d);\n\treturn get(d);\n}\n"
		  REMOVE("stop(d);") DRIVER },
		{ "two calls", "implicit implicit",
		  "static int probe(struct pci_dev *d)\n{\n\tenable(d);\n"
		  "\tif (take(d) < 0)\n\t\ttake(d);\n}\n" REMOVE("stop(d);") DRIVER },
		{ "no call at all", "", REMOVE("give(d);") DRIVER },
		{ "nothing", "", "\n" },
	};

	check_fixtures(fixtures, ARRAY_SIZE(fixtures));
}

#define PROBE_ERROR(code) "static int probe(struct pci_dev *d)\n{\n\tenable(d);\n\ttake(d);\n" \
	"\treturn 0;\nerror:\n\t" code "\n\treturn -1;\n}\n"
#define QUIT "static void quit(struct pci_dev *d)\n{\n\tgive(d);\n}\n"
#define DRIVER_WITH(field) "static struct pci_driver drv = {\n\t.probe = probe,\n" \
	"\t.remove = remove,\n\t" field ",\n};\n"

static void error_only_is_what_is_released_but_not_on_unbind(void **state)
{
	static const struct fixture fixtures[] = {
		{ "the error label of probe", "error-only",
		  PROBE_ERROR("give(d);") REMOVE("stop(d);") DRIVER },
		{ "but remove as well", "mixed", PROBE_ERROR("give(d);") REMOVE("give(d);")
		  DRIVER },
		{ "a helper of probe", "error-only",
		  HELPER PROBE_ERROR("helper(d);") REMOVE("stop(d);") DRIVER },
		{ "but remove calls it too", "mixed",
		  HELPER PROBE_ERROR("helper(d);") REMOVE("helper(d);") DRIVER },
		{ "remove has it in a comment", "error-only",
		  HELPER PROBE_ERROR("helper(d);") REMOVE("/* helper(d); */") DRIVER },
		{ ".suspend", "error-only",
		  QUIT PROBE REMOVE("stop(d);") DRIVER_WITH(".suspend = quit") },
		{ ".shutdown", "error-only",
		  QUIT PROBE REMOVE("stop(d);") DRIVER_WITH(".shutdown = quit") },
		{ ".shutdown is also called by remove", "mixed",
		  QUIT PROBE REMOVE("quit(d);") DRIVER_WITH(".shutdown = quit") },
		{ ".shutdown is remove", "mixed",
		  PROBE REMOVE("give(d);") DRIVER_WITH(".shutdown = remove") },
		{ ".shutdown of another table", "error-only",
		  QUIT PROBE REMOVE("stop(d);") "struct other o = { .shutdown = quit };\n" DRIVER },
		{ "but a field of no known name", "unclear",
		  QUIT PROBE REMOVE("stop(d);") DRIVER_WITH(".reset_done = quit") },
		{ "handed to a macro for suspend", "error-only",
		  QUIT PROBE REMOVE("stop(d);") "static DEFINE_PM_OPS(ops, quit, NULL);\n" DRIVER },
		{ "but handed to an unknown macro", "unclear",
		  QUIT PROBE REMOVE("stop(d);") "static DEFINE_OPS(ops, quit, NULL);\n" DRIVER },
		{ "error label and shutdown", "error-only",
		  QUIT PROBE_ERROR("give(d);") REMOVE("stop(d);") DRIVER_WITH(".shutdown = quit") },
		{ "a member of that name is called by remove", "error-only",
		  HELPER PROBE_ERROR("helper(d);") REMOVE("d->helper(d);") DRIVER },
	};

	check_fixtures(fixtures, ARRAY_SIZE(fixtures));
}

#define HELPER_IN(file) file "void helper(struct pci_dev *d)\n{\n\tgive(d);\n}\n"
#define CALLS_HELPER PROBE REMOVE("helper(d);") DRIVER

static void mixed_is_what_is_released_on_unbind_as_well(void **state)
{
	static const struct fixture fixtures[] = {
		{ "in remove", "mixed", PROBE REMOVE("give(d);") DRIVER },
		{ "in a helper", "mixed", HELPER PROBE REMOVE("helper(d);") DRIVER },
		{ "in a helper that is defined later", "mixed", CALLS_HELPER HELPER },
		{ "in a helper of a helper", "mixed",
		  HELPER "static void h2(void *d)\n{\n\thelper(d);\n}\n" PROBE REMOVE("h2(d);")
		  DRIVER },
		{ "in another file of the module", "mixed", FILE_A CALLS_HELPER HELPER_IN(FILE_B) },
		{ "in a file of another module", "implicit",
		  FILE_A CALLS_HELPER HELPER_IN(OTHER_MODULE) },
		{ "exported by another module", "mixed",
		  FILE_A CALLS_HELPER HELPER_IN(OTHER_MODULE) "EXPORT_SYMBOL_GPL(helper);\n" },
		{ "exported into a namespace", "mixed",
		  FILE_A CALLS_HELPER HELPER_IN(OTHER_MODULE)
		  "EXPORT_SYMBOL_NS_GPL(helper, N);\n" },
		{ "exported, but the name is another function here", "implicit",
		  FILE_A "static void helper(struct pci_dev *d)\n{\n}\n" CALLS_HELPER
		  HELPER_IN(OTHER_MODULE) "EXPORT_SYMBOL_GPL(helper);\n" },
		{ "static in another file", "implicit?", FILE_A CALLS_HELPER FILE_B HELPER },
		{ "in a source of two modules", "mixed",
		  FILE_A CALLS_HELPER HELPER_IN("== d/b.c d/m.o d/n.o\n") },
		{ "by an action", "mixed",
		  HELPER "static int probe(struct pci_dev *d)\n{\n\tenable(d);\n\ttake(d);\n"
		  "\treturn devm_add_action(d, helper, d);\n}\n" REMOVE("stop(d);") DRIVER },
		{ "by an action with a cast", "mixed",
		  HELPER "static int probe(struct pci_dev *d)\n{\n\tenable(d);\n\ttake(d);\n"
		  "\treturn devm_add_action(d, (void (*)(void *))helper, d);\n}\n"
		  REMOVE("stop(d);") DRIVER },
		{ "by the releaser itself as an action", "mixed",
		  "static int probe(struct pci_dev *d)\n{\n\tenable(d);\n\ttake(d);\n"
		  "\treturn devm_add_action(d, give, d);\n}\n" REMOVE("stop(d);") DRIVER },
		{ "handed to something else", "unclear",
		  HELPER "static int probe(struct pci_dev *d)\n{\n\tenable(d);\n\ttake(d);\n"
		  "\treturn register_thing(d, helper, d);\n}\n" REMOVE("stop(d);") DRIVER },
		{ "through an only pointer", "mixed",
		  HELPER "static const struct ops ops = { .free = helper };\n" PROBE
		  REMOVE("d->ops->free(d);") DRIVER },
		{ "through a pointer, the old way", "mixed",
		  HELPER "static const struct ops ops = { .free = &helper };\n" PROBE
		  REMOVE("(*d->ops->free)(d);") DRIVER },
		{ "through a pointer that probe sets", "mixed",
		  HELPER "static int probe(struct pci_dev *d)\n{\n\tenable(d);\n"
		  "\td->free = helper;\n"
		  "\treturn take(d);\n}\n" REMOVE("d->free(d);") DRIVER },
		{ "on exit of the module", "mixed",
		  PROBE "static void __exit quit(void)\n{\n\tgive(dev);\n}\nmodule_exit(quit);\n"
		  REMOVE("stop(d);") DRIVER },
		{ "taken by open, released when the interface goes down", "mixed",
		  QUIT "static int open(void *d)\n{\n\treturn take(d);\n}\n"
		  "static int probe(struct pci_dev *d)\n{\n\tenable(d);\n}\n" REMOVE("stop(d);")
		  "struct net_ops n = { .ndo_open = open, .ndo_stop = quit };\n" DRIVER },
		/* what was never up does not go down */
		{ "taken by probe, released when the interface goes down", "unclear",
		  QUIT PROBE REMOVE("stop(d);") "struct net_ops n = { .ndo_stop = quit };\n"
		  DRIVER },
		{ "the error path of probe calls remove", "mixed",
		  REMOVE("give(d);") PROBE_ERROR("remove(d);") DRIVER },
	};

	check_fixtures(fixtures, ARRAY_SIZE(fixtures));
}

static void without_a_managed_device_it_is_explicit_or_a_leak(void **state)
{
	static const struct fixture fixtures[] = {
		{ "released", "explicit", PLAIN REMOVE("give(d);") DRIVER },
		{ "released by a helper", "explicit", HELPER PLAIN REMOVE("helper(d);") DRIVER },
		{ "released nowhere", "leak", PLAIN REMOVE("stop(d);") DRIVER },
		{ "in a comment only", "leak", PLAIN REMOVE("/* give(d); */") DRIVER },
		{ "on shutdown only", "leak",
		  QUIT PLAIN REMOVE("stop(d);") DRIVER_WITH(".shutdown = quit") },
		{ "the managed call is a comment", "explicit",
		  "/* enable(d); */\n" PLAIN REMOVE("give(d);") DRIVER },
		{ "a probe that calls one that enables", "explicit",
		  "static int on(struct pci_dev *d)\n{\n\treturn plain(d);\n}\n"
		  "static int probe(struct pci_dev *d)\n{\n\ton(d);\n\treturn take(d);\n}\n"
		  REMOVE("give(d);") DRIVER },
		{ "managed again on resume only", "leak",
		  "static int wake(struct pci_dev *d)\n{\n\treturn enable(d);\n}\n" PLAIN
		  REMOVE("stop(d);") DRIVER_WITH(".resume = wake") },
		{ "plain again on resume only", "implicit",
		  "static int wake(struct pci_dev *d)\n{\n\treturn plain(d);\n}\n" PROBE
		  REMOVE("stop(d);") DRIVER_WITH(".resume = wake") },
	};

	check_fixtures(fixtures, ARRAY_SIZE(fixtures));
}

#define BARE "static int probe(struct pci_dev *d)\n{\n\treturn take(d);\n}\n"

#define ON "static int on(struct pci_dev *d)\n{\n\treturn plain(d);\n}\n"

static void how_the_device_is_enabled_must_be_certain(void **state)
{
	static const struct fixture fixtures[] = {
		{ "not at all", "unclear", BARE REMOVE("stop(d);") DRIVER },
		{ "released, but not enabled", "unclear", BARE REMOVE("give(d);") DRIVER },
		{ "by another module", "unclear",
		  FILE_A BARE REMOVE("stop(d);") DRIVER
		  OTHER_MODULE "int on(struct pci_dev *d)\n{\n\treturn enable(d);\n}\n" },
		{ "by an exported function of another module", "implicit",
		  FILE_A "static int probe(struct pci_dev *d)\n{\n\ton(d);\n\treturn take(d);\n}\n"
		  REMOVE("stop(d);") DRIVER
		  OTHER_MODULE "int on(struct pci_dev *d)\n{\n\treturn enable(d);\n}\n"
		  "EXPORT_SYMBOL(on);\n" },
		{ "both ways", "unclear",
		  "static int probe(struct pci_dev *d)\n{\n\tif (a)\n\t\tenable(d);\n\telse\n"
		  "\t\tplain(d);\n\treturn take(d);\n}\n" REMOVE("stop(d);") DRIVER },
		{ "both ways, plain in a function of its own", "unclear",
		  ON "static int probe(struct pci_dev *d)\n{\n\tif (a)\n\t\tenable(d);\n\telse\n"
		  "\t\ton(d);\n\treturn take(d);\n}\n" REMOVE("stop(d);") DRIVER },
		{ "managed, and plain once more behind the call", "implicit",
		  ON "static int probe(struct pci_dev *d)\n{\n\tenable(d);\n\ttake(d);\n"
		  "\treturn on(d);\n}\n" REMOVE("stop(d);") DRIVER },
		{ "managed, and plain in itself behind the call", "implicit",
		  "static int probe(struct pci_dev *d)\n{\n\tenable(d);\n\ttake(d);\n"
		  "\treturn plain(d);\n}\n" REMOVE("stop(d);") DRIVER },
		{ "managed, and plain in itself before the call", "unclear",
		  "static int probe(struct pci_dev *d)\n{\n\tif (!a)\n\t\tenable(d);\n"
		  "\tif (a)\n\t\tplain(d);\n\treturn take(d);\n}\n" REMOVE("stop(d);") DRIVER },
		{ "each with a call of its own", "implicit unclear",
		  "static int probe(struct pci_dev *d)\n{\n\tif (a) {\n\t\tenable(d);\n"
		  "\t\ttake(d);\n\t} else {\n\t\tplain(d);\n\t\ttake(d);\n\t}\n"
		  "\treturn 0;\n}\n" REMOVE("stop(d);") DRIVER },
		{ "managed on the way, plain for another chip", "implicit",
		  ON "static int one(struct pci_dev *d)\n{\n\tenable(d);\n\treturn take(d);\n}\n"
		  "static int probe(struct pci_dev *d)\n{\n\treturn a ? one(d) : on(d);\n}\n"
		  REMOVE("stop(d);") DRIVER },
		{ "managed beside the way, plain for another chip", "unclear",
		  ON "static int one(struct pci_dev *d)\n{\n\treturn enable(d);\n}\n"
		  "static int probe(struct pci_dev *d)\n{\n\ta ? one(d) : on(d);\n"
		  "\treturn take(d);\n}\n" REMOVE("stop(d);") DRIVER },
		{ "plain on the way, managed in it", "unclear",
		  "static int one(struct pci_dev *d)\n{\n\tif (a)\n\t\tenable(d);\n"
		  "\treturn take(d);\n}\n"
		  "static int probe(struct pci_dev *d)\n{\n\tplain(d);\n\treturn one(d);\n}\n"
		  REMOVE("stop(d);") DRIVER },
		{ "managed under #if 0, plain beside it", "leak",
		  "static int probe(struct pci_dev *d)\n{\n#if 0\n\tenable(d);\n#else\n"
		  "\tplain(d);\n#endif\n\treturn take(d);\n}\n" REMOVE("stop(d);") DRIVER },
		{ "depends on an #ifdef", "unclear",
		  "static int probe(struct pci_dev *d)\n{\n#ifdef A\n\tenable(d);\n#else\n"
		  "\tplain(d);\n#endif\n\treturn take(d);\n}\n" REMOVE("stop(d);") DRIVER },
		{ "managed on resume only", "unclear",
		  "static int wake(struct pci_dev *d)\n{\n\treturn enable(d);\n}\n" BARE
		  REMOVE("stop(d);") DRIVER_WITH(".resume = wake") },
		{ "plain on resume only", "unclear",
		  "static int wake(struct pci_dev *d)\n{\n\treturn plain(d);\n}\n" BARE
		  REMOVE("stop(d);") DRIVER_WITH(".resume = wake") },
		{ "plain in a function that nobody calls", "leak?",
		  "static int on(struct pci_dev *d)\n{\n\treturn plain(d);\n}\n" BARE
		  REMOVE("stop(d);") DRIVER },
		{ "its name is handed on", "unclear",
		  "static int probe(struct pci_dev *d)\n{\n\trun(enable, d);\n\treturn take(d);\n"
		  "}\n"
		  REMOVE("stop(d);") DRIVER },
	};

	check_fixtures(fixtures, ARRAY_SIZE(fixtures));
}

/* Two chips: what they are is told by @fields; probe takes for both of them. */
#define CHIPS(first, second) \
	"static void free_a(struct pci_dev *d)\n{\n\tgive(d);\n}\n" \
	"static void free_b(struct pci_dev *d)\n{\n\tstop(d);\n}\n" \
	"static void free_c(struct pci_dev *d)\n{\n\tgive(d);\n}\n" \
	"static void free_one(struct pci_dev *d)\n{\n\tgive_one(d);\n}\n" \
	"static void init_a(struct pci_dev *d)\n{\n}\n" \
	"static const struct chip chips[2] = {\n\t{ " first " },\n\t{ " second " },\n};\n" \
	REMOVE("d->chip->free(d);") DRIVER
/* The chip takes. */
#define PROBE_CHIP "static int probe(struct pci_dev *d)\n{\n\tenable(d);\n" \
	"\treturn d->chip->init(d);\n}\n"
#define TAKES_IN(name) "static int " name "(struct pci_dev *d)\n{\n\treturn take(d);\n}\n"

static void of_several_tables_all_must_release(void **state)
{
	static const struct fixture fixtures[] = {
		{ "one of two", "unclear", PROBE CHIPS(".free = free_a", ".free = free_b") },
		{ "the other one", "unclear", PROBE CHIPS(".free = free_b", ".free = free_a") },
		{ "both, with two functions", "mixed",
		  PROBE CHIPS(".free = free_a", ".free = free_c") },
		{ "both, with one function", "mixed",
		  PROBE CHIPS(".free = free_a", ".free = free_a") },
		{ "none", "implicit?", PROBE CHIPS(".free = free_b", ".free = free_b") },
		/* a chip without the function does not release */
		{ "the other one has none", "unclear",
		  PROBE CHIPS(".free = free_a", ".init = init_a") },
		{ "the other one has NULL", "unclear",
		  PROBE CHIPS(".free = free_a", ".free = NULL") },
		{ "the other one releases something else", "unclear",
		  "static int probe(struct pci_dev *d)\n{\n\tenable(d);\n\treturn take_one(d);\n}\n"
		  CHIPS(".free = free_one", ".free = free_a") },
		{ "the chip that takes is the one that releases", "mixed",
		  TAKES_IN("get") PROBE_CHIP
		  CHIPS(".init = get, .free = free_a", ".init = init_a, .free = free_b") },
		{ "the chip that takes is the other one", "implicit?",
		  TAKES_IN("get") PROBE_CHIP
		  CHIPS(".init = init_a, .free = free_a", ".init = get, .free = free_b") },
		{ "each chip takes, one releases", "mixed implicit?",
		  TAKES_IN("get_a") TAKES_IN("get_b") PROBE_CHIP
		  CHIPS(".init = get_a, .free = free_a", ".init = get_b, .free = free_b") },
		{ "probe sets it, one way or another", "unclear",
		  HELPER "static void stop_only(struct pci_dev *d)\n{\n}\n"
		  "static int probe(struct pci_dev *d)\n{\n\tenable(d);\n\tif (d->new)\n"
		  "\t\td->free = helper;\n\telse\n\t\td->free = stop_only;\n\treturn take(d);\n}\n"
		  REMOVE("d->free(d);") DRIVER },
		{ "probe sets it, and remove forgets it", "mixed",
		  HELPER "static int probe(struct pci_dev *d)\n{\n\tenable(d);\n"
		  "\td->free = helper;\n\treturn take(d);\n}\n"
		  REMOVE("d->free(d);\n\td->free = NULL;") DRIVER },
		{ "a field of that name in another struct", "unclear",
		  HELPER "static void other(void *x)\n{\n}\n"
		  "struct ops ops = { .free = helper };\nstruct more more = { .free = other };\n"
		  PROBE REMOVE("d->more->free(d);") DRIVER },
		{ "a pointer that nobody calls", "unclear",
		  HELPER "struct ops ops = { .free = helper };\n" PROBE REMOVE("stop(d);") DRIVER },
		{ "a pointer that another module calls", "unclear",
		  FILE_A HELPER "struct ops ops = { .free = helper };\n" PROBE REMOVE("stop(d);")
		  DRIVER OTHER_MODULE "void f(struct pci_dev *d)\n{\n\td->ops->free(d);\n}\n" },
		{ "a pointer that remove never calls", "error-only",
		  HELPER "struct ops ops = { .free = helper };\n" PROBE_ERROR("d->ops->free(d);")
		  REMOVE("stop(d);") DRIVER },
		{ "a choice behind another one", "unclear",
		  HELPER "static void none(void *d)\n{\n\tstop(d);\n}\n"
		  "struct chip c[] = { { .free = helper }, { .free = none } };\n"
		  "static void x(void *d)\n{\n\td->chip->free(d);\n}\n"
		  "static void y(void *d)\n{\n\tstop(d);\n\td->chip->free(d);\n}\n"
		  "struct ops o[] = { { .exit = x }, { .exit = y } };\n"
		  PROBE REMOVE("d->ops->exit(d);") DRIVER },
		{ "both choices lead to it", "mixed?",
		  HELPER "static void free_2(void *d)\n{\n\thelper(d);\n}\n"
		  "struct chip c[] = { { .free = helper }, { .free = free_2 } };\n"
		  "static void x(void *d)\n{\n\td->chip->free(d);\n}\n"
		  "static void y(void *d)\n{\n\tstop(d);\n\td->chip->free(d);\n}\n"
		  "struct ops o[] = { { .exit = x }, { .exit = y } };\n"
		  PROBE REMOVE("d->ops->exit(d);") DRIVER },
		{ "by position", "unclear",
		  HELPER "struct ops ops = { stop, helper };\n" PROBE REMOVE("d->ops->free(d);")
		  DRIVER },
		{ "an array of functions", "mixed?",
		  HELPER "static void (*const all[])(void *) = { helper };\n" PROBE
		  REMOVE("all[0](d);") DRIVER },
	};

	check_fixtures(fixtures, ARRAY_SIZE(fixtures));
}

/* Driver b beside the driver of a text. */
#define OTHER_DRIVER(enabler, probe, remove) \
	"static int probe_b(struct pci_dev *d)\n{\n\t" enabler "(d);\n\t" probe "\n}\n" \
	"static void remove_b(struct pci_dev *d)\n{\n\t" remove "\n}\n" \
	"static struct pci_driver drv_b = { .probe = probe_b, .remove = remove_b };\n"
#define PROBE_GET TAKES_IN("get") \
	"static int probe(struct pci_dev *d)\n{\n\tenable(d);\n\treturn get(d);\n}\n"

static void each_driver_is_judged_for_itself(void **state)
{
	static const struct fixture fixtures[] = {
		{ "the remove of another driver", "implicit",
		  PROBE REMOVE("stop(d);") DRIVER OTHER_DRIVER("enable", "", "give(d);") },
		{ "in another file", "implicit",
		  FILE_A PROBE REMOVE("stop(d);") DRIVER
		  FILE_B OTHER_DRIVER("enable", "", "give(d);") },
		{ "in one array of drivers", "implicit",
		  PROBE REMOVE("stop(d);") "static int probe_b(void *d) { }\n"
		  "static void remove_b(void *d) { give(d); }\nstatic struct pci_driver all[] = {\n"
		  "\t{ .probe = probe, .remove = remove },\n"
		  "\t{ .probe = probe_b, .remove = remove_b }\n};\n" },
		{ "the same remove for both", "mixed",
		  PROBE REMOVE("give(d);") DRIVER
		  "static int probe_b(void *d) { enable(d); }\n"
		  "static struct pci_driver drv_b = { .probe = probe_b, .remove = remove };\n" },
		{ "an action of another driver", "implicit",
		  HELPER PROBE REMOVE("stop(d);") DRIVER
		  OTHER_DRIVER("enable", "devm_add_action(d, helper, d);", "stop(d);") },
		{ "each takes, one releases", "implicit mixed",
		  PROBE REMOVE("stop(d);") DRIVER OTHER_DRIVER("enable", "take(d);", "give(d);") },
		{ "one is managed", "implicit leak",
		  PROBE REMOVE("stop(d);") DRIVER OTHER_DRIVER("plain", "take(d);", "stop(d);") },
		{ "a helper takes for both, one is managed", "unclear",
		  PROBE_GET REMOVE("stop(d);") DRIVER
		  OTHER_DRIVER("plain", "get(d);", "stop(d);") },
		{ "a helper takes for both, one releases", "unclear",
		  PROBE_GET REMOVE("stop(d);") DRIVER
		  OTHER_DRIVER("enable", "get(d);", "give(d);") },
		{ "a helper takes for both, both release", "mixed",
		  PROBE_GET REMOVE("give(d);") DRIVER
		  OTHER_DRIVER("enable", "get(d);", "give(d);") },
		{ "a helper takes for both, none releases", "implicit",
		  PROBE_GET REMOVE("stop(d);") DRIVER
		  OTHER_DRIVER("enable", "get(d);", "stop(d);") },
		{ "an exported helper takes for two modules", "unclear",
		  FILE_A "int get(struct pci_dev *d)\n{\n\treturn take(d);\n}\n"
		  "EXPORT_SYMBOL(get);\n"
		  "== d/c.c d/c.o\nstatic int probe(void *d)\n{\n\tenable(d);\n\treturn get(d);\n"
		  "}\n"
		  REMOVE("stop(d);") DRIVER OTHER_MODULE
		  OTHER_DRIVER("enable", "get(d);", "give(d);") },
		{ "opened later, released by another driver", "implicit implicit?",
		  PROBE REMOVE("stop(d);") DRIVER
		  "static int open(void *d)\n{\n\treturn take_one(d);\n}\n"
		  "struct ops ops = { .open = open };\n"
		  OTHER_DRIVER("enable", "", "give_one(d);") },
		{ "a driver of another bus", "unclear",
		  HELPER PROBE REMOVE("stop(d);") DRIVER
		  "static struct platform_driver p = { .remove = helper };\n" },
	};

	check_fixtures(fixtures, ARRAY_SIZE(fixtures));
}

static void a_pair_says_what_releases_what(void **state)
{
	static const struct fixture fixtures[] = {
		{ "its own releaser", "mixed",
		  "static int probe(void *d)\n{\n\tenable(d);\n\ttake_one(d);\n}\n"
		  REMOVE("give_one(d);") DRIVER },
		{ "the releaser of something else", "implicit",
		  "static int probe(void *d)\n{\n\tenable(d);\n\ttake_one(d);\n}\n"
		  REMOVE("give(d);") DRIVER },
		{ "without a pair every releaser counts", "mixed",
		  PROBE REMOVE("give_one(d);") DRIVER },
		{ "each with its own", "mixed implicit",
		  "static int probe(void *d)\n{\n\tenable(d);\n\ttake(d);\n\ttake_one(d);\n}\n"
		  REMOVE("give(d);") DRIVER },
	};

	check_fixtures(fixtures, ARRAY_SIZE(fixtures));
}

static void what_is_taken_again_is_not_released_for_certain(void **state)
{
	static const struct fixture fixtures[] = {
		{ "taken and released by one function", "unclear unclear",
		  "static void restart(struct pci_dev *d)\n{\n\ttake(d);\n\tgive(d);\n}\n"
		  PROBE REMOVE("restart(d);") DRIVER },
		{ "released first", "mixed? mixed?",
		  "static void restart(struct pci_dev *d)\n{\n\tgive(d);\n\ttake(d);\n}\n"
		  PROBE REMOVE("restart(d);") DRIVER },
		{ "taken by a helper before", "unclear unclear",
		  TAKES_IN("get")
		  "static void restart(struct pci_dev *d)\n{\n\tget(d);\n\tgive(d);\n}\n"
		  PROBE REMOVE("restart(d);") DRIVER },
		{ "but remove releases by itself, too", "mixed? mixed?",
		  "static void restart(struct pci_dev *d)\n{\n\ttake(d);\n\tgive(d);\n}\n"
		  PROBE REMOVE("restart(d);\n\tgive(d);") DRIVER },
		{ "on resume", "error-only error-only",
		  "static int wake(struct pci_dev *d)\n{\n\ttake(d);\n\tgive(d);\n}\n" PROBE
		  REMOVE("stop(d);") DRIVER_WITH(".resume = wake") },
	};

	check_fixtures(fixtures, ARRAY_SIZE(fixtures));
}

static void a_macro_around_the_call_hides_nothing(void **state)
{
	static const struct fixture fixtures[] = {
		{ "around the taker", "implicit",
		  "#define TRY(x) do { if (x) return -1; } while (0)\n"
		  "static int probe(void *d)\n{\n\tTRY(enable(d));\n\tTRY(take(d));\n}\n"
		  REMOVE("stop(d);") DRIVER },
		{ "around the releaser", "mixed", PROBE REMOVE("TRY(give(d));") DRIVER },
		{ "the taker in a macro", "implicit",
		  "#define GET(d) take(d)\nstatic int probe(void *d)\n{\n\tenable(d);\n\tGET(d);\n"
		  "}\n"
		  REMOVE("stop(d);") DRIVER },
		{ "the taker in a macro, and released", "mixed",
		  "#define GET(d) take(d)\nstatic int probe(void *d)\n{\n\tenable(d);\n\tGET(d);\n"
		  "}\n"
		  REMOVE("give(d);") DRIVER },
		{ "the taker in a macro that nobody uses", "unclear",
		  "#define GET(d) take(d)\nstatic int probe(void *d)\n{\n\tother(d);\n}\n"
		  REMOVE("stop(d);") DRIVER },
		{ "the taker in a macro of a header", "implicit",
		  HEADER "#define GET(d) \\\n\ttake(d)\n"
		  FILE_A "static int probe(void *d)\n{\n\tenable(d);\n\tGET(d);\n}\n"
		  REMOVE("stop(d);") DRIVER },
		{ "a header that another folder has", "implicit?",
		  "== e/a.h\n#define GET(d) take(d)\n"
		  FILE_A "static int probe(void *d)\n{\n\tenable(d);\n\tGET(d);\n}\n"
		  REMOVE("stop(d);") DRIVER },
		{ "the releaser in a macro", "mixed",
		  "#define PUT(d) give(d)\n" PROBE REMOVE("PUT(d);") DRIVER },
		{ "the releaser in a macro of a header", "mixed",
		  HEADER "#define PUT(d) give(d)\n" FILE_A PROBE REMOVE("PUT(d);") DRIVER },
		{ "the releaser in a header above", "mixed",
		  "== a.h\n#define PUT(d) give(d)\n" FILE_A PROBE REMOVE("PUT(d);") DRIVER },
		{ "the releaser in a function of a header", "mixed",
		  HEADER "static inline void put(void *d)\n{\n\tgive(d);\n}\n"
		  FILE_A PROBE REMOVE("put(d);") DRIVER },
		{ "a macro that nobody uses", "implicit",
		  "#define PUT(d) give(d)\n" PROBE REMOVE("stop(d);") DRIVER },
		{ "the enabler in a macro", "implicit",
		  "#define ON(d) enable(d)\nstatic int probe(void *d)\n{\n\tON(d);\n\ttake(d);\n}\n"
		  REMOVE("stop(d);") DRIVER },
		{ "a macro without parameters", "mixed?",
		  "#define PUT give(d)\n" PROBE REMOVE("PUT;") DRIVER },
		{ "a macro that is another name", "mixed?",
		  "#define put give\n" PROBE REMOVE("put(d);") DRIVER },
		{ "a macro that is another name of a helper", "mixed?",
		  HELPER "#define put helper\n" PROBE REMOVE("put(d);") DRIVER },
	};

	check_fixtures(fixtures, ARRAY_SIZE(fixtures));
}

static void what_is_not_a_plain_call_is_unclear(void **state)
{
	static const struct fixture fixtures[] = {
		{ "the taker is handed on", "unclear",
		  "static int probe(void *d)\n{\n\tenable(d);\n\treturn run(take, d);\n}\n"
		  REMOVE("give(d);") DRIVER },
		{ "the taker is stored", "unclear",
		  "static struct ops ops = { .get = take };\n"
		  "static int probe(void *d)\n{\n\tenable(d);\n}\n" REMOVE("stop(d);") DRIVER },
		{ "the taker's address", "unclear",
		  "static int probe(void *d)\n{\n\tint (*get)(void *) = &take;\n\tenable(d);\n}\n"
		  REMOVE("stop(d);") DRIVER },
		{ "in parentheses", "unclear",
		  "static int probe(void *d)\n{\n\tenable(d);\n\t(take)(d);\n}\n"
		  REMOVE("stop(d);") DRIVER },
		{ "a member of that name is none", "",
		  "static int probe(void *d)\n{\n\tenable(d);\n\td->take(d);\n}\n"
		  REMOVE("stop(d);") DRIVER },
		{ "exporting it is none", "", "EXPORT_SYMBOL(take);\n" },
		{ "defining it is none", "", "int take(void *d)\n{\n\treturn take(d);\n}\n" },
		{ "the releaser is handed on", "unclear",
		  "static int probe(void *d)\n{\n\tenable(d);\n\ttake(d);\n\tlater(give, d);\n}\n"
		  REMOVE("stop(d);") DRIVER },
		{ "the releaser is stored", "unclear",
		  "static struct ops ops = { .put = give };\n" PROBE REMOVE("stop(d);") DRIVER },
		{ "the releaser is stored, and called there", "mixed?",
		  "static struct ops ops = { .put = give };\n" PROBE REMOVE("d->ops->put(d);")
		  DRIVER },
		{ "a work", "unclear",
		  HELPER "static int probe(void *d)\n{\n\tenable(d);\n\ttake(d);\n"
		  "\tINIT_WORK(&d->work, helper);\n}\n" REMOVE("stop(d);") DRIVER },
		{ "a global function that nobody here calls", "unclear",
		  "void helper(void *d)\n{\n\tgive(d);\n}\n" PROBE REMOVE("stop(d);") DRIVER },
		{ "it runs before a driver is bound", "unclear",
		  "static int __init init(void)\n{\n\ttake(0);\n}\nmodule_init(init);\n" },
	};

	check_fixtures(fixtures, ARRAY_SIZE(fixtures));
}

/* Released on unbind, but hard to see. */
static void a_release_that_is_hard_to_see_is_never_denied(void **state)
{
	static const struct fixture fixtures[] = {
		{ "too few braces in remove", "mixed?",
		  PROBE REMOVE("if (d) {\n\tgive(d);") DRIVER },
		{ "too few braces before remove", "mixed?",
		  "static void f(void)\n{\n\tif (a) {\n}\n" PROBE REMOVE("give(d);") DRIVER },
		{ "too few parentheses", "mixed?", PROBE REMOVE("stop(d;\n\tgive(d);") DRIVER },
		{ "too many parentheses", "mixed?", PROBE REMOVE("stop(d));\n\tgive(d);") DRIVER },
		{ "a macro opened the brace", "mixed?",
		  "#define IF_SET(x) if (x) {\n" PROBE
		  REMOVE("IF_SET(d->x)\n\t\tstop(d);\n\t}\n\tgive(d);") DRIVER },
		{ "a macro closes the brace", "mixed?",
		  "#define END }\n" PROBE REMOVE("if (d) {\n\t\tstop(d);\n\tEND\n\tgive(d);")
		  DRIVER },
		{ "a macro that closes more than it opens", "mixed?",
		  "#define END } give(d)\n" PROBE REMOVE("if (d) {\n\t\tstop(d);\n\tEND(d);")
		  DRIVER },
		{ "branches that differ", "mixed?",
		  PROBE REMOVE("\n#ifdef A\n\tif (d) {\n#else\n\tstop(d);\n#endif\n\tgive(d);\n"
			       "#ifdef A\n\t}\n#endif") DRIVER },
		{ "two beginnings", "mixed?",
		  PROBE "#ifdef A\nstatic void remove(void *d)\n{\n#else\n"
		  "static void remove(int *d)\n{\n"
		  "#endif\n\tgive(d);\n}\n" DRIVER },
		{ "two tables", "mixed?",
		  PROBE REMOVE("give(d);") "#ifdef A\nstatic struct pci_driver a = {\n#else\n"
		  "static struct pci_driver b = {\n#endif\n\t.probe = probe,\n\t.remove = remove,\n"
		  "};\n" },
		{ "only when configured", "mixed?", PROBE REMOVE("\n#ifdef A\n\tgive(d);\n#endif")
		  DRIVER },
		{ "an old definition", "mixed?",
		  PROBE "static void remove(d)\n\tstruct pci_dev *d;\n{\n\tgive(d);\n}\n" DRIVER },
		{ "an old definition as helper", "mixed?",
		  "static helper(d, x)\n\tstruct pci_dev *d;\n{\n\tgive(d);\n}\n" PROBE
		  REMOVE("helper(d);") DRIVER },
		{ "an annotation behind the name", "mixed?",
		  "static void __put(void *d) __releases(x)\n{\n\tgive(d);\n}\n" PROBE
		  REMOVE("__put(d);") DRIVER },
		{ "a name with underscores that returns a struct", "mixed?",
		  "static struct x *__put(void *d)\n{\n\tgive(d);\n}\n" PROBE
		  REMOVE("__put(d);") DRIVER },
		{ "a prototype with an annotation", "mixed?",
		  FILE_A "void helper(struct pci_dev *d) __cold;\nstruct x {\n\tint a;\n};\n"
		  CALLS_HELPER
		  HELPER_IN(FILE_B) },
		{ "a name that is pasted together", "mixed?",
		  "static void x_put(void *d)\n{\n\tgive(d);\n}\n"
		  "#define OPS(n) { .free = n##_put }\n"
		  "static struct ops ops = OPS(x);\n" PROBE REMOVE("d->ops->free(d);") DRIVER },
		{ "a call that is pasted together", "mixed?",
		  "static void x_put(void *d)\n{\n\tgive(d);\n}\n#define PUT(n, d) n##_put(d)\n"
		  PROBE REMOVE("PUT(x, d);") DRIVER },
		{ "by a macro outside of functions", "unclear",
		  "DEFINE_FREE(vectors, struct pci_dev *, if (_T) give(_T))\n" PROBE
		  REMOVE("struct pci_dev *p __free(vectors) = d;") DRIVER },
		{ "remove is stored by init", "mixed?",
		  PROBE REMOVE("give(d);") "static struct pci_driver drv = { .probe = probe };\n"
		  "static int __init init(void)\n{\n\tdrv.remove = remove;\n}\n" },
		{ "remove is stored with a cast", "mixed?",
		  PROBE REMOVE("give(d);") "static struct pci_driver drv = {\n\t.probe = probe,\n"
		  "\t.remove = (void (*)(void *))remove,\n};\n" },
		{ "remove is stored by a macro", "mixed?",
		  PROBE REMOVE("give(d);") "static struct pci_driver drv = {\n\t.probe = probe,\n"
		  "\t.remove = __exit_p(remove),\n};\n" },
		{ "remove is stored the old way", "mixed?",
		  PROBE REMOVE("give(d);")
		  "static struct pci_driver drv = {\n\tprobe: probe,\n\tremove: remove,\n};\n" },
		{ "remove is stored by position", "mixed?",
		  PROBE REMOVE("give(d);")
		  "static struct pci_driver drv = { \"a\", probe, remove };\n" },
		{ "remove is chosen", "mixed?",
		  PROBE REMOVE("give(d);") "static struct pci_driver drv = {\n\t.probe = probe,\n"
		  "\t.remove = A ? remove : NULL,\n};\n" },
		{ "a macro makes the driver", "mixed?",
		  PROBE REMOVE("give(d);") "#define DRV(n) static struct pci_driver n = { \\\n"
		  "\t.probe = probe, .remove = remove }\nDRV(x);\n" },
		{ "functions that call each other", "mixed?",
		  "static void b(void *d);\nstatic void a(void *d)\n{\n\tgive(d);\n\tb(d);\n}\n"
		  "static void b(void *d)\n{\n\ta(d);\n}\n" PROBE REMOVE("b(d);") DRIVER },
		{ "an inline function of a header beside the folder", "mixed?",
		  "== d/inc/a.h\nstatic inline void put(void *d)\n{\n\tgive(d);\n}\n"
		  "== d/src/a.c d/m.o\n" PROBE REMOVE("put(d);") DRIVER },
		{ "a macro of a header beside the folder", "mixed?",
		  "== d/inc/a.h\n#define PUT(d) give(d)\n"
		  "== d/src/a.c d/m.o\n" PROBE REMOVE("PUT(d);") DRIVER },
		{ "other line ends", "mixed?",
		  "static int probe(void *d)\r\n{\r\n\tenable(d);\r\n\ttake(d);\r\n}\r\n"
		  "static void remove(void *d)\r\n{\r\n\tPUT\\\r\n(d);\r\n}\r\n"
		  "#define PUT(d) \\\r\n\tgive(d)\r\n" DRIVER },
		{ "letters of another alphabet", "mixed?",
		  "static void frei\xc3\xa9(void *d)\n{\n\tgive(d);\n}\n" PROBE
		  REMOVE("frei\xc3\xa9(d);") DRIVER },
		{ "an array of pointers in a struct", "mixed?",
		  HELPER "struct ops ops = { .free = { helper, helper } };\n" PROBE
		  REMOVE("d->ops->free[1](d);") DRIVER },
		{ "a local pointer", "mixed?",
		  HELPER PROBE REMOVE("void (*f)(void *) = helper;\n\tf(d);") DRIVER },
	};

	check_fixtures(fixtures, ARRAY_SIZE(fixtures));
}

/* Not released on unbind, though it looks as if it were. */
static void a_release_that_never_runs_is_not_believed(void **state)
{
	static const struct fixture fixtures[] = {
		{ "an action in a function that nobody calls", "implicit?",
		  HELPER "static int later(void *d)\n{\n\treturn devm_add_action(d, helper, d);\n"
		  "}\n"
		  PROBE REMOVE("stop(d);") DRIVER },
		{ "an action behind a pointer that nobody calls", "implicit?",
		  HELPER "static int later(void *d)\n{\n\treturn devm_add_action(d, helper, d);\n"
		  "}\n"
		  "struct ops ops = { .open = later };\n" PROBE REMOVE("stop(d);") DRIVER },
		{ "remove under #if 0", "implicit?",
		  PROBE "#if 0\n" REMOVE("give(d);") "#endif\n" DRIVER },
		{ "the table under #if 0", "implicit?",
		  PROBE REMOVE("give(d);") "#if 0\n" DRIVER
		  "#endif\nstatic struct pci_driver drv = { .probe = probe };\n" },
		{ "a static function of that name elsewhere", "implicit?",
		  FILE_A "static void helper(void *d)\n{\n\tstop(d);\n}\n" CALLS_HELPER FILE_B
		  HELPER
		  "void b(void *d)\n{\n}\n" },
		{ "only a pointer of that name is called", "implicit?",
		  HELPER PROBE REMOVE("d->helper(d);") DRIVER },
		{ "after the braces of another function", "implicit?",
		  PROBE REMOVE("if (d) {\n\t\tstop(d);") HELPER DRIVER },
		{ "an #else of #if 0 that is no remove", "error-only?",
		  "#if 0\n" REMOVE("give(d);") "#else\n" REMOVE("stop(d);") "#endif\n"
		  PROBE_ERROR("give(d);") DRIVER },
		{ "a comment that holds a comment", "implicit",
		  PROBE REMOVE("/* /* give(d); */ stop(d);") DRIVER },
		{ "a comment that goes on in the next line", "implicit",
		  PROBE REMOVE("// stop \\\n\tgive(d);") DRIVER },
		{ "a comment that never ends", "implicit?",
		  DRIVER PROBE REMOVE("stop(d);") "/*" REMOVE("give(d);") },
	};

	check_fixtures(fixtures, ARRAY_SIZE(fixtures));
}

static void a_taker_with_broken_braces_is_unclear(void **state)
{
	static const struct fixture fixtures[] = {
		{ "too few", "unclear",
		  "static int probe(void *d)\n{\n\tenable(d);\n\tif (a) {\n\ttake(d);\n}\n"
		  REMOVE("stop(d);") DRIVER },
		{ "too many", "unclear",
		  "static int probe(void *d)\n{\n\tenable(d);\n\tif (a)\n\t\tstop(d);\n\t}\n"
		  "\ttake(d);\n}\n"
		  REMOVE("stop(d);") DRIVER },
		{ "in the function that calls it", "unclear",
		  TAKES_IN("get") "static int probe(void *d)\n{\n\tenable(d);\n\tif (a) {\n"
		  "\tget(d);\n}\n"
		  REMOVE("stop(d);") DRIVER },
		{ "in a function beside it", "implicit",
		  PROBE "static void f(void)\n{\n\tif (a) {\n}\n" REMOVE("stop(d);") DRIVER },
		{ "branches that differ", "unclear",
		  "static int probe(void *d)\n{\n\tenable(d);\n#ifdef A\n\tif (a) {\n#else\n"
		  "\tf();\n#endif\n"
		  "\ttake(d);\n#ifdef A\n\t}\n#endif\n}\n" REMOVE("stop(d);") DRIVER },
		{ "parentheses", "unclear",
		  "static int probe(void *d)\n{\n\tenable(d);\n\tif ((a)\n\ttake(d);\n}\n"
		  REMOVE("stop(d);") DRIVER },
		{ "no end", "unclear", "static int probe(void *d)\n{\n\tenable(d);\n\ttake(d);\n" },
	};

	check_fixtures(fixtures, ARRAY_SIZE(fixtures));
}

/* Known limits: not what is true, but what an outline can tell. */
static void what_only_a_compiler_could_know_stays_unknown(void **state)
{
	static const struct fixture fixtures[] = {
		{ "a condition that never holds", "mixed?", PROBE REMOVE("if (0)\n\t\tgive(d);")
		  DRIVER },
		{ "behind a return", "mixed?", PROBE REMOVE("return;\n\tgive(d);") DRIVER },
		{ "#if 0 in other words", "mixed?",
		  PROBE REMOVE("\n#if 0 && defined(A)\n\tgive(d);\n#endif") DRIVER },
		{ "a helper that is empty where A is not set", "mixed?",
		  "#ifdef A\n" HELPER "#else\nstatic void helper(void *d)\n{\n}\n#endif\n"
		  CALLS_HELPER },
		{ "a chip that holds no function at all", "mixed?",
		  PROBE CHIPS(".free = free_a", ".irqs = 1") },
		{ "released and taken anew by remove", "mixed? mixed?",
		  PROBE REMOVE("give(d);\n\ttake(d);") DRIVER },
		{ "a source that another one includes", "implicit?",
		  FILE_A "#include \"b.c\"\n" CALLS_HELPER "== d/b.c d/b.o\n" HELPER },
	};

	check_fixtures(fixtures, ARRAY_SIZE(fixtures));
}

/* clang-format on */

/* @text with a blank instead of its byte at @at, or with that byte twice. */
static char *with_a_slip(const char *text, size_t at, bool twice)
{
	char byte = twice ? text[at] : ' ';

	return xasprintf("%.*s%c%s", (int)(at + twice), text, byte, text + at + 1);
}

#define SLIPPERY HELPER PROBE REMOVE("if (d->x) {\n\t\tstop(d, 1);\n\t}\n\thelper(d);") DRIVER

static void one_slip_never_makes_a_wrong_certainty(void **state)
{
	static const char text[] = SLIPPERY;
	size_t wrong = 0;

	for (size_t i = 0; i < 2 * strlen(text); i++) {
		struct sites sites CLEANUP(sites_release) = { 0 };
		char *slip CLEANUP(free_text) = NULL;

		if (!strchr("{}();,=*\n", text[i / 2]))
			continue;
		slip = with_a_slip(text, i / 2, i % 2);
		judge(&sites, slip);
		FOR_EACH(site, &sites) {
			enum ownership owner = site->judgement.owner;

			if (owner == OWNER_MIXED || owner == OWNER_UNCLEAR)
				continue;
			print_error("%s: %s\nin <<%s>>\n", owner_name(owner),
				    site->judgement.why, slip);
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
}

/* "void fN(d) { fN-1(d); }", up to f@nr; f0 is helper. */
static char *chain(unsigned nr, const char *before, const char *after)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	fprintf(out, "%s#define f0(d) helper(d)\n", before);
	for (unsigned i = 1; i <= nr; i++)
		fprintf(out, "static void f%u(void *d)\n{\n\tf%u(d);\n}\n", i, i - 1);
	fputs(after, out);
	fclose(out);
	return text;
}

#define PROBE_FAR "static int probe(void *d)\n{\n\tenable(d);\n\tf20000(d);\n}\n" \
	REMOVE("stop(d);") DRIVER

/* More than reach.c follows: nothing is certain about what lies behind. */
static void a_way_that_is_too_long_is_not_denied(void **state)
{
	char *near CLEANUP(free_text) =
		chain(50, HELPER, PROBE_ERROR("helper(d);") REMOVE("f50(d);") DRIVER);
	char *far CLEANUP(free_text) =
		chain(20000, HELPER, PROBE_ERROR("helper(d);") REMOVE("f20000(d);") DRIVER);
	char *taker CLEANUP(free_text) =
		chain(20000, "static void helper(void *d)\n{\n\ttake(d);\n}\n",
		      PROBE_FAR);
	const struct fixture fixtures[] = {
		{ "50 functions", "mixed", near },
		{ "20000 functions", "mixed?", far },
		{ "20000 functions to a taker", "unclear", taker },
	};

	check_fixtures(fixtures, ARRAY_SIZE(fixtures));
}

/* "file:line what\n..." */
static void assert_evidence(const struct judgement *judgement, const char *expected)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	FOR_EACH(row, &judgement->evidence)
		fprintf(out, "%s:%u %s\n", row->file, row->line, row->what);
	fclose(out);
	assert_string_equal(text, expected);
	free(text);
}

static void a_judgement_says_why(void **state)
{
	struct sites sites CLEANUP(sites_release) = { 0 };
	const struct site *site;

	judge(&sites, FILE_A CALLS_HELPER HELPER_IN(FILE_B));
	assert_int_equal(sites.nr, 1);
	site = sites.v;
	assert_string_equal(site->path, "d/a.c");
	assert_int_equal(site->line, 4);
	assert_string_equal(site->function, "probe");
	assert_string_equal(site->call, "take");
	assert_string_equal(site->module, "d/m.o");
	assert_int_equal(site->kind, 'm');
	assert_true(site->judgement.maybe_managed);
	assert_string_equal(site->judgement.why,
			    "managed, released by give() in d/b.c:3, on unbind: "
			    "remove() -> helper(), .remove of pci_driver drv");
	assert_evidence(&site->judgement,
			"d/a.c:4 takes: take(), on bind: probe(), .probe of pci_driver drv\n"
			"d/a.c:3 enables as managed: enable(), on bind: probe(), "
			".probe of pci_driver drv\n"
			"d/b.c:3 releases: give(), on unbind: remove() -> helper(), "
			".remove of pci_driver drv\n");
}

static void what_is_certainly_not_managed_is_known(void **state)
{
	static const struct {
		const char *text;
		bool maybe_managed;
	} samples[] = {
		{ PLAIN REMOVE("give(d);") DRIVER, false },
		{ PLAIN REMOVE("stop(d);") DRIVER, false },
		{ PLAIN REMOVE("stop(d);") DRIVER_WITH(".other = remove"), false },
		{ PROBE REMOVE("give(d);") DRIVER, true },
		{ BARE REMOVE("give(d);") DRIVER, true },
		{ PROBE_GET REMOVE("stop(d);") DRIVER OTHER_DRIVER("plain", "get(d);", "stop(d);"),
		  true },
		{ "static int probe(void *d)\n{\n\tplain(d);\n\trun(take, d);\n}\n" DRIVER, true },
		{ HELPER "struct ops o = { .x = helper };\n" PLAIN REMOVE("stop(d);") DRIVER,
		  false },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct sites sites CLEANUP(sites_release) = { 0 };

		judge(&sites, samples[i].text);
		assert_int_equal(sites.nr, 1);
		if (sites.v[0].judgement.maybe_managed != samples[i].maybe_managed)
			fail_msg("<<%s>>: %s", samples[i].text, sites.v[0].judgement.why);
	}
}

#define MANY_WAYS HELPER "static void a(void *d) { helper(d); }\n" \
	"static void b(void *d) { helper(d); }\nstatic void c(void *d) { helper(d); }\n" \
	PROBE REMOVE("a(d); b(d); c(d); helper(d);") \
	DRIVER_WITH(".shutdown = helper, .suspend = a, .resume = b")

/* Only the way that decides is told in any case. */
static void of_many_ways_to_one_line_some_are_told(void **state)
{
	struct sites sites CLEANUP(sites_release) = { 0 };
	size_t releases = 0;

	judge(&sites, MANY_WAYS);
	FOR_EACH(row, &sites.v[0].judgement.evidence)
		releases += strstr(row->what, "releases") != NULL;
	assert_true(releases >= 3 && releases <= 4);
	assert_int_equal(sites.v[0].judgement.owner, OWNER_MIXED);
}

#define FOUR_SITES FILE_A CALLS_HELPER HELPER_IN(FILE_B) \
	"void f(void)\n{\n\ttake(take_one);\n}\n" HEADER "#define GET take(\"\xff\")\n"

static void sites_are_the_same_after_they_were_written(void **state)
{
	struct sites sites CLEANUP(sites_release) = { 0 };
	struct sites again CLEANUP(sites_release) = { 0 };
	json_t *rows CLEANUP(free_json) = json_array();
	json_t *copies CLEANUP(free_json) = json_array();

	judge(&sites, FOUR_SITES);
	FOR_EACH(site, &sites)
		json_array_append_new(rows, site_json(site));
	assert_int_equal(sites_read(&again, rows), 0);
	FOR_EACH(site, &again)
		json_array_append_new(copies, site_json(site));
	assert_int_equal(json_array_size(rows), 4);
	assert_true(json_equal(rows, copies));
	json_object_set_new(json_array_get(rows, 1), "class", json_string("explicitly"));
	assert_int_equal(sites_read(&again, rows), -1);
}

RUN_TESTS(TEST(implicit_is_what_nobody_releases),
	  TEST(error_only_is_what_is_released_but_not_on_unbind),
	  TEST(mixed_is_what_is_released_on_unbind_as_well),
	  TEST(without_a_managed_device_it_is_explicit_or_a_leak),
	  TEST(how_the_device_is_enabled_must_be_certain),
	  TEST(of_several_tables_all_must_release),
	  TEST(each_driver_is_judged_for_itself),
	  TEST(a_pair_says_what_releases_what),
	  TEST(what_is_taken_again_is_not_released_for_certain),
	  TEST(a_macro_around_the_call_hides_nothing),
	  TEST(what_is_not_a_plain_call_is_unclear),
	  TEST(a_release_that_is_hard_to_see_is_never_denied),
	  TEST(a_release_that_never_runs_is_not_believed),
	  TEST(a_taker_with_broken_braces_is_unclear),
	  TEST(what_only_a_compiler_could_know_stays_unknown),
	  TEST(one_slip_never_makes_a_wrong_certainty),
	  TEST(a_way_that_is_too_long_is_not_denied),
	  TEST(a_judgement_says_why),
	  TEST(what_is_certainly_not_managed_is_known),
	  TEST(of_many_ways_to_one_line_some_are_told),
	  TEST(sites_are_the_same_after_they_were_written))
