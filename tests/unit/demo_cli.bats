#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# tamdemo as people run it: bad input, ENTERs, signals, and the pages that it
# really touches.
bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	tamdemo=$(realpath "${O:-build}")/demo/tamdemo
	log=$BATS_TEST_TMPDIR/log
	pid=
}

teardown() {
	[ -n "$pid" ] || return 0
	kill -KILL "$pid"
	wait "$pid" 2>/dev/null || true
}

# Polls until the command succeeds; fails after 60 s.
soon() {
	local end=$((SECONDS + 60))

	until "$@"; do
		[ "$SECONDS" -lt "$end" ] || {
			echo "never came: $*"
			cat "$log"
			return 1
		}
		sleep 0.02
	done
}

# start [ENV-OPTION] ARGS...: in the background, with all signals at default.
start() {
	local signals=()

	case $1 in --*-signal=*) signals=("$1"); shift ;; esac
	: >"$log"
	env --default-signal "${signals[@]}" "$tamdemo" "$@" <&0 >"$log" 2>&1 \
		3>&- &
	pid=$!
}

gone() {
	! kill -0 "$pid" 2>/dev/null
}

# Waits for its end; its status is in $status.
finish() {
	status=0
	soon gone
	wait "$pid" || status=$?
	pid=
}

# It holds its memory: a signal is its end, not a failure.
stop_holding() {
	kill "-${1:-TERM}" "$pid"
	finish
	[ "$status" = 0 ]
}

# usage_error ARGS...: exit status 2, one line on stderr, nothing on stdout.
usage_error() {
	local ret=0

	"$tamdemo" "$@" >"$log.out" 2>"$log" </dev/null || ret=$?
	if [ "$ret" = 2 ] && [ ! -s "$log.out" ] &&
			[ "$(wc -l <"$log")" = 1 ] &&
			grep -q '^tamdemo.*; .' "$log"; then
		return
	fi
	echo "tamdemo $*: status $ret"
	cat "$log.out" "$log"
	return 1
}

# The address in the log.
block() {
	grep -o -m 1 '0x[0-9a-f]*' "$log"
}

# page_map SIZE: of each page of the block, w if it was written, z if it was
# only read, 0 if neither. A written page is mapped exclusively (bit 56 of the
# pagemap), the zero page is not.
page_map() {
	local page

	page=$(($(block) / 4096))
	dd "if=/proc/$pid/pagemap" bs=4096 iflag=skip_bytes,count_bytes \
		skip=$((page * 8)) count=$(($1 / 512)) \
		2>/dev/null |
		od -An -v -t x8 -w8 | sed -E 's/^ [89a-f][13579bdf].*/w/
			s/^ [89a-f].*/z/; s/^ .*/0/'
}

# pages SIZE STATE: how many pages of the block page_map shows so.
pages() {
	page_map "$1" | grep -c "$2" || true
}

# Pages of the block with a frame of their own, as smaps counts them: Rss
# leaves out the zero page.
resident() {
	local start

	printf -v start '%x-' "$(block)"
	sed -n "/^$start/,/^Rss:/{s/^Rss: *\([0-9]*\) kB/\1/p}" \
		"/proc/$pid/smaps" | awk '{ print $1 / 4 }'
}

# Stops it, so that its pages stay as they are.
freeze() {
	kill -STOP "$pid"
	soon grep -q '^State:.*stopped' "/proc/$pid/status"
}

touched() {
	pages "$1" '[wz]'
}

# front SIZE STATE: stops it; the pages in STATE, $nr, are the first ones.
front() {
	freeze
	nr=$(pages "$1" "$2")
	[ "$nr" -gt 0 ]
	[ "$(page_map "$1" | head -n "$nr" | grep -c "$2")" = "$nr" ]
}

@test "a size that makes no sense" {
	for size in -1 0 '' 10Q 99E 18446744073709551615K abc 1.5 '1 M' +1 \
			99999999999999999999 0x10 $'1\n2' $'\e[31m'; do
		usage_error linear --size "$size"
		usage_error random --size "$size"
		usage_error verify --yes --size "$size"
	done
}

