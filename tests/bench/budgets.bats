#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# The short form of the bench: what the budgets are about, counted in a guest, in
# instructions, which are as many on a busy machine as on an idle one.

@test "a refresh, a sample and a sweep keep their budgets" {
	cd "$BATS_TEST_DIRNAME/../.."
	tests/bench/bench --short "$BATS_TEST_TMPDIR/counts" \
		2>"$BATS_TEST_TMPDIR/errors" || {
		cat "$BATS_TEST_TMPDIR/errors"
		return 1
	}
	run tests/bench/budgets "$BATS_TEST_TMPDIR/counts"
	printf '# %s\n' "${lines[@]}" >&3
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -ge 8 ]
}
