#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# ci/in-root: a command in a root of another release, and what is left of it. The root is one of
# busybox; that mmdebstrap makes a real one is seen by `make check-debian13`.
# shellcheck disable=SC2016,SC2317 # $ is of the shell inside; what expect_exit calls
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

checkout=$work/checkout
mkdir "$checkout" && cp -R "$top/ci" "$checkout/ci" && echo committed >"$checkout/file" &&
	git -C "$checkout" init -q &&
	commit "$checkout" Begin || exit 3
roots=$XDG_CACHE_HOME/treewide/roots
root=$roots/trixie
in_root() { "$checkout/ci/in-root" "$@"; }
runs() { find "$roots" -maxdepth 1 -name 'run.*' | wc -l; }

## wrong use ##

expect_exit 2 in_root && says usage && expect_exit 2 in_root trixie && says usage &&
	expect_exit 2 in_root --new trixie && says usage
ok 'without a command: 2'
for name in '' ../trixie 'trixie sid' --force 14 Trixie; do
	expect_exit 2 in_root "$name" true && says 'is no release' || break
done && [ "$name" = Trixie ] && ! [ -e "$roots" ]
ok 'what is no release is refused'
printf '#!/bin/sh\necho 1000\n' >"$work/bin/id" && chmod 755 "$work/bin/id"
expect_exit 2 in_root 13 make check && says 'run: sudo ci/in-root trixie make check'
ok 'who is not root is told how to be'
no_fakes

why=
[ "$(id -u)" = 0 ] || why='only root may'
[ "$why" ] || unshare --mount --pid --fork mount -t tmpfs tmpfs "$work/bin" 2>"$work/err" ||
	why="no mounts: $(tail -n 1 "$work/err")"
busybox=$(command -v busybox) || why='there is no busybox'
if [ "$why" ]; then
	skip 'a command in a root' "$why"
	finish
fi

## making a root ##

# A mmdebstrap that writes down its arguments, and makes a root of busybox or fails.
cat >"$work/bin/mmdebstrap" <<'END'
#!/bin/sh
printf '%s\n' "$@" >"$FAKE_LOG"
[ "${FAKE_FAIL-}" != before ] || { echo 'E: no mirror' >&2; exit 25; }
for word; do
	case $word in */root) root=$word ;; */sources) sources=$word ;; esac
done
mkdir -p "$root/bin" "$root/sbin" "$root/usr/bin" "$root/usr/sbin" "$root/etc/apt" "$root/proc" "$root/sys" "$root/dev" "$root/run" "$root/tmp" "$root/root" "$root/srv"
cp "$sources" "$root/etc/apt/sources"
[ "${FAKE_FAIL-}" != within ] || { echo 'E: no space' >&2; exit 25; }
cp "$FAKE_BUSYBOX" "$root/bin/busybox"
for name in sh cat ls pwd env sleep touch mount id readlink wc stat; do ln -s /bin/busybox "$root/bin/$name"; done
ln -s /bin/busybox "$root/usr/bin/env"
END
chmod 755 "$work/bin/mmdebstrap"
FAKE_BUSYBOX=$busybox
mkdir "$work/keys" "$work/parts"
echo key >"$work/keys/own-debian.gpg"
printf 'Dir::Etc::sourcelist "%s";\nDir::Etc::sourceparts "%s";\nAcquire::http::Proxy "http://proxy.example:3142";\n' \
	"$work/list" "$work/parts" >"$work/apt.conf"
# shellcheck source=/dev/null
echo "deb [signed-by=$work/keys/own-debian.gpg] http://m.example/debian $(. /etc/os-release && echo "${VERSION_CODENAME:-sid}") main" >"$work/list"
APT_CONFIG=$work/apt.conf
export FAKE_BUSYBOX APT_CONFIG

for FAKE_FAIL in before within; do
	export FAKE_FAIL
	expect_exit 3 in_root trixie true && says 'mmdebstrap cannot make a root of trixie' &&
		says 'E: no' && ! [ -e "$root" ] &&
		[ "$(find "$roots" -mindepth 1 -maxdepth 1 -type d)" = '' ] || break
