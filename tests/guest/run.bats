#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# vm/run as programs use it and as people do, and vm/kernel-build when things
# go wrong. Nothing here depends on how fast the machine is: what must happen
# is polled for, with a deadline far away.

bats_require_minimum_version 1.5.0

setup() {
	TOP=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	VM=$TOP/vm/run
	export VM
	DIR=$BATS_TEST_TMPDIR
	SOCKET=tam-run-$$-$BATS_TEST_NUMBER
	unset TAM_WATCHDOG TAM_ACCEL
	# A guest of someone else is not in the way.
	export XDG_RUNTIME_DIR=$DIR
	export LC_ALL=C.UTF-8
	cd "$DIR" || return
	printf '#!/bin/sh\nexec timeout -s KILL 120 "$VM" "$@"\n' >bounded
	chmod +x bounded
}

teardown() {
	[ -z "${JOB-}" ] || kill -KILL "$JOB" 2>/dev/null || :
	tmux -L "$SOCKET" kill-server 2>/dev/null || :
}

# until_ok SECONDS COMMAND...: polls until COMMAND succeeds.
until_ok() {
	local end=$((SECONDS + $1))

	shift
	until "$@"; do
		((SECONDS < end)) || return 1
		sleep 0.1
	done
}

# Remembers the last background process, to end it whatever happens.
started() {
	JOB=$!
}

has_line() {
	[ -e "$2" ] && grep -q -- "$1" "$2"
}

one_line() {
	[ "$(wc -l <<<"$1")" -eq 1 ]
}

# --- a terminal ---

screen() {
	tmux -L "$SOCKET" capture-pane -p -J
}

screen_has() {
	screen | grep -q -- "$1"
}

# Waits for text on the screen; shows the screen when it does not come.
see() {
	until_ok 60 screen_has "$1" || {
		echo "not on the screen: $1"
		screen
		return 1
	}
}

keys() {
	tmux -L "$SOCKET" send-keys "$@"
}

# A shell in a terminal of 90x25, with the terminal's settings in "before".
terminal() {
	env -u TMUX tmux -L "$SOCKET" -f /dev/null new-session -d \
		-x 90 -y 25 -e "VM=$VM" 'PS1="HOST> " bash --norc'
	see 'HOST>'
	keys 'stty -g >before' Enter
	until_ok 20 test -s before
}

# The settings are as they were, and the shell has the keys again.
terminal_is_whole() {
	see 'HOST> $'
	keys 'clear; stty -g >after; echo whole' Enter
	until_ok 20 test -s after
	see '^whole'
	cmp before after
}

# The one QEMU that is below the shell of the terminal.
terminal_qemu() {
	local shell runner

	shell=$(tmux -L "$SOCKET" display-message -p '#{pane_pid}')
	runner=$(pgrep -P "$shell") && pgrep -P "$runner" qemu-system
}

# --- a command's status ---

@test "the exit status is the command's" {
	run ./bounded -- sh -c 'exit 7'
	[ "$status" -eq 7 ]
	run ./bounded -- sh -c 'exit 200'
	[ "$status" -eq 200 ]
}

@test "a command that a signal ends gives 128 + its number" {
	run ./bounded -- sh -c 'kill -9 $$'
	[ "$status" -eq 137 ]
}

@test "a command that is not there gives 127 and a line" {
	run -127 ./bounded -- nosuchcommand
	[[ $output == *"cannot run 'nosuchcommand' in the guest"* ]]
	one_line "$output"
}

@test "arguments arrive as they are" {
	run ./bounded -- printf '<%s>' 'a b' '' '*' "it's" $'two\nlines' ü
	[ "$status" -eq 0 ]
	[ "$output" = $'<a b><><*><it\'s><two\nlines><ü>' ]
}

@test "processes left behind do not keep the guest" {
	run ./bounded -- sh -c 'sleep 100000 & echo done; exit 3'
	[ "$status" -eq 3 ]
	[ "$output" = "done" ]
}

