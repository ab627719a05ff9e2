#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# What runs ci/nightly elsewhere: units of systemd, a job of GitLab, a workflow of GitHub.
# shellcheck disable=SC2317 # what expect_exit calls
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

## systemd ##

mkdir -p "$work/units" "$work/runtime"
for unit in service timer; do
	sed "s,/usr/local/bin/treewide-nightly,$top/ci/nightly," \
		"$top/ci/systemd/treewide-nightly@.$unit" \
		>"$work/units/treewide-nightly@.$unit"
done
# It leaves with 0 whatever it finds, in some versions: what it says counts.
verify() {
	XDG_RUNTIME_DIR=$work/runtime systemd-analyze --user --man=no verify \
		"$work/units/treewide-nightly@.service" \
		"$work/units/treewide-nightly@.timer" >"$work/out" 2>"$work/err" &&
		[ ! -s "$work/out" ] && ! grep -q 'treewide-nightly' "$work/err"
}
verify
ok 'the units are what systemd wants'
cp -R "$work/units" "$work/good"
for fault in 's,^Type=,Typ=,' 's,^ExecStart=/,&nowhere/,' \
	's,^OnCalendar=.*,OnCalendar=every night,' 's,^Persistent=yes,Persistent=perhaps,'; do
	for unit in "$work"/good/*; do sed "$fault" "$unit" >"$work/units/${unit##*/}"; done
	! verify || break
done && [ "$fault" = 's,^Persistent=yes,Persistent=perhaps,' ] && ! verify
ok 'and it refuses others'
[ "$(systemd-escape --template=treewide-nightly@.timer --path /srv/my-linux.git)" = \
	'treewide-nightly@srv-my\x2dlinux.git.timer' ]
ok 'the instance is a path'

## GitLab, GitHub ##

check() { # FILE SCHEMA
	python3 -I "$top/tests/ci-file.py" "$1" "$top/tests/schemas/$2"
}
make_world "$repo"
make_campaign "$work/campaign"
sed -i 's,^\tscope = sound/$,&\n\texclude = drivers/staging/,' "$work/campaign/campaign.conf"

# The file fits, a fault in it is seen, and what it runs makes a green night and then a red one.
ci() { # FILE SCHEMA FAULT
	name=${1#*.}
	expect_exit 0 check "$top/ci/$1" "$2" && cp "$work/out" "$work/lines"
	ok "$name: it fits the schema"
	sed "$3" "$top/ci/$1" >"$work/bad.yml" && ! cmp -s "$work/bad.yml" "$top/ci/$1" &&
		expect_exit 1 check "$work/bad.yml" "$2"
	ok "$name: a key that nobody knows does not"
	sed '/ci\/nightly/,$d' "$work/lines" | grep -v '^apt-get' | head -n 2 >"$work/got" &&
		printf 'ci/setup\nmake\n' >"$work/wanted" &&
		same "$work/wanted" "$work/got"
	ok "$name: it installs and builds first"
	mkdir "$work/$name" && ln -s "$top/ci" "$work/$name/ci"
	grep -v -e '^apt-get' -e '^ci/setup$' -e '^make$' "$work/lines" >"$work/script"
	in_ci() {
		(cd "$work/$name" &&
			CAMPAIGN=$work/campaign KERNEL=$repo BASE=refs/remotes/origin/main \
			GITLAB_USER_NAME='Gita Lab' \
			GITLAB_USER_EMAIL=gita@example.org GITHUB_ACTOR=gita sh -e "$work/script")
	}
	expect_exit 0 in_ci && says 'GREEN: b4/world' && for report in nightly junit; do
		xmllint --noout --schema "$top/tests/schemas/junit-10.xsd" \
			"$work/$name/.nightly/reports/$report.xml" 2>>"$work/err" || break
	done && [ "$report" = junit ] && [ -s "$work/$name/.nightly/reports/index.html" ]
	ok "$name: its commands make a night"
	sed -i 's/^#include .linux.pci.h.*/&\n#include <linux\/nowhere.h>/' \
		"$repo/drivers/spi/spi-echo.c" && commit "$repo" Break &&
		expect_exit 1 in_ci && says 'RED: b4/world' && says nowhere.h &&
		sed -i /nowhere/d "$repo/drivers/spi/spi-echo.c" && commit "$repo" Mend
	ok "$name: and the next one, red with a broken base"
}
ci nightly.gitlab-ci.yml gitlab-ci.json \
	's/^  resource_group:/  resource_grp:/;s/^    when: always/    when: seldom/'
ci nightly.github.yml github-workflow.json 's/^    runs-on:/    runs-at:/'

finish
