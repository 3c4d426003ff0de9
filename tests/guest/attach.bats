#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# Other terminals in a running guest: each a real one, with a guest's shell.

export TMUX_PATIENCE="${TMUX_PATIENCE:-120}"
load ../terminal/tmux.bash

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	# Only guests of this test are found.
	export XDG_RUNTIME_DIR="$BATS_TEST_TMPDIR"
	sockets="$XDG_RUNTIME_DIR/tamtop"
	unset TAM_ACCEL TAM_WATCHDOG
	guests=()
	number=0
}

teardown() {
	for terminal in one two three; do
		tm kill-server 2>/dev/null || true
	done
	[ ${#guests[@]} -eq 0 ] || kill -KILL "${guests[@]}" 2>/dev/null || true
}

tm() {
	TMUX_TMPDIR="$BATS_TEST_TMPDIR" tmux -L "$terminal" -f /dev/null "$@"
}

# on TERMINAL COMMAND...: one of the helpers, there
on() {
	local terminal="$1"

	shift
	"$@"
}

# A guest with a shell on terminal one, and nothing on terminal two.
two_terminals() {
	on one tmux_start 90x25
	on two tmux_start 70x20 TERM=xterm-256color
	on one type_line 'clear; vm/run; echo code=$?'
	on one wait_for 'tamtop:~# *$'
}

attach() {
	on two type_line clear
	on two wait_until shows_not ':~#'
	on two type_line "clear; vm/attach $*; echo code=\$?"
	on two wait_for ':~# *$'
}

# does TERMINAL COMMAND: the guest's shell there does it, to the end
does() {
	number=$((number + 1))
	on "$1" type_line "clear; $2; echo that was \$((100 + $number))"
	on "$1" wait_for "^that was $((100 + number))\$"
}

answers() {
	does "$1" true
}

# has_size TERMINAL ROWS COLUMNS: sooner or later
has_size() {
	does "$1" "until [ \"\$(stty size)\" = '$2 $3' ]; do sleep 0.1; done"
}

# The process of vm/attach below the shell of terminal two.
attach_pid() {
	pgrep -P "$(on two tm display-message -p '#{pane_pid}')"
}

runner_pid() {
	pgrep -P "$(on one tm display-message -p '#{pane_pid}')"
}

# Waits until terminal two and what ran on it are gone from the guest.
one_is_alone() {
	does one 'while [ -e /dev/pts/1 ] || pidof tamtop >/dev/null; do
sleep 0.1; done'
}

named_guest() {
	vm/run --name "$1" -- sleep 100000 >"$BATS_TEST_TMPDIR/$1.log" 2>&1 3>&- &
	guests+=($!)
	disown
	wait_until test -S "$sockets/$1"
}

# fails_with CODE REGEX COMMAND...: with one line
fails_with() {
	local code="$1" line="$2"

	shift 2
	run "$@"
	echo "$output"
	[ "$status" -eq "$code" ]
	[[ $output =~ $line ]]
	[ "${#lines[@]}" -eq 1 ]
}

@test "without a guest one line says so, whatever a killed one has left" {
	fails_with 125 'no guest is running' vm/attach
	named_guest gone
	kill -KILL "${guests[0]}"
	wait_until eval "! kill -0 ${guests[0]} 2>/dev/null"
	[ -S "$sockets/gone" ]
	fails_with 125 'no guest is running' vm/attach --name gone
	[ ! -e "$sockets/gone" ]
	fails_with 2 'unknown option --bogus' vm/attach --bogus
}

@test "each terminal has its size, its TERM, its Ctrl-C" {
	two_terminals
	attach
	[ "$(stat -c %a "$sockets")" = 700 ]
	on two type_line 'clear; stty size; echo $TERM; tty'
	on two wait_for '^20 70$'
	on two wait_for '^xterm-256color$'
	on two wait_for '^/dev/pts/1$'
	on one type_line 'clear; tamtop'
	on one wait_for '^tamtop  [0-9]+ processes'
	on two type_line 'clear; sleep 1000; echo over=$?'
	on one wait_for ' sleep 1000'
	on two tm send-keys C-c
	on two wait_for ':~# *$'
	on one wait_until on one shows_not ' sleep 1000'
	on two tm resize-window -x 100 -y 30
	has_size two 30 100
	on one tm resize-window -x 132 -y 40
	on one wait_for 'FAULT/s MAJ/s'
	on one tm send-keys C-c
	on one wait_for 'tamtop:~# *$'
	has_size one 40 132
	has_size two 30 100
}

@test "much in both directions, and a terminal that takes nothing" {
	local text="$BATS_TEST_TMPDIR/text" sum

	two_terminals
	attach
	seq -f 'line %020.0f of many' 3000 >"$text"
	sum="$(md5sum <"$text")"
	on two type_line 'clear; head -n 3000 | md5sum; echo over'
	on two tm load-buffer "$text"
	on two tm paste-buffer
	on two wait_for "^${sum%% *} "
	answers two
	on two type_line 'yes'
	on two wait_for '^y$'
	kill -STOP "$(attach_pid)"
	answers one
	on two wait_for 'Stopped'
	on two type_line 'fg'
	on two wait_for '^y$'
	on two tm send-keys C-c
	on two wait_for ':~# *$'
	answers two
}

@test "leaving, hangup and kill -9 end the shell and not the guest" {
	two_terminals
	on two remember_terminal
	attach
	on two type_line 'exit'
	on two wait_for '^code=0$'
	one_is_alone
	for key in x d; do
		attach
		on two type_line "tamtop"
		on two wait_for '^tamtop  [0-9]+ processes'
		on two tm send-keys C-a "$key"
		on two wait_for '^vm/attach: left the guest tamtop'
		on two wait_for '^code=0$'
		on two terminal_is_as_before
		one_is_alone
	done
	attach
	kill -HUP "$(attach_pid)"
	on two wait_for '^code=129$'
	on two terminal_is_as_before
	attach
	kill -KILL "$(attach_pid)"
	on two wait_for '^code=137$'
	one_is_alone
	# Nothing could have put its terminal in order.
	on two type_line 'reset'
	attach
	answers two
}

@test "the end of the guest is told, and the terminal is whole" {
	two_terminals
	on two remember_terminal
	attach
	on two type_line 'tamtop'
	on two wait_for '^tamtop  [0-9]+ processes'
	on one type_line 'exit'
	on one wait_for '^code=0$'
	on two wait_for '^vm/attach: the guest tamtop has ended$'
	on two wait_for '^code=0$'
	on two terminal_is_as_before
	[ -z "$(ls -A "$sockets")" ]
	on one type_line 'clear; vm/run; echo code=$?'
	on one wait_for 'tamtop:~# *$'
	attach
	kill -KILL "$(runner_pid)"
	on two wait_for '^vm/attach: the guest tamtop has ended$'
	on two terminal_is_as_before
}

@test "several guests: by name, and a name is taken once" {
	named_guest left
	named_guest right
	fails_with 125 'a guest of the name left is running' \
		vm/run --name left -- true
	fails_with 2 'guests are running: left, right; choose' vm/attach
	run vm/attach --name middle
	[ "$status" -eq 2 ]
	[ "${lines[0]}" = 'vm/attach: no guest of the name middle is running' ]
	fails_with 125 'no terminal' vm/attach --name left
	on two tmux_start 70x20
	attach --name right
	on two type_line 'clear; hostname; exit'
	on two wait_for '^right$'
	on two wait_for '^code=0$'
	# It goes by the name alone of the guest that is asked for.
	kill -TERM "${guests[1]}"
	wait_until test ! -e "$sockets/right"
	attach
	on two wait_for '^left:~# *$'
}

@test "the second shell that is started gets a name of its own" {
	local terminal=one

	tmux_start 80x24
	type_line 'vm/run'
	wait_for '^tamtop:~# *$'
	terminal=three
	tmux_start 80x24
	type_line 'vm/run'
	wait_for '^tamtop-2:~# *$'
	[ "$(ls "$sockets")" = $'tamtop\ntamtop-2' ]
}
