#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Rust on the small world: callers in Rust are named, and a target of Rust says at which commit
# crates break. bindgen, rustc and clippy are fakes: the one makes bindings of what gcc
# preprocesses, the other wants each name of C to be among them, the third one wants unsafe
# functions to be documented.
# shellcheck disable=SC2016 # $ is make's
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

mkdir -p "$work/here/configs" && cp "$top"/configs/* "$work/here/configs" &&
	cd "$work/here" || exit 3

## a world with Rust ##

# A few lines of rust/Makefile and of the Makefile at the top, as far as treewide asks for them.
add_rust() { # DIR
	mkdir -p "$1/rust/bindings" "$1/rust/helpers" "$1/rust/kernel" &&
		cat >>"$1/Kconfig" <<'END' &&

config KASAN
	bool "Find errors"

config RUST
	bool "Rust"
	depends on !KASAN
END
	cat >>"$1/Makefile" <<'END' &&

ifdef srctree
rustavailable:
	@bindgen --available && echo 'Rust is available!'
prepare0: modules_prepare
prepare: __crates
__crates: prepare0
	$(Q)$(MAKE) $(build)=rust
.PHONY: rustavailable prepare0 __crates
endif
END
	cat >"$1/rust/Makefile" <<'END' &&
# SPDX-License-Identifier: GPL-2.0
always-$(CONFIG_RUST) += bindings/bindings_generated.rs helpers/helpers.o kernel.o
record = $(PERL) $(srctree)/scripts/fixdep.pl $(depfile) $@ $(1) >$(dot-target).cmd
$(obj)/bindings/bindings_generated.rs: $(srctree)/$(obj)/bindings/bindings_helper.h FORCE
	@echo '  BINDGEN $@'; mkdir -p $(@D); bindgen $< $@ -Wp,-MMD,$(depfile) $(LINUXINCLUDE) && $(call record,bindgen)
$(obj)/helpers/helpers.o: $(srctree)/$(obj)/helpers/helpers.c
$(obj)/kernel.o: $(srctree)/$(obj)/kernel/lib.rs $(obj)/bindings/bindings_generated.rs
	@echo '  $(if $(CLIPPY),CLIPPY,RUSTC) L $@'; $(if $(CLIPPY),clippy-driver,rustc) $< $@ $(obj)/bindings/bindings_generated.rs
END
	cat >>"$1/scripts/Makefile.build" <<'END' &&
$(obj)/%.o: $(srctree)/$(obj)/%.rs FORCE
	@echo '  $(if $(CLIPPY),CLIPPY,RUSTC) $@'; mkdir -p $(@D); $(if $(CLIPPY),clippy-driver,rustc) $< $@ rust/bindings/bindings_generated.rs
END
	printf '#include <linux/pci.h>\n' >"$1/rust/bindings/bindings_helper.h" &&
	cat >"$1/rust/helpers/helpers.c" <<'END' &&
// SPDX-License-Identifier: GPL-2.0
#include <linux/pci.h>
int rust_helper_pci_alloc_irq_vectors(struct pci_dev *dev, unsigned int min, unsigned int max, unsigned int flags);
int rust_helper_pci_alloc_irq_vectors(struct pci_dev *dev, unsigned int min, unsigned int max, unsigned int flags)
{
	return pci_alloc_irq_vectors(dev, min, max, flags);
}
END
	cat >"$1/rust/kernel/lib.rs" <<'END' &&
// SPDX-License-Identifier: GPL-2.0
//! bindings::pci_alloc_irq_vectors() of a comment is no use.
use crate::bindings;
impl Vectors {
    fn register(dev: &Device) -> i32 {
        // SAFETY: for the test.
        unsafe { bindings::pci_alloc_irq_vectors(dev.as_raw(), 1, 1, 1) }
    }
}
END
	cat >"$1/drivers/net/november.rs" <<'END' &&
// SPDX-License-Identifier: GPL-2.0
fn probe() {
    bindings::pci_free_irq_vectors(dev);
}
END
	echo 'obj-m += november.o' >>"$1/drivers/net/Makefile" &&
	commit "$1" 'Begin Rust'
}
cat >"$work/bin/bindgen" <<'END'
#!/bin/sh
case $1 in
--version) echo "bindgen ${FAKE_BINDGEN:-0.71.1}"; exit ;;
--available)
	[ ! "${FAKE_BINDGEN-}" ] && exit
	printf "***\n*** Rust bindings generator 'bindgen' is too old.\n***   Your version:    %s\n***\n" "$FAKE_BINDGEN" >&2
	exit 1 ;;
esac
in=$1 out=$2
shift 2
text=$(gcc -E -P "$@" "$in") || exit
printf '%s\n' "$text" | tr '\n' ' ' | tr ';{}' '\n\n\n' |
	sed -nE 's/^ *(static inline |extern )?[a-z_ ]*[ *]([a-z_]+)\(([^()]*)\) *$/extern "C" { pub fn \2(\3); }/p' >"$out.new"
cmp -s "$out.new" "$out" || cp "$out.new" "$out"
END
cat >"$work/bin/rustc" <<'FAKE'
#!/bin/sh
[ "$1" != --version ] || { echo "rustc 1.85.1"; exit; }
awk -v bindings="$3" -v path="$1" '
	BEGIN { while ((getline line <bindings) > 0) { sub(/.*pub fn /, "", line); sub(/\(.*/, "", line); known[line] = 1 } }
	/^ *\/\// { next }
	{ open += gsub(/{/, "{") - gsub(/}/, "}") }
	/let unused/ { printf "warning: unused variable: `unused`\n --> %s:%d:1\n\n", path, NR }
	match($0, /bindings::[a-z_]+/) {
		name = substr($0, RSTART + 10, RLENGTH - 10)
		if (!(name in known)) {
			printf "error[E0425]: cannot find function `%s` in crate `bindings`\n --> %s:%d:5\n\n", name, path, NR
			bad = 1
		}
	}
	END {
		if (open) { printf "error: this file contains an unclosed delimiter\n --> %s:%d:1\n\n", path, NR; bad = 1 }
		exit bad
	}' "$1" >&2 || exit 1