@test "a guest that goes without a status gives 125" {
	run ./bounded -- reboot -f
	[ "$status" -eq 125 ]
	[[ ${lines[0]} == *"without the command's status"* ]]
}

# --- its streams ---

@test "three streams pass 12 MB each way, byte for byte" {
	mkdir share
	cp "$(command -v busybox)" share/
	head -c 12000001 /dev/urandom >in
	./bounded --share share -- /share/busybox tee /dev/stderr <in >out 2>err
	cmp in out
	cmp in err
}

@test "stdout and stderr stay apart, without CR" {
	./bounded -- sh -c 'printf "a\nb"; printf "c\n\nd" >&2' >out 2>err
	printf 'a\nb' | cmp - out
	printf 'c\n\nd' | cmp - err
}

@test "a closed stdin is an empty one" {
	./bounded -- wc -c <&- >out
	[ "$(cat out)" -eq 0 ]
}

@test "a command that does not read stdin holds up nothing" {
	# One stdin that never comes to an end, and one that does not stop.
	mkfifo pipe
	exec 5<>pipe
	./bounded -- echo one <&5 >out
	exec 5>&-
	yes | ./bounded -- sh -c 'exec <&-; echo two' >>out
	[ "$(cat out)" = $'one\ntwo' ]
}

@test "a reader that goes away ends the command with SIGPIPE" {
	run bash -c './bounded -- yes | head -n 1; echo "${PIPESTATUS[0]}"'
	[ "$output" = $'y\n141' ]
}

@test "a slow reader gets everything" {
	./bounded -- sh -c 'seq 300000; echo end >&2' 2>err |
		(until_ok 60 test -s err; sleep 1; cat >out)
	seq 300000 | cmp - out
}

# --- the share ---

@test "the share can be written, and its files belong to the caller" {
	mkdir 'sha,re'
	echo 'from the host' >'sha,re/a'
	run ./bounded --share 'sha,re' -- sh -c \
		'cat /share/a; echo "from the guest" >/share/b; mkdir /share/c'
	[ "$status" -eq 0 ]
	[ "$output" = 'from the host' ]
	[ "$(cat 'sha,re/b')" = 'from the guest' ]
	[ "$(stat -c %u 'sha,re/b' 'sha,re/c' | sort -u)" = "$(id -u)" ]
}

# --- faults ---

@test "a panic gives 125, a line and the log" {
	run ./bounded -- sh -c 'echo c >/proc/sysrq-trigger; sleep 100000'
	[ "$status" -eq 125 ]
	[[ ${lines[0]} == "vm/run: the guest's kernel reported a fault: Kernel panic"* ]]
	[[ $output == *sysrq_handle_crash* ]]
}

# Who can write to the kernel's log is root, and is believed.
@test "a WARNING in the log gives 125 though the command succeeded" {
	run ./bounded -- sh -c 'echo "<4>WARNING: CPU: 0 PID: 1 at a test" >/dev/kmsg
		echo fine'
	[ "$status" -eq 125 ]
	[[ $output == *fine* ]]
	[[ $output == *'reported a fault: WARNING: CPU: 0 PID: 1 at a test'* ]]
}

# As the kernel tells a data race between two functions, the first of them
# called by a task or, with $3, by an interrupt.
race() {
	printf '%s\n' ========== "BUG: KCSAN: data-race in $1 / $2" \
		"read to 0x1 of 8 bytes by ${3:-task 1} on cpu 0:" \
		" $1+0x1/0x9" " outer_$1+0x1/0x9" \
		'write to 0x1 of 8 bytes by task 2 on cpu 1:' " $2+0x2/0x8" \
		" outer_$2+0x2/0x8" 'Reported by Kernel Concurrency Sanitizer on:'
}

