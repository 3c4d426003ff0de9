#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# The mouse in a real terminal (tmux): asked for, given back, and its reports.

load tmux.bash

setup() {
	top="$(realpath "${O:-build}")/tests/terminal/fixturetop"
}

teardown() {
	tmux_stop
}

# modes_are "ANY SGR": which the terminal was told to report
modes_are() {
	[ "$(tm display-message -p '#{mouse_any_flag} #{mouse_sgr_flag}')" = "$1" ]
}

# start_top [OPTION]...
start_top() {
	type_line "clear; $top $*; echo code=\$?"
	wait_for '^tamtop  19 processes'
}

pid_of_top() {
	pgrep -s "$(tm display-message -p '#{pane_pid}')" -f "^$top" | head -n 1
}

# report BUTTON COLUMN ROW [M|m]
report() {
	tm send-keys -l "$(printf '\033[<%d;%d;%d%s' "$1" "$2" "$3" "${4:-M}")"
}

click() {
	report 0 "$1" "$2"
	report 0 "$1" "$2" m
}

# row_of PID: of the screen, from 1 on
row_of() {
	screen | grep -n "^.  $1 " | cut -d : -f 1
}

click_row() {
	click 5 "$(row_of "$1")"
}

# ended: the shell has it, and nothing that was not typed
ended() {
	wait_for '^code='
	wait_for '^ready> *$'
	modes_are "0 0"
}

@test "the mouse is asked for, and given back" {
	tmux_start 80x24
	modes_are "0 0"
	start_top
	wait_until modes_are "1 1"
	tm send-keys q
	ended
	for signal in TERM INT HUP SEGV ABRT; do
		start_top
		wait_until modes_are "1 1"
		kill "-$signal" "$(pid_of_top)"
		ended
	done
}

@test "it is given back while it is stopped" {
	tmux_start 80x24
	start_top
	wait_until modes_are "1 1"
	tm send-keys C-z
	wait_for 'Stopped'
	modes_are "0 0"
	type_line 'clear; fg'
	wait_for '^tamtop  19 processes'
	wait_until modes_are "1 1"
	tm send-keys Space
	wait_for 'PAUSED'
	click_row 415
	wait_for '^>  415'
	tm send-keys q
	wait_for '^ready> *$'
	modes_are "0 0"
}

@test "--no-mouse leaves it alone" {
	tmux_start 80x24
	type_line "clear; $(realpath "${O:-build}")/tui/tamtop --no-mouse"
	wait_for '^tamtop  [0-9]+ processes'
	modes_are "0 0"
	tm send-keys q
	wait_for '^ready> *$'
	start_top --no-mouse
	modes_are "0 0"
	tm send-keys j
	wait_for '^>  4'
	modes_are "0 0"
	tm send-keys q
	ended
}

@test "clicks, double ones, heads and the wheel" {
	tmux_start 80x24
	start_top
	# so that nothing moves meanwhile
	tm send-keys Space
	wait_for 'PAUSED'
	click_row 415
	wait_for '^>  415'
	# three rows: it is out of sight then
	report 65 5 10
	wait_until shows_not '^.  415'
	wait_for '^>  418'
	report 64 5 10
	wait_for '^   415'
	click 6 7
	wait_for '^ +PID↑'
	click 6 7
	wait_for '^ +PID↓'
	# with a modifier, another button, or none: nothing
	report 4 10 7
	report 2 10 7
	report 35 10 7
	tm send-keys -l "$(printf '\033[M !!')"
	click_row 427
	wait_for '^>  427'
	shows '^ +PID↓'
	# both at once, so that no load comes between them
	row="$(row_of 428)"
	tm send-keys -l "$(printf '\033[<0;5;%dM\033[<0;5;%dm' \
		"$row" "$row" "$row" "$row")"
	wait_for '^tamtop  428'
	tm send-keys q
	ended
}

@test "a click on 'q quit' quits, and where the button goes up is nobody's key" {
	tmux_start 80x24
	start_top
	x="$(screen | tail -n 1 | grep -bo 'q quit' | cut -d : -f 1)"
	click $((x + 1)) 24
	ended
	shows 'code=0'
	# one that never goes up is not waited for
	start_top
	report 0 $((x + 1)) 24
	ended
}

is_gone() {
	[ ! -e "/proc/$pid" ]
}

type_on() {
	tm send-keys j
	is_gone
}

# hold_down: the left button; it does not go up
hold_down() {
	pid="$(pid_of_top)"
	report 0 5 10
	tm send-keys Space
	wait_for 'PAUSED'
}

@test "keys that are typed keep nobody who waits for a button" {
	tmux_start 80x24
	start_top
	hold_down
	tm send-keys q
	wait_until type_on
	wait_for '^code=0'
	modes_are "0 0"
}

@test "who holds a button down keeps no signal" {
	local calls="$BATS_TEST_TMPDIR/calls"
	local waits='poll\(\[\{fd=0, events=POLLIN\}\], 1, (\{|[1-9])'

	tmux_start 80x24
	for how in q TERM INT HUP; do
		start_top
		hold_down
		rm -f "$calls"
		strace -o "$calls" -e trace=poll,ppoll,close -p "$pid" &
		wait_until test -s "$calls"
		if [ "$how" = q ]; then
			tm send-keys q
		else
			kill "-$how" "$pid"
		fi
		wait "$!"
		ended
		grep -q '^close' "$calls"
		if [ "$how" = q ]; then
			grep -qE "$waits" "$calls"
		else
			! grep -E "$waits" "$calls" || return 1
		fi
	done
}
