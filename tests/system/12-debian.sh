#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# What depends on the release of Debian: packages, kernels of other releases, roots of other releases.
# shellcheck disable=SC2317 # what expect_exit calls
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

apt_conf=$work/apt.conf
mkdir "$work/parts"
cat >"$apt_conf" <<END
Dir::Etc::sourcelist "$work/list";
Dir::Etc::sourceparts "$work/parts";
Acquire::AllowInsecureRepositories "true";
APT::Get::AllowUnauthenticated "true";
END
# shellcheck source=/dev/null
codename=$(. /etc/os-release && echo "${VERSION_CODENAME:-sid}")
with_apt() { APT_CONFIG=$apt_conf "$@"; }

## ci/sources ##

cat >"$work/list" <<END
# deb http://comment.example/debian $codename main
deb [arch=amd64 signed-by=/k/one.gpg,/k/two.gpg] http://m.example/debian $codename main contrib # words
deb-src http://sources.example/debian $codename main
deb http://m.example/debian-security $codename-security main
deb http://m.example/debian $codename-backports main
deb http://docker.example/linux/debian $codename stable
deb http://hashi.example $codename main
deb http://other.example/debian buster main
END
cat >"$work/parts/inline.sources" <<END
Types: deb deb-src
URIs: http://n.example/debian
 http://o.example/debian
Suites: stable
# a comment
 stable-updates
Components: contrib main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 mQINBF
 -----END PGP PUBLIC KEY BLOCK-----

Enabled: no
Types: deb
URIs: http://off.example/debian
Suites: $codename
Components: main
END
cat >"$work/wanted" <<'END'
Types: deb
URIs: http://m.example/debian
Suites: forky
Components: main
Signed-By: /k/one.gpg /k/two.gpg

Types: deb
URIs: http://m.example/debian-security
Suites: forky-security
Components: main

Types: deb
URIs: http://n.example/debian http://o.example/debian
Suites: forky forky-updates
Components: main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 mQINBF
 -----END PGP PUBLIC KEY BLOCK-----
END
expect_exit 0 with_apt "$top/ci/sources" forky && same "$work/wanted" "$work/out"
ok 'sources: the mirrors and keyrings of the machine, for another release, and of nobody but Debian'
expect_exit 0 with_apt "$top/ci/sources" sid && ! says security && ! says updates && says 'Suites: sid'
ok 'sources: sid has neither updates nor security'
for name in '' '../sid' 'sid main' '-x' 13; do
	expect_exit 2 with_apt "$top/ci/sources" "$name" && says 'is no code name' || break
done && [ "$name" = 13 ] && expect_exit 2 with_apt "$top/ci/sources"
ok 'sources: what is no code name is refused'
rm "$work/parts/inline.sources"
echo "deb http://hashi.example $codename main" >"$work/list"
expect_exit 2 with_apt "$top/ci/sources" sid && says 'name no mirror of Debian'
ok 'sources: a machine without a mirror of Debian: 2'
rm "$work/list"
expect_exit 2 with_apt "$top/ci/sources" sid && says 'apt has no sources'
ok 'sources: a machine without sources: 2'

## ci/base: kernels of another release ##

