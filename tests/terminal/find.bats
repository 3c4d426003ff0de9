#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# The keys of filters, searches and the user menu in a real terminal (tmux),
# fed from the fixture.

load tmux.bash

setup() {
	top="$(realpath "${O:-build}")/tests/terminal/fixturetop"
}

teardown() {
	tmux_stop
}

start_top() {
	tmux_start 80x24
	type_line "$top"
	wait_for '^tamtop  19 processes'
}

@test "a filter: backslash and F4, edited, wrong, kept, undone, ended" {
	start_top
	tm send-keys "\\"
	wait_for '^filter: _'
	tm send-keys -l 'fork'
	wait_for '^tamtop  2 of 19 processes \\fork '
	wait_for '^Shown '
	tm send-keys C-u
	wait_for '^filter: _'
	tm send-keys -l 'user:ada reserved>1x'
	wait_for '! give a size, like 1G'
	tm send-keys BSpace
	wait_until shows_not '! give'
	tm send-keys C-w
	wait_for '^filter: user:ada _'
	tm send-keys Enter
	wait_for '^tamtop  14 of 19 processes \\user:ada '
	wait_until shows_not '^filter:'
	tm send-keys F4
	wait_for '^filter: user:ada_'
	tm send-keys -l ' redis'
	wait_for '^tamtop  1 of 19 processes '
	tm send-keys Escape
	wait_for '^tamtop  14 of 19 processes '
	tm send-keys Escape
	wait_for '^tamtop  19 processes'
	wait_until shows_not '^Shown '
}

@test "a search: slash and F3, n and N, not found, back" {
	start_top
	tm send-keys /
	wait_for '^search: _'
	tm send-keys -l 'fork'
	wait_for '^>  427'
	tm send-keys Enter
	wait_until shows_not '^search:'
	tm send-keys n
	wait_for '^>  428'
	tm send-keys n
	wait_for 'search wrapped'
	wait_for '^>  427'
	tm send-keys N
	wait_for '^>  428'
	tm send-keys F3
	tm send-keys -l 'nowhere'
	wait_for 'not found'
	tm send-keys Escape
	wait_until shows_not 'not found'
	wait_for '^>  428'
}

@test "a search in a process, and in its map of all mappings" {
	start_top
	# all at once: it has to be found when the mappings have come
	tm send-keys Down Down Up Enter / s t a c k
	wait_for '^>.*\[stack\]'
	tm send-keys Enter a
	wait_for '^tamtop  [0-9]+ .* mappings, at \[stack\]'
	tm send-keys / ; tm send-keys -l libc
	tm send-keys Enter
	wait_for '^tamtop  [0-9]+ .* mappings, at libc'
}

@test "the user menu" {
	start_top
	tm send-keys u
	wait_for '^tamtop  2 users'
	tm send-keys Down Down
	wait_for '^>root'
	tm send-keys Enter
	wait_for '^tamtop  5 of 19 processes \\user:root '
	tm send-keys u
	wait_for '^>root'
	tm send-keys Home Enter
	wait_for '^tamtop  19 processes'
}
