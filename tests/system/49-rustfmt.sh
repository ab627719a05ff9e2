#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# rustfmt in prove: a changed line of Rust that is not laid out as the base's .rustfmt.toml wants
# fails at its commit, and what was so before stays silent. rustfmt is a fake: it wants one blank
# where a line has two behind its indentation, and braces that are closed.
# shellcheck disable=SC2016 # $ is sed's
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

cat >"$work/rustfmt" <<'FAKE'
#!/bin/sh
[ "${1-}" != --version ] || { echo "rustfmt ${FAKE_RUSTFMT:-1.8.0}"; exit; }
[ ! "${FAKE_LOG-}" ] || echo asked >>"$FAKE_LOG"
grep -q edition .rustfmt.toml || { echo 'Could not parse TOML: no edition' >&2; exit 1; }
[ "$*" = '--check --color never' ] || { echo "what is $*" >&2; exit 101; }
awk '
	{ open += gsub(/{/, "{") - gsub(/}/, "}"); text[NR] = $0 }
	/panic/ { exit 101 }
	END {
		if (open) {
			printf "error: this file contains an unclosed delimiter\n --> <stdin>:%d:9\n", NR >"/dev/stderr"
			exit 1
		}
		for (i = 1; i <= NR; i++)
			if (text[i] ~ /[^ ]  +[^ ]/) {
				wanted = text[i]
				while (match(wanted, /[^ ]  +[^ ]/))
					wanted = substr(wanted, 1, RSTART) " " substr(wanted, RSTART + RLENGTH - 1)
				printf "Diff in <stdin>:%d:\n-%s\n+%s\n\n", i, text[i], wanted
			}
	}' && exit
exit $?
FAKE
chmod 755 "$work/rustfmt" && cp "$work/rustfmt" "$work/bin/rustfmt"
FAKE_LOG=$work/asked
export FAKE_LOG

range() { # COMMAND...: no campaign
	"$TREEWIDE" --repo "$repo" --state "$state" --jobs 2 "$@"
}
change() { # FILE SED SUBJECT
	sed -i -E "$2" "$repo/$1" && ! git -C "$repo" diff --quiet && commit "$repo" "$3"
}
# The subject and the verdict of rustfmt, commit by commit.
layout() { # OPTION...
	: >"$FAKE_LOG"
	range --json prove "$@" "$base..HEAD" >"$work/out" 2>"$work/err" </dev/null
	[ $? -le 1 ] && json '[c["subject"] + ": " + k["verdict"]
		for c in d["commits"] for k in c["checks"] if k["check"] == "rustfmt"]' >"$work/got"
}
tells() { # NUMBER TEXT
	detail "$1" rustfmt >"$work/detail" && has "$work/detail" "$2"
}
# Without the rustfmt that the machine may have.
without() { # COMMAND...
	(
		# shellcheck disable=SC2123 # it is the search path
		PATH=$(echo "$PATH" | tr : '\n' | while read -r folder; do
			[ -e "$folder/rustfmt" ] || printf '%s:' "$folder"
		done)$work/few
		"$@"
	)
}

make_world "$repo" && mkdir -p "$repo/rust/kernel" "$repo/rust/syn" &&
	printf 'edition = "2021"\n' >"$repo/.rustfmt.toml" && cat >>"$repo/Makefile" <<'END' &&

rustfmt:
	$(Q)find $(srctree) \( -path $(srctree)/rust/syn \) -prune -o \
		-type f -a -name '*.rs' -a ! -name '*generated*' -print | xargs $(RUSTFMT)
END
	cat >"$repo/rust/kernel/lib.rs" <<'END' && cp "$repo/rust/kernel/lib.rs" "$repo/rust/syn" &&
fn old() {
    let  sin = 1;
    let good = 2;
}
END
	commit "$repo" 'Begin Rust' && base=$(git -C "$repo" rev-parse HEAD)
L=rust/kernel/lib.rs
change $L 's/good = 2/good = 3/' 'Change a line' &&
	change $L 's/good = 3/good  = 3/' 'Lay it out badly' &&
	change drivers/net/alpha.c '$a /* more */' 'A driver in C' &&
	change $L 's/sin = 1/sin = 2/' 'Touch what was bad' &&
	change $L '1i // a line' 'Move all of it' &&
	change $L '$a fn broken() {' 'Break it' &&
	change $L '2a \    let new = 4;' 'Leave it broken' &&
	change $L '$d' 'Mend it' &&
	change rust/syn/lib.rs 's/good = 2/good  =  2/' "Somebody else's" &&
	git -C "$repo" mv $L rust/kernel/moved.rs && commit "$repo" 'Move the file' &&
	printf 'fn new()  {}\n' >"$repo/rust/new.rs" && commit "$repo" 'A file' &&
	git -C "$repo" rm -q rust/new.rs && commit "$repo" 'And no more' &&
	: >"$repo/rust/empty.rs" && commit "$repo" 'Nothing in it'
