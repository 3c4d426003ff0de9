#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# Completions for bash, zsh and fish: each has each option, and what they offer
# is taken.

# shellcheck disable=SC2154 # what the scripts under test assign
bats_require_minimum_version 1.5.0

load ../terminal/tmux
load complete

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	build="$(realpath "${O:-build}")"
	made="$build/completions"
	tamtop="$build/tui/tamtop"
	tamdemo="$build/demo/tamdemo"
	# shellcheck source=/dev/null
	for file in "$made"/bash/*; do
		. "$file"
	done
	export HOME="$BATS_TEST_TMPDIR"
}

teardown() {
	tmux_stop
}

# Options on stdin, as they are typed, each once.
options() {
	grep -oE -- '(^|[^a-z-])--[a-z][a-z-]+' | grep -oE -- '--[a-z-]+' |
		sort -u
}

# A line for each demo: its name, and its options
demos() {
	"$tamdemo" --list --json | perl -MJSON::PP -0777 -ne '
		print join(" ", $_->{name}, map { "--$_->{name}" }
			   @{$_->{options}}, { name => "help" }), "\n"
			for @{JSON::PP->new->utf8->decode($_)}'
}

@test "tamtop: each option is in each of them, and no other" {
	local letters="$BATS_TEST_TMPDIR/letters"

	"$tamtop" --help | options >"$BATS_TEST_TMPDIR/options"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/options")" -ge 20 ]
	_tamtop_options ''
	options <<<"$words" | diff "$BATS_TEST_TMPDIR/options" -
	# what is told of an option may name another
	sed 's/\[.*//' "$made/zsh/_tamtop" | options |
		diff "$BATS_TEST_TMPDIR/options" -
	sed -n 's/^complete.* -l \([a-z-]*\).*/--\1/p' "$made/fish/tamtop.fish" |
		sort | diff "$BATS_TEST_TMPDIR/options" -
	"$tamtop" --help | sed -n 's/^  \(-[a-z]\), .*/\1/p' | sort >"$letters"
	[ -s "$letters" ]
	tr ' ' '\n' <<<"$words" | grep -x -- '-[a-z]' | sort | diff "$letters" -
	sed -n "s/^.*'(\(-[a-z]\) --.*/\1/p" "$made/zsh/_tamtop" | sort |
		diff "$letters" -
	sed -n 's/^complete.* -s \([a-z]\) .*/-\1/p' "$made/fish/tamtop.fish" |
		sort | diff "$letters" -
}

@test "tamdemo: each demo and each of its options is in each of them" {
	local demo options

	diff <(tr ' ' '\n' <<<"$_tamdemo_parts") <(demos | cut -d ' ' -f 1)
	demos >"$BATS_TEST_TMPDIR/demos"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/demos")" -ge 10 ]
	while read -r demo options; do
		_tamdemo_options "$demo"
		[ "$words" = "$options" ]
		sed -n "/^\t$demo)/,/;;/s/\[.*//p" "$made/zsh/_tamdemo" |
			options | diff - <(tr ' ' '\n' <<<"$options" | sort)
		grep -q "^		'$demo:" "$made/zsh/_tamdemo"
		sed -n "s/^complete.*_from $demo'.* -l \([a-z-]*\).*/--\1/p" \
			"$made/fish/tamdemo.fish" |
			diff - <(tr ' ' '\n' <<<"$options")
		grep -q -- " -a $demo -d " "$made/fish/tamdemo.fish"
	done <"$BATS_TEST_TMPDIR/demos"
}

@test "what is offered behind an option is taken" {
	local option word nr=0

	for option in $("$tamtop" --help | options); do
		_tamtop_value ":$option" && [ "$takes" = words ] || continue
		[ "$list" = no ] || words+=" ${words// /,}"
		for word in $words; do
			run -0 "$tamtop" "$option" "$word" --version
			nr=$((nr + 1))
		done
	done
	[ "$nr" -ge 60 ]
}

# What --help has in capitals tells what it is; a new one has to be known.
@test "what an option takes is known" {
	local option arg

	"$tamtop" --help | sed -nE 's/^  (-., |    )(--[a-z-]+) ([^ ]+).*/\2 \3/p' |
		grep -E '^[^ ]+ [A-Z]' >"$BATS_TEST_TMPDIR/args"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/args")" -ge 10 ]
	while read -r option arg; do
		_tamtop_value ":$option"
		case $arg in
		PID*) [ "$takes" = pids ] ;;
		USER*) [ "$takes" = users ] ;;
		FILE*) [ "$takes" = files ] ;;
		DIR*) [ "$takes" = folders ] ;;
		NAME* | KEY,*) [ "$takes" = words ] ;;
		*) [ "$takes" = text ] || [ "$takes" = words ] ;;
		esac || {
			echo "$option $arg: $takes"
			return 1
		}
		[ "$list" = yes ] || [[ "$arg" != *,* ]]
	done <"$BATS_TEST_TMPDIR/args"
}

