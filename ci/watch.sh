# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0
# The night of a watched branch: what is new on it since last night is proved, each commit once, and
# who broke what is told; or, of one with words, which files newly use an old name. Sourced by ci/nightly; `make install` writes it into the script that it
# installs.
#
# A branch is a section [watch "NAME"] of git's configuration; docs/nightly.md has the keys. What is
# fetched goes to an object store of its own, which borrows the objects of the user's repository, so
# that nothing changes there: $there/store.git, beside $there/state, the state directory of its
# proofs. What is known stands in watch.json of the last night that was published; it and the night
# appear by the same rename, so a night that is killed has judged nothing. What treewide found out
# until then stays in its ledger.
# shellcheck disable=SC2034,SC2154 # what it sets for night.sh, and what nightly has set

watch_names() {
	watch_settings | sed -n 's/^watch\.\(.*\)\.[^.]*$/\1/p' | sort -u
}

watch_settings() { # their names
	git -C "$repo" config --name-only --get-regexp '^watch\.'
}

## what is wanted ##

watch_keys='remote branch words base upstream commits target ignore accept trust'

of_watch() { # KEY: its values, one a line
	git -C "$repo" config --get-all "watch.$watch.$1"
}

check_keys() {
	watch_settings | awk -v head="watch.$watch." '
		index($0, head) == 1 { print substr($0, length(head) + 1) }' | while read -r key; do
		case " $watch_keys " in *" $key "*) continue ;; esac
		# another watch, whose name begins like this one
		case $key in *.*) continue ;; esac
		fail 2 "watch.$watch.$key: known are $watch_keys"
	done
}

check_limit() {
	case $limit in
	*[!0-9]* | 0* | ??????*) ;;
	*) [ "$limit" -gt 20000 ] || return 0 ;;
	esac
	fail 2 "watch.$watch.commits = $limit: not a number from 1 to 20000"
}

check_accepted() {
	for id in $(of_watch accept); do
		case $id in
		*[!0-9a-f]*) ;;
		???????*) continue ;;
		esac
		fail 2 "watch.$watch.accept = $id: not the id of a commit, of 7 digits at least"
	done
}

# Names of C; a watch that has some looks for them, and proves nothing.
check_searched() {
	words=$(of_watch words | tr ', ' '\n\n' | sed '/^$/d' | sort -u)
	[ -n "$words" ] || return 0
	for word in $words; do
		case $word in
		[0-9]* | *[!A-Za-z0-9_]*) fail 2 "watch.$watch.words = $word: not a name of C" ;;
		esac
	done
	for key in upstream commits target ignore accept; do
		[ -z "$(last_of "$key")" ] || fail 2 "watch.$watch.$key is of a proof, and a watch" \
			"with words proves nothing: write another [watch] for it"
	done
}

last_of() { of_watch "$1" | tail -n 1; }

# $remote, $head (the branch there), $limit, $trust.
read_watch() {
	case $watch in
	-* | .* | *[!A-Za-z0-9._-]*)
		fail 2 "[watch \"$watch\"]: a name is of letters, digits, '.', '_' and '-'" ;;
	esac
	check_keys || exit
	remote=$(last_of remote) head=$(last_of branch)
	limit=$(last_of commits) trust=$(last_of trust)
	case $remote in
	'' | -*) fail 2 "[watch \"$watch\"] has no remote: a name that git knows, or an address" ;;
	esac
	git check-ref-format "refs/heads/$head" ||
		fail 2 "[watch \"$watch\"] has no branch, or one that is none: '$head'"
	limit=${limit:-200}
	check_limit
	[ "$trust" ] || [ "$(setting trust)" != all ] || trust=all
	trust=${trust:-none}
	case $trust in
	none | all) ;;
	*) fail 2 "watch.$watch.trust = $trust: known are none and all" ;;
	esac
	check_accepted
	check_searched
}

# Where its nights are told, and where it works.
place_watch() {
	id=$(printf %s "$git_dir" | sha1sum | cut -c1-12)
	place=${XDG_STATE_HOME:-$HOME/.local/state}/treewide
	[ -n "$reports" ] || reports=$(setting nightlyreports) || reports=$place/nights/$id
	reports=$reports/watch/$watch
	[ -n "$state" ] || state=$(setting state) || state=$place/watches/$id
	mkdir -p "$state/watch/$watch" || fail 3 "cannot make $state/watch/$watch"
	there=$(cd "$state/watch/$watch" && pwd)
	store=$there/store.git
}

