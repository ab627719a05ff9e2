# SPDX-License-Identifier: GPL-2.0
# Completion of treewide for bash: `treewide complete` knows what may stand next.

_treewide() {
	local word line words=() files=
	COMPREPLY=()
	# To readline "--wave=x" is three words.
	for word in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
		if [[ ${#words[@]} -gt 0 && ( $word == = || ${words[-1]} == --*= ) ]]; then
			words[-1]+=$word
		else
			words+=("$word")
		fi
	done
	word=${COMP_WORDS[COMP_CWORD]}
	[[ $word != = ]] || word=
	while IFS= read -r line; do
		case $line in
		:files) files=-f ;;
		:dirs) files=-d ;;
		*) COMPREPLY+=("${line%%$'\t'*}") ;;
		esac
	done < <("${COMP_WORDS[0]}" complete "${words[@]}" 2>/dev/null)
	if [[ $files ]]; then
		compopt -o filenames 2>/dev/null
		while IFS= read -r line; do
			COMPREPLY+=("$line")
		done < <(compgen "$files" -- "$word")
	fi
	[[ ${#COMPREPLY[@]} != 1 || ${COMPREPLY[0]} != *= ]] || compopt -o nospace 2>/dev/null
	return 0
}

complete -F _treewide treewide
