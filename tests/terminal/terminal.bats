#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# tamtop's terminal side in a real terminal (tmux), fed from the fixture.

load tmux.bash

setup() {
	top="$(realpath "${O:-build}")/tests/terminal/fixturetop"
}

teardown() {
	tmux_stop
}

start_top() {
	remember_terminal
	type_line "$top ${*:-}"
	wait_for '^tamtop  19 processes'
}

pid_of_top() {
	pgrep -s "$(tm display-message -p '#{pane_pid}')" -f "^$top" | head -n 1
}

# ends_with CODE: back in the shell, which tells the exit code
ends_with() {
	wait_for 'ready> *$'
	terminal_is_as_before
	type_line "echo code=\$code"
	wait_for "^code=$1\$"
}

# the totals of the list, or those of a process, are not $first any more
totals_go_on() {
	shows '^Reserved' && [ "$(screen | grep '^Reserved')" != "$first" ]
}

# run_and_keep_code [OPTION]...
run_and_keep_code() {
	remember_terminal
	type_line "$top $*; code=\$?"
	wait_for '^tamtop  19 processes'
}

@test "quit gives the terminal back" {
	tmux_start 80x24
	run_and_keep_code
	tm send-keys q
	ends_with 0
}

@test "SIGTERM, SIGINT and SIGHUP give the terminal back" {
	tmux_start 80x24
	for signal in 15 2 1; do
		run_and_keep_code
		kill "-$signal" "$(pid_of_top)"
		ends_with $((128 + signal))
	done
}

@test "Ctrl-C ends it" {
	tmux_start 80x24
	run_and_keep_code
	tm send-keys C-c
	ends_with 130
}

@test "a crash gives the terminal back" {
	tmux_start 80x24
	for signal in 11 6 7 8; do
		run_and_keep_code
		kill "-$signal" "$(pid_of_top)"
		ends_with $((128 + signal))
	done
}

@test "what only somebody else sends gives the terminal back, too" {
	tmux_start 80x24
	for signal in USR1 USR2 ALRM XCPU PIPE VTALRM; do
		run_and_keep_code
		kill "-$signal" "$(pid_of_top)"
		ends_with $((128 + $(kill -l "$signal")))
	done
}

@test "a crash where a target is looked into gives the terminal back" {
	tmux_start 80x24
	for how in crash overflow; do
		run_and_keep_code "--$how"
		tm send-keys Down Enter
		ends_with 139
	done
}

@test "Ctrl-Z and fg" {
	tmux_start 80x24
	start_top
	tm send-keys C-z
	wait_for 'Stopped'
	terminal_is_as_before
	type_line fg
	wait_for '^tamtop  19 processes'
	tm send-keys '?'
	wait_for 'what the numbers mean'
	tm send-keys q
	wait_for 'ready> *$'
	terminal_is_as_before
}

@test "drawing never discards a Ctrl-Z that is pending" {
	tmux_start 80x24
	type_line "strace -f -o $BATS_TEST_TMPDIR/calls -e rt_sigaction $top"
	wait_for '^tamtop  19 processes'
	tm send-keys j j
	wait_for '^>  4'
	tm send-keys q
	wait_for 'ready> *$'
	grep -q 'SIGTSTP' "$BATS_TEST_TMPDIR/calls"
	! grep 'SIGTSTP, {sa_handler=SIG_IGN' "$BATS_TEST_TMPDIR/calls"
}

@test "the window is resized" {
	tmux_start 80x24
	start_top
	shows_not 'FAULT/s'
	tm resize-window -x 132 -y 40
	wait_for 'LAST 12 s .*FAULT/s'
	wait_for '^ +72 root'
	tm resize-window -x 20 -y 5
	wait_for '^20x5: needs 40x10'
	tm resize-window -x 40 -y 10
	wait_for '^tamtop  19 +syscall'
	tm resize-window -x 80 -y 24
	wait_for 'PAGES    TOUCH/s S COMMAND'
	tm send-keys q
	wait_for 'ready> *$'
}

