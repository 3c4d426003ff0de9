#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# What was seen in the guest, under load, is what its recording shows here: at
# ten moments, screen for screen, but for what is of who looks, not of what is
# looked at.

bats_require_minimum_version 1.5.0

# from one moment to the next; each is saved with key y
ways=('wait=3' '/ linear Enter wait=1' 'Enter wait=3' 'wait=2' 'Enter wait=3'
	'wait=4' 'T wait=3' '- wait=2' 'Esc Esc Esc wait=2' 't wait=2')

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	top="$(realpath "${O:-build}")/tui/tamtop"
	recorded="$(realpath "${O:-build}")/tests/terminal/recorded"
	share="$BATS_TEST_TMPDIR/share"
	mkdir "$share"
	export TZ=UTC LC_ALL=C.UTF-8
}

# keys_to MOMENT [WORD]: all ways up to there, with WORD behind each of them
keys_to() {
	local i

	for ((i = 0; i < $1; i++)); do
		printf '%s %s ' "${ways[i]}" "${2:-}"
	done
}

# seen FILE: but for line 1 behind the title, where source, cost and pace stand;
# for the keys, which are those that a recording obeys; and for what tells how
# late it was when the key was pressed, which is between two samples.
seen() {
	sed -E -e '1s/ +(REC|replay) .*//' -e '30d' -e 's/  [0-9]+s ago//' \
		-e '$s/  [0-9]{4}-[0-9-]+ [0-9:]+ .*//' "$1"
}

watch_in_guest() {
	cat >"$share/script" <<-END
	cd /share
	export TZ=UTC
	for demo in linear random stride zero; do
		tamdemo \$demo --size 64M --rate 4M >/dev/null 2>&1 &
	done
	while :; do sh -c true; done &
	sleep 1
	tamtop --no-config --record run.tam --format text -d 0.5 \
		--dump-screen 100x30 --keys '$(keys_to 10 y)wait=2' >/dev/null
	END
	vm/run --share "$share" --timeout 300 -- sh /share/script
}

# The keys that save the screen as it is behind each sample, one after the other
keys_to_all() {
	local at

	printf ' Z'
	while read -r at; do
		printf ' @ 0%% Enter @ +%s Enter y' "$at"
	done < <("$recorded" --times "$share/run.tam")
}

# is_shown MOMENT: behind one of the samples, where the keys have led to the same
# view. Between two of them little time may pass, so that each is looked at.
is_shown() {
	local dir="$BATS_TEST_TMPDIR/$1" file

	mkdir "$dir"
	(cd "$dir" && "$top" --no-config --replay "$share/run.tam" \
		--format text --dump-screen 100x30 \
		--keys "$(keys_to "$1")$(keys_to_all)" >/dev/null)
	seen "$share"/tamtop-*-"$1.txt" >"$dir/wanted"
	for file in "$dir"/*.txt; do
		! seen "$file" | cmp -s - "$dir/wanted" || return 0
	done
	echo "moment $1 is nowhere in the recording:"
	cat "$dir/wanted"
	return 1
}

@test "a recording shows what was seen" {
	local moment

	watch_in_guest
	[ "$(find "$share" -name 'tamtop-*.txt' | wc -l)" -eq 10 ]
	for ((moment = 1; moment <= 10; moment++)); do
		is_shown "$moment"
	done
}
