#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# 'tamtop --pages' in the guest against memory whose pages are in known states,
# page by page: all that is tested on the host (tests/truth/host.bats), with
# tamalloc blocks, swap, other users and kernel threads besides. The guest
# writes the reports to its share; they are compared here.

# shellcheck disable=SC2154
bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	share="$BATS_TEST_TMPDIR/share"
	mkdir "$share"
	cp "${O:-build}"/tests/guest/{patterns,oldkernel,peak} "$share/"
}

# in_guest: runs the script on stdin there, with these functions
in_guest() {
	{
		cat <<-'END'
		#!/bin/sh
		set -e
		cd /share
		mkfifo /tmp/orders
		# swap on compressed memory
		swap() {
			echo 64M >/sys/block/zram0/disksize
			mkswap /dev/zram0 >/dev/null
			swapon /dev/zram0
		}
		# start ARGUMENT...: patterns, until descriptor 4 is closed
		start() {
			/share/patterns "$@" </tmp/orders >truth &
			pid=$!
			exec 4>/tmp/orders
			until grep -qs "^ready" truth; do
				kill -0 $pid
				usleep 10000
			done
			cat /proc/$pid/maps >maps
			echo $pid >pid
		}
		END
		cat
	} >"$share/script"
	chmod +x "$share/script"
	vm/run --timeout 900 --share "$share" -- /share/script
}

# is_true REPORT OPTION...: what the guest has written to REPORT
is_true() {
	local pid

	pid="$(cat "$share/pid")"
	tests/truth/compare "${@:2}" --maps "$share/maps" "$pid" "$share/$1" \
		"$share/truth"
}

@test "every state, from both sources, and as older kernels tell them" {
	in_guest <<-'END'
	swap
	start written read untouched third random given_back guard hole \
		locked forked shared file_private file_shared tamalloc thp \
		tamalloc_thp swapped tamalloc_swapped
	tamtop --source syscall --pages $pid --json >syscall
	tamtop --source proc --pages $pid --json >proc
	/share/oldkernel 6.10 tamtop --source syscall --pages $pid --json >query
	/share/oldkernel 6.6 tamtop --source syscall --pages $pid --json >blind
	tamtop --mappings $pid --json >mappings
	child=$(awk '$3 == "child" { print $2; exit }' truth)
	tamtop --pages $child --json >child
	echo $child >childpid
	END
	run ! grep '^skip' "$share/truth"
	grep -q '"source":"syscall"' "$share/syscall"
	grep -q '"source":"proc"' "$share/proc"
	is_true syscall --blocks
	is_true proc
	is_true query --blocks
	is_true blind --blind --blocks
	tests/truth/compare "$(cat "$share/childpid")" "$share/child" \
		"$share/truth"
	# --mappings: the same without the runs
	perl -MJSON::PP -0777 -e '
		my ($pages, $mappings) = map {
			open my $in, "<", $_ or die;
			JSON::PP->new->utf8->canonical->decode(<$in>)
		} @ARGV;
		delete $_->{runs} for @{$pages->{mappings}};
		my $json = JSON::PP->new->canonical;
		exit $json->encode($pages) ne $json->encode($mappings)' \
		"$share/syscall" "$share/mappings"
}

@test "a process whose first thread has ended, from both sources" {
	in_guest <<-'END'
	start written read third tamalloc
	echo leave >&4
	until grep -q "^State:.Z" /proc/$pid/status; do
		usleep 10000
	done
	# those of the first thread are empty
	cat /proc/$pid/task/*/maps >maps
	tamtop --source syscall --pages $pid --json >syscall
	tamtop --source proc --pages $pid --json >proc
	END
	grep -q '"source":"syscall"' "$share/syscall"
	grep -q '"source":"proc"' "$share/proc"
	is_true syscall --blocks
	is_true proc
}

@test "the same as --pages, as text" {
	in_guest <<-'END'
	start third tamalloc
	tamtop --pages $pid --json >json
	tamtop --pages $pid >text
	END
	grep -o '"start":"0x[0-9a-f]*","pages":[0-9]*,"state":"[a-z_]*"' \
		"$share/json" | sed 's/"[a-z]*"://g; s/"//g; s/^0x//' |
		tr , ' ' >"$BATS_TEST_TMPDIR/json"
	sed 1d "$share/text" | awk '{ sub("^0*", "", $1); print $1, $4, $6 }' |
		diff - "$BATS_TEST_TMPDIR/json"
}

@test "1 TiB reserved with 1000 pages touched, and tamtop under 8 MiB" {
	in_guest <<-'END'
	start terabyte_run terabyte_spread
	/share/peak kib tamtop --pages $pid --json >report
	END
	run ! grep '^skip' "$share/truth"
	is_true report
	echo "peak: $(cat "$share/kib") KiB"
	[ "$(cat "$share/kib")" -lt 8192 ]
}

@test "200,000 runs take no more memory than a few" {
	in_guest <<-'END'
	start -m 2 many
	/share/peak few tamtop --pages $pid --json >/dev/null
	exec 4>&-
	start runs
	/share/peak kib tamtop --pages $pid --json >/tmp/report
	grep -c '"state":' /tmp/report >lines
	END
	echo "peak: $(cat "$share/few") KiB, $(cat "$share/kib") KiB"
	[ "$(cat "$share/lines")" -ge 200000 ]
	[ "$(cat "$share/kib")" -lt $(($(cat "$share/few") + 512)) ]
}

@test "100,000 mappings" {
	in_guest <<-'END'
	echo 110000 >/proc/sys/vm/max_map_count
	start -m 100000 many
	tamtop --pages $pid --json >report
	END
	[ "$(wc -l <"$share/maps")" -gt 100000 ]
	is_true report
}

@test "not permitted, a kernel thread, a process that went" {
	in_guest <<-'END'
	start written
	# says NAME COMMAND...: its line, and the exit code
	says() {
		name=$1
		shift
		code=0
		"$@" >out.$name 2>err || code=$?
		echo "$code $(wc -l <err) $(cat err)" >says.$name
	}
	says denied su -s /bin/sh nobody -c "tamtop --pages $pid"
	says proc su -s /bin/sh nobody \
		-c "tamtop --source proc --mappings $pid --json"
	says kthread tamtop --pages 2 --json
	says kthread_proc tamtop --source proc --pages 2 --json
	sleep 0 &
	gone=$!
	wait $gone
	says gone tamtop --mappings $gone
	END
	tail -n 1 "$share"/says.*
	for name in denied proc; do
		[[ "$(cat "$share/says.$name")" == "1 1 tamtop: the mappings of process $(
			cat "$share/pid") are not ours to see: run tamtop as"* ]]
		[ ! -s "$share/out.$name" ]
	done
	for name in kthread kthread_proc; do
		[[ "$(cat "$share/says.$name")" == "0 1 tamtop: process 2 is a kernel thread or a zombie: it has no memory"* ]]
		tests/truth/compare 2 "$share/out.$name"
	done
	[[ "$(cat "$share/says.gone")" == "4 1 tamtop: there is no process "* ]]
}
