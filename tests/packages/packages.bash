# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# What others get of tamtop, and how.

# ours ARGUMENT...: make, as a person calls it, with the build that is tested
ours() {
	local build sanitize=

	build="$(realpath "${O:-build}")"
	# the same flags as that one, so that nothing is rebuilt
	[[ "$build" != */asan ]] || sanitize=address,undefined
	env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS make O="$build" WERROR=1 \
		SANITIZE="$sanitize" "$@"
}

# The version: it stands in the Makefile, and what tells it elsewhere must agree.
version() {
	sed -n 's/^VERSION := //p' Makefile
}
