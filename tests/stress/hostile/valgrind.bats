#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# tamtop under valgrind in a hostile corner: what it reads, it has written.

: "${HOSTILE_SECONDS:=20}"
load hostile.bash

@test "keys and sizes at random under valgrind" {
	hostile "$HOSTILE_SECONDS" 32768 valgrind --quiet \
		--error-exitcode=99 --log-file="$BATS_TEST_TMPDIR/errors"
}
