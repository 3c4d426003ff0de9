#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# Storm, fuzzer and strangers for SIEGE_SECONDS on kernels that look for their
# own mistakes; vm/run says when one has found any. SEED repeats the choices.

setup() {
	cd "$BATS_TEST_DIRNAME/../../.." || return
}

# besiege OPTION...: those of vm/run
besiege() {
	local seconds=${SIEGE_SECONDS:-1800}

	run vm/run --mem 2G --timeout $((seconds * 4 + 1800)) "$@" \
		--share "${O:-build}/tests/stress/siege" \
		-- sh /share/inside "$seconds" "${SEED:-$(date +%s)}" </dev/null
	echo "$output"
	[ "$status" -eq 0 ]
	echo "$output" | grep '^# [0-9]* s, seed' | sed 's/$/, no report/' >&3
	echo "$output" | grep '^# with strangers about never' >&3 || true
	[[ $output == *'ok 1 - '* ]]
}

@test "storm, fuzzer and strangers on the debug kernel" {
	besiege --debug
}

@test "storm, fuzzer and strangers on the kernel that looks for data races" {
	besiege --kcsan
}
