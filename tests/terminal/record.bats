#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# Recording in a real terminal (tmux), and without one, of this machine.

# shellcheck disable=SC2030,SC2031
load tmux.bash
load ../sleeps

setup() {
	top="$(realpath "${O:-build}")/tui/tamtop"
	recorded="$(realpath "${O:-build}")/tests/terminal/recorded"
	where="$BATS_TEST_TMPDIR/where"
	mkdir "$where"
	# $pids: none yet
	pids=()
}

teardown() {
	tmux_stop
	[ ${#pids[@]} -eq 0 ] || kill -KILL "${pids[@]}" 2>/dev/null || true
}

start_sleep() {
	sleep 1000 3>&- &
	pids+=("$!")
	disown "$!"
	until_sleeps "$!"
}

# watch ARGUMENTS: tamtop, from a shell in $where; its pid is in a file
watch_with() {
	type_line "clear; cd $where; sh -c 'echo \$\$ >pid; exec $top --source proc -d 0.1 $1'; echo code: \$?"
	wait_for '^tamtop  [0-9]'
}

# nr WORD FILE: what recorded(1) says of it
nr() {
	"$recorded" "$where/$2" | sed -n "s/^$1 //p"
}

has_at_least() {
	[ -e "$where/$3" ] && [ "$(nr "$1" "$3")" -ge "$2" ]
}

@test "recorded while watching, quit: lists, texts, and whom one looks into" {
	start_sleep
	tmux_start 80x24
	watch_with "--record run.tam ${pids[0]}"
	wait_for '^tamtop .* REC   proc '
	wait_until has_at_least targets 3 run.tam
	wait_until has_at_least lists 3 run.tam
	tm send-keys q
	wait_for '^tamtop: recorded [0-9.]+K? to run.tam \([0-9]+s\)$'
	wait_for '^code: 0'
	"$recorded" "$where/run.tam"
	[ "$(nr source run.tam)" = proc ]
	[ "$(nr procs run.tam)" -ge 2 ]
	[ "$(nr commands run.tam)" -ge 1 ]
	[ "$(nr users run.tam)" -ge 1 ]
	[ "$(nr mappings run.tam)" -ge 3 ]
	[ "$(nr runs run.tam)" -ge 1 ]
	[ "$(nr damage run.tam)" = none ]
	[ "$(stat -c %a "$where/run.tam")" = 600 ]
}

@test "key !, and again" {
	tmux_start 80x24
	watch_with ''
	tm send-keys '!'
	wait_for '^record to: tamtop-20[0-9]{6}-[0-9]{6}\.tam_'
	tm send-keys C-u
	type_line my.tam
	wait_for ' REC   proc '
	wait_until has_at_least lists 2 my.tam
	tm send-keys '!'
	wait_for '^recorded .* to my.tam \([0-9]+'
	shows_not ' REC   '
	[ "$(nr damage my.tam)" = none ]
	# what was read before it began
	[ "$(nr commands my.tam)" -ge 1 ]
	[ "$(nr users my.tam)" -ge 1 ]
	tm send-keys q
	wait_for '^code: 0'
}

@test "a signal ends it well, and SIGKILL leaves what plays" {
	local sig

	tmux_start 80x24
	for sig in TERM KILL; do
		watch_with "--record $sig.tam"
		wait_until has_at_least lists 3 "$sig.tam"
		kill "-$sig" "$(cat "$where/pid")"
		wait_for '^code: (143|137)'
		[ "$(nr lists "$sig.tam")" -ge 3 ]
		[ "$(nr damage "$sig.tam")" = none ]
		tm send-keys -R
		type_line reset
		wait_for 'ready> *$'
	done
}

@test "what can't be begun is a line, and no screen" {
	echo mine >"$where/there"
	cd "$where"
	for options in '' -b '--dump-screen 80x24'; do
		# shellcheck disable=SC2086
		run "$top" $options --record there
		[ "$status" -eq 1 ]
		[ "$output" = "tamtop: there exists: give the name of a new file" ]
	done
	[ "$(cat there)" = mine ]
	run "$top" -b --record /dev/full
	[ "$status" -eq 1 ]
	[ "$output" = "tamtop: cannot write /dev/full: no space" ]
}

@test "a full disk while watching: it is told, and watching goes on" {
	unshare -Urm true 2>/dev/null || skip "no namespaces for us"
	tmux_start 80x24
	type_line "unshare -Urm bash --norc --noprofile"
	type_line "clear; mount -t tmpfs -o size=64k none $where; ls -l $where"
	wait_for '^total 0'
	type_line "head -c 40000 /dev/zero >$where/filler"
	watch_with "--record run.tam"
	wait_for '^! cannot write run.tam: no space, recording stopped [0-9]{2}:[0-9]{2}:[0-9]{2}'
	shows_not ' REC   '
	tm send-keys '?'
	wait_for '^tamtop  help'
	tm send-keys q
	wait_for '^code: 1'
	wait_for '^tamtop: cannot write run.tam: no space; the recording ends there'
	# what is there plays, to its end
	type_line "clear; $recorded run.tam"
	wait_for '^damage none'
	type_line exit
}

@test "without a terminal: those who were asked for are looked into" {
	start_sleep
	start_sleep
	(cd "$where" && "$top" --source proc -b -n 3 -d 0.1 --record run.tam \
		-p "${pids[0]},${pids[1]}" >printed)
	[ "$(grep -c ^tamtop "$where/printed")" -eq 3 ]
	[ "$(nr lists run.tam)" -eq 3 ]
	[ "$(nr targets run.tam)" -eq 6 ]
	[ "$(nr runs run.tam)" -ge 1 ]
	[ "$(nr commands run.tam)" -ge 2 ]
	[ "$(nr procs run.tam)" -gt 2 ]
	[ "$(nr damage run.tam)" = none ]
}

@test "without a terminal: no more than 16 of them, and nobody else" {
	for _ in {1..18}; do
		start_sleep
	done
	(cd "$where" && "$top" --source proc -b -n 1 --record run.tam \
		"${pids[@]}" >printed
	"$top" --source proc -b -n 1 --record all.tam >printed)
	[ "$(nr targets run.tam)" -eq 16 ]
	[ "$(nr targets all.tam)" -eq 0 ]
}

# has_lines NR FILE: samples that are printed in it
has_lines() {
	[ "$(grep -c ^tamtop "$where/$2")" -ge "$1" ]
}

@test "without a terminal: a reader who goes ends the recording alone" {
	local nr

	mkfifo "$where/fifo"
	"$top" --source proc -b -d 0.1 --record "$where/fifo" \
		>"$where/printed" 2>"$where/told" 3>&- &
	pids+=("$!")
	disown "$!"
	head -c 100 "$where/fifo" >/dev/null
	wait_until test -s "$where/told"
	cat "$where/told"
	[ "$(wc -l <"$where/told")" -eq 1 ]
	grep -qE '^tamtop: cannot write .*/fifo: nobody reads it any more, recording stopped ' \
		"$where/told"
	nr=$(grep -c ^tamtop "$where/printed")
	wait_until has_lines $((nr + 3)) printed
}

@test "without a terminal: what has failed is a failure whatever comes then" {
	local codes

	# a file of so many bytes is full at once; who reads goes when that is told
	(ulimit -f 1 && exec "$top" --source proc -b -d 0.1 \
		--record "$where/run.tam" 2>"$where/told") |
		{ wait_until test -s "$where/told"; head -n 1; } \
		>"$where/printed" && codes=("${PIPESTATUS[@]}")
	cat "$where/told"
	echo "${codes[@]}"
	[ "${codes[0]}" -eq 1 ]
	grep -q ': it is too large, recording stopped ' "$where/told"
	[ "$(wc -l <"$where/told")" -eq 1 ]
}

@test "who is called so, later on, is meant, and not who has it in its arguments" {
	cp "$(command -v sleep)" "$where/comes-late"
	sh -c 'sleep 1000; : comes-late' 3>&- &
	pids+=("$!")
	disown "$!"
	"$top" --source proc -b -d 0.1 --record "$where/run.tam" \
		>"$where/printed" 3>&- &
	pids+=("$!")
	disown "$!"
	wait_until has_lines 2 printed
	"$where/comes-late" 1000 3>&- &
	pids+=("$!")
	disown "$!"
	wait_until grep -q "^ *$! " "$where/printed"
	wait_until has_lines $(($(grep -c ^tamtop "$where/printed") + 2)) printed
	"$top" --replay "$where/run.tam" -b --fields pid comes-late \
		>"$where/found"
	grep -q "^ *$!\$" "$where/found"
	! grep -q "^ *${pids[0]}\$" "$where/found"
}
