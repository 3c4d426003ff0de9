#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# tamtop, built with sanitizers in 'make test', in a hostile corner.

load hostile.bash

@test "keys and sizes at random against a hostile target" {
	hostile "$HOSTILE_SECONDS" 16384
}
