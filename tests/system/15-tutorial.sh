#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# docs/tutorial.md: every command of it is run, in its order, and says what stands below it.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/../lib.sh"

command -v b4 >/dev/null || skip_all 'no b4'
command -v git-filter-repo >/dev/null || skip_all 'no git-filter-repo'
unset http_proxy https_proxy all_proxy no_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY

# The server keeps whom each mail is for.
post=$work/post
export post
mkdir "$post"
cat >"$work/sendmail" <<'SCRIPT'
#!/bin/sh
cat >"$post/mail.$$" && printf '%s\n' "$@" >>"$post/args"
SCRIPT
chmod 755 "$work/sendmail"
git config --global sendemail.smtpserver "$work/sendmail"
git config --global b4.send-no-patatt-sign yes
git config --global b4.send-endpoint-web none
git config --global treewide.jobs 2
ln -s "$TREEWIDE" "$work/bin/treewide" && make_world "$HOME/linux" && add_joystick "$HOME/linux" ||
	exit 3

# The blocks of a page as one shell script that writes what each command says into a file of its
# own, and what the page shows below it into another one.
take_blocks() { # PAGE
	mkdir -p "$work/shown" "$work/said" && awk -v dir="$work" '
		function finish_command() {
			if (open)
				printf "} >\"%s/said/%02d\" 2>\"%s/err\"\n", dir, nr, dir
			open = 0
		}
		/^    \$ / {
			finish_command()
			nr++
			printf "{\n%s\n", substr($0, 7)
			printf "" >sprintf("%s/shown/%02d", dir, nr)
			open = 1
			next
		}
		/^    > / { print substr($0, 7); next }
		/^    / || (/^$/ && open) {
			print substr($0, 5) >sprintf("%s/shown/%02d", dir, nr)
			next
		}
		{ finish_command() }
		END { finish_command() }
	' "$1" >"$work/script"
}

# Ids, times and folders are others each time; blank lines at the end are the page's.
mask() { # FILE
	sed -E "s,$work/[a-z]*/,~/,g; s/[0-9a-f]{12,40}/ID/g; s/[0-9]+\.[0-9] s/N s/g; s/ +\$//
		s/index [0-9a-f]+\.\.[0-9a-f]+/index ID/" "$1" |
		sed -e :a -e '/^\n*$/{$d;N;ba' -e '}'
}

take_blocks "$top/docs/tutorial.md" && [ "$(find "$work/shown" -type f | wc -l)" -gt 15 ]
ok 'the tutorial has commands'
(cd "$HOME" && sh "$work/script") </dev/null

for shown in "$work"/shown/*; do
	mask "$shown" >"$work/wanted"
	mask "$work/said/${shown##*/}" >"$work/got"
	cmp -s "$work/wanted" "$work/got" || {
		diff -u "$work/wanted" "$work/got" >"$work/out"
		false
	}
	ok "command ${shown##*/} says what the page shows"
done

[ "$(find "$post" -name 'mail.*' | wc -l)" -ge 1 ] && grep -q tessa@example.org "$post/args" &&
	! grep -q stick "$post/args"
ok 'the mails went to the sender, and to nobody else'

finish
