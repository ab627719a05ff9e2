# shellcheck shell=sh
# SPDX-License-Identifier: GPL-2.0
# What scripts share: the one word that deletes. Sourced by ci/ and tests/; `make install` writes it
# into the script that it installs.
#
#	delete_below FOLDER [-f] PATH...
#
# deletes files and whole folders as `rm -r` does (-f: what is not there is fine), but nothing that is
# not below FOLDER. An empty name, ".", "..", a name that ends in "/", FOLDER itself, and a path that
# a link in its middle leads elsewhere end the script with exit code 3; then nothing was deleted.
# What is mounted below PATH stays.

# A link at the end of PATH is deleted, not followed. Where the folder of PATH is not there, nothing is.
is_below() ( # FOLDER PATH...
	CDPATH=
	[ -n "${1-}" ] && below=$(cd -P -- "$1" 2>/dev/null && pwd -P) && [ "$below" != / ] || exit 1
	shift
	for path; do
		case ${path:-.} in
		. | .. | */. | */.. | */) exit 1 ;;
		-*) path=./$path ;;
		esac
		above=$(cd -P -- "$(dirname "$path")" 2>/dev/null && pwd -P) || continue
		case $above/ in
		"$below"/*) ;;
		*) exit 1 ;;
		esac
	done
)

delete_below() { # FOLDER [-f] PATH...
	delete_from=${1-}
	shift
	delete_quietly=
	if [ "${1-}" = -f ]; then
		delete_quietly=-f
		shift
	fi
	is_below "$delete_from" "$@" || {
		echo "Bail out! ${0##*/}: not deleted, for it is not below '$delete_from': $*" >&2
		exit 3
	}
	rm -r $delete_quietly --one-file-system -- "$@" </dev/null
}
