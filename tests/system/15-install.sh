#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# The version in one place; an archive of the sources that is the same each time; what is installed
# works where its prefix was moved to; and what the package of Debian says of itself.
# shellcheck disable=SC2317 # what expect_exit calls
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

## the version ##

version=$(cat "$top/VERSION")
expect_exit 0 "$TREEWIDE" --version && echo "treewide $version" >"$work/wanted" &&
	same "$work/wanted" "$work/out"
ok 'the program says what VERSION says'
# Of Debian's changelog the first line has it, of ours the first heading.
versions() { # DEBIAN/CHANGELOG CHANGELOG
	sed -n '1s/^treewide (\(.*\)) .*/\1/p' "$1"
	sed -n '/^## /{s/^## \([0-9.]*\).*/\1/p;q}' "$2"
}
printf '%s\n' "$version" "$version" >"$work/wanted"
versions "$top/debian/changelog" "$top/CHANGELOG.md" | equals "$work/wanted"
ok 'so do the changelogs'
echo 'treewide (99.0) unstable; urgency=medium' >"$work/old" &&
	! versions "$work/old" "$top/CHANGELOG.md" | equals "$work/wanted"
ok 'one that says another is seen'
git -C "$top" grep -nF "$version" -- Makefile 'src/*.c' ci debian/rules debian/control \
	Containerfile >"$work/out" 2>"$work/err"
[ $? = 1 ]
ok 'nowhere else is it written down'

## the container ##

# What it copies from the sources is there, and the parts of ci/packages that it asks for, too.
# shellcheck disable=SC2016 # the container's
container() { # [FILE]
	sed -n 's/^COPY --from=build \(.*\) [^ ]*$/\1/p' "${1:-$top/Containerfile}" | tr ' ' '\n' |
		sed -n 's,^/src/,,p' >"$work/copied" && is_something "$work/copied" &&
		while read -r file; do [ -e "$top/$file" ] || return; done <"$work/copied" &&
		parts=$(sed -n 's/^ARG PARTS=//p' "${1:-$top/Containerfile}" | tr , ' ') &&
		for part in build $parts; do
			"$top/ci/setup" --list "$part" >>"$work/listed" 2>"$work/err" || return
		done && grep -qx coccinelle "$work/listed" &&
		! grep -q -e '^SHELL' -e '\${[A-Z]*[/:^,]' "${1:-$top/Containerfile}"
}
container
# What podman makes by default knows no SHELL, and its sh no ${PARTS//,/ }.
ok 'Containerfile: what it copies and asks for is there, and its commands are for sh'
# shellcheck disable=SC2016 # the container's
sed 's,/src/ci/setup ,/src/ci/gone ,' "$top/Containerfile" >"$work/bad" &&
	! container "$work/bad" &&
	sed 's/^ARG PARTS=.*/ARG PARTS=none/' "$top/Containerfile" >"$work/bad" &&
	! container "$work/bad" &&
	sed 's,"$PARTS",${PARTS//x/ },' "$top/Containerfile" >"$work/bad" &&
	! container "$work/bad"
ok 'Containerfile: what is not is seen'

## make dist ##

if ! git -C "$top" rev-parse HEAD >"$work/out" 2>&1; then
	skip_all 'no checkout of git'
fi
git clone -q --no-local "$top" "$work/one" 2>"$work/err" && git clone -q "$work/one" "$work/two"
ok 'two clones'
dist() { # DIR
	(cd "$1" && umask "$2" && make -s dist) >"$work/out" 2>"$work/err" </dev/null &&
		sed 's/ .*//' "$work/out"
}
archive=build/treewide-$version.tar.xz
dist "$work/one" 022 >"$work/first" && sleep 1 && (cd "$work/two" && touch README.md) &&
	echo x >"$work/two/untracked" && dist "$work/two" 077 | equals "$work/first" &&
	cmp "$work/one/$archive" "$work/two/$archive"
ok 'make dist: the same bytes in another clone, at another time, with another umask'
git -C "$work/two" config user.name T && git -C "$work/two" config user.email t@example.org &&
	echo >>"$work/two/README.md" && git -C "$work/two" commit -qam x &&
	! dist "$work/two" 022 | equals "$work/first" && is_something "$work/first"
ok 'make dist: other sources are other bytes'
tar -tf "$work/one/$archive" | sed "s,^treewide-$version/,," | grep -v '/$' | grep . |
	sort >"$work/got" && git -C "$top" ls-tree -r --name-only HEAD | sort >"$work/wanted" &&
	same "$work/wanted" "$work/got"
ok 'make dist: what is committed, and nothing else'

## make install ##

# The program that is there is installed, and not compiled again for another prefix.
install_in() { # DESTDIR
	mkdir -p "$work/one/build" && cp "$TREEWIDE" "$work/one/build/treewide" &&
		make -s -C "$work/one" -o build/treewide DESTDIR="$1" prefix=/opt/treewide \
			install >"$work/out" 2>"$work/err" </dev/null
}
install_in "$work/root" && find "$work/root" -type f | sed "s,^$work/root,," >"$work/files" &&
	! grep -v '^/opt/treewide/' "$work/files"
ok 'make install: below DESTDIR and prefix only'
for page in "$top"/man/*.[1-8]; do
	echo "/opt/treewide/share/man/man${page##*.}/${page##*/}"
done >"$work/wanted" && grep /share/man/ "$work/files" | sort >"$work/got" &&
	sort "$work/wanted" -o "$work/wanted" && same "$work/wanted" "$work/got" &&
	grep -q /bin/treewide-nightly "$work/files" && grep -q /schemas/kcidb.json "$work/files" &&
	grep -qx 'ExecStart=/opt/treewide/bin/treewide-nightly .*' \
		"$work/root/opt/treewide/lib/systemd/user/treewide-nightly@.service"
ok 'make install: every page, the schemas, and units that start what was installed'

# Elsewhere, with nothing of a checkout around.
mv "$work/root/opt/treewide" "$work/moved" && mkdir "$work/empty"
moved() { (cd "$work/empty" && "$work/moved/bin/treewide" "$@"); }
expect_exit 0 moved init my-api && [ -f "$work/empty/my-api/campaign.conf" ] &&
	expect_exit 0 moved help prove && says 'treewide-prove' &&
	make_world "$repo" && add_joystick "$repo" &&
	expect_exit 0 moved --repo "$repo" --campaign my-api --state "$state" generate &&
	expect_exit 0 moved --repo "$repo" --campaign my-api --state "$state" prove &&
	says 'x86_64-allmodconfig compiles 1 of 1' &&
	expect_exit 1 moved --repo "$repo" --campaign timer-delete --state "$state" plan &&
	says "$work/moved/share/treewide/series/timer-delete/" && says 'changes nothing in HEAD'
ok 'make install: what was moved finds its skeleton, pages, campaigns, targets and rules'
mv "$work/moved/share/treewide" "$work/gone" && expect_exit 3 moved init other
ok 'and without them it says no'

finish
