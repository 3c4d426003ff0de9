# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# What is done in a bare Debian, below $root, of $release; $work is a folder that
# goes in the end, $log takes what apt says, and $debs has the packages.

# shellcheck disable=SC2016,SC2154
fail() {
	echo "not ok $release: $*"
	exit 1
}

# The same packages with a later version, in $work/later.
make_later() {
	local deb tree

	mkdir -p "$work/later"
	for deb in "$debs"/*.deb; do
		tree="$work/tree/$(basename "$deb")"
		mkdir -p "$work/tree"
		dpkg-deb -R "$deb" "$tree"
		sed -i "s/\b$version\b/$version+later/" "$tree/DEBIAN/control"
		dpkg-deb --root-owner-group -b "$tree" "$work/later" >/dev/null
	done
}

# A command in the bare system, with /proc of its own.
inside() {
	unshare -mpf bash -c '
		mount --make-rprivate /
		mount -t proc proc "$0/proc"
		exec chroot "$0" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin \
			HOME=/root LC_ALL=C.UTF-8 TERM=xterm \
			DEBIAN_FRONTEND=noninteractive "$@"' "$root" "$@"
}

apt() {
	inside apt-get -y -q --no-install-recommends "$@" >>"$log" 2>&1 ||
		fail "apt-get $*; $(tail -n 5 "$log")"
}

# What the packages need that is none of them.
depends() {
	local deb

	for deb in "$debs"/*.deb; do
		dpkg-deb -f "$deb" Depends | tr , '\n'
	done | sed 's/ *(.*//; s/^ *//' | grep -v tamalloc | sort -u
}

# bare_system FOLDER [PACKAGE,...]: one of $release there, unless there is one
bare_system() {
	[ -d "$1/usr" ] || debootstrap --variant=minbase ${2:+--include="$2"} \
		"$release" "$1" >"$log" 2>&1 ||
		fail "debootstrap: $(tail -n 5 "$log")"
}
