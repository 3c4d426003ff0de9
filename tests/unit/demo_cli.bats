#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# tamdemo as people run it: bad input, ENTERs, signals, and the pages that it
# really touches.
bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	tamdemo=$(realpath "${O:-build}")/demo/tamdemo
	log=$BATS_TEST_TMPDIR/log
	pid=
}

teardown() {
	[ -n "$pid" ] || return 0
	kill -KILL "$pid"
	wait "$pid" 2>/dev/null || true
}

# Polls until the command succeeds; fails after 60 s.
soon() {
	local end=$((SECONDS + 60))

	until "$@"; do
		[ "$SECONDS" -lt "$end" ] || {
			echo "never came: $*"
			cat "$log"
			return 1
		}
		sleep 0.02
	done
}

# start [ENV-OPTION] ARGS...: in the background, with all signals at default.
start() {
	local signals=()

	case $1 in --*-signal=*) signals=("$1"); shift ;; esac
	: >"$log"
	env --default-signal "${signals[@]}" "$tamdemo" "$@" <&0 >"$log" 2>&1 \
		3>&- &
	pid=$!
}

gone() {
	! kill -0 "$pid" 2>/dev/null
}

# Waits for its end; its status is in $status.
finish() {
	status=0
	soon gone
	wait "$pid" || status=$?
	pid=
}

# usage_error ARGS...: exit status 2, one line on stderr, nothing on stdout.
usage_error() {
	local ret=0

	"$tamdemo" "$@" >"$log.out" 2>"$log" </dev/null || ret=$?
	if [ "$ret" = 2 ] && [ ! -s "$log.out" ] &&
			[ "$(wc -l <"$log")" = 1 ] &&
			grep -q '^tamdemo.*; .' "$log"; then
		return
	fi
	echo "tamdemo $*: status $ret"
	cat "$log.out" "$log"
	return 1
}

# The address in the log.
block() {
	grep -o -m 1 '0x[0-9a-f]*' "$log"
}

# page_map SIZE: of each page of the block, 1 if it has memory, else 0.
page_map() {
	local page

	page=$(($(block) / 4096))
	dd "if=/proc/$pid/pagemap" bs=4096 iflag=skip_bytes,count_bytes \
		skip=$((page * 8)) count=$(($1 / 512)) \
		2>/dev/null |
		od -An -v -t x8 -w8 | sed -E 's/^ [89a-f].*/1/; s/^ .*/0/'
}

touched() {
	page_map "$1" | grep -c 1 || true
}

@test "a size that makes no sense" {
	for size in -1 0 '' 10Q 99E 18446744073709551615K abc 1.5 '1 M' +1 \
			99999999999999999999 0x10 $'1\n2' $'\e[31m'; do
		usage_error linear --size "$size"
		usage_error verify --yes --size "$size"
	done
}

@test "a rate or a pause that makes no sense" {
	for rate in 0 -1 -4M '' 0.00001 fast 4X 4M/h 99999999999T; do
		usage_error linear --rate "$rate"
	done
	for pause in -1 '' 1s soon 99999999999999999999; do
		usage_error verify --yes --pause "$pause"
	done
}

@test "a command line that makes no sense" {
	usage_error nonsense
	usage_error ''
	usage_error --nonsense
	usage_error -x
	usage_error --help=3
	usage_error --size 1M
	usage_error linear --nonsense
	usage_error linear -x
	usage_error linear nonsense
	usage_error linear --size
	usage_error linear --no-hold=1
	usage_error linear --yes
	usage_error verify --rate 1
	usage_error verify --yes=1
}

@test "bad input names what was given" {
	usage_error linear --size 10Q
	grep -q "linear: --size '10Q': its unit is unknown; give " "$log"
	usage_error nonsense
	grep -q "'nonsense'; .*--list" "$log"
}

@test "help and list" {
	run -0 "$tamdemo" --help
	[[ $output == *linear*verify* ]]
	run -0 "$tamdemo" --list
	[[ $output == *linear*verify* ]]
	for demo in $("$tamdemo" --list | awk 'NR > 1 { print $1 }'); do
		run -0 "$tamdemo" "$demo" --help
		[[ $output == *"tamdemo $demo "*--size* ]]
		run -0 "$tamdemo" "$demo" -h
	done
	run -2 "$tamdemo"
	[[ $output == *Usage*linear*verify* ]]
}

@test "more than there can be: one line, exit 1" {
	for demo in linear verify; do
		run -1 "$tamdemo" "$demo" --size 300T </dev/null 2>"$log"
	done
	run -1 "$tamdemo" linear --size 300T
	[[ $output == "tamdemo linear: cannot reserve 300T: "*"; try "* ]]
	[ "${#lines[@]}" = 1 ]
}

@test "a full disk: one line, exit 1" {
	for args in --help --list 'linear --help' 'linear --no-hold' \
			'verify --yes'; do
		run -1 bash -c "exec '$tamdemo' $args >/dev/full"
		[[ $output == tamdemo*"cannot write"*"No space left on device" ]]
		[ "${#lines[@]}" = 1 ]
	done
}

