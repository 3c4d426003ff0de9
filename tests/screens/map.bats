#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# The map of pages.

load golden

@test "map of a linear run" { check_all map; }
@test "map before its first scan" { check map-first 80x24 utf8; }
@test "map of written, read and untouched in turn" { check_all map-verify; }
@test "the same, page by page" { check_all map-verify-pages; }
@test "map with swapped and huge pages" { check_all map-redis; }
@test "its stretch that is only read, page by page" {
	check_all map-redis-pages
}
@test "a map while paused" {
	check map-paused 80x24 utf8
	check map-paused 40x10 utf8
}

@test "states by letters" {
	check map-letters 80x24 utf8
	check map-letters 132x40 utf8
}
@test "map on a console font" { check map-redis 80x24 console; }

@test "map of few colours for colour-blind people" {
	check map-redis 80x24 blind
	check map-letters 80x24 blind
}
@test "the whole process as one band" { check_all map-band; }
@test "the cursor where small mappings share a row" {
	check_looks map-band-shared 80x24
	check map-band-shared 132x40 utf8
	check map-band-shared 40x10 utf8
}
@test "a band of many small mappings" {
	check map-band-many 80x24 utf8
	check map-band-many 40x10 utf8
}
@test "the end of the band, page by page" {
	check map-band-pages 80x24 utf8
	check map-band-pages 132x40 utf8
	check map-band-pages 40x10 utf8
}
@test "changes since a mark in a map" {
	check map-marked 80x24 utf8
	check map-marked 132x40 utf8
	check map-marked 40x10 utf8
}
@test "the last picture of what is gone" {
	check map-gone 80x24 utf8
	check map-gone 40x10 utf8
	check map-exited 80x24 utf8
	check map-exec 80x24 utf8
}
@test "40 pages to a cell" { check map-40z 80x24 utf8; }
@test "a number of pages being typed" {
	check map-typed 80x24 utf8
	check map-typed 40x10 utf8
}
@test "what is known right after a zoom" { check map-zoomed 80x24 utf8; }
@test "zero can't be told from written in a map" {
	check map-no-zero 80x24 utf8
}
@test "map of a file" { check map-file 80x24 utf8; }
@test "pages in the huge zero page" { check map-huge 80x24 utf8; }
@test "pages that were released" { check_looks map-released 80x24; }
@test "a mapping that grows" { check map-grown 80x24 utf8; }
@test "amounts that are old are dimmed" { check map-late 80x24 utf8; }

# 51 cells are full and one holds 8; the first row holds 64
@test "2,048 pages of 16,384 light 52 cells of 40" {
	local LC_ALL=C.UTF-8 line cells=

	while IFS= read -r line; do
		[[ ! $line =~ ^[\ \>]\ *\+[0-9]+M?\  ]] || cells+="${line:10:64}"
	done < <(draw map-40z 80x24 utf8)
	cells="${cells//[ 0-9]/}"
	full="${cells//[^█]/}" none="${cells//[^·]/}"
	[ "${#full}" -eq 51 ]
	[ "${#none}" -eq 358 ]
	[ "${#cells}" -eq 410 ]
}
