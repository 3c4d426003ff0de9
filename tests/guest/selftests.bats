#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# The selftests that the series adds to the kernel, as whoever applies it has
# them: compiled out of the patches, and run by root and by a plain user, at both
# values of vm.mem_stats_scope. In the guest there is all that they can need, so
# nothing is skipped but what is named here.

setup_file() {
	local share="$BATS_FILE_TMPDIR/share"

	cd "$BATS_TEST_DIRNAME/../.." || return
	vm/kernel-selftests --series "$share" >"$BATS_FILE_TMPDIR/names" ||
		return
	cat >"$share/script" <<-'END'
	set -e
	echo 64M >/sys/block/zram0/disksize
	mkswap /dev/zram0 >/dev/null
	swapon /dev/zram0
	# where everybody may execute them
	mkdir /tmp/programs
	cd /tmp/programs
	for program; do
		cp /share/$program .
		chmod 755 $program
	done
	for scope in 0 1; do
		echo $scope >/proc/sys/vm/mem_stats_scope
		for user in root nobody; do
			for program; do
				su $user -s /bin/sh -c "./$program 2>&1" \
					>/share/$user-$scope-$program || :
			done
		done
	done
	END
	# shellcheck disable=SC2046 # one word each
	vm/run --timeout 900 --share "$share" -- sh /share/script \
		$(cat "$BATS_FILE_TMPDIR/names") </dev/null
}

# It ran to its end, and nothing failed.
whole() {
	local tests

	cat "$1"
	tests="$(sed -n 's/^1\.\.\([0-9]*\)$/\1/p' "$1")"
	[ "$tests" -gt 0 ] && [ "$(grep -c '^ok ' "$1")" = "$tests" ] &&
		grep -q "^# Totals: .* fail:0 .* error:0$" "$1"
}

# What was skipped, and why, without numbers.
skipped() {
	cat "$@" | sed -n 's/^ok [0-9]* \(.*\) # SKIP */\1: /p'
}

# held USER SCOPE [WHAT IS SKIPPED]...
held() {
	local of="$BATS_FILE_TMPDIR/share/$1-$2" name

	shift 2
	while read -r name; do
		whole "$of-$name" || return
	done <"$BATS_FILE_TMPDIR/names"
	diff <(skipped "$of"-*) <([ $# -eq 0 ] || printf '%s\n' "$@")
}

@test "there are those of the call, the statistics and the walk" {
	run sort "$BATS_FILE_TMPDIR/names"
	[ "$output" = "$(printf '%s\n' mem_stats mem_stats_pages tamalloc)" ]
}

@test "root, as open as /proc" {
	held root 0
}

@test "root, where only those are told of who could be traced" {
	held root 1
}

@test "a plain user, as open as /proc" {
	local why='needs root, to change vm.mem_stats_scope'

	held nobody 0 "scope.ptrace.others: $why" \
		"scope.ptrace.parent: $why" "scope.ptrace.total: $why"
}

@test "a plain user, where only those are told of who could be traced" {
	local why='needs root, to change vm.mem_stats_scope'

	held nobody 1 'mem_stats.kernel_threads: no kernel thread is visible' \
		"scope.as_proc.others: $why" "scope.as_proc.parent: $why" \
		"scope.as_proc.total: $why"
}
