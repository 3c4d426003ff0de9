#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# Scenarios with an allocator: what it says of its pages, and what tamtop says.

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