@test "a rate or a pause that makes no sense" {
	for rate in 0 -1 -4M '' 0.00001 fast 4X 4M/h 99999999999T; do
		usage_error linear --rate "$rate"
		usage_error zero --rate "$rate"
	done
	for pause in -1 '' 1s soon 99999999999999999999; do
		usage_error verify --yes --pause "$pause"
		usage_error linear --hold "$pause"
		usage_error burst --every "$pause"
	done
}

@test "a stride, touches or a seed that make no sense" {
	for number in -1 -10 '' x 1.5 1K 99999999999999999999 0x10 +1 ' 1'; do
		usage_error stride "$number"
		usage_error stride --size 1M -- "$number"
		usage_error random --touches "$number"
		usage_error random --seed "$number"
	done
	usage_error stride 0
	usage_error random --touches 0
	for number in -1 '' x 0 65 1.5; do
		usage_error threads --threads "$number"
	done
}

@test "a command line that makes no sense" {
	usage_error nonsense
	usage_error ''
	usage_error --nonsense
	usage_error -x
	usage_error --help=3
	usage_error --size 1M
	usage_error linear --nonsense
	usage_error linear -x
	usage_error linear nonsense
	usage_error linear --size
	usage_error linear --no-hold=1
	usage_error linear --yes
	usage_error linear --seed 1
	usage_error linear --hold
	usage_error linear --json=1
	usage_error --json
	usage_error --list=1
	usage_error linear 9
	usage_error random 9
	usage_error zero 9
	usage_error stride 9 9
	usage_error stride 9 --no-hold 9
	usage_error stride --touches 9
	usage_error verify --rate 1
	usage_error verify --yes=1
}

@test "bad input names what was given" {
	usage_error linear --size 10Q
	grep -q "linear: --size '10Q': its unit is unknown; give " "$log"
	usage_error nonsense
	grep -q "'nonsense'; .*--list" "$log"
	usage_error stride 0
	grep -q "stride: N '0': it is zero; give " "$log"
	usage_error stride --no-hold -12
	grep -q "stride: N '-12': it is negative; give " "$log"
	usage_error stride 3 45
	grep -q "stride: unexpected word 45; " "$log"
	usage_error random --no-hold -xyz
	grep -q "random: bad option -xyz; " "$log"
	usage_error -xyz
	grep -q "bad option '-xyz'; " "$log"
}

@test "help and list" {
	run -0 "$tamdemo" --help
	[[ $output == *linear*verify* ]]
	run -0 "$tamdemo" --list
	[[ $output == *linear*verify* ]]
	[[ $output != *"Exit status"* ]]
	for demo in $("$tamdemo" --list | awk 'NR > 1 { print $1 }'); do
		run -0 "$tamdemo" "$demo" --help
		[[ $output == *"tamdemo $demo "*--size* ]]
		[ -z "$(awk 'length > 80' <<<"$output")" ]
		run -0 "$tamdemo" "$demo" -h
	done
	run -2 "$tamdemo"
	[[ $output == *Usage*linear*verify* ]]
}

# The lines of --list --json, parsed: perl's $list, then the program given.
listed() {
	"$tamdemo" --list --json | perl -MJSON::PP -0777 -e '
		our $list = JSON::PP->new->utf8->decode(<STDIN>);
		'"$1"
}

@test "--list --json: what a launcher needs, a line per demo" {
	run -0 "$tamdemo" --list --json
	[ "${#lines[@]}" = "$(($("$tamdemo" --list | wc -l) - 1))" ]
	# the same demos in the same words
	listed 'printf "%-11s %-27s %s\n", @$_{qw(name summary look_for)}
		for {name => "DEMO", summary => "WHAT IT DOES",
			look_for => "LOOK FOR"}, @$list' |
		diff - <("$tamdemo" --list)
	# sizes and rates are numbers, or not there
	listed 'for my $s (@$list) {
		my %opt = map { $_->{name} => $_ } @{$s->{options}};
		for my $name (qw(size rate)) {
			die "$s->{name}: $name" if defined $opt{$name} !=
				defined $s->{$name} ||
				$opt{$name} && $s->{$name} < 1;
		}
		die $s->{name} unless defined $s->{needs} && $opt{json};
	}'
	listed 'my ($l) = grep { $_->{name} eq "linear" } @$list;
		die unless $l->{size} == 256 << 20 &&
			$l->{rate} == 3200 * 4096 && !defined $l->{operand}'
	listed 'my ($s) = grep { $_->{name} eq "stride" } @$list;
		die unless $s->{operand}{default} eq "1024"'
	run -0 "$tamdemo" --json --list
}

