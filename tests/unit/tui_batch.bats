#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# What the man page promises of batch output, of the exit codes, and of its
# examples; with this machine's own processes.

# shellcheck disable=SC2030,SC2031
bats_require_minimum_version 1.5.0

load cli
load ../sleeps

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	tamtop="$(realpath "$tamtop")"
	# $pids: none yet
	pids=()
}

teardown() {
	[ ${#pids[@]} -eq 0 ] || kill -KILL "${pids[@]}" 2>/dev/null || true
}

# start_named NAME: a process of that name; $pids has it
start_named() {
	(exec -a "$1" sleep 1000 3>&-) &
	pids+=("$!")
	disown "$!"
	until_sleeps "$!"
}

# of_all: what -p wants
of_all() {
	local IFS=,

	echo "${pids[*]}"
}

@test "one line a process, parted by blanks: awk reads every column" {
	local hostile name

	hostile=($'two\nlines' $'tab\there' $'\x1b[2Jclear' 'a  b   ' '-' '?'
		$'bad\xff\xfe' $'nel\xc2\x85x' $'line\xe2\x80\xa8sep'
		$'\xe2\x80\xaertl' "$(printf 'n%.0s' {1..3000})")
	for name in "${hostile[@]}"; do
		start_named "$name"
	done
	"$tamtop" -b -n 1 -p "$(of_all)" >"$BATS_TEST_TMPDIR/out"
	cat -v "$BATS_TEST_TMPDIR/out" | cut -c 1-150
	[ "$(sed 1,4d "$BATS_TEST_TMPDIR/out" | wc -l)" -eq ${#hostile[@]} ]
	[ "$(sed 1,4d "$BATS_TEST_TMPDIR/out" | awk '{ print $1 }' | sort -n)" = \
		"$(printf '%s\n' "${pids[@]}" | sort -n)" ]
	# 16 columns, of which only the last has blanks
	sed -n 4p "$BATS_TEST_TMPDIR/out" | awk 'NF != 16 { exit 1 }'
	sed 1,4d "$BATS_TEST_TMPDIR/out" | awk 'NF < 16 { exit 1 }
		$3 !~ /^[0-9.]+[BKMGTPE]?$/ || $4 !~ /^[0-9.]+[BKMGTPE]?$/ { exit 1 }
		$12 !~ /^[0-9]+$/ || $14 !~ /^[A-Za-z]$/ { exit 1 }
		$15 !~ /^([0-9]+[a-z])+$|^[?]$/ { exit 1 }'
	# nothing that a terminal would obey
	run ! env LC_ALL=C grep -q $'[\x01-\x09\x0b-\x1f\x7f]' "$BATS_TEST_TMPDIR/out"
	grep -qE 'n{3000} 1000$' "$BATS_TEST_TMPDIR/out"
}

@test "the first sample has no rates, a blank line stands between two" {
	start_named somebody
	run -0 "$tamtop" -b -n 3 -d 0.1 -p "${pids[0]}"
	[ "$(grep -c '^tamtop ' <<<"$output")" -eq 3 ]
	[ "$(grep -c '^$' <<<"$output")" -eq 2 ]
	grep -n '^$' <<<"$output" | cut -d : -f 1 | while read -r nr; do
		sed -n "$((nr + 1))p" <<<"$output" | grep -q '^tamtop '
	done
	[ "$(sed -n 5p <<<"$output" | awk '{ print $9 }')" = '?' ]
	[ "$(sed -n 11p <<<"$output" | awk '{ print $9 }')" != '?' ]
}

@test "--fields: exactly these, in that order, and what /proc has" {
	local pid nice threads ppid shared size

	start_named 'one two'
	pid="${pids[0]}"
	renice -n 7 -p "$pid" >/dev/null
	run -0 "$tamtop" -b -n 1 -p "$pid" \
		--fields nice,threads,ppid,time,pid,cgroup,command,state
	[ "$(sed -n 4p <<<"$output" | xargs)" = \
		"NI THREADS PPID TIME PID CGROUP COMMAND S" ]
	read -r nice threads ppid time id cgroup command state rest < <(
		sed -n 5p <<<"$output")
	[ "$nice" = 7 ]
	[ "$threads" = "$(awk '/^Threads:/ { print $2 }' "/proc/$pid/status")" ]
	[ "$ppid" = "$(awk '/^PPid:/ { print $2 }' "/proc/$pid/status")" ]
	[[ "$time" =~ ^[0-9]+[.][0-9][0-9]$ ]]
	[ "$id" = "$pid" ]
	[ "$cgroup" = "$(sed 's/.*://' "/proc/$pid/cgroup" | tail -n 1)" ] ||
		grep -qF ":$cgroup" "/proc/$pid/cgroup"
	# one word where it isn't the last one
	[ "$command" = one_two_1000 ]
	[ "$state" = S ]
	[ -z "$rest" ]
	# costly, but asked for
	run -0 "$tamtop" -b -n 1 -p "$pid" --fields pss,shared,command
	read -r size shared command < <(sed -n 5p <<<"$output")
	[[ "$size" =~ ^[0-9.]+[KM]$ ]]
	[[ "$shared" =~ ^[0-9.]+[KM]$ ]]
	[ "$command" = 'one two 1000' ]
}

@test "--fields on a screen" {
	start_named somebody
	run -0 "$tamtop" --dump-screen 80x24 --format text -n 1 -p "${pids[0]}" \
		--fields 'pid nice threads time command'
	grep -qE '^ +PID  NI THREADS +TIME COMMAND *$' <<<"$output"
	grep -qE "^> +${pids[0]} +$(nice)       1 +0:0[0-9][.][0-9]{2} somebody 1000" <<<"$output"
}

@test "the examples of the man page" {
	local examples="$BATS_TEST_TMPDIR/examples" line

	start_named somebody
	sed -n '/^\.Sh EXAMPLES/,/^\.Sh SEE/s/^\.Dl //p' tui/tamtop.1 |
		sed 's/\\(aq/'\''/g; s/\\//g' >"$examples"
	cat "$examples"
	[ "$(wc -l <"$examples")" -ge 4 ]
	# a terminal's are tried elsewhere
	grep -E -- '-b |--pages|--mappings' "$examples" >"$examples.batch"
	[ "$(wc -l <"$examples.batch")" -ge 2 ]
	while read -r line; do
		line="${line//412/${pids[0]}}"
		PATH="$(dirname "$tamtop"):$PATH" bash -o pipefail -c "$line" \
			>"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" ||
			[[ "$line" = *'grep -c'* ]]
		echo "$line: $(head -n 1 "$BATS_TEST_TMPDIR/out")"
		[ -s "$BATS_TEST_TMPDIR/out" ]
		[ ! -s "$BATS_TEST_TMPDIR/err" ]
	done <"$examples.batch"
}

@test "a reader who has had enough, in the midst of it" {
	local err="$BATS_TEST_TMPDIR/err"

	# more than a pipe holds
	run -0 bash -c '"$0" -b -d 0.1 2>"$1" | head -n 3 >/dev/null
		exit "${PIPESTATUS[0]}"' "$tamtop" "$err"
	run -0 bash -c '"$0" --pages $$ 2>>"$1" | head -n 1 >/dev/null
		exit "${PIPESTATUS[0]}"' "$tamtop" "$err"
	[ ! -s "$err" ]
	run -1 bash -c '"$0" -b -n 1 >/dev/full' "$tamtop"
	[ "$output" = "tamtop: can't write to standard output: No space left on device" ]
}

@test "what is missed in a stop is missed" {
	local began stopped went

	"$tamtop" -b -d 0.1 -p $$ >"$BATS_TEST_TMPDIR/out" 3>&- &
	pids=("$!")
	began=${EPOCHREALTIME/./}
	until grep -q '^tamtop 3 ' "$BATS_TEST_TMPDIR/out"; do
		sleep 0.05
	done
	kill -STOP "${pids[0]}"
	until grep -q '^State:.T' "/proc/${pids[0]}/status"; do
		sleep 0.05
	done
	stopped=${EPOCHREALTIME/./}
	sleep 3
	stopped=$((${EPOCHREALTIME/./} - stopped))
	kill -CONT "${pids[0]}"
	before="$(grep -c '^tamtop ' "$BATS_TEST_TMPDIR/out")"
	until grep -q "^tamtop $((before + 3)) " "$BATS_TEST_TMPDIR/out"; do
		sleep 0.05
	done
	kill "${pids[0]}"
	wait "${pids[0]}" || true
	went=$((${EPOCHREALTIME/./} - began - stopped))
	nr="$(grep -c '^tamtop ' "$BATS_TEST_TMPDIR/out")"
	echo "$nr samples in $went us, $stopped us stopped"
	# a busy machine makes it fewer
	[ "$nr" -le $((went / 100000 + 3)) ]
}

@test "options given twice: the last one counts, -p adds" {
	start_named one
	start_named two
	run -0 "$tamtop" -b -n 9 -n 1 -d 3600 -d 0.1 --sort oom --sort pid \
		-p "${pids[0]}" -p "${pids[1]}"
	[ "$(grep -c '^tamtop ' <<<"$output")" -eq 1 ]
	[ "$(sed 1,4d <<<"$output" | awk '{ print $1 }')" = \
		"$(printf '%s\n' "${pids[@]}")" ]
	run -0 "$tamtop" --mappings 1 --mappings "${pids[0]}" --json
	[[ "$output" = *"\"pid\":${pids[0]},"* ]]
	refused 2 "give --mappings or --pages" --mappings $$ --pages $$
}

# listed_by ARGUMENTS...: the pids of a sample
listed_by() {
	"$tamtop" -b -n 1 --sort pid -p "$(of_all)" "$@" >"$BATS_TEST_TMPDIR/out"
	cat "$BATS_TEST_TMPDIR/out"
	listed="$(sed 1,4d "$BATS_TEST_TMPDIR/out" | awk '{ print $1 }' | xargs)"
}

@test "--filter and -u list what matches, and sum it up" {
	start_named some-redis
	start_named 'other thing'
	listed_by
	[ "$listed" = "${pids[0]} ${pids[1]}" ]
	! grep -q ' shown .* touched' <(head -n 1 "$BATS_TEST_TMPDIR/out") || return 1
	listed_by --filter redis
	[ "$listed" = "${pids[0]}" ]
	head -n 1 "$BATS_TEST_TMPDIR/out" |
		grep -qE ', 1 shown  denied [0-9]+  shown [0-9.]+[KM] touched [0-9.]+[KM]$'
	listed_by --filter '!redis'
	[ "$listed" = "${pids[1]}" ]
	listed_by --filter '"other thing"'
	[ "$listed" = "${pids[1]}" ]
	listed_by --filter "pid:${pids[1]},1 reserved>0"
	[ "$listed" = "${pids[1]}" ]
	# rates are not known in the first sample
	listed_by --filter 'rate>=0'
	[ -z "$listed" ]
	listed_by -u "$(id -u)"
	[ "$listed" = "${pids[0]} ${pids[1]}" ]
	listed_by -u "$(id -un)" --filter redis
	[ "$listed" = "${pids[0]}" ]
	listed_by -u 4294967 --filter redis
	[ -z "$listed" ]
	# the last one counts
	listed_by --filter nothing --filter redis
	[ "$listed" = "${pids[0]}" ]
}

# told_by FILTER: user, is ZERO known, and the command, in the first sample
told_by() {
	"$tamtop" -b -n 1 -p "${pids[0]}" --filter "$1" | sed 1,4d |
		awk -v zero="$zero" -v user="$user" '{ known = $zero != "?"
			told = $user " " known
			for (i = 16; i <= NF; i++)
				told = told " " $i
			print told }'
}

@test "what is listed only once texts are known is told whole at once" {
	local heads filter told zero user

	start_named somebody
	heads="$("$tamtop" -b -n 1 -p "${pids[0]}" | sed -n 4p | xargs -n 1)"
	zero="$(grep -nx ZERO <<<"$heads" | cut -d : -f 1)"
	user="$(grep -nx USER <<<"$heads" | cut -d : -f 1)"
	told="$(told_by "pid:${pids[0]}")"
	echo "$told"
	[[ "$told" == "$(id -un)"\ [01]\ "somebody 1000" ]]
	for filter in 'cgroup:/' '!cgroup:/nowhere/' "user:$(id -un)" \
		'!user:nobody-else' '"somebody 1000"' '1000' 'zero>=0' \
		'swap>=0'; do
		echo "$filter: $(told_by "$filter")"
		# nothing is known of zeros before Linux 6.7
		[[ "$told" == *' 0 '* && "$filter" == zero* ]] ||
			[ "$(told_by "$filter")" = "$told" ]
	done
}

@test "processes of -p that a filter hides are not gone" {
	start_named somebody
	run -0 "$tamtop" -b -n 2 -d 0.1 -p "${pids[0]}" --filter nobody
	[ "$(grep -c ', 0 shown' <<<"$output")" -eq 2 ]
}

@test "no /proc: exit 3 where the numbers come from there" {
	unshare -rm true 2>/dev/null || skip "no mount namespaces here"
	# the leak checker misses it, too, and would be told so in there
	run -3 unshare -rm bash -c 'mount -t tmpfs none /proc &&
		mkdir /proc/self &&
		printf "ASAN_OPTIONS=detect_leaks=0\\0" >/proc/self/environ &&
		exec "$0" --source proc -b -n 1' "$tamtop"
	echo "$output"
	[ "$(grep -c '^tamtop: .*/proc' <<<"$output")" -eq 1 ]
}
