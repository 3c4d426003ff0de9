#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# Days on which something is missing: descriptors, /proc, room on the disk, or
# one's right to see. Whatever it is, it is told in a line, and nobody is taken
# for gone.

# shellcheck disable=SC2016,SC2030,SC2031,SC2154
bats_require_minimum_version 1.5.0
load cli
load ../sleeps

export LC_ALL=C.UTF-8

# the leak checker needs descriptors and /proc, too
export ASAN_OPTIONS=detect_leaks=0

setup() {
	tamtop="$(realpath "$tamtop")"
	cd "$BATS_TEST_TMPDIR" || return
	name="bad$BASHPID"
	cp "$(command -v sleep)" "$name"
	"./$name" 1000 3>&- &
	sleeper=$!
	disown
	until_sleeps "$sleeper" "$name"
}

teardown() {
	kill "$sleeper" 2>/dev/null || true
	[ -z "${pid:-}" ] || kill "$pid" 2>/dev/null || true
	[ -z "${open:-}" ] || rm -r "$open"
}

# A copy that another user can start, too; bats(1) keeps its folders to itself.
copy_for_all() {
	open="$(mktemp -d "${TMPDIR:-/tmp}/badXXXXXX")"
	chmod 755 "$open"
	cp "$tamtop" "$open/top"
	chmod 755 "$open/top"
}

# tells_or_shows WORD: exit 0 and output that has the word, or 1 and one line
tells_or_shows() {
	case "$status" in
	0) grep -q -e "$1" out && [ ! -s err ] ;;
	1) [ "$(wc -l <err)" -eq 1 ] && [ ! -s out ] &&
		grep -q '^tamtop: .*: Too many open files$' err ;;
	*) false ;;
	esac
}

# with_files NUMBER WORD ARGUMENT...: tamtop with no more descriptors than that
with_files() {
	local nr="$1" word="$2"

	shift 2
	status=0
	timeout 60 prlimit "--nofile=$nr" "$tamtop" --source proc "$@" \
		>out 2>err </dev/null 3>&- || status=$?
	echo "$nr $*: $status $(head -c 200 err)"
	tells_or_shows "$word"
}

# walk_files WORD ARGUMENT...: with one more each time, until there are enough;
# the fewest are not, and more than enough are enough, too
walk_files() {
	local nr

	with_files 5 "$@" && [ "$status" -eq 1 ] || return 1
	# in between, it hangs together with who opens what at the same time
	for ((nr = 6; nr <= 48; nr++)); do
		with_files "$nr" "$@" || return 1
	done
	with_files 256 "$@" && [ "$status" -eq 0 ]
}

@test "too few descriptors, each number: an error is told, or all is there" {
	walk_files "^ *$sleeper " -b -n 1
	walk_files "^ *$sleeper " -b -n 1 -p "$sleeper"
	walk_files "^ *$sleeper " -b -n 1 "$name"
	# found by its command line alone
	walk_files "^ *$sleeper " -b -n 1 "$name 1000"
	walk_files '"mappings"' --mappings "$sleeper" --json
	walk_files '"mappings"' --pages "$sleeper" --json
}

@test "too few descriptors for a screen: an error is told, or it is written" {
	walk_files '^tamtop  [0-9]* processes' --dump-screen 80x24 -d 0.1
	walk_files "^tamtop  $sleeper " --dump-screen 80x24 -d 0.1 "$sleeper"
}

