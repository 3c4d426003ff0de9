#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# Would a kernel that looks for faults find one? Each that planted.patch knows
# is committed in a guest of its own, and vm/run has to tell it by its name.
# And where there is none, nothing is told.

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	export XDG_RUNTIME_DIR=$BATS_TEST_TMPDIR
}

guest() {
	timeout -s KILL 600 vm/run --mem 2G "$@" </dev/null
}

# reports OPTION TEXT COMMAND...: the kernel of that OPTION tells TEXT.
reports() {
	local option=$1 text=$2

	shift 2
	run guest "$option" -- sh -c "$*; exit 0"
	echo "status $status: $output"
	[ "$status" -eq 125 ]
	[[ $output == *"vm/run: the guest's kernel reported a fault: $text"* ]]
}

plant() {
	reports "$1" "$3" "echo $2 >/sys/kernel/debug/planted_fault"
}

@test "the debug kernel sees memory used after it was freed, or beyond its end" {
	plant --debug use-after-free \
		'BUG: KASAN: slab-use-after-free in use_after_free'
	plant --debug out-of-bounds \
		'BUG: KASAN: slab-out-of-bounds in out_of_bounds'
}

@test "the debug kernel sees locks taken in two orders" {
	plant --debug lock-inversion \
		'WARNING: possible circular locking dependency detected'
}

@test "the debug kernel sees who sleeps with a spinlock held" {
	plant --debug sleep-in-atomic \
		'BUG: sleeping function called from invalid context'
}

@test "the debug kernel sees RCU used without its lock" {
	plant --debug suspicious-rcu 'WARNING: suspicious RCU usage'
}

@test "the debug kernel checks what VM_WARN_ON says" {
	plant --debug vm-warning 'WARNING: '
	[[ $output == *vm_warning* ]]
}

@test "the debug kernel sees shifts too far and indices too large" {
	plant --debug shift 'UBSAN: shift-out-of-bounds in'
	plant --debug bounds 'UBSAN: array-index-out-of-bounds in'
}

@test "the debug kernel sees lost memory" {
	reports --debug 'kmemleak: 1 new suspected memory leaks' \
		'echo leak >/sys/kernel/debug/planted_fault; /usr/lib/tam/leaks'
	[[ $output == *'kmemleak: unreferenced object '*'planted_fault_write'* ]]
}

@test "the debug kernel sees a processor, and a task, that gets nowhere" {
	reports --debug 'watchdog: BUG: soft lockup' \
		'echo 1 >/proc/sys/kernel/watchdog_thresh
		echo soft-lockup >/sys/kernel/debug/planted_fault'
	reports --debug 'INFO: task ' \
		'echo 1 >/proc/sys/kernel/hung_task_timeout_secs
		echo hung-task >/sys/kernel/debug/planted_fault'
}

@test "the KCSAN kernel sees a data race" {
	plant --kcsan data-race 'BUG: KCSAN: data-race in run_a_race'
}

@test "without a fault neither kernel tells of one" {
	run guest --debug -- sh -c 'ls -lR /proc/self >/dev/null
		/usr/lib/tam/leaks'
	echo "$output"
	[ "$status" -eq 0 ]
	run guest --kcsan -- sh -c 'ls -lR /proc/self >/dev/null'
	echo "$output"
	[ "$status" -eq 0 ]
}