done && [ "$FAKE_FAIL" = within ]
ok 'a root that cannot be made: 3, with what mmdebstrap says, and nothing is left'
unset FAKE_FAIL
expect_exit 0 in_root 13 cat file && [ "$(cat "$work/out")" = committed ] &&
	has "$FAKE_LOG" trixie &&
	has "$root/etc/apt/sources" 'Suites: trixie' &&
	has "$root/etc/apt/sources" 'URIs: http://m.example/debian' &&
	grep -q '^--include=.*libgit2-dev' "$FAKE_LOG" && ! grep -q qemu "$FAKE_LOG"
ok '13 is trixie; the root is made from the mirrors of this machine, with what a build needs'
[ "$(cat "$root$work/keys/own-debian.gpg")" = key ]
ok 'a keyring of the machine is taken along'
discard "$FAKE_LOG" && expect_exit 0 in_root trixie cat file && [ ! -e "$FAKE_LOG" ] &&
	touch "$root/mark"
ok 'the second time the root is there'
expect_exit 0 in_root --new trixie cat file && [ -e "$FAKE_LOG" ] && [ ! -e "$root/mark" ]
ok '--new makes it anew'
expect_exit 0 in_root --tools trixie-tools && [ "$(cat "$work/out")" = "$root-tools" ] &&
	[ -d "$root-tools/etc" ] && grep -q '^--include=.*rustc.*bindgen' "$FAKE_LOG" &&
	discard "$FAKE_LOG" && expect_exit 0 in_root --tools trixie-tools && [ ! -e "$FAKE_LOG" ]
ok '--tools makes a root with compilers once, and prints its path'
for name in trixie Trixie-tools ../x-y 'trixie-' -tools; do
	expect_exit 2 in_root --tools "$name" && says 'no name of a root' || break
done && [ "$name" = -tools ] && expect_exit 2 in_root --tools trixie-tools true && says usage
ok '--tools: what is no name of a root is refused'

## a command ##

cut -d' ' -f5 /proc/self/mountinfo | sort >"$work/mounts"
echo changed >"$checkout/file" && echo more >"$checkout/more"
expect_exit 0 in_root trixie sh -c 'pwd; cat file; ls more || :; id -u; echo $HOME' &&
	printf '%s\n' /srv/treewide committed 0 /root >"$work/wanted" &&
	same "$work/wanted" "$work/out" && says 'what is not committed stays outside'
ok 'it runs as root on a clean clone at HEAD, and says that something is not committed'
commit "$checkout" More && expect_exit 0 in_root trixie cat more && ! says 'not committed'
ok 'the next commit is seen'
git -C "$checkout" worktree add -q "$work/second" -b second && echo second >"$work/second/file" &&
	commit "$work/second" Second &&
	expect_exit 0 "$work/second/ci/in-root" trixie cat file && [ "$(cat "$work/out")" = second ]
ok 'a second work tree has a HEAD of its own'
for code in 0 1 77 127; do
	expect_exit "$code" in_root trixie sh -c "exit $code" || break
done && [ "$code" = 127 ] && expect_exit 127 in_root trixie no-such-command
ok 'its exit code is that of the command'
echo words | "$checkout/ci/in-root" trixie cat >"$work/out" && [ "$(cat "$work/out")" = words ]
ok 'it reads what is read'
expect_exit 0 in_root trixie sh -c 'printf "%s|" "$@"' sh 'a b' '' '$HOME' &&
	[ "$(cat "$work/out")" = 'a b||$HOME|' ]
ok 'arguments arrive as they are'
SECRET=secret http_proxy=http://proxy.example
export SECRET http_proxy
expect_exit 0 in_root trixie env && ! says secret && says http_proxy=http://proxy.example &&
	! says "$work"
