#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# A series that nobody here wrote: the PREEMPT_RT queue of Debian's 6.1 (72 patches), fetched by
# ci/queue and proved as a range under a small configuration. No patch fails; a fault that is
# planted in one of eleven places is named where it stands, and git bisect run finds the one in
# patch 31. Skipped where Debian does not have the queue any more. Long.
#
#	LEVEL=full	each commit is really made, too, and the verdicts must agree: longer
#	STATE=DIR	see kernel.sh
# shellcheck source=tests/linux/kernel.sh
. "$(dirname "$0")/kernel.sh"

queue=$(XDG_CACHE_HOME=${cache%/treewide} "$top/ci/queue" linux=6.1.176-1 patches-rt \
	2>"$work/said") || skip_all "no queue: $(tail -n 1 "$work/said")"
start=$(echo "$queue" | sed -n 2p)
git -C "$repo" fetch --quiet --no-tags "$linux" "refs/tags/$start:refs/tags/$start" \
	"refs/heads/$(echo "$queue" | sed -n 3p):refs/heads/rt" || exit 3
git -C "$repo" rev-list --reverse "$start..rt" >"$work/commits"
ln -s "$top/tests/linux/configs" "$work/configs" && cd "$work" || exit 3

range() { # COMMAND...
	# all readers of each header, however slow the machine is
	"$TREEWIDE" --repo "$repo" --state "$state" --target x86_64-small-rt --budget 100000 "$@"
}
commit_at() { # NR; 0: what the queue stands on
	[ "$1" = 0 ] && git -C "$repo" rev-parse "$start^{commit}" || sed -n "${1}p" "$work/commits"
}
# The verdicts of a kind that the checks of a target gave, "number:check".
built() { # KIND
	json '" ".join("%d:%s" % (c["nr"], k["check"]) for c in d["commits"] for k in c["checks"]
		if k["verdict"] == "'"$1"'" and k["target"])' "$2"
}

## the queue ##

[ "$(wc -l <"$work/commits")" = 72 ]
ok 'the queue is 72 patches'
begin=$(date +%s)
range --json prove "$start..rt" >"$work/good" 2>"$work/err"
[ $? -le 1 ] && [ "$(built fail "$work/good")$(built void "$work/good")" = '' ]
ok "no object of it is worse than before, in $(($(date +%s) - begin)) s"
json 'd["summary"]' "$work/good" | sed 's/^/# /'
json '["%s: %s %s" % (c["subject"][:60], k["check"], k["detail"][:200]) for c in d["commits"]
	for k in c["checks"] if k["verdict"] == "uncovered" and k["target"]]' "$work/good" |
	sed 's/^/# /'

if [ "${LEVEL:-fast}" = full ]; then
	begin=$(date +%s)
	range --json --level full prove "$start..rt" >"$work/full" 2>"$work/err"
	[ $? -le 1 ] && [ "$(built fail "$work/full")$(built void "$work/full")" = '' ] &&
		[ "$(json 'sum(k["check"] == "build" and k["verdict"] == "pass"
			for c in d["commits"] for k in c["checks"])' "$work/full")" = 72 ]
	ok "each commit is really made, and passes, in $(($(date +%s) - begin)) s"
fi

## a fault at each of eleven places ##

# The branch planted: the queue, in which the lines on standard input stand at the end of FILE from
# patch NR on.
plant() { # NR FILE
	cat >"$work/lines"
	{
		echo 'reset refs/heads/planted'
		echo "from $(commit_at $(($1 - 1)))"
		tail -n "+$1" "$work/commits" | while read -r commit; do
			printf 'commit refs/heads/planted\ncommitter %s 1700000000 +0000\n' \
				'Tessa Tester <tessa@example.org>'
			printf 'data <<END-OF-SUBJECT\n%s\nEND-OF-SUBJECT\n' \
				"$(git -C "$repo" show -s --format=%s "$commit")"
			printf 'M 040000 %s \n' "$(git -C "$repo" rev-parse "$commit^{tree}")"
			printf 'M 100644 inline %s\ndata <<END-OF-FILE\n' "$2"
			git -C "$repo" show "$commit:$2" && cat "$work/lines" && echo END-OF-FILE
		done
	} | git -C "$repo" fast-import --quiet --force
}

# The proof names patch NR as the first bad one, by this check.
fault() { # NR FILE CHECK, with the lines on standard input
	plant "$1" "$2" &&
		bad=$(git -C "$repo" rev-list --reverse "$start..planted" | sed -n "${1}p") &&
		expect_exit 1 range --json prove "$start..planted" &&
		[ "$(json 'd["first_bad"]["nr"]')" = "$1" ] &&
		[ "$(json 'd["first_bad"]["commit"]')" = "$bad" ] &&
		built fail "$work/out" | grep -q "^$1:$3\( [^ ]*\)*$"
	ok "patch $1, $2: $(json '[k["detail"] for c in d["commits"] for k in c["checks"]
		if c["nr"] == '"$1"' and k["verdict"] == "fail"][0]' | cut -c 1-120)"
}

fault 2 kernel/signal.c objects <<'SOURCE'
static int planted(void) { return undeclared_function(); }
SOURCE
fault 4 drivers/spi/spi.c objects <<'SOURCE'
static int planted;
SOURCE
fault 6 net/core/gen_stats.c symbols <<'SOURCE'
int nobody_defines_it(void);
int planted(void);
int planted(void) { return nobody_defines_it(); }
SOURCE
fault 9 net/core/dev.c symbols <<'SOURCE'
int net_ratelimit(void) { return 0; }
SOURCE
fault 12 include/linux/interrupt.h objects <<'SOURCE'
static inline int planted(void) { return 0 }
SOURCE
fault 20 kernel/printk/printk.c symbols <<'SOURCE'
static noinline int __init planted_init(void) { return jiffies > 0; }
noinline int planted(void);
noinline int planted(void) { return planted_init(); }
SOURCE
fault 31 kernel/softirq.c objects <<'SOURCE'
static int __maybe_unused planted(void) { return raise_softirq(1, 2); }
SOURCE
fault 32 kernel/sched/core.c objects <<'SOURCE'
#include <linux/nowhere.h>
SOURCE
fault 50 kernel/ksysfs.c objects <<'SOURCE'
_Static_assert(sizeof(struct attribute) == 1, "planted");
SOURCE
fault 58 mm/page_alloc.c objects <<'SOURCE'
EXPORT_SYMBOL(planted_and_not_there);
SOURCE
fault 68 net/ipv6/route.c objects <<'SOURCE'
static int __maybe_unused planted(struct sock *sk) { return *sk; }
SOURCE

## git bisect run ##

plant 31 kernel/softirq.c <<'SOURCE'
static int __maybe_unused planted(void) { return raise_softirq(1, 2); }
SOURCE
bad=$(git -C "$repo" rev-list --reverse "$start..planted" | sed -n 31p)
hand=$work/hand
git clone -q --shared --no-checkout "$repo" "$hand" &&
	git -C "$hand" sparse-checkout set kernel/time &&
	git -C "$hand" checkout -q --detach origin/planted || exit 3
ln -s "$top/tests/linux/configs" "$hand/configs"
git -C "$hand" bisect start origin/planted "$start" >/dev/null 2>&1 || exit 3
begin=$(date +%s)
expect_exit 0 git -C "$hand" bisect run "$TREEWIDE" --repo "$hand" --state "$state" \
	--target x86_64-small-rt --bisect prove && says "$bad is the first bad commit"
ok "git bisect run finds the fault in patch 31 of 72, in $(($(date +%s) - begin)) s"
finish
