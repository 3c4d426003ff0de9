#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# tamtop --replay: what is no recording, or not all of one; what goes with it;
# and what is printed of it.

# shellcheck disable=SC2154
bats_require_minimum_version 1.5.0

load cli
load ../sleeps

export LC_ALL=C.UTF-8 TZ=UTC

demo="$PWD/demo/demo.tam"

setup() {
	view=()
	tamtop="$(realpath "$tamtop")"
	cd "$BATS_TEST_TMPDIR" || return
}

# says LINE ARGUMENT...: that is all, and exit code 1
says() {
	run -1 --separate-stderr "$tamtop" "${@:2}"
	[ -z "$output" ]
	[ "$stderr" = "tamtop: $1" ]
}

# put_byte NUMBER AT FILE
put_byte() {
	# shellcheck disable=SC2059
	printf "\\x$(printf %x "$1")" | dd of="$3" bs=1 seek="$2" \
		conv=notrunc status=none
}

# screen KEY...: of $file
screen() {
	"$tamtop" --no-config --replay "${file:-$demo}" --dump-screen 100x30 \
		--keys "$*" "${view[@]}"
}

@test "what is no recording is refused in a line" {
	echo no recording >text
	: >empty
	says "missing: can't be opened: No such file or directory" \
		--replay missing
	says 'text: this is no recording of tamtop' --replay text
	says 'empty: this is no recording of tamtop' --replay empty
	mkfifo fifo
	says 'fifo: a recording must be a file' --replay fifo
	says '.: a recording must be a file' --replay .
}

@test "one of a later version is refused in a line" {
	cp "$demo" later
	put_byte 2 8 later
	says 'later: recorded in the format 2.0 by another tamtop: this one plays 1.x' \
		--replay later
}

@test "what is cut off is played up to there, and told" {
	head -c 100000 "$demo" >cut.tam
	file=cut.tam screen '@ 100% Enter' >shown
	[[ "$(head -n 1 shown)" == *' END '* ]]
	file=cut.tam screen '' >shown
	grep -q '^! .*cut off' shown
	run -1 --separate-stderr "$tamtop" --replay cut.tam -b
	[[ "$stderr" == 'tamtop: cut.tam: '*'cut off'* ]]
	nr=$(grep -c ^Memory <<<"$output")
	[ "$nr" -gt 50 ]
	[ "$nr" -lt 140 ]
	[[ "$stderr" = *": plays $nr lists ("*" samples) up to 12:00:"* ]]
	# what is asked for is there
	run -0 --separate-stderr "$tamtop" --replay cut.tam -b -n 50
	[ -z "$stderr" ]
	# a name with bytes of its own
	mv cut.tam $'cut\e[2J'
	run -1 --separate-stderr "$tamtop" --replay $'cut\e[2J' -b
	[[ "$stderr" != *$'\e'* ]]
}

@test "where not even the first sample can be read, nothing is played" {
	head -c 200 "$demo" >short.tam
	says 'short.tam: nothing can be played: cut off at byte 78' --replay short.tam
	says 'short.tam: nothing can be played: cut off at byte 78' --replay short.tam -b
}

@test "what is damaged is played up to there, and told" {
	cp "$demo" damaged
	put_byte 255 60000 damaged
	put_byte 255 60001 damaged
	run -1 --separate-stderr "$tamtop" --replay damaged -b
	[[ "$stderr" == 'tamtop: damaged: '*damaged* ]]
	[ "$(grep -c ^Memory <<<"$output")" -lt 140 ]
}

@test "with what it doesn't go" {
	local words
	local refused=('--mappings 1' '--pages 1' '--timeline 1 1' '-- true'
		'--source proc' '--record again.tam' '-b -d 10')

	for words in "${refused[@]}"; do
		# shellcheck disable=SC2086
		run -2 --separate-stderr "$tamtop" --replay "$demo" $words
		[ "${#stderr_lines[@]}" -eq 1 ]
		[[ "$stderr" == *--replay* ]]
	done
	[ ! -e again.tam ]
}

@test "all samples as text, and as JSON that holds to its schema" {
	"$tamtop" --replay "$demo" -b >text
	[ "$(grep -c '^Memory ' text)" -eq 140 ]
	"$tamtop" --replay "$demo" -b --json >json
	[ "$("$BATS_TEST_DIRNAME/validate" \
		"$BATS_TEST_DIRNAME/../../docs/json/batch.schema.json" \
		<json)" -eq 140 ]
	grep -q '"source":"syscall"' json
	"$tamtop" --replay "$demo" -b -n 3 --fields pid,touched,command >few
	[ "$(grep -c '^Memory ' few)" -eq 3 ]
}

