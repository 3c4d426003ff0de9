#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# A terminal that takes nothing: stopped by Ctrl-S, or with nobody who reads it.
# tamtop runs in a shell on a terminal of its own, which a relay passes on, or
# doesn't.

load tmux.bash

setup() {
	top="$(realpath "${O:-build}")/tests/terminal/fixturetop"
	relay="$(realpath "${O:-build}")/tests/terminal/relay"
}

teardown() {
	[ -z "${pid:-}" ] || kill -KILL "$pid" 2>/dev/null || true
	[ -z "${filler:-}" ] || kill -KILL "$filler" 2>/dev/null || true
	tmux_stop
}

# start_top SIZE [OPTION...]: behind the relay, of which $via is the process
start_top() {
	local shell

	tmux_start "$1"
	shift
	type_line "PS1='inner> ' $relay bash --norc --noprofile"
	wait_for '^inner>'
	via="$(pgrep -s "$(tm display-message -p '#{pane_pid}')" -f "^$relay ")"
	remember_terminal
	type_line "$top $*; code=\$?"
	wait_for '^tamtop  19 processes'
	shell="$(pgrep -P "$via")"
	pid="$(pgrep -P "$shell" -f "^$top")"
}

# The shell, which is in the main screen again, tells the exit code.
ends_with() {
	wait_for 'inner> *$'
	terminal_is_as_before
	type_line "echo code=\$code"
	wait_for "^code=$1\$"
}

is_gone() {
	[ ! -e "/proc/$pid" ]
}

# Is it in a write(2)?
waits_for_terminal() {
	[ "$(cut -d ' ' -f 1,2 "/proc/$pid/syscall")" = "1 0x$1" ]
}

# What curses writes to.
fd_of_curses() {
	local fd

	for fd in "/proc/$pid/fd/"*; do
		[ "${fd##*/}" -le 2 ] || [[ "$(readlink "$fd")" != /dev/pts/* ]] ||
			printf '%x\n' "${fd##*/}"
	done
}

fill_more() {
	tm send-keys C-l
	sleep 0.02
	waits_for_terminal "$fd"
}

# Nobody reads, until it is in the midst of a write.
fill() {
	kill -USR1 "$via"
	fd="$(fd_of_curses)"
	wait_until fill_more
	sleep 0.3
	waits_for_terminal "$fd"
}

@test "Ctrl-S: keys are heeded meanwhile, and then the screen is right" {
	start_top 80x24
	tm send-keys C-s
	tm send-keys j j
	sleep 1.5
	shows '^> +431 '
	tm send-keys C-q
	wait_for '^> +415 '
	tm send-keys C-s
	tm send-keys q
	wait_until is_gone
	ends_with 0
}

@test "Ctrl-S: a signal ends it, and the terminal is given back" {
	for signal in 15 2 1; do
		start_top 80x24
		tm send-keys C-s
		sleep 0.2
		kill "-$signal" "$pid"
		wait_until is_gone
		ends_with $((128 + signal))
		tmux_stop
		rm -f "$BATS_TEST_TMPDIR/before"
	done
}

@test "nobody reads: a signal ends it in the midst of a write" {
	for signal in 15 2 1; do
		start_top 80x24
		fill
		kill "-$signal" "$pid"
		wait_until is_gone
		kill -USR2 "$via"
		ends_with $((128 + signal))
		tmux_stop
		rm -f "$BATS_TEST_TMPDIR/before"
	done
}

@test "nobody reads: a crash ends it" {
	start_top 80x24
	fill
	kill -SEGV "$pid"
	wait_until is_gone
	kill -USR2 "$via"
	ends_with 139
}

@test "nobody reads for a while: then the screen is right" {
	start_top 80x24
	fill
	tm send-keys j j Space
	kill -USR2 "$via"
	wait_for '^> +415 '
	wait_for 'PAUSED'
	screen | sed 1d >"$BATS_TEST_TMPDIR/glass"
	tm send-keys C-l
	sleep 0.5
	screen | sed 1d | diff "$BATS_TEST_TMPDIR/glass" -
	tm send-keys q
	ends_with 0
}

@test "Ctrl-S, and SIGTSTP: it stops, and goes on" {
	start_top 80x24
	tm send-keys C-s
	sleep 0.2
	kill -TSTP "$pid"
	wait_for 'Stopped'
	terminal_is_as_before
	type_line fg
	wait_for '^tamtop  19 processes'
	tm send-keys q
	wait_for 'inner> *$'
	terminal_is_as_before
}

@test "Ctrl-S, and no memory is left: it says so, and ends" {
	start_top 80x24 --no-memory
	tm send-keys C-s
	tm send-keys Down Enter
	wait_until is_gone
	wait_for '^tamtop: out of memory$'
	ends_with 1
}

# There was room for what it had to say, or there is none.
has_ended_or_waits() {
	is_gone || waits_for_terminal 2
}

@test "nobody reads, and no memory is left: a signal ends it" {
	start_top 80x24 --no-memory
	tm send-keys Down
	wait_for '^> +412 '
	kill -USR1 "$via"
	# somebody else has filled it
	head -c 1000000 /dev/zero >"/proc/$pid/fd/1" 2>/dev/null &
	filler=$!
	until [ "$(cut -d ' ' -f 1,2 "/proc/$filler/syscall")" = "1 0x1" ]; do
		sleep 0.05
	done
	tm send-keys Enter
	# both write to where it has made room
	wait_until has_ended_or_waits
	kill -TERM "$pid" 2>/dev/null || true
	wait_until is_gone
}
