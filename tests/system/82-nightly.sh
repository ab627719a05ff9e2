#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# ci/nightly: night after night, what is new and why it is red; killed, twice at once, and to whom
# it writes.
# shellcheck disable=SC2317 # what expect_exit calls
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

nights=$work/nights
night() { # OPTION...
	"$top/ci/nightly" --repo "$work/linux.git" --state "$state" --reports "$nights" "$@"
}
# In the background, until spatch is called; $pid is the script itself.
start_night() {
	: >"$FAKE_LOG"
	"$top/ci/nightly" --repo "$work/linux.git" --state "$state" --reports \
		"$nights" >"$work/out" 2>"$work/err" &
	pid=$!
	while [ ! -s "$FAKE_LOG" ] && kill -0 "$pid"; do sleep 0.1; done
}
published() { # how many nights
	find "$nights" -mindepth 2 -maxdepth 2 -name state | wc -l
}
first_screen() { # TEXT: within 24 lines of standard output, and nowhere but there
	head -n 24 "$work/out" | grep -qF -e "$1"
}

make_world "$repo"
make_campaign "$work/campaign"
sed -i 's,^\tscope = sound/$,&\n\texclude = drivers/staging/,' "$work/campaign/campaign.conf"
git clone -q --bare --shared "$repo" "$work/linux.git" &&
	git -C "$work/linux.git" config remote.origin.fetch '+refs/heads/*:refs/remotes/origin/*' &&
	git -C "$work/linux.git" config treewide.nightlyremote origin &&
	git -C "$work/linux.git" config treewide.nightlybase refs/remotes/origin/main &&
	git -C "$work/linux.git" config treewide.campaign "$work/campaign"
ok 'a clone for the nights'

## answers that are none ##

# A program that says yes to everything, and says it in no JSON.
printf '#!/bin/sh\necho "{%%"\n' >"$work/garbage" && chmod 755 "$work/garbage"
TREEWIDE=$work/garbage expect_exit 3 night --reports "$work/garbled" &&
	first_screen 'BROKEN: b4/world: ' && first_screen 'gave no document' && ! says GREEN
ok 'a program that ends with 0 and says nothing: broken, and never green'

## night after night ##

expect_exit 0 night && first_screen 'GREEN: b4/world on refs/remotes/origin/main' &&
	says 'the first night' && [ "$(published)" = 1 ] &&
	git -C "$work/linux.git" log --format=%B b4/world |
	grep -qx 'Based on [0-9a-f]\{12\} ([0-9a-f]\{12\}).'
ok 'the first night is green, and the cover letter names the base in short'
for file in report.html report.txt junit.xml nightly.xml proof.json kcidb.json summary.txt; do
	[ -s "$nights/latest/$file" ] || break
done && [ "$file" = summary.txt ] && is_junit "$nights"/latest/*.xml &&
	expect_exit 0 python3 -I -S "$top/tests/page.py" "$nights/latest/report.html" &&
	expect_exit 0 python3 -I -S \
		"$top/tests/page.py" --plain "$nights/index.html" && says green
ok 'it leaves a page, texts, and JUnit files that are valid'

expect_exit 0 night && first_screen 'nothing has changed' && [ "$(published)" = 2 ]
ok 'the same once more: nothing has changed'

# The base breaks one driver; another one arrives that relies on it; one patch has landed.
sed -i 's/^#include .linux.pci.h.*/&\n#include <linux\/nowhere.h>/' "$repo/drivers/spi/spi-echo.c"
write_driver "$repo/drivers/gpio/gpio-more.c" <<'SOURCE'

	if (!ret)
		ret = pci_alloc_irq_vectors(pdev, 1, 1, PCI_IRQ_ALL_TYPES);
SOURCE
printf 'module_pci_driver(more_driver);\nMODULE_LICENSE("GPL");\n' \
	>>"$repo/drivers/gpio/gpio-more.c"
sed -i 's/^#include .linux.pci.h./#include <linux\/module.h>\n&/' "$repo/drivers/gpio/gpio-more.c"
printf '\nconfig GPIO_MORE\n\ttristate "More"\n\tdepends on PCI\n' >>"$repo/drivers/Kconfig"
# shellcheck disable=SC2016 # a variable of make
echo 'obj-$(CONFIG_GPIO_MORE) += gpio-more.o' >>"$repo/drivers/gpio/Makefile"
git -C "$work/linux.git" show b4/world:drivers/misc/hotel.c >"$repo/drivers/misc/hotel.c"
commit "$repo" 'Go on'
expect_exit 1 night && first_screen 'RED: b4/world' && first_screen '1 call newly relies on it' &&
	first_screen 'implicit drivers/gpio/gpio-more.c:11' &&
	first_screen 'void      objects x86_64-allmodconfig  spi: echo' &&
	first_screen 'linux/nowhere.h: No such file' && ! says kilo
ok 'a broken commit in the base, and a new user: red, with both reasons on the first screen'
has "$nights/latest/summary.txt" 'convert/misc-hotel: ' && first_screen '1 landed' &&
	[ -z "$(ls "$nights/told")" ]
