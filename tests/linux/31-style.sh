#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# checkpatch and kernel-doc in prove with the real scripts: seventeen commits on 6.12, each with one
# thing that must be found or must not, and the campaign's own series on 6.1. (That of 6.12 is
# proved in quick-10.) About three minutes on two cores.
kernels='6.12 6.1'
# shellcheck source=tests/linux/kernel.sh
. "$(dirname "$0")/kernel.sh"

in_repo() { # ARGUMENT... of git
	GIT_INDEX_FILE=$work/index git -C "$repo" "$@"
}

# $file is a file of the base as it stands at the end of the branch: change it, then record it.
take() { # PATH
	path=$1
	file=$work/file
	in_repo cat-file blob ":$path" >"$file"
}

record() { # MESSAGE
	blob=$(in_repo hash-object -w --stdin <"$file") &&
		in_repo update-index --cacheinfo "100644,$blob,$path" &&
		tree=$(in_repo write-tree) &&
		parent=$(printf '%s\n' "$1" | in_repo commit-tree -p "$parent" "$tree") &&
		in_repo update-ref refs/heads/b4/style "$parent"
}

signed() { # SUBJECT [COMMIT]
	printf '%s\n\nThis is here to see what checkers say of\n%s.\nThey may say what they like.\n\nSigned-off-by: %s' \
		"$1" "${2:-it}" 'Tessa Tester <tessa@example.org>'
}

# The base has a history, so that ids of commits can be looked up.
base=$(git -C "$repo" commit-tree -p "$v612" -m 'Have a parent' "$v612^{tree}") &&
	git -C "$repo" update-ref refs/heads/base "$base" || exit 3
id=$(git -C "$repo" rev-parse --short=12 "$base")

# A campaign that compiles nothing; its one patch is not what stands on the branch.
mkdir "$work/style"
printf '[campaign]\n\tname = style\n\ttitle = Try\n\tscope = drivers/\n[recipients]\n\talways = all@example.org\n[patch "x"]\n\tdiff = x.diff\n\tsubject = kbuild: x\n' \
	>"$work/style/campaign.conf"
campaign=$work/style
in_repo read-tree "$base" && parent=$(git -C "$repo" rev-parse "$base^{commit}")
take Kbuild && { cat "$file" && echo '# x'; } >"$work/new"
{ echo 'diff --git a/Kbuild b/Kbuild' &&
	diff -u --label a/Kbuild --label b/Kbuild "$file" "$work/new"; } \
	>"$campaign/x.diff"

## one thing in each commit ##

ahci=drivers/ata/ahci.c
# 1: an old finding (line 793 is badly aligned) in the context, and lines above it
take $ahci && sed -i '1a/* moved */' "$file" &&
	sed -i 's/^\t\t\thpriv->mask_port_map = 0xf;/\t\t\thpriv->mask_port_map = 15;/' "$file" &&
	record "$(signed 'ata: Move lines')"
# 2: the call above it gets another name: it was badly aligned and still is
take $ahci && sed -i '/mask_port_map = 15;/,/Disabling your PATA/s/dev_info(/dev_notice(/' \
	"$file" &&
	record "$(signed 'ata: Change an ugly line')"
# 3: a copy of it in the same function
take $ahci && sed -i '/^\t\t\t  "Disabling your PATA port/a\
\t\tdev_info(\&pdev->dev,\
\t\t\t  "A second one.\\n");' "$file" && record "$(signed 'ata: Copy an ugly line')"
# 4, 5, 6: a blank, a long line, and a call whose other line stands no longer below its parenthesis
take $ahci && sed -i 's/^\tif (ahci_mask_port_map)$/& /' "$file" &&
	record "$(signed 'ata: Leave a blank')"
take $ahci &&
	sed -i 's,^\tahci_save_initial_config(&pdev->dev\, hpriv);,& /* and this is so long that nobody can read it to its end at all */,' "$file" &&
	record "$(signed 'ata: Make a line long')"
take $ahci && sed -i 's/^\tdev_warn(&pdev->dev, "Found %u/\tdev_notice(\&pdev->dev, "Found %u/' \
	"$file" &&
	record "$(signed 'ata: Align badly')"
# 7, 8: comments
api=drivers/pci/msi/api.c
take $api && cat >>"$file" <<'CODE' && record "$(signed 'PCI/MSI: Add a function')"

/**
 * pci_try_vectors() - Try some vectors
 * @dev: the PCI device to operate on
 */
void pci_try_vectors(struct pci_dev *dev, unsigned int nr)
{
	dev->irq += nr;
}
CODE
take $api &&
	sed -i 's/^ \* Same as pci_alloc_irq_vectors(), but with the extra @affd/ * As pci_alloc_irq_vectors(), but with the extra @affd/' "$file" &&
	record "$(signed 'PCI/MSI: Change a comment that has no Return')"
# 9, 10: messages
take $ahci && sed -i '1a/* more */' "$file" && record 'ata: Forget to sign

