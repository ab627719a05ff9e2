#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# What depends on the release of Debian: packages, kernels of other releases, roots of other
# releases.
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
expect_exit 0 with_apt "$top/ci/sources" sid && ! says security && ! says updates &&
	says 'Suites: sid'
ok 'sources: sid has neither updates nor security'
for name in '' '../sid' 'sid main' '-x' 13; do
	expect_exit 2 with_apt "$top/ci/sources" "$name" && says 'is no code name' || break
done && [ "$name" = 13 ] && expect_exit 2 with_apt "$top/ci/sources"
ok 'sources: what is no code name is refused'
discard "$work/parts/inline.sources"
echo "deb http://hashi.example $codename main" >"$work/list"
expect_exit 2 with_apt "$top/ci/sources" sid && says 'name no mirror of Debian'
ok 'sources: a machine without a mirror of Debian: 2'
discard "$work/list"
expect_exit 2 with_apt "$top/ci/sources" sid && says 'apt has no sources'
ok 'sources: a machine without sources: 2'

## ci/packages, ci/setup ##

on() { # RELEASE PART...
	release=$1
	shift
	TREEWIDE_RELEASE=$release "$top/ci/setup" --list "$@"
}
expect_exit 0 on 12 && says linux-source-6.1 && cp "$work/out" "$work/all12" &&
	expect_exit 0 on 13 && cp "$work/out" "$work/all13" &&
	! grep -qx linux-source-6.1 "$work/out" &&
	[ "$(diff "$work/all12" "$work/all13")" != '' ] && has "$work/all13" linux-source-6.12
ok 'packages: what only Debian 12 has is asked for only there'
! grep -qx mmdebstrap "$work/all12" && expect_exit 0 on 12 root && grep -qx mmdebstrap "$work/out"
ok 'packages: what only a person asks for is not in everything'
expect_exit 0 on 12 prove && grep -qx coccinelle "$work/out" && grep -qx libgit2-dev "$work/out" &&
	grep -qx bison "$work/out" &&
	! grep -q -e '^linux-source' -e '^qemu' -e '-linux-gnu$' -e '^clang$' -e '^libcmocka' \
	"$work/out"
ok 'packages: to prove a branch of your own needs no kernel of Debian, no QEMU, no cross compiler'
expect_exit 0 on 12 build && [ "$(wc -l <"$work/out")" -lt 12 ] && ! grep -q coccinelle "$work/out"
ok 'packages: to build needs little'
{
	sed -n 's/.*ci\/setup \([a-z][a-z]*\)$/\1/p; s/.*| setup-\([a-z]*\).*/\1/p' \
		"$top/Makefile" | sort -u
	echo prove
} >"$work/parts-asked"
while read -r part; do
	expect_exit 0 on 12 "$part" && [ -s "$work/out" ] || break
done <"$work/parts-asked"
[ -z "$part" ] && [ "$(wc -l <"$work/parts-asked")" -gt 8 ]
ok 'packages: each part that the Makefile asks for is there'

cat >"$work/packages" <<'END'
[one]	# a comment
a
b 12
c 13-
d -12
e 12-13
[two] one
f
[own] by-name-only
g
END
TREEWIDE_PACKAGES=$work/packages
export TREEWIDE_PACKAGES
listed() { # WORDS RELEASE PART...
	wanted=$1
	shift
	expect_exit 0 on "$@" && [ "$(tr '\n' ' ' <"$work/out")" = "$wanted " ]
}
listed 'a b d e f' 12 && listed 'a c e f' 13 && listed 'a c f' 14 && listed 'a c f' 999 &&
	listed 'a d f' 11 && listed 'a d f' 9
