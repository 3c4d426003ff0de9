#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# tamtop's command line on a kernel that is not ours, and its mistakes.

# shellcheck disable=SC2154
bats_require_minimum_version 1.5.0

load cli

# The host may run our kernel one day: then these have nothing to test.
foreign_kernel() {
	[ ! -e /sys/kernel/mm/tamalloc/abi ] ||
		skip "this kernel has the calls"
}

@test "a kernel that is not ours: --source syscall is exit 3 and one line" {
	foreign_kernel
	refused 3 "this kernel ($(uname -r)) has no list_mem_stats(2): boot " \
		--source syscall
	refused 3 "list_mem_stats(2)" --source syscall -b -n 1
}

@test "a kernel that is not ours: auto is proc" {
	foreign_kernel
	run -0 "$tamtop" -b -n 1
	[[ "${lines[0]}" =~ ^tamtop\ 1\ \ [^\ ]+\ \ proc\ [0-9.]+ms\  ]]
	run -0 "$tamtop" --source auto -b -n 1
	[[ "${lines[0]}" =~ ^tamtop\ 1\ \ [^\ ]+\ \ proc\ [0-9.]+ms\  ]]
}

@test "wrong options: exit 2 and one line" {
	refused 2 "invalid option" -Z
	refused 2 "unrecognized option" --nonsense
	refused 2 "requires an argument" -d
	for value in x -1 0 0.01 3601 1e3 1s '' inf 0x1; do
		refused 2 "delay '$value'" -d "$value"
	done
	for value in x -1 0 1.5 '' 99999999999999999999; do
		refused 2 "count '$value'" -n "$value"
	done
	for value in x 0 -1 1, ,1 '1 2' 4194305 ''; do
		refused 2 "pid '$value'" -p "$value"
	done
	refused 2 "sort key 'size'" --sort size
	refused 2 "field 'rss' is unknown; give keys like pid,touched,command" --fields pid,rss
	refused 2 "field 'pid' is there twice" --fields 'pid user pid'
	refused 2 "there is no field in ''" --fields ''
	refused 2 "requires an argument" --fields
	refused 2 "'pages' is drawn on a screen" -b --fields pid,pages
	refused 2 "sort key 'pages' is unknown" --sort pages
	refused 2 "--fields does not go with --mappings" --mappings 1 \
		--fields pid
	refused 2 "filter 'a b>1x': at 'b>1x': no such field" --filter 'a b>1x'
	refused 2 "filter 'touched>1x': at '1x': give a size, like 1G" \
		--filter 'touched>1x'
	refused 2 "filter 'touched >1G': at '>1G': no such field" \
		--filter 'touched >1G'
	refused 2 "filter '!': at its end: give a text to look for" --filter '!'
	refused 2 "filter '\"': at '\"': the quote is not closed" --filter '"'
	refused 2 "filter 'user:': at its end: give a user" --filter user:
	refused 2 "--filter does not go with --mappings" --mappings 1 --filter a
	refused 2 "-u does not go with --mappings" --mappings 1 -u root
	refused 2 "--record does not go with --mappings" --mappings 1 --record a
	refused 2 "--record does not go with --print-config" --print-config --record a
	refused 2 "record '': give the name of a new file" --record ""
	refused 2 "user 'no one': there is none" -u 'no one'
	refused 2 "user '': there is none" -u ''
	refused 2 "user '-1': there is none" -u -1
	refused 2 "user '4294967295': there is none" -u 4294967295
	refused 2 "user '99999999999': there is none" -u 99999999999
	refused 2 "source 'magic'" --source magic
	refused 2 "source ''" --source ''
	refused 2 "source 'PROC'" --source PROC
	refused 2 "scheme 'grey' is unknown; give auto, dark" --scheme grey
	refused 2 "scheme ''" --scheme ''
}

@test "help and version go to stdout" {
	run -0 "$tamtop" --help
	[[ "$output" == "Usage: tamtop"* ]]
	run -0 "$tamtop" --version
	[[ "$output" =~ ^tamtop\ [0-9]+\.[0-9]+ ]]
}

