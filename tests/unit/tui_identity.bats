#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# Who a process is, and what it means when it can't be seen: namespaces, hidepid,
# descriptors that are used up, a first thread that has ended, long names.

# shellcheck disable=SC2154
bats_require_minimum_version 1.5.0

load cli
load ../sleeps

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	[[ "$tamtop" = /* ]] || tamtop="$PWD/$tamtop"
	program="${O:-build}/tests/unit/tui_texts_test"
	# the leak checker can't work where it may not look at others
	export ASAN_OPTIONS=detect_leaks=0
	sleep 1000 3>&- &
	sleeper=$!
	until_sleeps "$sleeper"
}

teardown() {
	jobs -p | xargs -r kill -KILL 2>/dev/null || true
}

# needs_namespaces FLAGS...: or skip
needs_namespaces() {
	unshare "$@" true 2>/dev/null || skip "no namespace of one's own here"
}

@test "in another pid namespace: whom /proc tells of is there" {
	needs_namespaces -pf
	run -0 unshare -pf "$tamtop" --source proc -b -n 1 -p "$sleeper"
	[[ "${lines[-1]}" =~ ^\ *$sleeper\ .*\ sleep\ 1000$ ]]
	run -0 unshare -pf "$tamtop" --source proc --mappings "$sleeper"
	[[ "$output" = *"[stack]"* ]]
	kill "$sleeper"
	wait "$sleeper" || true
	run -4 unshare -pf "$tamtop" --source proc -b -n 1 -p "$sleeper"
	[ "$output" = "tamtop: there is no process $sleeper" ]
}

@test "a thread is no process: the message has the process" {
	local thread

	"$program" thread >/dev/null 3>&- &
	until thread="$(find /proc/$!/task -mindepth 1 -maxdepth 1 \
			! -name $! -printf '%f' 2>/dev/null)" &&
			[ -n "$thread" ]; do
		sleep 0.05
	done
	refused 4 "$thread is no process, but a thread of $!" -b -n 1 -p "$thread"
	refused 4 "$thread is no process, but a thread of $!" --mappings "$thread"
}

# hidden MODE OPTIONS...: tamtop as nobody, with each of them, where /proc hides
# others; OTHER stands for the pid of a process of root
hidden() {
	local how="$1"

	shift
	# shellcheck disable=SC2016
	unshare -pfm --mount-proc bash -c '
		mount -o "remount,hidepid=$0" /proc || exit 99
		sleep 1000 &
		setpriv --reuid 65534 --regid 65534 --clear-groups \
			sleep 1000 &
		own=$!
		until grep -q "^Uid:.65534" "/proc/$own/status"; do
			sleep 0.05
		done
		other=$((own - 1))
		cp "$1" /tmp/tamtop-hidden-$$ && shift
		chmod 755 /tmp/tamtop-hidden-$$
		for option; do
			setpriv --reuid 65534 --regid 65534 --clear-groups \
				"/tmp/tamtop-hidden-$$" --source proc \
				${option//OTHER/$other} 2>&1
			echo "exit $?"
		done
		rm /tmp/tamtop-hidden-$$' "$how" "$tamtop" "$@"
}

@test "hidepid: who is hidden is not said to be gone" {
	local how

	needs_namespaces -pfm --mount-proc
	[ "$(id -u)" -eq 0 ] || skip "only root becomes somebody else"
	for how in 1 2; do
		run -0 hidden "$how" "-b -n 1 -p OTHER" "--mappings OTHER" \
			"--pages OTHER --json" "-b -n 1 -p 77777"
		echo "$output"
		for i in 0 2 4; do
			[[ "${lines[i]}" =~ ^tamtop:\ process\ [0-9]+\ is\ not\ ours\ to\ see:\ /proc\ is\ mounted\ with\ hidepid ]]
			[ "${lines[i + 1]}" = "exit 1" ]
		done
		[ "${lines[6]}" = "tamtop: there is no process 77777" ]
		[ "${lines[7]}" = "exit 4" ]
	done
}

@test "hidepid=1: those who are there and not ours to see are counted" {
	needs_namespaces -pfm --mount-proc
	[ "$(id -u)" -eq 0 ] || skip "only root becomes somebody else"
	# the shell, its child, and what it runs to look at others
	run -0 hidden 1 "-b -n 1"
	echo "$output"
	[[ "${lines[0]}" =~ denied\ [1-9] ]]
	run -0 hidden 2 "-b -n 1"
	[[ "${lines[0]}" =~ denied\ \?$ ]]
}

# with_files N ARGUMENTS...: tamtop with N descriptors, and its exit code
with_files() {
	local nr="$1"

	shift
	# what bats has open is not tamtop's
	bash -c 'for fd in /proc/self/fd/*; do
			fd="${fd##*/}"
			[ "$fd" -le 2 ] || eval "exec $fd>&-"
		done
		ulimit -n "$0"
		exec "$@"' "$nr" "$tamtop" --source proc "$@"
}