@test "each option of --list is in the help, and the other way round" {
	for demo in $("$tamdemo" --list | awk 'NR > 1 { print $1 }'); do
		listed 'for my $s (grep { $_->{name} eq "'"$demo"'" } @$list) {
			print "--$_->{name}", $_->{arg} ? " $_->{arg}" : "", "\n"
				for @{$s->{options}}, { name => "help" }
		}' | sort >"$BATS_TEST_TMPDIR/listed"
		"$tamdemo" "$demo" --help |
			sed -nE 's/^  (--[a-z-]+( [A-Z]+)?) .*/\1/p' | sort |
			diff - "$BATS_TEST_TMPDIR/listed"
	done
}

@test "the man page tells of each demo and each option, and of no other" {
	sed -n '/^\.SH DESCRIPTION/,/^\.SH JSON/s/^\.SS //p' demo/tamdemo.1 |
		diff - <("$tamdemo" --list | awk 'NR > 1 { print $1 }')
	sed -nE '/^\.SH DESCRIPTION/,/^\.SH JSON/{
		s/\\-/-/g
		s/^\.BI? (--[a-z-]+)(\\~.*)?$/\1/p
		}' demo/tamdemo.1 | sort -u >"$BATS_TEST_TMPDIR/told"
	listed 'print "--$_->{name}\n"
		for map { @{$_->{options}} } @$list' | sort -u >"$log"
	# of those that several may have
	printf '%s\n' --seed --yes | sort -u - "$log" |
		diff - "$BATS_TEST_TMPDIR/told"
}

@test "help and the man page tell the same exit codes, those that there are" {
	"$tamdemo" --help |
		sed -n '/^Exit status:/,$s/^  \([0-9][^ ]*\) .*/\1/p' >"$log"
	{
		sed -nE 's/^\tX\([A-Z]+,[ \t]*([0-9]+),.*/\1/p' demo/scenario.h
		echo 128+n
	} | diff - "$log"
	[ "$(wc -l <"$log")" -ge 5 ]
	sed -n '/^\.SH EXIT STATUS/,/^\.SH EXAMPLES/{
		s/^\.B \([0-9]*\)$/\1/p
		s/^\.BI "\(128 + \)" n/128+n/p
		}' demo/tamdemo.1 | diff "$log" -
}

# lines_are_json: what is in the log, all of it; and the perl given on each,
# as %$line
lines_are_json() {
	perl -MJSON::PP -ne '
		my $line = JSON::PP->new->utf8->decode($_);
		for my $key (qw(scenario pid round phase block size reserved
				read written released)) {
			die "$key: $_" unless defined $line->{$key};
		}
		'"$1" "$log"
}

@test "--json: phases and numbers, and nothing else on stdout" {
	for demo in linear reverse random stride threads burst zero; do
		"$tamdemo" $demo --json --no-hold --size 1M --rate 2000 >"$log"
		lines_are_json 'print "$line->{phase}\n"' | uniq |
			tr '\n' ' ' >"$log.phases"
		case $demo in
		zero) grep -qx 'start read write hold end ' "$log.phases" ;;
		*) grep -qx 'start write hold end ' "$log.phases" ;;
		esac
		lines_are_json 'die $_ if $line->{scenario} ne "'$demo'" ||
			$line->{size} != 1 << 20 || $line->{reserved} !=
			($line->{phase} eq "end" ? 0 : 256)'
		grep '"hold"' "$log" |
			grep '"read":0,"written":256,"released":0}$'
		tail -n 1 "$log" | grep '"read":0,"written":0,"released":256}$'
	done
	"$tamdemo" verify --yes --json --pause 0 --size 2M >"$log"
	[ "$(lines_are_json 'print $line->{phase}, $line->{written}, " "')" = \
		'start0 check256 check512 hold512 end0 ' ]
}