cat "$1" "$3" >"$2"
FAKE
# As that of rustup where the component is not installed.
printf '#!/bin/sh\nexit 1\n' >"$work/bin/clippy-driver"
cat >"$work/clippy" <<'FAKE'
#!/bin/sh
[ "$1" != --version ] || { echo "clippy 0.1.85"; exit; }
rustc "$@" || exit
awk -v path="$1" '
	/unsafe fn / && last !~ /# Safety/ {
		print "warning: unsafe function'"'"'s docs are missing a `# Safety` section"
		printf " --> %s:%d:1\n  |\n  = help: for further information visit https://rust-lang.github.io/rust-clippy/\n\n", path, NR
	}
	{ last = $0 }' "$1" >&2
FAKE
chmod 755 "$work/bin/bindgen" "$work/bin/rustc" "$work/bin/clippy-driver" "$work/clippy"
make_world "$repo" && add_rust "$repo" && git clone -q "$repo" "$work/hand"
sed '/root =/d; /option = /{ /RUST=y\|KASAN/!d; }' "$top/configs/x86_64-rust" >configs/rust
ok 'a world with Rust'

## callers ##

expect_exit 0 tw --json audit &&
	json '["%(file)s:%(line)d %(function)s %(class)s %(built)s" % s for s in d["sites"]
		if s["file"].startswith("rust/")]' >"$work/got" && cat >"$work/wanted" <<'END' &&
rust/helpers/helpers.c:6 rust_helper_pci_alloc_irq_vectors unclear n
rust/kernel/lib.rs:7 Vectors::register unclear n
END
	same "$work/wanted" "$work/got"
ok 'audit: a caller in Rust and a helper are named, with line and function, by hand'
expect_exit 0 tw plan && says 'rust/kernel/lib.rs:7' &&
	says 'who owns what it takes has to be read by hand'
ok "plan: it is left"
[ "$(grep -c 'rust/kernel/lib.rs:7' "$work/out")" = 1 ]
ok 'plan: and said once'
make_campaign "$work/judged" && campaign=$work/judged &&
	cat >>"$campaign/campaign.conf" <<'END' && expect_exit 0 tw --json audit &&
[judge "rust/kernel/lib.rs"]
	class = explicit
	reason = Drop releases them
END
	[ "$(json '[s["class"] for s in d["sites"] if s["file"] == "rust/kernel/lib.rs"][0]')" = \
		explicit ]
ok '[judge]: a person may say what it is'

## the proof ##

