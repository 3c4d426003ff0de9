#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# What a process does may not cost whoever looks into it: tamtop, while it is
# watched, does the worst that we could think of.

load tmux.bash

# MiB that tamtop may have had at any time: with sanitizers it needs more, but
# what a target could make of it without bounds is beyond a GiB
most=160

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	tamtop="$(realpath "${O:-build}/tui/tamtop")"
	worst="$(realpath "${O:-build}/tests/terminal/worst")"
	# freed memory is not held back
	export ASAN_OPTIONS=quarantine_size_mb=4
}

teardown() {
	[ -z "${target:-}" ] || kill "$target" || true
	tmux_stop
}

start_target() {
	mkdir "$BATS_TEST_TMPDIR/folder"
	"$worst" "$BATS_TEST_TMPDIR/folder" >"$BATS_TEST_TMPDIR/said" 3>&- &
	target=$!
	wait_until grep -q ready "$BATS_TEST_TMPDIR/said"
}

# start_top: on the target
start_top() {
	tmux_start 132x40 ASAN_OPTIONS="$ASAN_OPTIONS"
	type_line "clear; $tamtop --source proc -d 0.1 -p $target; echo code=\$?"
	wait_for "^>? *$target "
	top="$(pgrep -f "^$tamtop --source proc -d 0.1 -p $target" | head -n 1)"
	tm send-keys Enter
	wait_for '^>.* rw-p +4\.0M .*\[anon\]$'
}

peak_is_small() {
	local kib

	kib="$(awk '$1 == "VmHWM:" { print $2 }' "/proc/$top/status")"
	echo "peak $((kib / 1024)) MiB"
	[ "$kib" -lt $((most * 1024)) ]
}

@test "a mapping that grows to a TiB under its map and its timeline" {
	start_target
	start_top
	tm send-keys Enter
	wait_for '^tamtop .* map of \[anon\]'
	wait_for '4\.0M  touched 4\.0M'
	kill -USR1 "$target"
	wait_for '1\.0T  touched 4\.0M'
	kill -USR1 "$target"
	wait_for ' 4\.0M  touched 4\.0M'
	peak_is_small
	tm send-keys q
	wait_for '^code=0'
}

@test "the same under its timeline" {
	start_target
	start_top
	tm send-keys T
	wait_for '^tamtop .* time of \[anon\]'
	wait_for '4\.0M  touched 4\.0M'
	kill -USR1 "$target"
	wait_for '1\.0T  touched 4\.0M'
	kill -USR1 "$target"
	wait_for ' 4\.0M  touched 4\.0M'
	peak_is_small
	tm send-keys q
	wait_for '^code=0'
}

# What is open of the target, besides what another lane reads just then.
holds_target() {
	find "/proc/$top/fd" -type l -printf '%l\n' | grep -q "/proc/$target$"
}

@test "after Esc nothing is held of it" {
	start_target
	start_top
	wait_until holds_target
	tm send-keys Escape
	wait_until eval '! holds_target'
	tm send-keys q
	wait_for '^code=0'
}

@test "as many mappings as it may have, with the longest names" {
	start_target
	start_top
	kill -USR1 "$target"
	kill -USR1 "$target"
	# two that come together are one
	wait_until eval 'kill -USR1 "$target"; grep -q "^[0-9]" "$BATS_TEST_TMPDIR/said"'
	[ "$(tail -n 1 "$BATS_TEST_TMPDIR/said")" -gt 10000 ]
	# the last row is of those that have come
	wait_for '^Mappings +[0-9]{5}'
	tm send-keys G
	# of names 8 MiB are kept: the last ones have none, when all have come
	wait_for ' r--p +4K .* (.*worst-file-[ab]|[?])$'
	tm send-keys a
	wait_for '^tamtop .* map'
	peak_is_small
	tm send-keys q
	wait_for '^code=0'
}