@test "without descriptors: that is said, nothing is gone and no list empty" {
	local nr failed=0 report

	for nr in 5 6 7 8 9 10 12 16; do
		run with_files "$nr" -b -n 1
		echo "$nr: $status ${lines[-1]}"
		if [ "$status" -eq 0 ]; then
			grep -qE "^ *$sleeper " <<<"$output"
		else
			[ "$status" -eq 1 ]
			[[ "$output" = *"Too many open files"* ]]
			failed=$((failed + 1))
		fi
		for report in --mappings --pages; do
			run with_files "$nr" "$report" "$sleeper"
			echo "$nr: $status ${lines[-1]}"
			if [ "$status" -eq 0 ]; then
				[[ "$output" = *"[stack]"* ]]
			else
				[ "$status" -eq 1 ]
				[[ "$output" = *"Too many open files"* ]]
			fi
		done
	done
	# the test has seen both
	[ "$failed" -ge 1 ]
	[ "$failed" -le 6 ]
}

@test "a process whose first thread has ended: mappings, pages and its command" {
	"$program" thread >/dev/null 3>&- &
	until grep -q '^State:.Z' "/proc/$!/status" 2>/dev/null; do
		sleep 0.05
	done
	run -0 "$tamtop" --mappings $!
	[[ "$output" = *"[stack]"* && "$output" = *"libc.so"* ]]
	run -0 "$tamtop" --pages $! --json
	[[ "$output" = *'"state":"written"'* ]]
	run -0 "$tamtop" -b -n 1 -p $!
	[[ "${lines[-1]}" = *" $program thread" ]]
	read -r _ _ reserved touched _ <<<"${lines[-1]}"
	[ "$reserved" != 0 ]
	[ "$touched" != 0 ]
}

@test "a command is never cut: 30 arguments of 3,000 letters, then one more" {
	local args=() i

	for ((i = 0; i < 30; i++)); do
		args+=("$(printf "%03000d" "$i")")
	done
	"$program" sleep "${args[@]}" last >/dev/null 3>&- &
	until [ "$(tr '\0' '\n' <"/proc/$!/cmdline" | tail -n 1)" = last ]; do
		sleep 0.05
	done
	run -0 "$tamtop" -b -n 1 -p $!
	[[ "${lines[-1]}" = *" $program sleep ${args[*]} last" ]]
}

# in_order COLUMN OPTION...: that column, of two samples, each in order
in_order() {
	local column="$1" sample

	shift
	"$tamtop" --source proc -b -n 2 -d 0.1 "$@" >"$BATS_TEST_TMPDIR/out"
	for sample in 1 2; do
		awk -v sample="$sample" -v column="$column" '
			$1 == "tamtop" { nr++ }
			$1 == "PID" {
				for (at = 1; $at != column; at++)
					;
			}
			nr == sample && /^ *[0-9]+ / { print $at }' \
			"$BATS_TEST_TMPDIR/out" >"$BATS_TEST_TMPDIR/keys"
		[ "$(wc -l <"$BATS_TEST_TMPDIR/keys")" -ge 2 ]
		LC_ALL=C sort -c "$BATS_TEST_TMPDIR/keys"
	done
}

@test "the first sample is in order: by user, by command" {
	local name pids=

	# who else is there may name itself as it likes
	for name in mm- zz- aa- qq- ab- zy-; do
		bash -c "exec -a $name sleep 1000" 3>&- &
		pids+=",$!"
		for ((i = 0; i < 1000; i++)); do
			[[ "$(tr '\0' ' ' <"/proc/$!/cmdline")" != "$name "* ]] ||
				break
			sleep 0.05
		done
	done
	in_order COMMAND --sort command -p "${pids#,}"
	[ "$(tr '\n' ' ' <"$BATS_TEST_TMPDIR/keys")" = \
		"aa- ab- mm- qq- zy- zz- " ]
	in_order USER --sort user
}
