#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# What clicks and the wheel do; and that every place does what it is for.

load golden

check_both() {
	check "$1" 80x24 utf8
	check "$1" 40x10 utf8
}

@test "a row, a head once and twice, one without an order" {
	check_both mouse-row
	check mouse-head 80x24 utf8
	check mouse-head-again 80x24 utf8
	check_both mouse-no-order
}
@test "the wheel" { check_both mouse-wheel; }
@test "table and map of a process" {
	check_both mouse-mapping
	check mouse-pane 80x24 utf8
}
@test "cells of a map, of all mappings, of the row below, of a timeline" {
	check_both mouse-map
	check mouse-band 80x24 utf8
	check mouse-whole 80x24 utf8
	check_both mouse-timeline
}

# click_on SIZE SCENE...: everywhere, where screens may be saved
click_on() {
	local draw size="$1" scene nr

	draw="$(realpath "${O:-build}")/tests/screens/draw"
	shift
	for scene in "$@"; do
		nr="$(cd "$BATS_TEST_TMPDIR" && "$draw" "$scene" "$size" click)"
		[ "$nr" -ge 1 ]
	done
}

@test "each place of a table does what it is for" {
	click_on 80x24 list tree groups-user stock
	click_on 40x10 list groups-user user-menu
	click_on 132x40 marked
}
@test "each place of a menu does what it is for" {
	click_on 80x24 sort-menu signal-menu user-menu launch
	click_on 40x10 sort-menu launch
}
@test "each place of a process does what it is for" {
	click_on 80x24 process process-gone
	click_on 40x10 process
}
@test "each place of a map does what it is for" {
	click_on 80x24 map map-band
	click_on 40x10 map-band-shared
}
@test "each place of a timeline does what it is for" {
	click_on 80x24 timeline-new
	click_on 40x10 timeline-linear
}
@test "each place below a question does nothing, and those in it answer" {
	click_on 80x24 signal-ask search-typed filter-bad delay
	click_on 40x10 signal-ask
}
@test "each key of the last line is pressed" {
	click_on 80x24 help paused notice no-key
	click_on 40x10 help paused map-paused
	click_on 20x5 list
}
