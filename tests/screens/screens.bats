#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# The list and the help, and what holds for the golden screens of every view.

load golden

@test "list at 80x24" { check_looks list 80x24; }
@test "list at 132x40" { check_looks list 132x40; }
@test "list at 40x10" { check_looks list 40x10; }
@test "list at 200x60" { check_looks list 200x60; }
@test "list at 80x24 on a console font" { check list 80x24 console; }
@test "help at 80x24" { check_looks help 80x24; }
@test "help at 132x40" { check_looks help 132x40; }
@test "help at 40x10" { check_looks help 40x10; }
# nothing may be cut off there
@test "all of the help at 40x60" { check help 40x60 utf8; }
@test "end of help at 80x24" { check help-end 80x24 utf8; }
@test "help in a process and in a map" {
	check process-help 80x24 utf8
	check process-help 132x40 utf8
	check process-help 40x10 utf8
	check map-help 80x24 utf8
}
@test "sort menu" {
	check_looks sort-menu 80x24
	check_looks sort-menu 40x10
	check sort-menu 132x40 utf8
	check sort-typed 80x24 utf8
	check sort-typed 40x10 utf8
	check process-sort-menu 80x24 utf8
}
@test "signal menu, its question, and what came of it" {
	check_looks signal-menu 80x24
	check_looks signal-menu 40x10
	check signal-ask 80x24 utf8
	check signal-ask 40x10 utf8
	check signal-refused 80x24 utf8
	check signal-refused 40x10 utf8
}
@test "several processes of one name" {
	check choice 80x24 utf8
	check choice 40x10 utf8
}
@test "sorted by what has no column there" {
	check sort-hidden 80x24 utf8
	check sort-hidden 40x10 utf8
}
@test "a key that does nothing says so" {
	check no-key 80x24 utf8
	check no-key 40x10 utf8
	check key-elsewhere 80x24 utf8
	check key-elsewhere 40x10 utf8
	check key-of-htop 80x24 utf8
	check key-of-htop 40x10 utf8
	check map-no-change 80x24 utf8
}
@test "before the first sample" { check start 80x24 utf8; }
@test "first sample: rates are not known" { check first 80x24 utf8; }
@test "paused" { check paused 80x24 utf8; check paused 40x10 utf8; }
@test "counts older than the sample are dimmed, and their age is told" {
	check stale 80x24 utf8
	check stale 132x40 utf8
	check stale 200x60 utf8
	check stale 40x10 utf8
}
@test "pages that are not ours to see" { check denied 80x24 utf8; }
@test "inverted, by another column" { check inverted 80x24 utf8; }
@test "changes since a mark" {
	check marked 80x24 utf8
	check marked 132x40 utf8
	check marked 40x10 utf8
}
@test "without tamalloc blocks and swap, nothing is left empty for them" {
	for size in 40x10 80x24 132x40 200x60; do
		check stock $size utf8
	done
}
@test "the longest pids and uids are whole, or show their end" {
	for size in 40x10 80x24 132x40; do
		check large $size utf8
	done
}
@test "commands, moved by a key" { check scrolled 80x24 utf8; }
@test "scrolled to the end" { check end 80x24 utf8; check end 40x10 utf8; }
@test "delay being typed" { check delay 80x24 utf8; check delay 40x10 utf8; }
@test "notice of an error" { check notice 80x24 utf8; check notice 40x10 utf8; }
@test "too small" { check list 20x5 utf8; check list 12x1 utf8; }

@test "every golden screen belongs to a test" {
	for file in "$BATS_TEST_DIRNAME"/golden/*.txt; do
		name="${file##*/}"
		name="${name%.txt}"
		# these are no scenes, but of a recording
		[[ "$name" != replay-* ]] || continue
		scene="${name%-*-*}"
		rest="${name#"$scene"-}"
		draw "$scene" "${rest%-*}" "${rest##*-}" | diff -u "$file" -
	done
}

@test "no line is wider than the screen" {
	local LC_ALL=C.UTF-8 line width file

	for file in "$BATS_TEST_DIRNAME"/golden/*.txt; do
		# as escape sequences
		[[ "$file" != *replay-*-mono.txt ]] || continue
		width="$(grep -oE '[0-9]+x[0-9]+' <<<"${file##*/}")"
		while IFS= read -r line; do
			[ "$line" != "--- roles" ] || break
			[ "${#line}" -le "${width%x*}" ]
		# below them is the caption
		done < <(head -n "${width#*x}" "$file")
	done
}
