#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# Vectors are freed exactly once at every commit, shown in booted kernels: the shipped campaign on
# 6.12 and 6.1, the posted design in two variants that must fail where they are wrong, the calls
# that fill a table with a release that is never registered, twice, or not when they fail half-way,
# and kernels and probes that crash, hang, keep silent or lie. (What the compiler says is in
# quick-10.) About half an hour on two cores, ten minutes of it for two kernels that ccache does not
# know yet.
kernels='6.12 6.1'
# shellcheck source=tests/linux/campaign.sh
. "$(dirname "$0")/campaign.sh"

# "patch patch ..." of all verdicts of this kind that lifecycle has.
lives() { # KIND
	verdicts "$1" 'k["check"] == "lifecycle"' 'c["patch"]'
}

# How many commits it passes; nothing when it does not pass all of them.
passed() {
	json 'len(d["commits"]) if all(["pass"] == [k["verdict"] for k in c["checks"]
		if k["check"] == "lifecycle"] for c in d["commits"]) else ""'
}

states() {
	json 'len({k["state"] for c in d["commits"] for k in c["checks"]
		if k["check"] == "lifecycle"})'
}

# A copy of the campaign that compiles nothing but the small kernel; sed scripts for campaign.conf.
copy() { # NAME SCRIPT...
	campaign=$work/campaigns/$1
	shift
	mkdir -p "$campaign" &&
		cp -R "$top"/series/pcim-irq-vectors/* "$top"/cocci/pcim-irq-vectors/*.cocci \
		"$campaign" || return
	for script in '/^\[check "build"\]/,/^$/d' "$@"; do
		sed -i -e "$script" "$campaign/campaign.conf" || return
	done
}

# The same for two drivers, without an audit.
control() { # NAME SCRIPT...
	name=$1
	shift
	copy "$name" "s/name = pcim-irq-vectors/name = $name/" \
		'/^\[convert\]/a\	scope = drivers/thunderbolt/nhi.c\n	scope = drivers/mfd/intel-lpss-pci.c' \
		'/^\[convert "msi/,/message = /d' \
		'/retires = /d; /select = /d' '/^\[wave /,/^\[check/{/^\[check/!d}' "$@"
}

# A series of two patches of which the second is made by hand.
patched() { # NAME FILE SCRIPT
	control "$1" '/^\[convert\]/,/message = /d' '/^\[patch "enforce"\]/,/recipients = /d' \
		'/^\[check "lifecycle"/i[patch "extra"]\n	diff = extra.diff\n	subject = extra: Break it\n	message = api.txt'
	hand_made "$2" "$3" >"$campaign/extra.diff"
}

## the campaign ##

copy shipped
expect_exit 0 kernel generate && expect_exit 0 kernel --json prove &&
	cp "$work/out" "$work/first" &&
	[ "$(passed)" -ge 58 ] && [ "$(states)" = 2 ] &&
	[ "$(verdict api lifecycle evidence)" = booted ]
ok 'every commit of 6.12 passes, in two boots'
verdict api lifecycle detail >"$work/got"
has "$work/got" 'booted Linux 6.12' &&
	has "$work/got" ': 620 binds in 31 styles, each got a vector' &&
	has "$work/got" ' 600 release actions, each ran once'
ok 'before the last patch all styles are tried'
verdict enforce lifecycle detail >"$work/got"
has "$work/got" ': 460 binds in 23 styles, ' && has "$work/got" ' 400 release actions, ' &&
	has "$work/got" 'the implicit styles are retired, not tried'
ok 'after it those that are left'
sed -i 's/^/# /' "$work/got" && cat "$work/got"
expect_exit 0 kernel --json prove && [ "$(passed)" -ge 58 ] &&
	[ "$(json 'all(k["reused"] for c in d["commits"] for k in c["checks"]
	if k["check"] == "lifecycle")')" = true ]
ok 'a second proof boots nothing'
expect_exit 0 kernel generate && expect_exit 0 kernel report --format cover &&
	says 'lifecycle: 58 of 58 commits pass (booted)' &&
	tr -s ' \n' ' ' <"$work/out" |
	grep -q 'patches 1 to 57: booted Linux 6.12[^:]*: 620 binds in 31 styles'
ok 'the cover letter says what was booted and counted'

## the posted design ##

control posted
sed -i -f "$top/tests/linux/lifecycle/api-posted.sed" "$campaign/api.cocci"
cp "$top/tests/linux/lifecycle/enforce-posted.cocci" "$campaign/enforce.cocci"
expect_exit 0 kernel generate && expect_exit 1 kernel --json prove &&
	[ "$(json 'len(d["commits"])')" = 4 ] &&
	[ "$(lives fail)" = 'api convert/mfd-intel-lpss convert/thunderbolt enforce' ]
ok 'the flag that is set before allocating fails'
verdict api lifecycle detail >"$work/got" &&
	has "$work/got" 'managed: bind 1 registers 0 release actions instead of 1' &&
	has "$work/got" 'WARNING:' &&
	[ "$(verdict api lifecycle state)" = "$(verdict convert/thunderbolt lifecycle state)" ] &&
	sed 's/^/# /' "$work/got"
ok 'at every state between API and enforcement: nothing releases the vectors, and the kernel warns'
verdict enforce lifecycle detail >"$work/got" &&
	has "$work/got" ': bind 1 registers 2 release actions instead of 1' &&
	! has "$work/got" complains && sed 's/^/# /' "$work/got"
ok 'with its last patch vectors go, but one action is registered for each call'

control unguarded
cp "$top/tests/linux/lifecycle/enforce-unguarded.cocci" "$campaign/enforce.cocci"
expect_exit 0 kernel generate && expect_exit 1 kernel --json prove &&
	[ "$(lives fail)" = enforce ] &&
	[ "$(lives pass)" = 'api convert/mfd-intel-lpss convert/thunderbolt' ]
ok 'the guard that is dropped fails at that commit only'
verdict enforce lifecycle detail >"$work/got" &&
	has "$work/got" ': bind 1 registers 2 release actions instead of 1' &&
	! has "$work/got" leaves && ! has "$work/got" complains && sed 's/^/# /' "$work/got"
ok 'and only by counting release actions'

## the calls that fill a table, broken in every way ##

# The managed call that is broken so must fail at these patches, with this said of the last of them.
msix_control() { # NAME PATCHES TEXT SCRIPT
	control "$1" && sed -i "$4" "$campaign/api.cocci" &&
		! cmp -s "$campaign/api.cocci" "$top/cocci/pcim-irq-vectors/api.cocci" &&
		expect_exit 0 kernel generate && expect_exit 1 kernel --json prove &&
		[ "$(lives fail)" = "$2" ] &&
		verdict enforce lifecycle detail >"$work/got" && has "$work/got" "$3" &&
		sed 's/^/# /' "$work/got"
}
always='api convert/mfd-intel-lpss convert/thunderbolt enforce'
in_range='/^+int pcim_enable_msix_range(/,/^+}/'
in_exact='/^+static inline int pcim_enable_msix_exact(/,/^+}/'

msix_control range-never enforce \
	'managed-msix-range: bind 1 registers 0 release actions instead of 1' \
	"$in_range"'s/pcim_setup_msi_context(dev)/0/'
ok 'range: a release that is never registered fails when the implicit one goes'
has "$work/got" 'the kernel complains: WARNING:'
ok 'and the kernel warns of vectors whose device data are gone'
msix_control range-twice "$always" \
	'managed-msix-range-twice: bind 1 registers 2 release actions instead of 1' \
	"$in_range"'s/^+	int ret = pcim_setup_msi_context(dev);/+	int ret;\n+\n+	dev->is_msi_managed = false;\n+	ret = pcim_setup_msi_context(dev);/'
ok 'range: a release that each call registers fails'
msix_control range-halfway "$always" \
	'managed-msix-range-fallback: bind 1 registers 2 release actions instead of 1' \
	"$in_range"'s/^+	return pci_enable_msix_range(.*/+	ret = pci_enable_msix_range(dev, entries, minvec, maxvec);\n+	if (ret < 0)\n+		dev->is_msi_managed = false;\n+	return ret;/'
ok 'range: one that is forgotten when the call fails half-way fails, and only there'
msix_control exact-never enforce \
	'managed-msix-exact: bind 1 registers 0 release actions instead of 1' \
	"$in_exact"'s/^+	int rc = pcim_enable/+	int rc = pci_enable/'
ok 'exact: a release that is never registered fails when the implicit one goes'
msix_control exact-twice "$always" \
	'managed-msix-exact-twice: bind 1 registers 2 release actions instead of 1' \
	"$in_exact"'s/^+	int rc = pcim_enable_msix_range(dev, entries, nvec, nvec);/+	int rc;\n+\n+	dev->is_msi_managed = false;\n+	rc = pcim_enable_msix_range(dev, entries, nvec, nvec);/'
ok 'exact: a release that each call registers fails'
msix_control exact-halfway "$always" \
	'managed-msix-exact-fallback: bind 1 registers 2 release actions instead of 1' \
	"$in_exact"'s/^+	if (rc < 0)$/&\n+		dev->is_msi_managed = false;\n+	if (rc < 0)/'
ok 'exact: one that is forgotten when the call fails half-way fails, and only there'

control good
expect_exit 0 kernel generate && expect_exit 0 kernel --json prove && [ "$(passed)" = 4 ] &&
	[ "$(json 'all(k["reused"] for c in d["commits"] for k in c["checks"]
	if k["check"] == "lifecycle")')" = true ]
ok 'the same small series without a fault passes, and boots nothing: its states are those of the whole series'

## kernels and probes that break ##

patched panics init/main.c \
	'/^static void __init do_pre_smp_initcalls/,/^{/s/^{/{\n	panic("on purpose");\n/'
expect_exit 0 kernel generate && expect_exit 1 kernel --json prove && [ "$(lives fail)" = extra ] &&
	[ "$(lives pass)" = api ] &&
	verdict extra lifecycle detail | grep -q 'Kernel panic - not syncing: on purpose'
ok 'a kernel that panics fails'
log=$(verdict extra lifecycle log)
has "$log" 'The last lines of the console:' &&
	[ "$(sed '1,/^The last lines/d' "$log" | wc -l)" -le 41 ] && has "$log" 'on purpose'
ok 'with the last lines of the console in its log'
LIFECYCLE_SECONDS=60
export LIFECYCLE_SECONDS
patched hangs init/main.c '/^static void __init do_pre_smp_initcalls/,/^{/s/^{/{\n	pr_info("going to hang\\n");\n	for (;;)\n		cpu_relax();\n/'
expect_exit 0 kernel generate && expect_exit 1 kernel --json prove && [ "$(lives fail)" = extra ] &&
	verdict extra lifecycle detail | grep -q 'no end in 60 s' &&
	has "$(verdict extra lifecycle log)" 'going to hang'
ok 'so does one that hangs'
unset LIFECYCLE_SECONDS
patched broken drivers/pci/msi/msi.c '1i #error on purpose'
expect_exit 0 kernel generate && expect_exit 1 kernel --json prove && [ "$(lives fail)" = extra ] &&
	verdict extra lifecycle detail |
	grep -q 'the kernel does not build: drivers/pci/msi/msi.c:.*error'
ok 'one that does not build fails with the error'
patched unconfigured drivers/pci/Kconfig 's/^config PCI_MSI$/config PCI_NO_MSI/'
expect_exit 0 kernel generate && expect_exit 1 kernel --json prove && [ "$(lives fail)" = extra ] &&
	verdict extra lifecycle detail | grep -q 'CONFIG_PCI_MSI=y is lost'
ok 'one that cannot be configured for the probe fails'

control crash
sed -i '/^static int new_call/,/^{/s/^{/{\n	BUG();/' "$campaign/lifecycle/probe.c"
expect_exit 0 kernel generate && expect_exit 1 kernel --json prove &&
	[ "$(lives fail)" = 'api convert/mfd-intel-lpss convert/thunderbolt enforce' ] &&
	verdict api lifecycle detail >"$work/got" &&
	has "$work/got" 'the kernel complains: ' && has "$work/got" 'did not come to its end'
ok 'a probe that crashes fails'

## consoles that prove nothing ##

# What stands in for QEMU gets the option -serial file:CONSOLE; the check must not believe it.
cat >"$work/qemu" <<'END'
#!/bin/sh
[ "$1" != --version ] || { echo "fake $FAKE_CONSOLE" && exit; }
for word; do
	case $word in file:*) cat "$FAKE_CONSOLE" >"${word#file:}" ;; esac
done
END
kept=$(find "$state/run/lifecycle/boot/console")
control fakes
expect_exit 0 kernel generate && expect_exit 0 kernel prove
ok 'a good series again'
cp "$kept" "$work/old-console" && cp "$work/qemu" "$work/bin/qemu-system-x86_64" &&
	chmod 755 "$work/bin/qemu-system-x86_64"
FAKE_CONSOLE=$work/old-console
export FAKE_CONSOLE
expect_exit 0 kernel --json prove &&
	verdict api lifecycle detail |
	grep -q '^the base fails too: unmanaged: 0 of 20 binds were tried'
ok 'the console of an earlier run proves nothing'
FAKE_CONSOLE=/dev/null
expect_exit 0 kernel --json prove &&
	verdict api lifecycle detail | grep -q '^the base fails too: no kernel says what it is'
ok 'nor does silence'
no_fakes

## 6.1 ##

base=$v61
copy shipped
expect_exit 0 kernel generate && expect_exit 0 kernel --json prove && [ "$(passed)" -ge 49 ] &&
	[ "$(states)" = 2 ]
ok 'every commit of 6.1 passes, in two boots'
verdict enforce lifecycle detail | sed 's/^/# /'

finish
