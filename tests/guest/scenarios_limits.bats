#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# Scenarios on where memory ends: what is given back, shared, promised, swapped
# out, or taken with the process.

load scenario

setup_file() {
	scenarios_in_guest --mem 512M <<-'END'
	# part FIRST END: eighths of the block, as an address and bytes
	part() {
		eighth=$(($(last size) / 8))
		printf '0x%x %d\n' $(($(last block) + $1 * eighth)) \
			$((($2 - $1) * eighth))
	}
	# 16M are 4096 pages
	mkdir /sys/fs/cgroup/release
	echo $$ >/sys/fs/cgroup/release/cgroup.procs
	begin release --size 16M --rate 1G --pause 5
	until_phase release
	look release.dropped
	until_told read 512
	look release.read
	until_phase hold
	look release.head $pid $(part 0 4)
	look release.tail $pid $(part 5 8)
	# as when memory runs short, but for this group alone
	lazy_is_gone() {
		echo 64M >/sys/fs/cgroup/release/memory.reclaim || true
		[ "$(awk '/^LazyFree:/ { n += $2 } END { print n }' \
			/proc/$pid/smaps)" = 0 ]
	}
	until_true lazy_is_gone 2>/dev/null
	look release.taken $pid $(part 5 8)
	finish release
	echo $$ >/sys/fs/cgroup/cgroup.procs
	rmdir /sys/fs/cgroup/release
	END
}

setup() {
	share="$BATS_FILE_TMPDIR/share"
}

# states NAME: "PAGES STATE" of each run of the block, as the kernel has them
states() {
	cut -d ' ' -f 2- "$share/$1.flags"
}

# of_smaps NAME FIELD: the sum of that field over the mappings of the block, kB
of_smaps() {
	perl -e '
		no warnings "portable";
		my ($flags, $field) = @ARGV;
		open my $in, "<", "$flags.block" or die;
		my ($start, $size) = split / /, <$in>;
		open $in, "<", "$flags.smaps" or die;
		my ($there, $sum) = (0, 0);
		while (<$in>) {
			$there = hex $1 >= hex $start &&
				hex $2 <= hex($start) + $size
				if /^([0-9a-f]+)-([0-9a-f]+) /;
			$sum += $1 if $there && /^$field: +(\d+) kB/;
		}
		print "$sum\n"' "$share/$1" "$2"
}

@test "release: MADV_DONTNEED takes at once, and what is read is zero again" {
	is_true release.dropped
	[ "$(looked release.dropped reserved)" = 4096 ]
	[ "$(looked release.dropped written)" = 3072 ]
	[ "$(looked release.dropped untouched)" = 1024 ]
	states release.dropped |
		diff - <(printf '%s\n' '512 written' '1024 untouched' '2560 written')
	is_true release.read
	[ "$(looked release.read reserved)" = 4096 ]
	[ "$(looked release.read written)" = 3072 ]
	states release.read |
		diff - <(printf '%s\n' '512 written' '512 zero' \
			'512 untouched' '2560 written')
}

@test "release: munmap makes two mappings of one" {
	is_true release.head
	is_true release.tail
	[ "$(looked release.head reserved)" = 2048 ]
	[ "$(looked release.tail reserved)" = 1536 ]
	[ "$(looked release.head told.reserved)" = 3584 ]
	# nothing is mapped in between
	perl -MJSON::PP -0777 -e '
		no warnings "portable";
		my $report = JSON::PP->new->decode(<STDIN>);
		my $block = hex $ARGV[0];
		die if grep {
			hex $_->{start} < $block + (10 << 20) &&
			hex $_->{end} > $block + (8 << 20)
		} @{$report->{mappings}}' \
		"$(looked release.head told.block)" <"$share/release.head.mappings"
}

@test "release: MADV_FREE takes nothing until the kernel needs it" {
	[ "$(looked release.tail written)" = 1536 ]
	[ "$(of_smaps release.tail LazyFree)" = 4096 ]
	[ "$(looked release.tail told.lazy)" = 1024 ]
	is_true release.taken
	[ "$(looked release.taken reserved)" = 1536 ]
	[ "$(looked release.taken written)" = 512 ]
	states release.taken |
		diff - <(printf '%s\n' '1024 untouched' '512 written')
	[ "$(cat "$share/release.status")" = 0 ]
}