ok 'commits that lay Rust out badly, and commits that do not'
layout && cat >"$work/wanted" <<'END' && same "$work/wanted" "$work/got"
Change a line: pass
Lay it out badly: fail
Touch what was bad: fail
Move all of it: pass
Break it: fail
Leave it broken: pass
Mend it: pass
Move the file: pass
A file: fail
Nothing in it: pass
END
ok 'what a commit lays out badly fails there, and nowhere else'
tells 1 'no new finding (1 old in these files)' &&
	tells 2 'rust/kernel/lib.rs:3: layout: rustfmt makes of "let good  = 3;": "let good = 3;"' &&
	tells 4 'rust/kernel/lib.rs:2: layout: rustfmt makes of "let  sin = 2;": "let sin = 2;"' &&
	tells 6 'rust/kernel/lib.rs:6: parse: this file contains an unclosed delimiter' &&
	tells 11 'rust/new.rs:1: layout: rustfmt makes of "fn new()  {}": "fn new() {}"'
ok 'it is told with file and line, and so is a source that it cannot read'
cp "$work/got" "$work/first" && layout && same "$work/first" "$work/got" &&
	[ "$(wc -l <"$FAKE_LOG")" = 1 ]
ok 'a second run asks only whether it can be relied on'
FAKE_RUSTFMT=1.9.0
export FAKE_RUSTFMT
layout && same "$work/first" "$work/got" && [ "$(wc -l <"$FAKE_LOG")" -gt 5 ]
ok 'another version of rustfmt is asked anew'
unset FAKE_RUSTFMT

## where nothing looks ##

base=$(git -C "$repo" rev-parse HEAD~12) && mkdir -p "$work/few"
few='sh git perl python3 make gcc ld as objcopy bc bison flex awk sed grep ls cat env'
for program in $few; do
	ln -sf "$(command -v "$program")" "$work/few/$program"
done
discard "$work/bin/rustfmt"
without layout && [ "$(grep -c ': skipped$' "$work/got")" = 10 ] &&
	tells 1 'nothing looked at the layout of 1 file in Rust: there is no rustfmt' &&
	tells 1 ' (Debian: apt-get install rustfmt, or choose a target of Rust whose root has it'
ok 'without rustfmt: skipped, with how many files and what would look'
printf '#!/bin/sh\necho "not installed" >&2\nexit 1\n' >"$work/bin/rustfmt" &&
	chmod 755 "$work/bin/rustfmt" && layout &&
	tells 1 'rustfmt --version fails (exit 1): not installed'
ok 'one that does not run: skipped, in its words'
printf '#!/bin/sh\necho "rustfmt 0"\n' >"$work/bin/rustfmt" && layout &&
	tells 1 'rustfmt says nothing of a line that is laid out badly'
ok 'one that says nothing is no pass'
cp "$work/rustfmt" "$work/bin/rustfmt"
printf '\n// panic\n' >>"$repo/rust/kernel/moved.rs" && commit "$repo" 'Panic'
expect_exit 3 range prove HEAD~.. && says 'rustfmt failed (exit 101)'
ok 'one that gives up: 3'
git -C "$repo" reset -q --hard HEAD~
echo 'other = 1' >"$repo/.rustfmt.toml" && commit "$repo" 'Another configuration' &&
	base=$(git -C "$repo" rev-parse HEAD) &&
	change rust/kernel/moved.rs '$a // more' 'More' && layout &&
	tells 1 'rustfmt does not take .rustfmt.toml of the base: Could not parse TOML: no edition'
ok 'a configuration that it does not take: skipped, in its words'
git -C "$repo" rm -q .rustfmt.toml && commit "$repo" 'No configuration' &&
	base=$(git -C "$repo" rev-parse HEAD) &&
	change rust/kernel/moved.rs '$a // still more' 'Still more' && layout &&
	tells 1 'nothing looked at the layout of 1 file in Rust: the base has no .rustfmt.toml'
ok 'a base without one: skipped'

## below another configuration ##

printf 'edition = "2021"\n' >"$repo/.rustfmt.toml" && echo 'other = 1' >"$repo/rust/rustfmt.toml" &&
	commit "$repo" 'Two' && base=$(git -C "$repo" rev-parse HEAD) &&
	change rust/kernel/moved.rs '$a // two' 'With two' && layout &&
	tells 1 'rustfmt does not take rust/rustfmt.toml of the base'
ok 'the nearest configuration counts'
finish
