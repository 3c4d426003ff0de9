#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# What tamtop says of blocks that are too large for one refresh, and where the
# kernel has another version of the calls.

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	share="$BATS_TEST_TMPDIR/share"
	mkdir "$share"
	cp "${O:-build}/tests/guest/touch" "$share/"
}

# in_guest: runs the script on stdin there
in_guest() {
	cat >"$share/script"
	run vm/run --timeout 600 --share "$share" -- sh /share/script
	echo "$output"
	[ "$status" -eq 0 ]
}

# field N PATTERN: that field of the last line with PATTERN
field() {
	grep -e "$2" <<<"$output" | tail -n 1 | awk -v n="$1" '{ print $n }'
}

@test "two large blocks are counted to their end, though both map and unmap" {
	# 400,000 pages read and 8,000 written; 200,000 and 4,000. A sample has
	# 2 ms for them, the first one a second: too little for all of it where
	# the machine is slow, and else it is counted soon.
	in_guest <<-'SCRIPT'
	set -e
	mkfifo /tmp/in
	/share/touch 500000 8000 400000 1 500 </tmp/in >/tmp/one &
	/share/touch 300000 4000 200000 1 500 </tmp/in >/tmp/two &
	exec 3>/tmp/in
	until grep -q ready /tmp/one && grep -q ready /tmp/two; do
		usleep 100000
	done
	for name in one two; do
		read -r word pid </tmp/$name
		awk '/^[0-9a-f]+-/ { ours = /anon:tamalloc/ }
			ours && /^Rss:/ { sum += $2 }
			END { print "smaps '$name'", sum }' /proc/$pid/smaps
	done
	# whole counts of both, in at most so many samples
	tamtop -b -d 0.2 -n 2000 | awk '
		/^tamtop/ { nr++; told = 0 }
		/^Reserved/ { total = $0 }
		/\/share\/touch/ && $6 != "?" { told++; line[told] = $0 }
		told == 2 && nr > 1 { print nr " samples"; exit }
		END { print total; print line[1]; print line[2] }'
	SCRIPT
	# as much as was written has frames
	[ "$(field 3 '^smaps one')" = $((8000 * 4)) ]
	[ "$(field 3 '^smaps two')" = $((4000 * 4)) ]
	[[ "$output" == *" samples"* ]]
	# 400000 * 4096, 500000 * 4096; 200000 * 4096, 300000 * 4096
	[ "$(field 6 'touch 500000')" = 1.5G ]
	[ "$(field 8 'touch 500000')" = 1.9G ]
	[ "$(field 6 'touch 300000')" = 781M ]
	[ "$(field 8 'touch 300000')" = 1.1G ]
	[[ "$output" == *"  zero 2.3G  tamalloc 3.1G touched "* ]]
}

@test "another version of the calls is refused, and told" {
	in_guest <<-'SCRIPT'
	cat /sys/kernel/mm/tamalloc/abi
	mount -t tmpfs none /sys/kernel/mm/tamalloc
	for version in 1 3 two; do
		echo $version >/sys/kernel/mm/tamalloc/abi
		code=0
		tamtop --source syscall -b -n 1 2>&1 || code=$?
		echo "exit $code"
		tamtop -b -n 1 | head -n 1
		tamdemo linear --no-hold --size 1M --rate 1G
	done
	SCRIPT
	[ "${lines[0]}" = 2 ]
	[[ "$output" == *" has version 1 of the tamalloc calls, and version 2 is needed: boot one that has it, as 'make run' does"* ]]
	[[ "$output" == *" has version 3 of the tamalloc calls, and version 2 is needed"* ]]
	[ "$(grep -c 'has no list_mem_stats(2)' <<<"$output")" = 1 ]
	[ "$(grep -c '^exit 3$' <<<"$output")" = 3 ]
	[ "$(grep -c '^tamtop 1 .*  proc ' <<<"$output")" = 3 ]
	[ "$(grep -c 'mmap fallback' <<<"$output")" = 3 ]
}
