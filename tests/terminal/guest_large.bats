#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# Large targets: 1 TiB reserved, with its pages in one run or one in each GiB.
# Every view answers its keys, and tamtop stays small.

export TMUX_PATIENCE="${TMUX_PATIENCE:-180}"
load tmux.bash

TIB=$((1 << 28))	# pages
GIB=$((1 << 18))

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	share="$BATS_TEST_TMPDIR/share"
	mkdir "$share"
	cp "${O:-build}"/tests/guest/{touch,peak} "$share/"
}

teardown() {
	tmux_stop
}

# look_into ARGUMENT...: tamtop on a 'touch' with these arguments
look_into() {
	tmux_start 80x24
	type_line "clear; vm/run --mem 1G --share '$share'"
	wait_for 'Here tamalloc\(2\) is real'
	type_line "clear; sleep 9999 | /share/touch $* >/tmp/ready &"
	type_line 'until grep -q ready /tmp/ready; do sleep 0.1; done; echo is ready'
	wait_for '^is ready$'
	type_line 'clear; /share/peak /tmp/peak tamtop -p $(cut -c7- /tmp/ready)'
	wait_for '^> .* 1\.0T '
}

# Into its map, all over it, into the timeline, and out.
walk_all_views() {
	tm send-keys Enter
	wait_for '^>[0-9a-f]+ rw-p .*1\.0T .*\[anon:tamalloc\]$'
	tm send-keys Enter
	wait_for 'map of \[anon:tamalloc\] .*'
	wait_for "^█ written $1 "
	wait_for '^> +\+0 :'
	tm send-keys ']'
	wait_for '1 cell = 1 page$'
	wait_for '^>[0-9a-f]+ █'
	tm send-keys G '['
	wait_for '1 cell = 1\.0G$'
	tm send-keys T
	wait_for '^ +3s :'
	tm send-keys '?'
	wait_for '^ Keys '
	tm send-keys q
	wait_for ':~# *$'
}

# The most that tamtop had resident, in KiB, is below $1.
used_less_than() {
	type_line 'clear; sed s/^/most=/ /tmp/peak'
	wait_for '^most=[0-9]+$'
	[ "$(screen | sed -n 's/^most=//p')" -lt "$1" ]
}

@test "1 TiB with 1,000 pages in one run" {
	look_into $TIB 1000 0
	walk_all_views 3\\.9M
	used_less_than 8192
}

@test "1 TiB with a page in each GiB" {
	look_into $TIB 1000 0 $GIB
	walk_all_views 3\\.9M
	used_less_than 8192
}
