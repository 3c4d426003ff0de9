#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# The keys that arrange the list, pressed in a real terminal.

load tmux.bash

setup() {
	top="$(realpath "${O:-build}")/tests/terminal/fixturetop"
	tmux_start 80x24
	type_line "$top"
	wait_for '^tamtop  19 processes'
}

teardown() {
	tmux_stop
}

# press KEY...: one after the other, and each answers before the next one
press() {
	tm send-keys "$@"
}

@test "t and F5: a tree, and its folds" {
	press t
	wait_for '^tamtop  19 processes, tree'
	wait_for '\|- login ada$'
	press '*'
	wait_for '^tamtop  19 processes, tree; \+N count shared in each'
	wait_for '\|- \+13 login ada$'
	press '*'
	wait_until shows_not '\+13 login'
	# the first row is init: all below it are one
	press -
	wait_for '\+18 init$'
	press +
	wait_until shows_not '\+18 init'
	press F5
	wait_until shows_not ', tree'
}

@test "F follows, and a move ends it" {
	press j F
	wait_for '^tamtop  19 processes, following [0-9]+'
	press j
	wait_until shows_not 'following'
}

@test "H holds" {
	press H
	wait_for '^tamtop  19 processes, order held'
	press H
	wait_until shows_not 'held'
}

@test "b: groups, each by something else, and the list of one" {
	press b
	wait_for '^tamtop  2 groups by user'
	press P
	wait_for '^PSS [0-9.]+M of all 14,'
	press b
	wait_for '^tamtop  11 groups by command'
	press b
	wait_for 'docker-8f3a5c0e7b12.scope'
	press Enter
	wait_for '^tamtop  12 of 19 processes, cgroup session-1.scope'
	press Escape
	wait_for '^tamtop  7 groups by cgroup'
	press Escape
	wait_for '^tamtop  19 processes'
}

@test "F in a map follows what is touched anew" {
	press j Enter
	wait_for '^tamtop  412 '
	press Enter
	wait_for 'map of'
	press F
	wait_for 'following in'
	press j
	wait_for 'map of'
}