This is here to see what checkers say of it.
They may say what they like.'
take $ahci && sed -i '1a/* even more */' "$file" && record "$(signed 'ata: Recieve more')"
# 11, 12: names that include/ has, and that nobody has
take $ahci && sed -i 's/^\treturn irq_status;$/&/; $a\
static const int ahci_advertised = ADVERTISED_10000baseKR_Full;' "$file" &&
	record "$(signed 'ata: Use a name of others')"
take $ahci && printf 'static const int ahciNobodyHasThis;\n' >>"$file" &&
	record "$(signed 'ata: Use a name of nobody')"
# 13, 14: device tree
da850=drivers/ata/ahci_da850.c
take $da850 &&
	sed -i 's/{ .compatible = "ti,da850-ahci", },/&\n\t{ .compatible = "ti,dm816-ahci", },/' \
	"$file" &&
	record "$(signed 'ata: Name what is documented')"
take $da850 &&
	sed -i 's/{ .compatible = "ti,da850-ahci", },/&\n\t{ .compatible = "ti,nobody-knows-this", },/' "$file" &&
	record "$(signed 'ata: Name what is not documented')"
# 15, 16, 17: commits that are named: rightly, with another subject, and none
for named in "commit $id (\"Have a parent\")" "commit $id (\"Have a child\")" \
	'commit 123456abcdef ("Be nowhere")'; do
	take $ahci && echo '/* named */' >>"$file" &&
		record "$(signed 'ata: Name a commit' "$named")"
done

cat >"$work/wanted" <<'WANTED'
1 pass
2 pass
3 PARENTHESIS_ALIGNMENT
4 TRAILING_WHITESPACE
5 LONG_LINE_COMMENT
6 PARENTHESIS_ALIGNMENT
7 kernel-doc
8 pass
9 message: MISSING_SIGN_OFF
10 message: TYPO_SPELLING
11 pass
12 CAMELCASE
13 pass
14 UNDOCUMENTED_DT_STRING
15 pass
16 message: GIT_COMMIT_ID
17 message: UNKNOWN_COMMIT_ID
WANTED
printf -- '--ignore TRAILING_WHITESPACE,LONG_LINE_COMMENT\n' >"$HOME/.checkpatch.conf"
expect_exit 1 kernel --json prove && cp "$work/out" "$work/proof"
json '[" ".join([str(c["nr"])] + [k["detail"] for k in c["checks"] if k["verdict"] == "fail"
	and k["check"] in ("checkpatch", "kernel-doc")]) for c in d["commits"]]' \
	"$work/proof" >"$work/details"
json '[str(c["nr"]) + " " + (" ".join([k["check"] if k["check"] == "kernel-doc"
	else ": ".join(k["detail"].split(": ")[:2]).split(": ")[-1]
	if not k["detail"].startswith("message") else ": ".join(k["detail"].split(": ")[:2])
	for k in c["checks"] if k["verdict"] == "fail"
	and k["check"] in ("checkpatch", "kernel-doc")]) or "pass") for c in d["commits"]]' \
	"$work/proof" >"$work/got"
same "$work/wanted" "$work/got"
ok 'the real scripts find on 6.12 what is new, at its commit, and nothing else'
! grep -q 'and [0-9]* more' "$work/details"
ok 'and each of it once'
has "$work/details" "drivers/pci/msi/api.c:" &&
	has "$work/details" "'nr' not described in 'pci_try_vectors'"
ok 'a parameter without description is named'
json '[k["detail"] for c in d["commits"][1:2] for k in c["checks"]
	if k["check"] == "checkpatch"][0]' "$work/proof" |
	grep -qx 'no new finding (1 old in these lines)'
ok 'an old finding in a changed line is counted'

cat >"$work/bin/perl" <<-'FAKE'
	#!/bin/sh
	echo "$*" >>"$FAKE_LOG"
	exec /usr/bin/perl "$@"
FAKE
chmod 755 "$work/bin/perl" && : >"$FAKE_LOG"
expect_exit 1 kernel --json prove && [ ! -s "$FAKE_LOG" ]
ok 'a second proof runs no perl'
no_fakes

## the campaign's own series ##

campaign=$work/series/pcim-irq-vectors
mkdir -p "$work/series" && cp -R "$top/series/pcim-irq-vectors" "$work/series" &&
	ln -s "$top/cocci" "$work/cocci" &&
	sed -i '/^\[check "build"\]/,/^$/d; /^# Vectors are freed exactly once/,/timeout = /d; /retires/d' "$campaign/campaign.conf"
base=$v61
expect_exit 0 kernel generate && expect_exit 0 kernel --json prove &&
	[ "$(json 'len(d["commits"])')" -ge 45 ] &&
	[ "$(json '[k["verdict"] for c in d["commits"] for k in c["checks"]
	if k["check"] in ("checkpatch", "kernel-doc") and k["verdict"] != "pass"]')" = '' ] &&
	[ "$(json 'len([1 for c in d["commits"] for k in c["checks"]
	if k["check"] in ("checkpatch", "kernel-doc")])')" -ge 90 ]
ok 'every commit of the campaign on 6.1 passes both checks'

finish
