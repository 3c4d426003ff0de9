#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# Storm, fuzzer and strangers for SIEGE_SECONDS on kernels that look for their
# own mistakes, both at once; vm/run says when one has found any. SEED repeats the
# choices. What was done goes to the file SIEGE_FIGURES, too.

setup() {
	cd "$BATS_TEST_DIRNAME/../../.." || return
	out=$BATS_TEST_TMPDIR
	pids=()
}

# A test that is cut short leaves no guest behind.
teardown() {
	[ "${#pids[@]}" = 0 ] || kill "${pids[@]}" 2>/dev/null || true
}

# besiege KIND: its output goes to a file of that name
besiege() {
	local seconds=${SIEGE_SECONDS:-1800}

	mkdir -m 700 "$out/run-$1" || return
	XDG_RUNTIME_DIR=$out/run-$1 vm/run "--$1" --mem 2G \
		--timeout $((seconds * 4 + 1800)) \
		--share "${O:-build}/tests/stress/siege" \
		-- sh /share/inside "$seconds" "$seed" \
		>"$out/$1" 2>&1 </dev/null 3>&- &
	pids+=($!)
}

# stood KIND STATUS
stood() {
	local said=$out/$1

	sed "s/^/$1: /" "$said"
	[ "$2" -eq 0 ] && grep -q '^ok 1 - ' "$said" || return
	sed -n "s/^# \([0-9]* s, seed.*\)/$1: \1, no report/p
		s/^# \(with strangers about never\)/$1: \1/p" "$said" \
		>>"${SIEGE_FIGURES:-/dev/null}"
}

@test "storm, fuzzer and strangers on both kernels that look for mistakes" {
	local seed=${SEED:-$(date +%s)} debug=0 kcsan=0 failed=0

	besiege debug
	besiege kcsan
	wait "${pids[0]}" || debug=$?
	wait "${pids[1]}" || kcsan=$?
	stood debug "$debug" || failed=1
	stood kcsan "$kcsan" || failed=1
	[ "$failed" = 0 ]
}
