#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# The list as a tree, in groups, held and followed.

load golden

# both SCENE: at the sizes that most have, and at the smallest
both() {
	check "$1" 80x24 utf8
	check "$1" 40x10 utf8
}

@test "a tree" { check_looks tree 80x24; check tree 40x10 utf8; }
@test "a wide tree" { check tree 132x40 utf8; }
@test "folded, with its sum" { both tree-folded; check tree-folded 132x40 utf8; }
@test "all folded" { both tree-all; }
@test "a process is followed" { both follow; }
@test "the order is held, and somebody has gone" { both hold; }
@test "groups by user" { both groups-user; }
@test "groups by command" { both groups-command; check groups-command 132x40 utf8; }
@test "groups by cgroup" { both groups-cgroup; }
@test "PSS of a group" { both groups-pss; }
@test "the list of a group" { both group-list; }
@test "a map that follows" { both map-follow; }
@test "columns that were chosen" { both columns; check columns 132x40 utf8; }
@test "a command before other columns" { both columns-command; }
@test "more columns than fit" { both columns-all; check columns-all 200x60 utf8; }
@test "the column menu" {
	check_looks column-menu 80x24
	check column-menu 40x10 utf8
	check column-menu 132x40 utf8
}
@test "columns are chosen" { both column-chosen; both column-menu-list; }
@test "the column menu of more than fit" { both column-menu-all; }