## what is fetched ##

# It cannot go on, and why is one line; what was known stays so.
give_up() { # CODE WORDS...
	leave=$1
	shift
	echo "  [watch \"$watch\"] remote = $remote, branch = $head" >"$run/red"
	finish "$leave" broken "BROKEN: $branch: $*"
}

# The settings are ours alone: whose commits they are, and that these are not trusted.
open_store() {
	common=$(git -C "$repo" rev-parse --path-format=absolute --git-common-dir) &&
		git init -q --bare --template= "$store" &&
		printf '%s/objects\n' "$common" >"$store/objects/info/alternates" &&
		git -C "$store" config treewide.trust "$trust" &&
		git -C "$store" config treewide.stranger "watch $watch" &&
		git -C "$store" config gc.autoDetach false || fail 3 "cannot make $store"
	room=$(git -C "$repo" config treewide.stateLimit) || return 0
	git -C "$store" config treewide.stateLimit "$room"
}

in_store() { git -C "$store" "$@" 2>/dev/null; }

# Where a path is meant it is relative to the user's repository.
address() {
	url=$(git -C "$repo" remote get-url "$remote" 2>/dev/null) || url=$remote
	case $url in
	/* | *:*) ;;
	*) url=$(cd "$repo" && cd "$url" 2>/dev/null && pwd) || url=$remote ;;
	esac
}

look() {
	address
	step look timeout 600 git -C "$repo" ls-remote --exit-code -- "$url" "refs/heads/$head"
	case $code in
	0) ;;
	2)
		[ -z "$last" ] || give_up 3 "the branch $head is gone from $url"
		give_up 3 "$url has no branch $head" ;;
	124) give_up 3 "$url did not answer within 600 s" ;;
	*) give_up 3 "$url cannot be reached: $(last_words look | head -n 1)" ;;
	esac
}

fetch() { # NAME of the step
	open_store
	step "$1" timeout 7200 git -C "$store" fetch --quiet --no-tags --no-recurse-submodules \
		--no-write-fetch-head -- "$url" "+refs/heads/$head:refs/treewide/fetched" &&
		tip=$(in_store rev-parse --verify -q 'refs/treewide/fetched^{commit}')
}

# What the store borrows can be gone from the user's repository: then all is fetched once more.
fetch_all() {
	fetch fetch && return
	delete_below "$there" -f "$store"
	fetch fetch-again ||
		give_up 3 "$head of $url cannot be fetched: $(last_words fetch-again | tail -n 1)"
}

## what is new ##

is_there() { in_store cat-file -e "$1^{commit}"; }

# What is not to be judged: what is judged already, and what `base` and `upstream` have.
exclude() {
	[ -z "$last" ] || json 'd["known"]' "$run/watch.json" >"$run/known"
	for key in base upstream; do
		rev=$(last_of $key)
		[ -n "$rev" ] || continue
		git -C "$repo" rev-parse --verify -q --end-of-options "$rev^{commit}" \
			>>"$run/known" ||
			give_up 2 "watch.$watch.$key = $rev: there is no such commit in $repo"
	done
	[ -s "$run/known" ] ||
		give_up 2 "nothing of it is judged yet: write in [watch \"$watch\"] base = REV (what" \
			"is behind it is judged, such as the last tag), or upstream = REV (what" \
			"REV does not have is)"
	sort -u "$run/known" | while read -r id; do
		! is_there "$id" || echo "$id"
	done >"$run/excluded"
	[ -s "$run/excluded" ] || give_up 3 "nothing that is judged is there any more:" \
		"write base = REV in [watch \"$watch\"]"
}

# A branch that was forced, and one that only lost commits.
compare_tips() {
	[ -n "$last" ] && [ "$last" != "$tip" ] && is_there "$last" || return 0
	in_store merge-base --is-ancestor "$last" "$tip" && return
	lost=$(in_store rev-list --count "$tip..$last")
	if in_store merge-base --is-ancestor "$tip" "$last"; then
		sed "s/\"tip\": \"$last\"/\"tip\": \"$tip\"/" "$run/watch.json" >"$run/older" &&
			mv "$run/older" "$run/watch.json" || fail 3 "cannot write to $reports"
		give_up 3 "$head was reset to the older $(short "$tip"), $lost commits before" \
			"last night's $(short "$last")"
	fi
	note "a forced update, without $(many "$lost" commit) of last night's $(short "$last")"
}

note() { echo "$*" >>"$run/notes"; }

short() { printf %.12s "$1"; }

# $judged: the commit up to which tonight judges; $count of $total new ones.
choose() {
	# shellcheck disable=SC2046 # ids
	in_store rev-list --topo-order --reverse --parents "$tip" --not $(cat "$run/excluded") \
		>"$run/new-commits" &&
		python3 -I -S "$helper" choose "$limit" <"$run/new-commits" >"$run/choice" &&
		read -r judged count total <"$run/choice" || give_up 3 'cannot list what is new'
	left=$((total - count))
	[ "$left" = 0 ] ||
		note "left for the next nights: $left of $(many "$total" 'new commit') (commits = $limit)"
}

## the proof ##

# A range has one left side: a commit that has all that is excluded as parents.
write_left_side() {
	set --
	while read -r id; do set -- "$@" -p "$id"; done <"$run/excluded"
	GIT_AUTHOR_NAME=treewide GIT_AUTHOR_EMAIL=treewide@localhost GIT_AUTHOR_DATE='@0 +0000' \
		GIT_COMMITTER_NAME=treewide GIT_COMMITTER_EMAIL=treewide@localhost \
		GIT_COMMITTER_DATE='@0 +0000' \
		git -C "$store" commit-tree "$@" -m 'What is judged' "$judged^{tree}"
}

write_range() {
	write_left_side >"$run/left-side" &&
		in_store update-ref refs/heads/judged "$(cat "$run/left-side")" &&
		in_store update-ref "refs/heads/watch/$watch" "$judged" &&
		in_store rev-list "judged..watch/$watch" >"$run/commits" ||
		give_up 3 "cannot write to $store"
}

# Targets and jobs are those of the watch, else of the user's repository.
# shellcheck disable=SC2317 # step calls it
on_store() { # COMMAND...
	jobs=$(setting jobs) || jobs=
	exec "$TREEWIDE" --repo "$store" --state "$there/state" ${jobs:+--jobs="$jobs"} "$@" \
		"judged..watch/$watch"
}

# shellcheck disable=SC2317 # step calls it
prove_new() {
	targets=$(of_watch target) || targets=$(git -C "$repo" config --get-all treewide.target)
	set --
	for target in $targets; do set -- "$@" --target "$target"; done
	on_store --json prove "$@"
}

prove_watch() {
	write_range
	TREEWIDE_NARROW_LIMIT=${TREEWIDE_NARROW_LIMIT:-1000000}
	export TREEWIDE_NARROW_LIMIT
	step prove prove_new || broken prove
	answered prove commits
	cp "$run/prove.out" "$run/proof.json"
	for format in html junit kcidb text; do
		step "report-$format" on_store --format "$format" report || broken "report-$format"
	done
	mv "$run/report-html.out" "$run/report.html"
	mv "$run/report-junit.out" "$run/junit.xml"
	mv "$run/report-kcidb.out" "$run/kcidb.json"
	mv "$run/report-text.out" "$run/report.txt"
}

# shellcheck disable=SC2317 # step calls it
judge_watch() {
	set -- --store "$store" --run "$run" --tip "$tip" --judged "$judged" --left "$left"
	for check in $(of_watch ignore); do set -- "$@" --ignore "$check"; done
	for id in $(of_watch accept); do set -- "$@" --accept "$id"; done
	exec python3 -I -S "$helper" judge "$@"
}

# So that git keeps what the next night compares with.
pin_known() {
	{
		in_store for-each-ref --format='delete %(refname)' refs/treewide/known
		json '["update refs/treewide/known/%s %s" % (k, k) for k in d["known"]]' \
			"$run/watch.json"
	} | awk '{ last[$2] = $0 } END { for (ref in last) print last[ref] }' |
		in_store update-ref --stdin
}

## what is to be said ##

number() { json "d[\"counts\"][\"$1\"]" "$run/watch.json"; }

tell_watch() {
	tell new 'newly broken' >>"$run/red"
	tell style 'newly not in style' >>"$run/red"
	[ "$alarm" = all ] && file=$run/red || file=$run/notes
	tell still 'still broken' >>"$file"
	tell mended mended >>"$run/notes"
	add "$(lines new)" 'newly broken'
	add "$(lines style)" 'newly not in style'
	add "$(lines still)" 'still broken'
	add "$(number style_still)" 'not in style as before'
	add "$(number accepted)" 'broken and accepted'
	add "$(lines mended)" mended
	add "$(number void)" 'void, for what they stand on fails too' \
		'void, for what it stands on fails too'
	add "$(number uncovered)" 'uncovered by any target'
	add "$left" 'left for the next nights'
}

## words ##

# shellcheck disable=SC2317 # step calls it
search_words() {
	set --
	for word in $words; do set -- "$@" --word "$word"; done
	[ -z "$last" ] || set -- "$@" --since "$last"
	jobs=$(setting jobs) || jobs=
	exec "$TREEWIDE" --repo "$store" --base "$tip" --state "$there/state" \
		${jobs:+--jobs="$jobs"} --json left "$@"
}

# shellcheck disable=SC2317 # step calls it
find_bringers() {
	set -- --store "$store" --run "$run" --tip "$tip" --last "$last"
	for word in $words; do set -- "$@" --word "$word"; done
	exec python3 -I -S "$helper" users "$@"
}

# What the words are compared with: last night, the first night `base`.
find_last() {
	first=
	[ -n "$last" ] || first=', the first night'
	if [ -n "$last" ] && ! is_there "$last"; then
		note "last night's $(short "$last") is gone: nothing is compared"
		last=
	fi
	[ -n "$first" ] && rev=$(last_of base) && [ -n "$rev" ] || return 0
	last=$(git -C "$repo" rev-parse --verify -q --end-of-options "$rev^{commit}") ||
		give_up 2 "watch.$watch.base = $rev: there is no such commit in $repo"
}

# Of $words; it is told in red what is new, and in numbers what there is.
words_night() {
	find_last
	step left search_words || broken left
	answered left uses
	step users find_bringers || broken users
	tell users "new users of $(echo "$words" | tr '\n' ' ' | sed 's/ $//; s/ / or /g')" >>"$run/red"
	add "$(lines users)" 'new users' 'new user'
	pin_known
	where="$branch: $head of $remote ($(short "$tip"))$first"
	sum="$(many "$(json 'd["uses"]' "$run/watch.json")" use) in"
	sum="$sum $(many "$(json 'd["files"]' "$run/watch.json")" file)"
	[ -s "$run/red" ] || finish 0 green "GREEN: $where: no new users; $sum"
	finish 1 red "RED: $where: $what; $sum"
}

watch_night() { # NAME
	watch=$1 branch="watch $1" carried=watch.json
	[ -n "$(of_watch remote)$(of_watch branch)" ] ||
		fail 2 "no section [watch \"$watch\"] with a remote and a branch"
	read_watch
	check_mail
	place_watch
	begin_night
	last='' judged='' left=0 total=0 count=0
	if [ -n "$before" ]; then
		cp "$reports/$before/watch.json" "$run/watch.json" &&
			last=$(json 'd["tip"]' "$run/watch.json") ||
			fail 3 "cannot read $reports/$before/watch.json, or not write to $reports"
	fi
	look
	fetch_all
	commit=$tip
	refuse_list "$store" "$tip"
	[ -z "$words" ] || words_night
	compare_tips
	exclude
	choose
	[ "$total" = 0 ] || prove_watch
	step judge judge_watch || broken judge
	tell_watch
	pin_known
	where="$branch: $head of $remote ($(short "$tip")), $(many "$count" 'new commit')"
	[ -n "$last" ] || where="$where, the first night"
	[ -s "$run/red" ] || finish 0 green "GREEN: $where: ${what:-nothing is broken}"
	finish 1 red "RED: $where: $what"
}

## all of them ##

one_night() { # OPTION...
	wait_for sh "$0" --repo "$repo" --keep "$keep" ${state:+--state="$state"} \
		${reports:+--reports="$reports"} "$@"
	[ "$code" -le "$worst" ] || worst=$code
}

# One after the other, each in a process of its own: whatever happens to one, the others have one.
all_nights() { # NAME-OF-A-WATCH...
	worst=0
	! campaign=$(setting campaign) || one_night --campaign "$campaign"
	for watch; do one_night --watch "$watch"; done
	exit "$worst"
}
