#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# What make bench-kernel-cost makes of what was counted: the table, and when it
# says that the series costs others something.

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	table="$BATS_TEST_DIRNAME/cost-table"
	printf '%s\n' 'fork+exit 139449' 'mmap+munmap-1 6991' >plain
	cp plain ours
	cp plain off
}

@test "the same everywhere costs nothing, and stands in a table" {
	run "$table" plain ours off
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -eq 3 ]
	[[ "${lines[1]}" == 'fork and exit '*' 139,449  '*' +0.00 % '*' +0.00 %' ]]
	[[ "${lines[2]}" == 'mmap and munmap of a page '*' 6,991 '* ]]
}

@test "up to half a percent is no difference, more is one, either way" {
	sed -i 's/ 139449$/ 140100/; s/ 6991$/ 6960/' ours
	run "$table" plain ours off
	echo "$output"
	[ "$status" -eq 0 ]
	[[ "$output" == *' 140,100 +0.47 % '* && "$output" == *' -0.44 % '* ]]
	sed -i 's/ 140100$/ 140200/' ours
	run "$table" plain ours off
	[ "$status" -eq 1 ]
	[[ "${lines[-1]}" == 'more than 0.5 % of difference'* ]]
	cp plain ours
	sed -i 's/ 6991$/ 6950/' off
	run "$table" plain ours off
	[ "$status" -eq 1 ]
}

@test "what was not counted on each kernel is no success" {
	sed -i 1d off
	run "$table" plain ours off
	echo "$output"
	[ "$status" -eq 1 ]
	[[ "$output" == *'fork+exit: was not counted on each kernel'* ]]
	: >plain
	: >ours
	: >off
	run "$table" plain ours off
	[ "$status" -eq 1 ]
	[ "${lines[-1]}" = 'nothing was counted' ]
	run "$table" plain ours
	[ "$status" -eq 1 ]
}