@test "a closed pipe ends it" {
	run bash -c "'$tamdemo' linear --rate 1 | true; echo \${PIPESTATUS[0]}"
	[[ ${lines[-1]} == 141 || ${lines[-1]} == 1 ]]
}

@test "verify: unattended" {
	"$tamdemo" verify --yes --pause 0 --size 2500000 >"$log" </dev/null
	sed -i -E 's/0x[0-9a-f]+/ADDR/; s/[0-9]+$/N/; s/by .*/by X/' "$log"
	diff "$log" - <<-'END'
		PID: N
		Address: ADDR, 2500000 bytes by X
		1.0M of 2.4M read, all zero, and written
		2.0M of 2.4M read, all zero, and written
		2.4M of 2.4M read, all zero, and written
		All 2500000 bytes were zero
	END
}

@test "verify: allocates, reads and ends at an ENTER each" {
	local size=$((4 << 20))

	mkfifo "$BATS_TEST_TMPDIR/in"
	exec 9<>"$BATS_TEST_TMPDIR/in"
	start verify --pause 0 --size $size <&9

	soon grep -q 'ENTER to allocate' "$log"
	grep -qx "PID: $pid" "$log"
	[ "$(wc -l <"$log")" = 2 ]

	echo >&9
	soon grep -q 'ENTER to read' "$log"
	grep -qE '^Address: 0x[0-9a-f]+, 4194304 bytes' "$log"
	[ "$(touched $size)" = 0 ]

	echo >&9
	soon grep -q 'ENTER to end' "$log"
	[ "$(grep -c 'of 4.0M read, all zero' "$log")" = 4 ]
	grep -qx 'All 4194304 bytes were zero' "$log"
	[ "$(touched $size)" = 1024 ]

	echo >&9
	finish
	[ "$status" = 0 ]
	exec 9>&-
}

@test "verify: the input ends before an ENTER: one line, exit 1" {
	for input in '' 'x' '\n' '\n\n' '\n\nx'; do
		run -1 bash -c "printf '$input' | '$tamdemo' verify --pause 0 \
			--size 4096 2>&1 >/dev/null"
		[[ $output == "tamdemo verify: "*ended*"; --yes "* ]]
		[ "${#lines[@]}" = 1 ]
	done
	run -1 bash -c "'$tamdemo' verify 2>&1 >/dev/null <&-"
	[ "${#lines[@]}" = 1 ]
}

@test "linear: touches every page, holds, and ends with 0 at a signal" {
	local size=$((8 << 20)) signal

	for signal in TERM INT HUP; do
		start linear --size $size --rate 1000000000
		soon grep -q 'all touched' "$log"
		grep -q "^PID $pid reserved 8.0M, 2048 pages at 0x" "$log"
		[ "$(touched $size)" = 2048 ]
		kill -$signal "$pid"
		finish
		[ "$status" = 0 ]
	done
}

@test "linear: a size is rounded up to pages" {
	start linear --size 4097 --rate 1G
	soon grep -q 'all touched' "$log"
	grep -q ' 2 pages at' "$log"
	[ "$(touched 8192)" = 2 ]
}

some_touched() {
	[ "$(touched "$1")" -gt 10 ]
}

@test "linear: the front moves in order; a signal before the end is told" {
	local size=$((64 << 20)) nr

	start linear --size $size --rate 1000
	soon grep -q 'touching them' "$log"
	soon some_touched $size
	kill -STOP "$pid"
	soon grep -q '^State:.*stopped' "/proc/$pid/status"
	nr=$(touched $size)
	[ "$nr" -lt 16384 ]
	[ "$(page_map $size | head -n "$nr" | grep -c 1)" = "$nr" ]
	kill -CONT "$pid"
	kill -TERM "$pid"
	finish
	[ "$status" = 143 ]
	grep -q 'stopped by SIGTERM after [0-9]* of 16384 pages' "$log"
}

@test "linear: an ignored signal stays ignored" {
	start --ignore-signal=HUP linear --rate 1
	soon grep -q 'touching them' "$log"
	kill -HUP "$pid"
	kill -INT "$pid" # the higher number, so taken after HUP
	finish
	[ "$status" = 130 ]
	grep -q 'stopped by SIGINT' "$log"
}

@test "linear: every pace ends where it should" {
	for rate in 1000000000 4G 100000 9999999T; do
		"$tamdemo" linear --no-hold --size 1M --rate $rate >"$log"
		grep -q '^touched  1.0M of  1.0M    100% ' "$log"
	done
}

@test "linear: one line on a terminal" {
	run -0 script -qec "'$tamdemo' linear --no-hold --size 1M --rate 1M" \
		/dev/null
	[ "$(tr '\r' '\n' <<<"$output" | grep -c '^touched ')" -gt 2 ]
	[ "$(grep -c touched <<<"$output")" = 1 ]
	[[ $output == *100%* ]]
}

@test "both say which memory they got" {
	local words='mmap fallback: this kernel has no tamalloc'

	[ ! -e /sys/kernel/mm/tamalloc/abi ] || words='tamalloc(2)'
	"$tamdemo" linear --no-hold --size 4096 --rate 1G | grep -F "$words"
	"$tamdemo" verify --yes --size 4096 | grep -F "$words"
}