@test "keys: arrows, pages, pause, delay, sort, help" {
	tmux_start 80x24
	start_top
	tm send-keys Down Down
	wait_for '^>  415'
	tm send-keys End
	wait_for '^>   90'
	tm send-keys Home
	wait_for '^>  4'
	tm send-keys Space
	wait_for 'PAUSED [0-9]+s$'
	tm send-keys Space
	wait_for 'every 1\.0s$'
	tm send-keys s 2 Enter
	wait_for 'every 2\.0s$'
	tm send-keys F6
	wait_for '^tamtop  sort by'
	wait_for '^> 7 TOUCHED↓'
	tm send-keys % Enter
	wait_for 'TOUCHED +%↓'
	tm send-keys I
	wait_for 'TOUCHED +%↑'
	tm send-keys F1
	wait_for '^ Keys in the list'
	tm send-keys Escape
	wait_for '^tamtop  19 processes'
	tm send-keys C-l
	wait_for '^tamtop  19 processes'
	tm send-keys F10
	wait_for 'ready> *$'
}

@test "from the list into the process, its map, its timeline, and back" {
	tmux_start 80x24
	start_top
	tm send-keys Down
	wait_for '^>  412'
	tm send-keys Enter
	wait_for '^tamtop  412 tamdemo '
	wait_for '^>7f3a4c000000 rw-p     1.0G .* \[anon:tamalloc\]$'
	tm send-keys Tab
	tm send-keys Right Down
	tm send-keys Tab
	tm send-keys Enter
	wait_for 'map of \[anon:tamalloc\] '
	wait_for '^> +\+0 █+'
	tm send-keys 4 0 z
	wait_for '1 cell = 40 pages$'
	tm send-keys '['
	wait_for '1 cell = 1\.0M$'
	tm send-keys T
	wait_for 'time of \[anon:tamalloc\] '
	wait_for '^ +2s █+'
	tm send-keys Escape
	wait_for 'map of '
	tm send-keys a
	wait_for '^ libc\.so'
	tm send-keys Escape
	wait_for '^Command  tamdemo linear'
	tm send-keys Escape
	wait_for '^tamtop  19 processes'
	tm send-keys q
	wait_for 'ready> *$'
}

@test "a target that never answers holds up neither keys nor list" {
	tmux_start 80x24
	run_and_keep_code --stuck
	tm send-keys Down Enter
	wait_for '^Command  tamdemo linear'
	# more than one look into it is asked for
	tm send-keys '?'
	wait_for '^ Keys '
	tm send-keys Escape
	wait_for '^Command  tamdemo linear'
	tm send-keys Escape
	wait_for '^tamtop  19 processes'
	tm send-keys Down Enter
	wait_for '^tamtop  415 tamdemo'
	tm send-keys Escape
	first="$(screen | grep '^Reserved')"
	wait_until totals_go_on
	tm send-keys q
	ends_with 0
}

@test "no memory is left where a target is looked into: it ends in order" {
	tmux_start 80x24
	run_and_keep_code --no-memory
	tm send-keys Down Enter
	wait_for '^tamtop: out of memory$'
	ends_with 1
}

@test "after a costly look into a target it is left alone" {
	tmux_start 80x24
	start_top --costly
	tm send-keys s 0.1 Enter Down Enter
	wait_for '^>7f3a4c000000 rw-p +1\.0G +[0-9.]+M '
	row="$(screen | grep '^>7f3a4c000000')"
	for _ in 1 2 3; do
		first="$(screen | grep '^Reserved')"
		wait_until totals_go_on
	done
	echo "$row"
	screen
	[ "$(screen | grep '^>7f3a4c000000')" = "$row" ]
}

@test "the screen on the glass is the golden one" {
	tmux_start 80x24
	start_top
	tm send-keys '?'
	wait_for '^ Keys '
	sed '/^--- roles/,$d' tests/screens/golden/help-80x24-utf8.txt |
		sed 1d >"$BATS_TEST_TMPDIR/golden"
	screen | sed 1d | diff "$BATS_TEST_TMPDIR/golden" -
}

