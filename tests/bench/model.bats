#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# What trees, groups and held orders of 20,000 processes cost, in instructions,
# which are as many on a busy machine as on an idle one.

setup() {
	program="${O:-build}/tests/bench/model"
}

# within FUNCTION BUDGET: all calls of it together
within() {
	local cost

	valgrind --tool=callgrind --callgrind-out-file=/dev/null \
		--collect-atstart=no --toggle-collect="$1" "$program" \
		>"$BATS_TEST_TMPDIR/out" 2>&1
	cost="$(sed -n 's/.*Collected : *//p' "$BATS_TEST_TMPDIR/out")"
	echo "# $1: $cost instructions, of $2" >&3
	[ "$cost" -gt 100000 ]
	[ "$cost" -le "$2" ]
}

@test "a tree of 20,000, and one of the folded" {
	within tree_build 32000000
}

@test "20,000 in groups" {
	within groups_update 42000000
}

@test "20,000 that are held" {
	within hold_arrange 5000000
}
