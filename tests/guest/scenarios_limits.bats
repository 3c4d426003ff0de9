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

	# looks at both while neither moves: the child obeys the parent
	look_at_both() {
		freeze $pid
		child=$(last child)
		look $1.child $child
		freeze $pid
		look $1 $pid
	}
	is_gone() {
		if kill -0 $1 2>/dev/null; then
			echo "PID $1 is still there" >&2
			exit 1
		fi
	}
	begin fork --size 16M --rate 1G --pause 5
	until_phase fork
	look_at_both fork.forked
	finish fork.forked
	begin fork --size 16M --rate 1000 --pause 0
	until_told copied 500
	look_at_both fork.mid
	finish fork.mid
	is_gone $child
	begin fork --size 16M --rate 1G --pause 0
	until_phase hold
	look_at_both fork.all
	tamtop -b -n 1 -p $pid,$child >fork.both
	finish fork.all
	is_gone $child
	# the parent can't end it any more
	begin fork --size 16M --rate 1G --pause 1000
	until_phase fork
	child=$(last child)
	kill -KILL $pid
	while kill -0 $child 2>/dev/null; do usleep 10000; done
	ended fork.orphan
	begin fork --size 4M --rate 50000 --pause 0 --loop --hold 0
	until_told round 3
	finish fork.loop
	begin fork --size 16M --rate 1000 --pause 0
	until_told copied 1
	kill -KILL $(last child)
	ended fork.child

	# 8 times the memory, and the 16T of its own accord
	overcommit=/proc/sys/vm/overcommit_memory
	for mode in 0 1 2; do
		echo $mode >$overcommit
		begin overcommit --size 4G --rate 1G
		if [ $mode = 2 ]; then
			ended overcommit.$mode
		else
			until_phase hold
			look overcommit.$mode
			finish overcommit.$mode
			begin overcommit --rate 1G
			until_phase hold
			freeze $pid
			tail -n 1 $steps >big.$mode.step
			echo $(last block) $(last size) >big.$mode.block
			tamtop --mappings $pid --json >big.$mode.mappings
			tamtop -b -n 1 -p $pid >big.$mode.batch
			cat /proc/$pid/statm >big.$mode.statm
			kill -CONT $pid
			finish big.$mode
		fi
		tamdemo overcommit --size 4G --rate 1G --no-hold \
			>overcommit.$mode.said 2>&1
		cat $overcommit >overcommit.$mode.after
	done
	begin overcommit --size 16M --rate 1G
	until_phase hold
	look overcommit.small
	finish overcommit.small
	echo 0 >$overcommit

	# look_at_score NAME: of the child, which is who tells its steps
	look_at_score() {
		child=$(last pid)
		freeze $child
		cat /proc/$child/oom_score >$1.score
		cat /proc/$child/cgroup >$1.cgroup
		look $1 $child
	}
	no_group() {
		! ls -d /sys/fs/cgroup/tamdemo-* >/dev/null 2>&1
	}
	no_swap() {
		[ "$(wc -l </proc/swaps)" = 1 ] &&
			[ "$(ls -d /sys/block/zram*)" = /sys/block/zram0 ]
	}
	major_faults() {
		cut -d ' ' -f 12 /proc/$pid/stat
	}
	begin swap --size 16M --rate 1G --pause 5 --yes
	until_phase swapped
	major_faults >swap.out.faults
	look swap.out
	until_phase hold
	look swap.back
	major_faults >swap.back.faults
	finish swap
	no_swap
	begin swap --size 16M --rate 1500 --pause 0 --yes
	until_phase pageout
	until_told swapped 500
	look swap.going
	until_phase read
	until_told major_faults 500
	look swap.coming
	finish swap.coming
	no_swap
	begin swap --size 4M --rate 10000 --pause 0 --yes --loop --hold 0
	until_told round 3
	finish swap.loop
	no_swap
	for end in kill guard; do
		begin swap --size 16M --rate 1G --pause 1000 --yes
		until_phase write
		if [ $end = guard ]; then
			kill -KILL $(cat /proc/$pid/task/$pid/children)
			kill $pid
		else
			kill -KILL $pid
		fi
		ended swap.$end
		until no_swap; do usleep 10000; done
	done
	begin swap --size 16M
	ended swap.unasked
	su ada -c 'tamdemo swap --yes' >swap.user 2>&1 || echo $? >>swap.user
	no_swap
	# swap that is there is used, and stays
	echo 24M >/sys/block/zram0/disksize
	mkswap /dev/zram0
	swapon /dev/zram0
	begin swap --size 16M --rate 1G --pause 5
	until_phase swapped
	look swap.there
	finish swap.there
	cat /proc/swaps >swap.swaps
	begin swap --size 32M
	ended swap.full
	mkdir /sys/fs/cgroup/swap
	echo 0 >/sys/fs/cgroup/swap/memory.swap.max
	echo $$ >/sys/fs/cgroup/swap/cgroup.procs
	begin swap --size 4M --rate 1G --pause 0
	ended swap.forbidden
	echo $$ >/sys/fs/cgroup/cgroup.procs
	rmdir /sys/fs/cgroup/swap
	swapoff /dev/zram0

	sleep 1000 &
	bystander=$!
	control=/sys/fs/cgroup/cgroup.subtree_control
	begin oom --size 32M --rate 1000
	ended oom.unasked
	no_group
	begin oom --size 32M --rate 1000 --yes
	until_told written 500
	look_at_score oom.early
	group=/sys/fs/cgroup/tamdemo-$pid
	cat $group/memory.max $group/memory.swap.max $group/memory.oom.group \
		$group/cgroup.procs >oom.group
	until_told written 5000
	look_at_score oom.late
	ended oom
	is_gone $child
	no_group
	echo -memory >$control
	begin oom --size 4M --rate 1G --yes
	ended oom.enabled
	no_group
	cat $control >oom.control
	echo +memory >$control
	begin oom --size 32M --rate 100 --yes
	until_told written 1
	child=$(last pid)
	finish oom.term
	is_gone $child
	no_group
	begin oom --size 32M --rate 100 --yes
	until_told written 1
	child=$(last pid)
	kill -KILL $pid
	ended oom.kill
	while kill -0 $child 2>/dev/null || ! no_group; do usleep 10000; done
	begin oom --size 32M --rate 100 --yes
	until_told written 1
	kill -KILL $(last pid)
	ended oom.other
	no_group
	begin oom --size 400M --yes
	ended oom.large
	su ada -c 'tamdemo oom --yes' >oom.user 2>&1 || echo $? >>oom.user
	umount /sys/fs/cgroup
	begin oom --size 4M --rate 1G --yes
	ended oom.unmounted
	grep -c cgroup2 /proc/mounts >oom.mounts || true
	mount -t cgroup2 cgroup2 /sys/fs/cgroup
	no_group
	kill -0 $bystander
	kill $bystander
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

