#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# Processes as operands, by number and by name: real ones, whose name is
# nobody else's.

# shellcheck disable=SC2154
bats_require_minimum_version 1.5.0
load cli
load ../sleeps

export LC_ALL=C.UTF-8

setup() {
	name="op$BASHPID"
	cp "$(command -v sleep)" "$BATS_TEST_TMPDIR/$name"
	started=()
}

teardown() {
	[ -z "${started[*]}" ] || kill -KILL "${started[@]}" 2>/dev/null || true
}

# begin NAME ARGUMENT: a sleeper that goes by that name
begin() {
	cp -n "$BATS_TEST_TMPDIR/$name" "$BATS_TEST_TMPDIR/$1" || true
	"$BATS_TEST_TMPDIR/$1" "$2" 3>&- &
	started+=($!)
	disown
	until_sleeps "$!" "$1"
}

# pids ARGUMENT...: those that batch output lists, in their order
pids() {
	"$tamtop" --source proc -b -n 1 --sort pid "$@" |
		awk 'shown { print $1 } $1 == "PID" { shown = 1 }'
}

# title ARGUMENT...: line 1 of a screen
title() {
	"$tamtop" --source proc --dump-screen 80x24 -d 0.1 "$@" </dev/null |
		head -n 1
}

@test "a name is the program's, and only then a part of command lines" {
	begin "$name" 1001
	begin "${name}x" 1002
	[ "$(pids "$name")" = "${started[0]}" ]
	[ "$(pids "${name}x")" = "${started[1]}" ]
	[ "$(pids "${name:0:${#name}-1}" | grep -cxF -e "${started[0]}" -e "${started[1]}")" -eq 2 ]
	# capitals don't count in a part
	[ "$(pids "${name^^}")" = "$(printf '%s\n' "${started[@]}")" ]
}

@test "several operands are all of them, each once" {
	begin "$name" 1001
	begin "${name}x" 1002
	both="$(printf '%s\n' "${started[@]}")"
	[ "$(pids "$name" "${name}x")" = "$both" ]
	[ "$(pids "${started[0]}" "$name" -n 1 "${name}x")" = "$both" ]
	# those of -p are listed, too
	[ "$(pids -p "${started[0]}" "${name}x")" = "$both" ]
}

@test "who has it in the command line because of the operand is not meant" {
	run -4 bash -c '"$0" -b -n 1 "$1"; exit $?' "$tamtop" "none$name"
	[ "$output" = "tamtop: none$name: no process has that name; see tamtop -b" ]
}

@test "nobody: exit 4 and one line" {
	refused 4 "none$name: no process has that name; see tamtop -b\$" "none$name"
	refused 4 "none$name: no process has that name" -b -n 1 "none$name"
	# whatever is typed, it is one line, and moves no cursor
	refused 4 "a?b?\[2J$name: no process has that name" -b \
		$'a\nb\e[2J'"$name"
	refused 4 "there is no process 4194304\$" 4194304
	refused 4 "there is no process 4194304\$" -b 4194304
	begin "$name" 1001
	refused 4 "none$name: no process" -b -n 1 "$name" "none$name"
	kill "${started[0]}"
	while [ -e "/proc/${started[0]}" ]; do
		sleep 0.02
	done
	refused 4 "there is no process ${started[0]}\$" "${started[0]}"
}

@test "one opens, by number and by name" {
	begin "$name" 1001
	[[ "$(title "$name")" =~ ^tamtop\ \ ${started[0]}\ $name\ \  ]]
	[[ "$(title "${started[0]}")" =~ ^tamtop\ \ ${started[0]}\ $name\ \  ]]
	[[ "$(title --keys Esc "$name")" =~ ^tamtop\ \ [0-9]+\ processes ]]
	[[ "$(title --keys Esc -p "${started[0]}" "$name")" =~ ^tamtop\ \ 1\ of\  ]]
}

@test "--view says what opens" {
	begin "$name" 1001
	[[ "$(title --view list "$name")" =~ ^tamtop\ \ [0-9]+\ processes ]]
	[[ "$(title --view process "$name")" =~ ^tamtop\ \ ${started[0]}\ $name\ \  ]]
	[[ "$(title --view map "$name")" == *" $name  map of "* ]]
	[[ "$(title --view timeline "$name")" == *" $name  time of "* ]]
	[[ "$(title --view band "$name")" == *" $name  "*" mappings, at "* ]]
}

@test "several are a choice, and --view is of the chosen one" {
	begin "$name" 1001
	begin "$name" 1002
	[[ "$(title "$name")" =~ ^tamtop\ \ $name:\ 2\ of\ [0-9]+\ processes ]]
	[[ "$(title "$name" --keys Enter)" =~ ^tamtop\ \ [0-9]+\ $name\ \  ]]
	[[ "$(title --view map "$name" --keys Enter)" == *" $name  map of "* ]]
	[[ "$(title "${started[@]}")" == "tamtop  ${started[*]}: 2 of "* ]]
}

@test "--view is of a command, too" {
	local view
	local words=('  time of ' '  map of ' ' mappings, at ')

	[[ "$(title --view process -- sleep 1000)" =~ ^tamtop\ \ [0-9]+\ sleep\ \  ]]
	[[ "$(title --view band -- sleep 1000)" == *' mappings, at '* ]]
	[[ "$(title --view list -- sleep 1000)" =~ ^tamtop\ \ [0-9]+\ processes ]]
	for view in timeline map band; do
		[[ "$(title --view "$view" -- "${O:-build}/tests/terminal/grow")" == \
			*"${words[0]}"* ]]
		words=("${words[@]:1}")
	done
}

@test "what makes no sense: exit 2 and one line" {
	refused 2 "process '0'" 0
	refused 2 "process ''" ''
	refused 2 "process '4194305'" 4194305
	refused 2 "view 'tree' is unknown" --view tree 412
	refused 2 "view '' is unknown" --view '' 412
	refused 2 "--view goes with a process" --view map
	refused 2 "--view goes with a process" --view map -p 412
	refused 2 "--view opens a view on a screen" --view map -b 412
	refused 2 "--view opens a view on a screen" --view map --pages 412
	refused 2 "'redis' is one too many" --mappings 412 redis
	refused 2 "'redis' is one too many" redis --pages 412 --json
	refused 2 "--view goes with a process" --view process
	refused 2 "not both: 'redis' and -- sleep" redis -- sleep 1
}
