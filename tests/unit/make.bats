#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# Targets, options and commands that the documents name: each is there, and
# those that cost little are run.

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	build="$(realpath "${O:-build}")"
	sanitize=
	# the same flags as the build that is tested, so that nothing is rebuilt
	[[ "$build" != */asan ]] || sanitize=address,undefined
	unset O
}

# ours ARGUMENT...: make, as a person calls it, with the build that is tested
ours() {
	env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS make O="$build" WERROR=1 \
		SANITIZE="$sanitize" "$@"
}

documents() {
	echo README.md kernel-patches/README.md tui/tamtop.1 demo/tamdemo.1 \
		lib/man/* docs/*.md
}

# What a line has behind "tamtop", up to what is no longer its own, one word a
# line; names of the pages, as PID, are numbers then, and a user is one whom all
# machines have.
command_words() {
	sed -E 's/ #.*//; s/(^| )-- .*//; s/\\?[`|>&].*//; s/[.]{3}//; s/\$\([^)]*\)|\$!|\$\$/1/g
		s/\<(PID|SECONDS|SECS)\>/1/g; s/\<postgres\>/root/g' <<<"$1" | xargs -r -n 1 printf '%s\n'
}

# --version ends the program where the parser comes to it, after all others
@test "every tamtop command in a page has options that there are" {
	local line words nr=0

	grep -ohE '(^|`|\$ |[/=])tamtop -[^`]*' README.md docs/*.md |
		sed -E 's/^.*tamtop -/-/' >"$BATS_TEST_TMPDIR/commands"
	while IFS= read -r line; do
		mapfile -t words < <(command_words "$line")
		"$build/tui/tamtop" --no-config "${words[@]}" --version \
			>/dev/null || {
			echo "tamtop $line"
			return 1
		}
		nr=$((nr + 1))
	done <"$BATS_TEST_TMPDIR/commands"
	[ "$nr" -ge 20 ]
	# and one that there is not is found
	mapfile -t words < <(command_words '--nothing PID | cat')
	run -2 "$build/tui/tamtop" "${words[@]}" --version
}

# Those that are set as commands: "make it safe" is none
@test "every make target that a document names is one" {
	local target missing=0

	grep -ohE '(^|`)make [a-z-]+' $(documents) | sed 's/.*make //' | sort -u \
		>"$BATS_TEST_TMPDIR/named"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/named")" -ge 8 ]
	while read -r target; do
		grep -qE "^$target( [a-z-]+)*:" Makefile ./*/build.mk ./*/*/build.mk ||
			grep -qE "^\.PHONY:.* $target( |$)" Makefile ./*/build.mk || {
			echo "no target $target"
			missing=1
		}
	done <"$BATS_TEST_TMPDIR/named"
	[ "$missing" -eq 0 ]
}

# What make would do is all there to be done: no rule is missing in any. That
# of the tests calls make itself, which runs in spite of -n.
@test "every target of make help can be made" {
	local target

	ours help >"$BATS_TEST_TMPDIR/help"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/help")" -ge 12 ]
	while read -r target _; do
		[[ "$target" = test* ]] || ours -n "$target" >/dev/null
	done <"$BATS_TEST_TMPDIR/help"
}

@test "every option is in --help and in the man page" {
	"$build/tui/tamtop" --help |
		grep -oE -- '(^|[ ,(])--[a-z][a-z-]+' | tr -d ' ,(' |
		sort -u >"$BATS_TEST_TMPDIR/help"
	[ -s "$BATS_TEST_TMPDIR/help" ]
	sed -n 's/^\.It.* Fl Fl \([a-z-]*\).*/--\1/p' tui/tamtop.1 |
		sort -u >"$BATS_TEST_TMPDIR/page"
	diff "$BATS_TEST_TMPDIR/help" "$BATS_TEST_TMPDIR/page"
}

@test "a long option is its short one" {
	run -0 "$build/tui/tamtop" --batch --count 1 --pid $$ --delay 1
	[ "$(grep -c "^ *$$ " <<<"$output")" -eq 1 ]
	[ "$(grep -c '^tamtop ' <<<"$output")" -eq 1 ]
	run -0 "$build/tui/tamtop" --batch --count=2 --pid=$$ --delay=0.1
	[ "$(grep -c '^tamtop ' <<<"$output")" -eq 2 ]
}

@test "make install puts all in its place, and it runs from there" {
	local to="$BATS_TEST_TMPDIR/to" file

	ours DESTDIR="$to" PREFIX=/opt/tam install
	for file in bin/tamtop bin/tamdemo lib/libtamalloc.so.1 lib/libtamalloc.a \
		include/tamalloc.h lib/pkgconfig/libtamalloc.pc \
		share/man/man1/tamtop.1 share/man/man1/tamdemo.1 \
		share/man/man2/tamalloc.2; do
		[ -s "$to/opt/tam/$file" ] || {
			echo "no $file"
			return 1
		}
	done
	# nothing of it beside the prefix
	[ "$(ls -A "$to")" = opt ]
	[ "$(ls -A "$to/opt")" = tam ]
	run -0 "$to/opt/tam/bin/tamtop" --version
	[[ "$output" = tamtop* ]]
	run -0 "$to/opt/tam/bin/tamdemo" --list
}

@test "make V=1 shows commands, and make alone doesn't" {
	local new="$BATS_TEST_TMPDIR/new"

	run -0 env -u MAKEFLAGS make O="$new" V=1 "$new/lib/common/clock.o"
	[[ "$output" = *"gcc "*"-c -o $new/lib/common/clock.o"* ]]
	rm -r "$new"
	run -0 env -u MAKEFLAGS make O="$new" "$new/lib/common/clock.o"
	[[ "$output" != *"gcc "* ]]
	[[ "$output" = *"CC "*"clock.c"* ]]
	# and what was made is what make clean takes away
	run -0 env -u MAKEFLAGS make O="$new" clean
	[ ! -e "$new" ]
}

@test "make cache-clean empties the cache, and nothing else" {
	local cache="$BATS_TEST_TMPDIR/cache"

	mkdir -p "$cache/kernels/k" "$cache/src/s" "$BATS_TEST_TMPDIR/other"
	echo x >"$cache/kernels/k/vmlinux"
	TAMTOP_CACHE="$cache" ours cache-clean
	[ ! -e "$cache/kernels/k" ]
	[ ! -e "$cache/src/s" ]
	[ -d "$BATS_TEST_TMPDIR/other" ]
}

@test "UPDATE=1 draws a golden screen anew" {
	local copy="$BATS_TEST_TMPDIR/screens" file

	cp -r tests/screens "$copy"
	file="$copy/golden/list-80x24-utf8.txt"
	echo wrong >"$file"
	cd "$copy"
	O="$build" run ! bats -f 'list at 80x24$' screens.bats
	O="$build" UPDATE=1 run bats -f 'list at 80x24$' screens.bats
	diff "$BATS_TEST_DIRNAME/../screens/golden/${file##*/}" "$file"
}

@test "a test has no signal ignored that its starter ignores" {
	local test="$BATS_TEST_TMPDIR/test"

	# 32 and above are of the C library, and of nobody else
	cat >"$test" <<-'EOF'
		#!/bin/sh
		echo 1..1
		grep -qE '^SigIgn:.*[08]0000000$' /proc/$$/status || echo -n "not "
		echo "ok 1"
	EOF
	chmod +x "$test"
	(
		trap '' HUP INT QUIT TERM USR1
		tests/run "$test"
	)
}