# shellcheck disable=SC2317 # expect_exit calls it
range() { # COMMAND...: no campaign
	"$TREEWIDE" --repo "$repo" --state "$state" --jobs 2 "$@"
}
base=$(git -C "$repo" rev-parse HEAD)
# One more commit: SED makes FILE another one.
change() { # FILE SED SUBJECT
	sed -i -E "$2" "$repo/$1" && ! git -C "$repo" diff --quiet && commit "$repo" "$3"
}
undo() { git -C "$repo" checkout -q HEAD~ -- . && commit "$repo" "Revert: $1"; }
# The subject and the verdict of rust, commit by commit.
rust() { # OPTION...
	range --json prove --target rust "$@" "$base..HEAD" >"$work/out" 2>"$work/err" </dev/null
	[ $? -le 1 ] && json '[c["subject"] + ": " + k["verdict"] + " " + k["evidence"]
		for c in d["commits"] for k in c["checks"] if k["check"] == "rust"]' >"$work/got"
}
# What the verdict of rust on a commit says.
tells() { # NUMBER TEXT
	detail "$1" rust >"$work/detail" && has "$work/detail" "$2"
}
# The target rust, made another one by SED.
other_target() { # NAME SED
	sed "$2" configs/rust >"configs/$1"
}
P=include/linux/pci.h
change $P 's/^int pci_alloc_irq_vectors\(/int pcim_alloc_irq_vectors(void);\n&/' 'Add a function' &&
	change drivers/net/alpha.c '$a /* more */' 'A driver in C' &&
	change $P 's/^void pci_free_irq_vectors\(/void pci_free_vectors(/' 'Take a function away' &&
	undo one &&
	change $P 's/^(void pci_free_irq_vectors\(struct pci_dev \*)[a-z]*/\1other/' 'Name it' &&
	undo two &&
	change rust/kernel/lib.rs 's/^impl Vectors \{/&{/' 'Break a source' && undo three &&
	change drivers/net/november.rs 's/^fn.*/&\n    let unused = 1;/' 'Warn' &&
	undo four &&
	change rust/helpers/helpers.c 's/return pci/return no/' 'Break a helper' &&
	undo five
ok 'commits that break Rust, and commits that do not'
rust && cat >"$work/wanted" <<'END' &&
Add a function: pass built
A driver in C: pass identical
Take a function away: fail built
Revert: one: pass built
Name it: pass built
Revert: two: pass built
Break a source: fail built
Revert: three: pass built
Warn: fail built
Revert: four: pass built
Break a helper: fail built
Revert: five: pass built
END
	same "$work/wanted" "$work/got"
ok 'each fault fails at its own commit, before and after it passes'
tells 1 'the commit adds pcim_alloc_irq_vectors in the bindings; 1 crate and 1 object of drivers' &&
	tells 2 'what rustc reads from C is byte for byte what it was (files: 2), and no source in Rust'
ok 'what a commit adds to the bindings is told'
tells 3 'the commit adds pci_free_vectors; removes pci_free_irq_vectors in the bindings; ' &&
	tells 3 'drivers/net/november.rs: error[E0425]: cannot find function `pci_free_irq_vectors`' &&
	tells 7 'the bindings are the same; rust/kernel/lib.rs: error: this file contains an unclosed' &&
	tells 9 ', with new warnings: drivers/net/november.rs: warning: unused variable: `unused`' &&
	tells 11 'what rustc reads from C cannot be made: rust/helpers/helpers.c: error: '
ok 'what fails is told in the words of rustc, without lines'
cp "$work/bin/rustc" "$work/rustc" && cp "$work/got" "$work/first" &&
	cat >"$work/bin/rustc" <<'END' && rust && same "$work/first" "$work/got"
#!/bin/sh
[ "$1" = --version ] && echo "rustc 1.85.1"
END
ok 'a second run compiles nothing'
tells 1 '; 1 crate and 1 object of drivers compile'
ok 'and says the same'
tells 1 '; clippy was not asked, for there is no clippy-driver'
ok 'where clippy is not there that is said'
covered() { # NUMBER
	json '[k["verdict"] + " " + k["detail"] for c in d["commits"] if c["nr"] == '"$1"'
		for k in c["checks"] if k["check"] == "coverage"]' >"$work/got"
}
echo 'pass 1 file, under at least one target' >"$work/wanted" &&
	covered 8 && same "$work/wanted" "$work/got"
ok 'a source in Rust is covered where a target of Rust compiles it'
range --json prove --target x86_64-allmodconfig HEAD~4..HEAD~2 </dev/null >"$work/out" \
	2>"$work/err"
covered 1 && has "$work/got" 'uncovered no chosen target compiles drivers/net/november.rs: ' &&
	has "$work/got" '--target rust would compile it'
ok 'and is uncovered where none does, with the target that would'
cp "$repo/drivers/net/november.rs" "$repo/drivers/net/oscar.rs" &&
	echo 'obj-m += oscar.o' >>"$repo/drivers/net/Makefile" && commit "$repo" 'A new driver' &&
	range --json prove --target rust HEAD~..HEAD </dev/null >"$work/out" 2>"$work/err"
covered 1 && has "$work/got" 'uncovered no chosen target compiles drivers/net/oscar.rs'
ok 'a driver in Rust that is new is compiled by nothing, and that is said'
git -C "$repo" reset -q --hard HEAD~
FAKE_BINDGEN=0.60.1
export FAKE_BINDGEN
rust && [ "$(grep -c ': uncovered $' "$work/got")" = 12 ] &&
	tells 1 "Rust bindings generator 'bindgen' is too old. Your version:    0.60.1"
