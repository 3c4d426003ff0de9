#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# What it costs to write a sample of 1,000 processes, in instructions, which
# are as many on a busy machine as on an idle one.

setup() {
	program="${O:-build}/tests/bench/batch"
}

# cost_of FUNCTION: all calls of it, and what it calls, in $cost
cost_of() {
	valgrind --tool=callgrind --callgrind-out-file=/dev/null \
		--collect-atstart=no --toggle-collect="$1" "$program" \
		>"$BATS_TEST_TMPDIR/out" 2>&1
	cost="$(sed -n 's/.*Collected : *//p' "$BATS_TEST_TMPDIR/out")"
	[ "$cost" -gt 100000 ]
}

@test "as text: 4 million" {
	cost_of batch_write
	echo "# batch_write: $cost instructions" >&3
	[ "$cost" -le 4000000 ]
}

@test "as JSON: no more than twice what the library alone takes" {
	local library

	cost_of by_library
	library="$cost"
	cost_of batch_write_json
	echo "# batch_write_json: $cost instructions, libyajl: $library" >&3
	[ "$cost" -le $((2 * library)) ]
}

@test "as metrics, each process a command of its own: 6 million" {
	cost_of prometheus_write
	echo "# prometheus_write: $cost instructions" >&3
	[ "$cost" -le 6000000 ]
}
