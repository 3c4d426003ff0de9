#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# Screens of the recording that comes with the source: whatever is changed, it is
# to be read, and shown, as it was.

load golden

export TZ=UTC

# A scene of golden.bash: NAME SIZE LOOK, and how one comes there.
draw() {
	local args=(--dump-screen "$2")

	case "$3" in
	ascii) args+=(--ascii) ;;
	mono) args+=(--no-color --format ansi) ;;
	esac
	"${O:-build}/tui/tamtop" --no-config --replay demo/demo.tam \
		"${args[@]}" --keys "$keys" ${view:+"${view[@]}"}
}

# shows NAME KEYS [OPTION...]: at 80x24 and 132x40
shows() {
	local keys="$2"
	local view=("${@:3}")

	check "replay-$1" 80x24 utf8
	check "replay-$1" 132x40 utf8
}

@test "the list of it" {
	shows list '@ +20s Enter'
	keys='@ +20s Enter'
	check replay-list 80x24 ascii
	check replay-list 80x24 mono
	check replay-list 40x10 utf8
}
@test "its beginning, and its end" {
	shows begin ''
	shows end '@ 100% Enter'
}
@test "paused, slower, faster" {
	shows paused '@ +20s Enter Space'
	shows slow '@ +20s Enter { {'
	shows fast '@ +20s Enter } } } } } }'
}
@test "a time is asked for" {
	shows ask '@ 12:3'
	shows ask-wrong '@ 12:30 Enter'
}
@test "each of the demos, and its map" {
	shows linear '@ +12s Enter' --view map linear
	shows random '@ +12s Enter' --view map random
	shows stride '@ +12s Enter' --view map stride
	shows zero '@ +12s Enter' --view map zero
}
@test "its time, at another zoom, and page by page" {
	shows timeline '@ +12s Enter' --view timeline linear
	shows timeline-zoomed '@ +12s Enter + +' --view timeline linear
	shows pages '@ +12s Enter G ]' --view map random
}
@test "its mappings" { shows process '@ +12s Enter' --view process zero; }
@test "whom nobody looked into" {
	shows unrecorded '@ +12s Enter / init Enter Enter'
}
@test "what can't be done" {
	shows no-signal '@ +12s Enter K'
	shows no-demo '@ +12s Enter d'
	shows no-delay '@ +12s Enter s'
	shows no-recording '@ +12s Enter !'
}
@test "what changes since a mark" { shows mark '@ +12s Enter m wait=20'; }
@test "the help" { shows help '?'; }
