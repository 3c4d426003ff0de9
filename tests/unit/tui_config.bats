#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# tamtop's config file from the command line: read whatever it is, and
# written by key W only.

# shellcheck disable=SC2154
bats_require_minimum_version 1.5.0

load cli
load ../sleeps

setup() {
	mkdir -p "$XDG_CONFIG_HOME/tamtop"
	config="$XDG_CONFIG_HOME/tamtop/config"
	out="$BATS_TEST_TMPDIR/out"
	err="$BATS_TEST_TMPDIR/err"
}

teardown() {
	[ -z "${mounted:-}" ] || umount "$mounted"
}

# prints OPTIONS...: the settings go to $out, the warnings to $err
prints() {
	"$tamtop" --print-config "$@" >"$out" 2>"$err" </dev/null
}

# warned LINE...: these and no others
warned() {
	diff <([ $# -eq 0 ] || printf '%s\n' "$@") "$err"
}

# Both are given as NAME = VALUE.
in_force() {
	grep -qxF -e "$1" "$out"
}

default() {
	grep -qxF -e "#$1" "$out"
}

# press KEYS OPTIONS...: and what the last line of the screen says
press() {
	local keys="$1"

	shift
	"$tamtop" --dump-screen 250x24 --keys "$keys" "$@" </dev/null 2>"$err" |
		sed -n '24s/  *? help.*//p'
}

needs_root() {
	[ "$(id -u)" = 0 ] || skip "only root may mount"
}

@test "without one, nothing is said, and all are the defaults" {
	rmdir "$XDG_CONFIG_HOME/tamtop"
	prints
	warned
	[ "$(sed '/^\[keys\]/,$d' "$out" | grep -c '^#[a-z]* = ')" -eq 11 ]
	[ "$(grep -c '^[a-z]' "$out")" -eq 0 ]
	[ ! -e "$XDG_CONFIG_HOME/tamtop" ]
}

@test "what counts more: defaults, the config, options" {
	prints
	default 'delay = 1'
	printf 'delay = 2\ncolor = no\nsort = pid\n' >"$config"
	prints -d 5
	warned
	in_force 'delay = 5'
	in_force 'color = no'
	in_force 'sort = pid'
	prints --sort 'user inverted' --ascii --scheme light
	in_force 'delay = 2'
	in_force 'sort = user inverted'
	in_force 'ascii = yes'
	in_force 'scheme = light'
	prints --no-config
	default 'delay = 1'
	default 'color = yes'
}

@test "what is printed, read back, is the same" {
	printf 'delay = 0.25\nsort = age inverted\nstart = cgroup\ntree = yes\n' \
		>"$config"
	prints
	cp "$out" "$config"
	prints
	warned
	diff "$config" "$out"
}

@test "the same mistake has the same words" {
	printf 'delay = 0\nsort = size\nscheme = grey\nstart = map\n' >"$config"
	prints
	warned "tamtop: $config:1: delay '0': give 0.1 to 3600 seconds, like 0.5" \
		"tamtop: $config:2: sort key 'size' is unknown; tamtop --help lists them" \
		"tamtop: $config:3: scheme 'grey' is unknown; give auto, dark, light, colour-blind, colour-blind-dark or colour-blind-light" \
		"tamtop: $config:4: start 'map' is unknown; give list, user, command or cgroup"
	refused 2 "delay '0': give 0.1 to 3600 seconds, like 0.5" -d 0
	refused 2 "sort key 'size' is unknown; tamtop --help lists them" --sort size
	refused 2 "scheme 'grey' is unknown; give auto, dark, light, colour-blind, colour-blind-dark or colour-blind-light" --scheme grey
}

@test "whatever it is, it is one warning, and tamtop starts" {
	local what

	mkdir "$config"
	prints
	warned "tamtop: $config: not read: it is a directory"
	rmdir "$config"
	mkfifo "$config"
	timeout 20 "$tamtop" --print-config >"$out" 2>"$err"
	warned "tamtop: $config: not read: not a regular file"
	rm "$config"
	for what in /dev/zero /dev/full /dev/null; do
		ln -s "$what" "$config"
		timeout 20 "$tamtop" --print-config >"$out" 2>"$err"
		warned "tamtop: $config: not read: not a regular file"
		rm "$config"
	done
	truncate -s 1G "$config"
	prints
	warned "tamtop: $config: not read: it is larger than 64K"
	printf 'delay = 2\n\0\n' >"$config"
	prints
	warned "tamtop: $config:2: not read: contains a NUL byte"
	printf 'delay = \377\n' >"$config"
	prints
	warned "tamtop: $config:1: this is not UTF-8"
	rm "$config"
	ln -s nowhere "$config"
	prints
	warned "tamtop: $config: not read: it is a link that leads nowhere"
	ln -sf config "$config"
	prints
	warned "tamtop: $config: not read: Too many levels of symbolic links"
	rm "$config"
	head -c 20000 /dev/urandom | tr -d '\0' >"$config"
	prints
	[ "$(wc -l <"$err")" -le 21 ]
	run -1 env LC_ALL=C grep -q $'[^ -~\x80-\xff]' "$err"
}

@test "a screen that is written warns, too, and is written" {
	printf 'colr = no\nsort = pid inverted\n' >"$config"
	"$tamtop" --dump-screen 80x24 -n 1 >"$out" 2>"$err"
	warned "tamtop: $config:1: 'colr' is unknown: did you mean color?"
	# of one process, once, no setting makes sense
	"$tamtop" --mappings $$ >"$out" 2>"$err"
	warned
}

@test "what programs read is the same whatever the config says" {
	local i pids=""

	for i in 1 2 3; do
		sleep 1000 3>&- &
		pids+="${pids:+,}$!"
		until_sleeps "$!"
	done
	pids_of() {
		"$tamtop" -b -n 1 -p "$pids" "$@" 2>"$err" |
			awk '/ sleep 1000$/ { print NF, $1 }'
	}
	pids_of --sort pid >"$out"
	printf 'sort = pid inverted\ncolumns = pid\ncolr = no\n' >"$config"
	pids_of --sort pid | diff "$out" -
	warned
	for i in $(jobs -p); do
		kill "$i"
	done
	[ "$(wc -l <"$out")" -eq 3 ]
}

@test "NO_COLOR beats color" {
	echo 'color = yes' >"$config"
	"$tamtop" --dump-screen 80x24 -n 1 --format ansi >"$out"
	LC_ALL=C grep -q $'\033\[[0-9;]*38;2;' "$out"
	NO_COLOR=1 "$tamtop" --dump-screen 80x24 -n 1 --format ansi >"$out"
	run -1 env LC_ALL=C grep -q $'\033\[[0-9;]*38;2;' "$out"
	echo 'color = no' >"$config"
	"$tamtop" --dump-screen 80x24 -n 1 --format ansi >"$out"
	run -1 env LC_ALL=C grep -q $'\033\[[0-9;]*38;2;' "$out"
}

@test "colour is another spelling of color" {
	printf 'colour = no\n' >"$config"
	prints
	warned
	in_force 'color = no'
}

@test "where it is: XDG_CONFIG_HOME, HOME, and passwd" {
	local home="$BATS_TEST_TMPDIR/home"

	mkdir -p "$home/.config/tamtop"
	echo 'delay = 0.7' >"$home/.config/tamtop/config"
	HOME="$home" XDG_CONFIG_HOME="" prints
	in_force 'delay = 0.7'
	HOME="$home" XDG_CONFIG_HOME=relative prints
	in_force 'delay = 0.7'
	[ "$(HOME="$home" XDG_CONFIG_HOME="" press 't W')" = \
		'saved to ~/.config/tamtop/config' ]
	grep -qx 'tree = yes' "$home/.config/tamtop/config"
	env -u HOME XDG_CONFIG_HOME="" "$tamtop" --print-config >"$out"
}

@test "a user that passwd doesn't know, without HOME, has none" {
	needs_root
	chmod 755 "$BATS_TEST_TMPDIR"
	cp "$tamtop" "$BATS_TEST_TMPDIR/tamtop"
	(
		cd /
		env -u HOME -u XDG_CONFIG_HOME setpriv --reuid=54321 \
			--clear-groups --regid=54321 \
			"$BATS_TEST_TMPDIR/tamtop" --dump-screen 250x24 -n 1 \
			--keys 't W' >"$out" 2>"$err"
	)
	warned
	grep -q 'not saved: no home directory' "$out"
}

@test "keys of the config are in force, in the last line, too" {
	printf '[keys]\ntree = F7 v ; mine\nletters = V Semicolon\n' >"$config"
	prints
	warned
	in_force 'tree = F7 v'
	in_force 'letters = V Semicolon'
	default 'filter = \ F4 O'
	[[ "$(press '')" == *"  F7 tree  "* ]]
	[[ "$(press 't')" == "t shows "*" in top"* ]]
	"$tamtop" --dump-screen 132x24 --keys F7 </dev/null |
		head -n 1 | grep -q ', tree'
	cp "$out" "$config"
	prints
	warned
	diff "$config" "$out"
}

@test "mistakes in [keys] are told, and change nothing" {
	printf '%s\n' 'delay = 2' '[keys]' 'quti = x' 'search = t' 'filter = t' \
		'quit =' 'hold = Hx' 'hold = H' '[else]' 'a = b' >"$config"
	prints
	warned "tamtop: $config:3: unknown command quti" \
		"tamtop: $config:5: t is already bound to search" \
		"tamtop: $config:6: quit would be left without a key" \
		"tamtop: $config:7: unknown key Hx" \
		"tamtop: $config:9: section [else] is unknown"
	in_force 'delay = 2'
	in_force 'search = t'
	default 'filter = \ F4 O'
	default 'quit = q F10'
}

@test "W leaves the keys as they are" {
	printf 'delay = 2\n\n[keys]\ntree = F7 v\n' >"$config"
	[[ "$(press 'I W')" == "saved to $config" ]]
	diff - "$config" <<-END
		delay = 2

		# saved by tamtop
		sort = touched inverted

		[keys]
		tree = F7 v
	END
}

@test "W keeps what was written by hand" {
	printf '# mine\n\ndelay   = 2   ; slow\ncolr = no\n[other]\na = b' \
		>"$config"
	[ "$(press 't W' -d 0.5)" = "saved to $config" ]
	printf '# mine\n\ndelay   = 0.5   ; slow\ncolr = no\n\n# saved by tamtop\ntree = yes\n\n[other]\na = b' |
		diff - "$config"
	# again there is nothing to be written
	touch -d '2001-01-01' "$config"
	press 'W' | grep -q '^nothing to save'
	[ "$(date -r "$config" +%Y)" = 2001 ]
}

@test "nothing else writes it" {
	printf 'delay = 0.2\n' >"$config"
	touch -d '2001-01-01' "$config"
	press 't p I > v m ?' >/dev/null
	prints
	"$tamtop" -b -n 1 >/dev/null
	[ "$(date -r "$config" +%Y)" = 2001 ]
	[ "$(ls -A "$XDG_CONFIG_HOME/tamtop")" = config ]
}

@test "--readonly and --no-config refuse it" {
	echo 'delay = 0.2' >"$config"
	press 't W' --readonly | grep -q '^! no file is written: --readonly was given'
	press 't W' --no-config | grep -q '^! not saved: --no-config was given'
	[ "$(cat "$config")" = 'delay = 0.2' ]
}

@test "what can't be read is not written" {
	mkfifo "$config"
	timeout 30 "$tamtop" --dump-screen 250x24 --keys 't W' >"$out" 2>"$err"
	grep -q '^! not saved: .*: not a regular file' "$out"
	[ -p "$config" ]
	rm "$config"
	truncate -s 1G "$config"
	press 't W' | grep -q '^! not saved: .*: it is larger than 64K'
	[ "$(stat -c %s "$config")" -eq $((1 << 30)) ]
}

# A disk of two pages: one has the config, the other one a page of zeros.
@test "a full disk: the old one stays, and nothing is left beside it" {
	needs_root
	mounted="$XDG_CONFIG_HOME/tamtop"
	mount -t tmpfs -o size=8k none "$mounted"
	echo 'delay = 0.2' >"$config"
	head -c 4096 /dev/zero >"$mounted/full"
	press 't W' | grep -q "^! not saved: .*: No space left on device"
	[ "$(cat "$config")" = 'delay = 0.2' ]
	[ "$(ls -A "$mounted")" = "$(printf 'config\nfull')" ]
	rm "$mounted/full"
	press 't W' | grep -q "^saved to "
	grep -qx 'tree = yes' "$config"
}

@test "no inodes: likewise" {
	needs_root
	mounted="$XDG_CONFIG_HOME/tamtop"
	mount -t tmpfs -o nr_inodes=2 none "$mounted"
	echo 'delay = 0.2' >"$config"
	press 't W' | grep -q "^! not saved: .*: No space left on device"
	[ "$(cat "$config")" = 'delay = 0.2' ]
}

@test "a home that is read-only: likewise" {
	needs_root
	echo 'delay = 0.2' >"$config"
	mounted="$XDG_CONFIG_HOME"
	mount --bind "$mounted" "$mounted"
	mount -o remount,ro,bind "$mounted"
	press 't W' | grep -q "^! not saved: .*: Read-only file system"
	[ "$(cat "$config")" = 'delay = 0.2' ]
	[ "$(ls -A "$XDG_CONFIG_HOME/tamtop")" = config ]
}

# The folders of the config can't be made: the reason is that of the home.
@test "a home that is read-only, without a folder for it: likewise" {
	needs_root
	rm -r "$XDG_CONFIG_HOME/tamtop"
	mounted="$XDG_CONFIG_HOME"
	mount --bind "$mounted" "$mounted"
	mount -o remount,ro,bind "$mounted"
	press 't W' | grep -q "^! not saved: .*: Read-only file system"
	HOME="$mounted" XDG_CONFIG_HOME="" press 't W' |
		grep -q "^! not saved: .*: Read-only file system"
	[ -z "$(ls -A "$mounted")" ]
}

@test "a full disk is told by --print-config, too" {
	run -1 bash -c '"$0" --print-config 2>&1 >/dev/full' "$tamtop"
	[ "$output" = "tamtop: can't write to standard output: No space left on device" ]
}
