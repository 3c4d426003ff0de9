#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# The kernel's budgets, in instructions of the guest, which are the same on
# every machine.

setup_file() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	vm/run --icount --mem 2G --timeout 1800 \
		--share "${O:-build}/tests/bench" -- /share/kernel \
		</dev/null >"$BATS_FILE_TMPDIR/costs"
	sed 's/^/# /' "$BATS_FILE_TMPDIR/costs" >&3
}

# within NAME BUDGET
within() {
	local cost

	cost="$(awk -v name="$1" '$1 == name { print $2 }' \
		"$BATS_FILE_TMPDIR/costs")"
	echo "$1: $cost instructions, of $2"
	[ "$cost" -gt 100 ]
	[ "$cost" -le "$2" ]
}

@test "list_mem_stats: 1,500 instructions a process" {
	within process 1500
}

@test "the walk of 1 TiB with 1,000 pages in one run: 200,000" {
	within contiguous 200000
}

@test "the walk of 1 TiB with a page in each GiB: 25 million" {
	within one-per-GiB 25000000
}

@test "asking for one among 3,000 processes that can't be seen: 10,000" {
	within invisible 10000
}
