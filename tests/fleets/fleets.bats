#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# What --prometheus prints, with the real things: Prometheus, its node exporter,
# promtool and systemd, on loopback.

# shellcheck disable=SC2030,SC2031
bats_require_minimum_version 1.5.0
load ../sleeps

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	export XDG_CONFIG_HOME="$BATS_TEST_TMPDIR/config"
	tamtop="$(realpath "${O:-build}/tui/tamtop")"
	out="$BATS_TEST_TMPDIR/tamtop.prom"
	# $children: none yet
	children=()
}

teardown() {
	[ ${#children[@]} -eq 0 ] || kill -KILL "${children[@]}" 2>/dev/null || true
}

# start NAME COMMAND...: in the background, its output in $BATS_TEST_TMPDIR/NAME
start() {
	local name="$1"

	shift
	"$@" >"$BATS_TEST_TMPDIR/$name" 2>&1 3>&- &
	children+=("$!")
	disown "$!"
}

# people ARGUMENTS...: until they are there; $people has their pids
people() {
	local file="$BATS_TEST_TMPDIR/people"

	rm -f "$file"
	start people tests/fleets/people "$@"
	until [ -s "$file" ]; do
		kill -0 "${children[-1]}"
		sleep 0.1
	done
	read -ra people <"$file"
}

# comma ITEM...: with commas between them
comma() {
	local IFS=,

	echo "$*"
}

# free_port: nobody listens there on loopback
free_port() {
	python3 -c 'import socket
s = socket.socket()
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])'
}

# checked: promtool finds nothing in $out
checked() {
	run -0 promtool check metrics <"$out"
	echo "$output"
	[ -z "$output" ]
}

@test "promtool check metrics: nothing to be found" {
	local group

	people named one 'a"b' 'c\\\\d' 'e\nf' 'g\xff' 'g\xfe' '\x1b[2J' '{}=,#'
	for group in process user command cgroup; do
		"$tamtop" --prometheus --group "$group" --top 30 >"$out"
		grep -q "^tamtop_${group}_touched_bytes{" "$out"
		checked
		"$tamtop" --prometheus --group "$group" --top 30 \
			--fields pss,zero,touched \
			-p "$(comma "${people[@]}")" >"$out"
		grep -q "^tamtop_${group}_pss_bytes{" "$out"
		checked
	done
	# and it would have found something
	sed -i 's/_touched_bytes/_touched_total/' "$out"
	run ! promtool check metrics <"$out"
}

