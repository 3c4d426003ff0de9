#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# What goes to the terminal: how much, and in how many pieces.

load tmux.bash

setup() {
	tamtop="$(realpath "${O:-build}/tui/tamtop")"
	top="$(realpath "${O:-build}")/tests/terminal/fixturetop"
	calls="$BATS_TEST_TMPDIR/calls"
	# who is traced can't be searched for leaks
	traced="env ASAN_OPTIONS=${ASAN_OPTIONS:-verbosity=0}:detect_leaks=0"
	traced+=" strace -y -o $calls -e trace=write -s 0"
}

teardown() {
	tmux_stop
}

# The bytes of each write(2) to the terminal, in order.
writes() {
	sed -nE 's,^write\([0-9]+</dev/(pts/|tty).* = ([0-9]+)$,\2,p' "$calls"
}

# A list that nothing happens in: a namespace of a few processes which sleep, and
# a machine that stands still.
@test "a refresh of an idle list takes less than 200 bytes" {
	local samples=24 first=4 sizes="$BATS_TEST_TMPDIR/sizes"

	unshare -Urpf --mount-proc true 2>/dev/null || skip "no namespaces for us"
	cat >"$BATS_TEST_TMPDIR/idle" <<-EOF
		for file in meminfo vmstat; do
			cat /proc/\$file >$BATS_TEST_TMPDIR/\$file
			mount --bind $BATS_TEST_TMPDIR/\$file /proc/\$file
		done
		sleep 1000 &
		sleep 1000 &
		sleep 1000 &
		$traced $tamtop --source proc -d 0.2 -n $samples
	EOF
	tmux_start 80x24 TERM=xterm-256color
	type_line "clear; unshare -Urpf --mount-proc bash $BATS_TEST_TMPDIR/idle; echo code=\$?"
	wait_for '^code=0$'
	# in the beginning, rates are not yet known and rows find their places
	writes | awk '$1 > 400 { seen = 1 } seen' >"$sizes"
	cat "$sizes"
	[ "$(head -n 1 "$sizes")" -gt 400 ]
	# each is a refresh, by the list or by what that lacks, and no part of one
	[ "$(wc -l <"$sizes")" -lt $((5 * samples)) ]
	# all that a sample brings, as often as it may be shown
	awk -v nr=$((samples - first)) -v first="$first" 'NR > first { sum += $1 }
		END { print sum / nr; exit sum >= 200 * nr }' "$sizes"
}

# One that isn't idle: curses would write at each move of the cursor.
@test "what changes goes to the terminal at once" {
	tmux_start 80x24 TERM=xterm-256color
	type_line "$traced $top; echo code=\$?"
	wait_for '^tamtop  19 processes'
	tm send-keys '?'
	wait_for 'what the numbers mean'
	tm send-keys Escape
	wait_for '^tamtop  19 processes'
	tm send-keys q
	wait_for '^code=0$'
	cat "$calls"
	# the help and the list again are a screen each
	[ "$(writes | awk '$1 > 1000' | wc -l)" -ge 3 ]
	# from the first screen to the last: a move of the cursor, and the cell there
	[ "$(writes | awk '$1 > 1000 { seen = 1; nr += small; small = 0 }
		seen && $1 < 12 { small++ } END { print nr + 0 }')" -le 2 ]
}
