#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# Signals to real processes, from the key to what becomes of them.

# shellcheck disable=SC2154
bats_require_minimum_version 1.5.0
load tmux.bash
load ../sleeps

tamtop="${O:-build}/tui/tamtop"

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	[[ "$tamtop" = /* ]] || tamtop="$PWD/$tamtop"
	sleep 1000 &
	sleeper=$!
	until_sleeps "$sleeper"
}

teardown() {
	kill -KILL "$sleeper" 2>/dev/null || true
	tmux_stop
}

# start [OPTION]...: tamtop in a window, with the sleeper alone in its list
start() {
	tmux_start 80x24
	type_line "clear; $tamtop --source proc -d 0.2 -p $sleeper $*"
	wait_for "^> *$sleeper "
}

is_stopped() {
	grep -q '^State:.T' "/proc/$sleeper/status"
}

runs() {
	grep -q '^State:.S' "/proc/$sleeper/status"
}

@test "K Enter y ends a process" {
	local status=0

	start
	tm send-keys K
	wait_for "^tamtop  signal to $sleeper sleep"
	wait_for '^>15 SIGTERM'
	tm send-keys Enter
	wait_for "^Send SIGTERM to $sleeper sleep\? y n"
	tm send-keys n
	wait_for '^Esc back  Enter send'
	runs
	tm send-keys Enter
	wait_for "^Send SIGTERM"
	tm send-keys y
	wait "$sleeper" || status=$?
	[ "$status" -eq $((128 + 15)) ]
	# one that was seen to send it, or by now that nobody is left
	wait_for "^SIGTERM was sent to $sleeper sleep|^! none of the processes"
}

@test "F9 in a process, its map and its timeline: by number and by name" {
	start
	tm send-keys Enter
	wait_for 'Esc back  Enter map'
	tm send-keys F9
	wait_for "^tamtop  signal to $sleeper sleep"
	tm send-keys 1 9
	wait_for '^>19 SIGSTOP'
	tm send-keys Enter y
	wait_for "^SIGSTOP was sent to $sleeper sleep"
	wait_until is_stopped
	tm send-keys Enter
	wait_for "^tamtop  $sleeper sleep  map of"
	tm send-keys F9
	wait_for "^tamtop  signal to $sleeper sleep"
	tm send-keys c o
	wait_for '^>18 SIGCONT'
	tm send-keys Enter y
	wait_until runs
	wait_for "^tamtop  $sleeper sleep  map of"
	tm send-keys T
	wait_for "^tamtop  $sleeper sleep  time of"
	tm send-keys F9 k Enter y
	wait "$sleeper" || [ $? -eq $((128 + 9)) ]
}

@test "--readonly opens no menu" {
	start --readonly
	tm send-keys K
	wait_for '^! no signal is sent: --readonly was given'
	runs
}

# Its keeper tells the end as it does any other.
@test "what was started here ends by a signal, and that is told" {
	tmux_start 80x24 "TMPDIR=$BATS_TEST_TMPDIR" XDG_RUNTIME_DIR=
	type_line "clear; $tamtop --source proc -d 0.2 -p $sleeper -- sleep 2000"
	wait_for '^>.* sleep 2000$'
	tm send-keys K
	wait_for '^tamtop  signal to [0-9]+ sleep'
	tm send-keys Enter y
	wait_for '^! sleep [0-9]+: SIGTERM, see '
	tm send-keys q
	wait_for 'ready> *$'
}
