# SPDX-License-Identifier: GPL-2.0
#
# tamtop in a terminal against a hostile target, with keys and sizes of the
# window at random: it must not fail, nor grow, and what it shows when all is
# quiet again must be the truth. HOSTILE_SECONDS says how long, HOSTILE_SEED
# which keys; a seed gives the same ones again.
# shellcheck shell=bash

# shellcheck disable=SC1091
. "${BASH_SOURCE%/*}/../../terminal/tmux.bash"

: "${HOSTILE_SECONDS:=60}" "${HOSTILE_SEED:=1}"

# letters that end it, start something, or ask for a number are left out
KEYS=(j k h l g G + - '*' '[' ']' T a f P m v b t i e F '<' '>' I H u o n N
	/ "\\" p '?' '.' ' ' Enter Enter Enter Enter Escape Escape Escape BSpace Tab
	PageUp PageDown Home End Up Down Left Right)

setup() {
	build="$(realpath "${O:-build}")"
	target=
	test -x "$build/tests/stress/hostile/target"
}

teardown() {
	tmux_stop
	cat "$BATS_TEST_TMPDIR/wrong" 2>/dev/null || true
	[ -z "$target" ] || kill -KILL -- "-$target" 2>/dev/null || true
	wait 2>/dev/null || true
}

# Its name may hold anything: state, parent and group are behind the last ')'.
leads_its_group() {
	[ "$(tr '\n' ' ' <"/proc/$target/stat" | sed 's/.*) //' |
		cut -d ' ' -f 3)" = "$target" ]
}

# start_target: $target is its process, and its group
start_target() {
	setsid "$build/tests/stress/hostile/target" "$HOSTILE_SEED" 3>&- \
		>/dev/null 2>&1 &
	target=$!
	wait_until leads_its_group
}

# start_tamtop COMMAND...: in the terminal; $tamtop is its process
start_tamtop() {
	tmux_start 80x24 ASAN_OPTIONS=quarantine_size_mb=1:log_path="$BATS_TEST_TMPDIR/asan" \
		UBSAN_OPTIONS=print_stacktrace=1
	type_line "$* 2>$BATS_TEST_TMPDIR/errors; echo code=\$?"
	TMUX_PATIENCE=120 wait_for '^tamtop  [0-9]+ process'
	tamtop="$(tm list-panes -F '#{pane_pid}')"
	tamtop="$(pgrep -P "$tamtop")"
}

resident_kb() {
	awk '$1 == "VmRSS:" { print $2 }' "/proc/$tamtop/status"
}

# press_keys: some, all at once; several may come in one read
press_keys() {
	local keys=() i

	for ((i = RANDOM % 6; i >= 0; i--)); do
		keys+=("${KEYS[RANDOM % ${#KEYS[@]}]}")
	done
	tm send-keys -- "${keys[@]}"
}

change_size() {
	tm resize-window -x $((20 + RANDOM % 180)) -y $((5 + RANDOM % 55))
}

# storm SECONDS: its memory, once a turn, goes to $BATS_TEST_TMPDIR/memory
storm() {
	local end=$((SECONDS + $1)) turn=0

	RANDOM=$HOSTILE_SEED
	while [ "$SECONDS" -lt "$end" ]; do
		press_keys
		((turn++ % 5)) || change_size
		kill -0 "$tamtop" 2>/dev/null || break
		resident_kb >>"$BATS_TEST_TMPDIR/memory"
		sleep 0.1
	done
	echo "$turn turns with seed $HOSTILE_SEED"
}

# The most of the last third is no more than that of the second one, but for
# what one look at a large process may need for a while.
memory_is_flat() {
	awk -v slack="$1" '
		{ kb[NR] = $1 }
		END {
			for (i = 1; i <= NR; i++) {
				part = int((i - 1) * 3 / NR)
				if (kb[i] > most[part])
					most[part] = kb[i]
			}
			print "resident kB, by thirds:", most[0], most[1], most[2]
			exit NR < 3 || most[2] > most[1] + slack
		}' "$BATS_TEST_TMPDIR/memory"
}

