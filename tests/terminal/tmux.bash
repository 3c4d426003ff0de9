# SPDX-License-Identifier: GPL-2.0
#
# A real terminal for tests: a tmux server of their own. What is expected is
# polled for, until a deadline that no working machine reaches.

# what is looked for on screens is UTF-8, whatever the machine speaks
export LC_ALL=C.UTF-8

# what whoever runs this has settled is no matter here
export XDG_CONFIG_HOME="${BATS_TEST_TMPDIR:-/nowhere}/config"

: "${TMUX_PATIENCE:=120}"	# seconds

tm() {
	TMUX_TMPDIR="$BATS_TEST_TMPDIR" tmux -L t -f /dev/null "$@"
}

# tmux_start SIZE [NAME=VALUE...]: a shell in a window of that size
tmux_start() {
	local size="$1"

	shift
	tmux_started=1
	tm new-session -d -x "${size%x*}" -y "${size#*x}" \
		env -u TMUX -u COLORTERM LC_ALL=C.UTF-8 PS1='ready> ' "$@" \
		bash --norc --noprofile
	wait_for 'ready>'
}

# It has ended when this returns: else it might take what starts next with it.
tmux_stop() {
	local server n

	[ -n "${tmux_started:-}" ] || return 0
	server="$(tm display-message -p '#{pid}' 2>/dev/null)" || return 0
	tm kill-server 2>/dev/null || true
	for ((n = 0; n < 1000; n++)); do
		kill -0 "$server" 2>/dev/null || return 0
		sleep 0.02
	done
}

screen() {
	tm capture-pane -p
}

# wait_until COMMAND...: poll until it succeeds
wait_until() {
	local deadline=$((SECONDS + TMUX_PATIENCE))

	until "$@"; do
		if [ "$SECONDS" -ge "$deadline" ]; then
			echo "never came: $*; the screen is:"
			screen
			return 1
		fi
		sleep 0.05
	done
}

shows() {
	screen | grep -qE -e "$1"
}

shows_not() {
	! shows "$1"
}

# wait_for REGEX: until a line of the screen has it
wait_for() {
	wait_until shows "$1"
}

# type TEXT: keys, and Enter
type_line() {
	tm send-keys -l -- "$1"
	tm send-keys Enter
}

# The terminal as programs found it: modes, main screen, visible cursor.
remember_terminal() {
	type_line 'clear; stty -g >'"$BATS_TEST_TMPDIR/before"
	wait_until test -s "$BATS_TEST_TMPDIR/before"
}

terminal_is_as_before() {
	type_line 'stty -g >'"$BATS_TEST_TMPDIR/after"
	wait_until test -s "$BATS_TEST_TMPDIR/after"
	diff "$BATS_TEST_TMPDIR/before" "$BATS_TEST_TMPDIR/after"
	rm "$BATS_TEST_TMPDIR/after"
	[ "$(tm display-message -p '#{alternate_on} #{cursor_flag}')" = "0 1" ]
}
