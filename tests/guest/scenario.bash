# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Scenarios of tamdemo in the guest, and what tamtop says of them. A .bats file
# boots once, in setup_file:
#
#	load scenario
#	setup_file() {
#		scenarios_in_guest <<-'END'
#		begin linear --size 16M --rate 1G
#		until_phase hold
#		look linear
#		finish
#		END
#	}
#
# The guest writes what it sees to its share; the tests look at it here. Of
# a look NAME there are, with the program stopped so that nothing moves:
#
#	NAME.step	the last line that tamdemo told
#	NAME.pages	tamtop --pages PID --json
#	NAME.mappings	tamtop --mappings PID --json
#	NAME.batch	tamtop -b -n 1 -p PID
#	NAME.smaps	/proc/PID/smaps
#	NAME.flags	the pages of the block by pagemap and kpageflags
#	NAME.block	address and bytes of the block
#
# and of "finish NAME": NAME.steps, all that it told; NAME.status, its exit
# status; NAME.err, its standard error.

cd "$BATS_TEST_DIRNAME/../.." || return

# scenarios_in_guest [VM_OPTION...]: runs the script on stdin in the guest, with
# these functions. It ends at the first command that fails.
scenarios_in_guest() {
	share="$BATS_FILE_TMPDIR/share"
	mkdir -p "$share"
	cp "${O:-build}/tests/guest/pageflags" "$share/"
	{
		guest_functions
		cat
	} >"$share/script"
	chmod +x "$share/script"
	vm/run --timeout 400 "$@" --share "$share" -- /share/script
}

guest_functions() {
	cat <<-'END'
	#!/bin/sh
	set -e
	cd /share
	# begin SCENARIO OPTION...: $pid is it, it tells its steps to $steps
	begin() {
		steps=/tmp/steps.$$
		: >$steps
		tamdemo "$@" --json >$steps 2>/tmp/err </dev/null &
		pid=$!
	}
	# last NAME: that member of the last line that it told
	last() {
		tail -n 1 $steps | sed -n 's/.*"'$1'":"\{0,1\}\([^,"}]*\).*/\1/p'
	}
	# until_true CONDITION...: polls; fails when the scenario has ended before
	until_true() {
		until "$@"; do
			if ! kill -0 $pid 2>/dev/null && ! "$@"; then
				echo "tamdemo ended before: $*" >&2
				cat $steps /tmp/err >&2
				exit 1
			fi
			usleep 10000
		done
	}
	in_phase() {
		[ "$(last phase)" = "$1" ]
	}
	at_least() {
		[ "$(last $1)" -ge $2 ] 2>/dev/null
	}
	# until_phase PHASE: until it says so
	until_phase() {
		until_true in_phase $1
	}
	# until_told NAME NUMBER: until that member is that large
	until_told() {
		until_true at_least $1 $2
	}
	is_stopped() {
		grep -q "^State:.*stopped" /proc/$1/status
	}
	freeze() {
		kill -STOP $1
		until_true is_stopped $1
	}
	has_block() {
		case "$(last block)" in
		'' | 0x0) return 1 ;;
		esac
	}
	# look NAME [PID [ADDRESS BYTES]]: writes down what can be seen of it,
	# or of that part, while it has a block
	look() {
		who=${2:-$pid}
		freeze $who
		while ! has_block; do
			kill -CONT $who
			usleep 10000
			freeze $who
		done
		tail -n 1 $steps >$1.step
		at=${3:-$(last block)}
		bytes=${4:-$(last size)}
		echo $at $bytes >$1.block
		tamtop --pages $who --json >$1.pages
		tamtop --mappings $who --json >$1.mappings
		tamtop -b -n 1 -p $who >$1.batch
		cat /proc/$who/smaps >$1.smaps
		/share/pageflags $who $at $bytes >$1.flags
		kill -CONT $who
	}
	# finish NAME [SIGNAL]: asks it to end, and waits for that
	finish() {
		kill -${2:-TERM} $pid
		ended $1
	}
	# ended NAME: waits until it ends by itself
	ended() {
		code=0
		wait $pid || code=$?
		cat $steps >$1.steps
		cat /tmp/err >$1.err
		echo $code >$1.status
	}
	END
}

# looked NAME FIELD: what tamtop says of the block, in pages: reserved, written,
# zero, huge, swapped, file, untouched; or what tamdemo told: told.read, ...
looked() {
	local share="$BATS_FILE_TMPDIR/share"

	tests/guest/look "$share/$1" "$2"
}

# is_true NAME: that tamtop's numbers are those of the kernel, by smaps and by
# kpageflags, page by page, and that no scenario claims more than it did
is_true() {
	local share="$BATS_FILE_TMPDIR/share"

	tests/guest/look "$share/$1"
}