# offered LINE: one line of what is offered, in order
offered() {
	complete_line "$1" | sort | tr '\n' ' '
}

@test "bash: options, names, lists, numbers, users and commands" {
	local first="${BASHPID:0:1}"	# within $() there is another one

	[ "$(offered 'tamtop --vers')" = "--version " ]
	[ "$(offered 'tamtop --sort touc')" = "touch touched " ]
	[ "$(offered 'tamtop --source=')" = "auto proc syscall " ]
	[ "$(offered 'tamtop --source=pr')" = "proc " ]
	[ "$(offered 'tamtop --fields pid,touc')" = "pid,touch pid,touched " ]
	# twice is a mistake
	[ "$(offered 'tamtop --fields touched,touc')" = "touched,touch " ]
	[[ " $(offered "tamtop -p 1,$$")" = *" 1,$$ "* ]]
	[[ " $(offered "tamtop $first")" = *" $BASHPID "* ]]
	[[ " $(offered 'tamtop bas')" = *" bash "* ]]
	[ "$(offered 'tamtop --user roo')" = "root " ]
	[[ " $(offered 'tamtop -- ls')" = *" ls "* ]]
	[ "$(offered 'tamtop --delay ')" = " " ]
	# behind "--" an option is the command's
	[[ "$(offered 'tamtop -- ls --vers')" != *--version* ]]
	[ "$(offered 'tamdemo li')" = "linear " ]
	[ "$(offered 'tamdemo linear --si')" = "--size " ]
	[ "$(offered 'tamdemo --li')" = "--list " ]
	[ "$(offered 'tamdemo linear x')" = " " ]
}

@test "bash: where = parts no words, too" {
	local COMP_WORDS=(tamtop --source=pr) COMP_CWORD=1

	_tamtop
	[ "${COMPREPLY[*]}" = --source=proc ]
}

@test "bash: as it is typed, and behind -- by the rules of the command" {
	tmux_start 100x24 PATH="$build/tui:$build/demo:$PATH"
	type_line "source /usr/share/bash-completion/bash_completion; source $made/bash/tamtop; source $made/bash/tamdemo; clear"
	wait_for '^ready>'
	tm send-keys -l $'tamtop --sh\x15tamtop --schem\tlig\t--fields comm\t'
	wait_for '^ready> tamtop --scheme light --fields command$'
	tm send-keys -l $',res\t -- tamdemo revers\t--rat\t'
	wait_for 'fields command,reserved -- tamdemo reverse --rate'
	tm send-keys -l $'\x15tamtop --source=sys\t-b'
	wait_for '^ready> tamtop --source=syscall -b$'
}

@test "bash: shellcheck finds nothing in what is made" {
	shellcheck "$made"/bash/*
}

@test "zsh: its syntax, and as it is typed" {
	local file

	for file in "$made"/zsh/*; do
		zsh -n "$file"
	done
	tmux_start 100x24 PATH="$build/tui:$build/demo:$PATH"
	type_line "exec zsh -f"
	type_line "PS1='z> '; fpath=($made/zsh \$fpath); autoload -U compinit; compinit -u -D; clear"
	wait_for '^z>'
	tm send-keys -l $'tamtop --schem\tlig\t--fields comm\t'
	# the comma goes where no other name follows
	wait_for '^z> tamtop --scheme=light --fields command,$'
	tm send-keys -l $'res\t -- tamdemo revers\t--rat\t'
	wait_for 'command,reserved -- tamdemo reverse --rate='
}

# fished LINE: what fish offers for it
fished() {
	fish --no-config -c 'source $argv[1]; source $argv[2]; complete -C $argv[3]' \
		"$made/fish/tamtop.fish" "$made/fish/tamdemo.fish" "$1" |
		cut -f 1 | sort | tr '\n' ' '
}

@test "fish: its syntax, and what it offers" {
	local file

	for file in "$made"/fish/*; do
		fish --no-config -n "$file"
	done
	export PATH="$build/tui:$build/demo:$PATH"
	[ "$(fished 'tamtop --vers')" = "--version " ]
	[ "$(fished 'tamtop --sort touc')" = "touch touched " ]
	[ "$(fished 'tamtop --source=pr')" = "--source=proc " ]
	[ "$(fished 'tamtop --fields pid,touc')" = "pid,touch pid,touched " ]
	[ "$(fished 'tamtop -u roo')" = "root " ]
	[[ " $(fished "tamtop --pages $$")" = *" $$ "* ]]
	[ "$(fished 'tamdemo linea')" = "linear " ]
	[ "$(fished 'tamtop -- tamdemo linear --si')" = "--size " ]
}

@test "what makes them tells a shell that it doesn't know, and a full disk" {
	run -2 "$made/tamtop" ksh
	[[ "$output" = "tamtop: say which: "* ]]
	run -2 "$made/tamdemo"
	run -1 bash -c '"$0" fish >/dev/full' "$made/tamtop"
}