@test "help names every option of the man page and the other way round" {
	options() { grep -oE -e '--[a-z][a-z-]+' | sort -u; }

	"$tamtop" --help | options >"$BATS_TEST_TMPDIR/help"
	sed -n '/^\.Sh OPTIONS/,/^\.Sh KEYS/p' tui/tamtop.1 |
		sed -n 's/^\.It .*Fl Fl \([a-z-]*\).*/--\1/p' | sort -u |
		diff "$BATS_TEST_TMPDIR/help" -
}

@test "help and the man page list the same sort keys, and each sorts" {
	local keys="$BATS_TEST_TMPDIR/keys" key

	"$tamtop" --help |
		sed -n '/sort by:/,/(default/{s/.*sort by://;/(default/d;p}' |
		tr -s ' ' '\n' | grep . >"$keys"
	grep -qx touched "$keys"
	while read -r key; do
		run -0 "$tamtop" --sort "$key" --version
	done <"$keys"
	sed -n '/^\.It Fl Fl sort/,/^\.It Fl Fl source/s/^\.Cm //p' tui/tamtop.1 |
		tr -s ' ,;' '\n' | grep . | diff "$keys" -
}

@test "the man page tells of every column of batch output" {
	local head

	for head in $("$tamtop" -b -n 1 | sed -n 4p); do
		sed -n '/^\.Sh COLUMNS/,/^\.Ss/s/^\.It //p' tui/tamtop.1 |
			tr -s ' ,' '\n' | grep -qxF -e "$head" || {
			echo "$head is not told"
			return 1
		}
	done
}

@test "help, a wrong name and the man page list the same sources" {
	local names name

	names="$("$tamtop" --help | sed -n 's/.*numbers come from: //p')"
	names="${names% (default*}"
	[[ "$names" == auto,* ]]
	for name in ${names//,/}; do
		run -0 "$tamtop" --source "$name" --version
	done
	refused 2 "give ${names%, *} or ${names##*, }\$" --source magic
	sed -n '/^\.Sh SOURCES/,/^\.Sh/s/^\.It Cm //p' tui/tamtop.1 |
		diff - <(tr -d , <<<"${names#auto, }" | tr ' ' '\n')
}

@test "help, a wrong name and the man page list the same schemes" {
	local names="$BATS_TEST_TMPDIR/names" name list

	"$tamtop" --help |
		sed -n '/--scheme NAME/,/(default/{s/.*colours://;s/(default.*//;p}' |
		tr -s ' ,' '\n' | grep . >"$names"
	[ "$(head -n 1 "$names")" = auto ]
	while read -r name; do
		run -0 "$tamtop" --scheme "$name" --version
	done <"$names"
	list="$(paste -sd , "$names" | sed 's/,/, /g')"
	refused 2 "give ${list%, *} or ${list##*, }\$" --scheme grey
	sed -n '/^\.It Fl Fl scheme/,/^\.It Fl Fl sort/{/^\.Bl/,/^\.El/s/^\.It Cm //p}' \
		tui/tamtop.1 | diff "$names" -
}

@test "a full disk is told" {
	run -1 bash -c '"$0" --help 2>&1 >/dev/full' "$tamtop"
	[ "$output" = "tamtop: can't write to standard output: No space left on device" ]
}

@test "help and the man page tell the same exit codes, those that there are" {
	local codes="$BATS_TEST_TMPDIR/codes"

	"$tamtop" --help | sed -n '/^Exit status:/,/^$/s/^  \([0-9][^ ]*\) .*/\1/p' \
		>"$codes"
	# what a part of the program may fail with, by the table of those
	{
		sed -nE 's/^\tX\(.*,[ \t]*([0-9]+)\).*/\1/p' tui/base/status.h |
			sort -un
		echo 128+n
	} | diff - "$codes"
	[ "$(wc -l <"$codes")" -ge 6 ]
	sed -n '/^\.Sh EXIT STATUS/,/^\.Sh EXAMPLES/s/^\.It //p' tui/tamtop.1 |
		diff "$codes" -
}