@test "500 processes: no more series than were asked for, and none is lost" {
	local group nr sum

	people crowd 500
	[ "${#people[@]}" -eq 500 ]
	for group in process command; do
		"$tamtop" --prometheus --group "$group" >"$out"
		checked
		nr="$(grep -c "^tamtop_${group}_touched_bytes{" "$out")"
		echo "$group: $nr series, $(wc -c <"$out") bytes"
		[ "$nr" -eq 21 ]
		nr="$(grep -c "^tamtop_" "$out")"
		[ "$nr" -le 300 ]
	done
	# those that go by their sum are all of them
	"$tamtop" --prometheus --top 7 -p "$(comma "${people[@]}")" >"$out"
	sum="$(awk '/^tamtop_command_processes[{]/ { sum += $NF }
		END { print sum }' "$out")"
	[ "$sum" -eq 500 ]
	grep -q '^tamtop_command_processes{command="rest: all others"} 493$' "$out"
}

@test "the alert rules are right, and fire where they should" {
	cp docs/fleets/*.yml "$BATS_TEST_TMPDIR"
	promtool check rules docs/fleets/alerts.yml
	promtool test rules docs/fleets/alerts.test.yml
	# which the test would not find otherwise
	sed -i 's/> 1000$/> 1200/' "$BATS_TEST_TMPDIR/alerts.yml"
	run ! promtool test rules "$BATS_TEST_TMPDIR/alerts.test.yml"
	# each metric of theirs is one that is printed
	"$tamtop" --prometheus >"$out"
	grep -oE 'tamtop_[a-z_]+' docs/fleets/alerts.yml | sort -u |
		while read -r name; do
			grep -q "^${name}[ {]" "$out" || exit 1
		done
}

# write_config EXPORTER: of a Prometheus that scrapes it each second
write_config() {
	cat >"$BATS_TEST_TMPDIR/prometheus.yml" <<-END
	global:
	  scrape_interval: 1s
	  evaluation_interval: 1s
	rule_files: [ "$PWD/docs/fleets/alerts.yml" ]
	scrape_configs:
	  - job_name: node
	    static_configs:
	      - targets: [ "127.0.0.1:$1" ]
	END
	promtool check config "$BATS_TEST_TMPDIR/prometheus.yml"
}

# fleet_listens: once both do; 1 where one of them has ended
fleet_listens() {
	until grep -q 'Listening on' "$BATS_TEST_TMPDIR/exporter" &&
		grep -q 'ready to receive web' "$BATS_TEST_TMPDIR/prometheus"; do
		# of several it would take one
		kill -0 "${children[-2]}" && kill -0 "${children[-1]}" || return 1
		sleep 0.1
	done
}

# start_fleet: a node exporter and a Prometheus, which is at $port. Somebody else
# may have taken a port that was free: then with others.
start_fleet() {
	local i nr="${#children[@]}"

	for ((i = 0; i < 10; i++)); do
		start_fleet_once
		! fleet_listens || return 0
		tail -n 3 "$BATS_TEST_TMPDIR"/{exporter,prometheus}
		kill -KILL "${children[@]:nr}" 2>/dev/null || true
		children=("${children[@]:0:nr}")
	done
	return 1
}

start_fleet_once() {
	local exporter dir="$BATS_TEST_TMPDIR/collector"

	rm -rf "$BATS_TEST_TMPDIR/db"
	exporter="$(free_port)"
	port="$(free_port)"
	write_config "$exporter"
	start exporter prometheus-node-exporter --collector.disable-defaults \
		--collector.textfile --collector.textfile.directory="$dir" \
		--web.listen-address="127.0.0.1:$exporter"
	start prometheus prometheus \
		--config.file="$BATS_TEST_TMPDIR/prometheus.yml" \
		--storage.tsdb.path="$BATS_TEST_TMPDIR/db" \
		--web.listen-address="127.0.0.1:$port"
}

# answer EXPRESSION [LABEL]: once there is one, in $answer
answer() {
	local i

	for ((i = 0; i < 1200; i++)); do
		answer="$(tests/fleets/query "$port" "$@")"
		[ -z "$answer" ] || break
		kill -0 "${children[@]}"
		sleep 0.1
	done
	echo "$*: $answer"
	[ -n "$answer" ]
}

# bytes_of NAME...: what /proc has of $pid, summed up, in bytes
bytes_of() {
	local names

	names="$(IFS='|'; echo "$*")"
	awk -v names="^($names):" '$0 ~ names { sum += $2 } END { printf "%.0f\n", sum * 1024 }' \
		"/proc/$pid/status"
}

@test "Prometheus answers what was promised and what was touched, by command" {
	local pid reserved touched dir="$BATS_TEST_TMPDIR/collector"

	mkdir "$dir"
	people promised tam-promised 3072 64
	pid="${people[0]}"
	people named 'q"u\\o' 'new\nline' 'bad\xff' 'bad\xfe'
	"$tamtop" --prometheus --top 1000 --output "$dir/tamtop.prom"
	start_fleet
	answer 'tamtop_command_reserved_bytes{command="tam-promised"}'
	reserved="$answer"
	answer 'tamtop_command_touched_bytes{command="tam-promised"}'
	touched="$answer"
	# the truth: what was mapped, and what /proc has
	[ "$reserved" -eq "$(bytes_of VmSize)" ]
	[ "$reserved" -ge $((3072 << 20)) ]
	[ "$reserved" -le $((3200 << 20)) ]
	[ "$touched" -ge $((64 << 20)) ]
	[ "$touched" -le $((100 << 20)) ]
	[ $((touched - $(bytes_of VmRSS VmSwap HugetlbPages))) -le $((1 << 20)) ]
	[ $(($(bytes_of VmRSS VmSwap HugetlbPages) - touched)) -le $((1 << 20)) ]
	answer '100 * tamtop_command_touched_bytes{command="tam-promised"} / tamtop_command_reserved_bytes'
	[[ "$answer" =~ ^[23][.][0-9]+$ ]]
	# names come as they are, or as they can be told
	answer 'tamtop_command_processes{command=~"q[^a-z]u.*"}' command
	[ "$answer" = '"q\"u\\o"' ]
	answer 'tamtop_command_processes{command=~"(?s)new.line"}' command
	[ "$answer" = '"new\nline"' ]
	answer 'tamtop_command_processes{command=~"bad.*"}'
	[ "$answer" = 2 ]
	answer 'tamtop_source_info' version
	[ "$answer" = "\"$("$tamtop" --version | sed 's/tamtop //')\"" ]
	answer 'node_textfile_scrape_error'
	[ "$answer" = 0 ]
	answer 'count(node_textfile_mtime_seconds{file=~".*/tamtop.prom"})'
	[ "$answer" = 1 ]
}

@test "a port that somebody takes meanwhile: others are tried" {
	local taken asked="$BATS_TEST_TMPDIR/asked"

	mkdir "$BATS_TEST_TMPDIR/collector"
	taken="$(free_port)"
	start web python3 -m http.server --bind 127.0.0.1 "$taken"
	until : 2>/dev/null <>"/dev/tcp/127.0.0.1/$taken"; do
		kill -0 "${children[0]}"
		sleep 0.1
	done
	eval "really_$(declare -f free_port)"
	# each of both has it once
	free_port() {
		echo >>"$asked"
		case "$(wc -l <"$asked")" in
		1 | 4) echo "$taken" ;;
		*) really_free_port ;;
		esac
	}
	start_fleet
	[ "$(wc -l <"$asked")" -ge 6 ]
	answer 'up == 1'
}