@test "--json: what it tells is what it did" {
	local size=$((16 << 20))

	start zero --size $size --rate 1000 --json
	soon grep -q '"written":[1-9]' "$log"
	# at most as far as it is by now
	freeze
	grep -q "\"pid\":$pid," "$log"
	[ "$(block)" != 0x0 ]
	told=$(tail -n 1 "$log" | sed 's/.*"written":\([0-9]*\).*/\1/')
	[ "$(pages $size w)" -ge "$told" ]
	[ "$(touched $size)" = 4096 ]
	kill -CONT "$pid"
	kill "$pid"
	finish
	[ "$status" = 143 ]
	grep -q '"phase":"stopped"' "$log"
	tail -n 1 "$log" | grep -q '"phase":"end"'
}

@test "--hold: so long, then the end" {
	"$tamdemo" linear --size 1M --rate 1G --hold 0.01 >"$log"
	grep -q 'all touched; holding them for 0.01s: Ctrl-C' "$log"
	start linear --size 1M --rate 1G --no-hold --hold forever
	soon grep -q 'all touched; holding them: Ctrl-C' "$log"
	stop_holding
}

@test "--loop: gives the block back and begins anew, until a signal" {
	start linear --loop --size 1M --rate 1G --hold 0.01 --json
	soon grep -q '"round":3,"phase":"write"' "$log"
	kill "$pid"
	finish
	[ "$status" = 0 ]
	# the whole block was given back between two rounds
	lines_are_json 'print "$line->{round} $line->{reserved} $line->{written}\n"
		if $line->{phase} =~ /^(start|end)$/' | head -n 4 |
		diff - <(printf '1 256 0\n1 0 0\n2 256 0\n2 0 0\n')
	# a signal within a round is its end as well
	start linear --loop --size 1G --rate 10
	soon grep -q 'touching them' "$log"
	stop_holding
	grep -q 'stopped by SIGTERM' "$log"
}

@test "more than there can be: one line, exit 1" {
	for demo in linear reverse random stride threads burst zero verify; do
		run -1 "$tamdemo" "$demo" --size 300T </dev/null 2>"$log"
	done
	run -1 "$tamdemo" linear --size 300T
	[[ $output == "tamdemo linear: cannot reserve 300T: "*"; try "* ]]
	[ "${#lines[@]}" = 1 ]
}

@test "a full disk: one line, exit 1" {
	for args in --help --list '--list --json' 'linear --help' \
			'linear --no-hold' 'linear --json' 'verify --yes'; do
		run -1 bash -c "exec '$tamdemo' $args >/dev/full"
		[[ $output == tamdemo*"cannot write"*"No space left on device" ]]
		[ "${#lines[@]}" = 1 ]
	done
}

@test "a closed pipe ends it" {
	run bash -c "'$tamdemo' linear --rate 1 | true; echo \${PIPESTATUS[0]}"
	[[ ${lines[-1]} == 141 || ${lines[-1]} == 1 ]]
}

@test "verify: unattended" {
	"$tamdemo" verify --yes --pause 0 --size 2500000 >"$log" </dev/null
	sed -i -E 's/0x[0-9a-f]+/ADDR/; s/[0-9]+$/N/; s/by .*/by X/' "$log"
	diff "$log" - <<-'END'
		PID: N
		Address: ADDR, 2500000 bytes by X
		1.0M of 2.4M read, all zero, and written
		2.0M of 2.4M read, all zero, and written
		2.4M of 2.4M read, all zero, and written
		All 2500000 bytes were zero
	END
}

@test "verify: allocates, reads and ends at an ENTER each" {
	local size=$((4 << 20))

	mkfifo "$BATS_TEST_TMPDIR/in"
	exec 9<>"$BATS_TEST_TMPDIR/in"
	start verify --pause 0 --size $size <&9

	soon grep -q 'ENTER to allocate' "$log"
	grep -qx "PID: $pid" "$log"
	[ "$(wc -l <"$log")" = 2 ]

	echo >&9
	soon grep -q 'ENTER to read' "$log"
	grep -qE '^Address: 0x[0-9a-f]+, 4194304 bytes' "$log"
	[ "$(touched $size)" = 0 ]

	echo >&9
	soon grep -q 'ENTER to end' "$log"
	[ "$(grep -c 'of 4.0M read, all zero' "$log")" = 4 ]
	grep -qx 'All 4194304 bytes were zero' "$log"
	[ "$(touched $size)" = 1024 ]

	echo >&9
	finish
	[ "$status" = 0 ]
	exec 9>&-
}