ok 'setup: this release, this and newer, this and older, from this to that'
listed 'a c e' 13 one && listed 'a c e f' 13 two && listed 'g' 13 own && listed 'g a c e' 13 own one
ok 'setup: a part brings what belongs to it'
expect_exit 2 on 12 three && says 'there is no part three; the parts are one two own'
ok 'setup: an unknown part: 2, and the known ones'
expect_exit 2 on 12 one three && ! has "$work/out" a
ok 'setup: an unknown part after a known one, too'
expect_exit 2 "$top/ci/setup" --chek && says usage
ok 'setup: an unknown option: 2'
for line in 'x twelve' 'x 12.5' 'x -' '[one]'; do
	echo "$line" >>"$work/packages"
	expect_exit 2 on 12 && says "$work/packages:11: " || break
	sed -i '$d' "$work/packages"
done && [ "$line" = '[one]' ]
ok 'setup: a line that means nothing is refused, with its number'
printf '[one]\n[two] three\n' >"$work/packages"
expect_exit 2 on 12 && says 'there is no part three'
ok 'setup: a part of a part that is not there: 2'

# An apt-get that knows what apt-get says, and that installs nothing.
echo 'treewide-no-such-package' >"$work/packages"
cat >"$work/bin/apt-get" <<'END'
#!/bin/sh
for word; do
	case $word in
	update) echo update >>"$FAKE_LOG" ;;
	--print-uris) uris=yes ;;
	install) [ "${uris-}" ] || echo install >>"$FAKE_LOG" ;;
	esac
done
[ ! "${uris-}" ] || cat "$FAKE_SIZE"
END
printf '#!/bin/sh\necho 0\n' >"$work/bin/id"
chmod 755 "$work/bin/apt-get" "$work/bin/id"
FAKE_SIZE=$work/size
export FAKE_SIZE
cat >"$FAKE_SIZE" <<'END'
The following NEW packages will be installed:
  cowsay libtext-charwidth-perl sl
2 upgraded, 31 newly installed, 0 to remove and 132 not upgraded.
Need to get 44.0 MB/66.1 MB of archives.
After this operation, 198 MB of additional disk space will be used.
END
expect_exit 3 "$top/ci/setup" && says 'still missing' &&
	has "$work/err" 'ci/setup: 33 packages, 2 of them newer than before, 44.0 MB/66.1 MB to fetch, 198 MB more on the disk' &&
	[ "$(tr '\n' ' ' <"$FAKE_LOG")" = 'update install ' ]
ok 'setup: it says how many packages and megabytes, by what apt-get says, and installs'
printf '0 upgraded, 1 newly installed, 0 to remove and 0 not upgraded.\nNeed to get 5904 B of archives.\n' >"$work/one"
FAKE_SIZE=$work/one expect_exit 3 "$top/ci/setup" &&
	has "$work/err" 'ci/setup: 1 package, 5904 B to fetch'
ok 'setup: one package, whose size on the disk apt-get does not say'
: >"$FAKE_LOG"
printf '#!/bin/sh\necho 1000\n' >"$work/bin/id"
printf '#!/bin/sh\nexit 1\n' >"$work/bin/sudo"
chmod 755 "$work/bin/sudo"
expect_exit 2 "$top/ci/setup" && has "$work/err" 'ci/setup: 33 packages, ' &&
	! [ -s "$FAKE_LOG" ] &&
	says 'run as root: apt-get update && apt-get install -y --no-install-recommends treewide-no-such-package'
ok 'setup: without the right to install it says so, too, and prints the command'
: >"$FAKE_SIZE"
expect_exit 2 "$top/ci/setup" &&
	has "$work/err" 'a number of packages that apt-get does not know yet'
ok 'setup: when apt-get cannot say, neither can it'
unset TREEWIDE_PACKAGES
no_fakes

## the libraries ##

mkdir "$work/pc"
for library in libgit2=1.5.0 sqlite3=3.40.1 jansson=2.14 libelf=0.188 libcurl=7.88.1; do
	printf 'Name: x\nDescription: x\nVersion: %s\n' "${library#*=}" >"$work/pc/${library%=*}.pc"