# A mirror with one package in sid, which is not signed.
mirror=$work/debian
mkdir -p "$mirror/pool" "$work/deb/DEBIAN" "$work/deb/usr/src" "$work/tree/linux-source-9.8"
put_package() { # VERSION
	printf 'VERSION = 9\n' >"$work/tree/linux-source-9.8/Makefile"
	echo "$1" >"$work/tree/linux-source-9.8/version"
	touch -d @1700000000 "$work/tree/linux-source-9.8/Makefile"
	tar -C "$work/tree" -cJf "$work/deb/usr/src/linux-source-9.8.tar.xz" linux-source-9.8 &&
		printf 'Package: linux-source-9.8\nVersion: %s\nArchitecture: all\nMaintainer: Tessa <tessa@example.org>\nDescription: x\n' \
			"$1" >"$work/deb/DEBIAN/control" && dpkg-deb -b "$work/deb" "$mirror/pool/$1.deb" >/dev/null &&
		put_in_list "$1" "main/binary-$(dpkg --print-architecture)/Packages"
}
put_in_list() { # VERSION LIST
	list=$mirror/dists/sid/$2
	mkdir -p "${list%/*}" && {
		cat "$work/deb/DEBIAN/control"
		printf 'Filename: pool/%s.deb\nSize: %s\nSHA256: %s\n\n' "$1" "$(wc -c <"$mirror/pool/$1.deb")" \
			"$(sha256sum "$mirror/pool/$1.deb" | cut -d' ' -f1)"
	} >>"$list" && {
		printf 'Origin: Debian\nSuite: unstable\nCodename: sid\nArchitectures: %s\nComponents: main\nSHA256:\n' \
			"$(dpkg --print-architecture)"
		printf ' %s %s %s\n' "$(sha256sum "$list" | cut -d' ' -f1)" "$(wc -c <"$list")" "$2"
	} >"$mirror/dists/sid/Release"
}
base() { with_apt "$top/ci/base" "$@"; }
lists_of_machine() { find /etc/apt /var/lib/apt -type f -printf '%p %s %T@\n' | sort; }
echo "deb file:$mirror $codename main" >"$work/list"
cache=$XDG_CACHE_HOME/treewide
if ! command -v apt-get >/dev/null; then
	skip 'base: kernels of another release' 'there is no apt-get'
else
	lists_of_machine >"$work/before"
	put_package 9.8.1-1 && put_package 9.8.2-1
	expect_exit 0 base 9.8 && printf '%s\n' "$cache/linux.git" v9.8.2 >"$work/wanted" && same "$work/wanted" "$work/out" &&
		[ "$(git -C "$cache/linux.git" show v9.8.2:version)" = 9.8.2-1 ]
	ok 'base: what this release has not is fetched from sid'
	first=$(git -C "$cache/linux.git" rev-parse v9.8.2)
	put_package 9.8.3-1 && mv "$mirror" "$mirror.gone" && expect_exit 0 base 9.8 && same "$work/wanted" "$work/out" && mv "$mirror.gone" "$mirror"
	ok 'base: and stays what it is, without the network'
	expect_exit 0 base 9.8.1 && says v9.8.1 && [ "$(git -C "$cache/linux.git" show v9.8.1:version)" = 9.8.1-1 ]
	ok 'base: an older version, by its number'
	expect_exit 0 base --new 9.8 && says v9.8.3 && expect_exit 0 base 9.8@sid && says v9.8.3
	ok 'base: --new looks again'
	expect_exit 2 base 9.7 && says "Debian's sid has no linux-source-9.7; it has 9.8"
	ok 'base: a kernel that nobody has: 2, and those that there are'
	expect_exit 2 base 9.8.7 && says "Debian's sid has no linux-source-9.8.7; it has 9.8 9.8.1-1 9.8.2-1 9.8.3-1"
	ok 'base: a version that nobody has: 2, and those that there are'
	expect_exit 2 base 9.8@nosuch && says 'no list of the packages of nosuch'
	ok 'base: a release that nobody has: 2'
	for word in 9 x.y 9.8. 9..8 9.8.1.2 9.8@ 9.8@../sid ../9.8 9.8@sid@sid --old; do
		expect_exit 2 base "$word" && says 'is no ' || break
	done && [ "$word" = --old ]
	ok 'base: what is no version is refused'
	rm -rf "$cache/linux.git" && expect_exit 0 base 9.8.2@sid && [ "$(git -C "$cache/linux.git" rev-parse v9.8.2)" = "$first" ]
	ok 'base: the same package makes the same commit again'
	lists_of_machine >"$work/after" && cmp -s "$work/before" "$work/after"
	ok 'base: the lists of the machine are as before'
fi

finish
