# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Others, for tamtop to look at.

# until_sleeps PID [NAME]: that process has become the program (sleep) and does
# what it is for. A name alone has it before its memory, which the loader maps
# after that. Fails if it ends instead.
until_sleeps() {
	local name="${2:-sleep}"

	until [ "$(cat "/proc/$1/comm")" = "${name:0:15}" ] &&
			grep -q '^State:.S' "/proc/$1/status"; do
		grep -q '^State:.[^ZX]' "/proc/$1/status" || return
		sleep 0.02
	done
}
