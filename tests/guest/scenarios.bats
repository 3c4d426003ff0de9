#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# Scenarios that touch a block at a steady pace, and what tamtop says of it.

bats_require_minimum_version 1.5.0
load scenario

setup_file() {
	scenarios_in_guest <<-'END'
	# look at as much of the block as there is by now
	look_grown() {
		freeze $pid
		look $1 $pid $(last block) $(block_end $(last block))
	}
	block_end() {
		start=$(printf %x $1)
		grep "^$start-" /proc/$pid/maps | {
			IFS=' -' read -r start end rest
			echo $((0x$end - 0x$start))
		}
	}
	# 16M are 4096 pages
	for demo in linear reverse random stride; do
		begin $demo --size 16M --rate 2000
		until_told written 500
		look $demo.mid
		finish $demo.mid
		begin $demo --size 16M --rate 1G
		until_phase hold
		look $demo
		finish $demo
	done
	begin threads --size 16M --rate 1000
	until_told written 500
	freeze $pid
	cat /proc/$pid/task/*/stat >threads.tasks
	look threads
	finish threads
	begin burst --size 8M --rate 1 --every 500
	look burst.rest
	finish burst
	begin burst --size 8M --rate 250 --every 2
	until_told written 500
	look burst.one
	finish burst
	begin zero --size 16M --rate 2000
	until_told read 500
	look zero.read
	until_phase write
	until_told written 500
	look zero.write
	finish zero.write
	begin linear --size 16M --rate 1G --huge
	until_phase hold
	look linear.huge
	finish linear.huge
	# 8 huge pages
	begin huge --size 16M --rate 1000
	until_told read 2
	look huge.read
	until_told written 3
	look huge.write
	finish huge.write
	begin huge --size 16M --rate 1G
	until_phase hold
	look huge
	finish huge
	for mode in never madvise; do
		echo $mode >/sys/kernel/mm/transparent_hugepage/enabled
		begin huge --size 16M --no-hold
		ended huge.$mode
	done
	echo never >/sys/kernel/mm/transparent_hugepage/hugepages-2048kB/enabled
	begin linear --huge --no-hold
	ended huge.size
	echo inherit >/sys/kernel/mm/transparent_hugepage/hugepages-2048kB/enabled
	begin leak --size 8M --rate 500
	for nr in 300 700; do
		until_told written $nr
		look_grown leak.$nr
	done
	finish leak
	begin leak --size 8M --rate 1G
	until_phase hold
	look_grown leak
	finish leak
	begin linear --size 8M --rate 2000 --loop --hold 0.01
	until_told round 2
	until_phase write
	until_told written 100
	look loop
	finish loop
	begin verify --size 4M --pause 0 --yes
	ended verify
	END
}

@test "linear, reverse, random, stride: midway tamtop shows what they did so far" {
	for demo in linear reverse random stride; do
		is_true $demo.mid
		[ "$(looked $demo.mid reserved)" = 4096 ]
		[ "$(looked $demo.mid written)" -ge 500 ]
		[ "$(looked $demo.mid zero)" = 0 ]
		[ "$(looked $demo.mid huge)" = 0 ]
		[ "$(cat "$BATS_FILE_TMPDIR/share/$demo.mid.status")" = 143 ]
	done
}

# flags NAME: the block's runs of pages, as the kernel has them
flags() {
	cat "$BATS_FILE_TMPDIR/share/$1.flags"
}

# runs NAME STATE: how many of them are in that state
runs() {
	flags "$1" | grep -c " $2\$" || true
}

# wrong SUFFIX SED_SCRIPT: linear.mid with that change is not the truth
wrong() {
	local share="$BATS_FILE_TMPDIR/share" file

	for file in "$share"/linear.mid.*; do
		cp "$file" "$share/wrong.${file##*.mid.}"
	done
	is_true wrong
	sed -i "$2" "$share/wrong.$1"
	run ! cmp -s "$share/wrong.$1" "$share/linear.mid.$1"
	run ! is_true wrong
}

@test "what is not the truth is found" {
	wrong flags '1s/written/zero/'
	wrong flags '1s/ written/0 written/'
	wrong mappings '/tamalloc":true/,$s/"written":[0-9]*/"written":4096/'
	wrong pages '/tamalloc":true/,$s/"state":"written"/"state":"zero"/'
	wrong smaps '/tamalloc/,$s/^Rss: .*/Rss: 4 kB/'
	wrong smaps '/tamalloc/,$s/^AnonHugePages: .*/AnonHugePages: 2048 kB/'
	wrong step 's/"written":/"written":9/'
}

@test "linear, reverse, random, stride: each has a picture of its own" {
	[ "$(runs linear.mid written)" = 1 ]
	flags linear.mid | head -n 1 | grep ' written$'
	[ "$(runs reverse.mid written)" = 1 ]
	flags reverse.mid | tail -n 1 | grep ' written$'
	# the teeth of the comb; each 4096 / 1024
	[ "$(runs stride.mid written)" = 4 ]
	[ "$(runs random.mid written)" -gt 100 ]
}

