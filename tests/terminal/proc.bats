#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# tamtop from /proc alone, on the kernel that runs the tests, against /proc as
# the shell reads it.

bats_require_minimum_version 1.5.0
load tmux.bash
load ../sleeps

tamtop="${O:-build}/tui/tamtop"

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	[[ "$tamtop" = /* ]] || tamtop="$PWD/$tamtop"
	sleep 1000 &
	sleeper=$!
	until_sleeps "$sleeper"
}

teardown() {
	jobs -p | xargs -r kill 2>/dev/null || true
	tmux_stop
}

# status NAME: the number in that line of the sleeper's status, in KiB
status() {
	awk -v name="$1:" '$1 == name { print $2 }' "/proc/$sleeper/status"
}

# as_shown KIB: as tamtop has it
as_shown() {
	awk -v kib="$1" 'BEGIN {
		if (kib < 1024)
			print kib (kib ? "K" : "")
		else
			printf "%.1fM\n", kib / 1024
	}'
}

# zero_of_mappings: the sum over the sleeper's mappings, in KiB
zero_of_mappings() {
	"$tamtop" --mappings "$sleeper" --json | perl -MJSON::PP -0777 -ne '
		$sum += $_->{zero} for @{decode_json($_)->{mappings}};
		print $sum / 1024'
}

@test "the row of a sleeper has what /proc says" {
	"$tamtop" --source proc -b -n 2 -d 0.2 -p "$sleeper" \
		>"$BATS_TEST_TMPDIR/out"
	cat "$BATS_TEST_TMPDIR/out"
	read -r pid user reserved touched _ zero swap tamalloc touch faults \
		major oom cpu state age command <<<"$(tail -n 1 "$BATS_TEST_TMPDIR/out")"
	[ "$pid" = "$sleeper" ]
	[ "$user" = "$(id -un)" ]
	[ "$reserved" = "$(as_shown "$(status VmSize)")" ]
	[ "$touched" = "$(as_shown $(($(status VmRSS) + $(status VmSwap))))" ]
	[ "$swap $touch $faults $major" = "0 0 0 0" ]
	[ "$oom" = "$(cat "/proc/$sleeper/oom_score")" ]
	[ "$cpu $state" = "0 S" ]
	[ "$command" = "sleep 1000" ]
	# this /proc doesn't tell
	[ "$tamalloc" = "?" ]
	# counted in another way, mapping by mapping
	[ "$zero" = "$(as_shown "$(zero_of_mappings)")" ]
	[[ "$age" =~ ^[0-9]+s$ ]]
}

@test "what /proc does not tell is in no total" {
	run -0 "$tamtop" --source proc -b -n 1 -p "$sleeper"
	[[ "${lines[0]}" = *"  proc "*" processes, 1 shown "* ]]
	# whoever runs under a sanitizer meanwhile is named behind that
	[[ "${lines[2]}" =~ ^Reserved\ .*"  zero ?  tamalloc ? touched ?"("  "[0-9.]+[TPE]" of it ".*)?$ ]]
}

@test "kernel threads own no memory: shown only when asked for" {
	run -0 "$tamtop" --source proc -b -n 1
	echo "$output"
	pids="$(awk '/^ *[0-9]+ / { print $1 }' <<<"$output")"
	grep -qx "$sleeper" <<<"$pids"
	if [ "$(cat /proc/2/comm 2>/dev/null)" = kthreadd ]; then
		[ "$(grep -xc 2 <<<"$pids")" -eq 0 ]
		run -0 "$tamtop" --source proc -b -n 1 -p 2
		[[ "${lines[4]}" =~ ^\ +2\ root\ +0\ +0\ .*\ kthreadd$ ]]
	fi
}

@test "a process that ends: exit code 4" {
	run -4 "$tamtop" --source proc -b -d 0.1 -p "$sleeper" \
		< <(sleep 0.5; kill "$sleeper")
	[[ "${lines[-1]}" = "tamtop: none of the processes asked for is left" ]]
	wait "$sleeper" || true
	run -4 "$tamtop" --source proc -b -n 1 -p "$sleeper"
	[ "$output" = "tamtop: there is no process $sleeper" ]
}

# opens NR SAMPLES: how many files tamtop opens where NR processes and its own are
# all that there are: whatever else this machine does is read, too
opens() {
	# the leak checker can't work beside strace
	# shellcheck disable=SC2016 # expanded there
	ASAN_OPTIONS=detect_leaks=0 timeout 300 \
		unshare -Urpf --mount-proc --kill-child bash -c '
		for ((i = 0; i < $1; i++)); do
			sleep 1000 &
		done
		strace -f -c -e trace=openat -o "$3" "$4" --source proc \
			-b -d 0.1 -n "$2" -p "$!"
		exit' bash "$1" "$2" "$BATS_TEST_TMPDIR/calls" "$tamtop" \
		>/dev/null 3>&-
	awk '$NF == "openat" { print $4 }' "$BATS_TEST_TMPDIR/calls"
}

# opens_of_16 NR: in 16 samples each process has its turn once
opens_of_16() {
	echo $(($(opens "$1" 18) - $(opens "$1" 2)))
}

@test "a sweep reads one file of each process, and few more" {
	local before after more=400

	unshare -Urpf true 2>/dev/null || skip "no namespaces for us"
	before="$(opens_of_16 1)"
	after="$(opens_of_16 $((1 + more)))"
	echo "before $before, after $after"
	# its size 16 times, another file once, two more in one of four turns
	[ $((after - before)) -ge $((more * 16)) ]
	[ $((after - before)) -le $((more * 19)) ]
}

@test "on a terminal: the badge, and rates of the rows on screen" {
	tmux_start 132x40
	type_line "clear; exec $tamtop --source proc -d 0.2 -p $sleeper,$$"
	wait_for '^tamtop  2 of [0-9]+ processes .* proc +[0-9.]+ms '
	# what this source can't know takes no room
	shows_not '^Tamalloc|TAMALLOC'
	wait_for "^>? *$sleeper .* +0 +·{12} +0 +0 +[0-9]+ +0 S sleep 1000"
	tm send-keys q
}

@test "a shorter delay holds from now on: there are rates soon" {
	tmux_start 132x40
	type_line "clear; exec $tamtop --source proc -d 3600 -p $sleeper,$$"
	wait_for "^>? *$sleeper .* sleep 1000"
	shows_not "^>? *$sleeper .* ·{12} +0 +0 "
	tm send-keys s 0.1 Enter
	wait_for "^>? *$sleeper .* ·{12} +0 +0 "
	tm send-keys q
}

@test "--no-color, --ascii and --readonly of tamtop itself" {
	tmux_start 80x24
	colours() { tm capture-pane -pe | grep -q $'\033\\[[0-9;]*38;5;'; }
	type_line "$tamtop"
	wait_for '^ *PID USER'
	wait_until colours
	wait_for '[█▒░·]'
	tm send-keys d
	wait_for 'DEMO'
	tm send-keys Escape q
	wait_for 'ready> *$'
	type_line "clear; $tamtop --no-color --ascii --readonly"
	wait_for '^ *PID USER'
	! colours || return 1
	! screen | LC_ALL=C grep -q '[^ -~]' || return 1
	tm send-keys d
	wait_for 'nothing is started: --readonly was given'
}