@test "what a new sample has comes, and who is gone goes" {
	local dir="$BATS_TEST_TMPDIR/collector"

	mkdir "$dir"
	people promised tam-first 16 1
	"$tamtop" --prometheus --top 1000 --output "$dir/tamtop.prom"
	start_fleet
	answer 'tamtop_command_touched_bytes{command="tam-first"}'
	kill -KILL "${people[0]}"
	until grep -q '^State:.[ZX]' "/proc/${people[0]}/status" ||
		[ ! -e "/proc/${people[0]}" ]; do
		sleep 0.1
	done
	people promised tam-second 16 1
	"$tamtop" --prometheus --filter '!tam-first' --top 1000 \
		--output "$dir/tamtop.prom"
	answer 'tamtop_command_touched_bytes{command="tam-second"}'
	answer 'absent(tamtop_command_touched_bytes{command="tam-first"})'
}

# unit NAME: as it is installed, with the tamtop that was built
make_units() {
	units="$BATS_TEST_TMPDIR/units"
	mkdir "$units"
	sed "s|@BINDIR@|${tamtop%/*}|" systemd/tamtop-metrics.service.in \
		>"$units/tamtop-metrics.service"
	cp systemd/tamtop-metrics.timer "$units"
}

@test "systemd takes the units, and finds little that they may do" {
	make_units
	run -0 systemd-analyze --man=no verify "$units"/tamtop-metrics.*
	echo "$output"
	[ -z "$output" ]
	run -0 systemd-analyze security --offline=yes --threshold=15 --no-pager \
		"$units/tamtop-metrics.service"
	tail -n 1 <<<"$output"
	# whatever is taken away stands there once
	run ! grep -n "$(printf '\t')" "$units/tamtop-metrics.service"
}

# denied_calls: those that the service takes away; of the lists in a list, too
denied_calls() {
	local lists="$BATS_TEST_TMPDIR/lists" before=0 nr

	sed -n 's/^SystemCallFilter=~//p' "$units/tamtop-metrics.service" |
		tr ' ' '\n' >"$lists"
	nr="$(wc -l <"$lists")"
	until [ "$nr" -eq "$before" ]; do
		before="$nr"
		xargs systemd-analyze syscall-filter --no-pager <"$lists" |
			grep -o '@[a-z-]*' | sort -u >"$lists.new"
		mv "$lists.new" "$lists"
		nr="$(wc -l <"$lists")"
	done
	xargs systemd-analyze syscall-filter --no-pager <"$lists"
}