@test "a data race is a fault if the series takes part in it" {
	{
		echo 'echo on >/proc/sys/kernel/printk_devkmsg'
		{
			race theirs others
			echo ==========
			race __do_sys_tamalloc others interrupt
			echo ==========
			race mas_walk __do_sys_list_mem_stats interrupt
		} | sed 's,.*,echo "<3>&" >/dev/kmsg,'
	} >script
	run ./bounded --share . -- sh /share/script
	[ "$status" -eq 125 ]
	[[ ${lines[0]} == *'fault: BUG: KCSAN: data-race in mas_walk / __do_sys_list'* ]]
	# A timer's tick in the midst of a call is not what the call does.
	sed -i '/__do_sys_list/d' script
	run ./bounded --share . -- sh /share/script
	[ "$status" -eq 0 ]
}

@test "a program's name in the log is no fault" {
	run ./bounded -- sh -c 'echo "<4>Killed process 9 (BUG: x)" >/dev/kmsg
		echo "<4>traps: WARNING: [12] general protection" >/dev/kmsg'
	[ "$status" -eq 0 ]
}

@test "a command that takes too long gives 124 and a line" {
	run ./bounded --timeout 2 -- sleep 100000
	[ "$status" -eq 124 ]
	[ "${lines[0]}" = 'vm/run: the command did not end within 2 s' ]
}

@test "a guest without a sign of life gives 124 and a line" {
	TAM_WATCHDOG=5 "$VM" -- sh -c 'echo up; sleep 100000' >out 2>err 3>&- &
	started
	until_ok 60 has_line up out
	kill -STOP "$(pgrep -P $JOB qemu-system)"
	code=0
	wait $JOB || code=$?
	[ "$code" -eq 124 ]
	[ "$(head -n 1 err)" = 'vm/run: the guest hangs: no sign of life for 5 s' ]
}

@test "a QEMU that is killed gives 125 and a line" {
	"$VM" -- sh -c 'echo up; sleep 100000' >out 2>err 3>&- &
	started
	until_ok 60 has_line up out
	kill -KILL "$(pgrep -P $JOB qemu-system)"
	code=0
	wait $JOB || code=$?
	[ "$code" -eq 125 ]
	has_line '^vm/run: QEMU was killed by signal 9' err
}

@test "QEMU ends with the runner, whatever ends that" {
	local signal qemu

	for signal in TERM KILL; do
		"$VM" -- sh -c 'echo up; sleep 100000' >out 3>&- &
	started
		until_ok 60 has_line up out
		qemu=$(pgrep -P $JOB qemu-system)
		kill -$signal $JOB
		! wait $JOB || return 1
		until_ok 20 eval "! kill -0 $qemu 2>/dev/null"
		rm out
	done
}

@test "a QEMU that cannot start gives 125 and one line" {
	echo 'no kernel' >vmlinux
	TAM_KERNEL=$DIR/vmlinux run ./bounded -- true
	[ "$status" -eq 125 ]
	[[ $output == 'vm/run: QEMU cannot start: '* ]]
	one_line "$output"
}

# --- wrong use ---

@test "wrong options give 2 and one line" {
	local args

	for args in --bogus -x 'word' '--mem' '--mem -1 -- true' \
		'--mem 0 -- true' '--mem 10Q -- true' '--mem 99E -- true' \
		'--cpus 0 -- true' '--cpus 2x -- true' '--timeout -5 -- true' \
		'--share /nosuch -- true' '--share /etc/passwd -- true' \
		'--name a/b -- true' '--tamtop -- true' \
		'--icount --cpus 2 -- true'; do
		# shellcheck disable=SC2086 # several arguments
		run ./bounded $args
		echo "$args: $output"
		[ "$status" -eq 2 ]
		[[ $output == vm/run:* ]]
		one_line "$output"
	done
}

@test "a shell without a terminal is refused in one line" {
	run ./bounded </dev/null
	[ "$status" -eq 125 ]
	[[ $output == 'vm/run: no terminal'* ]]
	one_line "$output"
}

@test "TERM that is unset or unknown is refused in one line" {
	terminal
	keys 'TERM= $VM; echo "status $?"' Enter
	see 'TERM is not set'
	see 'status 125'
	keys 'clear; TERM=nosuchterm $VM; echo "status $?"' Enter
	see 'TERM=nosuchterm is not known'
	see 'status 125'
}

