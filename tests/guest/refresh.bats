#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# What a refresh asks of the kernel must not grow with the processes there are.

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
}

# share_tool NAME: a program with its libraries, for the guest
share_tool() {
	local tool lib

	mkdir -p "$share/lib"
	tool="$(command -v "$1")"
	cp "$tool" "$share/$1.bin"
	ldd "$tool" | grep -o '/[^ ]*' | while read -r lib; do
		cp -L "$lib" "$share/lib/"
	done
	cat >"$share/$1" <<-END
	#!/bin/sh
	exec /share/lib/ld-linux-x86-64.so.2 --library-path /share/lib \\
		/share/$1.bin "\$@"
	END
	chmod +x "$share/$1"
}

# All calls of one run are written down, and counted. What a sweep of all
# processes would take is far away from what it may take, in each case: that a
# text is read once more, or less, by luck, makes no difference.
@test "a refresh with 1000 processes reads nothing of each" {
	share="$BATS_TEST_TMPDIR/share"
	share_tool strace
	share_tool script
	cat >"$share/count" <<-'SCRIPT'
	#!/bin/sh
	n=0
	while [ $n -lt 1000 ]; do
		sleep 10000 &
		n=$((n + 1))
	done
	/share/script -q -c "stty rows 24 cols 80; /share/strace -f \
		-o /tmp/calls tamtop -n 12 -d 0.5" /dev/null \
		>/dev/null </dev/null
	awk '{ sub(/^[0-9]+ +/, "") }
		/^(futex|poll|restart_syscall)\(/ || /resumed>/ { next }
		/^openat\([^"]*"\/proc\/[0-9]/ { opened++ }
		/^pread64\(/ { read++ }
		/^syscall_0x1d4\(/ { listed++ }
		{ all++ }
		END { print "all " all + 0, "opened " opened + 0,
			"system " read + 0, "listed " listed + 0 }' /tmp/calls
	SCRIPT
	chmod +x "$share/count"
	run vm/run --timeout 900 --share "$share" -- /share/count
	echo "$output"
	[ "$status" -eq 0 ]
	read -r _ all _ opened _ system _ listed <<<"${output##*$'\n'}"
	# twelve samples were taken, by two files of the system each
	[ "$system" -ge 24 ]
	[ "$listed" -ge 12 ]
	# of the rows on screen some texts; once of each would be 1,000 ...
	[ "$opened" -lt 700 ]
	# ... and with each sample 12,000
	[ "$all" -lt 4000 ]
}
