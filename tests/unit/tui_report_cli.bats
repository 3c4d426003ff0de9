#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# --mappings and --pages: options that are wrong, processes that are not there,
# output that can't be written. Whether what they print is true is tested in
# tests/truth.

# shellcheck disable=SC2154
bats_require_minimum_version 1.5.0

load cli

@test "what is no process id: exit 2 and one line" {
	for pid in x -1 0 1.5 '' 1,2 4194305 99999999999999999999; do
		refused 2 "pid '$pid'" --mappings "$pid"
		refused 2 "pid '$pid'" --pages "$pid"
	done
	refused 2 "requires an argument" --pages
	refused 2 "is one too many" --pages $$ 412
}

@test "what is no range: exit 2 and one line" {
	for range in x '' - 1000 1000- -1000 2000-1000 1000-1000 1000-2000-3000 \
		'1000 -2000' 0-10000000000000000 g-h; do
		refused 2 "range '$range'" --pages $$ --range "$range"
	done
}

@test "options that make no sense together: exit 2 and one line" {
	refused 2 "give --mappings or --pages" --mappings $$ --pages $$
	refused 2 "--range goes with --pages" --range 1000-2000
	refused 2 "--range goes with --pages" --mappings $$ --range 1000-2000
	refused 2 "--json goes with" --json
	refused 2 "-b does not go with" --mappings $$ -b
	refused 2 "-n does not go with" -n 3 --pages $$
	refused 2 "-d does not go with" --pages $$ --delay 3
	refused 2 "-p does not go with" --pages $$ -p $$
	refused 2 "--sort does not go with" --pages $$ --sort pid
}

@test "a process that is not there: exit 4 and one line" {
	sleep 1000 3>&- &
	kill -KILL $!
	wait $! || true
	refused 4 "there is no process $!" --mappings $!
	refused 4 "there is no process $!" --pages $! --json
}

@test "a zombie has no memory: a line, and an empty report" {
	# perl waits for nobody, unless told to
	perl -e '$| = 1; my $pid = fork; exit unless $pid; print "$pid\n"; sleep 1000' \
		>"$BATS_TEST_TMPDIR/pid" 3>&- &
	for _ in {1..200}; do
		read -r pid <"$BATS_TEST_TMPDIR/pid" &&
			grep -q '^State:.Z' "/proc/$pid/status" && break
		sleep 0.05
	done
	run -0 --separate-stderr "$tamtop" --source proc --mappings "$pid" --json
	kill $!
	[[ "$stderr" == "tamtop: process $pid is a kernel thread or a zombie"* ]]
	[[ "${lines[0]}" == *'"mappings":['* ]]
	[ "${lines[1]}" = ']}' ]
}

@test "a full disk is told: exit 1; a reader who has had enough is not: exit 0" {
	run -1 bash -c '"$0" --mappings $$ 2>&1 >/dev/full' "$tamtop"
	[[ "$output" == "tamtop: can't write to standard output: No space"* ]]
	run -1 bash -c '"$0" --pages $$ --json 2>&1 >/dev/full' "$tamtop"
	[[ "$output" == "tamtop: can't write to standard output: No space"* ]]
	# the reader is gone before anything is written
	run -0 bash -c 'exec 3> >(exec true); wait $!
		"$0" --pages $$ --json 2>&1 >&3' "$tamtop"
	[ -z "$output" ]
}

@test "--range: the pages asked for, rounded outward, and no others" {
	local first start end

	first="$("$tamtop" --pages $$ --json | grep -m 1 -o '"start":"0x[0-9a-f]*"' |
		grep -o '0x[0-9a-f]*')"
	start="$(printf '%x' $((first + 4096 + 1)))"
	end="$(printf '0x%x' $((first + 2 * 4096 + 1)))"
	run -0 "$tamtop" --pages $$ --range "$start-$end" --json
	[[ "${lines[1]}" == *"\"start\":\"$(printf '0x%x' $((first + 4096)))\""* ]]
	[[ "${lines[1]}" == *"\"end\":\"$(printf '0x%x' $((first + 3 * 4096)))\""* ]]
	[[ "$output" == *'"reserved":8192'* ]]
	run -0 "$tamtop" --pages $$ --range 1000-2000 --json
	[ "${lines[1]}" = ']}' ]
}

@test "text: heads, a line for each mapping, the sum" {
	"$tamtop" --mappings $$ >"$BATS_TEST_TMPDIR/text"
	"$tamtop" --mappings $$ --json >"$BATS_TEST_TMPDIR/json"
	grep -o '"start":"0x[0-9a-f]*"' "$BATS_TEST_TMPDIR/json" |
		grep -o '[0-9a-f]*"$' | tr -d '"' >"$BATS_TEST_TMPDIR/starts"
	head -n 1 "$BATS_TEST_TMPDIR/text" | grep -q '^START  *END  *PERM KIND '
	sed '1d;$d' "$BATS_TEST_TMPDIR/text" | cut -d ' ' -f 1 | sed 's/^0*//' |
		diff - "$BATS_TEST_TMPDIR/starts"
	tail -n 1 "$BATS_TEST_TMPDIR/text" | grep -q "^total .* $(wc -l \
		<"$BATS_TEST_TMPDIR/starts") mappings$"
	run -0 "$tamtop" --pages $$
	[[ "${lines[0]}" =~ ^START\ +END\ +PERM\ +PAGES\ +SIZE\ STATE\ +NAME$ ]]
}
