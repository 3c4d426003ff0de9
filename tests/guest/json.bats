#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# What tamtop prints as JSON in the guest, from both sources and as older
# kernels tell it, is what the schemas say. The guest writes it to its share.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	share="$BATS_TEST_TMPDIR/share"
	mkdir "$share"
	cp "${O:-build}"/tests/guest/{patterns,oldkernel} "$share/"
}

# holds FILE SCHEMA NR [OPTION...]: it has NR documents of SCHEMA
holds() {
	run -0 tests/unit/validate "${@:4}" "docs/json/$2.schema.json" \
		<"$share/$1"
	[ "$output" -eq "$3" ]
}

@test "all that is printed as JSON in the guest holds to its schema" {
	local source

	cat >"$share/script" <<-'END'
	#!/bin/sh
	set -e
	cd /share
	mkfifo /tmp/orders
	echo 64M >/sys/block/zram0/disksize
	mkswap /dev/zram0 >/dev/null
	swapon /dev/zram0
	/share/patterns written read untouched shared file_private tamalloc thp \
		swapped tamalloc_swapped markers shared_swapped \
		</tmp/orders >truth &
	pid=$!
	exec 4>/tmp/orders
	until grep -qs "^ready" truth; do
		kill -0 $pid
		usleep 10000
	done
	echo $pid >pid
	# one that nobody waits for, and a name of any bytes
	(sleep 0 & exec sleep 1000) &
	odd="/tmp/$(printf 'a\n\033\377\177\302\233b')"
	cp /share/patterns "$odd"
	"$odd" written </tmp/orders >/dev/null &
	cp /share/oldkernel /tmp
	chmod 755 /tmp/oldkernel
	for source in syscall proc; do
		top="tamtop --source $source"
		$top -b --json -n 3 -d 0.1 >batch.$source
		$top --mappings $pid --json >mappings.$source
		$top --pages $pid --json >pages.$source
		$top --timeline 60 -d 0.1 -n 3 --json $pid >timeline.$source
		$top --mappings 2 --json >kthread.$source 2>/dev/null
		su -s /bin/sh nobody -c "$top -b --json -n 2 -d 0.1" \
			>denied.$source
		! su -s /bin/sh nobody -c "$top --timeline 1 --json $pid" \
			>none.$source 2>&1
	done
	/share/oldkernel 6.6 tamtop --source proc -b --json -n 2 -d 0.1 >batch.old
	/share/oldkernel 6.6 tamtop --pages $pid --json >pages.old
	/share/oldkernel 6.6 tamtop --timeline 60 -d 0.1 -n 2 --json $pid \
		>timeline.old
	END
	chmod +x "$share/script"
	run -0 vm/run --timeout 900 --share "$share" -- /share/script
	for source in syscall proc; do
		holds batch.$source batch 3 --all-fields
		holds mappings.$source mappings 1 --whole
		holds pages.$source pages 1 --whole
		holds timeline.$source timeline 3
		holds kthread.$source mappings 1 --whole
		holds denied.$source batch 2 --all-fields
		grep -q '"state":"Z"' "$share/batch.$source"
		grep -qF 'a\n\u001B' "$share/batch.$source"
		grep -q 'are not ours to see' "$share/none.$source"
		grep -q "\"source\":\"$source\"" "$share/timeline.$source"
	done
	holds batch.old batch 2 --all-fields
	holds pages.old pages 1 --whole
	holds timeline.old timeline 2
	# blocks are known to the calls, and to nobody else
	grep -q '"tamalloc_written":[0-9]' "$share/batch.syscall"
	grep -q '"tamalloc":null,"tamalloc_written":null' "$share/batch.proc"
	grep -q '"denied":[1-9]' "$share/denied.syscall"
	# the timeline is of the largest block
	grep -q '"name":"\[anon:tamalloc\]","kind":"tamalloc"' \
		"$share/timeline.syscall"
}