ok 'nothing of the environment goes in but the proxy'
unset SECRET http_proxy
expect_exit 0 in_root trixie sh -c 'ls /proc/self/ >/dev/null && [ -c /dev/null ] && [ -d /sys/kernel ] && [ "$(stat -c %a /tmp)" = 1777 ] && [ "$(readlink /proc/self/exe)" ]'
ok 'it has /proc, /dev, /sys and a /tmp'
expect_exit 0 in_root trixie sh -c \
	'touch /tmp/left /root/left left; echo kept >/root/.cache/kept' &&
	expect_exit 1 in_root trixie sh -c '[ -e /tmp/left ] || [ -e /root/left ] || [ -e left ]' &&
	expect_exit 0 in_root trixie cat /root/.cache/kept && says kept && [ "$(runs)" = 0 ] &&
	[ "$(git -C "$checkout" status --porcelain)" = '' ]
ok 'only its cache is kept'

## kernels ##

kernels=$XDG_CACHE_HOME/treewide/linux.git
git clone -q --bare "$checkout" "$kernels" && git -C "$kernels" tag v9.8 &&
	git -C "$kernels" count-objects -v >"$work/before" &&
	expect_exit 0 in_root trixie sh -c 'ls /root/.cache/treewide/linux.git/HEAD /srv/kernels/HEAD && ! touch /srv/kernels/new 2>/dev/null' &&
	[ "$(GIT_ALTERNATE_OBJECT_DIRECTORIES=$kernels/objects \
		git -C "$root.cache/treewide/linux.git" tag 2>"$work/err")" = v9.8 ] &&
	[ ! -e "$kernels/new" ] && git -C "$kernels" count-objects -v | cmp -s - "$work/before"
ok 'the kernels that were imported here are borrowed, and cannot be written'
[ "$(git -C "$root.cache/treewide/linux.git" count-objects -v 2>/dev/null |
	sed -n 's/^\(count\|in-pack\): //p' | tr '\n' ' ')" = '0 0 ' ]
ok 'and none of them is copied'

## killed ##

begin() { # leaves $script, and two processes in the root
	discard -f "$root/started"
	"$checkout/ci/in-root" trixie sh -c \
		'sleep 86399 & touch /started; sleep 86399' >"$work/out" 2>"$work/err" &
	script=$!
	until [ -e "$root/started" ]; do
		kill -0 "$script" 2>/dev/null || return 1
		sleep 0.1
	done
}
asleep() { # how many of these commands are there, whoever began them in $root
	nr_asleep=0
	for process in /proc/[0-9]*; do
		# Where this test is in a root itself, the link begins with that root.
		case $(readlink "$process/root" 2>/dev/null) in
		*"$root") nr_asleep=$((nr_asleep + 1)) ;;
		esac
	done
	echo "$nr_asleep"
}
gone() { # the kernel takes a moment
	tries=0
	until [ "$(asleep)" = 0 ]; do
		tries=$((tries + 1))
		[ "$tries" -lt 300 ] || return 1
		sleep 0.1
	done
}
begin && [ "$(asleep)" -gt 0 ]
ok 'a command that runs is seen'
kill -TERM "$script"
wait "$script"
[ $? = 143 ] && gone && [ "$(runs)" = 0 ]
ok 'terminated: its processes are gone, and its folder is'
begin && kill -KILL "$script"
wait "$script" 2>/dev/null
[ $? = 137 ] && gone && [ "$(runs)" = 1 ]
ok 'killed: its processes are gone'
expect_exit 0 in_root trixie cat file && [ "$(runs)" = 0 ]
ok 'what it left is removed by the next run'
begin && expect_exit 0 in_root trixie cat file && [ "$(runs)" = 1 ] && [ "$(asleep)" -gt 0 ]
ok 'a run beside another leaves its folder alone'
kill -TERM "$script"
wait "$script"
cut -d' ' -f5 /proc/self/mountinfo | sort | cmp -s - "$work/mounts"
ok 'the mounts of this machine are what they were'

finish
