#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# Where /proc hides the processes of others, tamtop shows what is visible.

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
}

@test "from a /proc that hides others: one's own processes, no others" {
	share="$BATS_TEST_TMPDIR/share"
	mkdir "$share"
	cat >"$share/look" <<-'END'
	#!/bin/sh
	for hide in 0 1 2; do
		mount -o remount,hidepid=$hide /proc
		echo "hidepid $hide"
		su -s /bin/sh ada -c 'tamtop --source proc -b -n 1'
	done
	END
	chmod +x "$share/look"
	run vm/run --timeout 120 --share "$share" -- /share/look
	echo "$output"
	[ "$status" -eq 0 ]
	for hide in 0 1 2; do
		rows="$(sed -n "/^hidepid $hide/,/^hidepid/p" <<<"$output" |
			grep -E '^ *[0-9]+ ')"
		grep -qE '^ *[0-9]+ ada .* tamtop --source' <<<"$rows"
		if [ "$hide" -eq 0 ]; then
			grep -qE '^ *1 root ' <<<"$rows"
		else
			[ "$(grep -vc '^ *[0-9]* ada ' <<<"$rows")" -eq 0 ]
		fi
	done
}
