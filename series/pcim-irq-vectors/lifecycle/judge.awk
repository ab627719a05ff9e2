# SPDX-License-Identifier: GPL-2.0
# Judge the console of a boot: did every style take its vector at each bind, and leave none?
#
# usage: awk -v nonce=HEX -v binds=COUNT -f judge.awk STYLES CONSOLE
#
# STYLES has a line for each style: its name, how many release actions one bind must register, and
# "refused" when its probe must fail at the end. Prints one line. Exit: 0 yes, 1 no.
#
# Every line of the probe and of /init must carry the nonce of this run. Release actions are those
# that DEBUG_DEVRES logs: pcim_msi_release in 6.12, where actions have names, devm_action_release
# in 6.1, where no other action is registered for the device.

function bad(style, what) {
	if (!(style in faults)) {
		faults[style] = what
		faulty[++nr_faulty] = style
	}
}

FNR == NR {
	order[++count] = $1
	actions[$1] = $2
	refused[$1] = $3 == "refused"
	next
}

{ sub(/\r$/, "") }

/^Linux version / { version = $3 }

# What the kernel says when something is wrong.
/WARNING:|BUG:|BUG |Oops|Call Trace|Kernel panic|general protection|refcount_t|leak|[Pp]oison overwritten/ {
	if (!alarm)
		alarm = $0
}

/ DEVRES (ADD|REL) / && match($0, /DEVRES (ADD|REL) +[^ ]+ [^ ]+/) {
	split(substr($0, RSTART, RLENGTH), word, / +/)
	if (word[4] == "pcim_msi_release" || word[4] == "devm_action_release") {
		if (word[2] == "ADD")
			added++
		else
			released++
	} else if (word[4] == "msi_device_data_release" && word[2] == "REL") {
		if (added > released)
			bad(style, "the MSI data of the device were released before the vectors")
	}
	next
}

# Somebody else's, or an earlier run's.
$1 != "life" || $2 != nonce { next }

$3 == "try" {
	style = $4
	added = released = took = 0
	tries[style]++
	next
}

$3 == "took" && $4 == style {
	took = $5
	next
}

$3 == "bound" && $4 == style {
	want = refused[style] ? 0 : 1
	if (took < 1)
		bad(style, "bind " $5 " got no vector, or no interrupt")
	else if ($6 != want)
		bad(style, "bind " $5 (want ? " failed" : " did not fail as it must"))
	else if ($7 != want * took)
		bad(style, "bind " $5 " shows " $7 " vectors in sysfs instead of " want * took)
	next
}

$3 == "left" && $4 == style {
	if ($6)
		bad(style, "unbind " $5 " leaves " $6 " vectors")
	else if (added != actions[style])
		bad(style, "bind " $5 " registers " added + 0 " release actions instead of " actions[style])
	else if (released != added)
		bad(style, released + 0 " of " added + 0 " release actions ran at unbind " $5)
	else if (!(style in faults))
		good[style]++
	registered += added
	next
}

$3 == "end" { ended = 1; next }

!strange { strange = substr($0, index($0, nonce) + length(nonce) + 1) }

END {
	for (i = 1; i <= count; i++)
		if (good[order[i]] != binds)
			bad(order[i], tries[order[i]] + 0 " of " binds " binds were tried")
	if (!version)
		text = "; no kernel says what it is"
	if (nr_faulty)
		text = text "; " faulty[1] ": " faults[faulty[1]]
	if (nr_faulty > 1)
		text = text "; " nr_faulty - 1 " more of " count " styles fail"
	if (strange)
		text = text "; " strange
	if (alarm)
		text = text "; the kernel complains: " alarm
	if (!ended)
		text = text "; the run did not come to its end"
	if (text) {
		print substr(text, 3)
		exit 1
	}
	printf "booted Linux %s: %d binds in %d styles, each got a vector and an interrupt, ", version,
		count * binds, count
	printf "no unbind left one; %d release actions, each ran once\n", registered
}
