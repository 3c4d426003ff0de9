#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# A thousand samples of a storm of forks, in a pid namespace of its own, are all
# what the schema says.

bats_require_minimum_version 1.5.0

@test "1,000 samples of a fork storm hold to the schema" {
	local tops=8 samples=125 here="$BATS_TEST_DIRNAME"
	local top="$here/../../.." tamtop="${O:-build}/tui/tamtop"

	unshare -rpf --mount-proc true 2>/dev/null || skip "no pid namespaces here"
	# whoever is left ends with the first process of the namespace
	run -0 --separate-stderr unshare -rpf --mount-proc --kill-child \
		bash -c '"$1" 3>&- &
		pids=()
		for ((i = 0; i < $3; i++)); do
			"$2" -b --json -d 0.1 -n "$4" >"$5/$i" 2>"$5/$i.err" 3>&- &
			pids+=($!)
		done
		for pid in "${pids[@]}"; do
			wait "$pid" || exit
		done' bash "$here/forks" "$(realpath "$tamtop")" "$tops" \
			"$samples" "$BATS_TEST_TMPDIR"
	cat "$BATS_TEST_TMPDIR"/*.err
	cat "$BATS_TEST_TMPDIR"/[0-9] >"$BATS_TEST_TMPDIR/all"
	run -0 "$top/tests/unit/validate" --all-fields \
		"$top/docs/json/batch.schema.json" <"$BATS_TEST_TMPDIR/all"
	[ "$output" -eq $((tops * samples)) ]
	# and there was one
	[ "$(grep -o '"pid":[0-9]*' "$BATS_TEST_TMPDIR/all" | sort -u | wc -l)" \
		-gt 1000 ]
	[ "$(grep -c '"state":"Z"' "$BATS_TEST_TMPDIR/all")" -gt 100 ]
	grep -qa $'surrogate\xef\xbf\xbd' "$BATS_TEST_TMPDIR/all"
}
