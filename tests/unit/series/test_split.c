// SPDX-License-Identifier: GPL-2.0
/* Which changes share a patch, and what history calls a file. */
#include "world.h"

#include "git/change.h"
#include "series/patch.h"
#include "placement/placement.h"
#include "series/split.h"
#include "placement/subjectprefix.h"

static void add_change(struct changes *changes, const char *path, bool empty)
{
	const git_oid before = { { 1 } };
	struct change *change = changes_add(changes, path, 0100644, &before);

	if (!empty)
		change->after.id[1] = 1;
}

static void split(struct patches *patches, const struct changes *changes, const char *const *keys)
{
	struct placements places CLEANUP(placements_release) = { 0 };

	for (size_t i = 0; i < changes->nr; i++) {
		struct placement *place = LIST_ADD(&places);

		place->key = strdup(keys[i]);
		place->prefix = strdup(keys[i]);
	}
	split_changes(patches, changes, &places, "convert");
}

/* "id[key]: path path; id[key]: path" */
static void assert_patches(const struct patches *patches, const char *expected)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	FOR_EACH(patch, patches) {
		fprintf(out, "%s%s[%s]:", patch == patches->v ? "" : "; ", patch->id,
			patch->prefix);
		FOR_EACH(change, &patch->changes)
			fprintf(out, " %s", (*change)->path);
	}
	fclose(out);
	assert_string_equal(text, expected);
	free(text);
}

static void split_keeps_a_prefix_together(void **state)
{
	static const char *const keys[] = { "drm/xe", "net: stmmac", "drm/xe", "net: stmmac",
					    "r8169" };
	static const char *const paths[] = { "a.c", "b.c", "c.c", "d.c", "e.c" };
	struct changes changes CLEANUP(changes_release) = { 0 };
	struct patches patches CLEANUP(patches_release) = { 0 };

	for (size_t i = 0; i < ARRAY_SIZE(paths); i++)
		add_change(&changes, paths[i], false);
	split(&patches, &changes, keys);
	assert_patches(&patches, "convert/drm-xe[drm/xe]: a.c c.c; "
				 "convert/net-stmmac[net: stmmac]: b.c d.c; "
				 "convert/r8169[r8169]: e.c");
}

static void split_keeps_empty_changes_out(void **state)
{
	static const char *const keys[] = { "a", "b", "a" };
	struct changes changes CLEANUP(changes_release) = { 0 };
	struct patches patches CLEANUP(patches_release) = { 0 };

	add_change(&changes, "1.c", true);
	add_change(&changes, "2.c", true);
	add_change(&changes, "3.c", false);
	split(&patches, &changes, keys);
	assert_patches(&patches, "convert/a[a]: 3.c");
}

static void split_of_nothing_is_nothing(void **state)
{
	struct changes changes CLEANUP(changes_release) = { 0 };
	struct patches patches CLEANUP(patches_release) = { 0 };

	split(&patches, &changes, NULL);
	assert_patches(&patches, "");
}

/* Any assignment of keys: each change stands in exactly one patch, the one of its key. */
static void split_never_loses_a_change(void **state)
{
	static const char *const names[] = { "a", "b", "c", "d/e", "d: e" };
	const char *keys[40];

	for (unsigned seed = 0; seed < 50; seed++) {
		struct changes changes CLEANUP(changes_release) = { 0 };
		struct patches patches CLEANUP(patches_release) = { 0 };
		size_t seen = 0;

		for (unsigned i = 0; i < ARRAY_SIZE(keys); i++) {
			char path[16];

			snprintf(path, sizeof(path), "%02u.c", i);
			add_change(&changes, path, false);
			keys[i] = names[(seed * 7 + i * i * (seed + 3)) % ARRAY_SIZE(names)];
		}
		split(&patches, &changes, keys);
		FOR_EACH(patch, &patches) {
			FOR_EACH(change, &patch->changes)
				assert_string_equal(keys[*change - changes.v], patch->prefix);
			seen += patch->changes.nr;
		}
		assert_int_equal(seen, ARRAY_SIZE(keys));
	}
}

static void split_adds_to_patches_but_not_into_them(void **state)
{
	static const char *const keys[] = { "api" };
	struct changes changes CLEANUP(changes_release) = { 0 };
	struct patches patches CLEANUP(patches_release) = { 0 };
	struct patch *first = LIST_ADD(&patches);

	first->id = xstrdup("api");
	first->prefix = xstrdup("api");
	add_change(&changes, "a.c", false);
	split(&patches, &changes, keys);
	assert_patches(&patches, "api[api]:; convert/api[api]: a.c");
}

