#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Conversions that people made by semantic patches, planned again on Linux 6.12.
#
# timer_delete (Linux 6.15-rc1): del_timer() and del_timer_sync() everywhere, one commit.
# irq_domain (Linux 6.16): irq_domain_add_*() to irq_domain_create_*(), an argument is wrapped;
# irq_domain_add_nomap() has no successor in 6.12 and stays. remove_new (Linux 6.12 to 6.14):
# a field of struct platform_driver, by subsystem; what get_maintainer.pl takes for the same
# files alone is measured beside it.
#
#	REPLAY=timer_delete	only one of them, see replay.sh
kernels=6.12
# shellcheck source=tests/linux/kernel.sh
. "$(dirname "$0")/kernel.sh"
# shellcheck source=tests/linux/replay.sh
. "$top/tests/linux/replay.sh"

# A campaign of one rule; standard input is the rule, without its head.
rule_campaign() { # NAME SUBJECT
	mkdir -p "$work/$1" && {
		printf '/// %s\n///\n// Confidence: High\n// Options: --no-includes\n\n' "$2" && cat
	} >"$work/$1/convert.cocci" && replay_campaign "$1" "$2" '	rule = convert.cocci'
}

# Lines of code and of text outside of the rule's sight that hold one of the words in a tree.
holds() { # TREE EXPRESSION PATH...
	tree=$1 expression=$2
	shift 2
	git -C "$repo" grep -lwP "$expression" "$tree" -- "$@" | sed "s/^$tree://" | sort
}

replay_head

## timer_delete ##

if replayed timer_delete; then
	rule_campaign timer-delete 'Switch to timer_delete[_sync]()' <<'RULE'
@@
@@
(
- del_timer
+ timer_delete
|
- del_timer_sync
+ timer_delete_sync
)
  (...)
RULE
	timed_plan 'timer_delete by a rule, one patch'
	ok 'timer_delete: there is a plan'
	tree=$(last_tree)
	holds "$base" 'del_timer(_sync)?\(' '*.[ch]' ':!Documentation' >"$work/before"
	holds "$tree" 'del_timer(_sync)?(?=\()' '*.[ch]' ':!Documentation' >"$work/rest"
	json 'sorted(set(l["file"] for l in d["left"]))' "$work/plan.json" >"$work/named"
	echo "# code that still calls it: $(wc -l <"$work/rest") files, not named:" \
		"$(comm -23 "$work/rest" "$work/named" | tr '\n' ' ')"
	[ -z "$(comm -23 "$work/rest" "$work/named")" ]
	ok 'timer_delete: whatever still calls it is named'
	split_by subsystem
	timed_plan 'timer_delete by a rule, by subsystem' && [ "$(last_tree)" = "$tree" ]
	ok 'timer_delete: by subsystem the same tree'
fi

## irq_domain ##

if replayed irq_domain; then
	rule_campaign irq-domain 'Switch to irq_domain_create_*()' <<'RULE'
@@
expression node;
@@
(
- irq_domain_add_linear
+ irq_domain_create_linear
|
- irq_domain_add_tree
+ irq_domain_create_tree
|
- irq_domain_add_simple
+ irq_domain_create_simple
|
- irq_domain_add_legacy
+ irq_domain_create_legacy
)
  (
- node
+ of_fwnode_handle(node)
  , ...)

@@
expression parent, flags, size, node;
@@
- irq_domain_add_hierarchy
+ irq_domain_create_hierarchy
  (parent, flags, size,
- node
+ of_fwnode_handle(node)
  , ...)
RULE
	timed_plan 'irq_domain by a rule, one patch' && split_by subsystem &&
		timed_plan 'irq_domain by a rule, by subsystem'
	ok 'irq_domain: there is a plan'
	tree=$(last_tree)
	holds "$tree" 'irq_domain_add_(linear|tree|simple|legacy|hierarchy)(?=\()' '*.[ch]' \
		':!Documentation' >"$work/rest"
	json 'sorted(set(l["file"] for l in d["left"]))' "$work/plan.json" >"$work/named"
	echo "# code that still calls it: $(tr '\n' ' ' <"$work/rest")"
	[ -z "$(comm -23 "$work/rest" "$work/named")" ]
	ok 'irq_domain: whatever still calls it is named'
	git -C "$repo" diff "$base" "$tree" | grep -c '^+.*of_fwnode_handle(' >"$work/wrapped"
	echo "# lines that wrap the node: $(cat "$work/wrapped")"
	[ "$(cat "$work/wrapped")" -gt 200 ]
	ok 'irq_domain: the argument is wrapped'
fi

## remove_new ##

# get_maintainer.pl alone, file by file, two at a time, as seconds and CPU seconds.
maintainers_alone() {
	mkdir "$work/tree" && git -C "$repo" archive "$base" scripts MAINTAINERS |
		tar -x -C "$work/tree" || return
	python3 -I -S - "$work/tree" "$work/got" <<'PYTHON'
import concurrent.futures, os, resource, subprocess, sys, time
os.chdir(sys.argv[1])
files = open(sys.argv[2]).read().split()
began = time.monotonic()
def ask(path):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    open(path, "a").close()
    subprocess.run(["perl", "scripts/get_maintainer.pl", "--no-tree", "--no-git",
                    "--no-git-fallback", "-f", path], stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
with concurrent.futures.ThreadPoolExecutor(2) as pool:
    list(pool.map(ask, files))
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print("# get_maintainer.pl alone: %d files, %.0f s, %.0f s of CPU" %
      (len(files), time.monotonic() - began, used.ru_utime + used.ru_stime))
PYTHON
}

if replayed remove_new; then
	rule_campaign remove-new 'Switch back to struct platform_driver::remove()' <<'RULE'
@@
identifier driver;
expression f;
@@
  struct platform_driver driver = {
- 	.remove_new = f,
+ 	.remove = f,
  };
RULE
	split_by subsystem
	timed_plan 'remove_new by a rule, by subsystem'
	ok 'remove_new: there is a plan'
	tree=$(last_tree)
	files_changed >"$work/got"
	holds "$tree" 'remove_new' '*.[ch]' >"$work/rest"
	json 'sorted(set(l["file"] for l in d["left"]))' "$work/plan.json" >"$work/named"
	echo "# files that still hold it: $(tr '\n' ' ' <"$work/rest")"
	[ -z "$(comm -23 "$work/rest" "$work/named")" ]
	ok 'remove_new: whatever still holds it is named'
	read -r _ _ memory <"$work/took"
	[ "$memory" -le 700 ]
	ok 'remove_new: 700 MiB are enough'
	maintainers_alone
	ok 'remove_new: what get_maintainer.pl alone takes'
fi
finish