# private NAME: pages of the block that only that process has
private() {
	echo $((($(of_smaps "$1" Private_Dirty) +
		$(of_smaps "$1" Private_Clean)) / 4))
}

# Pages that the child of a look at both has of its own, as it has told.
own() {
	looked "$1.child" told.own
}

@test "fork: both have the stripes; what they share falls as the child writes" {
	for name in forked mid all; do
		is_true "fork.$name"
		is_true "fork.$name.child"
		[ "$(looked fork.$name reserved)" = 4096 ]
		[ "$(looked fork.$name written)" = 2048 ]
		[ "$(looked fork.$name.child reserved)" = 4096 ]
		# the child, looked at first, may still have had an order
		nr=$(($(looked fork.$name.child written) - 2048 -
			$(own fork.$name)))
		[ $nr = 0 ] || [ $nr = 1 ]
		# a page is shared by both, copied, or the child's alone
		nr=$(($(private fork.$name) + $(own fork.$name) -
			$(private fork.$name.child)))
		[ $nr -ge -1 ] && [ $nr -le 1 ]
	done
	[ "$(private fork.forked)" = 0 ]
	[ "$(private fork.mid)" -ge 500 ]
	[ "$(private fork.mid)" -ge "$(looked fork.mid told.copied)" ]
	[ "$(private fork.mid)" -lt 2048 ]
	[ "$(own fork.mid)" = 0 ]
	[ "$(private fork.all)" = 2048 ]
	[ "$(looked fork.all told.copied)" = 2048 ]
	[ "$(own fork.all)" = 2048 ]
	[ "$(looked fork.all.child written)" = 4096 ]
	[ "$(looked fork.all told.pid)" != "$(looked fork.all told.child)" ]
	[ "$(cat "$share/fork.mid.status")" = 143 ]
	[ "$(cat "$share/fork.all.status")" = 0 ]
}

@test "fork: both see stripes of the same size, one after the other" {
	# 16 bands: as runs of written and untouched pages they alternate
	[ "$(looked fork.forked runs)" = "$(looked fork.forked.child runs)" ]
	[ "$(looked fork.forked runs | wc -l)" = 16 ]
	[ "$(looked fork.forked runs | sort | uniq -c | awk '{ print $1, $2, $3 }')" = \
		"$(printf '8 256 untouched\n8 256 written')" ]
	[ "$(looked fork.all.child runs)" = '4096 written' ]
}

