#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# The calls under fire, on a kernel that looks for its own mistakes: one guest
# runs the tests of the calls, a storm for STORM_SECONDS, and, on the debug
# kernel, calls whose allocations fail; then it is asked what it has lost, and
# which of its lines were run. KERNEL=--kcsan takes the other kernel. Which lines
# are run takes luck: that those that were not are listed is asked for only with
# COVERAGE=--strict.

bats_require_minimum_version 1.5.0

setup_file() {
	local built

	cd "$BATS_TEST_DIRNAME/../.." || return
	export KERNEL=${KERNEL:---debug} SHARE=$BATS_FILE_TMPDIR/share
	mkdir -p "$SHARE/programs" "$SHARE/results"
	built=$PWD/${O:-build}/tests
	[[ ${O-} == /* ]] && built=$O/tests
	cp "$built"/guest/*_test "$built/guest/libcmocka.so.0" \
		"$built/stress/storm/storm" "$built/kernel/alloc_failures" \
		"$built/kernel/races" "$SHARE/programs"
	# that one is of tamtop, and takes as long as all the others
	rm "$SHARE/programs/sources_test"
	cp tests/kernel/inside "$SHARE"
	# The answer is a test's matter, also when it is no.
	timeout -s KILL 3600 vm/run "$KERNEL" --mem 2G --timeout 3000 \
		--share "$SHARE" -- /share/inside "${STORM_SECONDS:-60}" \
		>"$SHARE/log" 2>&1 </dev/null || echo "$?" >"$SHARE/failed"
	cat "$SHARE/results/times" 2>/dev/null
}

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
}

debug_only() {
	[ "$KERNEL" = --debug ] || skip "of the debug kernel"
}

# What NAME said, where that was not that all is well.
went_well() {
	local status

	status=$(cat "$SHARE/results/$1.status" 2>/dev/null) || status=none
	[ "$status" = 0 ] && return
	echo "$1: status $status"
	grep -v '^ok ' "$SHARE/results/$1.out"
	return 1
}

@test "the kernel has nothing to report" {
	cat "$SHARE/log" "$SHARE/results/times"
	[ ! -e "$SHARE/failed" ]
}

@test "the tests of the calls pass" {
	local program failed=0

	for program in "$SHARE"/programs/*_test; do
		went_well "$(basename "$program")" || failed=1
	done
	[ "$failed" = 0 ]
}

@test "what must hold holds in the storm" {
	went_well storm
}

@test "what changes while it is read is told all the time" {
	went_well races
}

@test "whatever allocation fails, no mapping is half-marked" {
	debug_only
	went_well alloc_failures
}

@test "no memory is lost" {
	debug_only
	went_well leaks
}

@test "the lines of the series have been run, but for those that are listed" {
	local kernel lucky=(--lucky)

	debug_only
	[ "${COVERAGE-}" != --strict ] || lucky=()
	kernel=$(vm/kernel-build --debug --path)
	run tests/kernel/coverage "${lucky[@]}" "${kernel%/*}/gcov" "$SHARE/gcov" \
		tests/kernel/not-run
	printf "# %s\n" "${lines[@]}" >&3
	[ "$status" -eq 0 ]
}