# One step at a time: what a key did is on the screen before the next one.
went_to_list() {
	tm send-keys Escape
	sleep 0.5
	# of a group, or filtered, it is one Esc more
	shows '^ *PID.*RESERVED' && shows_not '^tamtop  [0-9]+ of ' || return 1
	undo '^tamtop.*PAUSED' ' '
	undo '^tamtop.* tree' t
	undo '^tamtop.* held' H
	shows 'PID.USER.*RESERVED' &&
		shows_not '^tamtop.*(PAUSED| tree| held| \\)'
}

# undo SIGN KEY: what a key turned on, one turns off
undo() {
	shows "$1" || return 0
	tm send-keys "$2"
	sleep 0.5
}

# What rows say of the target's family, by status: "PID RESERVED TOUCHED" in kB.
# Where the first thread has ended, another one knows the memory.
truth_of_rows() {
	local pid

	for pid in $(ps -o pid= -g "$target"); do
		cat "/proc/$pid"/task/*/status 2>/dev/null | awk -v pid="$pid" '
			$1 == "VmSize:" { reserved = $2; touched = 0 }
			$1 == "VmRSS:" || $1 == "VmSwap:" { touched += $2 }
			END { print pid, reserved + 0, touched + 0 }
		'
	done
}

# Sort by something else until one of the family is on top.
look_for_rows() {
	local pid

	for pid in $(ps -o pid= -g "$target"); do
		screen | grep -q "^[> ] *$pid " && return 0
	done
	((looks++ % 25 != 24)) || tm send-keys I
	tm send-keys '>' g
	return 1
}

# rows_are_true: at least one of the family is on screen, and each is right, as
# far as its digits go
rows_are_true() {
	truth_of_rows >"$BATS_TEST_TMPDIR/truth"
	screen | awk -v truth="$BATS_TEST_TMPDIR/truth" '
		function kb(text, unit) {
			unit = index("KMGTP", substr(text, length(text)))
			return unit ? text * 1024 ^ (unit - 1) : text / 1024
		}
		# off by half of the last digit, and a page of rounding
		function near(text, kbytes, unit, step) {
			unit = index("KMGTP", substr(text, length(text)))
			step = unit ? 1024 ^ (unit - 1) : 1
			if (text ~ /\./)
				step /= 10
			return kb(text) - kbytes <= step && kbytes - kb(text) <= step
		}
		BEGIN {
			while ((getline line <truth) > 0) {
				split(line, word, " ")
				reserved[word[1]] = word[2]
				touched[word[1]] = word[3]
			}
		}
		# the sentence above the rows begins with a pid, too
		!/^[> ]/ { next }
		{ sub(/^>/, " ") }
		$1 in reserved {
			rows++
			if (!near($3, reserved[$1]) || !near($4, touched[$1])) {
				print "is " reserved[$1], touched[$1] " kB: " $0
				wrong++
			}
		}
		END { exit !rows || wrong }' >"$BATS_TEST_TMPDIR/wrong"
}

check_truth() {
	kill -STOP -- "-$target"
	tm resize-window -x 100 -y 50
	wait_until went_to_list
	looks=0
	TMUX_PATIENCE=60 wait_until look_for_true_rows
}

# Where others come and go, the rows of the family move, and may leave.
look_for_true_rows() {
	look_for_rows && rows_are_true
}

ends_well() {
	tm send-keys q
	wait_for '^code='
	screen | grep '^code='
	cat "$BATS_TEST_TMPDIR/errors" "$BATS_TEST_TMPDIR"/asan* 2>/dev/null || true
	shows '^code=0$'
	[ ! -s "$BATS_TEST_TMPDIR/errors" ]
}

# hostile SECONDS SLACK [WRAPPER]...: the whole of it; the slack, in kB, is what
# its memory may vary
hostile() {
	local seconds="$1" slack="$2"

	shift 2
	start_target
	start_tamtop "$@" "$build/tui/tamtop" -d 0.2 --readonly
	storm "$seconds"
	check_truth
	ends_well
	memory_is_flat "$slack"
}
