# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0
# What all nights share: they run steps, one after the other, tell what came out as text, JUnit and
# page, and appear whole, by one rename. Sourced by ci/nightly; `make install` writes it into the script
# that it installs.
#
# A night sets $repo, $reports (its folder), $branch (what it is called), and $keep; begins with
# begin_night, and ends with finish. The rest of what it may set stands where it is used.
# shellcheck disable=SC2034,SC2154 # what a night sets, and what it reads

LC_ALL=C
TZ=UTC
GIT_TERMINAL_PROMPT=0
export LC_ALL TZ GIT_TERMINAL_PROMPT
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY

screen=20	# lines of reasons on stdout; the rest is in the report
child=
run=
carried=proof.json

fail() { # CODE WORDS...
	code=$1
	shift
	echo "nightly: $*" >&2
	exit "$code"
}

say() { echo "nightly: $*" >&2; }

# shellcheck disable=SC2317 # the traps call it
stop() { # SIGNAL
	[ -z "$child" ] || { kill -TERM "$child" && wait "$child"; } 2>/dev/null
	exit $((128 + $1))
}
trap 'stop 1' HUP
trap 'stop 2' INT
trap 'stop 15' TERM

# In the background, so that a signal is heard at once. Nothing below waits for input.
wait_for() { # COMMAND..., with its own redirections
	"$@" </dev/null &
	child=$!
	wait "$child"
	code=$?
	child=
	return "$code"
}

# One address of one person. Lists are refused by name here, and by MAINTAINERS when a commit is known.
check_mail() {
	case $mail in
	'') ;;
	*[!A-Za-z0-9@._+-]* | *@*@* | @* | *@ | -* ) fail 2 "treewide.nightlymail = $mail: not one plain address" ;;
	*@*lists.* | *@*list.* | *@*.kernel.org | *@*googlegroups.* | *@groups.* | *-list@* | *list@* | *-devel@* | linux-*@* | *-subscribe@*)
		fail 2 "treewide.nightlymail = $mail looks like a list; the summary goes to one person" ;;
	*@*.*) ;;
	*) fail 2 "treewide.nightlymail = $mail: not one plain address" ;;
	esac
}

refuse_list() { # REPOSITORY COMMIT
	[ -n "$mail" ] || return 0
	! git -C "$1" show "$2:MAINTAINERS" 2>/dev/null | grep '^L:' | grep -qiF -e "$mail" ||
		fail 2 "treewide.nightlymail = $mail is a list of MAINTAINERS; the summary goes to one person"
}

## the beginning ##

# $before: the night to compare with; $was: the colour of the last one; $commit: what tonight is about.
begin_night() {
	mkdir -p "$reports" || fail 3 "cannot make $reports"
	reports=$(cd "$reports" && pwd)
	exec 9>"$reports/lock" || fail 3 "cannot write to $reports"
	flock -w 5 9 || fail 3 "another night of $branch is at work: it holds $reports/lock"
	run=$reports/.run
	delete_below "$reports" -f "$run" && mkdir "$run" || fail 3 "cannot write to $reports"
	: >"$run/steps"
	: >"$run/red"
	: >"$run/notes"
	before=$(last_night)
	told=
	was=green
	[ ! -f "$reports/latest/state" ] || was=$(head -n 1 "$reports/latest/state")
	commit=
}

## tools ##

# The value of a Python expression over the document d; lines of a list.
json() { # EXPRESSION FILE
	python3 -I -S -c '
import json, sys
with open(sys.argv[2], encoding="utf-8") as f:
    d = json.load(f)
value = eval(sys.argv[1])
for line in value if isinstance(value, list) else [value]:
    print(" ".join(str(line).split()) if isinstance(line, str) else json.dumps(line))
' "$1" "$2"
}

# Text for XML and HTML, from standard input.
markup() {
	iconv -c -f UTF-8 -t UTF-8 | tr -d '\000-\010\013\014\016-\037' | sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g; s/"/\&quot;/g'
}