@test "filters, fields and the order hold for it" {
	"$tamtop" --replay "$demo" -b -n 1 --filter zero --sort pid \
		--fields pid,command >shown
	[ "$(tail -n 1 shown | sed 's/^ *[0-9]* *//')" = \
		'tamdemo zero --size 64M --rate 2M' ]
}

@test "who isn't in it, and who may be" {
	# of init, a shell and tamtop itself only the names were recorded
	run -1 --separate-stderr "$tamtop" --replay "$demo" -b nosuch
	[ "$stderr" = "tamtop: nosuch: not found, but 3 command lines were not recorded; see tamtop -b --replay FILE" ]
	run -4 --separate-stderr "$tamtop" --replay "$demo" -b 99999
	[ "$stderr" = 'tamtop: 99999: the recording has no such process; see tamtop -b --replay FILE' ]
	run -4 --separate-stderr "$tamtop" --replay "$demo" -b -p 99999,99998
	[ "$stderr" = "tamtop: $demo: none of the processes asked for is in the recording" ]
	[ -z "$output" ]
	"$tamtop" --no-config --replay "$demo" -p 99999 --dump-screen 80x24 >shown
	grep -q '^! none of the processes asked for is there  ' shown
	"$tamtop" --replay "$demo" -b -p 99999,1 -n 1 --fields pid,command >shown
	[ "$(tail -n 1 shown)" = '      1 init' ]
}

@test "who records is found by its whole name alone" {
	sleep 1000 3>&- &
	pid=$!
	until_sleeps "$pid"
	"$tamtop" --source proc -b -n 1 --record run.tam "$pid" >/dev/null
	kill "$pid"
	run ! --separate-stderr "$tamtop" --replay run.tam -b "run.tam"
	[[ "$stderr" = 'tamtop: run.tam: '*not* ]]
	"$tamtop" --replay run.tam -b tamtop >shown
}

# same WAY WAY...: each leads to the same screen of $view
same() {
	local way nr=0

	for way; do
		screen "$way" >"way$nr"
		cmp way0 "way$nr" || {
			echo "${view[*]}: '$1' and '$way':"
			diff way0 "way$nr"
			return 1
		}
		nr=$((nr + 1))
	done
}

@test "how one has come somewhere doesn't matter" {
	local name to

	for name in '' '--view process stride' '--view map random' \
		'--view timeline linear' '--view timeline zero'; do
		read -ra view <<<"$name"
		same 'wait=13 .' 'wait=13 . , .' 'wait=15 ,' \
			'wait=40 @ 0% Enter Space . . . . . . . . . . . . . .'
		for to in 15 80; do
			same "@ ${to}% Enter Space" \
				"@ 100% Enter @ -1m Enter @ ${to}% Enter" \
				"@ +2s Enter wait=9 @ -1m Enter @ ${to}% Enter Space"
		done
	done
}

@test "zoomed timelines have all that was before" {
	view=(--view timeline linear)
	screen '@ +9s Enter Space + +' >there
	# four rows a second, and those on the screen at least
	[ "$(grep -cE '^ +[0-9.]+s ' there)" -ge 20 ]
	run ! grep 'history of this range begins' there
}

@test "whom nobody looked into, and who has ended, says so" {
	sleep 2 3>&- &
	"$tamtop" -b -n 12 -d 0.3 --source proc --record run.tam "$!" $$ >/dev/null
	file=run.tam
	view=("$!")
	screen 'wait=99' >ended
	grep -q '^It is gone: ' ended
	grep -qE '^tamtop .* GONE [0-9:]+$' ended
	view=(1)
	for keys in 'wait=4' 'wait=6 ,' '@ 0% Enter wait=3' 'Space @ 0% Enter'; do
		screen "$keys" >unknown
		grep -q 'Nobody looked into it' unknown
	done
	# what the list knows of it
	file=
	screen '@ 50% Enter wait=3' >unknown
	grep -q 'Nobody looked into it' unknown
	grep -q '^Who .* state S ' unknown
}

@test "a mark stays where it may" {
	view=()
	screen 'wait=40 m wait=9 , , .' >shown
	grep -q '^tamtop  7 processes, mark [0-9]' shown
	screen 'wait=40 m wait=9 @ -10s Enter' >shown
	run ! grep -q '^tamtop  7 processes, mark' shown
	grep -q '^the mark is gone' shown
	# and what has changed since it
	same 'wait=40 m wait=9 .' 'wait=40 m wait=9 . , .'
}

