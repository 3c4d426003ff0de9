# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# tamtop's command line: what is wrong is told in one line.

# of its own, also where bats is run by hand
export XDG_CONFIG_HOME="${BATS_TEST_TMPDIR:-/nowhere}/config"

tamtop="${O:-build}/tui/tamtop"

# refused CODE WORD ARGUMENTS...: one line on stderr that has WORD
refused() {
	local code="$1" word="$2" out="$BATS_TEST_TMPDIR/out"
	local err="$BATS_TEST_TMPDIR/err" got=0

	shift 2
	"$tamtop" "$@" >"$out" 2>"$err" </dev/null || got=$?
	cat "$err"
	[ "$got" -eq "$code" ]
	[ ! -s "$out" ]
	[ "$(wc -l <"$err")" -eq 1 ]
	grep -q -e "^tamtop: .*$word" "$err"
}
