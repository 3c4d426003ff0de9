#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# Key y in a real terminal (tmux), and text with colours back on one.

load tmux.bash

setup() {
	top="$(realpath "${O:-build}")/tests/terminal/fixturetop"
	draw="$(realpath "${O:-build}")/tests/screens/draw"
	where="$BATS_TEST_TMPDIR/where"
	name=tamtop-2026-11-26-1
	mkdir "$where"
}

teardown() {
	tmux_stop
}

# start_in COMMAND: fixturetop, from a shell that has done COMMAND
start_in() {
	type_line "(cd $where && $1 TZ=UTC0 $top)"
	wait_for '^tamtop  19 processes'
}

left_well() {
	tm send-keys q
	wait_for 'ready> *$'
}

@test "y saves the screen, and tells the file" {
	tmux_start 80x24
	start_in ''
	tm send-keys y
	wait_for '^save: s SVG, h HTML, a ANSI, t text'
	tm send-keys s
	wait_for "^saved $name.svg "
	tm send-keys y t
	wait_for "^saved $name.txt "
	tm send-keys y Enter
	wait_for "^saved ${name%1}2.svg "
	left_well
	xmllint --nonet --noout "$where"/*.svg
	grep -q '^>  4' "$where/$name.txt"
	[ "$(wc -l <"$where/$name.txt")" -eq 25 ]
	[ "$(stat -c %a "$where/$name.svg")" = 600 ]
}

@test "what is there stays: files, and links that lead somewhere else" {
	echo mine >"$where/$name.svg"
	ln -s "$BATS_TEST_TMPDIR/elsewhere" "$where/${name%1}2.svg"
	tmux_start 80x24
	start_in ''
	tm send-keys y s
	wait_for "^saved ${name%1}3.svg "
	left_well
	[ "$(cat "$where/$name.svg")" = mine ]
	[ ! -e "$BATS_TEST_TMPDIR/elsewhere" ]
}

@test "a directory that is gone, and one that can't be written" {
	tmux_start 80x24
	start_in "rmdir $where;"
	tm send-keys y s
	wait_for "^! not saved: $name.svg: No such file or directory"
	left_well
	mkdir "$where"
	# /proc is one even for root
	start_in 'cd /proc;'
	tm send-keys y s
	wait_for "^! not saved: $name.svg: (No such file|Permission denied)"
	left_well
}

@test "a full disk: one line, and no half file" {
	unshare -Urm true 2>/dev/null || skip "no namespaces for us"
	tmux_start 80x24
	type_line "unshare -Urm bash --norc --noprofile"
	type_line "mount -t tmpfs -o size=8k none $where; ls >/dev/null"
	start_in ''
	tm send-keys y s
	wait_for "^! not saved: $name.svg: No space left on device"
	left_well
	type_line "ls -A $where | wc -l | sed 's/^/files: /'"
	wait_for '^files: 0'
	type_line exit
}

# What SGR sequences made of each cell, as tmux tells it.
on_glass() {
	tm capture-pane -p -e -N | sed 's/ *$//'
}

@test "text with colours is the same on a terminal: characters" {
	for scene in list map-redis process; do
		tmux_start 80x26
		"$draw" "$scene" 80x24 utf8 ansi >"$BATS_TEST_TMPDIR/a.ansi"
		type_line "clear; head -n 24 $BATS_TEST_TMPDIR/a.ansi"
		wait_for 'q quit'
		wait_for '^ready> *$'
		"$draw" "$scene" 80x24 utf8 text | head -n 24 \
			>"$BATS_TEST_TMPDIR/text"
		screen | head -n 24 | diff "$BATS_TEST_TMPDIR/text" -
		tmux_stop
	done
}

# Through the terminal and back, each line once more, is what it was.
@test "text with colours is the same on a terminal: looks" {
	local at

	tmux_start 80x26
	"$draw" list 80x24 utf8 ansi | head -n 24 >"$BATS_TEST_TMPDIR/a.ansi"
	type_line "clear; cat $BATS_TEST_TMPDIR/a.ansi"
	wait_for 'q quit'
	wait_for '^ready> *$'
	tm capture-pane -p -e | head -n 24 >"$BATS_TEST_TMPDIR/once"
	# each colour that was written is there, and no other one
	for at in once a.ansi; do
		grep -oE '38;2;[0-9]+;[0-9]+;[0-9]+' "$BATS_TEST_TMPDIR/$at" |
			sort -u >"$BATS_TEST_TMPDIR/$at.colours"
	done
	[ "$(wc -l <"$BATS_TEST_TMPDIR/once.colours")" -ge 3 ]
	diff "$BATS_TEST_TMPDIR/once.colours" "$BATS_TEST_TMPDIR/a.ansi.colours"
	# the title is bold, the head underlined, the selected row reversed
	sed -n 1p "$BATS_TEST_TMPDIR/once" | grep -q $'^\033\[1mtamtop'
	grep -q $'\033\[4mPID' "$BATS_TEST_TMPDIR/once"
	grep -qE $'^\033\[7m> +4[0-9]+' "$BATS_TEST_TMPDIR/once"
}
