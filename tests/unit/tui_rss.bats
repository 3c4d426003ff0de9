#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# What docs/rss.md claims, with the page's own programs where it has them, made
# smaller: what is freed and stays, what is promised only, what is counted twice.

# shellcheck disable=SC2016,SC2154
bats_require_minimum_version 1.5.0

load cli

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	script="$BATS_TEST_TMPDIR/script.py"
	said="$BATS_TEST_TMPDIR/said"
	pid=
}

teardown() {
	finish
}

# begin: runs the script; it goes on when it is told to, and ends with us
begin() {
	local orders="$BATS_TEST_TMPDIR/orders"

	rm -f "$orders" "$said"
	mkfifo "$orders"
	/usr/bin/python3 "$script" <"$orders" >"$said" 2>&1 3>&- &
	pid=$!
	exec 4>"$orders"
}

finish() {
	[ -n "$pid" ] || return 0
	exec 4>&-
	kill -KILL "$pid" 2>/dev/null || true
	wait "$pid" 2>/dev/null || true
	pid=
}

# until_says WORD: that is the last thing it has said, or it has ended
until_says() {
	until tail -n 1 "$said" 2>/dev/null | grep -q "^$1"; do
		kill -0 "$pid" || {
			cat "$said"
			return 1
		}
		sleep 0.05
	done
}

# go_on WORD: from where it stops to where it says WORD
go_on() {
	echo >&4
	until_says "$1"
}

# of KEY [PID]: a number of the process
of() {
	"$tamtop" -b -n 1 --json --fields "pid,$1" -p "${2:-$pid}" |
		/usr/bin/python3 -c 'import json, sys
print(json.load(sys.stdin)["processes"][0][sys.argv[1]])' "$1"
}

# reserved_by KEY VALUE: by those mappings whose KEY has that VALUE
reserved_by() {
	"$tamtop" --mappings "$pid" --json |
		/usr/bin/python3 -c 'import json, sys
print(sum(m["reserved"] for m in json.load(sys.stdin)["mappings"]
          if m[sys.argv[1]] == sys.argv[2]))' "$1" "$2"
}

heap() {
	reserved_by name '[heap]'
}

M=$((1 << 20))

# page_script KEPT: the program of the page, with 40,000 lines, 60 MB of them
page_script() {
	sed -n '/^```python$/,/^```$/{/^```/d;p}' docs/rss.md |
		sed -e "s/^last = .*/$1/" -e 's/400_000/40_000/' >"$script"
	grep -q 'range(40_000)' "$script"
}

@test "one line that is kept holds up the heap, malloc_trim gives it back" {
	page_script 'last = lines[-1]'
	begin
	until_says read
	[ "$(of touched)" -gt $((50 * M)) ]
	go_on deleted
	[ "$(of touched)" -gt $((50 * M)) ]
	[ "$(heap)" -gt $((50 * M)) ]
	go_on trimmed
	[ "$(of touched)" -lt $((30 * M)) ]
	# addresses stay
	[ "$(heap)" -gt $((50 * M)) ]
}

@test "where the first line is kept, or none, the heap shrinks" {
	local kept

	for kept in 'first = lines[0]' ''; do
		page_script "$kept"
		begin
		until_says read
		[ "$(heap)" -gt $((50 * M)) ]
		go_on deleted
		[ "$(heap)" -lt $((30 * M)) ]
		[ "$(of touched)" -lt $((30 * M)) ]
		finish
	done
}

# words KEPT: 1,000,000 of them, of which 100 are kept
words() {
	cat >"$script" <<-END2
	import os
	words = [str(n) for n in range(1_000_000)]
	few = words[$1]
	print("read", flush=True)
	os.read(0, 100)
	del words
	print("deleted", flush=True)
	os.read(0, 100)
	END2
	begin
	until_says read
	go_on deleted
}

@test "a hundred words hold on to what lies around them" {
	local apart together

	words '::10_000'
	apart="$(of touched)"
	finish
	words ':100'
	together="$(of touched)"
	[ "$apart" -gt $((2 * together)) ]
}

@test "what is put aside is reserved, and nothing of it touched" {
	cat >"$script" <<-'END2'
	import mmap, os
	flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
	aside = mmap.mmap(-1, 1 << 36, flags=flags, prot=0)
	print("ready", flush=True)
	os.read(0, 100)
	END2
	begin
	until_says ready
	[ "$(of reserved)" -gt $((1 << 36)) ]
	[ "$(of touched)" -lt $((64 * M)) ]
	[ "$(reserved_by perms ---p)" -ge $((1 << 36)) ]
}

@test "shared memory is in TOUCHED of each process, and once in the sum of PSS" {
	local child nr=0 touched=0 pss=0

	cat >"$script" <<-'END2'
	import mmap, os
	shared = mmap.mmap(-1, 64 << 20)
	shared.write(b"x" * (64 << 20))
	children = []
	for n in range(3):
	    ready, told = os.pipe()
	    children.append(os.fork())
	    if not children[-1]:
	        sum(shared[::4096])
	        os.write(told, b"x")
	        os.read(0, 100)
	        os._exit(0)
	    os.read(ready, 1)
	print("ready", *children, flush=True)
	os.read(0, 100)
	END2
	begin
	until_says ready
	for child in $(sed 's/^ready//' "$said") "$pid"; do
		touched=$((touched + $(of touched "$child")))
		pss=$((pss + $(of pss "$child")))
		[ "$(of shared "$child")" -ge $((64 * M)) ]
		nr=$((nr + 1))
	done
	[ "$nr" -eq 4 ]
	[ "$touched" -ge $((4 * 64 * M)) ]
	[ "$pss" -ge $((64 * M)) ]
	[ "$pss" -lt $((2 * 64 * M)) ]
}