done
flags() { PKG_CONFIG_LIBDIR=$work/pc make -C "$top" BUILD="$work/build" "$work/build/flags"; }
expect_exit 0 flags
ok 'libraries: those of Debian 12 are new enough'
for old in libgit2=1.4.3 sqlite3=3.37.2 jansson=2.10 libelf=0.187 libcurl=7.84.0; do
	file=$work/pc/${old%=*}.pc
	cp "$file" "$work/good.pc" && sed -i "s/^Version:.*/Version: ${old#*=}/" "$file" &&
		discard -f "$work/build" &&
		expect_exit 2 flags && says "${old#*=}" && says "${old%=*} >= " &&
		says 'ci/setup build' && [ ! -e "$work/build/flags" ] || break
	discard "$file" && expect_exit 2 flags && says "'${old%=*}'" && says 'ci/setup build' ||
		break
	cp "$work/good.pc" "$file"
done && [ "$old" = libcurl=7.84.0 ] && expect_exit 0 flags
ok 'libraries: an older one is refused with its version and the one that is needed, a missing one, too'

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
			"$1" >"$work/deb/DEBIAN/control" &&
			dpkg-deb -b "$work/deb" "$mirror/pool/$1.deb" >/dev/null &&
		put_in_list "$1" "main/binary-$(dpkg --print-architecture)/Packages"
}
put_in_list() { # VERSION LIST
	list=$mirror/dists/sid/$2
	mkdir -p "${list%/*}" && {
		cat "$work/deb/DEBIAN/control"
		printf 'Filename: pool/%s.deb\nSize: %s\nSHA256: %s\n\n' "$1" \
			"$(wc -c <"$mirror/pool/$1.deb")" \
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
	expect_exit 0 base 9.8 && printf '%s\n' "$cache/linux.git" v9.8.2 >"$work/wanted" &&
		same "$work/wanted" "$work/out" &&
		[ "$(git -C "$cache/linux.git" show v9.8.2:version)" = 9.8.2-1 ]
	ok 'base: what this release has not is fetched from sid'
	first=$(git -C "$cache/linux.git" rev-parse v9.8.2)
	put_package 9.8.3-1 && mv "$mirror" "$mirror.gone" && expect_exit 0 base 9.8 &&
		same "$work/wanted" "$work/out" && mv "$mirror.gone" "$mirror"
	ok 'base: and stays what it is, without the network'
	expect_exit 0 base 9.8.1 && says v9.8.1 &&
		[ "$(git -C "$cache/linux.git" show v9.8.1:version)" = 9.8.1-1 ]
	ok 'base: an older version, by its number'
	expect_exit 0 base --new 9.8 && says v9.8.3 && expect_exit 0 base 9.8@sid && says v9.8.3
	ok 'base: --new looks again'
	expect_exit 2 base 9.7 && says "Debian's sid has no linux-source-9.7; it has 9.8"
	ok 'base: a kernel that nobody has: 2, and those that there are'
	expect_exit 2 base 9.8.7 &&
		says "Debian's sid has no linux-source-9.8.7; it has 9.8 9.8.1-1 9.8.2-1 9.8.3-1"
	ok 'base: a version that nobody has: 2, and those that there are'
	expect_exit 2 base 9.8@nosuch && says 'no list of the packages of nosuch'
	ok 'base: a release that nobody has: 2'
	for word in 9 x.y 9.8. 9..8 9.8.1.2 9.8@ 9.8@../sid ../9.8 9.8@sid@sid --old; do
		expect_exit 2 base "$word" && says 'is no ' || break
	done && [ "$word" = --old ]
	ok 'base: what is no version is refused'
	discard -f "$cache/linux.git" && expect_exit 0 base 9.8.2@sid &&
		[ "$(git -C "$cache/linux.git" rev-parse v9.8.2)" = "$first" ]
	ok 'base: the same package makes the same commit again'
	lists_of_machine >"$work/after" && cmp -s "$work/before" "$work/after"
	ok 'base: the lists of the machine are as before'
fi

finish