# Run one step; what it says is kept, its exit code too. True unless it could not be done.
step() { # NAME COMMAND...
	step=$1
	shift
	say "$step"
	began=$(date +%s)
	wait_for "$@" >"$run/$step.out" 2>"$run/$step.err"
	code=$?
	printf '%s %s %s\n' "$step" "$code" "$(($(date +%s) - began))" >>"$run/steps"
	[ "$code" -le 1 ]
}

# What the failed step said last.
last_words() { # STEP
	grep -v -e '^treewide: [a-z ]*: [0-9]*/[0-9]*' -e '^ *$' "$run/$1.err" | tail -n 12
}

## what is to be said ##

lines() { [ ! -f "$run/$1" ] && echo 0 || wc -l <"$run/$1"; }
tell() { # FILE TITLE
	[ ! -s "$run/$1" ] || { echo "$2:"; cat "$run/$1"; }
}
what=
add() { # NUMBER WORDS [WORDS-FOR-ONE]
	words=$2
	[ "$1" != 1 ] || words=${3:-$2}
	[ "$1" = 0 ] || what="$what${what:+, }$1 $words"
}

# "1 commit", "2 commits"
many() { # NUMBER WORD
	[ "$1" = 1 ] && echo "1 $2" || echo "$1 $2s"
}

## the end: state, JUnit, index, mail ##

# An answer of no is told by the last case: it knows what is new.
junit() {
	[ -s "$run/red" ] && reds=1 || reds=0
	label=$(printf %s "$branch" | markup)
	printf '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="nightly">\n'
	awk -v reds="$reds" -v name="$label" '$2 > 1 { errors++ } END {
		printf "  <testsuite name=\"nightly %s\" tests=\"%d\" failures=\"%d\" errors=\"%d\">\n", name, NR + 1, reds, errors }' "$run/steps"
	while read -r step code seconds; do
		printf '    <testcase classname="nightly %s" name="%s" time="%s">' "$label" "$step" "$seconds"
		[ "$code" -le 1 ] || {
			printf '<error type="exit" message="exit code %s">' "$code"
			last_words "$step" | markup
			printf '</error>'
		}
		printf '</testcase>\n'
	done <"$run/steps"
	printf '    <testcase classname="nightly %s" name="nothing is red">' "$label"
	[ "$reds" = 0 ] || {
		printf '<failure type="red" message="%s">' "$(head -n 1 "$run/summary.txt" | markup)"
		markup <"$run/red"
		printf '</failure>'
	}
	printf '</testcase>\n  </testsuite>\n</testsuites>\n'
}

# All nights, the newest first. A night is a folder with a file "state": colour, base, first line.
index() {
	printf '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>'
	printf 'Nights of %s' "$branch" | markup
	printf '</title>\n<style>body{font:15px/1.45 system-ui,sans-serif;margin:2em;max-width:90em}td,th{padding:.3em .8em;text-align:left;'
	printf 'vertical-align:top;border-bottom:1px solid #d9dce1}table{border-collapse:collapse}.green{background:#dafbe1}.red{background:#ffd7d5}.broken{background:#ffe7c2}'
	printf '</style>\n</head>\n<body>\n<h1>'
	printf 'Nights of %s' "$branch" | markup
	printf '</h1>\n<table>\n<tr><th>night</th><th>state</th><th>base</th><th>what</th><th></th></tr>\n'
	nights | sort -r | while read -r night; do
		{ read -r colour && read -r based && read -r first; } <"$reports/$night/state"
		printf '<tr><td><a href="%s/summary.txt">%s</a></td><td class="%s">%s</td><td><code>%s</code></td><td>' \
			"$night" "$night" "$colour" "$colour" "$(printf %.12s "$based")"
		printf %s "$first" | markup
		printf '</td><td>'
		[ ! -f "$reports/$night/report.html" ] || printf '<a href="%s/report.html">report</a>' "$night"
		printf '</td></tr>\n'
	done
	printf '</table>\n</body>\n</html>\n'
}