@test "verify: the input ends before an ENTER: one line, exit 1" {
	for input in '' 'x' '\n' '\n\n' '\n\nx'; do
		run -1 bash -c "printf '$input' | '$tamdemo' verify --pause 0 \
			--size 4096 2>&1 >/dev/null"
		[[ $output == "tamdemo verify: "*ended*"; --yes "* ]]
		[ "${#lines[@]}" = 1 ]
	done
	run -1 bash -c "'$tamdemo' verify 2>&1 >/dev/null <&-"
	[ "${#lines[@]}" = 1 ]
}

@test "linear: touches every page, holds, and ends with 0 at a signal" {
	local size=$((8 << 20)) signal

	for signal in TERM INT HUP; do
		start linear --size $size --rate 1000000000
		soon grep -q 'all touched' "$log"
		grep -q "^PID $pid reserved 8.0M, 2048 pages at 0x" "$log"
		[ "$(touched $size)" = 2048 ]
		stop_holding $signal
	done
}

@test "linear: a size is rounded up to pages" {
	start linear --size 4097 --rate 1G
	soon grep -q 'all touched' "$log"
	grep -q ' 2 pages at' "$log"
	[ "$(touched 8192)" = 2 ]
}

some_touched() {
	[ "$(touched "$1")" -gt 10 ]
}

@test "linear: the front moves in order; a signal before the end is told" {
	local size=$((64 << 20)) nr

	start linear --size $size --rate 1000
	soon grep -q 'touching them' "$log"
	soon some_touched $size
	front $size w
	[ "$nr" -lt 16384 ]
	kill -CONT "$pid"
	kill -TERM "$pid"
	finish
	[ "$status" = 143 ]
	grep -q 'stopped by SIGTERM after [0-9]* of 16384 pages' "$log"
}

@test "reverse: the front moves from the end down" {
	local size=$((16 << 20)) some

	start reverse --size $size --rate 1000
	soon some_touched $size
	freeze
	some=$(pages $size w)
	[ "$some" -lt 4096 ]
	[ "$(page_map $size | tail -n "$some" | grep -c w)" = "$some" ]
}

@test "random: no front, and ends when no page is left" {
	local size=$((8 << 20))

	start random --size $size --rate 200
	soon some_touched $size
	freeze
	# pages behind the first untouched one: there is no front
	page_map $size | sed '1,/0/d' | grep -q w
	kill -KILL "$pid"
	finish

	start random --size $size --rate 1000000000
	soon grep -q 'all touched; holding' "$log"
	[ "$(pages $size w)" = 2048 ]
	[ "$(resident)" = 2048 ]
	stop_holding
}

# random_map NAME ARGS...: the pages that it touched, in file NAME.
random_map() {
	local name=$1

	shift
	start random --size 1M --rate 1G "$@"
	soon grep -q 'pages touched; holding' "$log"
	page_map $((1 << 20)) >"$BATS_TEST_TMPDIR/$name"
	grep -q "^$(grep -c w "$BATS_TEST_TMPDIR/$name") of 256 pages touched;" \
		"$log"
	stop_holding
}

@test "random: the same seed, the same pages; it prints the seed" {
	local seed

	random_map one --touches 256
	seed=$(sed -n 's/.*(--seed \([0-9]*\)).*/\1/p' "$log")
	random_map two --touches 256 --seed "$seed"
	random_map three --touches 256 --seed "$((seed + 1))"
	cmp "$BATS_TEST_TMPDIR/one" "$BATS_TEST_TMPDIR/two"
	run ! cmp -s "$BATS_TEST_TMPDIR/one" "$BATS_TEST_TMPDIR/three"
}

@test "random: touches are counted, not pages" {
	start random --size 4096 --touches 1 --rate 1G
	soon grep -q 'all touched' "$log"
	stop_holding
	start random --size 4M --touches 10 --seed 42 --rate 1G
	soon grep -q '^10 of 1024 pages touched' "$log"
	[ "$(page_map $((4 << 20)) | sed -n '760p; 164p; 286p' |
		tr -d '\n')" = www ]
	[ "$(resident)" = 10 ]
}

