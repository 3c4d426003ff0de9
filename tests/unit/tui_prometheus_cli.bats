#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# --prometheus: what goes with it, and what the man page promises of it.

# shellcheck disable=SC2030,SC2031,SC2154
bats_require_minimum_version 1.5.0

load cli
load ../sleeps

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	tamtop="$(realpath "$tamtop")"
	out="$BATS_TEST_TMPDIR/metrics"
	# $pids: none yet
	pids=()
}

teardown() {
	[ ${#pids[@]} -eq 0 ] || kill -KILL "${pids[@]}" 2>/dev/null || true
}

# start_named NAME: a process whose comm is that; $pids has it
start_named() {
	cp "$(command -v sleep)" "$BATS_TEST_TMPDIR/$1"
	"$BATS_TEST_TMPDIR/$1" 1000 3>&- &
	pids+=("$!")
	disown "$!"
	until_sleeps "$!" "$1"
}

# value NAME LABELS: of a series in $out
value() {
	grep -F -- "$1{$2} " "$out" | sed 's/.* //'
}

@test "what does not go together is refused in one line" {
	local option

	refused 2 "--group, --top and --output go with --prometheus" --group user
	refused 2 "--group, --top and --output go with --prometheus" -b --top 3
	refused 2 "--group, --top and --output go with --prometheus" \
		--output "$out" -b
	refused 2 "group 'pid' is unknown; give process, user, command or cgroup" \
		--prometheus --group pid
	for option in 0 -1 x '' 10001 1.5; do
		refused 2 "top '$option': give a whole number" --prometheus \
			--top "$option"
	done
	refused 2 "output '': give the name of a file" --prometheus --output ''
	refused 2 ": -b does not go with it" --prometheus -b
	refused 2 ": --json does not go with it" --prometheus --json
	refused 2 ": --dump-screen does not go with it" --prometheus \
		--dump-screen 80x24
	refused 2 ": --record does not go with it" --prometheus \
		--record "$BATS_TEST_TMPDIR/r"
	refused 2 ": --replay does not go with it" --prometheus --replay x
	refused 2 ": --print-config does not go with it" --prometheus \
		--print-config
	refused 2 ": --view does not go with it" --prometheus --view map 1
	refused 2 ": a command does not go with it" --prometheus -- true
	refused 2 ": -d does not go with it" --prometheus -d 3
	refused 2 ": -n does not go with it" --prometheus -n 1
	refused 2 "--prometheus does not go with --mappings" --prometheus \
		--mappings 1
	for option in touch faults majflt cpu since; do
		refused 2 "--sort $option does not go with --prometheus" \
			--prometheus --sort "$option"
	done
	refused 2 "fields: 'user' is no number of a command" --prometheus \
		--fields touched,user
	refused 2 "fields: 'time' is no number of a cgroup" --prometheus \
		--group cgroup --fields time
	refused 2 "fields: 'pages' is no number of a process" --prometheus \
		--group process --fields pages
}

@test "help, a wrong name and the man page list the same groups" {
	local names

	names="$("$tamtop" --help | tr -s ' \n' ' ' |
		sed 's/.*a series for each: //; s/ (default.*//')"
	refused 2 "give ${names%, *} or ${names##*, }\$" --prometheus --group x
	sed -n '/^\.It Fl Fl group/,/^\.It Fl Fl help/s/.*\.Cm //p' tui/tamtop.1 |
		tr -d ' ,.' | sort | diff - <(tr -d ' ' <<<"$names" |
		tr , '\n' | sort)
}

@test "the fields of the man page are those that there are" {
	local key keys

	keys="$(sed -n '/^\.Sh METRICS/,/^\.Sh TIMELINE/p' tui/tamtop.1 |
		sed -n '/^chooses: of$/,/^Sums/s/^\.Cm //p' | tr -d ,)"
	for key in $("$tamtop" --help |
		sed -n '/sort by:/,/(default/{s/.*sort by://;s/(default.*//;p}'); do
		if grep -qwF "$key" <<<"$keys"; then
			run -0 "$tamtop" --prometheus --group process --fields "$key"
		else
			run -2 "$tamtop" --prometheus --group process --fields "$key"
		fi
	done
}

