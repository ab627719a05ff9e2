// SPDX-License-Identifier: GPL-2.0
/* Works out the part of a configuration that holds some sources. */
#include "kconfig/narrow.h"

#include "git/base.h"
#include "git/worktree.h"
#include "kbuild/autoconf.h"
#include "kbuild/decides.h"
#include "kbuild/kbuild.h"
#include "kconfig/kconfig.h"
#include "kbuild/module.h"
#include "lib/digest.h"
#include "lib/io.h"
#include "lib/json.h"
#include "lib/ledger.h"
#include "lib/lib.h"
#include "lib/progress.h"
#include "lib/state.h"

#define VERSION "narrow 2"	/* of the way to work it out */
#define ROUNDS 4		/* of asking for what turns on an option that did not come on */
#define MOST_RAISERS 4		/* that are asked for in one round for one option */

/* Options without which a kernel does not judge as the wide one does. */
static const char *const always[] = {
	"CONFIG_MODULES", "CONFIG_WERROR", "CONFIG_EXPERT", "CONFIG_SECTION_MISMATCH_WARN_ONLY",
};

/* Add those of @words that are on. */
static void add_on(struct strlist *options, const struct strlist *config,
		   const struct strlist *words)
{
	FOR_EACH(word, words) {
		char *option CLEANUP(free_text) = xasprintf("CONFIG_%s", *word);

		if (config_value(config, option))
			strlist_add_once(options, option);
	}
}

void narrow_propose(const struct kconfig *kconfig, const struct strlist *config,
		    const struct strlist *wanted, struct strlist *lines)
{
	struct strlist queue CLEANUP(strlist_release) = { 0 };

	FOR_EACH(option, wanted)
		if (config_value(config, *option))
			strlist_add_once(&queue, *option);
	for (size_t i = 0; i < queue.nr; i++) {
		struct strlist words CLEANUP(strlist_release) = { 0 };

		kconfig_needs(kconfig, queue.v[i] + strlen("CONFIG_"), &words);
		add_on(&queue, config, &words);
	}
	FOR_EACH(option, &queue)
		*LIST_ADD(lines) = xasprintf("%s=%s", *option, config_value(config, *option));
	strlist_sort(lines);
}

/* All that one run works with. */
struct narrowing {
	struct narrow *narrow;
	struct kbuild *kbuild, *wide_kbuild;
	const struct base *base;
	const struct files *all;
	const struct modules *modules;
	git_oid kconfig_digest;
	struct kconfig kconfig;
	struct strlist wide, small;	/* lines of the two .config files, sorted */
	struct strlist guards;		/* options of the sources, as far as wide has them on */
	struct strlist wanted;		/* these, and what localmodconfig leaves */
};

static void narrowing_release(struct narrowing *narrowing)
{
	kconfig_release(&narrowing->kconfig);
	STRLIST_RELEASE_ALL(&narrowing->wide, &narrowing->small, &narrowing->guards,
			    &narrowing->wanted);
}

/* Begin with the wide configuration in the folder of the narrow one. */
static int copy_config(const struct kbuild *from, const struct kbuild *to)
{
	char *source CLEANUP(free_text) = xasprintf("%s/.config", from->build);
	char *target CLEANUP(free_text) = xasprintf("%s/.config", to->build);
	size_t len;
	char *text CLEANUP(free_text) = io_read(source, &len);

	return text && io_mkdirs(to->build) == 0 ? io_write(target, text, len) : -1;
}

/* The modules that hold the sources. */
static void find_modules(const struct narrowing *narrowing, struct strlist *names)
{
	FOR_EACH(source, &narrowing->narrow->sources)
		if (modules_kind(narrowing->modules, *source) == 'm')
			modules_of(narrowing->modules, *source, names);
	strlist_sort(names);
}

/* "foo 1 0", as lsmod says it of drivers/x/foo.o. */
static int write_lsmod(const struct narrowing *narrowing, const char *path)
{
	struct strlist names CLEANUP(strlist_release) = { 0 };
	char *text CLEANUP(free_text) = NULL;
	size_t len;
	FILE *out = xmemstream(&text, &len);

	find_modules(narrowing, &names);
	fprintf(out, "Module Size Used by\n");
	FOR_EACH(name, &names) {
		char *leaf = xstrdup(path_leaf(*name));

		leaf[strcspn(leaf, ".")] = '\0';
		for (char *at = leaf; *at; at++)
			*at = *at == '-' ? '_' : *at;
		fprintf(out, "%s 1 0\n", leaf);
		free(leaf);
	}
	fclose(out);
	return io_write(path, text, len);
}

/* The options of one source that the wide configuration has on. */
static void add_guards(const struct narrowing *narrowing, const char *source,
		       struct strlist *guards)
{
	struct strlist options CLEANUP(strlist_release) = { 0 };