@test "threads: a front each, and all is touched in the end" {
	local size=$((4 << 20))

	start threads --threads 3 --size $size --rate 300
	soon some_touched $size
	[ "$(find /proc/$pid/task -mindepth 1 -maxdepth 1 | wc -l)" = 4 ]
	freeze
	# the first of each band, and behind its front none
	page_map $size | awk '
		NR - 1 == int(1024 * band / 3) { band++; front = 0 }
		$0 != "w" { front = 1 }
		$0 == "w" && front { print NR; bad = 1 }
		END { exit bad }'
	kill "$pid"
	kill -CONT "$pid"
	finish
	[ "$status" = 143 ]
	for some in 1 2 64; do
		start threads --threads $some --size $size --rate 1G
		soon grep -q 'all touched; holding' "$log"
		[ "$(pages $size w)" = 1024 ]
		stop_holding
	done
	# more than there are pages
	"$tamdemo" threads --threads 64 --size 4096 --rate 1G --no-hold
}

@test "leak: what is reserved grows with what is touched" {
	start leak --size 1M --rate 1000 --json
	soon grep -q '"phase":"hold"' "$log"
	# whole pieces of 16 pages, the last one not yet full
	lines_are_json 'die $_ if $line->{reserved} % 16 ||
		$line->{reserved} - $line->{written} > 16'
	grep '"hold".*"size":1048576,"reserved":256,"read":0,"written":256' \
		"$log"
	stop_holding
	tail -n 1 "$log" | grep '"reserved":0.*"released":256'
	for size in 1 65536 65537; do
		"$tamdemo" leak --size $size --rate 1G --no-hold >"$log"
		tail -n 1 "$log" | grep '^leaked .*    100% '
	done
	# no room any more, when it has 1M
	run -1 "${tamdemo%/*/*}/tests/unit/noroom" $((1 << 20)) \
		"$tamdemo" leak --rate 2M --json
	grep '"written":[1-9]' <<<"$output"
	grep '^tamdemo leak: cannot reserve 64K more: .*; try ' <<<"$output"
}

@test "burst: what it has touched is a number of whole bursts" {
	local size=$((4 << 20))

	start burst --size $size --rate 1000 --every 0.2 --json
	soon grep -q '"phase":"hold"' "$log"
	lines_are_json 'die $_ if $line->{written} % 200 &&
		$line->{written} != 1024'
	[ "$(pages $size w)" = 1024 ]
	stop_holding
	# more seconds than there are pages for, and none
	for every in 1000 0; do
		"$tamdemo" burst --no-hold --size 1M --rate 1G \
			--every $every >"$log"
		tail -n 1 "$log" | grep '^touched  1.0M of  1.0M    100% '
	done
	"$tamdemo" burst --no-hold --size 1M --rate 1000 --every 0.1 >"$log"
	grep '^touching 100 pages, 400K, at once, ' "$log"
}

@test "fork: a child copies, and fills the gaps" {
	"$tamdemo" fork --size 1M --rate 1G --no-hold >"$log" 2>&1
	grep -qE '^forked: TOUCHED is 512K of PID [0-9]+ and 512K of PID [0-9]+, 512K together$' "$log"
	grep -qE '^copied: .*, 1.0M together$' "$log"
	grep -qE '^gaps filled: TOUCHED is 512K of PID [0-9]+ and 1.0M of PID [0-9]+, 1.5M together$' "$log"
}

@test "stride: a comb, tooth by tooth" {
	local size=$((4 << 20))

	start stride 300 --size $size --rate 20
	soon some_touched $size
	freeze
	# 1024 pages are 3 teeth of 300 and one of 124 pages; in every round
	# each of them gets a page, while it has some left
	page_map $size | awk -v nr="$(pages $size w)" '
		{
			tooth = int((NR - 1) / 300)
			round = (NR - 1) % 300
			turn = round * 3 + (round < 124 ? round : 124) + tooth
			if (($0 == "w") != (turn < nr)) {
				print NR, $0, turn, nr
				bad = 1
			}
		}
		END { exit bad }'
	kill "$pid"
	kill -CONT "$pid"
	finish
	[ "$status" = 143 ]
	grep -q 'stopped by SIGTERM after [0-9]* of 1024 pages' "$log"
}