ok 'what has landed is told'
is_junit "$nights"/latest/*.xml &&
	grep -q 'testcase classname="nightly b4/world" name="nothing is red"' \
	"$nights/latest/nightly.xml" &&
	grep -q '<failure type="red" message="RED: b4/world' "$nights/latest/nightly.xml" &&
	grep -q nowhere.h "$nights/latest/nightly.xml" &&
	grep -q 'class="red">red<' "$nights/index.html"
ok 'it is red in JUnit and in the index'
expect_exit 1 night && first_screen 'bad as before' && ! says 'newly bad' && ! says 'newly rely' &&
	git -C "$work/linux.git" config treewide.nightlyred new && expect_exit 0 night &&
	says 'bad as before' &&
	git -C "$work/linux.git" config --unset treewide.nightlyred
ok 'what was red stays red, unless only news are to be'

sed -i '/nowhere/d' "$repo/drivers/spi/spi-echo.c"
commit "$repo" 'Mend it'
expect_exit 0 night && first_screen 'GREEN: ' && says 'newly good' &&
	says 'pass      objects x86_64-allmodconfig  spi: echo'
ok 'mended: green, and it says so'

cp "$work/campaign/convert.cocci" "$work/convert.cocci"
sed -i '0,/^+ pcim_alloc_irq_vectors$/s//+ pcim_alloc_irq_vectorz/' "$work/campaign/convert.cocci"
expect_exit 1 night && first_screen 'fail      objects x86_64-allmodconfig' &&
	first_screen pcim_alloc_irq_vectorz
ok 'a rule that breaks its drivers: red, with the reason on the first screen'
sed -i 's/^- pci_alloc_irq_vectors$/- pci_never_alloc/; s/^- pci_alloc_irq_vectors_affinity/- pci_never/' "$work/campaign/convert.cocci"
expect_exit 1 night && first_screen 'RED: b4/world' && first_screen convert.cocci
ok 'a rule that converts nothing: red'
echo '@@' >>"$work/campaign/convert.cocci" && expect_exit 2 night &&
	first_screen 'BROKEN: b4/world: ' && first_screen convert.cocci
ok 'a rule that is none: broken'
cp "$work/convert.cocci" "$work/campaign/convert.cocci" && expect_exit 0 night &&
	first_screen 'newly good'
ok 'and green again, compared with the last night that came to a proof'

# What a person wrote on the branch stays; where the campaign says something else, nobody decides
# but a person.
tip=$(git -C "$work/linux.git" rev-parse b4/world)
git -C "$work/linux.git" log -1 --format=%B "$tip" |
	sed 's/did not ask for it/never asked for it/' >"$work/message"
edited=$(git -C "$work/linux.git" commit-tree -p "$tip^" -F "$work/message" "$tip^{tree}") &&
	git -C "$work/linux.git" update-ref refs/heads/b4/world "$edited"
expect_exit 0 night && git -C "$work/linux.git" log -1 --format=%B b4/world |
	grep -q 'never asked for it'
ok 'words by hand stay'
cp "$work/campaign/enforce.txt" "$work/enforce.txt" &&
	sed -i 's/did not ask for it/have not asked/' "$work/campaign/enforce.txt"
expect_exit 1 night && first_screen 'RED: b4/world' &&
	first_screen 'enforce : the message was changed by hand' &&
	git -C "$work/linux.git" log -1 --format=%B b4/world | grep -q 'never asked for it' &&
	is_junit "$nights/latest/nightly.xml" &&
	cp "$work/enforce.txt" "$work/campaign/enforce.txt" && expect_exit 0 night
ok 'a clash with them: red, and the branch stays'

## killed ##

before=$(published)
sed -i 's,Call the devres,Call the,' "$work/campaign/convert.cocci"
fake spatch-slow spatch
start_night
kill -TERM "$pid"
wait "$pid" 2>/dev/null
[ $? = 143 ] && [ "$(published)" = "$before" ] && ! pgrep -f "$work/linux.git" >/dev/null
ok 'ended: 143, nothing is published, and no program goes on'
start_night
kill -KILL "$pid"
wait "$pid" 2>/dev/null
[ $? = 137 ] && [ "$(published)" = "$before" ]
ok 'killed: nothing is published'
no_fakes
while pgrep -f "$work/linux.git" >/dev/null; do sleep 0.1; done
expect_exit 0 night && [ "$(published)" = $((before + 1)) ] && [ ! -e "$nights/.run" ]
ok 'run again: green'

git -C "$work/linux.git" show b4/world:drivers/net/alpha.c >"$repo/drivers/net/alpha.c" &&
	commit "$repo" 'Land one more'
cat >"$work/bin/never-proves" <<'FAKE'
#!/bin/sh
case " $* " in *' prove '*) exec sleep 600 ;; esac
exec "$REAL_TREEWIDE" "$@"
FAKE
chmod 755 "$work/bin/never-proves"
REAL_TREEWIDE=$TREEWIDE
export REAL_TREEWIDE
: >"$work/err"
TREEWIDE=$work/bin/never-proves "$top/ci/nightly" --repo "$work/linux.git" --state "$state" \
	--reports "$nights" >"$work/out" 2>"$work/err" &
pid=$!
while ! has "$work/err" 'nightly: prove' && kill -0 "$pid"; do sleep 0.1; done
kill -TERM "$pid"
wait "$pid" 2>/dev/null
[ $? = 143 ] && [ -n "$(ls "$nights/told")" ] && expect_exit 0 night && first_screen '1 landed' &&
	says 'convert/net-alpha: ' && [ -z "$(ls "$nights/told")" ] &&
	expect_exit 0 night && ! says landed
ok 'ended when the series was made: the next night tells what has landed, once'

## twice at once ##

exec 8>"$nights/lock" && flock 8
before=$(published)
expect_exit 3 night && says 'another night of b4/world is at work' && [ "$(published)" = "$before" ]
ok 'a second one at the same time: 3'
exec 8>&-

## what is kept ##

expect_exit 0 night --keep 2 && [ "$(published)" = 2 ] &&
	[ "$(grep -c '<tr><td>' "$nights/index.html")" = 2 ]
ok 'two nights are kept'

## fetch and base ##

mv "$repo" "$work/away"
expect_exit 3 night && first_screen 'BROKEN: b4/world: fetch' && first_screen "$repo" &&
	is_junit "$nights/latest/nightly.xml" &&
	grep -q '<error ' "$nights/latest/nightly.xml"
ok 'nothing to fetch from: 3, and it is in JUnit'
mv "$work/away" "$repo"
expect_exit 2 night --base nowhere && first_screen 'BROKEN: b4/world: base' &&
	expect_exit 0 night && says 'nothing has changed'
ok 'a base that is none: 2; the next night is compared with the last proof'
expect_exit 2 night --campaign none && expect_exit 2 night --keep 0 &&
	expect_exit 2 night --colour red && expect_exit 2 night now &&
	expect_exit 2 "$top/ci/nightly" --repo "$work/none"
ok 'wrong use: 2'

## mail: to one person at most ##

cat >"$work/bin/sendmail" <<'FAKE'
#!/bin/sh
echo "$*" >>"$FAKE_LOG"
cat >>"$FAKE_LOG"
FAKE
chmod 755 "$work/bin/sendmail"
: >"$FAKE_LOG"
sed -i 's/^#include .linux.pci.h.*/&\n#include <linux\/nowhere.h>/' "$repo/drivers/spi/spi-echo.c"
commit "$repo" 'Break it again'
expect_exit 1 night && [ ! -s "$FAKE_LOG" ]
ok 'nobody is written to unless somebody is named'
for address in linux-kernel@vger.kernel.org netdev@lists.example.org linux-gpio@example.org \
	dri-devel@example.org 'a@example.org, b@example.org' \
	'Ann <ann@example.org>' '-t' 'a@b' 'x@googlegroups.com' \
	"$(printf 'a@example.org\nBcc: b@example.org')"; do
	git -C "$work/linux.git" config treewide.nightlymail "$address"
	expect_exit 2 night && [ ! -s "$FAKE_LOG" ] && says treewide.nightlymail || break
