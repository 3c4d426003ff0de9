#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# In a list of 20000 processes a key of a filter or of a search costs less than a
# refresh. Of that, only the part is measured that takes least: sorting and
# drawing what was read; reading takes many times as long. It is a ratio of
# processor time of one process: how busy or fast the machine is matters little.

bats_require_minimum_version 1.5.0

@test "a key of a filter or a search costs as little as a refresh" {
	run -0 "${O:-build}/tests/bench/keys"
	echo "$output"
	[ "${#lines[@]}" -eq 5 ]
	awk '$2 > 8 || $2 <= 0 { bad = 1 } END { exit bad }' <<<"$output"
}
