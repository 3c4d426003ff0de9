#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# What can be said of the source without running it: 'make check' runs this.

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	export MAKEFLAGS=
	unset O
}

sources() {
	git ls-files -- '*.c' | grep -v '^kernel-patches/'
}

scripts() {
	git ls-files | while read -r file; do
		case $(head -n 1 "$file" 2>/dev/null | tr -d '\0') in
		'#!/bin/sh'* | '#!/bin/bash'*) echo "$file" ;;
		esac
	done
}

cflags=(-std=gnu11 -D_GNU_SOURCE -DTAMTOP_VERSION='"0"'
	-Ilib -Ilib/include -Itui -Idemo -Ivm -Ivm/init -Ivm/runner
	-Itests/fixture -Itests/unit)

# The kernel's own checker, from the source that the guest is built from.
checkpatch() {
	local tree

	vm/kernel-build >/dev/null
	for tree in "${TAMTOP_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tamtop}"/src/*; do
		break
	done
	# it keeps a file of names it knows where it stands
	(cd "$tree" && perl scripts/checkpatch.pl --root=. --strict --terse "$@") |
		grep -v '^total: 0 errors, 0 warnings, 0 checks' >&2 && return 1
	return 0
}

@test "clang builds everything without a warning" {
	make -j2 CC=clang O=build/clang WERROR=1 all unit-programs guest-programs
}

@test "clang-tidy" {
	# tests do on purpose what it warns of
	sources | grep -v '^tests/' | xargs -P 2 -I '{}' bash -c \
		'clang-tidy --quiet "$1" -- "${@:2}" 2>/dev/null ||
			clang-tidy --quiet "$1" -- "${@:2}" >&2' \
		bash '{}' "${cflags[@]}"
}

# Only what cppcheck.checks names: "ID FILE:LINE: MESSAGE" each.
named_of_cppcheck() {
	cppcheck --quiet --inline-suppr --template='{id} {file}:{line}: {message}' \
		--template-location= --enable=warning,performance,portability \
		--std=c11 --suppress=missingIncludeSystem \
		--suppress=unknownMacro "${cflags[@]:1}" "$@" 2>&1 >/dev/null |
		awk 'NR == FNR { named[$1]; next } $1 in named' \
			"${checks:-tests/static/cppcheck.checks}" -
}

@test "cppcheck" {
	local found

	found="$(sources | named_of_cppcheck --file-list=-)"
	echo "$found"
	[ -z "$found" ]
}

@test "cppcheck: what is named is found, and nothing else" {
	local file="$BATS_TEST_TMPDIR/planted.c"

	echo 'int f(void) { int a[2]; a[2] = 1; return a[2]; }' >"$file"
	named_of_cppcheck "$file" | grep -q '^arrayIndexOutOfBounds '
	# as when a later one finds what the list doesn't have
	checks="$BATS_TEST_TMPDIR/checks"
	grep -v '^arrayIndexOutOfBounds$' tests/static/cppcheck.checks >"$checks"
	[ -z "$(named_of_cppcheck "$file")" ]
}

@test "sparse" {
	local out

	# it can't read the characters in tests
	out="$(sources | grep -v '^tests/' | while read -r file; do
		sparse -Wno-decl "${cflags[@]}" "$file" 2>&1
	done | grep -v -e '^/usr/' -e ': note: ' || true)"
	echo "$out"
	[ -z "$out" ]
}

@test "checkpatch --strict: the kernel series" {
	local patches="$PWD/kernel-patches"

	# mmflags.h has its macros for what is not built in this way
	checkpatch --ignore MACRO_ARG_UNUSED "$patches"/*.patch
}

@test "checkpatch --strict: user space" {
	local top="$PWD"

	# what user space cannot have: kernel types, its macros, strscpy; and
	# what checkpatch takes for something else there
	set -- --no-tree --ignore PREFER_KERNEL_TYPES,ARRAY_SIZE,STRCPY,ENOSYS \
		--ignore PREFER_DEFINED_ATTRIBUTE_MACRO,BIT_MACRO,CAMELCASE \
		--ignore EMBEDDED_FUNCTION_NAME,UNSPECIFIED_INT,VOLATILE \
		--ignore COMPLEX_MACRO,MACRO_ARG_REUSE,MACRO_ARG_UNUSED \
		--ignore MACRO_ARG_PRECEDENCE,BRACKET_SPACE,AVOID_EXTERNS \
		--ignore SPLIT_STRING,LONG_LINE_STRING,LINE_SPACING \
		--ignore STATIC_CONST_CHAR_ARRAY,SPACING
	checkpatch "$@" -f $(git ls-files -- '*.c' '*.h' |
		grep -v -e '^kernel-patches/' -e '^tests/' | sed "s|^|$top/|")
	checkpatch "$@" --ignore PARENTHESIS_ALIGNMENT,STRING_FRAGMENTS \
		--ignore CONCATENATED_STRING,OPEN_ENDED_LINE,LONG_LINE \
		--ignore MACRO_WITH_FLOW_CONTROL,QUOTED_WHITESPACE_BEFORE_NEWLINE \
		-f $(git ls-files -- 'tests/*.c' 'tests/*.h' | sed "s|^|$top/|")
}

# Checks are numbered as they are written: those count that 0.9 (Debian 12) or
# 0.10 (Debian 13) may have. What was found is on stderr.
named_of_shellcheck() {
	shellcheck --format=gcc "$@" | awk '
		match($0, /\[SC[0-9]+\]$/) {
			code = substr($0, RSTART + 3, RLENGTH - 4) + 0
			if ((code >= 2000 && code <= 2329) ||
			    code < 2000 || code >= 3000) {
				print >"/dev/stderr"
				bad = 1
			}
		}
		END { exit bad }'
}

@test "shellcheck" {
	named_of_shellcheck $(scripts)
	named_of_shellcheck --shell=bats $(git ls-files -- '*.bats') \
		--exclude=SC2012,SC2016,SC2034,SC2046,SC2094,SC2258,SC2314
}

@test "shellcheck: what is named is found" {
	printf '#!/bin/sh\nrm $1\n' >"$BATS_TEST_TMPDIR/planted"
	! named_of_shellcheck "$BATS_TEST_TMPDIR/planted"
}

@test "man pages" {
	git ls-files -- '*.[1-8]' | xargs mandoc -T lint -W warning >&2
}

@test "every file names its licence" {
	local missing

	missing="$(git ls-files | grep -v -e '/golden/' -e '/corpus-' -e '\.tam$' -e '^LICENSE$' \
		-e 'COPYING$' -e '\.patch$' -e 'guest/etc/' -e '/series$' \
		-e '^debian/changelog$' -e '^debian/copyright$' \
		-e '^debian/source/format$' |
		xargs grep -L 'SPDX-License-Identifier')"
	echo "$missing"
	[ -z "$missing" ]
}

# "FILE:LINE LENGTH" of each function in files on stdin: what stands between
# the { and the } that are in the first column.
functions() {
	xargs awk '
		FNR == 1 { start = 0 }
		/^\{/ { start = FNR }
		/^\}/ && start {
			print FILENAME ":" start, FNR - start - 1
			start = 0
		}'
}

@test "no function is longer than 60 lines" {
	sources | functions | awk '$2 > 60 { print; bad = 1 } END { exit bad }'
}

@test "half of the functions of tui/ are shorter than 15 lines" {
	sources | grep '^tui/' | functions | sort -n -k 2 | awk '
		{ length_of[NR] = $2 }
		END {
			median = length_of[int((NR + 1) / 2)]
			print NR " functions, median " median
			exit !NR || median >= 15
		}'
}

# What begins with "!" ends no shell, whatever comes of it: only the last line
# of a function tells it to whom it matters.
unheeded() {
	awk '
		FNR == 1 || /^\t*}/ { was = "" }
		was != "" { print was; found = 1; was = "" }
		/^\t+! / && !/\|\||&&|\\$/ && before !~ /(\\|&&)$/ {
			was = FILENAME ":" FNR ": " $0
		}
		{ before = $0 }
		END { exit found }' "$@"
}

@test "no test goes on where what should fail does not" {
	# shellcheck disable=SC2046
	unheeded $(git ls-files -- '*.bats' '*.bash')
}

@test "a failure that nobody heeds is found" {
	printf 'f() {\n\t! true || return 1\n\t! false\n}\n' \
		>"$BATS_TEST_TMPDIR/fine"
	unheeded "$BATS_TEST_TMPDIR/fine"
	printf 'f() {\n\t! false\n\ttrue\n}\n' >"$BATS_TEST_TMPDIR/planted"
	run unheeded "$BATS_TEST_TMPDIR/planted"
	[ "$status" -eq 1 ]
	[ "$output" = "$BATS_TEST_TMPDIR/planted:2: 	! false" ]
}
