/* SPDX-License-Identifier: GPL-2.0 */
/*
 * kbuild.h - configure, ask and run the kernel's build system for one target
 *
 * Builds happen in <state>/build/<target>, from the work tree (worktree.h), with
 * ccache as launcher where it is installed.
 */
#ifndef KBUILD_H
#define KBUILD_H

#include "kbuild/target.h"
#include "lib/list.h"
#include "lib/root.h"

#include <git2.h>
#include <stdbool.h>

struct state;
struct view;

/* A tree with one digest is configured and prepared as one with the other. */
struct likeness {
	git_oid kconfig, model;
};

struct kbuild {
	struct state *state;		/* borrowed */
	struct target target;
	struct root root;		/* what its programs run in; its path NULL: the machine */
	char *tree, *build;		/* source and O= folder */
	char *cache;			/* what ccache gets where strangers are confined */
	char *toolchain;		/* what compiles, with versions: for people */
	bool clippy;			/* make is told to let clippy look at Rust (CLIPPY=1) */
	/* Work of the caller to be done while a configuration is made, which keeps one
	 * core busy for long; taken away (NULL) when it has been done. */
	int (*beside)(void *ctx);
	void *beside_ctx;
	size_t goals;			/* objects that are being compiled */
	bool single;			/* one by one, for what the compiler says of them */
	char *stopped;			/* why the last make was ended early; or NULL */
	git_oid context;		/* target and toolchain; part of every key */
	struct {
		struct likeness *v;
		size_t nr, alloc;
	} alike;			/* see kbuild_liken() */
};

/* Read configs/@name and find out which compiler there is. A program that is not
 * installed is named, with its package. */
int kbuild_open(struct kbuild *, struct state *, const char *name);
/* The same for allmodconfig of an architecture, to be asked about and not to be built: by the
 * machine's own gcc where that of the architecture is not installed. */
int kbuild_open_arch(struct kbuild *, struct state *, const char *arch, const char *srcarch);
/* Make it @config with @wishes, see target_wish(). Its facts and its configuration are other ones
 * then. */
void kbuild_wish(struct kbuild *, const char *config, const struct strlist *wishes);
void kbuild_release(struct kbuild *);

/*
 * A make of strangers (confine.h) that is stopped, or does not end in time, tells why in @stopped,
 * and its build folder is gone: nobody knows what it holds. The functions below fail then where
 * they fail for a make that says no, and otherwise leave it to the caller to look there.
 */
/* The same for another job of a make that was stopped (struct job): fails, and says so. */
int kbuild_stop(struct kbuild *, const char *why);
/* Make .config and auto.conf for the tree that the work tree holds now; does
 * nothing when they were made for the same @kconfig digest. */
int kbuild_configure(struct kbuild *, const git_oid *kconfig);
/* Let Kbuild turn off the modules of the configuration that those in the file @lsmod do not need
 * (its goal localmodconfig): 1, and what comes of it stands in .config; it cannot: 0; or -1. The
 * file is what lsmod(8) prints. kbuild_configure() will make .config anew. */
int kbuild_localmodconfig(struct kbuild *, const char *lsmod);
/* Was it ever? */
bool kbuild_is_configured(const struct kbuild *);
/* The lines of .config that set options, sorted. */
int kbuild_read_config(const struct kbuild *, struct strlist *lines);
/* Fails when an option of the target has not got its value there: asked of the base. What
 * a commit does to one is a verdict on the commit, see rebuild.h. */
int kbuild_check(const struct kbuild *);
/* What $(src) is where Kbuild builds the folder @dir of a tree that is configured: asked of its
 * own Makefiles, for it is no promise of theirs. Owned by the caller; NULL with a reason,
 * which may lie in the Makefile of that folder. */
char *kbuild_src(struct kbuild *, const char *dir);
/*
 * What Kbuild's Makefile at the top exports to those of the folders, as "NAME=value": what the
 * Makefile of the architecture sets (BITS) can be had in no other way. For the configuration
 * that stands there; nothing where make cannot tell.
 */
int kbuild_exports(struct kbuild *, struct strlist *lines);
/* Of these, the value of @name; owned by the caller, "" when there is none. */
char *kbuild_export(struct kbuild *, const char *name);
/* Make any goals, -k, all cores, and keep what is there. @code is make's; the log is the
 * evidence. */
int kbuild_make_goals(struct kbuild *, const struct strlist *goals, const char *log, int *code);
/* modules_prepare: generated headers, objtool; under a target of Rust prepare0, without crates. */
int kbuild_prepare(struct kbuild *);
/*
 * Which files of the tree are read to configure and prepare it, sorted: Makefiles by make's own
 * words, Kconfig files by the list that conf leaves; in a folder that has just been prepared. Where
 * make's words cannot be had @makefiles stays empty, and without a list no Kconfig is in it.
 */
int kbuild_reads(struct kbuild *, struct strlist *makefiles);
/*
 * A tree with the digest @kconfig is configured and prepared as one with @model is, for they
 * differ in nothing that is read for that. @model need not be the digest of a tree: trees of the
 * same model are alike.
 */
void kbuild_liken(struct kbuild *, const git_oid *kconfig, const git_oid *model);
/* The digest that stands for the configuration of a tree with the digest @kconfig. */
const git_oid *kbuild_setup(const struct kbuild *, const git_oid *kconfig);
/*
 * Compile single objects (paths below the tree, .o), -k, all cores. Old objects
 * are removed before, so what is there afterwards was made now. Exit codes are no
 * evidence: look at the objects. @log receives everything, grouped by object.
 */
int kbuild_compile(struct kbuild *, const struct strlist *objects, const char *log);
/* The same for what no list of Kbuild names: by its general rules, in the folder of each. The paths
 * must be plain ones. */
int kbuild_compile_unlisted(struct kbuild *, const struct strlist *objects, const char *log);

/*
 * Make @folder ("drivers/pci/"). @only_read: nothing is made (-n): make reads all Makefiles on the
 * way, and says what no rule makes. @ended: it came to an end within @timeout seconds. @log
 * receives all of it, which is long where nothing is made.
 */
int kbuild_make_folder(struct kbuild *, const char *folder, bool only_read, unsigned timeout,
		       const char *log, int *code, bool *ended);
/* Make everything. */
int kbuild_make_all(struct kbuild *, const char *log, int *code);

/* Make what stands in @folders ("drivers/x/") of a folder in which everything was made before, then
 * let modpost look at all modules and link those that changed. 1; 0: this tree has not the scripts
 * for that; or -1. @code and @log as above. */
int kbuild_make_modules(struct kbuild *, const struct strlist *folders, const char *log, int *code);

/* The words of a make call without its goals, into the folder @build: all that makes a
 * build the same each time. The options of the target are in the file @build.options. */
void kbuild_words(const struct kbuild *, const char *build, bool keep_going,
		  struct strlist *words);
/* What every make of ours is given, see struct job. */
const char *const *kbuild_environment(void);

#endif
