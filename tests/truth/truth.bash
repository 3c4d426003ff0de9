# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash disable=SC2034
#
# A program that lays out memory in known states (tests/guest/patterns.c), to be
# looked at.

tamtop="${O:-build}/tui/tamtop"
tools="${O:-build}/tests/guest"

# until_ok COMMAND...: polls until COMMAND succeeds, with a deadline far away
until_ok() {
	local end=$((SECONDS + 60))

	until "$@"; do
		((SECONDS < end)) || return 1
		sleep 0.02
	done
}

# start ARGUMENT...: runs patterns; $pid is it, "truth" what it tells. It obeys
# what is written to descriptor 4, and ends when that is closed.
start() {
	local orders="$BATS_TEST_TMPDIR/orders"

	truth="$BATS_TEST_TMPDIR/truth"
	rm -f "$orders"
	mkfifo "$orders"
	"$tools/patterns" "$@" <"$orders" >"$truth" 3>&- &
	pid=$!
	exec 4>"$orders"
	until_ok ready_or_ended
	grep -q "^ready $pid$" "$truth"
}

ready_or_ended() {
	grep -q "^ready $pid$" "$truth" || ! kill -0 "$pid" 2>/dev/null
}

# order WORD: patterns has done it when it says so
order() {
	local before

	before="$(grep -c '^done$' "$truth" || true)"
	echo "$1" >&4
	until_ok obeyed "$before"
}

obeyed() {
	[ "$(grep -c '^done$' "$truth")" -gt "$1" ]
}

stop() {
	exec 4>&-
	[ -z "${pid-}" ] || wait "$pid" || true
}

# true_of PID COMPARE_OPTIONS -- COMMAND...: what COMMAND reports is the truth
true_of() {
	local of="$1" options=()

	shift
	while [ "$1" != -- ]; do
		options+=("$1")
		shift
	done
	shift
	"$@" --pages "$of" --json >"$BATS_TEST_TMPDIR/report"
	tests/truth/compare "${options[@]}" "$of" "$BATS_TEST_TMPDIR/report" \
		"$truth"
}
