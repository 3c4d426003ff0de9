#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# The user's path, in a real terminal: make run, and the pages of a demo are
# seen faulting in; then the shell, then out.

export TMUX_PATIENCE="${TMUX_PATIENCE:-180}"
load tmux.bash

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
}

teardown() {
	tmux_stop
}

# in_guest TARGET: make TARGET in the terminal
in_guest() {
	remember_terminal
	type_line "clear; make $1; code=\$?"
}

left_with() {
	wait_for 'ready> *$'
	terminal_is_as_before
	type_line "echo code=\$code"
	wait_for "^code=$1\$"
}

seen_twice() {
	[ "$(screen | grep -c "^$1\$")" -ge 2 ]
}

# "97.8M" as bytes
bytes() {
	awk -v size="$1" 'BEGIN {
		unit = index("KMGT", substr(size, length(size)))
		printf "%.0f", size * 1024 ^ unit
	}'
}

# The demo's RESERVED and TOUCHED, as the screen has them.
demo_row() {
	screen | sed -En 's/^>? *[0-9]+ +(root +)?([^ ]+) +([^ ]+) .*tamdemo linea.*/\2 \3/p'
}

@test "make run: TOUCHED of the demo grows by its size, never above RESERVED" {
	local size=$((128 << 20)) first=$((1 << 40)) reserved touched before=0 now

	tmux_start 80x24
	in_guest run
	wait_for '^tamtop  [1-9][0-9]* processes'
	wait_for 'tamdemo linea'
	while [ "$before" -lt $((size - size / 100)) ]; do
		wait_for 'tamdemo linea'
		read -r reserved touched <<<"$(demo_row)" || continue
		now="$(bytes "$touched")"
		[ "$now" -le "$(bytes "$reserved")" ]
		[ "$now" -ge "$first" ] || first="$now"
		before="$now"
		[ "$SECONDS" -lt "$TMUX_PATIENCE" ]
	done
	# it was seen on its way
	[ "$first" -lt $((size / 2)) ]
	# no shell could continue it here, so Ctrl-Z must not stop it
	tm send-keys C-z '?'
	wait_for 'what the numbers mean'
	tm send-keys q
	wait_for 'Here tamalloc\(2\) is real'
	type_line 'clear; command -v tamtop; command -v tamdemo; pidof tamdemo'
	wait_for '^/usr/bin/tamtop$'
	wait_for '^/usr/bin/tamdemo$'
	wait_for '^[0-9]+( [0-9]+){3}$'
	type_line exit
	left_with 0
}

# The four of the scene, whichever have the screen's first rows.
scene_is_there() {
	local demo

	for demo in linear random stride zero; do
		screen | grep -q "tamdemo ${demo:0:5}" || return
	done
}

@test "make run: the scene never stands still" {
	local text before=''
	local -i seen=0

	tmux_start 132x40
	in_guest run
	wait_until scene_is_there
	wait_for '^Faults *[1-9]'
	while [ "$seen" -lt 25 ]; do
		text="$(screen)"
		[ "$text" != "$before" ] || continue
		grep '^Faults *[1-9][0-9.]*[KM]*/s' <<<"$text"
		before="$text"
		seen+=1
		[ "$SECONDS" -lt "$TMUX_PATIENCE" ]
	done
	tm send-keys q
	wait_for 'Here tamalloc\(2\) is real'
	type_line exit
	left_with 0
}

# cells GLYPH: how many cells of the map's rows have it
cells() {
	screen | sed -n 's/^>\{0,1\} *+[0-9.]*[KM] \([^ ]*\) .*/\1/p' |
		grep -o "$1" | wc -l
}

more_cells() {
	[ "$(cells "$1")" -gt "$2" ]
}

fewer_cells() {
	[ "$(cells "$1")" -lt "$2" ]
}