# --- KVM, and counting instructions ---

@test "TAM_ACCEL=kvm boots, or gives 125 and one line within seconds" {
	TAM_ACCEL=kvm run ./bounded -- true
	[ "$status" -eq 0 ] || {
		[ "$status" -eq 125 ]
		[[ $output == 'vm/run: KVM does not work here: '* ]]
		one_line "$output"
	}
	TAM_ACCEL=tcg ./bounded -- true
	TAM_ACCEL=any run -2 ./bounded -- true
	one_line "$output"
}

@test "what was found out about this machine is kept until it boots again" {
	local cache=${TAMTOP_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tamtop}

	./bounded -- true
	[[ $(cat "$cache/host") == "$(cat /proc/sys/kernel/random/boot_id) "* ]]
}

@test "--icount: two runs count the same instructions" {
	mkdir share
	cat >count.c <<-'END'
	#include <stdint.h>
	#include <stdio.h>
	#include <time.h>
	#include <unistd.h>

	static uint64_t now(void)
	{
		uint32_t low, high;

		__asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
		return (uint64_t)high << 32 | low;
	}

	int main(void)
	{
		struct timespec ts;
		uint64_t count[3];

		/* The share is as slow as the host: wait for a fixed time. */
		clock_gettime(CLOCK_MONOTONIC, &ts);
		ts.tv_sec += 20 - ts.tv_sec % 20;
		ts.tv_nsec = 0;
		clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts, NULL);
		for (int rep = 0; rep < 3; rep++) {
			count[rep] = now();
			for (int i = 0; i < 1000; i++)
				getppid();
			count[rep] = now() - count[rep];
		}
		printf("%lu\n", count[2]);
		return 0;
	}
	END
	gcc -O1 -static -o share/count count.c
	./bounded --icount --share share -- /share/count >one
	./bounded --icount --share share -- /share/count >two
	[ "$(cat one)" -gt 10000 ]
	cmp one two
}

# --- on a terminal ---

@test "TERM and the window's size are the host's, also when it changes" {
	terminal
	keys '$VM -- sh -c "stty size; echo \$TERM; sleep 100000"' Enter
	see '^25 90'
	see "^$(tmux -L "$SOCKET" show-options -gv default-terminal)"
	keys C-a x
	see 'HOST> $'
	keys 'clear; $VM -- sh -c "trap \"stty size\" WINCH; echo ready
while :; do sleep 0.2; done"' Enter
	see '^ready'
	tmux -L "$SOCKET" resize-window -x 70 -y 20
	see '^20 70'
}

@test "Ctrl-C ends the guest's program and not QEMU" {
	terminal
	keys '$VM' Enter
	see 'tamtop:~#'
	keys 'cat; echo "after $?"' Enter
	keys 'echoed' Enter
	see '^echoed'
	keys C-c
	# the signal flushes what is typed before it has done its work
	see 'tamtop:~# *$'
	keys 'echo "still $((40 + 2))"' Enter
	see '^still 42'
	keys 'false; exit' Enter
	see 'HOST> $'
	keys 'echo "status $?"' Enter
	see '^status 0'
	terminal_is_whole
}

@test "Ctrl-A x ends the guest, Ctrl-A Ctrl-A is one Ctrl-A" {
	terminal
	keys '$VM' Enter
	see 'tamtop:~#'
	keys 'cat -v' Enter
	keys C-a C-a 'b' Enter
	see '^^Ab'
	keys C-a x
	see 'HOST> $'
	keys 'echo "status $?"' Enter
	see '^status 0'
	terminal_is_whole
}

@test "poweroff in the shell ends the guest in good order" {
	terminal
	keys '$VM; echo "status $?"' Enter
	see 'tamtop:~#'
	keys 'poweroff' Enter
	# The shell may have got to another prompt.
	see 'status 0$'
	terminal_is_whole
}

