#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# The tarball, and the Debian packages that are made of it, twice: in different
# folders, by people with different habits.

bats_require_minimum_version 1.5.0

load packages

# a person's make, with nothing of the build that is tested
theirs() {
	env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS -u O -u V -u CC make "$@"
}

setup_file() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	load packages
	export one="$BATS_FILE_TMPDIR/one" two="$BATS_FILE_TMPDIR/another/place"
	export name version
	version="$(version)"
	name="tamtop-$version"
	theirs O="$BATS_FILE_TMPDIR/o" dist
	export tarball="$BATS_FILE_TMPDIR/o/dist/$name.tar.xz"
	mkdir -p "$one" "$two"
	tar -xf "$tarball" -C "$one"
	theirs -C "$one/$name" deb
	(
		umask 077
		export TZ=Asia/Tokyo LC_ALL=C CFLAGS=-O0 PREFIX=/nowhere
		tar -xf "$tarball" -C "$two"
		theirs -C "$two/$name" deb
	)
	export debs="$one/$name/build/deb"
}

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
}

@test "the tarball has what is committed, and is the same each time" {
	diff <(git ls-tree -r --name-only HEAD | sed "s|^|$name/|" | sort) \
		<(tar -tf "$tarball" | grep -v '/$' | sort)
	theirs O="$BATS_TEST_TMPDIR/o" dist
	cmp "$tarball" "$BATS_TEST_TMPDIR/o/dist/$name.tar.xz"
}

@test "without git it builds elsewhere: four packages, the same in two places" {
	[ ! -e "$one/$name/.git" ]
	diff - <(cd "$debs" && ls ./*.deb) <<-END
	./libtamalloc-dev_${version}_amd64.deb
	./libtamalloc1_${version}_amd64.deb
	./tamdemo_${version}_amd64.deb
	./tamtop_${version}_amd64.deb
	END
	for deb in "$debs"/*.deb; do
		cmp "$deb" "$two/$name/build/deb/${deb##*/}"
	done
}

@test "lintian finds nothing in them" {
	lintian --allow-root --fail-on warning,error "$debs"/*.deb >&2
}

@test "they have all that make install puts somewhere, and run" {
	local to="$BATS_TEST_TMPDIR/to" from="$BATS_TEST_TMPDIR/from"

	for deb in "$debs"/*.deb; do
		dpkg-deb -x "$deb" "$to"
	done
	# what it was built for is known from where the library is
	ours DESTDIR="$from" PREFIX=/usr LIBDIR=/usr/lib/x86_64-linux-gnu \
		ZSHCOMPDIR=/usr/share/zsh/vendor-completions install
	diff <(cd "$from" && find . ! -type d | sort) \
		<(cd "$to" && find . ! -type d ! -name copyright \
			! -name 'changelog*' | sed 's/\.gz$//' | sort)
	run -0 "$to/usr/bin/tamtop" --version
	[ "$output" = "tamtop $version" ]
	run -0 "$to/usr/bin/tamtop" -b -n 1
	run -0 "$to/usr/bin/tamdemo" linear --size 64K --no-hold
}

@test "a schema, an alert and a recording are there as they are" {
	local to="$BATS_TEST_TMPDIR/to" file

	dpkg-deb -x "$debs/tamtop_${version}_amd64.deb" "$to"
	for file in README.md docs/rss.md docs/json/batch.schema.json \
			docs/fleets/alerts.yml docs/pictures/map.svg demo/demo.tam; do
		cmp "$one/$name/$file" "$to/usr/share/doc/tamtop/$file"
	done
	run -0 "$to/usr/bin/tamtop" --replay \
		"$to/usr/share/doc/tamtop/demo/demo.tam" -b -n 1
}

@test "programs and library are hardened" {
	local to="$BATS_TEST_TMPDIR/to" file

	for deb in "$debs"/*.deb; do
		dpkg-deb -x "$deb" "$to"
	done
	for file in bin/tamtop bin/tamdemo lib/x86_64-linux-gnu/libtamalloc.so.1; do
		readelf -hldW "$to/usr/$file" >"$BATS_TEST_TMPDIR/elf"
		grep -q 'Type: *DYN' "$BATS_TEST_TMPDIR/elf"
		grep -q 'BIND_NOW' "$BATS_TEST_TMPDIR/elf"
		grep -q 'GNU_RELRO' "$BATS_TEST_TMPDIR/elf"
		run ! grep -E 'RPATH|RUNPATH' "$BATS_TEST_TMPDIR/elf"
	done
	nm -D "$to/usr/bin/tamtop" | grep -q '__stack_chk_fail'
	nm -D "$to/usr/bin/tamtop" | grep -q '_chk@'
}

# The scripts are debhelper's, which finds units only where it looks for them.
@test "the timer is not enabled, but stopped when tamtop is removed" {
	local control="$BATS_TEST_TMPDIR/control"

	dpkg-deb -e "$debs/tamtop_${version}_amd64.deb" "$control"
	grep -q "was-enabled 'tamtop-metrics.timer'" "$control/postinst"
	grep -q "stop 'tamtop-metrics.service' 'tamtop-metrics.timer'" \
		"$control/prerm"
	# that one has nothing to be enabled by, and so is not started
	run ! grep -E "(enable|enabled|unmask).*tamtop-metrics.service" \
		"$control/postinst"
	grep -q "purge 'tamtop-metrics.timer'" "$control/postrm"
}
