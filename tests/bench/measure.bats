#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# Does the bench count what it says it counts? Of programs that are known.

bats_require_minimum_version 1.5.0

setup() {
	measure="${O:-build}/tests/bench/measure"
}

# shows COUNT: so many times 500 bytes
shows='i=0; while [ $i -lt $1 ]; do
		printf %0500d 0; sleep 1; i=$((i + 1))
	done'

@test "what is shown once more is a refresh" {
	run -0 "$measure" some.thing -n 2:4 -- sh -c "$shows" sh %n
	grep -qx 'bytes.some.thing 500' <<<"$output"
	grep -qxE 'start.some.thing [1-9][0-9]+' <<<"$output"
	grep -qxE 'refresh.some.thing [0-9]+' <<<"$output"
	grep -qxE 'resident.some.thing [1-9][0-9]+' <<<"$output"
}

@test "of what shows it until it is told to end, too" {
	run -0 "$measure" some.thing -b 2:4 -g 300 -- sh -c '
		stty -echo
		while :; do printf %0400d 0; sleep 1; done'
	grep -qx 'bytes.some.thing 400' <<<"$output"
	grep -qxE 'start.some.thing [1-9][0-9]+' <<<"$output"
}

@test "what ends before it has shown enough gave up" {
	run -0 "$measure" some.thing -b 2:4 -g 300 -- sh -c 'printf %0400d 0'
	[ "${#lines[@]}" -eq 1 ]
	[[ "$output" =~ ^gave-up.some.thing\ [1-9][0-9]+$ ]]
}

@test "what fails, or isn't there, is no measurement" {
	run -1 "$measure" some.thing -n 1:2 -- sh -c 'exit 3'
	[[ "$output" == *"some.thing: status 0x300"* ]]
	run -1 "$measure" some.thing -n 1:2 -- /nowhere/to/be/found
	run -2 "$measure" some.thing -n 2:1 -- true
	run -2 "$measure"
}