done && [ "${address#a@example.org}" != "$address" ]
ok 'lists, and what is not one plain address: 2, and nothing is sent'
printf '\nL:\tcouncil@people.example.org\n' >>"$repo/MAINTAINERS"
commit "$repo" 'Name a list'
git -C "$work/linux.git" config treewide.nightlymail council@people.example.org
expect_exit 2 night && says 'is a list of MAINTAINERS' && [ ! -s "$FAKE_LOG" ]
ok 'a list of MAINTAINERS: 2'
git -C "$work/linux.git" config treewide.nightlymail ann@example.org
expect_exit 1 night && [ "$(head -n 1 "$FAKE_LOG")" = '-i -- ann@example.org' ] &&
	has "$FAKE_LOG" 'Subject: [treewide] RED: b4/world' &&
	has "$FAKE_LOG" nowhere.h && [ "$(grep -c '^To:' "$FAKE_LOG")" = 1 ] && : >"$FAKE_LOG" &&
	sed -i '/nowhere/d' "$repo/drivers/spi/spi-echo.c" &&
	commit "$repo" 'Mend it' && expect_exit 0 night && has "$FAKE_LOG" '[treewide] GREEN' &&
	: >"$FAKE_LOG" && expect_exit 0 night && [ ! -s "$FAKE_LOG" ]
ok 'one person gets the summary when it is red, and when it is green again'
echo 'exit 1' >"$work/bin/sendmail" &&
	git -C "$work/linux.git" config treewide.nightlymail bob@example.org &&
	sed -i '0,/^+ pcim_alloc_irq_vectors$/s//+ pcim_alloc_irq_vectorz/' \
	"$work/campaign/convert.cocci" && expect_exit 3 night && says 'cannot mail' &&
	says 'RED: '
ok 'a mail that cannot be sent: 3, and the night is kept'

finish
