#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# Recording while one watches: line 1, the question, what is told of it.

load golden

@test "line 1 says that it is recorded" {
	check_looks record 80x24
	check_looks record 40x10
	check record 132x40 utf8
	check record-process 80x24 utf8
	check record-process 40x10 utf8
}
@test "beside all else that it can say" {
	check record-marked 80x24 utf8
	check record-marked 132x40 utf8
	check record-marked 40x10 utf8
}
@test "a name is offered" {
	check record-ask 80x24 utf8
	check record-ask 40x10 utf8
}
@test "what is told of it" {
	check record-begun 80x24 utf8
	check record-begun 40x10 utf8
	check record-full 80x24 utf8
	check record-full 40x10 utf8
}
