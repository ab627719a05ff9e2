/* SPDX-License-Identifier: GPL-2.0 */
/*
 * fake.h - the build of a target whose tree and whose make are the test's own
 *
 * The tree is a repository of a few files. The make is a shell script that stands first in
 * PATH: it notes what it is asked for, "configures" by copying the file Kconfig, "prepares" by
 * copying include/seed.h to include/generated/made.h, says that it reads the Makefile at the top,
 * those that kernel/reads names and the Kconfigs of kernel/kconfigs, and compiles or preprocesses a
 * source, leaving the record that Kbuild leaves, also of what no list names (makerule.h). The
 * question what a folder builds (query.h) goes to the real make. What is linked together is said by
 * the test.
 */
#ifndef FAKE_H
#define FAKE_H

#include "world.h"

#include "build/target_build.h"
#include "git/worktree.h"
#include "lib/ledger.h"
#include "lib/state.h"
#include "result/result.h"
#include "series/plan.h"

static const char fake_make[] =
	"#!/bin/sh\n"
	"set -u\n"
	"case \" $* \" in\n"
	"*' nothing '*) PATH=${PATH#*:} exec make \"$@\" ;;\n"
	"*' treewide-folder '*)\n"
	"	dir=${*##* obj=} && echo \"treewide-src $(pwd -P)/${dir%% *}\" && exit ;;\n"
	"*' treewide-exports '*) exit 2 ;;\n"
	"*' --debug=v '*)\n"
	"	for name in Makefile $(cat kernel/reads); do\n"
	"		[ ! -e $name ] || echo \"  Reading makefile '$(pwd -P)/$name'...\"\n"
	"	done\n"
	"	exit 0 ;;\n"
	"esac\n"
	"tree=$(pwd -P) out= goals= code=0\n"
	"for word; do\n"
	"	case $word in\n"
	"	O=*) out=${word#O=} ;;\n"
	"	-* | *=* | '') ;;\n"
	"	*) goals=\"$goals $word\" ;;\n"
	"	esac\n"
	"done\n"
	"case $goals in\n"
	"*' treewide-unlisted') # the eval names folders and objects\n"
	"	goals=$(printf '%s\\n' \"$@\" | tr ' ;' '\\n\\n' | grep '[.]o$' | sort -u |\n"
	"		tr '\\n' ' ')\n"
	"	goals=\" ${goals% }\" ;;\n"
	"esac\n"
	"echo \"${goals# }\" >>\"$FAKE_CALLS\"\n"
	"compile() { # OBJECT, or preprocessed source\n"
	"	how=-c\n"
	"	[ \"${1%.i}\" = \"$1\" ] || how=-E\n"
	"	echo \"  CC      $1\"\n"
	"	mkdir -p \"$out/${1%/*}\"\n"
	"	gcc $how -fno-pic -Wall -Iinclude -I\"$out/include\" -MD -MF \"$out/deps\" \\\n"
	"		-o \"$out/$1\" \"${1%.[io]}.c\" || return 2\n"
	"	{\n"
	"		echo \"savedcmd_$1 := gcc -Wall\"\n"
	"		echo \"source_$1 := $tree/${1%.[io]}.c\"\n"
	"		echo \"deps_$1 := \\\\\"\n"
	"		sed -e 's/^[^:]*://' -e 's/\\\\$//' \"$out/deps\" | tr -s ' ' '\\n' |\n"
	"			sed -n -e \"s,^$out/,./,\" -e \"s,^[^./],$tree/&,\" \\\n"
	"				-e 's/..*/  & \\\\/p'\n"
	"	} >\"$out/${1%/*}/.${1##*/}.cmd\"\n"
	"}\n"
	"for goal in $goals; do\n"
	"	case $goal in\n"
	"	config)\n"
	"		grep -Hn '^syntax error' Kconfig && exit 2\n"
	"		sed -n '/^# odd/=' Kconfig | sed 's/.*/Kconfig:&:warning: it is odd/'\n"
	"		mkdir -p \"$out/include/config\"\n"
	"		cp Kconfig \"$out/.config\"\n"
	"		cp Kconfig \"$out/include/config/auto.conf\"\n"
	"		[ ! -e kernel/kconfigs ] || sed 's/.*/\t& \\\\/' kernel/kconfigs \\\n"
	"			>\"$out/include/config/auto.conf.cmd\"\n"
	"		;;\n"
	"	modules_prepare)\n"
	"		! grep -q '^die' include/seed.h || exit 2\n"
	"		gcc -fsyntax-only include/seed.h || exit 2\n"
	"		mkdir -p \"$out/include/generated\" \"$out/kernel\"\n"
	"		cp include/seed.h \"$out/include/generated/made.h\"\n"
	"		echo \"source_kernel/bounds.s := $tree/include/seed.h\" \\\n"
	"			>\"$out/kernel/.bounds.s.cmd\"\n"
	"		;;\n"
	"	*.[io]) compile \"$goal\" || code=2 ;;\n"
	"	esac\n"
	"done\n"
	"exit $code\n";

