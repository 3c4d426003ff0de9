#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# A mapping over time.

load golden

@test "timeline of a linear run" { check_all timeline-linear; }
@test "timeline of a random run" { check_all timeline-random; }
@test "timeline of a run in strides" { check_all timeline-stride; }
@test "timeline of pages read, then written" { check_all timeline-zero; }
@test "nothing is new for a while" {
	check timeline-idle 80x24 utf8
	check timeline-idle 40x10 utf8
}
@test "timeline of a process that has ended" {
	check timeline-ended 80x24 utf8
}
@test "timeline with its first row" { check timeline-first 80x24 utf8; }
@test "only what is new in each row" {
	check_looks timeline-new 80x24
	check timeline-new 40x10 utf8
	check timeline-new 132x40 utf8
	check timeline-new-random 80x24 utf8
}
@test "looked back at, while time goes on" {
	check_looks timeline-scrolled 80x24
	check timeline-scrolled 40x10 utf8
	check timeline-scrolled 132x40 utf8
	check timeline-scrolled 200x60 utf8
}
@test "another range begins anew" { check timeline-zoomed 80x24 utf8; }
@test "timeline of what is gone" { check timeline-gone 80x24 utf8; }
