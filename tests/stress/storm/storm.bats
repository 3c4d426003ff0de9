#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# The storm, for STORM_SECONDS; vm/run says when the kernel has complained
# meanwhile. SEED is that of its choices; VM_ARGS are options of vm/run, such as
# --debug.

setup() {
	cd "$BATS_TEST_DIRNAME/../../.." || return
}

@test "what must hold holds in a storm of fork, exec, mremap, munmap, madvise" {
	local args

	read -ra args <<<"${VM_ARGS-}"
	run vm/run --timeout 1800 "${args[@]}" \
		--share "${O:-build}/tests/stress/storm" \
		-- /share/storm ${SEED:+--seed "$SEED"} \
		"${STORM_SECONDS:-5}" </dev/null
	echo "$output"
	[ "$status" -eq 0 ]
	[[ $output == *'ok 1 - '* ]]
}