@test "standard input, output and error closed: no file takes their place" {
	for closed in 0 1 2 '0 1' '0 2' '1 2' '0 1 2'; do
		(
			for fd in $closed; do
				eval "exec $fd>&-"
			done
			exec "$tamtop" --source proc --dump-screen 80x24 \
				-n 100000 3>&-
		) >/dev/null 2>/dev/null </dev/null &
		pid=$!
		# until it has files of its own
		until [ "$(readlink "/proc/$pid/exe")" = "$tamtop" ] &&
				[ -e "/proc/$pid/fd/12" ]; do
			sleep 0.05
		done
		for fd in $closed; do
			[ "$(readlink "/proc/$pid/fd/$fd")" = / ]
		done
		kill "$pid"
		wait "$pid" || true
	done
	run -1 bash -c '"$0" -b -n 1 >&-' "$tamtop"
	[ "$output" = "tamtop: can't write to standard output: Bad file descriptor" ]
	run -1 bash -c '"$0" --help 2>&1 >&-' "$tamtop"
	[ "$output" = "tamtop: can't write to standard output: Bad file descriptor" ]
	run -1 bash -c '"$0" 2>&1 <&-' "$tamtop"
	[[ "$output" = "tamtop: standard input is not a terminal; "* ]]
	run -0 bash -c '"$0" -b -n 1 <&- 2>&- | tail -n 1' "$tamtop"
	[ -n "$output" ]
}

@test "neither a pipe nor a file is a terminal: one line" {
	run -1 bash -c '"$0" </dev/null | cat; exit "${PIPESTATUS[0]}"' "$tamtop"
	[ "$output" = "tamtop: standard input is not a terminal; use -b for output without one" ]
}

@test "what is wrong on the command line is told with no bytes of its own" {
	local word

	for word in $'--no\e[2Jsense' $'-\e' $'--pid\e]0;x\a' $'--json=\e[2J' \
			$'--\xc2\x9b2J' $'--sort=\e[2J' $'-d\e[2J' $'-p\e' \
			$'--view=\e' $'--filter=touched>\e' $'-u\e[2J' \
			$'--keys=\e' $'--dump-screen=\e' $'--mappings=\e' \
			$'--range=\n\r'; do
		run -2 "$tamtop" "$word"
		printf '%q: %q\n' "$word" "$output"
		[ "${#lines[@]}" -eq 1 ]
		[[ "$output" != *[$'\e\a\r']* && "$output" != *$'\xc2\x9b'* ]]
	done
	refused 2 "unrecognized option '--no?\[2Jsense'" $'--no\e[2Jsense=3'
	refused 2 "invalid option '-?'" $'-\e'
	refused 2 "'--s' is ambiguous: it may be --sort, --source, --scheme" --s
	refused 2 "option '--batch' takes no argument" --batch=3
	refused 2 "option '--json' takes no argument" --json=x
	refused 2 "option '-p' requires an argument" -bp
	refused 2 "option '--delay' requires an argument" --delay
	refused 2 "invalid option '-Z'" --json -Zb
}

@test "a screen that can't be saved is told, and what was there is kept" {
	unshare -rm true 2>/dev/null || skip "no mount namespaces here"
	mkdir disk
	# shellcheck disable=SC2016
	run -0 unshare -rm bash -c 'mount -t tmpfs -o size=4k none disk &&
		cd disk && echo old >"$(date +tamtop-%Y-%m-%d-1.svg)" &&
		"$0" --source proc --dump-screen 132x40 -n 2 -d 0.1 --keys y \
			--format svg >/dev/null &&
		cat * && ls | wc -l' "$tamtop"
	[ "$output" = $'old\n1' ]
	# shellcheck disable=SC2016
	run -0 unshare -rm bash -c 'mount -t tmpfs -o size=4k none disk &&
		cd disk && dd if=/dev/zero of=full bs=4k count=1 2>/dev/null
		"$0" --source proc --dump-screen 132x40 -n 2 -d 0.1 --keys y \
			--format text; ls' "$tamtop"
	[[ "$output" =~ "! not saved: tamtop-"[0-9-]*".txt: No space left on device" ]]
	[ "${lines[-1]}" = full ]
	# shellcheck disable=SC2016
	run -0 bash -c 'ulimit -f 0; "$0" --source proc --dump-screen 132x40 \
		-n 2 -d 0.1 --keys y --format text | cat; ls' "$tamtop"
	[[ "$output" =~ "! not saved: tamtop-"[0-9-]*".txt: File too large" ]]
	[[ "${lines[-1]}" != tamtop-* ]]
}

