#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# A recording in a real terminal (tmux), where time passes by itself.

load tmux.bash

setup() {
	top="$(realpath "${O:-build}")/tui/tamtop"
	demo="$(realpath "$BATS_TEST_DIRNAME/../../demo/demo.tam")"
}

teardown() {
	tmux_stop
}

# play ARGUMENTS
play() {
	type_line "clear; TZ=UTC $top --no-config --replay $demo $1; echo code: \$?"
	wait_for '^tamtop .* replay  '
}

@test "it plays, pauses, and goes on" {
	tmux_start 80x24
	play ''
	wait_for ' x1 at 12:00:[0-9]{2}$'
	# by itself, and in time
	wait_for ' x1 at 12:00:0[3-9]$'
	tm send-keys Space
	wait_for ' PAUSED 12:00:[0-9]{2}$'
	wait_for '  Space go on  '
	tm send-keys @
	type_line '50%'
	wait_for ' PAUSED 12:00:1[78]$'
	tm send-keys ,
	wait_for ' PAUSED 12:00:1[78]$'
	tm send-keys Space
	wait_for ' x1 at 12:00:(1[7-9]|2[0-9])$'
	tm send-keys q
	wait_for '^code: 0'
}

@test "it plays faster, ends, and begins anew" {
	tmux_start 80x24
	play '--view map linear'
	wait_for '^tamtop  [0-9]+ tamdemo  map of '
	tm send-keys '}' '}' '}' '}' '}' '}'
	wait_for ' END 12:00:35$'
	# all of it was touched
	wait_for 'touched 64.0M +100%'
	tm send-keys Space
	wait_for ' x64 at '
	tm send-keys q
	wait_for '^code: 0'
}

@test "a signal ends it, the terminal is given back" {
	tmux_start 80x24
	play ''
	tm send-keys C-c
	wait_for '^code: 130'
}
