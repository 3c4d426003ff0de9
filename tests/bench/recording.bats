#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# What a recording of 1,000 idle processes and four demonstrations takes, a
# sample a second: an hour of it is to take less than 20 MB.

@test "ten minutes take less than a sixth of what an hour may" {
	local bytes

	run "${O:-build}/tests/bench/recording" 600
	echo "# $output" >&3
	[ "$status" -eq 0 ]
	bytes="${output%% *}"
	[ "$bytes" -gt 100000 ]
	[ "$bytes" -lt $((20000000 / 6)) ]
}
