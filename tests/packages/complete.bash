# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# complete LINE: what bash would complete it to, a line each, as bash calls the
# function that a script has set. Its words end as readline has them end.

compopt() { :; }

complete_line() {
	local line="$1"

	COMP_WORDS=()
	read -ra COMP_WORDS < <(sed 's/=/ = /g' <<<"$line") || true
	[[ "$line" != *" " ]] || COMP_WORDS+=('')
	COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
	"_${COMP_WORDS[0]}"
	printf '%s\n' "${COMPREPLY[@]}"
}
