#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# Scenarios with an allocator: what it says of its pages, and what tamtop says.
bats_require_minimum_version 1.5.0

load scenario

setup_file() {
	scenarios_in_guest <<-'END'
	# 16M are 4096 pages, in runs of 32 for a size class
	begin arena --size 16M --rate 500 --seed 42
	until_told used 300
	look arena.grow
	finish arena.grow
	for keep in 100 10 0; do
		begin arena --size 16M --rate 1G --seed 42 --keep $keep
		until_phase hold
		look arena.$keep
		finish arena.$keep
		begin arena --size 16M --rate 1G --seed 42 --keep $keep \
			--give-back
		until_phase hold
		look give.$keep
		finish give.$keep
	done
	# the processes of allocators wait for lines of descriptor 5
	mkfifo /tmp/go
	exec 5<>/tmp/go
	at() {
		[ "$(last way) $(last phase)" = "$1 $2" ]
	}
	steps=/tmp/steps.allocators
	tamdemo allocators --size 16M --step --json <&5 >$steps 2>/tmp/err &
	pid=$!
	for way in malloc calloc malloc+memset mmap mmap+populate tamalloc; do
		for phase in start first part hold; do
			until_true at $way $phase
			look $way.$phase $(last pid) $(last block) \
				$(($(last reserved) * 4096))
			echo >&5
		done
	done
	ended allocators
	begin allocators --size 16M --pause 0 --huge
	ended allocators.huge
	# gone with its parent
	begin allocators --size 16M --pause 1000
	until_phase start
	child=$(last pid)
	kill -KILL $pid
	gone() {
		! kill -0 $child 2>/dev/null
	}
	until gone; do
		usleep 10000
	done
	END
}

# told NAME: what the allocator says of its objects
told() {
	echo "$(looked "$1" told.objects) $(looked "$1" told.live)" \
		"$(looked "$1" told.holding)"
}

# runs NAME STATE: how many runs of pages are in that state
runs() {
	grep -c " $2\$" "$BATS_FILE_TMPDIR/share/$1.flags" || true
}

@test "arena: the size classes fill up side by side" {
	is_true arena.grow
	[ "$(looked arena.grow told.phase)" = grow ]
	[ "$(looked arena.grow written)" -ge "$(looked arena.grow told.used)" ]
	[ "$(looked arena.grow told.used)" = \
		"$(looked arena.grow told.holding)" ]
	[ "$(runs arena.grow written)" -ge 4 ]
}

@test "arena: what was used stays touched, whatever is freed" {
	local keep

	for keep in 100 10 0; do
		is_true arena.$keep
		[ "$(looked arena.$keep written)" = \
			"$(looked arena.$keep told.used)" ]
		[ "$(looked arena.$keep told.used)" = \
			"$(looked arena.100 told.used)" ]
	done
	# more than half of 4096 pages for objects of half of the block
	[ "$(looked arena.100 written)" -gt 2048 ]
	[ "$(looked arena.10 told.holding)" -lt \
		"$(looked arena.100 told.holding)" ]
	[ "$(told arena.0)" = '0 0 0' ]
}

@test "arena --give-back: as many pages as hold an object" {
	local keep

	for keep in 100 10 0; do
		is_true give.$keep
		[ "$(looked give.$keep written)" = \
			"$(looked give.$keep told.holding)" ]
		# the same objects at the same places
		[ "$(told give.$keep)" = "$(told arena.$keep)" ]
	done
	[ "$(looked give.0 untouched)" = 4096 ]
}

@test "arena --give-back: a tenth of the objects keeps a third of the pages" {
	local live

	live=$(($(looked give.10 told.live) / 4096))
	[ "$(looked give.10 written)" -gt $((live * 3)) ]
	[ "$(($(looked give.10 written) * 4))" -gt \
		"$(looked give.100 written)" ]
	[ "$(($(looked give.10 written) * 2))" -lt \
		"$(looked give.100 written)" ]
	# it is full of holes
	[ "$(runs give.10 untouched)" -gt 100 ]
}

# touched WAY PHASE PAGES: so many are, by tamtop, by the kernel and by itself
touched() {
	is_true "$1.$2"
	[ "$(looked "$1.$2" written)" = "$3" ]
	[ "$(looked "$1.$2" told.touched)" = "$3" ]
	[ "$(looked "$1.$2" told.way)" = "$1" ]
	[ "$(looked "$1.$2" reserved)" = "$(looked "$1.$2" told.reserved)" ]
}

@test "allocators: mmap and tamalloc touch what is written, and no more" {
	for way in mmap tamalloc; do
		touched $way start 0
		touched $way first 1
		touched $way part 41
		touched $way hold 4096
	done
}

@test "allocators: malloc and calloc do so, too, with a page for their books" {
	for way in malloc calloc; do
		touched $way start 1
		touched $way first 1
		touched $way part 41
		touched $way hold 4097
	done
}

@test "allocators: memset and populate touch all at once" {
	for phase in start first part hold; do
		touched malloc+memset $phase 4097
		touched mmap+populate $phase 4096
	done
}

@test "allocators: only tamalloc's block is known as one" {
	local share="$BATS_FILE_TMPDIR/share"

	for way in malloc calloc malloc+memset mmap mmap+populate; do
		run ! grep -q '"tamalloc":true' "$share/$way.hold.mappings"
	done
	grep -q '"tamalloc":true' "$share/tamalloc.hold.mappings"
}

@test "allocators: each way in a process of its own, with its results" {
	local share="$BATS_FILE_TMPDIR/share"

	[ "$(cat "$share/allocators.status")" = 0 ]
	[ ! -s "$share/allocators.err" ]
	[ "$(sed 's/.*"pid":\([0-9]*\).*/\1/' "$share/allocators.steps" |
		sort -u | wc -l)" = 6 ]
	grep '"phase":"end".*"way":"mmap".*"touched_allocate":0,"touched_part":41}' \
		"$share/allocators.steps"
	[ "$(grep -c '"phase":"end".*"all_ns":[1-9]' \
		"$share/allocators.steps")" = 6 ]
}

@test "allocators --huge: 1% of the pages, spread evenly, touches all of them" {
	local share="$BATS_FILE_TMPDIR/share"

	[ "$(cat "$share/allocators.huge.status")" = 0 ]
	# all but what is no whole huge page at either end
	grep '"phase":"end".*"way":"mmap"' "$share/allocators.huge.steps" |
		sed 's/.*"touched_part":\([0-9]*\)}.*/\1/' | {
			read -r touched
			[ "$touched" -gt 3000 ]
		}
}
