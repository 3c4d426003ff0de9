#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# 'tamtop --pages' on the kernel that is here, whichever it is, against memory
# whose pages are in known states, page by page. What needs another kernel,
# swap or another user is tested in the guest (tests/guest/truth.bats).

# shellcheck disable=SC2154
bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	load truth
	# before 6.7 there is no PAGEMAP_SCAN: what needs it is not known
	blind=()
	[ "$(printf '%s\n' 6.7 "$(uname -r)" | sort -V | head -n 1)" = 6.7 ] ||
		blind=(--blind)
}

teardown() {
	stop
}

old() {
	"$tools/oldkernel" "$@"
}

# hidden COMMAND...: by one who may not see what entries of pagemap hold
hidden() {
	if [ "$(id -u)" -eq 0 ]; then
		setpriv --inh-caps -sys_admin --bounding-set -sys_admin "$@"
	else
		"$@"
	fi
}

# all_ways PID OPTIONS: as this kernel does it, and as older ones do
all_ways() {
	true_of "$1" "${blind[@]}" "${@:2}" -- "$tamtop"
	true_of "$1" "${blind[@]}" "${@:2}" -- "$tamtop" --source proc
	true_of "$1" "${blind[@]}" "${@:2}" -- old 6.10 "$tamtop"
	true_of "$1" --blind "${@:2}" -- old 6.6 "$tamtop"
	true_of "$1" "${blind[@]}" "${@:2}" -- hidden "$tamtop"
	true_of "$1" --blind "${@:2}" -- hidden "$tools/oldkernel" 6.6 "$tamtop"
}

@test "written, read, untouched, given back, locked, without access, holes" {
	start written read untouched third given_back locked guard hole
	run ! grep '^skip' "$truth"
	cp "/proc/$pid/maps" "$BATS_TEST_TMPDIR/maps"
	all_ways "$pid" --maps "$BATS_TEST_TMPDIR/maps"
}

@test "random histories of pages" {
	for seed in 1 22 333; do
		start -s $seed random tamalloc
		all_ways "$pid"
		stop
	done
}

@test "parent and child share pages, and each has its own" {
	start forked
	all_ways "$pid"
	all_ways "$(awk '$3 == "child" { print $2; exit }' "$truth")"
}