@test "the terminal is whole after QEMU is killed in the midst of a screen" {
	terminal
	keys '$VM -- sh -c "printf \"\\033[?1049h\\033[?25l\\033[31mHERE\"
sleep 100000"; echo "status $?"' Enter
	see '^HERE'
	kill -KILL "$(terminal_qemu)"
	see '^vm/run: QEMU was killed'
	see '^status 125'
	[ "$(tmux -L "$SOCKET" display-message -p '#{alternate_on} #{cursor_flag}')" = '0 1' ]
	terminal_is_whole
}

@test "the terminal is whole after the runner is told to end" {
	terminal
	for signal in TERM HUP; do
		keys '$VM' Enter
		see 'tamtop:~#'
		kill -$signal "$(ps -o ppid= -p "$(terminal_qemu)")"
		terminal_is_whole
		rm after
	done
}

# --- the guest's file system ---

@test "the same input gives the same file system" {
	out=${O:-build}
	[[ $out == /* ]] || out=$TOP/$out
	"$TOP/vm/initramfs" one "$out/vm/init.static" "$out/demo/tamdemo"
	sleep 1
	"$TOP/vm/initramfs" two "$out/vm/init.static" "$out/demo/tamdemo"
	cmp one two
	[ "$(ls -A)" = $'bounded\none\ntwo' ]
}

# --- the kernel's build, with a source that is small ---

# What make does in it: "vmlinux" runs the file vmlinux.sh of the test.
fake_source() {
	mkdir -p linux patches/configs
	cat >linux/Makefile <<-'END'
	.RECIPEPREFIX = >
	VERSION = 6
	PATCHLEVEL = 12
	SUBLEVEL = 999
	tinyconfig olddefconfig:
	> mkdir -p $(O)
	> touch $(O)/.config
	> sed -i /NOSUCH/d $(O)/.config
	vmlinux:
	> @echo '  CC      one.o'
	> @O=$(O) DIR=$(DIR) sh $(DIR)/vmlinux.sh
	> touch $(O)/vmlinux $(O)/System.map
	END
	sed -i "2i DIR = $DIR" linux/Makefile
	echo 'a line' >linux/file
	tar -cJf linux.tar.xz linux
	echo 'CONFIG_A=y' >patches/configs/guest.config
	echo 'change.patch' >patches/series
	printf '%s\n' '--- a/file' '+++ b/file' '@@ -1 +1 @@' '-a line' \
		'+another line' >patches/change.patch
	printf '%s\n' '--- a/planted' '+++ b/planted' '@@ -0,0 +1 @@' \
		'+a fault' >patches/configs/planted.patch
	: >vmlinux.sh
	export TAMTOP_SOURCE=$DIR/linux.tar.xz TAMTOP_PATCHES=$DIR/patches
	export TAMTOP_CACHE=$DIR/cache TAMTOP_NEED_MIB=1
}

kernel_build() {
	"$TOP/vm/kernel-build" "$@"
}

# No kernel, nothing half-made, and nobody who holds the lock.
nothing_kept() {
	[ ! -e cache/work ]
	[ -z "$(ls -A cache/kernels)" ]
	flock -n cache/lock true
}

@test "kernel: it is built once, from the patched source" {
	fake_source
	echo 'grep -q another $O/../file && echo >>count' >vmlinux.sh
	run --separate-stderr kernel_build
	[ "$status" -eq 0 ]
	[ -e "$output" ]
	[ -e "${output%/*}/config" ]
	first=$output
	run --separate-stderr kernel_build
	[ "$output" = "$first" ]
	[ "$(kernel_build --path)" = "$first" ]
	[ "$(grep -c '' linux/../cache/log/guest.log)" -gt 0 ]
	echo '# changed' >>patches/configs/guest.config
	run --separate-stderr kernel_build
	[ "$output" != "$first" ]
	# The source is as it was.
	[ "$(cat cache/src/*/file)" = 'a line' ]
}

@test "kernel: the last three are kept" {
	fake_source
	for n in 1 2 3 4 5; do
		echo "# $n" >>patches/configs/guest.config
		kernel_build
	done
	[ "$(ls cache/kernels | wc -l)" -eq 3 ]
	kernel_build --path
	kernel_build --clean
	[ ! -e cache/kernels ]
}

@test "kernel: one without the series, and one without its options, beside it" {
	local n guest

	fake_source
	echo '# CONFIG_B is not set' >patches/configs/off.config
	guest=$(kernel_build)
	echo 'cp $O/../file $DIR/of' >vmlinux.sh
	for n in 1 2 3 4; do
		echo "# $n" >>patches/configs/off.config
		kernel_build --plain
	done
	[ "$(cat of)" = 'a line' ]
	kernel_build --off
	[ "$(cat of)" = 'another line' ]
	[ -e "$guest" ]
	[ "$(ls cache/kernels | wc -l)" -eq 5 ]
}

@test "kernel: a patch that does not apply is named" {
	fake_source
	echo 'yet another line' >linux/file
	tar -cJf linux.tar.xz linux
	run kernel_build
	[ "$status" -ne 0 ]
	[[ ${lines[-1]} == 'kernel-build: change.patch does not apply to Linux 6.12.999'*'git pull'* ]]
	nothing_kept
}

@test "kernel: a setting that is not taken is named" {
	fake_source
	echo 'CONFIG_NOSUCH=y' >>patches/configs/guest.config
	run kernel_build
	[ "$status" -ne 0 ]
	[[ ${lines[-1]} == *'did not take: CONFIG_NOSUCH=y'* ]]
	nothing_kept
}

@test "kernel: of two fragments that set the same, the later one holds" {
	fake_source
	printf '%s\n' 'CONFIG_B=3' 'CONFIG_C=y' >>patches/configs/guest.config
	printf '%s\n' '# CONFIG_A is not set' 'CONFIG_B=4' >patches/configs/debug.config
	run --separate-stderr kernel_build --debug
	[ "$status" -eq 0 ]
	[ "$(cat "${output%/*}/config")" = "$(printf '%s\n' \
		'# CONFIG_A is not set' 'CONFIG_B=4' 'CONFIG_C=y')" ]
	# And what it adds has to hold, as ever.
	echo 'CONFIG_NOSUCH=y' >>patches/configs/debug.config
	run kernel_build --debug
	[ "$status" -ne 0 ]
	[[ ${lines[-1]} == *'did not take: CONFIG_NOSUCH=y;'* ]]
}

@test "kernel: a failed compilation shows its errors and names the log" {
	fake_source
	echo 'echo "mm/x.c:1: error: no such thing"; exit 1' >vmlinux.sh
	run kernel_build
	[ "$status" -ne 0 ]
	[[ $output == *'| mm/x.c:1: error: no such thing'* ]]
	[[ ${lines[-1]} == *"the whole output is in $DIR/cache/log/guest.log" ]]
	nothing_kept
}

@test "kernel: a full disk is noticed before and during a build" {
	fake_source
	# root needs no user namespace, and has none in a chroot
	own=-rm
	[ "$(id -u)" -ne 0 ] || own=-m
	unshare $own true || skip 'no namespaces for a small file system'
	mkdir cache
	export TOP
	TAMTOP_NEED_MIB='' run unshare $own sh -c 'mount -t tmpfs -o size=4m none cache &&
		"$TOP/vm/kernel-build"'
	[ "$status" -ne 0 ]
	[[ ${lines[-1]} == *'MiB free and the kernel'* ]]
	echo 'head -c 9000000 /dev/zero >$O/big' >vmlinux.sh
	run unshare $own sh -c 'mount -t tmpfs -o size=4m none cache &&
		"$TOP/vm/kernel-build"; code=$?; ls cache; exit $code'
	[ "$status" -ne 0 ]
	[[ $output == *'kernel-build: no space left in '* ]]
	[[ $output != *work* ]]
}

@test "kernel: an interrupted build leaves nothing that is taken for good" {
	fake_source
	for signal in INT TERM; do
		rm -f started
		echo ': >$DIR/started; exec sleep 100000' >vmlinux.sh
		# In the background a shell would have SIGINT ignored.
		env --default-signal=INT "$TOP/vm/kernel-build" >out 2>&1 3>&- &
	started
		until_ok 60 test -e started
		kill -$signal $JOB
		code=0
		wait $JOB || code=$?
		[ "$code" -gt 128 ]
		has_line 'kernel-build: interrupted' out
		nothing_kept
	done
	: >vmlinux.sh
	kernel_build
}

@test "kernel: what a killed build left is not used" {
	fake_source
	echo ': >$DIR/started; exec sleep 100000' >vmlinux.sh
	"$TOP/vm/kernel-build" >out 2>&1 3>&- &
	started
	until_ok 60 test -e started
	kill -KILL $JOB
	# What it had started ends, too, and lets go of the lock.
	until_ok 20 flock -n cache/lock true
	[ -e cache/work ]
	! kernel_build --path || return 1
	: >vmlinux.sh
	kernel_build
	[ ! -e cache/work ]
}

@test "kernel: the second of two builds waits for the first" {
	fake_source
	echo 'cd $DIR; echo >>count; : >started
		until [ -e go ]; do sleep 0.1; done' >vmlinux.sh
	kernel_build >one 2>/dev/null 3>&- &
	started
	until_ok 60 test -e started
	kernel_build >two 2>err 3>&- &
	started
	until_ok 60 has_line 'waiting for it' err
	: >go
	wait
	cmp one two
	[ "$(wc -l <count)" -eq 1 ]
}

@test "kernel: without the source, without a compiler, on another machine" {
	fake_source
	mkdir bin
	printf '#!/bin/sh\necho aarch64\n' >bin/uname
	chmod +x bin/uname
	PATH=$DIR/bin:$PATH run kernel_build
	[ "$status" -ne 0 ]
	[[ $output == *'this machine is aarch64'* ]]
	one_line "$output"
	PATH=$DIR/bin:$PATH run "$TOP/vm/deps" run
	[ "$status" -ne 0 ]
	[[ $output == *'this machine is aarch64'* ]]
	TAMTOP_SOURCE=$DIR/nosuch.tar.xz run kernel_build
	[ "$status" -ne 0 ]
	[[ $output == *'nosuch.tar.xz is missing'*'make deps'* ]]
	one_line "$output"
	rm bin/uname
	for tool in bash dirname sed head sha256sum cat dpkg-query stat make ld uname; do
		ln -s "$(command -v $tool)" "bin/$tool"
	done
	PATH=$DIR/bin run "$TOP/vm/kernel-build"
	[ "$status" -ne 0 ]
	[[ ${lines[-1]} == *'gcc is missing'*'make deps'* ]]
}

# --- packages ---

@test "deps: without root it prints the command to run" {
	mkdir bin
	printf '#!/bin/sh\nexit 1\n' >bin/dpkg-query
	printf '#!/bin/sh\necho 1000\n' >bin/id
	chmod +x bin/*
	PATH=$DIR/bin:$PATH run "$TOP/vm/deps" run
	[ "$status" -eq 1 ]
	[[ $output == *'sudo apt-get install --no-install-recommends gcc '*qemu-system-x86* ]]
	one_line "$output"
}

@test "deps: without a network one line says so" {
	mkdir bin
	printf '#!/bin/sh\nexit 1\n' >bin/dpkg-query
	printf '#!/bin/sh\necho 0\n' >bin/id
	printf '#!/bin/sh\necho "W: Temporary failure resolving x" >&2; exit 100\n' \
		>bin/apt-get
	chmod +x bin/*
	PATH=$DIR/bin:$PATH run "$TOP/vm/deps" run
	[ "$status" -eq 1 ]
	[[ ${lines[-1]} == 'deps: no network: '* ]]
}