# The glass, cell by cell with what it looks like: "ATTRIBUTES COLUMNS", where
# attributes are letters (Bold, Dim, Underline, Reverse) and a colour.
cells() {
	tm capture-pane -pe | perl -CS -Mutf8 -ne '
		BEGIN { our %on; our $colour = "" }
		sub look { join("", grep { $on{$_} } qw(B D U R)) . $colour }
		sub sgr {
			my @codes = split(/[;:]/, shift);
			@codes = (0) unless @codes;
			while (defined(my $code = shift @codes)) {
				if ($code == 0) { %on = (); $colour = "" }
				elsif ($code == 22) { delete @on{qw(B D)} }
				elsif ($code == 24) { delete $on{U} }
				elsif ($code == 27) { delete $on{R} }
				elsif ($code == 38) {
					my (undef, @of) = splice @codes, 0,
						$codes[0] == 5 ? 2 : 4;
					$colour = join ".", @of;
				}
				elsif ($code == 39) { $colour = "" }
				elsif ($code >= 30 && $code < 38) { $colour = $code - 30 }
				elsif ($code >= 90 && $code < 98) { $colour = $code - 82 }
				else {
					my %name = (1 => "B", 2 => "D", 4 => "U", 7 => "R");
					$on{$name{$code}} = 1 if $name{$code};
				}
			}
		}
		chomp;
		my @runs;
		while (/\G(?:\e\[([\d;:]*)m|(.))/g) {
			if (defined $2) {
				my $look = look() || "-";
				if (@runs && $runs[-1][0] eq $look) { $runs[-1][1] .= $2 }
				else { push @runs, [$look, $2] }
			} else {
				sgr($1);
			}
		}
		# blanks at the end of a row may be there or not
		pop @runs while @runs && $runs[-1][0] eq "-" && $runs[-1][1] =~ /^ *$/;
		print join("|", map { "$_->[0] $_->[1]" } @runs), "\n"'
}

same_glass() {
	cells | sed 1d | diff "$BATS_TEST_TMPDIR/glass" - >/dev/null
}

glass_is_wiped() {
	[ "$(cells | sed 1d | grep -c .)" -eq 0 ]
}

# What was sent bit by bit is what is sent at once to a glass that was wiped.
# Line 1 has a clock.
glass_is_as_drawn_anew() {
	cells | sed 1d >"$BATS_TEST_TMPDIR/glass"
	grep -q '[^ -]' "$BATS_TEST_TMPDIR/glass"
	tm send-keys -R
	wait_until glass_is_wiped
	tm send-keys C-l
	wait_until same_glass
}

@test "nothing stays on the glass that should not" {
	tmux_start 80x24
	start_top
	tm send-keys Space
	wait_for PAUSED
	glass_is_as_drawn_anew
	tm send-keys j j
	wait_for '^> +415 '
	glass_is_as_drawn_anew
	tm send-keys '?'
	wait_for 'what the numbers mean'
	glass_is_as_drawn_anew
	tm send-keys Escape G
	wait_for '^> +90 '
	glass_is_as_drawn_anew
	tm send-keys s
	wait_for 'seconds|delay'
	glass_is_as_drawn_anew
	tm send-keys Escape
	tm resize-window -x 60 -y 12
	wait_for '^> +90 +2.4M.*getty hvc1'
	tm resize-window -x 100 -y 30
	# the narrow one has that row, too
	wait_for '^ +PID .* OOM +CPU% S COMMAND'
	wait_for '^> +90 .* \? S getty hvc1'
	glass_is_as_drawn_anew
}

@test "what is selected is reversed, and nothing else is" {
	tmux_start 80x24
	start_top --no-color
	tm send-keys Space
	wait_for PAUSED
	# the row, and the title line; each of them from edge to edge
	selected() { cells | sed 1d | grep -nE '(^|\|)[BDU]*R [^|]*'; }
	[ "$(selected | grep -c '> *431 ada')" -eq 1 ]
	tm send-keys j
	wait_for '^> +412 '
	[ "$(selected | grep -c '> *412 ada')" -eq 1 ]
	[ "$(selected | grep -c '431 ada')" -eq 0 ]
}

@test "help looks as it did, in colour and without" {
	local golden="$BATS_TEST_DIRNAME/golden" how

	tmux_start 80x24
	for how in color no-color; do
		start_top "--$how"
		tm send-keys '?' End
		wait_for 'A bar is a map'
		cells | sed 1d >"$BATS_TEST_TMPDIR/cells"
		[ "${UPDATE:-0}" = 0 ] ||
			cp "$BATS_TEST_TMPDIR/cells" "$golden/help-$how.txt"
		diff "$golden/help-$how.txt" "$BATS_TEST_TMPDIR/cells"
		tm send-keys q
		wait_for 'ready> *$'
		type_line clear
	done
}

@test "a key right behind Esc is that key" {
	tmux_start 80x24
	start_top
	tm send-keys '?'
	wait_for 'what the numbers mean'
	# both in one read
	tm send-keys -H 1b 6a
	wait_for '^> +412 '
}

@test "keys that a vt100 never had" {
	tmux_start 80x24
	remember_terminal
	type_line "TERM=vt100 $top"
	wait_for '^tamtop  19 processes'
	tm send-keys End
	wait_for '^> +90 '
	tm send-keys Home
	wait_for '^> +431 '
	tm send-keys Enter
	wait_for '^Command'
	tm send-keys DC IC F5 Space
	wait_for 'PAUSED'
	shows '^Command'
	tm send-keys Escape
	wait_for '^tamtop  19 processes'
}

# delays are for curses, which knows what they mean
@test "what gives a vt100 back has no delays in it" {
	local how sent="$BATS_TEST_TMPDIR/sent"

	infocmp -1 vt100 | grep -q 'sgr0=.*[$]<2>'
	tmux_start 80x24
	tm pipe-pane "cat >'$sent'"
	for how in QUIT TERM SEGV; do
		: >"$sent"
		type_line "clear; TERM=vt100 $top"
		wait_for '^tamtop  19 processes'
		if [ "$how" = QUIT ]; then
			tm send-keys q
		else
			kill "-$how" "$(pid_of_top)"
		fi
		wait_for '^ready> *$|^[A-Z][a-z ]+$'
		wait_until grep -q $'\e\\[m\017' "$sent"
		shows_not '[$]<'
		! grep '[$]<' "$sent" || return 1
	done
}

@test "7-bit characters in the C locale, on a vt100 and with --ascii" {
	tmux_start 80x24
	for how in 'LC_ALL=C' 'TERM=vt100' 'LC_ALL=C TERM=vt100'; do
		type_line "clear; env $how $top"
		wait_for '^tamtop  19 processes'
		wait_for '^Reserved .*\*-'
		! screen | LC_ALL=C grep -q '[^ -~]' || return 1
		tm send-keys q
		wait_for 'ready> *$'
	done
	start_top --ascii
	! screen | LC_ALL=C grep -q '[^ -~]'
}

@test "no colour with NO_COLOR and --no-color, colour without" {
	tmux_start 80x24
	colours() { tm capture-pane -pe | grep -q $'\033\\[[0-9;]*38;5;'; }

	start_top
	colours
	tm send-keys q
	wait_for 'ready> *$'
	type_line "clear; NO_COLOR=1 $top"
	wait_for '^tamtop  19 processes'
	! colours || return 1
	tm send-keys q
	wait_for 'ready> *$'
	start_top --no-color
	! colours
}

# colours_are FILE: those on the glass
colours_are() {
	tm capture-pane -pe | grep -oE '38[;:][0-9;:]+' | sort -u | diff "$1" -
}

quit_top() {
	tm send-keys q
	wait_for 'ready> *$'
	shows_not 'rgb:'
}

@test "a terminal that is light, and says so, has other colours" {
	local dark="$BATS_TEST_TMPDIR/dark" light="$BATS_TEST_TMPDIR/light"

	tmux_start 80x24 TERM=screen-256color
	tm set -g window-style bg=#101010
	start_top
	tm capture-pane -pe | grep -oE '38[;:][0-9;:]+' | sort -u >"$dark"
	quit_top
	start_top --scheme=light
	tm capture-pane -pe | grep -oE '38[;:][0-9;:]+' | sort -u >"$light"
	[ "$(comm -13 "$dark" "$light" | wc -l)" -ge 1 ]
	quit_top
	start_top
	wait_until colours_are "$dark"
	quit_top
	tm set -g window-style bg=#f8f8f0
	start_top
	wait_until colours_are "$light"
	glass_is_as_drawn_anew
	quit_top
}

@test "colours for colour-blind people go by the background, too" {
	local dark="$BATS_TEST_TMPDIR/dark" light="$BATS_TEST_TMPDIR/light"

	tmux_start 80x24 TERM=screen-256color
	start_top --scheme=colour-blind-dark
	tm capture-pane -pe | grep -oE '38[;:][0-9;:]+' | sort -u >"$dark"
	quit_top
	start_top --scheme=colour-blind-light
	tm capture-pane -pe | grep -oE '38[;:][0-9;:]+' | sort -u >"$light"
	! cmp -s "$dark" "$light" || return 1
	quit_top
	tm set -g window-style bg=#101010
	start_top --scheme=colour-blind
	wait_until colours_are "$dark"
	quit_top
	tm set -g window-style bg=#f8f8f0
	start_top --scheme=colour-blind
	wait_until colours_are "$light"
	quit_top
}

@test "who types while the terminal answers is heard, and no answer is left" {
	local i

	tmux_start 80x24 TERM=screen-256color
	tm set -g window-style bg=#ffffff
	start_top
	quit_top
	for i in 1 2 3; do
		type_line "clear; $top"
		tm send-keys -l '?'
		wait_for 'what the numbers mean'
		tm send-keys -l 'qq'
		wait_for 'ready> *$'
		type_line "clear; $top"
		tm send-keys -l q
		wait_for 'ready> *$'
		shows_not 'rgb:'
	done
	terminal_is_as_before
}

@test "24 bits of colour where the terminal says so" {
	infocmp tmux-direct >/dev/null || skip "no entry of such a type"
	tmux_start 80x24 TERM=tmux-256color COLORTERM=truecolor
	start_top
	tm capture-pane -pe | grep -q '38;2;'
	! tm capture-pane -pe | grep -q '38;5;' || return 1
	glass_is_as_drawn_anew
	quit_top
}

@test "8 colours: swapped and the rest are still drawn" {
	tmux_start 80x24 TERM=linux
	start_top
	wait_for '█'
	shows_not '[▁▂▃▄▅▆▇]'
}

@test "no terminal, no TERM, an unknown or a dumb one: one line, exit 1" {
	local err="$BATS_TEST_TMPDIR/err"

	refused() {
		local got=0

		script -qec "stty cols 80; env $2 $top; echo code=\$?" \
			/dev/null </dev/null >"$err" || true
		grep -q "$1" "$err"
		grep -q 'code=1' "$err"
		[ "$(grep -c '^tamtop: ' "$err")" -eq 1 ]
	}
	refused 'TERM is not set' '-u TERM'
	refused 'TERM=nonsense is unknown' 'TERM=nonsense'
	refused "TERM=dumb can't place the cursor" 'TERM=dumb'
	run "$top" </dev/null
	[ "$status" -eq 1 ]
	[ "$output" = "tamtop: standard input is not a terminal; use -b for output without one" ]
}

@test "the terminal goes away: it ends" {
	tmux_start 80x24
	start_top
	pid="$(pid_of_top)"
	tm kill-server
	wait_until test ! -d "/proc/$pid"
}

# send HEX...: bytes, at once, as a terminal sends them
send() {
	tm send-keys -H "$@"
}

# text as send() wants it
hex() {
	printf '%b' "$1" | od -An -v -tx1
}

@test "what a terminal sends that is no key does nothing" {
	local sent

	tmux_start 80x24
	start_top
	# each has letters that would end it, pause it, or open something
	# shellcheck disable=SC1003
	for sent in '\e[?62;1;22c' '\e[24;80R' '\e[I\e[O' '\e[M q!' \
			'\e[<0;17;4M' '\e]11;rgb:0000/qqqq/dddd\a' \
			'\e]10;q\e\\' '\eP>|q XTerm(379)\e\\' '\e[27;5;113~' \
			'\e[200~q ?d\n\e[201~'; do
		# shellcheck disable=SC2046
		send $(hex "$sent")
		tm send-keys Down
	done
	wait_for '^> +[0-9]+ '
	shows '^tamtop  19 processes'
	shows 'every 1\.0s$'
	# and a key does what it does
	tm send-keys '?'
	wait_for '^ Keys '
	tm send-keys q
	wait_for 'ready> *$'
}

@test "a paste: tmux marks it only for who has asked" {
	tmux_start 80x24
	run_and_keep_code
	tm set-buffer 'q d ? q'
	tm paste-buffer -p
	tm send-keys Down Space
	wait_for 'PAUSED'
	shows '^tamtop  19 processes'
	tm send-keys q
	ends_with 0
}

@test "ESCDELAY is obeyed: what comes in pieces is one key" {
	tmux_start 80x24
	remember_terminal
	type_line "ESCDELAY=60000 $top"
	wait_for '^tamtop  19 processes'
	tm send-keys Enter
	wait_for '^Command'
	send 1b
	sleep 0.5
	send 5b 42
	tm send-keys Space
	wait_for 'PAUSED'
	shows '^Command'
	tm send-keys q
	wait_for 'ready> *$'
}

@test "LINES and COLUMNS are obeyed, as far as the window goes" {
	tmux_start 80x24
	type_line "clear; LINES=12 COLUMNS=60 $top"
	wait_for '^tamtop  19'
	[ "$(screen | sed -n 12p)" != "" ]
	[ -z "$(screen | sed -n '13,$p' | tr -d '\n')" ]
	[ "$(screen | wc -L)" -le 60 ]
	tm send-keys q
	wait_for 'ready> *$'
	type_line "clear; LINES=500 COLUMNS=9x $top"
	wait_for '^tamtop  19 processes .* every 1\.0s$'
	[ -n "$(screen | sed -n 24p)" ]
	tm send-keys q
	wait_for 'ready> *$'
}

@test "SIGSTOP, other modes, and fg: the terminal is as it is needed" {
	tmux_start 80x24
	start_top
	kill -STOP "$(pid_of_top)"
	wait_for 'Stopped'
	type_line 'stty sane; clear; tput rmcup; tput cnorm; echo gone'
	wait_for '^gone'
	type_line fg
	wait_for '^tamtop  19 processes'
	[ "$(tm display-message -p '#{alternate_on} #{cursor_flag}')" = "1 0" ]
	tm send-keys '?'
	wait_for 'what the numbers mean'
	tm send-keys q
	wait_for 'ready> *$'
	[ "$(tm display-message -p '#{alternate_on} #{cursor_flag}')" = "0 1" ]
}

# cells_of_map: the cells of all rows, without their labels
cells_of_map() {
	tm capture-pane -e -p |
		perl "$BATS_TEST_DIRNAME/cells.pl" |
		awk '$1 > 4 && $1 < 21 && $2 >= 10 && $2 < 74'
}

# cell_of_cursor_is_marked: something is set below or behind one
cell_of_cursor_is_marked() {
	tm capture-pane -e -p | sed -n '5,20p' | grep -qE $'\e''\[(4|.*;4|4[0-7]|48;.*)m'
}

# at_the_cursor ADDRESS KEY...: what the cells are with the cursor there
at_the_cursor() {
	local address="$1"

	shift
	tm send-keys "$@"
	wait_for "^> $address"
	wait_until cell_of_cursor_is_marked
	wait_until cells_are_the_first || {
		diff "$BATS_TEST_TMPDIR/first" "$BATS_TEST_TMPDIR/cells"
		return 1
	}
}

cells_are_the_first() {
	cells_of_map >"$BATS_TEST_TMPDIR/cells"
	cmp -s "$BATS_TEST_TMPDIR/first" "$BATS_TEST_TMPDIR/cells"
}

# A screen may be half drawn when it is looked at: twice the same is whole.
first_cells_are_settled() {
	cells_of_map >"$BATS_TEST_TMPDIR/first"
	sleep 0.5
	cells_are_the_first
}

# The map of 412, paused: written, half, zero, untouched and new ones.
cursor_changes_no_cell() {
	tmux_start 80x24 TERM="$1"
	start_top "${@:2}"
	tm send-keys Down Enter
	wait_for '^Command  tamdemo linear'
	tm send-keys Enter
	wait_for '^    \+960M .* 0$'
	tm send-keys Space
	wait_for PAUSED
	wait_until first_cells_are_settled
	[ "$(wc -l <"$BATS_TEST_TMPDIR/first")" -eq 1024 ]
	[ "$(grep -c reverse "$BATS_TEST_TMPDIR/first")" -eq 0 ]
	at_the_cursor 7f3a50000000 Down			# written
	at_the_cursor 7f3a54000000 Down			# zero
	at_the_cursor 7f3a58000000 Down			# untouched
	at_the_cursor 7f3a58200000 Right Right
	tm send-keys q
	wait_for 'ready> *$'
}

@test "the cursor of a map changes no cell: 256 colours" {
	cursor_changes_no_cell screen-256color
}

@test "the cursor of a map changes no cell: 8 colours" {
	cursor_changes_no_cell screen
}

@test "the cursor of a map changes no cell: no colours" {
	cursor_changes_no_cell vt100
}

some_row_is_reversed() {
	tm capture-pane -e -p | perl "$BATS_TEST_DIRNAME/cells.pl" \
		>"$BATS_TEST_TMPDIR/cells"
	grep -q ' reverse' "$BATS_TEST_TMPDIR/cells"
}

# the bars of PAGES and the graph of the totals
@test "the selected row of a list changes no bar" {
	tmux_start 80x24 TERM=screen-256color
	start_top
	tm send-keys Space
	wait_for PAUSED
	tm send-keys Down
	wait_until some_row_is_reversed
	[ "$(grep ' reverse' "$BATS_TEST_TMPDIR/cells" |
		grep -c '^[0-9]* [0-9]* [█▒░·─═▁▂▃▄▅▆▇] ')" -eq 0 ]
	tm send-keys q
	wait_for 'ready> *$'
}
