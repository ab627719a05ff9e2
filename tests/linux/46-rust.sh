#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Rust on Linux 7.2, by the tools of Debian 13 in a root of their own: each fault fails at its own
# commit, and passes before and after. The root takes five minutes the first time. Where none can be
# made all of it is skipped.
# shellcheck disable=SC2016,SC2034
kernels=7.2
# shellcheck source=tests/linux/kernel.sh
. "$(dirname "$0")/kernel.sh"

XDG_CACHE_HOME=${cache%/treewide}
export XDG_CACHE_HOME
[ -d "$cache/roots/trixie-tools" ] ||
	"$top/ci/in-root" --tools trixie-tools >/dev/null 2>"$work/err" ||
	skip_all "no root: $(tail -n 1 "$work/err")"

campaign=pcim-irq-vectors
expect_exit 0 kernel --json audit && json '["%(file)s %(function)s %(call)s %(class)s" % s
	for s in d["sites"] if s["file"].startswith("rust/")]' >"$work/got" &&
	cat >"$work/wanted" <<'END' && same "$work/wanted" "$work/got"
rust/helpers/pci.c rust_helper_pci_alloc_irq_vectors pci_alloc_irq_vectors explicit
rust/kernel/pci/irq.rs IrqVectorRegistration::register pci_alloc_irq_vectors explicit
END
ok 'audit names the caller in Rust, with its function, and the helper'

## a series with faults ##

head=$(git -C "$repo" rev-parse "$base^{commit}")
in_index read-tree "$base"
take_tree() { # SUBJECT
	tree=$(in_index write-tree) &&
		head=$(echo "$1" | git -C "$repo" commit-tree "$tree" -p "$head")
}
change() { # PATH SED SUBJECT
	in_index show ":$1" >"$work/before" && sed -E "$2" "$work/before" >"$work/after" &&
		! cmp -s "$work/before" "$work/after" && put "$1" <"$work/after" && take_tree "$3"
}
fault() { # PATH SED SUBJECT
	change "$@" && in_index read-tree "$good" && take_tree "Revert: $3"
}
R=samples/rust/rust_minimal.rs
P=include/linux/pci.h vector='int pci_irq_vector\(struct pci_dev \*dev, unsigned'
change $P "/^$vector int nr\\);/i int pcim_new_vectors(struct pci_dev *dev);" 'Add' &&
	change drivers/net/ethernet/cavium/thunder/thunder_bgx.c '1i /* C */' 'Driver' &&
	good=$tree &&
	fault $P "s/^$vector int nr\\);/int pci_irq_number(struct pci_dev *dev);/" 'Function' &&
	fault $P "s/^($vector) int nr\\);/\\1 long nr);/" 'Argument' &&
	fault $P 's/^(\tunsigned short\tvendor);/\1_of;/' 'Member' &&
	fault $P 's/^(#define PCI_IRQ_INTX)\s.*/\1 ((unsigned int)sizeof(char))/' 'Constant' &&
	fault rust/helpers/pci.c 's/rust_helper_dev_is_pci/rust_helper_is_pci/' 'Helper' &&
	fault $R 's/^impl kernel::Module/& {{/' 'Source' &&
	fault $R 's/^use kernel::prelude/use  kernel::prelude/' 'Layout' &&
	fault $R '$s,$,\n\n/// Does nothing.\npub unsafe fn undocumented() {},' 'Unsafe'
ok 'a series with eight faults'
"$TREEWIDE" --repo "$repo" --state "$state" --json prove --target x86_64-rust "$base..$head" \
	>"$work/out" 2>"$work/err" </dev/null
json '[c["subject"] + ": " + k["verdict"] + " " + k["evidence"] for c in d["commits"]
	for k in c["checks"] if k["check"] == "rust"]' >"$work/got" &&
	cat >"$work/wanted" <<'END' && same "$work/wanted" "$work/got"
Add: pass built
Driver: pass identical
Function: fail built
Revert: Function: pass built
Argument: fail built
Revert: Argument: pass built
Member: fail built
Revert: Member: pass built
Constant: fail built
Revert: Constant: pass built
Helper: fail built
Revert: Helper: pass built
Source: fail built
Revert: Source: pass built
Layout: pass built
Revert: Layout: pass built
Unsafe: fail built
Revert: Unsafe: pass built
END
ok 'each fault fails at its own commit'
detail 1 rust >"$work/detail" &&
	has "$work/detail" 'the commit adds pcim_new_vectors in the bindings; '
ok 'what is added to the bindings is told'
detail 17 rust >"$work/detail" &&
	has "$work/detail" ", with new warnings of style: samples/rust/rust_minimal.rs: warning: " &&
	has "$work/detail" "docs are missing a \`# Safety\` section [clippy]"
ok 'an unsafe function without its comment is told as a finding of style'
json '[c["subject"] + ": " + k["verdict"] for c in d["commits"] for k in c["checks"]
	if k["check"] == "rustfmt" and k["verdict"] != "pass"]' >"$work/got" &&
	printf '%s: fail\n' Source Layout >"$work/wanted" && same "$work/wanted" "$work/got" &&
	detail 15 rustfmt >"$work/detail" && has "$work/detail" \
	'samples/rust/rust_minimal.rs:5: layout: rustfmt makes of "use  kernel::prelude::*;": '
ok 'rustfmt tells the line that is laid out badly, and the source that does not parse'
finish