@test "linear, reverse, random, stride: in the end every page is written" {
	for demo in linear reverse random stride; do
		is_true $demo
		[ "$(looked $demo written)" = 4096 ]
		[ "$(looked $demo told.written)" = 4096 ]
		[ "$(cat "$BATS_FILE_TMPDIR/share/$demo.status")" = 0 ]
		# the list: 16M of tamalloc
		grep -q ' 16\.0M .* tamdemo '$demo \
			"$BATS_FILE_TMPDIR/share/$demo.batch"
	done
}

@test "threads: a front each, every one touched by a thread of its own" {
	is_true threads
	[ "$(runs threads written)" = 4 ]
	# 1, 2, 3 and 4 in 10
	flags threads | awk '$3 == "written" { print $2 }' | sort -cnu
	# the first is main; the others had the faults
	[ "$(wc -l <"$BATS_FILE_TMPDIR/share/threads.tasks")" = 5 ]
	sed 's/.*) //' "$BATS_FILE_TMPDIR/share/threads.tasks" | awk '
		NR > 1 { print $8; if ($8 < 40) bad = 1 } END { exit bad }'
}

@test "burst: at first nothing, then so many pages at once" {
	is_true burst.rest
	[ "$(looked burst.rest untouched)" = 2048 ]
	is_true burst.one
	[ "$(looked burst.one written)" -ge 500 ]
	[ "$(($(looked burst.one written) % 500))" = 0 ]
	[ "$(runs burst.one written)" = 1 ]
}

@test "zero: pages are zero pages first, and turn when they are written" {
	is_true zero.read
	[ "$(looked zero.read written)" = 0 ]
	[ "$(looked zero.read zero)" -ge 500 ]
	[ "$(looked zero.read zero)" -ge "$(looked zero.read told.read)" ]
	is_true zero.write
	[ "$(looked zero.write written)" -ge 500 ]
	[ "$(looked zero.write untouched)" = 0 ]
	[ "$(looked zero.write zero)" = \
		$((4096 - $(looked zero.write written))) ]
}

@test "--huge: the whole block in huge pages" {
	is_true linear.huge
	[ "$(looked linear.huge huge)" = 4096 ]
	[ "$(looked linear.huge written)" = 4096 ]
}

@test "huge: a byte read is 512 zero pages, a byte written is 512 of memory" {
	is_true huge.read
	[ "$(looked huge.read zero)" -ge $((2 * 512)) ]
	[ "$(($(looked huge.read zero) % 512))" = 0 ]
	[ "$(runs huge.read huge_zero)" = 1 ]
	[ "$(runs huge.read zero)" = 0 ]
	is_true huge.write
	[ "$(looked huge.write huge)" -ge $((3 * 512)) ]
	[ "$(looked huge.write huge)" = "$(looked huge.write written)" ]
	# the band that was read lies right behind what was written
	[ "$(flags huge.write | sed 's/^[^ ]* //' | sed -n 2p)" = \
		"$(looked huge.write zero) huge_zero" ]
	[ "$(($(looked huge.write zero) % 512))" = 0 ]
	is_true huge
	[ "$(looked huge huge)" = 4096 ]
	[ "$(looked huge told.written)" = 8 ]
}

@test "huge: without huge pages one line, and exit code 3" {
	for off in never size; do
		[ "$(cat "$BATS_FILE_TMPDIR/share/huge.$off.status")" = 3 ]
		[ "$(wc -l <"$BATS_FILE_TMPDIR/share/huge.$off.err")" = 1 ]
		grep 'switched off; as root: echo ' \
			"$BATS_FILE_TMPDIR/share/huge.$off.err"
		[ ! -s "$BATS_FILE_TMPDIR/share/huge.$off.steps" ]
	done
	[ "$(cat "$BATS_FILE_TMPDIR/share/huge.madvise.status")" = 0 ]
}

@test "leak: tamtop sees RESERVED grow with TOUCHED, in one block" {
	for nr in 300 700; do
		is_true leak.$nr
		[ "$(looked leak.$nr written)" -ge $nr ]
		[ "$(looked leak.$nr untouched)" -lt 16 ]
		[ "$(looked leak.$nr told.block)" = \
			"$(looked leak.300 told.block)" ]
	done
	[ "$(looked leak.700 reserved)" -gt "$(looked leak.300 reserved)" ]
	is_true leak
	[ "$(looked leak written)" = 2048 ]
	[ "$(looked leak untouched)" = 0 ]
	[ "$(runs leak written)" = 1 ]
	# in the list: 8M of tamalloc
	grep ' 8\.0M .* tamdemo leak' "$BATS_FILE_TMPDIR/share/leak.batch"
}

@test "--loop: the second block begins untouched; a signal is no failure" {
	is_true loop
	[ "$(looked loop told.round)" -ge 2 ]
	[ "$(runs loop written)" = 1 ]
	[ "$(cat "$BATS_FILE_TMPDIR/share/loop.status")" = 0 ]
}

@test "verify: all was zero, and is told" {
	[ "$(cat "$BATS_FILE_TMPDIR/share/verify.status")" = 0 ]
	grep -q '"phase":"hold".*"written":1024' \
		"$BATS_FILE_TMPDIR/share/verify.steps"
}
