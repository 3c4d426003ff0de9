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

@test "a refresh with 1000 processes takes no more system calls than with 100" {
	share="$BATS_TEST_TMPDIR/share"
	share_tool strace
	share_tool script
	cat >"$share/count" <<-'END'
	#!/bin/sh
	# calls SAMPLES: the system calls of tamtop on a terminal, but for
	# those by which threads meet: their number is a matter of luck. And
	# the calls of pread64 alone: two for each sample.
	calls() {
		/share/script -q -c "stty rows 24 cols 80; /share/strace -f \
			-c -o /tmp/calls tamtop -n $1 -d 0.5" /dev/null \
			>/dev/null </dev/null
		awk '$1 + 0 > 0 && $NF != "total" &&
			$NF !~ /^(futex|poll|read|write|restart_syscall)$/ {
				sum += $4
			} $NF == "pread64" { reads = $4 } END {
				print sum, reads
			}' /tmp/calls
	}
	# what ten more samples take
	refreshes() {
		set -- "$1" $(calls 4) $(calls 14)
		echo "$1: $(($4 - $2)) calls, $(($5 - $3)) of pread64"
	}
	sleepers() {
		n=0
		while [ $n -lt "$1" ]; do
			sleep 10000 &
			n=$((n + 1))
		done
	}
	sleepers 100
	refreshes 100
	sleepers 900
	refreshes 1000
	END
	chmod +x "$share/count"
	run vm/run --timeout 900 --share "$share" -- /share/count
	echo "$output"
	[ "$status" -eq 0 ]
	# ten samples were taken
	[ "$(grep -c ' 20 of pread64$' <<<"$output")" -eq 2 ]
	small="$(sed -n 's/^100: \([-0-9]*\) calls.*/\1/p' <<<"$output")"
	large="$(sed -n 's/^1000: \([-0-9]*\) calls.*/\1/p' <<<"$output")"
	# not one for each of 900 processes more; by luck a text may be read
	# more or less
	[ "$large" -le $((small + 60)) ]
}
