#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# Descriptors run out while tamtop is on a terminal, and come back.

# shellcheck disable=SC2016,SC2030,SC2031,SC2154
bats_require_minimum_version 1.5.0
load tmux.bash
load ../sleeps

setup() {
	tamtop="$(realpath "${O:-build}")/tui/tamtop"
	sleep 1000 3>&- &
	sleeper=$!
	disown
	until_sleeps "$sleeper"
}

teardown() {
	kill "$sleeper" 2>/dev/null || true
	tmux_stop
}

# start_top ARGUMENT...: $pid is its process
start_top() {
	tmux_start 100x24
	cd "$BATS_TEST_TMPDIR" || return
	remember_terminal
	type_line "cd $BATS_TEST_TMPDIR; $tamtop --source proc -d 0.2 $*; code=\$?"
	wait_for '^tamtop  [0-9]+ '
	pid="$(pgrep -P "$(tm display-message -p '#{pane_pid}')")"
}

ends_with() {
	wait_for 'ready> *$'
	terminal_is_as_before
	type_line "echo code=\$code"
	wait_for "^code=$1\$"
}

# Only the soft limit, so that it can be taken back.
no_files() {
	prlimit --pid "$pid" --nofile=3:
}

files_again() {
	prlimit --pid "$pid" --nofile=1024:
}

@test "no descriptors: the list stays, with the error, and then goes on" {
	start_top -p "$sleeper,$$"
	wait_for "^>? *$sleeper .* sleep 1000"
	no_files
	wait_for '^! sample from proc: Too many open files'
	shows "^>? *$sleeper .* sleep 1000"
	# the list is drawn once more
	tm send-keys '?'
	wait_for 'what the numbers mean'
	tm send-keys Escape
	wait_for "^>? *$sleeper .* sleep 1000"
	shows_not 'ended'
	files_again
	wait_until shows_not '^! '
	wait_for "^>? *$sleeper .* sleep 1000"
	shows_not 'ended'
	tm send-keys q
	ends_with 0
}

@test "no descriptors: a process and its map are not gone" {
	local view

	for view in process map timeline; do
		start_top --view "$view" "$sleeper"
		wait_for "^tamtop  $sleeper sleep "
		no_files
		wait_for 'Too many open files'
		screen | head -n 1 | grep -q "^tamtop  $sleeper sleep "
		shows_not 'gone|ended|no memory of its own'
		files_again
		wait_until shows_not 'Too many open files'
		shows_not 'gone|ended'
		tm send-keys q
		ends_with 0
		tmux_stop
		rm -f "$BATS_TEST_TMPDIR/before"
	done
}

@test "no descriptors: what can't be saved, started or signalled says so" {
	start_top -p "$sleeper"
	wait_for "^>? *$sleeper .* sleep 1000"
	tm send-keys Space
	wait_for PAUSED
	no_files
	tm send-keys y Enter
	wait_for '^! not saved: tamtop-.*: Too many open files'
	[ -z "$(compgen -G "$BATS_TEST_TMPDIR/tamtop-*")" ]
	tm send-keys K
	wait_for "signal to $sleeper"
	tm send-keys Enter
	wait_for 'Send SIGTERM'
	tm send-keys y
	wait_for '^! '
	kill -0 "$sleeper"
	tm send-keys Escape Escape d
	wait_for 'Too many open files'
	files_again
	tm send-keys Escape Space
	wait_for "^>? *$sleeper .* sleep 1000"
	tm send-keys q
	ends_with 0
}
