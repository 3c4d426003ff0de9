#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# No memory, at each point where some is asked for: an address space that is a
# little larger each time. Not under sanitizers, which reserve more than any.

# shellcheck disable=SC2016,SC2030,SC2031,SC2154
bats_require_minimum_version 1.5.0
load ../sleeps

setup() {
	build="$(realpath "${O:-build}")"
	tamtop="$build/tui/tamtop"
	! grep -q __asan_init "$tamtop" || skip "under sanitizers"
	cd "$BATS_TEST_TMPDIR" || return
	sleep 1000 3>&- &
	sleeper=$!
	disown
	until_sleeps "$sleeper"
}

teardown() {
	[ -z "${sleeper:-}" ] || kill "$sleeper" 2>/dev/null || true
}

# so many KiB are enough for anything
most=$((256 * 1024))

# How it has ended is told: nothing for exit 0, one line for others.
tells_why() {
	case "$status" in
	0) [ ! -s err ] ;;
	1) [ "$(wc -l <err)" -eq 1 ] &&
		grep -qE "^tamtop: (out of memory|.*: (Cannot allocate memory|Resource temporarily unavailable))$" err ;;
	# before main(): the libraries, and what is thread-local in them
	127) [ "$(wc -l <err)" -eq 1 ] &&
		grep -qE 'shared librar|^cannot allocate TLS' err ;;
	*) false ;;
	esac
}

# Exit 0 with all of it, or another and one line.
all_or_a_line() {
	tells_why && if [ "$status" -eq 0 ]; then [ -s out ]; else [ ! -s out ]; fi
}

# walk FROM STEP ARGUMENT...: address spaces of ever more KiB, until it is enough
# for all; before that, there must be too little for tamtop itself
walk() {
	local from="$1" step="$2" kib ends=""

	shift 2
	for ((kib = from; kib <= most; kib += step)); do
		status=0
		timeout 60 prlimit "--as=$((kib * 1024))" "$tamtop" \
			--source proc "$@" >out 2>err </dev/null 3>&- ||
			status=$?
		all_or_a_line || {
			echo "$kib KiB, $*: $status $(head -c 300 err)"
			return 1
		}
		ends+=" $status"
		[ "$status" -ne 0 ] || break
	done
	[[ "$ends " == *" 1 "*" 0 " ]]
}

@test "batch output, mappings and pages: all of it, or a line" {
	walk 2000 53 -b -n 1
	walk 2000 53 -b -n 1 "$(cat "/proc/$sleeper/comm")"
	walk 2000 53 --mappings "$sleeper" --json
	walk 2000 53 --pages "$sleeper"
}

@test "a screen, whose samples are other threads': all of it, or a line" {
	walk 2000 149 --dump-screen 80x24 -d 0.1
	walk 2000 149 --dump-screen 80x24 -d 0.1 --view map "$sleeper"
}

@test "on a terminal: it is given back, and a line tells why" {
	local kib sum=""

	for ((kib = 2000; kib <= most; kib += 149)); do
		# shellcheck disable=SC2016
		status=0
		script -qec "stty cols 80 rows 24; stty -g >before
			prlimit --as=$((kib * 1024)) '$tamtop' --source proc \
				-n 2 -d 0.1 --no-color '$sleeper' 2>err
			echo \$? >code; stty -g >after" /dev/null >out \
			</dev/null 3>&- || status=$?
		status="$(cat code)"
		diff before after
		# whoever has taken the screen gives it back
		[ "$(grep -ao $'\e\[?1049h' out | wc -l)" -eq \
			"$(grep -ao $'\e\[?1049l' out | wc -l)" ]
		tells_why || {
			echo "$kib KiB: $status $(head -c 300 err)"
			return 1
		}
		sum+=" $status"
		[ "$status" -ne 0 ] || break
	done
	echo "$sum"
	[[ "$sum " == *" 1 "*" 0 " ]]
}