@test "stride: touches every page, whatever N" {
	local size=$((4 << 20))

	for n in '' 1 9 1023 1024 5000 18446744073709551615; do
		start stride $n --size $size --rate 1000000000
		soon grep -q 'all touched; holding' "$log"
		grep -q "strides of ${n:-1024} at" "$log"
		[ "$(pages $size w)" = 1024 ]
		[ "$(resident)" = 1024 ]
		stop_holding
	done
}

wrote_some() {
	[ "$(pages "$1" w)" -gt 10 ]
}

@test "zero: what is only read costs nothing; a signal is told" {
	local size=$((4 << 20)) nr

	start zero --size $size --rate 20
	soon some_touched $size
	front $size z
	[ "$(pages $size w)" = 0 ]
	[ "$(resident)" = 0 ]
	kill "$pid"
	kill -CONT "$pid"
	finish
	[ "$status" = 143 ]
	grep -q 'stopped by SIGTERM after [0-9]* of 1024 pages were read' "$log"
}

@test "zero: when all are read, all are written" {
	local size=$((4 << 20)) nr

	start zero --size $size --rate 1000
	soon wrote_some $size
	front $size w
	grep -q '^read  4.0M of  4.0M    100% ' "$log"
	[ "$(pages $size z)" = $((1024 - nr)) ]
	[ "$(resident)" = "$nr" ]

	kill -CONT "$pid"
	soon grep -q 'all written; holding' "$log"
	grep -q '^written  4.0M of  4.0M    100% ' "$log"
	[ "$(pages $size w)" = 1024 ]
	[ "$(resident)" = 1024 ]
	stop_holding
}

@test "huge, --huge: a byte gives 2M, or a line says why not and it is 3" {
	local code

	for args in huge 'linear --huge'; do
		code=0
		# shellcheck disable=SC2086 # a word or two
		"$tamdemo" $args --size 5M --rate 1G --no-hold --json \
			>"$log" 2>"$log.err" || code=$?
		if [ "$code" = 3 ]; then
			[ ! -s "$log" ]
			[ "$(wc -l <"$log.err")" = 1 ]
			grep 'huge pages' "$log.err"
			continue
		fi
		[ "$code" = 0 ]
		[ "$(($(block) % (2 << 20)))" = 0 ]
		grep '"phase":"hold"' "$log"
	done
	[ "$code" = 3 ] || grep '"written":1280' "$log"
	usage_error huge --huge
}

@test "linear: an ignored signal stays ignored" {
	start --ignore-signal=HUP linear --rate 1
	soon grep -q 'touching them' "$log"
	kill -HUP "$pid"
	kill -INT "$pid" # the higher number, so taken after HUP
	finish
	[ "$status" = 130 ]
	grep -q 'stopped by SIGINT' "$log"
}

@test "every pace ends where it should" {
	for rate in 1000000000 4G 100000 9999999T; do
		for demo in linear reverse random stride threads burst zero; do
			"$tamdemo" $demo --no-hold --size 1M --rate $rate \
				>"$log"
			tail -n 1 "$log" | grep -E \
				'^(touched|written)  1.0M of  1.0M    100% '
		done
	done
}

@test "linear: in the background of a terminal only how it starts" {
	run -0 script -qec "bash -mc '\"$tamdemo\" linear --no-hold --size 1M \
		--rate 1M & wait'" /dev/null
	echo "$output"
	[ "$(grep -c touched <<<"$output")" -eq 0 ]
	[[ "$output" = "PID "*" reserved 1.0M"* ]]
}

@test "linear: one line on a terminal" {
	run -0 script -qec "'$tamdemo' linear --no-hold --size 1M --rate 1M" \
		/dev/null
	[ "$(tr '\r' '\n' <<<"$output" | grep -c '^touched ')" -gt 2 ]
	[ "$(grep -c touched <<<"$output")" = 1 ]
	[[ $output == *100%* ]]
}

@test "both say which memory they got" {
	local words='mmap fallback: this kernel has no tamalloc'

	[ ! -e /sys/kernel/mm/tamalloc/abi ] || words='tamalloc(2)'
	"$tamdemo" linear --no-hold --size 4096 --rate 1G | grep -F "$words"
	"$tamdemo" verify --yes --size 4096 | grep -F "$words"
}
