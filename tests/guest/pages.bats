#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# What tamtop says of pages against what a program knows that it did.

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	share="$BATS_TEST_TMPDIR/share"
	mkdir "$share"
	cp "${O:-build}/tests/guest/touch" "$share/"
}

@test "tamtop -b: RESERVED, TOUCHED, ZERO and TAMALLOC of a known program" {
	cat >"$share/look" <<-'END'
	#!/bin/sh
	# 64 MiB reserved, 16 written, 8 read; and nothing but programs
	mkfifo /tmp/in
	/share/touch 16384 4096 2048 </tmp/in >/tmp/out &
	exec 3>/tmp/in
	until grep -q ready /tmp/out; do usleep 10000; done
	read -r word pid </tmp/out
	grep -E 'VmSize|VmRSS|VmSwap' "/proc/$pid/status"
	tamtop -b -n 1 -p "$pid"
	tamtop -b -n 1
	END
	chmod +x "$share/look"
	run vm/run --timeout 120 --share "$share" -- /share/look
	echo "$output"
	[ "$status" -eq 0 ]
	kib="$(awk '$1 == "VmSize:" { print $2 }' <<<"$output")"
	rss="$(awk '$1 == "VmRSS:" { print $2 }' <<<"$output")"
	read -r _ _ reserved touched _ zero swap tamalloc _ <<<"$(
		grep -m 1 '/share/touch' <<<"$output")"
	[ "$reserved" = "$(awk "BEGIN { printf \"%.1fM\", $kib / 1024 }")" ]
	[ "$touched" = "$(awk "BEGIN { printf \"%.1fM\", $rss / 1024 }")" ]
	[ "$zero" = 8.0M ]
	[ "$swap" = 0 ]
	[ "$tamalloc" = 64.0M ]
	# the totals: of all blocks 8M is zero, and at least 16M written
	grep -q '  zero 8\.0M  tamalloc ' <<<"$output"
	# of a program without blocks all memory is looked through
	grep -E ' root .* 0 +0 +0 .* /?init$' <<<"$output"
}