@test "files and shared memory, under a name that is no text" {
	start -f "$BATS_TEST_TMPDIR/"$'a "b\tc\nd\\ \xff\xc3( ü' \
		shared file_private file_shared
	cp "/proc/$pid/maps" "$BATS_TEST_TMPDIR/maps"
	[ "$(grep -c 'a "b' "$BATS_TEST_TMPDIR/maps")" -eq 2 ]
	all_ways "$pid" --maps "$BATS_TEST_TMPDIR/maps"
	# a terminal gets none of it
	run -0 "$tamtop" --mappings "$pid"
	[ "$(grep -c 'a "b?c?d' <<<"$output")" -eq 2 ]
	[ -z "$(LC_ALL=C tr -d '\n\040-\176\200-\377' <<<"$output")" ]
}

# What this machine may not give is told, and tested in the guest anyway.
not_here() {
	echo "# $1: in the guest only" >&3
}

@test "rare kinds, as smaps has them" {
	start memfd past_eof sysv secret dev_zero free io_uring perf \
		packet hugetlb
	grep '^skip' "$truth" >"$BATS_TEST_TMPDIR/skipped" || true
	cat "$BATS_TEST_TMPDIR/skipped"
	cp "/proc/$pid/smaps" "$BATS_TEST_TMPDIR/smaps"
	all_ways "$pid" --smaps "$BATS_TEST_TMPDIR/smaps"
}

@test "markers of userfaultfd and guards are no swap" {
	start markers markers_shared poison guarded
	if grep '^skip' "$truth" >"$BATS_TEST_TMPDIR/skipped"; then
		# guards are younger than the guest
		not_here "$(cut -d ' ' -f 2 "$BATS_TEST_TMPDIR/skipped" | xargs)"
	fi
	all_ways "$pid"
}

@test "huge pages" {
	if ! grep -q '\[\(always\|madvise\)\]' \
		/sys/kernel/mm/transparent_hugepage/enabled; then
		not_here "no huge pages on this kernel"
		return
	fi
	start thp tamalloc_thp
	run ! grep '^skip' "$truth"
	all_ways "$pid"
}

@test "1 TiB reserved, with 1000 pages of it touched" {
	start terabyte_run terabyte_spread
	if grep '^skip' "$truth"; then
		not_here "no address space of 1 TiB"
		return
	fi
	true_of "$pid" "${blind[@]}" -- "$tamtop"
}

@test "20,000 mappings" {
	start many
	cp "/proc/$pid/maps" "$BATS_TEST_TMPDIR/maps"
	true_of "$pid" "${blind[@]}" --maps "$BATS_TEST_TMPDIR/maps" -- "$tamtop"
	true_of "$pid" --blind --maps "$BATS_TEST_TMPDIR/maps" -- \
		old 6.6 "$tamtop"
}

@test "memory that is never at rest: every report adds up" {
	start churn
	for _ in {1..10}; do
		"$tamtop" --pages "$pid" --json >"$BATS_TEST_TMPDIR/report"
		tests/truth/compare "${blind[@]}" "$pid" "$BATS_TEST_TMPDIR/report"
	done
}

# What the mappings of $pid add up to, of each key of JSON, in KiB
sum_of() {
	"$tamtop" --mappings "$pid" --json | perl -MJSON::PP -0777 -e '
		my ($sum, $report) = (0, JSON::PP->new->utf8->decode(<STDIN>));
		for my $mapping (@{$report->{mappings}}) {
			$sum += $mapping->{$_} for @ARGV;
		}
		print $sum / 1024, "\n"' "$@"
}

@test "a process whose first thread has ended: its memory lives on" {
	start written read untouched third
	order leave
	until_ok grep -q '^State:.Z' "/proc/$pid/status"
	run ! grep . "/proc/$pid/maps"
	thread="$(find "/proc/$pid/task" -mindepth 1 -maxdepth 1 ! -name "$pid")"
	cp "$thread/maps" "$BATS_TEST_TMPDIR/maps"
	all_ways "$pid" --maps "$BATS_TEST_TMPDIR/maps"
	[ "$(sum_of reserved)" -eq $(($(cut -d ' ' -f 1 "$thread/statm") * 4)) ]
	[ ${#blind[@]} -ne 0 ] || [ "$(sum_of written file)" -eq "$(awk \
		'/^Rss:/ { sum += $2 } END { print sum }' "$thread/smaps")" ]
	run -0 "$tamtop" --mappings "$pid"
	# heads and the sum besides
	[ "$(wc -l <<<"$output")" -eq \
		$(($(grep -vc ' \[vsyscall\]$' "$thread/maps") + 2)) ]
}

# A report in the middle: all that fits into a pipe is written, and no more.
begin_report() {
	start many
	mkfifo "$BATS_TEST_TMPDIR/pipe"
	{
		got=0
		"$tamtop" --pages "$pid" --json 2>"$BATS_TEST_TMPDIR/err" \
			>"$BATS_TEST_TMPDIR/pipe" || got=$?
		echo "$got" >"$BATS_TEST_TMPDIR/status"
	} 3>&- 4>&- &
	exec 5<"$BATS_TEST_TMPDIR/pipe"
	read -r line <&5
	[[ "$line" == *'"mappings":['* ]]
	report="$BATS_TEST_TMPDIR/report"
	echo "$line" >"$report"
}

end_report() {
	cat <&5 >>"$report"
	exec 5<&-
	until_ok test -s "$BATS_TEST_TMPDIR/status"
	cat "$BATS_TEST_TMPDIR/err"
	[ "$(cat "$BATS_TEST_TMPDIR/status")" -eq "$1" ]
}

@test "a process that ends while it is looked at: exit 4, no whole report" {
	begin_report
	kill -KILL "$pid"
	wait "$pid" || true
	end_report 4
	grep -q "^tamtop: process $pid ended, or became" "$BATS_TEST_TMPDIR/err"
	run ! tests/truth/compare "$pid" "$report"
}

@test "a process that becomes another: exit 4, no whole report" {
	begin_report
	echo exec >&4
	until_ok grep -q '^pages .* written ' "$truth"
	end_report 4
	grep -q "^tamtop: process $pid ended, or became" "$BATS_TEST_TMPDIR/err"
	run ! tests/truth/compare "$pid" "$report"
}

@test "mappings that go while they are looked at: the report adds up" {
	begin_report
	order unmap
	end_report 0
	tests/truth/compare "${blind[@]}" "$pid" "$report"
}
