#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# The process view.

load golden

@test "process at 80x24" { check_looks process 80x24; }
@test "process at 132x40" { check_looks process 132x40; }
@test "process at 40x10" { check_looks process 40x10; }
@test "process at 200x60" { check_looks process 200x60; }
@test "process on low screens" {
	check process 80x14 utf8
	check process 80x20 utf8
	check process 100x30 utf8
}
@test "process on a console font" { check process 80x24 console; }
@test "its pages are not counted yet" { check process-uncounted 80x24 utf8; }
@test "counts of earlier samples are dimmed" {
	check process-stale 80x24 utf8
}
@test "its mappings are not ours to see" {
	check process-denied 80x10 utf8
	check process-denied 80x24 utf8
	check process-denied 40x10 utf8
}
@test "a kernel thread" {
	check process-kthread 80x24 utf8
	check process-kthread 40x10 utf8
}
@test "a zombie" { check process-zombie 80x24 utf8; }
@test "it is gone" {
	check process-gone 80x24 utf8
	check process-gone 40x10 utf8
}
@test "it has run another program" { check process-exec 80x24 utf8; }
@test "one kind of mappings" {
	check process-kind 80x24 utf8
	check process-kind 132x40 utf8
	check process-kind 200x60 utf8
	check process-kind 40x10 utf8
}
@test "zero can't be told from written" {
	check process-nozero 80x24 utf8
	check process-nozero 132x40 utf8
}
@test "changes since a mark in a process" {
	check process-marked 80x24 utf8
	check process-marked 132x40 utf8
	check process-marked 40x10 utf8
}
@test "PSS, asked for and there" {
	check process-pss-asked 80x24 utf8
	check process-pss 80x24 utf8
	check process-pss 40x10 utf8
}
@test "arrows in the map" {
	check_looks process-pane 80x24
	check process-pane 132x40 utf8
}
@test "by name, inverted" { check process-sorted 132x40 utf8; }
@test "100,000 mappings" {
	check process-many 80x24 utf8
	check process-many 132x40 utf8
}