# at 80 columns, or $columns; the last line of it, and line 1
bottom() {
	screen80 "$@" | tail -n 2 | head -n 1
}

top() {
	screen80 "$@" | head -n 1
}

screen80() {
	"$tamtop" --no-config --replay "$demo" \
		--dump-screen "${columns:-80}x24" --keys "$1" "${@:2}"
}

@test "the last line names what a recording obeys, and nothing else" {
	local view line

	[[ "$(bottom 'b')" == *'  Space pause  , . step  { } speed  @ go to  '* ]]
	for view in '' '--view process zero' '--view map zero' \
		'--view timeline zero'; do
		# shellcheck disable=SC2086
		line="$(bottom '@ +12s Enter' $view)"
		[[ "$line" == *'  Space pause  , . step  { } speed  @ go to  '* ]]
		# shellcheck disable=SC2086
		line="$(columns=200 bottom '@ +12s Enter Space' $view)"
		[[ "$line" == *'  Space go on  , . step  { } speed  @ go to  '* ]]
		[[ ! "$line" =~ demo|signal|record|delay|'one sample'|pause ]]
	done
	line="$(bottom '@ 100% Enter')"
	[[ "$line" == *'  Space begin anew  , step  { } speed  @ go to  '* ]]
	line="$(columns=40 bottom '@ 100% Enter')"
	[[ "$line" == *'  Space anew  '* ]]
}

@test "line 1 of a narrow screen leaves the process its room" {
	[[ "$(columns=40 top '@ +12s Enter' --view process zero)" =~ \
		^'tamtop  '[0-9]+' tamdemo  '.*' x1 at 12:00:12'$ ]]
	[[ "$(top '@ +12s Enter')" =~ ' replay '+'x1 at 12:00:12'$ ]]
}

@test "what line 1 has no room for is left out whole" {
	local columns

	for ((columns = 60; columns <= 80; columns++)); do
		[[ "$(top 'F H t')" =~ \
			^'tamtop  7 processes'(', following '[0-9]+(', order held'(', tree')?)?)?' '+replay ]]
	done
}

@test "a speed is answered, in a pause as well" {
	[[ "$(bottom '@ +12s Enter Space } }')" == 'x4 from here on '* ]]
	[[ "$(bottom '@ +12s Enter {')" == 'x1/2 from here on '* ]]
	[[ "$(bottom '@ 100% Enter }')" == 'x2 once it begins anew '* ]]
	[[ "$(bottom '@ +12s Enter { { {')" == 'this is the slowest; , . step '* ]]
	[[ "$(bottom '@ +12s Enter } } } } } } }')" == 'this is the fastest; @ goes to a time '* ]]
}

@test "a time that isn't in it is asked again" {
	[[ "$(bottom '@ 12:30 Enter')" == \
		'recorded 12:00:00-12:00:35: 12:30_ '*'Enter go  Esc cancel' ]]
	[[ "$(columns=40 bottom '@ noon Enter')" == \
		'as 12:03:07, +30s, -2m, 50%: noon_' ]]
	[[ "$(top '@ 12:00 Enter Space')" == *' PAUSED 12:00:00' ]]
	[[ "$(top '@ 100% Enter @ 50% Enter wait=5')" =~ ' PAUSED 12:00:1'[678]$ ]]
}

@test "a PSS that nobody recorded is not waited for" {
	[[ "$(bottom '@ +12s Enter P' --view process zero)" == \
		'PSS was not recorded here '* ]]
	screen80 '@ +12s Enter b P' >shown
	grep -q '^PSS of root was not recorded$' shown
}

@test "help tells of the recording, and of no key that it refuses" {
	"$tamtop" --no-config --replay "$demo" --dump-screen 80x120 \
		--keys '?' >shown
	grep -q '^   recording demo.tam$' shown
	grep -q '^   of syscall on Linux 6.12' shown
	grep -q '^   2026-11-27 12:00:00 - 12:00:35$' shown
	grep -q '^   35s, [0-9]* samples$' shown
	run ! grep -E 'demos|signal|delay|! record|one sample' shown
}

@test "a closed pipe is quiet" {
	"$tamtop" --replay "$demo" -b --json 2>err | head -n 1 >line
	[ "${PIPESTATUS[0]}" -eq 0 ]
	[ ! -s err ]
}