@test "from the list into a process, its map and its timeline" {
	local full

	tmux_start 80x24
	in_guest shell
	wait_for 'Here tamalloc\(2\) is real'
	type_line 'clear; tamdemo linear >/dev/null & sleep 0.3; tamtop -p $!'
	wait_for '^> .*tamdemo linea'
	tm send-keys Enter
	wait_for '^Command  tamdemo linear'
	wait_for '^>[0-9a-f]+ rw-p .*\[anon:tamalloc\]$'
	wait_for '^Touched .* = written .* [+] huge .* [+] file .* [+] swapped 0'
	tm send-keys Enter
	wait_for '^tamtop  [0-9]+ tamdemo  map of \[anon:tamalloc\] '
	wait_for '^█ written '
	# a front: full cells, in one piece, and ever more of them
	wait_until more_cells '█' 8
	full="$(cells '█')"
	wait_until more_cells '█' "$full"
	[ "$(cells '·█')" -eq 0 ]
	tm send-keys ']'
	wait_for '1 cell = 1 page$'
	tm send-keys '['
	wait_for '1 cell = [0-9.]+[KM]$'
	tm send-keys T
	wait_for '^tamtop  [0-9]+ tamdemo.* time of \[anon:tamalloc\] '
	wait_for '^ +3s █+'
	tm send-keys Escape
	wait_for 'map of'
	tm send-keys Escape
	wait_for '^Command  tamdemo linear'
	tm send-keys Escape
	wait_for '^tamtop  1 of [0-9]+ processes'
	tm send-keys q
	wait_for ':~# *$'
	type_line exit
	left_with 0
}

@test "make run: two keys and Enter start a demo, and its map is on screen, moving" {
	local full

	tmux_start 80x24
	in_guest run
	wait_until scene_is_there
	tm send-keys d
	wait_for '^> *linear '
	tm send-keys j
	wait_for '^> *reverse '
	tm send-keys Enter
	wait_for '^tamtop  [0-9]+ tamdemo  map of \[anon:tamalloc\] '
	wait_until more_cells '█' 8
	full="$(cells '█')"
	wait_until more_cells '█' "$full"
	[ "$(cells '█·')" -eq 0 ]
	# not left behind: it ends with tamtop, where that is said
	tm send-keys q
	wait_for '^1 started here still runs: k end, l leave, Esc stay'
	tm send-keys k
	wait_for 'Here tamalloc\(2\) is real'
	type_line 'clear; ps | grep -c "[t]amdemo reverse\|[t]am-keeper"'
	wait_for '^0$'
	type_line exit
	left_with 0
}

@test "pages only read are seen, and seen to turn when they are written" {
	local zero

	tmux_start 80x24
	in_guest shell
	wait_for 'Here tamalloc\(2\) is real'
	type_line 'clear; tamdemo zero --size 16M --rate 4M >/dev/null & sleep 0.3; tamtop -p $!'
	wait_for '^> .*tamdemo zero'
	tm send-keys Enter
	wait_for '\[anon:tamalloc\]$'
	tm send-keys Enter
	wait_for 'map of \[anon:tamalloc\] '
	# reads: cells of zero pages, not one of them touched
	wait_until more_cells '═' 100
	[ "$(cells '█')" -eq 0 ]
	wait_until more_cells '═' 200
	# writes: they turn
	wait_until more_cells '█' 0
	zero="$(cells '═')"
	wait_until fewer_cells '═' "$zero"
	wait_until more_cells '█' 100
	tm send-keys q
	wait_for ':~# *$'
	type_line exit
	left_with 0
}

@test "make shell: TERM, size, Ctrl-C, Ctrl-Z, tamtop" {
	tmux_start 100x30 TERM=xterm-256color
	in_guest shell
	wait_for 'Here tamalloc\(2\) is real'
	type_line 'clear; stty size; echo $TERM'
	wait_for '^30 100$'
	wait_for '^xterm-256color$'
	type_line 'clear; echo begin; cat'
	wait_for '^begin$'
	type_line 'is cat there'
	# once from the terminal, once from cat
	wait_until seen_twice 'is cat there'
	tm send-keys C-c
	wait_for ':~# *$'
	type_line 'clear; tamtop'
	wait_for '^tamtop  [1-9][0-9]* processes'
	tm send-keys C-z
	wait_for 'Stopped'
	type_line 'fg'
	wait_for '^tamtop  [1-9][0-9]* processes'
	tm resize-window -x 132 -y 40
	wait_for 'FAULT/s MAJ/s'
	tm send-keys q
	wait_for ':~# *$'
	type_line 'clear; tamtop --no-color; echo over=$?'
	wait_for '^tamtop  [1-9][0-9]* processes'
	tm send-keys C-c
	wait_for '^over=130$'
	tm send-keys C-a x
	wait_for 'ready> *$'
	terminal_is_as_before
}