ok 'a bindgen that is too old: uncovered, in the words of the base'
unset FAKE_BINDGEN

## clippy ##

first=$base
cp "$work/rustc" "$work/bin/rustc" && cp "$work/clippy" "$work/bin/clippy-driver" &&
	begin=$(git -C "$repo" rev-parse HEAD) &&
	change rust/kernel/lib.rs '$a pub unsafe fn raw() {}' 'An unsafe function' &&
	change drivers/net/november.rs '$a // more' 'A driver' &&
	change rust/kernel/lib.rs '$a // more' 'A comment' &&
	change rust/kernel/lib.rs '$a pub unsafe fn also() {}' 'One more' &&
	change rust/kernel/lib.rs 's,^pub unsafe,/// # Safety: none.\n&,' 'Document them' &&
	base=$begin && rust && cat >"$work/wanted" <<'END' && same "$work/wanted" "$work/got"
An unsafe function: fail built
A driver: pass built
A comment: pass built
One more: fail built
Document them: pass built
END
ok 'a new unsafe function without its comment fails at its commit alone'
style="with new warnings of style: rust/kernel/lib.rs: warning: unsafe function's docs"
tells 1 ", $style are missing a \`# Safety\` section [clippy]" && tells 4 '[clippy] (2)'
ok 'it is told as a finding of style, in the words of clippy'
! grep -q 'clippy was' "$work/out"
ok 'and where clippy has looked nothing is said of that'
git -C "$repo" reset -q --hard HEAD~ && base=$(git -C "$repo" rev-parse HEAD) &&
	change drivers/net/november.rs '$a // one' 'One' && rust &&
	discard "$state/build/rust.warned" &&
	change drivers/net/november.rs '$a // two' 'Two' && rust &&
	change rust/kernel/lib.rs '$a // three' 'Three' && rust &&
	printf '%s: pass built\n' One Two Three >"$work/wanted" && same "$work/wanted" "$work/got"
ok 'after a make that was not seen to its end crates are made anew, and warn again'
git -C "$repo" reset -q --hard "$begin"
sed -i 's/\$(CLIPPY)/$(NONE)/g' "$repo/rust/Makefile" "$repo/scripts/Makefile.build" &&
	commit "$repo" 'No clippy' && base=$(git -C "$repo" rev-parse HEAD) &&
	change drivers/net/november.rs '$a // more' 'A driver' && rust &&
	tells 1 '; clippy was asked for, but looked at none of them'
ok 'a base that does not know clippy: that is said'
git -C "$repo" reset -q --hard "$begin" && base=$first
printf '#!/bin/sh\nexit 1\n' >"$work/bin/clippy-driver"

## bad targets ##

refused() { # TEXT, of configs/bad
	expect_exit 2 range prove --target bad "$base..HEAD" && says "$1"
}
other_target bad '/KASAN/d' && refused 'CONFIG_RUST=y does not hold' &&
	says 'CONFIG_RUST does not go with CONFIG_KASAN=y'
ok 'RUST that Kconfig takes back is refused, with what is in its way'
other_target bad '/RUST/d' &&
	refused 'rust = true: rust needs option = CONFIG_RUST=y' &&
	other_target bad 's/rust = true/rust = yes/' &&
	refused 'rust = yes: the only value is true' &&
	other_target bad 's,^	rust = true,&\n	root = a/b,' &&
	refused 'root = a/b: neither an absolute path nor the name of a root'
ok 'keys that are wrong are refused, with file and line'
other_target rootless 's,^	rust = true,&\n	root = '"$work"'/no-root,' &&
	range --json prove --target rootless "$base..HEAD" >"$work/out" 2>"$work/err" </dev/null
[ "$(verdict 1 rust)" = uncovered ] &&
	tells 1 'no-root is not there; make it by: ci/in-root --tools no-root'
ok 'a root that is not there: uncovered, with what to do'
mkdir -p "$work/half/var/lib/dpkg" &&
	printf 'Package: rustc\nStatus: install ok unpacked\nVersion: 1\n' \
		>"$work/half/var/lib/dpkg/status" &&
	other_target half 's,^	rust = true,&\n	root = '"$work"'/half,' &&
	range --json prove --target half "$base..HEAD" >"$work/out" 2>"$work/err" </dev/null
tells 1 'is incomplete: its package rustc is not fully installed'
ok 'a root half made: uncovered, with the package'
other_target half-c '/rust = true/d; s,^	arch,	root = '"$work"'/half\n&,' &&
	expect_exit 3 range prove --target half-c "$base..HEAD" && says 'is incomplete'
ok 'a root half made, of another target: 3'
finish
