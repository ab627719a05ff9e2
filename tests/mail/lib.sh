#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# What the tests of mail share: servers on loopback, and b4 that knows no other place.
#
# Read instead of tests/lib.sh, which it reads. Skips the whole test where b4 is missing.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

mail=$top/tests/mail
me='Tessa Tester <tessa@example.org>'
servers=

command -v b4 >/dev/null || skip_all 'no b4'
command -v git-filter-repo >/dev/null || skip_all 'no git-filter-repo'

# No proxy, and nothing that could be asked for another address than ours. Without a mail server b4
# would turn to kernel.org.
unset http_proxy https_proxy all_proxy no_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY
git config --global advice.detachedHead false
git config --global sendemail.smtpserver 127.0.0.1
git config --global sendemail.smtpserverport 9
git config --global b4.midmask http://127.0.0.1:9/all/%s
git config --global b4.searchmask 'http://127.0.0.1:9/all/?x=m&t=1&q=%s'
git config --global b4.linkmask http://127.0.0.1:9/all/%s
git config --global b4.send-endpoint-web none
git config --global b4.send-no-patatt-sign yes
git config --global b4.attestation-policy off

# Run a server of this folder in the background; $port is its port and $pid its process.
serve() { # SCRIPT DIR ARGS...
	script=$mail/$1
	shift
	TEST_PID=$$ python3 -I -S "$script" "$@" >"$work/server.out" 2>&1 </dev/null &
	pid=$!
	servers="$servers $pid"
	await serves "$1/port" "$pid" && [ -s "$1/port" ] && port=$(cat "$1/port") && return
	cat "$work/server.out" >&2
	return 1
}

# The world, its base in a repository of its own, the branch, and the plan.
begin() {
	make_world "$repo" && base=$(git -C "$repo" rev-parse HEAD) &&
		git clone -q "$repo" "$work/base" &&
		expect_exit 0 tw generate && says ' patches' && expect_exit 0 tw --json plan &&
		cp "$work/out" "$work/plan.json"
}

# A mail server that keeps its mails in this folder, and the address of it in git's configuration.
# It takes the place of the one before; a folder may be used again.
serve_mail() { # DIR FAULT...
	stop_servers
	discard -f "$1/port"
	serve smtpd.py "$@" && git config --global sendemail.smtpserverport "$port"
}

serve_lore() { # DIR MBOX
	discard -f "$1/port"
	serve lore.py "$@" &&
		git config --global b4.midmask "http://127.0.0.1:$port/all/%s" &&
		git config --global b4.searchmask "http://127.0.0.1:$port/all/?x=m&t=1&q=%s"
}

stop_servers() {
	for pid in $servers; do
		kill "$pid" 2>/dev/null
		wait "$pid" 2>/dev/null
	done
	servers=
}

# What is to be compared with the mails in this folder.
compare() { # DIR OPTION...
	folder=$1
	shift
	python3 -I -S "$mail/compare.py" --from "$me" --clone "$work/base" "$@" "$work/plan.json" \
		"$folder"
}

# As a maintainer takes it: b4 am asks the archive for the thread of the cover, git am puts it on a
# fresh clone of the base, $work/taken.
take_series() { # DIR
	discard -f "$work/taken" "$work/am" && mkdir "$work/am" &&
		git clone -q "$work/base" "$work/taken" &&
		(
			cd "$work/taken" && git checkout -q --detach "$base" &&
				b4 --no-stdin am --no-cache -o "$work/am" -n series \
				"$(cover_id "$1")" &&
				git am -q "$work/am/series.mbx"
		)
}

cover_id() { # DIR
	sed -n '/^Message-I[dD]: /{s/.*<\(.*\)>.*/\1/p;q;}' "$1/mbox"
}

# Tree, author and message of these commits, without the lines below ---.
describe() { # DIR, with the commits on standard input
	while read -r id; do
		git -C "$1" log -1 --format='%T %an <%ae>%n%B' "$id" | sed '/^---$/,$d' |
			git stripspace
	done
}

# What was taken is what is on the branch, less the cover.
taken_is_branch() {
	git -C "$repo" rev-list --reverse "$base..b4/world" | sed 1d |
		describe "$repo" >"$work/wanted"
	git -C "$work/taken" rev-list --reverse "$base.." | describe "$work/taken" >"$work/got"
	[ "$(git -C "$work/taken" rev-list "$base.." | wc -l)" = 11 ] &&
		same "$work/wanted" "$work/got" &&
		[ "$(git -C "$work/taken" rev-parse 'HEAD^{tree}')" = \
		"$(git -C "$repo" rev-parse 'b4/world^{tree}')" ] &&
		! git -C "$work/taken" log --format=%B "$base.." | grep -i -e '^cc:' -e '^---$'
}

# The same for plain b4: who is named in the cover gets every mail, and so does the sender.
compare_b4() { # DIR OPTION...
	set -- "$@" --b4 --global tessa@example.org
	cover=$(git -C "$repo" rev-list "$base..b4/world" | tail -n 1)
	for addr \
		in $(git -C "$repo" log -1 --format=%b "$cover" | grep -E '^(To|Cc): ' |
		grep -o '[^ <]*@[^ >]*'); do
		set -- "$@" --global "$addr"
	done
	compare "$@"
}

# A person answers mail K of $work/post, which is in its mbox, with a line.
reply() { # K WHO LINE
	python3 -I -S "$mail/reply.py" "$work/post" "$1" "$work/post/mbox" "$2" "$3"
}

# How many mails a folder holds, and how many differ in Message-ID.
mails() { find "$1" -name '[0-9]*.json' 2>/dev/null | wc -l; }
message_ids() { grep -i '^Message-ID:' "$1/mbox" | sort -u | wc -l; }

# b4 in a clone of the repository, on the branch, as somebody has it who knows no treewide. Each of
# its questions is answered with Enter.
make_clone() { # DIR
	discard -f "$1" && git clone -q "$repo" "$1" && git -C "$1" checkout -q b4/world
}

run_b4() { # CLONE ARGS...
	clone=$1
	shift
	# newer ones of b4 ask before they write trailers, and take an empty line for no
	answer=
	[ "$1" != trailers ] || answer=y
	(cd "$clone" && yes "$answer" | b4 "$@")
}

# Prove the series. One driver is not built by the configuration: some checks do not pass, and are
# waived by send.
prove_world() {
	expect_exit 1 tw --json prove &&
		json 'sorted({k["check"] for c in d["commits"] for k in c["checks"]
		if k["verdict"] != "pass"})' >"$work/open" &&
		has "$work/open" coverage
}

# Keep everything as it is, before anything is sent.
keep_fresh() {
	mkdir "$work/fresh" && cp -a "$repo" "$work/fresh/repo" &&
		cp -a "$state" "$work/fresh/state"
}

# Begin with that, and with a mail server for it.
afresh() { # MAIL-DIR FAULT...
	discard -f "$repo" "$state" && cp -a "$work/fresh/repo" "$repo" &&
		cp -a "$work/fresh/state" "$state" &&
		serve_mail "$@"
}

send() { # ARGS...
	while read -r check; do
		set -- "$@" --waive "$check=staging is not built here"
	done <"$work/open"
	tw send "$@"
}

# How many mails somebody began to send.
begun() { # DIR
	grep -c '^[0-9]* MAIL ' "$1/log"
}

# All mails are there, each once, as planned.
arrived() { # DIR
	[ "$(mails "$1")" = 12 ] && [ "$(message_ids "$1")" = 12 ] && expect_exit 0 compare "$1" &&
		says 'compared 12 mails'
}
