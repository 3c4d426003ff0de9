#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# The config file in a real terminal: saved by a key, and there at the next
# start; what is wrong in it is told, and the terminal given back.

load tmux.bash

setup() {
	tamtop="$(realpath "${O:-build}")/tui/tamtop"
	mkdir -p "$XDG_CONFIG_HOME/tamtop"
	config="$XDG_CONFIG_HOME/tamtop/config"
	tmux_start 100x24
}

teardown() {
	tmux_stop
}

press() {
	tm send-keys "$@"
}

@test "W, and the next start is the same" {
	type_line "$tamtop"
	wait_for '^tamtop  [0-9]+ processes .*every 1'
	press t
	wait_for '^tamtop  [0-9]+ processes, tree'
	press I
	wait_for 'TOUCHED↑'
	press s
	wait_for 'delay in seconds'
	press -l 0.5
	press Enter
	wait_for 'every 0.50?s'
	press W
	wait_for '^saved to .*/tamtop/config'
	press q
	wait_for 'ready>$'
	type_line "clear; $tamtop"
	wait_for '^tamtop  [0-9]+ processes, tree.*every 0.5'
	wait_for 'TOUCHED↑'
	press q
	wait_for 'ready>$'
	type_line "clear; $tamtop --no-config"
	wait_for '^tamtop  [0-9]+ processes .*every 1'
	press q
}

@test "the first warning is told at once, and all at the end" {
	printf 'delay = 0\n\ncolr = no\nnonsense\n' >"$config"
	type_line "$tamtop"
	wait_for '^! 3 mistakes, tamtop --print-config lists them: config:1: delay'
	press j
	wait_until shows_not '^! 3 mistakes'
	press q
	wait_for "^tamtop: .*/config:1: delay '0'"
	wait_for 'ready>$'
	# a path may be as long as it likes: lines are joined
	[ "$(tm capture-pane -pJ | grep -c '^tamtop: .*/config:[134]: ')" -eq 3 ]
	tm capture-pane -pJ | grep -q "config:3: 'colr' is unknown: did you mean color?"
}
