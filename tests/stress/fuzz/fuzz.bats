#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# The fuzzer: so many calls of each caller that it takes some ten seconds. SEED
# repeats a run; VM_ARGS are options of vm/run, such as --debug.

setup() {
	cd "$BATS_TEST_DIRNAME/../../.." || return
}

@test "the calls answer what their arguments foretell, and write nowhere else" {
	local args

	read -ra args <<<"${VM_ARGS-}"
	run vm/run --timeout 1800 "${args[@]}" \
		--share "${O:-build}/tests/stress/fuzz" \
		-- /share/fuzz --calls "${FUZZ_CALLS:-400}" \
		${SEED:+--seed "$SEED"} </dev/null
	echo "$output"
	[ "$status" -eq 0 ]
	[[ $output == *'ok 1 - '* ]]
}
