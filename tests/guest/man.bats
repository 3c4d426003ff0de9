#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# The programs of the man pages do what the pages say, on the kernel that has
# the calls. What they print is held against /proc.

setup_file() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	export share="$BATS_FILE_TMPDIR"
	compile
	watch >"$share/watch"
	vm/run --timeout 600 --share "$share" -- sh /share/watch </dev/null
}

# Static: the guest has no library of ours.
compile() {
	local page source

	for page in lib/man/*.[23]; do
		tests/guest/man_programs "$page" "$share"
	done
	for source in "$share"/*.c; do
		gcc -O2 -Wall -Wextra -Werror -static -Ilib/include "$source" \
			-o "${source%.c}" "${O:-build}/lib/libtamalloc.a"
	done
}

# One is watched that has a block, and one that has none; both stand still.
watch() {
	cat <<-'END'
	cd /share || exit
	mkfifo /tmp/in
	./tamalloc.2-1 </tmp/in >block.out 2>&1 &
	block=$!
	exec 3>/tmp/in
	sleep 1000 &
	idle=$!
	until grep -A 20 anon:tamalloc /proc/$block/smaps |
			grep -q '^Rss: *4 kB' &&
			grep -q '^State:.*sleeping' /proc/$block/status &&
			grep -q sleep /proc/$idle/comm &&
			grep -q '^State:.*sleeping' /proc/$idle/status; do
		usleep 100000
	done
	cat /proc/$block/smaps >smaps
	cat /proc/$idle/statm >statm
	cat /proc/$idle/oom_score >oom_score
	./get_mem_stats.2-1 $idle >one.out
	./list_mem_stats.2-1 >list.out
	grep "^$idle " list.out >listed
	./list_mem_stats.2-2 $block >written
	./list_mem_stats.2-2 $idle >written-idle
	./list_mem_stats.2-2 99999999 >written-none 2>&1
	echo $? >status-none
	./libtamalloc.3-1 >why.out 2>&1
	echo $? >status-why
	echo >&3
	wait $block
	echo $? >status-block
	kill $idle
	END
}

@test "tamalloc(2): a terabyte is reserved, one page of it is given" {
	awk '/anon:tamalloc/ { ours = 1 }
		ours && /^Size:/ { size = $2 }
		ours && /^Rss:/ { rss = $2 }
		ours && /^VmFlags:/ { exit !(/ ta/ && size == 2^30 && rss == 4) }
		' "$share/smaps"
	grep -q '^1099511627776 bytes at 0x' "$share/block.out"
	[ "$(cat "$share/status-block")" = 0 ]
}

@test "get_mem_stats(2): what /proc tells, and no more than all" {
	local size resident rest

	read -r size resident rest <"$share/statm"
	grep -q "^reserved $((size * 4)) kB of " "$share/one.out"
	grep -q "^resident $((resident * 4)) kB of " "$share/one.out"
	grep -q "^oom score $(cat "$share/oom_score")\$" "$share/one.out"
	awk '/kB/ { n++; if ($2 > $5) bad = 1 }
		END { exit bad || n != 2 }' "$share/one.out"
}

@test "list_mem_stats(2): the same in a list, in the order of pids" {
	local size resident rest

	read -r size resident rest <"$share/statm"
	read -r _ rest <"$share/listed"
	[ "$rest" = "$((size * 4096)) $((resident * 4096))" ]
	[ "$(head -n 1 "$share/list.out" | cut -d ' ' -f 1)" = 1 ]
	sort -n -u -C <(cut -d ' ' -f 1 "$share/list.out")
}

@test "list_mem_stats(2): the page that was written, where there is one" {
	[ "$(cat "$share/written")" = 4096 ]
	[ "$(cat "$share/written-idle")" = 0 ]
	[ "$(cat "$share/written-none")" = 'that cannot be told' ]
	[ "$(cat "$share/status-none")" = 1 ]
}

@test "libtamalloc(3): there is nothing to explain on this kernel" {
	[ ! -s "$share/why.out" ]
	[ "$(cat "$share/status-why")" = 0 ]
}
