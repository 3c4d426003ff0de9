#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# Scenarios of tamdemo with an allocator: bad input, and what they tell.
bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	tamdemo=${O:-build}/demo/tamdemo
}

# refused DEMO OPTIONS...: exit status 2 and one line
refused() {
	run -2 "$tamdemo" "$@" </dev/null
	[ "${#lines[@]}" = 1 ]
	[[ $output == "tamdemo $1: "*"; "* ]]
}

# number NAME: that member of the last line of output in phase hold
number() {
	grep '"phase":"hold"' <<<"$output" | tail -n 1 |
		sed -E "s/.*\"$1\":([0-9]+).*/\1/"
}

@test "arena: a percentage that makes no sense" {
	for keep in -1 101 '' 1.5 10% all; do
		refused arena --keep "$keep"
	done
	refused arena --give-back=1
	refused arena --huge
	refused arena --seed
}

@test "arena: the same seed, the same objects" {
	run -0 "$tamdemo" arena --size 4M --rate 1G --no-hold --json --seed 42
	first="$(number objects) $(number live) $(number used)"
	run -0 "$tamdemo" arena --size 4M --rate 1G --no-hold --json --seed 42
	[ "$first" = "$(number objects) $(number live) $(number used)" ]
	run -0 "$tamdemo" arena --size 4M --rate 1G --no-hold --json --seed 43
	[ "$first" != "$(number objects) $(number live) $(number used)" ]
}

@test "arena: pages are kept, or are given back" {
	run -0 "$tamdemo" arena --size 4M --rate 1G --no-hold --json
	[ "$(number written)" = "$(number used)" ]
	[ "$(number used)" -gt "$(number holding)" ]
	[ "$(number released)" = 0 ]
	[[ ${lines[-1]} == *'"phase":"end"'*'"written":0,'* ]]
	run -0 "$tamdemo" arena --size 4M --rate 1G --no-hold --json --give-back
	[ "$(number written)" = "$(number used)" ]
	[ "$(number used)" = "$(number holding)" ]
	[ "$(number released)" -gt 0 ]
}

@test "arena: any block, any share" {
	for size in 1 4096 10K 64K 1M; do
		for keep in 0 50 100; do
			run -0 "$tamdemo" arena --size $size --keep $keep \
				--rate 1G --no-hold --give-back --json
			[ "$(number used)" = "$(number holding)" ]
			[ $keep != 0 ] || [ "$(number objects)" = 0 ]
		done
	done
}

@test "arena: what it says to people" {
	run -0 "$tamdemo" arena --size 4M --rate 1G --hold 0.01 --seed 42
	echo "$output"
	[[ $output == *'come and go (--seed 42) at '* ]]
	[[ $output == *'grown  2.0M of  2.0M    100%'* ]]
	[[ $output == *'replaced: '*' objects, 2.0M, in '*' touched: new '* ]]
	[[ $output == *'left: '*' touched: free is not given back'* ]]
	[[ ${lines[-1]} == *' of 1024 pages touched; holding them for '* ]]
	[ -z "$(awk 'length > 100' <<<"$output")" ]
}

@test "arena: too large for the books, too: one line, exit 1" {
	run -1 "$tamdemo" arena --size 300T
	[[ $output == 'tamdemo arena: '*'; try a smaller --size'* ]]
	[ "${#lines[@]}" = 1 ]
}

@test "arena --loop: begins with no object" {
	timeout 60 "$tamdemo" arena --size 1M --rate 1G --loop --hold 0 --json |
		sed '/"round":3/q' >"$BATS_TEST_TMPDIR/log" || true
	grep -q '"round":2,"phase":"start".*"objects":0,' \
		"$BATS_TEST_TMPDIR/log"
}

@test "allocators: a size, or a word, that makes no sense" {
	for size in -1 0 1048575 64K '' 10Q; do
		refused allocators --size "$size"
	done
	refused allocators --pause -1
	refused allocators --rate 1
	refused allocators malloc
}

@test "allocators: a table with a row for each way" {
	run -0 "$tamdemo" allocators --size 1M --pause 0
	echo "$output"
	for way in malloc calloc malloc+memset mmap mmap+populate tamalloc; do
		[ "$(grep -c -F "$way  " <<<"$output" || true)" -ge 1 ]
	done
	grep -E '^mmap +[0-9.]+[um]?s +[0-9.]+[um]?s +[0-9.]+[um]?s +0 +3$' \
		<<<"$output"
	[ -z "$(awk 'length > 80' <<<"$output")" ]
	run -0 "$tamdemo" allocators --size 1M --pause 0.001
	[[ $output == *'mmap: allocated, 0 of 256 pages touched'* ]]
	[[ $output == *'mmap: all pages written, 256 of 256 pages touched'* ]]
}

@test "allocators --step: an ENTER for each step of each way" {
	run -0 "$tamdemo" allocators --size 1M --step < <(yes '' | head -n 24)
	[ "$(grep -c '^Press ENTER to go on$' <<<"$output")" = 24 ]
	run -1 "$tamdemo" allocators --size 1M --step --json \
		< <(yes '' | head -n 23)
	[[ $output == *'standard input ended'*'; leave out --step'* ]]
	[ "$(grep -c '"phase":"end"' <<<"$output")" = 5 ]
}

@test "allocators: not enough memory, a full disk: one line, exit 1" {
	run -1 "$tamdemo" allocators --size 300T
	[[ $output == *'more than half of the memory'*' --size of up to '* ]]
	[ "${#lines[@]}" = 1 ]
	run -1 bash -c "exec '$tamdemo' allocators --json --size 1M >/dev/full"
	[[ $output == 'tamdemo allocators: cannot write'* ]]
	[ "${#lines[@]}" = 1 ]
}

@test "allocators --huge: runs, or says in one line what is missing" {
	run "$tamdemo" allocators --huge --size 4M --pause 0
	[ "$status" = 0 ] || [ "$status" = 3 ]
	[ "$status" = 0 ] || [ "${#lines[@]}" = 1 ]
}