nights() {
	find "$reports" -mindepth 2 -maxdepth 2 -name state -path '*/[0-9]*/state' | sed 's,/state$,,; s,.*/,,' | sort
}

# The night to compare with: the last one that came to a proof, or that carries what is known.
last_night() {
	for night in $(nights | sort -r); do
		[ -s "$reports/$night/$carried" ] || continue
		echo "$night"
		return
	done
}

send_mail() { # COLOUR FIRST-LINE
	[ -n "$mail" ] || return 0
	[ "$1$was" != greengreen ] || return 0
	sendmail=$(setting nightlysendmail) || sendmail=$(command -v sendmail || echo /usr/sbin/sendmail)
	{
		printf 'To: %s\nFrom: %s\nSubject: [treewide] %s\n' "$mail" "$(git -C "$repo" config user.email || echo "$mail")" \
			"$(printf %s "$2" | tr -cd ' -~' | cut -c1-120)"
		printf 'Auto-Submitted: auto-generated\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n'
		head -n 200 "$run/summary.txt"
	} >"$run/mail.txt"
	"$sendmail" -i -- "$mail" <"$run/mail.txt" 9>&- || fail 3 "cannot mail the summary by $sendmail"
}

# Publish the night and leave. The first line and the reasons are all that stdout needs.
finish() { # CODE COLOUR FIRST-LINE
	leave=$1
	{
		echo "$3"
		cat "$run/red" "$run/notes"
	} | tr -d '\000-\010\013-\037' >"$run/summary.txt"
	printf '%s\n%s\n%s\n' "$2" "${commit:-}" "$3" >"$run/state"
	junit >"$run/nightly.xml"
	night=$(date +%Y-%m-%d_%H%M%S)
	while [ -e "$reports/$night" ]; do
		sleep 1
		night=$(date +%Y-%m-%d_%H%M%S)
	done
	mv "$run" "$reports/$night" || fail 3 "cannot write to $reports"
	run=$reports/$night
	[ -z "$told" ] || delete_below "$reports" -f "$reports"/told/*
	compare=$(last_night)
	nights | head -n -"$keep" | while read -r old; do
		[ "$old" = "$compare" ] || delete_below "$reports" -f "$reports/$old"
	done
	index >"$reports/index.new" && mv "$reports/index.new" "$reports/index.html" || fail 3 "cannot write to $reports"
	ln -sfn "$night" "$reports/latest"
	# where a CI looks, which may not follow links
	delete_below "$reports" -f "$reports/junit.xml" && cp "$run"/*.xml "$reports" || fail 3 "cannot write to $reports"
	head -n "$screen" "$run/summary.txt"
	lines=$(wc -l <"$run/summary.txt")
	[ "$lines" -le "$screen" ] || echo "... $(many $((lines - screen)) 'more line') in the summary"
	echo "report: $run"
	send_mail "$2" "$3"
	exit "$leave"
}

# The line that counts of what a step said: treewide's own, or the last one.
reason() {
	{ tail -n 1 "$run/red"; grep '^treewide: ' "$run/red" | sed 's/^treewide: //'; } | tail -n 1
}

broken() { # STEP: it could not be done
	code=$(awk -v step="$1" '$1 == step { code = $2 } END { print code }' "$run/steps")
	last_words "$1" >"$run/red"
	[ "$code" = 2 ] || [ "$1" = base ] && code=2 || code=3
	finish "$code" broken "BROKEN: $branch: $1 could not be done: $(reason)"
}

# What a step says is a document with KEY: without it nothing is known, whatever its exit code was.
answered() { # STEP KEY
	json "d['$2'] is None" "$run/$1.out" >/dev/null 2>&1 && return
	echo "treewide: $1 gave no document with \"$2\"" >>"$run/$1.err"
	broken "$1"
}
