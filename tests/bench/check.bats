#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# What make bench-check lets pass, and what it doesn't: the results that are in
# the tree against copies of them.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_DIRNAME" || return
	new="$BATS_TEST_TMPDIR/new"
}

# with NAME FACTOR: the results, with that count other than it was
with() {
	awk -v name="$1" -v factor="$2" '
		NF == 2 && $1 == name { $2 = int($2 * factor); seen = 1 }
		{ print }
		END { exit !seen }' RESULTS.md >"$new"
}

# otherwise PACKAGE FILE: of another version there
otherwise() {
	sed -i "s/^version $1 .*/version $1 0.0/" "$2"
	grep -q "^version $1 0.0$" "$2"
}

@test "the same counts pass, and they are many" {
	run -0 ./check RESULTS.md RESULTS.md
	[[ "$output" =~ ^([0-9]+)" counts, none more than 5 % above" ]]
	[ "${BASH_REMATCH[1]}" -gt 150 ]
}

@test "6 % more of a refresh is told, and fails" {
	with refresh.1000.tamtop 1.06
	run -1 ./check RESULTS.md "$new"
	[[ "$output" == "refresh.1000.tamtop: "*": +6.0 %" ]]
	# that of a peer, too: it has not changed, the kernel or the bench has
	with refresh.10000.htop 1.06
	run -1 ./check RESULTS.md "$new"
	[[ "$output" == "refresh.10000.htop: "* ]]
}

@test "4 % more of it passes" {
	with refresh.1000.tamtop 1.04
	run -0 ./check RESULTS.md "$new"
}

@test "a peer of another version isn't compared" {
	with refresh.1000.htop 1.5
	otherwise htop "$new"
	run -0 ./check RESULTS.md "$new"
}

@test "with another compiler, tamtop is compared as a part of top" {
	with refresh.1000.tamtop 1.06
	otherwise gcc "$new"
	run -1 ./check RESULTS.md "$new"
	[[ "$output" == "refresh.1000.tamtop as a part of top's: "*": +6.0 %" ]]
	with run.1000.ps 1.5
	otherwise gcc "$new"
	run -0 ./check RESULTS.md "$new"
	# where top takes as much more, too, so does everything
	awk '/^refresh\./ { $2 = int($2 * 1.06) } { print }' RESULTS.md >"$new"
	otherwise gcc "$new"
	run -0 ./check RESULTS.md "$new"
}

@test "what was taken natively, or as there was time, isn't compared" {
	with native-refresh.1000.tamtop-proc 2
	run -0 ./check RESULTS.md "$new"
	with refresh.mappings.tamtop 2
	run -0 ./check RESULTS.md "$new"
}

@test "what was counted and isn't any more is a failure" {
	grep -v '^refresh.5000.tamtop ' RESULTS.md >"$new"
	run -1 ./check RESULTS.md "$new"
	[ "$output" = "refresh.5000.tamtop: was not counted" ]
}

@test "nothing to compare with is a failure" {
	run -1 ./check /dev/null RESULTS.md
	[ "$output" = "nothing could be compared" ]
}

@test "the results keep the budgets, and what is beyond one is told" {
	run -0 ./budgets RESULTS.md
	[ "${#lines[@]}" -ge 8 ]
	with refresh.1000.tamtop 40
	run -1 ./budgets "$new"
	grep -q '^worse .* a refresh on the calls, 1,000 processes$' <<<"$output"
	# what was not counted is no success
	grep -v '^refresh.1000.tamtop ' RESULTS.md >"$new"
	run -1 ./budgets "$new"
}