static void ids_do_not_depend_on_other_patches(void **state)
{
	static const char *const all[] = { "b", "drm/xe" }, *const one[] = { "drm/xe" };
	struct changes many CLEANUP(changes_release) = { 0 };
	struct changes few CLEANUP(changes_release) = { 0 };
	struct patches patches CLEANUP(patches_release) = { 0 };
	struct patches fewer CLEANUP(patches_release) = { 0 };

	add_change(&many, "a.c", false);
	add_change(&many, "x.c", false);
	add_change(&few, "y.c", false);
	split(&patches, &many, all);
	split(&fewer, &few, one);
	assert_string_equal(patches.v[1].id, fewer.v[0].id);
}

/* regenerate tells patches apart by id. */
static void keys_that_look_alike_get_different_ids(void **state)
{
	static const char *const keys[] = { "net: stmmac", "net/stmmac", "NET-stmmac" };
	struct changes changes CLEANUP(changes_release) = { 0 };
	struct patches patches CLEANUP(patches_release) = { 0 };

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		add_change(&changes, keys[i], false);
	split(&patches, &changes, keys);
	assert_int_equal(patches.nr, 3);
	for (size_t i = 0; i < 3; i++)
		assert_string_not_equal(patches.v[i].id, patches.v[(i + 1) % 3].id);
	assert_string_equal(patches.v[0].id, "convert/net-stmmac");
}

static void the_prefix_is_what_most_commits_say(void **state)
{
	static const struct {
		const char *subjects, *expected; /* separated by "|", newest first */
	} samples[] = {
		{ "", NULL },
		{ "Fix everything", NULL },
		{ "drm/xe: Fix a|drm/i915: b|drm/i915: c", "drm/i915" },
		{ "a: x|b: y|b: z|a: w", "a" },
		{ "b: x|a: y|b: z|a: w", "b" },
		{ "x: a|xy: b|xy: c", "xy" },
		{ "net: phy: realtek: Add it|net: phy: realtek: Fix it", "net: phy: realtek" },
		{ "Revert \"a: x\"|Revert \"a: y\"|b: c", "b" },
		{ "Merge tag: x|Merge branch: y|b: c", "b" },
		{ "Revert \"a: x\"", NULL },
		{ "This is quite a sentence: with a colon", NULL },
		{ "net: this is quite a sentence: with a colon", "net" },
		{ "serial: 8250_pci: say why: because", "serial: 8250_pci: say why" },
		{ "a:b", NULL },
		{ ": a", NULL },
		{ "a: ", "a" },
		{ "PCI/MSI: Fix", "PCI/MSI" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct strlist subjects = { 0 };
		char *found;

		strlist_split(&subjects, samples[i].subjects, "|");
		found = subject_prefix(&subjects);
		if (!found != !samples[i].expected ||
		    (found && strcmp(found, samples[i].expected)))
			fail_msg("%s: %s", samples[i].subjects, found ? found : "none");
		strlist_release(&subjects);
		free(found);
	}
}

static void one_prefix_for_many_is_what_most_share(void **state)
{
	static const struct {
		const char *prefixes, *expected;
	} samples[] = {
		{ "HID", "HID" },
		{ "HID|HID: wacom|HID: uclogic", "HID" },
		{ "drm/amd|drm/i915|drm/xe", "drm" },
		{ "net: alpha|net: bravo", "net" },
		{ "net: alpha|net: alpha|net: bravo", "net: alpha" },
		{ "net: alpha|netfilter: x|net: bravo|netfilter: y", "treewide" },
		{ "usb: a|mmc: b", "treewide" },
		{ "usb: a|usb: b|mmc: c", "usb" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		struct strlist prefixes CLEANUP(strlist_release) = { 0 };

		strlist_split(&prefixes, samples[i].prefixes, "|");
		char *found CLEANUP(free_text) = subject_prefix_common(&prefixes);
		assert_string_equal(found, samples[i].expected);
	}
}

RUN_TESTS(TEST(split_keeps_a_prefix_together),
	  TEST(split_keeps_empty_changes_out),
	  TEST(split_of_nothing_is_nothing),
	  TEST(split_never_loses_a_change),
	  TEST(split_adds_to_patches_but_not_into_them),
	  TEST(ids_do_not_depend_on_other_patches),
	  TEST(keys_that_look_alike_get_different_ids),
	  TEST(the_prefix_is_what_most_commits_say),
	  TEST(one_prefix_for_many_is_what_most_share))
