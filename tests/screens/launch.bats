#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# The launcher.

load golden

@test "demos to choose from" {
	check_looks launch 80x24
	check_looks launch 132x40
	check_looks launch 40x10
}
@test "what a demo needs" {
	check launch-needs 80x24 utf8
	check launch-needs 40x10 utf8
}
@test "a bad size is asked again" {
	check launch-size 80x24 utf8
	check launch-size 40x10 utf8
}
@test "a bad rate is asked again" {
	check launch-rate 80x24 utf8
	check launch-rate 40x10 utf8
}
@test "no demos" {
	check launch-none 80x24 utf8
	check launch-none 40x10 utf8
}
@test "quit while something runs" {
	check launch-quit 80x24 utf8
	check launch-quit 40x10 utf8
}