@test "tamtop makes no call that the service takes away" {
	make_units
	denied_calls | sed -n 's/^ \+\([a-z_0-9]\+\)$/\1/p' | sort -u \
		>"$BATS_TEST_TMPDIR/denied"
	grep -qx reboot "$BATS_TEST_TMPDIR/denied"
	grep -qx fchown "$BATS_TEST_TMPDIR/denied"
	for group in process user command cgroup; do
		# the leak checker would trace it, too
		ASAN_OPTIONS=detect_leaks=0 strace -f -o "$BATS_TEST_TMPDIR/calls" \
			"$tamtop" --prometheus --group "$group" --output "$out"
		sed 's/^[0-9]* *//; s/(.*//' "$BATS_TEST_TMPDIR/calls" |
			grep -E '^[a-z_0-9]+$' | sort -u >"$BATS_TEST_TMPDIR/made"
		grep -qx rename "$BATS_TEST_TMPDIR/made"
		run -0 comm -12 "$BATS_TEST_TMPDIR/made" "$BATS_TEST_TMPDIR/denied"
		# what sanitizers do at their start
		[ -z "${output//@(prlimit64|mlock|setrlimit|sched_setaffinity)/}" ]
	done
}

# without_rights COMMAND...: as the service has it run
without_rights() {
	if [ "$(id -u)" = 0 ]; then
		setpriv --bounding-set=-all --inh-caps=-all --no-new-privs "$@"
	else
		"$@"
	fi
}

@test "no rights are needed: all but ZERO and PSS of others is told" {
	local name

	people promised tam-others 64 1
	without_rights "$tamtop" --prometheus --top 1000 >"$out"
	[ "$(id -u)" != 0 ] ||
		without_rights grep -q '^CapEff:.0*$' /proc/self/status
	for name in reserved_bytes touched_bytes threads oom_score; do
		grep -q "^tamtop_command_$name{command=\"tam-others\"} [1-9]" "$out"
	done
	grep -q '^tamtop_command_swapped_bytes{command="tam-others"} [0-9]' "$out"
	for name in processes touched_bytes reserved_bytes memory_bytes; do
		grep -q "^tamtop_$name [1-9]" "$out"
	done
}

@test "of others, ZERO and PSS take one right, and all else none" {
	local right=cap_sys_ptrace bits

	[ "$(id -u)" = 0 ] || skip "only root has others"
	start others setpriv --reuid 65534 --clear-groups sleep 1000
	until_sleeps "${children[0]}"
	without_rights "$tamtop" --prometheus -p "${children[0]}" \
		--fields touched,pss >"$out"
	grep -q '^tamtop_command_touched_bytes{command="sleep"} [1-9]' "$out"
	run ! grep _pss_ "$out"
	# as by the drop-in of docs/fleets.md
	grep -q "^AmbientCapabilities=${right^^}$" docs/fleets.md
	bits="$(sed -n 's/^SecureBits=/+/p' systemd/tamtop-metrics.service.in)"
	bits="${bits// /,+}"
	bits="${bits//-/_}"
	[ "$bits" = +noroot,+noroot_locked ]
	setpriv --securebits="$bits" --inh-caps=-all,+"${right#cap_}" \
		--ambient-caps=+"${right#cap_}" --bounding-set=-all,+"${right#cap_}" \
		"$tamtop" --prometheus -p "${children[0]}" \
		--fields touched,pss >"$out"
	grep -q '^tamtop_command_pss_bytes{command="sleep"} [1-9]' "$out"
}

# users_seen MOUNT-OPTIONS GROUPS: by root without rights, in $out
users_seen() {
	# shellcheck disable=SC2016
	unshare -m sh -c 'mount -t proc -o "$1" proc /proc && exec setpriv \
		--groups "$2" --bounding-set=-all --inh-caps=-all "$3" \
		--prometheus --group user --top 1000' sh "$1" "$2" "$tamtop" >"$out"
}

@test "with hidepid all is told, or what the group of the mount may see" {
	[ "$(id -u)" = 0 ] || skip "only root mounts"
	unshare -m true || skip "no mount namespace of one's own here"
	start others setpriv --reuid 65534 --clear-groups sleep 1000
	until_sleeps "${children[0]}"
	users_seen hidepid=2 0
	grep -q '^tamtop_user_processes{user="nobody"} [1-9]' "$out"
	users_seen hidepid=2,gid=100 0
	[ "$(grep '^tamtop_user_processes' "$out")" = \
		'tamtop_user_processes{user="root"} 1' ]
	users_seen hidepid=2,gid=100 100
	grep -q '^tamtop_user_processes{user="nobody"} [1-9]' "$out"
}