	modules_options(narrowing->base, narrowing->all, source, &options);
	FOR_EACH(option, &options)
		if (config_value(&narrowing->wide, *option))
			strlist_add_once(guards, *option);
}

/* What Kbuild leaves of the modules when only these are in use. */
static int ask_localmodconfig(struct narrowing *narrowing)
{
	char *lsmod CLEANUP(free_text) = xasprintf("%s.lsmod", narrowing->kbuild->build);
	struct strlist left CLEANUP(strlist_release) = { 0 };
	int able = write_lsmod(narrowing, lsmod);

	if (able == 0)
		able = kbuild_localmodconfig(narrowing->kbuild, lsmod);
	if (able <= 0) /* it only proposes */
		return able;
	if (kbuild_read_config(narrowing->kbuild, &left) < 0)
		return -1;
	FOR_EACH(line, &left) {
		size_t length = strcspn(*line, "=");
		char *option CLEANUP(free_text) = xstrndup(*line, length);

		if (!strcmp(*line + length, "=m"))
			strlist_add_once(&narrowing->wanted, option);
	}
	return 0;
}

/* The wide configuration, and what is wanted of it. */
static int find_wanted(struct narrowing *narrowing)
{
	struct kbuild *kbuild = narrowing->kbuild, *wide = narrowing->wide_kbuild;

	if (worktree_set(kbuild->state, narrowing->base, &narrowing->base->tree,
			 WORKTREE_KBUILD) < 0 ||
	    kbuild_configure(wide, &narrowing->kconfig_digest) < 0 || kbuild_check(wide) < 0 ||
	    kbuild_read_config(wide, &narrowing->wide) < 0 ||
	    kconfig_load(&narrowing->kconfig, narrowing->base, narrowing->all,
			 kbuild->target.srcarch) < 0 ||
	    copy_config(wide, kbuild) < 0)
		return -1;
	FOR_EACH(source, &narrowing->narrow->sources)
		add_guards(narrowing, *source, &narrowing->guards);
	strlist_add_all_once(&narrowing->wanted, &narrowing->guards);
	FOR_EACH(line, &kbuild->target.options) {
		char *option CLEANUP(free_text) = xstrndup(*line, strcspn(*line, "="));

		strlist_add_once(&narrowing->wanted, option);
	}
	for (size_t i = 0; i < sizeof(always) / sizeof(*always); i++)
		strlist_add_once(&narrowing->wanted, always[i]);
	return ask_localmodconfig(narrowing);
}

/* Ask for what turns on the options of sources that did not come on; is there anything new? */
static bool want_raisers(struct narrowing *narrowing)
{
	size_t known = narrowing->wanted.nr;

	FOR_EACH(option, &narrowing->guards) {
		struct strlist words CLEANUP(strlist_release) = { 0 };
		size_t before = narrowing->wanted.nr;

		if (config_value(&narrowing->small, *option))
			continue;
		kconfig_raisers(&narrowing->kconfig, *option + strlen("CONFIG_"), &words);
		FOR_EACH(word, &words) {
			char *raiser CLEANUP(free_text) = xasprintf("CONFIG_%s", *word);

			if (narrowing->wanted.nr - before < MOST_RAISERS &&
			    config_value(&narrowing->wide, raiser))
				strlist_add_once(&narrowing->wanted, raiser);
		}
	}
	return narrowing->wanted.nr > known;
}

/* Let Kconfig dispose: until all options of the sources are on, or nothing more can be asked for.
 * @plain: the target without wishes. */
static int find_wishes(struct narrowing *narrowing, const git_oid *plain)
{
	struct kbuild *kbuild = narrowing->kbuild;

	for (int round = 0; round < ROUNDS; round++) {
		struct strlist lines CLEANUP(strlist_release) = { 0 };

		narrow_propose(&narrowing->kconfig, &narrowing->wide, &narrowing->wanted, &lines);
		kbuild->context = *plain;
		kbuild_wish(kbuild, "allnoconfig", &lines);
		strlist_release(&narrowing->small);
		if (kbuild_configure(kbuild, &narrowing->kconfig_digest) < 0 ||
		    kbuild_read_config(kbuild, &narrowing->small) < 0)
			return -1;
		if (!want_raisers(narrowing))
			break;
	}
	return 0;
}

/* Why the source @path is not built, as far as options tell. */
static void add_miss(struct narrowing *narrowing, const char *path)
{
	struct strlist guards CLEANUP(strlist_release) = { 0 };
	struct narrow_miss *miss = LIST_ADD(&narrowing->narrow->misses);
	FILE *out = xmemstream(&miss->options, NULL);

	miss->path = xstrdup(path);
	add_guards(narrowing, path, &guards);
	FOR_EACH(option, &guards)
		if (!config_value(&narrowing->small, *option))
			fprintf(out, "%s%s", ftell(out) > 0 ? ", " : "", *option);
	fclose(out);
}