@test "fork: the list has both, each with the whole block" {
	for who in pid child; do
		grep -E "^ *$(looked fork.all told.$who) .* 16\.[0-9]M .*tamdemo fork" \
			"$share/fork.both"
	done
}

@test "fork: the child never stays behind; its death is told" {
	[ "$(cat "$share/fork.orphan.status")" = 137 ]
	[ "$(cat "$share/fork.loop.status")" = 0 ]
	[ "$(cat "$share/fork.child.status")" = 1 ]
	grep -x 'tamdemo fork: the child, PID [0-9]*, was killed, .*' \
		"$share/fork.child.err"
}

@test "overcommit: modes 0 and 1 promise 8 times the memory" {
	for mode in 0 1; do
		is_true overcommit.$mode
		[ "$(looked overcommit.$mode reserved)" = 1048576 ]
		[ "$(looked overcommit.$mode written)" = 1024 ]
		[ "$(looked overcommit.$mode told.overcommit)" = $mode ]
		# a page of each 4M, and the first one is the block's first
		[ "$(states overcommit.$mode | uniq -c |
			grep -c '^ *1 1 written$')" = 1024 ]
		[ "$(states overcommit.$mode | sed -n 1p)" = '1 written' ]
		[ "$(states overcommit.$mode | grep -c '^1023 untouched$')" = \
			1024 ]
		[ "$(cat "$share/overcommit.$mode.status")" = 0 ]
	done
	# only 1 does without MAP_NORESERVE
	grep '"hold".*"mmap":false,"tamalloc":true' \
		"$share/overcommit.0.steps"
	grep '"hold".*"mmap":true,"tamalloc":true' "$share/overcommit.1.steps"
}

@test "overcommit: 16T are reserved, and hardly any touched" {
	for mode in 0 1; do
		[ "$(looked big.$mode reserved)" = $((16 << 28)) ]
		[ "$(looked big.$mode written)" = 1024 ]
		read -r size resident _ <"$share/big.$mode.statm"
		[ "$size" -ge $((16 << 28)) ]
		[ "$resident" -lt 8192 ]
		grep ' 16\.0T .*tamdemo overcommit' "$share/big.$mode.batch"
	done
}

@test "overcommit: mode 2 refuses it, and that is told and no failure" {
	[ "$(cat "$share/overcommit.2.status")" = 0 ]
	[ ! -s "$share/overcommit.2.err" ]
	grep '"phase":"refused".*"reserved":0,.*"overcommit":2,"mmap":false,"tamalloc":false' \
		"$share/overcommit.2.steps"
	[ "$(wc -l <"$share/overcommit.2.steps")" = 1 ]
	grep '^refused, as mode 2 says' "$share/overcommit.2.said"
	# what it can keep it promises
	is_true overcommit.small
	[ "$(looked overcommit.small written)" = 1024 ]
}

@test "overcommit: says what is in force, and what is said to it, and leaves it" {
	for mode in 0 1 2; do
		[ "$(cat "$share/overcommit.$mode.after")" = $mode ]
		grep "^> $mode " "$share/overcommit.$mode.said"
		[ "$(grep -c '^>' "$share/overcommit.$mode.said")" = 1 ]
		# by the rules, and by the kernel that was asked
		said=$(awk '/^>/ { print "mmap " $(NF - 1) ", tamalloc " $NF }' \
			"$share/overcommit.$mode.said")
		grep -x "tried here: $said" "$share/overcommit.$mode.said"
		[ "$(grep -cE '(granted|refused) +(granted|refused)$' \
			"$share/overcommit.$mode.said")" = 3 ]
	done
}

@test "swap: all goes out, and stays touched; all comes back, by major faults" {
	for name in out back; do
		is_true swap.$name
		[ "$(looked swap.$name reserved)" = 4096 ]
	done
	[ "$(looked swap.out swapped)" = 4096 ]
	[ "$(looked swap.out told.swapped)" = 4096 ]
	[ "$(looked swap.back written)" = 4096 ]
	[ "$(looked swap.back swapped)" = 0 ]
	faults=$(($(cat "$share/swap.back.faults") -
		$(cat "$share/swap.out.faults")))
	[ $faults -ge 4096 ]
	[ "$(looked swap.back told.major_faults)" -ge 4096 ]
	[ "$(looked swap.back told.major_faults)" -le $faults ]
	# TOUCHED has both, and SWAP what is out
	grep -E ' 1[67]\.[0-9]M .* 1[67]\.[0-9]M .*tamdemo swap' \
		"$share/swap.out.batch"
	[ "$(cat "$share/swap.status")" = 0 ]
}