struct fake {
	char *dir, *path;	/* PATH as it was */
	struct state state;
	struct base base;
	struct plan plan;	/* nothing but the files of the base */
	struct series_result result;
	struct target_build build;
};

static inline UNUSED void free_fake(struct fake *fake)
{
	target_build_release(&fake->build);
	files_release(&fake->plan.all);
	base_release(&fake->base);
	ledger_free(fake->state.ledger);
	free(fake->state.dir);
	free(fake->state.tmp);
	setenv("PATH", fake->path, true);
	free(fake->path);
	free_world(&fake->dir);
}

/* From here on our make is the first one in PATH. */
static inline UNUSED void fake_install_make(struct fake *fake)
{
	char *make CLEANUP(free_text) = xasprintf("%s/bin/make", fake->dir);
	char *calls CLEANUP(free_text) = xasprintf("%s/calls", fake->dir);
	char *path CLEANUP(free_text) = NULL;

	fake->path = xstrdup(getenv("PATH"));
	path = xasprintf("%s/bin:%s", fake->dir, fake->path);
	world_file(fake->dir, "bin/make", fake_make);
	assert_int_equal(chmod(make, 0755), 0);
	assert_int_equal(setenv("PATH", path, true), 0);
	assert_int_equal(setenv("FAKE_CALLS", calls, true), 0);
}

static inline UNUSED void fake_open_kbuild(struct fake *fake)
{
	struct kbuild *kbuild = &fake->build.kbuild;

	kbuild->state = &fake->state;
	kbuild->target.name = xstrdup("fake");
	kbuild->target.path = xstrdup("configs/fake");
	kbuild->target.arch = xstrdup("x86_64");
	kbuild->target.srcarch = xstrdup("x86");
	kbuild->target.config = xstrdup("config");
	kbuild->target.compiler = xstrdup("gcc");
	kbuild->tree = worktree_path(&fake->state);
	kbuild->build = xasprintf("%s/build/fake", fake->state.dir);
	assert_success(io_mkdirs(kbuild->build));
}

/* A build whose base holds @entries, with revision 0 alone. */
static inline UNUSED void fake_open(struct fake *fake, const struct entry *entries)
{
	struct target_build *build = &fake->build;
	char *repo CLEANUP(free_text) = NULL;
	char *dir CLEANUP(free_text) = NULL;

	fake->dir = world_make();
	repo = xasprintf("%s/repo", fake->dir);
	dir = xasprintf("%s/state", fake->dir);
	assert_success(io_mkdirs(dir));
	fake->state.dir = realpath(dir, NULL);
	fake->state.tmp = xasprintf("%s/tmp", fake->state.dir);
	fake->state.jobs = 1;
	assert_success(io_mkdirs(fake->state.tmp));
	assert_success(ledger_open(&fake->state.ledger, ":memory:"));
	world_base(&fake->base, repo, entries);
	assert_success(files_load(&fake->plan.all, &fake->base, &fake->base.tree));
	fake_install_make(fake);
	fake_open_kbuild(fake);
	fake->result.base = &fake->base;
	fake->result.plan = &fake->plan;
	build->proof = &fake->result;
	build->revisions.kbuild = &build->kbuild;
	build->revisions.base = &fake->base;
	build->revisions.all = &fake->plan.all;
	treescan_init(&build->scan, &fake->state, &fake->base, &fake->plan.all,
		      build->kbuild.target.srcarch);
	assert_success(revisions_add(&build->revisions, &fake->base.tree, 0));
}

/* One more revision: @entries on top of revision @before. */
static inline UNUSED size_t fake_change(struct fake *fake, size_t before,
					const struct entry *entries)
{
	struct revisions *revisions = &fake->build.revisions;
	git_oid tree = world_tree(fake->base.repo, &revisions->v[before].view.tree, entries);

	assert_success(revisions_add(revisions, &tree, before));
	return revisions->nr - 1;
}

#define FAKE_CHANGE(fake, before, ...) \
	fake_change(fake, before, (const struct entry[]){ __VA_ARGS__, { NULL, NULL } })

/* The target builds @object into @module: 'y', 'm', or 'n' for not at all. */
static inline UNUSED void fake_link(struct fake *fake, const char *object, const char *module,
				    char kind)
{
	query_add(&fake->build.modules, xstrdup(object), xstrdup(module), kind);
	query_sort(&fake->build.modules);
}

/* An object that was compiled and came out well, without symbols. */
static inline UNUSED struct object *fake_object(struct fake *fake, const char *source,
						size_t revision)
{
	struct object *object = object_want(&fake->build.objects, &fake->build.modules, source,
					    revision);

	object->done = object->result.ok = true;
	return object;
}

/* What make was asked for since the last time, one call a line. */
static inline UNUSED void assert_calls(const struct fake *fake, const char *expected)
{
	char *calls CLEANUP(free_text) = xasprintf("%s/calls", fake->dir);

	assert_file(fake->dir, "calls", *expected ? expected : NULL);
	assert_success(io_remove(calls));
}

#endif