/* What stands in .config, and what Kbuild builds of it. */
static int look_at_result(struct narrowing *narrowing)
{
	struct narrow *narrow = narrowing->narrow;
	struct modules built CLEANUP(modules_release) = { 0 };
	char *makefile CLEANUP(free_text) = query_makefile();

	if (!makefile || query_run_all(&built, narrowing->kbuild, makefile) < 0)
		return -1;
	FOR_EACH(member, &built)
		if (member->kind != 'n')
			strlist_add(&narrow->objects, member->object);
	strlist_sort(&narrow->objects);
	FOR_EACH(line, &narrowing->small) {
		const char *value = *line + strcspn(*line, "=");

		narrow->modular += !strcmp(value, "=m");
		narrow->built_in += !strcmp(value, "=y");
	}
	FOR_EACH(option, &narrowing->wanted)
		if (config_value(&narrowing->wide, *option) &&
		    !config_value(&narrowing->small, *option))
			strlist_add(&narrow->off, *option);
	strlist_sort(&narrow->off);
	FOR_EACH(source, &narrow->sources) {
		char *object CLEANUP(free_text) = module_object(*source);

		if (files_find(narrowing->all, *source) &&
		    !strlist_find(&narrow->objects, object))
			add_miss(narrowing, *source);
	}
	return 0;
}

static json_t *make_fact(const struct narrow *narrow)
{
	json_t *misses = json_array();

	FOR_EACH(miss, &narrow->misses)
		json_array_append_new(misses, json_pack("[oo]", json_text(miss->path),
							json_text(miss->options)));
	return json_pack("{s:o, s:o, s:o, s:o, s:i, s:i}", "wishes", json_list(&narrow->wishes),
			 "objects", json_list(&narrow->objects), "off", json_list(&narrow->off),
			 "misses", misses, "m", (int)narrow->modular, "y", (int)narrow->built_in);
}

static void load_fact(struct narrow *narrow, const json_t *fact)
{
	json_list_read(json_object_get(fact, "wishes"), &narrow->wishes);
	json_list_read(json_object_get(fact, "objects"), &narrow->objects);
	json_list_read(json_object_get(fact, "off"), &narrow->off);
	narrow->modular = (size_t)json_integer_value(json_object_get(fact, "m"));
	narrow->built_in = (size_t)json_integer_value(json_object_get(fact, "y"));
	FOR_EACH_JSON(row, json_object_get(fact, "misses")) {
		struct narrow_miss *miss = LIST_ADD(&narrow->misses);

		miss->path = xstrdup(json_string_value(json_array_get(row, 0)));
		miss->options = xstrdup(json_string_value(json_array_get(row, 1)));
	}
}

static git_oid narrow_key(const struct narrowing *narrowing)
{
	struct strlist names CLEANUP(strlist_release) = { 0 };
	struct digest digest = { 0 };

	DIGEST_ADD(&digest, VERSION, &narrowing->kbuild->context, &narrowing->kconfig_digest,
		   &narrowing->narrow->sources, DIGEST_MARK);
	find_modules(narrowing, &names);
	digest_texts(&digest, &names);
	return digest_end(&digest);
}

static int work_out(struct narrowing *narrowing)
{
	struct kbuild *kbuild = narrowing->kbuild;
	git_oid plain = kbuild->context;

	progress_report(kbuild->state->progress, "narrowing", 0, 1, kbuild->target.name);
	if (find_wanted(narrowing) < 0 || find_wishes(narrowing, &plain) < 0)
		return -1;
	strlist_add_all(&narrowing->narrow->wishes, &kbuild->target.wishes);
	return look_at_result(narrowing);
}

int narrow_make(struct narrow *narrow, struct kbuild *kbuild, struct kbuild *wide,
		const struct base *base, const struct files *all, const struct modules *modules)
{
	const struct view whole = { .files = all, .tree = base->tree };
	struct narrowing narrowing CLEANUP(narrowing_release) = {
		.narrow = narrow, .kbuild = kbuild, .wide_kbuild = wide, .base = base, .all = all,
		.modules = modules,
		.kconfig_digest = kbuild_digest(&whole),
	};
	struct fact fact CLEANUP(fact_release) = { kbuild->state->ledger, "narrow",
						   narrow_key(&narrowing) };
	int known = fact_recall(&fact);

	if (known <= 0)
		return known < 0 || work_out(&narrowing) < 0 ? -1 :
							       fact_keep(&fact, make_fact(narrow));
	load_fact(narrow, fact.value);
	kbuild_wish(kbuild, "allnoconfig", &narrow->wishes);
	return 0;
}

void narrow_release(struct narrow *narrow)
{
	FOR_EACH(miss, &narrow->misses)
		FREE_ALL(miss->path, miss->options);
	free(narrow->misses.v);
	STRLIST_RELEASE_ALL(&narrow->sources, &narrow->wishes, &narrow->objects, &narrow->off);
	*narrow = (struct narrow){ 0 };
}