@test "swap: page after page" {
	is_true swap.going
	[ "$(looked swap.going swapped)" -ge 500 ]
	[ "$(looked swap.going swapped)" -ge \
		"$(looked swap.going told.swapped)" ]
	[ "$(looked swap.going untouched)" = 0 ]
	states swap.going | head -n 1 | grep ' swapped$'
	is_true swap.coming
	[ "$(looked swap.coming written)" -ge 500 ]
	[ "$(looked swap.coming swapped)" -le \
		"$(looked swap.coming told.swapped)" ]
	states swap.coming |
		diff - <(looked swap.coming written | sed 's/$/ written/'
			looked swap.coming swapped | sed 's/$/ swapped/')
	[ "$(cat "$share/swap.coming.status")" = 143 ]
	[ "$(cat "$share/swap.loop.status")" = 0 ]
}

@test "swap: its device is gone whatever way it ended; one line, if it can't" {
	[ "$(cat "$share/swap.kill.status")" = 137 ]
	[ "$(cat "$share/swap.guard.status")" = 143 ]
	[ "$(cat "$share/swap.unasked.status")" = 1 ]
	grep -- '--yes says that it may' "$share/swap.unasked.err"
	diff "$share/swap.user" - <<-'END'
		tamdemo swap: only root can make the swap that is missing here; sudo runs it as root
		3
	END
}

@test "swap: that which is there is used, if it has room, and stays" {
	is_true swap.there
	[ "$(looked swap.there swapped)" = 4096 ]
	grep '^/dev/zram0 ' "$share/swap.swaps"
	[ "$(wc -l <"$share/swap.swaps")" = 2 ]
	for name in full forbidden; do
		[ "$(cat "$share/swap.$name.status")" = 3 ]
		[ "$(wc -l <"$share/swap.$name.err")" = 1 ]
	done
	grep 'a smaller --size' "$share/swap.full.err"
	grep 'memory.swap.max' "$share/swap.forbidden.err"
}

# score NAME: as the kernel has it
score() {
	cat "$share/$1.score"
}

@test "oom: the score rises with what is touched, and tamtop has it" {
	for name in early late; do
		is_true oom.$name
		[ "$(looked oom.$name reserved)" = 16384 ]
		# ... OOM CPU% S AGE COMMAND
		grep -E " $(score oom.$name)( +[^ ]+){3} tamdemo oom" \
			"$share/oom.$name.batch"
		[ "$(cat "$share/oom.$name.cgroup")" = \
			"0::/tamdemo-$(tail -n 1 "$share/oom.steps" |
				sed 's/.*"pid":\([0-9]*\),.*/\1/')" ]
	done
	[ "$(looked oom.early written)" -ge 500 ]
	[ "$(looked oom.late written)" -ge 5000 ]
	[ "$(looked oom.late written)" -lt 8192 ]
	[ "$(score oom.late)" -gt "$(score oom.early)" ]
}

@test "oom: the kernel kills what is in the group, and nobody else; it is 0" {
	[ "$(cat "$share/oom.status")" = 0 ]
	[ ! -s "$share/oom.err" ]
	# limit, no swap, one by one; and the child is all there is
	diff "$share/oom.group" - <<-END
		$((32 << 20))
		0
		0
		$(looked oom.early told.pid)
	END
	tail -n 1 "$share/oom.steps" |
		grep '"phase":"killed".*"child":'"$(looked oom.late told.pid)"',"oom_kills":1}$'
	for name in enabled unmounted; do
		[ "$(cat "$share/oom.$name.status")" = 0 ]
		tail -n 1 "$share/oom.$name.steps" | grep '"phase":"killed"'
	done
	# as it was: the controller is off again, and nothing is mounted
	[ "$(cat "$share/oom.control")" = pids ]
	[ "$(cat "$share/oom.mounts")" = 0 ]
}

@test "oom: ended before, by whatever, nothing is left of it" {
	[ "$(cat "$share/oom.term.status")" = 143 ]
	grep '"phase":"stopped"' "$share/oom.term.steps"
	[ "$(cat "$share/oom.kill.status")" = 137 ]
	[ "$(cat "$share/oom.other.status")" = 1 ]
	grep -x 'tamdemo oom: PID [0-9]* ended by SIGKILL, and not .*' \
		"$share/oom.other.err"
}

@test "oom: does not without a yes, without root, or where it would hurt" {
	[ "$(cat "$share/oom.unasked.status")" = 1 ]
	grep -- '--yes says that it may' "$share/oom.unasked.err"
	[ ! -s "$share/oom.unasked.steps" ]
	[ "$(cat "$share/oom.large.status")" = 3 ]
	grep 'a smaller --size' "$share/oom.large.err"
	diff "$share/oom.user" - <<-'END'
		tamdemo oom: only root can make a cgroup; sudo runs it as root
		3
	END
}