@test "a process, a command, a user, a cgroup: what /proc has" {
	local pid kib

	start_named tam-one
	pid="${pids[0]}"
	"$tamtop" --prometheus --group process -p "$pid" >"$out"
	cat "$out"
	kib="$(awk '/^VmSize/ { print $2 }' "/proc/$pid/status")"
	[ "$(value tamtop_process_reserved_bytes "pid=\"$pid\",comm=\"tam-one\"")" \
		-eq $((kib * 1024)) ]
	[ "$(value tamtop_process_threads "pid=\"$pid\",comm=\"tam-one\"")" -eq 1 ]
	grep -qE "^tamtop_process_page_faults_total[{].* [1-9][0-9]*$" "$out"
	"$tamtop" --prometheus tam-one >"$out"
	[ "$(value tamtop_command_reserved_bytes 'command="tam-one"')" -eq \
		$((kib * 1024)) ]
	"$tamtop" --prometheus --group user -p "$pid" >"$out"
	[ "$(value tamtop_user_processes "user=\"$(id -un)\"")" -eq 1 ]
	"$tamtop" --prometheus --group cgroup --filter "pid:$pid" >"$out"
	[ "$(grep -c '^tamtop_cgroup_processes{cgroup="[/-].* 1$' "$out")" -eq 1 ]
	# a value, and no time behind it
	! grep '^tamtop_' "$out" | grep -qvE '[a-z}] [0-9]+([.][0-9]+)?$' ||
		return 1
	# those which it takes a look into the process to know
	! grep -q '_pss_\|_process_zero' "$out" || return 1
	"$tamtop" --prometheus -p "$pid" --fields pss,zero >"$out"
	[ "$(value tamtop_command_pss_bytes 'command="tam-one"')" -gt 4096 ]
	! grep -q '_command_touched' "$out" || return 1
}

@test "each metric is told of in docs/numbers.md" {
	local name group

	for group in process user command cgroup; do
		"$tamtop" --prometheus --group "$group" >"$out"
		"$tamtop" --prometheus --group "$group" --fields pss,zero >>"$out"
		grep '^# TYPE ' "$out" >"$out.types"
		while read -r _ _ name _; do
			grep -qF -e "\`$name\`" \
				-e "\`${name/tamtop_${group}_/tamtop_KIND_}\`" \
				docs/numbers.md || {
				echo "$name is not told of"
				return 1
			}
		done <"$out.types"
	done
}

@test "--top, --sort, --filter and -u choose the series" {
	start_named tam-a
	start_named tam-b
	start_named tam-c
	"$tamtop" --prometheus -p "$(IFS=,; echo "${pids[*]}")" --top 2 \
		--sort pid >"$out"
	grep '^tamtop_command_processes' "$out"
	[ "$(grep '^tamtop_command_processes' "$out")" = \
'tamtop_command_processes{command="tam-a"} 1
tamtop_command_processes{command="tam-b"} 1
tamtop_command_processes{command="rest: all others"} 1' ]
	"$tamtop" --prometheus --filter "pid:${pids[0]},${pids[1]},${pids[2]}" \
		--top 1 --sort 'pid inverted' >"$out"
	grep -q '^tamtop_command_processes{command="tam-c"} 1$' "$out"
	grep -q '^tamtop_command_processes{command="rest: all others"} 2$' "$out"
	"$tamtop" --prometheus -u 4294967 >"$out"
	! grep -q '^tamtop_command_' "$out" || return 1
	grep -q '^tamtop_memory_bytes [1-9]' "$out"
}

@test "--output: whole, readable, with nothing beside it" {
	local dir="$BATS_TEST_TMPDIR/collector"

	mkdir "$dir"
	(umask 022 && "$tamtop" --prometheus --output "$dir/tamtop.prom")
	[ "$(stat -c %a "$dir/tamtop.prom")" = 644 ]
	(umask 027 && "$tamtop" --prometheus --output "$dir/tamtop.prom" \
		--readonly)
	[ "$(stat -c %a "$dir/tamtop.prom")" = 640 ]
	grep -q '^tamtop_processes [1-9]' "$dir/tamtop.prom"
	[ "$(ls -A "$dir")" = tamtop.prom ]
	refused 1 "output '$dir': it is a directory" --prometheus --output "$dir"
	refused 1 "output '/nowhere/x': No such file" --prometheus \
		--output /nowhere/x
	refused 1 "output '/dev/null': not a regular file" --prometheus \
		--output /dev/null
	cp "$dir/tamtop.prom" "$BATS_TEST_TMPDIR/before"
	# in blocks of 1024 bytes
	run -1 bash -c 'ulimit -f 1; exec "$0" --prometheus --output "$1"' \
		"$tamtop" "$dir/tamtop.prom"
	[[ "$output" == "tamtop: output '$dir/tamtop.prom': File too large" ]]
	cmp "$dir/tamtop.prom" "$BATS_TEST_TMPDIR/before"
	[ "$(ls -A "$dir")" = tamtop.prom ]
}

@test "who reads the file while it is written never sees a part" {
	local file="$BATS_TEST_TMPDIR/tamtop.prom" nr=0

	"$tamtop" --prometheus --output "$file"
	(for _ in {1..30}; do
		"$tamtop" --prometheus --output "$file" --top 10000 \
			--group process || exit 1
	done) 3>&- &
	pids=("$!")
	while kill -0 "${pids[0]}" 2>/dev/null; do
		cat "$file" >"$out"
		tail -n 1 "$out" | grep -qE '^tamtop_.*_[a-z]+[{].*[}] [0-9.]+$'
		[ -z "$(tail -c 1 "$out" | tr -d '\n')" ]
		nr=$((nr + 1))
	done
	wait "${pids[0]}"
	pids=()
	[ "$nr" -gt 0 ]
}

@test "standard output that is full, and a process that is gone" {
	run -1 bash -c '"$0" --prometheus >/dev/full' "$tamtop"
	[ "$output" = "tamtop: can't write to standard output: No space left on device" ]
	refused 4 "" --prometheus -p 4194304
}
