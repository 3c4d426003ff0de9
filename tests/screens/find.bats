#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# Filters, searches and the user menu.

load golden

# check_both SCENE: on the usual screen and on the smallest one
check_both() {
	check "$1" 80x24 utf8
	check "$1" 40x10 utf8
}

@test "a filter is typed" { check_both filter-typed; }
@test "it is wrong, and where" {
	check_both filter-bad
	check filter-bad 80x24 mono
}
@test "a filter is active: line 1, and what is shown in sum" {
	check_both filter-active
	check filter-active 80x14 utf8
	check filter-active 132x40 utf8
	check filter-active 80x24 ascii
}
@test "nothing matches" { check_both filter-nothing; }
@test "a search is typed: what is found is marked" {
	check_both search-typed
	check search-typed 80x24 mono
}
@test "nothing is found" { check_both search-none; }
@test "a search went round" { check_both search-wrapped; }
@test "a mapping is found" { check_both search-mapping; }
@test "a name is found in the map of all mappings" { check_both search-map; }
@test "the user menu" {
	check_both user-menu
	check user-menu 132x40 utf8
}
