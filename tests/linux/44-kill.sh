#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# A proof on Linux 6.12, killed at ten random moments, ends with the verdicts of a run that nobody
# disturbs; at both levels. About half an hour on two cores; SEED=N repeats a run.
# shellcheck source=tests/linux/kernel.sh
. "$(dirname "$0")/kernel.sh"
# shellcheck disable=SC2034 # small.sh reads it
small_scope='bus/mhi/ pci/switch/ tty/serial/8250/'
# shellcheck source=tests/linux/small.sh
. "$(dirname "$0")/small.sh"

campaign=$work/small
ln -s "$top/tests/linux/configs" "$work/configs"
cd "$work" || exit 3

small_campaign "$campaign"
expect_exit 0 kernel generate
ok 'a series'
# What planning found is known in each run; what is built is not.
seed=${SEED:-$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}
echo "# SEED=$seed"
for level in fast full; do
	cp -R "$state/." "$work/$level" &&
		discard -f "$work/$level/tree" "$work/$level/tree.json" "$work/$level/build"
	cp -R "$work/$level" "$work/clean-$level"
	expect_exit 0 kernel --json "--level=$level" --state "$work/$level" prove &&
		essence >"$work/wanted-$level"
	ok "$level: undisturbed"
	# once more, for the compiler cache knows all objects now, and will when a run is killed
	discard -f "${work:?}/$level" && cp -R "$work/clean-$level" "$work/$level"
	start=$(date +%s)
	expect_exit 0 kernel --json "--level=$level" --state "$work/$level" prove &&
		essence >"$work/got" && same "$work/wanted-$level" "$work/got"
	ok "$level: the same from nothing"
	spent=$(($(date +%s) - start))
	early=0
	for moment in $(python3 -I -S -c 'import random, sys
random.seed(sys.argv[1])
print(*("%.2f" % random.uniform(0.5, float(sys.argv[2]))
	for i in range(5)))' "$seed$level" "$spent"); do
		discard -f "${work:?}/$level"
		cp -R "$work/clean-$level" "$work/$level"
		timeout -s KILL "$moment" "$TREEWIDE" --repo "$repo" --base "$base" --campaign \
			"$campaign" --state "$work/$level" \
			"--level=$level" prove >"$work/out" 2>"$work/err"
		ended=$?
		[ "$ended" != 137 ] || early=$((early + 1))
		expect_exit 0 kernel --json "--level=$level" --state "$work/$level" prove &&
			essence >"$work/got" && same "$work/wanted-$level" "$work/got"
		ok "$level, killed after $moment of $spent s (exit $ended): the same verdicts"
	done
	[ "$early" -ge 3 ]
	ok "$level: it was killed before its end ($early of 5 times)"
done
finish
