#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# tamtop --dump-screen: a screen to standard output, without a terminal.

# shellcheck disable=SC2154
bats_require_minimum_version 1.5.0

load cli

export LC_ALL=C.UTF-8

dump() {
	"$tamtop" --dump-screen "$@" -d 0.1 </dev/null
}

@test "as large as it is asked to be, and a caption below" {
	for size in 80x24 132x40 40x10 1000x1000; do
		dump "$size" >"$BATS_TEST_TMPDIR/screen"
		# the last line ends, too
		[ "$(wc -l <"$BATS_TEST_TMPDIR/screen")" -eq \
			$((${size#*x} + 1)) ]
		[[ "$(head -n 1 "$BATS_TEST_TMPDIR/screen")" == \
			'tamtop  '*' proc'* ]]
		[[ "$(tail -n 1 "$BATS_TEST_TMPDIR/screen")" =~ \
			^tamtop\ \ .*20[0-9]{2}-[0-9]{2}-[0-9]{2}\ .*\ Linux\ $(uname -r)$ ]]
	done
}

# A screen of all processes may show the grep that looks at it: so it is
# written first, and looked at when it is there.
dump_to() {
	local screen="$BATS_TEST_TMPDIR/$1"

	shift
	dump "$@" >"$screen"
}

nr_with() {
	LC_ALL=C grep -c "$2" "$BATS_TEST_TMPDIR/$1" || true
}

@test "the mouse among the keys" {
	dump_to plain 80x24
	heads="$(grep -n '^ *PID USER' "$BATS_TEST_TMPDIR/plain" | cut -d : -f 1)"
	dump_to sorted 80x24 --keys "click=6,$heads"
	[ "$(nr_with sorted '^ *PID↑')" -eq 1 ]
	dump_to inverted 80x24 --keys 'o wheel-up=1,1 double=5,5'
	[ "$(nr_with inverted '^ *PID↑')" -eq 1 ]
	# where nothing is, nothing happens
	dump_to nothing 80x24 --keys 'click=1000,1000 double=1,1 wheel-down=1,1'
	[ "$(nr_with nothing 'TOUCHED↓')" -eq 1 ]
	for keys in click= click=1 click=0,1 double=1,0 wheel-up=1,x wheel-down=1,1001; do
		refused 2 "keys: unknown key '$keys'" --dump-screen 80x24 \
			--keys "j $keys k"
	done
}

@test "each format" {
	dump_to svg 80x24 --format svg
	xmllint --nonet --noout "$BATS_TEST_TMPDIR/svg"
	dump_to html 80x24 --format html
	xmllint --nonet --noout "$BATS_TEST_TMPDIR/html"
	dump_to ansi 80x24 --format ansi
	[ "$(nr_with ansi $'^\033\[0;1mtamtop\033')" -eq 1 ]
	[ "$(nr_with ansi $'\033\[[0-9;]*38;2;')" -gt 0 ]
	dump_to text 80x24 --format text
	[ "$(nr_with text $'\033')" -eq 0 ]
	dump_to mono 80x24 --no-color --format ansi
	[ "$(nr_with mono $'\033\[[0-9;]*38;2;')" -eq 0 ]
	NO_COLOR=1 dump_to no_color 80x24 --format ansi
	[ "$(nr_with no_color $'\033\[[0-9;]*38;2;')" -eq 0 ]
	dump_to ascii 80x24 --ascii
	[ "$(nr_with ascii '[^ -~]')" -eq 0 ]
}

@test "so many samples" {
	# the leak checker does not work under ptrace(2)
	ASAN_OPTIONS=detect_leaks=0 \
		strace -f -o "$BATS_TEST_TMPDIR/calls" -e trace=getdents64 \
		"$tamtop" --dump-screen 80x24 -d 0.1 -n 5 >/dev/null
	# each looks through /proc once, up to the end
	[ "$(grep -c 'getdents64(.*= 0$' "$BATS_TEST_TMPDIR/calls")" -ge 5 ]
}

@test "what a filter lists by its texts is whole in the first sample" {
	local pid filter

	sleep 98765 3>&- &
	pid=$!
	disown
	until [ "$(tr '\0' ' ' <"/proc/$pid/cmdline")" = 'sleep 98765 ' ]; do
		sleep 0.02
	done
	for filter in cgroup:/ "user:$(id -un)" '"sleep 98765"'; do
		# a second sample, taken before the texts come, has less of it
		"$tamtop" --dump-screen 160x24 -n 1 -d 60 </dev/null \
			--filter "pid:$pid $filter" >"$BATS_TEST_TMPDIR/whole"
		grep -E "^> *$pid $(id -un) .* [A-Z] sleep 98765 *$" \
			"$BATS_TEST_TMPDIR/whole"
	done
	kill "$pid"
}

@test "keys lead into help, and into a process and its map" {
	dump_to help 80x24 --keys '?'
	[ "$(nr_with help 'what the numbers mean')" -eq 2 ]
	run -0 dump 80x24 -p "$BASHPID" --keys 'Enter'
	[[ "${lines[0]}" =~ ^tamtop\ \ $BASHPID\  ]]
	run -0 dump 80x24 -p "$BASHPID" --keys 'Enter Enter'
	[[ "${lines[0]}" =~ ^tamtop\ \ $BASHPID\ .*\ map\ of\  ]]
	[[ "$output" == *'1 cell = '* ]]
}

@test "a command is started, followed and ended" {
	local marker="$BATS_TEST_TMPDIR/pid"

	run -0 dump 80x24 --keys 'wait=1 Enter wait=1' -- \
		bash -c "echo \$\$ >$marker; sleep 1000; :"
	[[ "${lines[0]}" =~ ^tamtop\ \ $(cat "$marker")\ bash ]]
	[[ "$output" == *'[stack]'* || "$output" == *'[heap]'* ||
		"$output" == *bash* ]]
	[ ! -e "/proc/$(cat "$marker")" ] ||
		grep -q '^State:.*Z' "/proc/$(cat "$marker")/status"
}

@test "a pause among the keys does not last for ever" {
	run -0 timeout 60 "$tamtop" --dump-screen 80x24 -d 0.1 -n 50 --keys 'Space'
	[[ "${lines[0]}" == *PAUSED* ]]
}

@test "a signal ends it, and nothing is written" {
	local pid code=0

	"$tamtop" --dump-screen 80x24 -n 1000 >"$BATS_TEST_TMPDIR/out" &
	pid=$!
	# not before it has its threads: then it takes signals
	while [ "$(find "/proc/$pid/task" -mindepth 1 -maxdepth 1 | wc -l)" -lt 5 ]; do
		sleep 0.05
	done
	kill "$pid"
	wait "$pid" || code=$?
	[ "$code" -eq 143 ]
	[ ! -s "$BATS_TEST_TMPDIR/out" ]
}

@test "a full disk is told" {
	run -1 bash -c '"$0" --dump-screen 80x24 -d 0.1 2>&1 >/dev/full' "$tamtop"
	[ "$output" = "tamtop: can't write to standard output: No space left on device" ]
}

@test "colours are for a dark background, or for a light one" {
	local svg

	svg="$(dump 80x24 --format svg)"
	[[ $svg = *'height="'*'fill="#121212"'* ]]
	svg="$(dump 80x24 --format svg --scheme light)"
	[[ $svg != *'fill="#121212"'* && $svg = *'fill="#ffffff"'* ]]
}

@test "files have the colours of the scheme" {
	local format usual blind

	for format in svg html; do
		usual="$(dump 80x24 --format "$format" | grep -oE '#[0-9a-f]{6}' | sort -u)"
		blind="$(dump 80x24 --format "$format" --scheme color-blind |
			grep -oE '#[0-9a-f]{6}' | sort -u)"
		# what is written, as each machine has that
		[[ "$usual" = *b48c50* && "$usual" != *c88200* ]]
		[[ "$blind" = *c88200* && "$blind" != *b48c50* ]]
	done
	dump 80x24 --format ansi --scheme colour-blind-dark | grep -q '38;2;200;130;0m'
	dump 80x24 --format ansi --scheme colour-blind-light | grep -q '38;2;210;130;10m'
}

@test "without tamdemo it is told where it is looked for" {
	cp -L "$tamtop" "$BATS_TEST_TMPDIR/tamtop"
	PATH=/nowhere LD_LIBRARY_PATH="$(realpath "${O:-build}")/lib" \
		"$BATS_TEST_TMPDIR/tamtop" --dump-screen 80x24 --format text \
		--keys d >"$BATS_TEST_TMPDIR/out"
	grep -q "^'tamdemo': No such file or directory" "$BATS_TEST_TMPDIR/out"
	grep -q 'in PATH and beside tamtop' "$BATS_TEST_TMPDIR/out"
	grep -q 'package tamdemo[.]$' "$BATS_TEST_TMPDIR/out"
}

@test "wrong options: exit 2 and one line" {
	for value in 80 x24 80x 80x24x2 39x10 40x9 1001x10 -80x24 80,24 ''; do
		refused 2 "screen '$value'" --dump-screen "$value"
	done
	refused 2 "format 'png' is unknown; give svg, html, ansi or text" \
		--dump-screen 80x24 --format png
	refused 2 "keys: unknown key 'Entr'" --dump-screen 80x24 --keys 'j Entr'
	refused 2 "keys: unknown key 'wait=x'" --dump-screen 80x24 --keys 'wait=x'
	refused 2 "goes with --dump-screen" --keys j
	refused 2 "does not go with -b" --dump-screen 80x24 -b
	refused 2 "does not go with -b, --mappings" --dump-screen 80x24 --pages 1
	refused 4 "" --dump-screen 80x24 -p 4194303
}
