#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# Programs that are started in tamtop, on the kernel that runs the tests: from
# the key to what is left of them, whatever way tamtop ends.

# shellcheck disable=SC2154
bats_require_minimum_version 1.5.0
load tmux.bash

tamtop="${O:-build}/tui/tamtop"

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	[[ "$tamtop" = /* ]] || tamtop="$PWD/$tamtop"
	bin="$BATS_TEST_TMPDIR/bin"
	mkdir "$bin"
	choose_tamdemo "${tamtop%/tui/tamtop}"
}

teardown() {
	if [ -n "${started:-}" ]; then
		kill -KILL "$started" 2>/dev/null || true
	fi
	tmux_stop
}

# The real one where it can be asked. A sanitizer reserves more than it does.
choose_tamdemo() {
	local real="$1/demo/tamdemo"

	if "$real" --list --json 2>/dev/null | grep -q '^\[{' &&
			! grep -q __asan_init "$real"; then
		ln -s "$real" "$bin/tamdemo"
		return
	fi
	cat >"$bin/tamdemo" <<-EOF
		#!/bin/sh
		[ "\$*" = '--list --json' ] || exec $1/tests/terminal/grow "\$@"
		echo '[{"name":"linear","summary":"touch page after page"},'
		echo '{"name":"reverse","summary":"touch from the end down",'
		echo '"options":[{"name":"size","default":"64M"}]}]'
	EOF
	chmod +x "$bin/tamdemo"
}

# start [OPTION]... [-- COMMAND...]: tamtop in a window of $size
start() {
	tmux_start "${size:-80x24}" "PATH=$bin:$PATH" "TMPDIR=$BATS_TEST_TMPDIR" \
		XDG_RUNTIME_DIR=
	remember_terminal
	type_line "clear; $tamtop --source proc -d 0.2 $*; code=\$?"
	wait_for '^tamtop  [0-9]+ processes'
}

pid_of_top() {
	pgrep -P "$(tm display-message -p '#{pane_pid}')"
}

ends_with() {
	wait_for 'ready> *$'
	type_line "echo code=\$code"
	wait_for "^code=$1\$"
}

is_gone() {
	! grep -qs '^State:.[^Z]' "/proc/$1/status"
}

runs() {
	! is_gone "$1"
}

# start_demo KEY: the second demo; Enter: its process is in $started
start_demo() {
	tm send-keys d
	wait_for '^> linear '
	tm send-keys j
	wait_for '^> reverse '
	tm send-keys Enter
	wait_for '^tamtop  [0-9]+ [a-z]+  map of '
	started="$(screen | sed -n 's/^tamtop  \([0-9]*\) .*/\1/p')"
	runs "$started"
}

touched() {
	screen | sed -n 's/.* touched *\([0-9.]*[KMG]\{0,1\}\) .*/\1/p'
}

touched_is_not() {
	[[ "$(touched)" = [0-9]* && "$(touched)" != "$1" ]]
}

@test "two keys and Enter: a demo runs, and its map fills" {
	local first

	start
	start_demo
	wait_until touched_is_not ''
	first="$(touched)"
	wait_until touched_is_not "$first"
	tm send-keys Escape
	wait_for '^Command  .* reverse'
	tm send-keys Escape
	wait_for "^> *$started "
	tm send-keys q k
	ends_with 0
}

# what is started is a shell, and what it starts in turn has the block
@test "the map is that of the child who has the block" {
	mv "$bin/tamdemo" "$bin/real"
	cat >"$bin/tamdemo" <<-EOF
		#!/bin/sh
		[ "\$*" = '--list --json' ] || { $bin/real "\$@"; exit 7; }
		exec $bin/real "\$@"
	EOF
	chmod +x "$bin/tamdemo"
	start
	start_demo
	wait_until touched_is_not ''
	kill -KILL "$started"
	wait_for '^! tamdemo [0-9]+: exit status 7, see /.*'
	tm send-keys q
	ends_with 0
}

@test "without one in PATH, the demos are those built beside it" {
	local size=200x24

	rm "$bin/tamdemo"
	start
	tm send-keys d
	wait_for '^> linear '
	wait_for '^> tamdemo linear '
	tm send-keys L
	wait_for '^> *[0-9]+ .*tamdemo linear'
	tm send-keys q k
	ends_with 0
}

@test "on quit the person says: stay, end it" {
	start
	start_demo
	tm send-keys q
	wait_for '^1 started here still runs: k end, l leave, Esc stay'
	tm send-keys Escape
	wait_for '^Esc back'
	runs "$started"
	tm send-keys q
	wait_for '^1 started here still runs'
	tm send-keys k
	wait_for 'ready> *$'
	is_gone "$started"
	terminal_is_as_before
	ends_with 0
}

@test "on quit the person says: leave it running" {
	start
	start_demo
	tm send-keys q
	wait_for '^1 started here still runs'
	tm send-keys l
	wait_for "^tamtop: left running: tamdemo \($started\); output in /"
	terminal_is_as_before
	ends_with 0
	runs "$started"
	tmux_stop
	runs "$started"
}

# nothing_is_left_after SIGNAL
nothing_is_left_after() {
	start
	start_demo
	kill "-$1" "$(pid_of_top)"
	wait_until is_gone "$started"
}

@test "nothing is left after SIGKILL" { nothing_is_left_after KILL; }
@test "nothing is left after SIGTERM" { nothing_is_left_after TERM; }
@test "nothing is left after SIGHUP" { nothing_is_left_after HUP; }
@test "nothing is left after a crash" { nothing_is_left_after SEGV; }

@test "Ctrl-C ends tamtop and what it started" {
	start
	start_demo
	tm send-keys C-c
	wait_for 'ready> *$'
	is_gone "$started"
	ends_with 130
}

@test "a terminal that goes away takes all along" {
	start
	start_demo
	tmux_stop
	wait_until is_gone "$started"
}

@test "an end is told: exit status, and the file with the output" {
	local file size=132x24

	start -- "sh -c 'echo said; exit 1'"
	wait_for '^! sh [0-9]+: exit status 1, see /.*'
	file="$(screen | sed -n 's/^! sh .* see \([^ ]*\).*/\1/p')"
	[ "$(cat "$file")" = said ]
	tm send-keys q
	ends_with 0
	[ -e "$file" ]
}

@test "an end is told: the signal" {
	start -- "sh -c 'kill -9 \$\$'"
	wait_for '^! sh [0-9]+: SIGKILL, see /.*'
	tm send-keys q
	ends_with 0
}

@test "an end is told: false has failed" {
	start -- false
	wait_for '^! false [0-9]+: exit status 1, see /.*'
}

@test "a command is selected" {
	start -- sleep 1234
	wait_for '^> *[0-9]+ .* sleep 1234'
	started="$(screen | sed -n 's/^> *\([0-9]*\) .* sleep .*/\1/p')"
	grep -qx 'Name:.sleep' "/proc/$started/status"
	[ "$(readlink "/proc/$started/fd/0")" = /dev/null ]
	tm send-keys q k
	ends_with 0
	is_gone "$started"
}

@test "what is no program is told, and tamtop goes on" {
	start -- no-such-program
	wait_for "^! not started: 'no-such-program': No such file or directory"
	tm send-keys q
	ends_with 0
}

@test "--readonly starts nothing" {
	run -2 "$tamtop" --readonly -- true
	[ "$output" = "tamtop: --readonly starts nothing: give it without -- true" ]
	start --readonly
	tm send-keys d
	wait_for '^! nothing is started: --readonly was given'
	tm send-keys q
	ends_with 0
}

@test "a command needs a screen" {
	run -2 "$tamtop" -b -- true
	[[ "$output" = "tamtop: a command is followed on a screen: "* ]]
	run -2 "$tamtop" --pages 1 -- true
	[ "${#lines[@]}" -eq 1 ]
}