@test "output to a file that may grow no more" {
	# shellcheck disable=SC2016
	run -1 bash -c 'ulimit -f 0; exec "$0" -b -n 1 2>&1 >out' "$tamtop"
	[ "$output" = "tamtop: can't write to standard output: File too large" ]
}

@test "no threads: one line" {
	[ "$(id -u)" -eq 0 ] || skip "root alone can be somebody else"
	copy_for_all
	for nr in 1 2 3 4 5; do
		run setpriv --reuid=65531 --regid=65531 --clear-groups bash -c \
			"ulimit -u $nr; exec '$open/top' --source proc \
			--dump-screen 80x24 -d 0.1 2>&1 >/dev/null"
		echo "$nr: $status $output"
		[ "$status" -eq 1 ]
		[ "$output" = "tamtop: can't start sampling: Resource temporarily unavailable" ]
	done
}

# as_nobody ARGUMENT...: with what $hidden has mounted
as_nobody() {
	run unshare -m bash -c '
		mount -t proc -o "$1" proc /proc && shift && cd / &&
		exec setpriv --reuid=65531 --regid=65531 --clear-groups "$@"' \
		bash "hidepid=$hidden" "$open/top" --source proc "$@"
	echo "$hidden $*: $status $output"
}

@test "hidepid: what is hidden is said to be, not gone" {
	local hidden

	[ "$(id -u)" -eq 0 ] || skip "root alone can be somebody else"
	unshare -m true 2>/dev/null || skip "no mount namespaces here"
	copy_for_all
	for hidden in 1 2 ptraceable; do
		as_nobody -b -n 1
		[ "$status" -eq 0 ]
		if [ "$hidden" = 1 ]; then
			[[ "${lines[0]}" =~ " 1 shown  denied "[1-9] ]]
		else
			[[ "${lines[0]}" == *" 1 shown  denied ?" ]]
		fi
		as_nobody --dump-screen 80x24 -d 0.1
		[ "$status" -eq 0 ]
		[[ "${lines[0]}" =~ ^"tamtop  1 process "\ *"denied "[1-9?] ]]
		for args in "-b -n 1 $name" "$name" ; do
			# shellcheck disable=SC2086
			as_nobody $args
			[ "$status" -eq 1 ]
			[[ "$output" = "tamtop: $name: no process that is ours to see has that name: /proc is mounted with hidepid; run tamtop as root" ]]
		done
		for args in "-b -n 1 $sleeper" "-b -n 1 -p $sleeper" "$sleeper" \
				"--mappings $sleeper" "--pages $sleeper"; do
			# shellcheck disable=SC2086
			as_nobody $args
			[ "$status" -eq 1 ]
			[ "${#lines[@]}" -eq 1 ]
			[[ "$output" = "tamtop: process $sleeper is not ours to see: /proc is mounted with hidepid; "* ]]
		done
	done
}

@test "no /proc: one line, exit 3, whatever is asked for" {
	unshare -rm true 2>/dev/null || skip "no mount namespaces here"
	[ ! -e /sys/kernel/mm/tamalloc/abi ] || skip "this kernel has the calls"
	for args in "-b -n 1" "-b -n 1 -p 1" "-b 1" "-b bash" "--mappings 1" \
			"--pages 1" "--dump-screen 80x24" "" "1" "bash"; do
		# shellcheck disable=SC2016,SC2086
		run -3 unshare -rm bash -c 'mount -t tmpfs none /proc &&
			mkdir /proc/self &&
			printf "ASAN_OPTIONS=detect_leaks=0\\0" \
				>/proc/self/environ && exec "$@"' bash "$tamtop" $args
		echo "$args: $output"
		grep -qx 'tamtop: can.t read /proc: is it mounted?' <<<"$output"
	done
}
