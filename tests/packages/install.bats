#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# make install and make uninstall, the version, and what the shared library has.

# shellcheck disable=SC2030,SC2031
bats_require_minimum_version 1.5.0

load packages

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	to="$BATS_TEST_TMPDIR/to"
}

# All that is there, a line each, but for folders.
files() {
	(cd "$1" && find . ! -type d | sort)
}

@test "make uninstall removes what make install has put there, and nothing else" {
	mkdir -p "$to/usr/share/man/man1" "$to/usr/include/tamalloc"
	echo theirs >"$to/usr/share/man/man1/theirs.1"
	echo theirs >"$to/usr/include/tamalloc/theirs.h"
	cp -r "$to" "$BATS_TEST_TMPDIR/before"
	ours DESTDIR="$to" PREFIX=/usr install
	[ "$(files "$to" | wc -l)" -ge 25 ]
	ours DESTDIR="$to" PREFIX=/usr uninstall
	diff <(files "$BATS_TEST_TMPDIR/before") <(files "$to")
	# of its own folders nothing is left, but where something else is in one
	[ ! -e "$to/usr/share/doc/tamtop" ]
	[ -d "$to/usr/include/tamalloc" ]
	rm -r "$to"
	ours DESTDIR="$to" PREFIX=/usr install
	ours DESTDIR="$to" PREFIX=/usr uninstall
	[ ! -e "$to/usr/include/tamalloc" ]
	# and where nothing is, that is no failure
	ours DESTDIR="$to" PREFIX=/usr uninstall
}

@test "a place has what a shell would take for its own" {
	local to="$BATS_TEST_TMPDIR/a'b;c&d*\"e"
	ours DESTDIR="$to" PREFIX=/usr install
	[ -s "$to/usr/bin/tamtop" ]
	[ -L "$to/usr/lib/libtamalloc.so" ]
	ours DESTDIR="$to" PREFIX=/usr uninstall
	[ -z "$(files "$to")" ]
	[ ! -e "$to/usr/share/doc/tamtop" ]
}

@test "a place with a blank or a colon is refused, with one line" {
	local place goal

	mkdir "$to"
	for place in PREFIX="$to/a b" PREFIX="$to/a:b" DESTDIR="$to/a b" \
			DESTDIR="$to/a:b" MANDIR="$to/a b" DESTDIR="$to/ "; do
		for goal in install uninstall install-docs; do
			run -2 ours "$place" "$goal"
			echo "$output"
			[ "${#lines[@]}" -eq 1 ]
			[[ "$output" == *"${place%%=*} has a blank or a colon"* ]]
		done
	done
	[ -z "$(ls "$to")" ]
}

# A tree of its own, and a build that says what it was given.
make_source() {
	source="$BATS_TEST_TMPDIR/source"
	mkdir -p "$source/packages" "$source/tui" "$BATS_TEST_TMPDIR/bin"
	cp packages/deb "$source/packages"
	touch "$source/tui/main.c"
	cat >"$BATS_TEST_TMPDIR/bin/dpkg-buildpackage" <<-'END'
	#!/bin/sh
	find . ! -type d | sort >../one.deb
	END
	chmod +x "$BATS_TEST_TMPDIR/bin/dpkg-buildpackage"
}

# packed_with O: what a package is built of, after another one was
packed_with() {
	local i

	for i in 1 2; do
		mkdir -p "$source/$1"
		touch "$source/$1/built.o"
		(cd "$source" &&
			O="$1" PATH="$BATS_TEST_TMPDIR/bin:$PATH" packages/deb)
	done
	diff "$source/$1/deb/one.deb" - <<-END
	./packages/deb
	./tui/main.c
	END
	rm -r "${source:?}/$1"
}

@test "a package is not built of what was built before, wherever that is" {
	make_source
	packed_with build
	packed_with tui/elsewhere
	packed_with ../outside
	git -C "$source" init -q
	echo /build >"$source/.git/info/exclude"
	packed_with build
	packed_with tui/elsewhere
	packed_with ../outside
}

@test "every place can be chosen" {
	ours DESTDIR="$to" PREFIX=/p BINDIR=/b LIBDIR=/l/multi INCLUDEDIR=/i \
		MANDIR=/m DOCDIR=/d BASHCOMPDIR=/c/bash ZSHCOMPDIR=/c/zsh \
		FISHCOMPDIR=/c/fish SYSTEMDDIR=/s install
	for file in b/tamtop b/tamdemo l/multi/libtamalloc.so.1 \
			l/multi/libtamalloc.a i/tamalloc.h i/tamalloc/memstat.h \
			m/man1/tamtop.1 m/man2/tamalloc.2 d/README.md d/NEWS \
			c/bash/tamtop c/zsh/_tamtop c/fish/tamtop.fish \
			s/tamtop-metrics.service s/tamtop-metrics.timer; do
		[ -s "$to/$file" ] || {
			echo "no $file"
			return 1
		}
	done
	[ ! -e "$to/p" ]
	grep -q '^ExecStart=/b/tamtop ' "$to/s/tamtop-metrics.service"
	PKG_CONFIG_PATH="$to/l/multi/pkgconfig" \
		run -0 pkg-config --cflags --libs libtamalloc
	[ "${output% }" = "-I/i -L/l/multi -ltamalloc" ]
	# the next one is told anew where it goes
	ours DESTDIR="$to" PREFIX=/p install
	PKG_CONFIG_PATH="$to/p/lib/pkgconfig" \
		run -0 pkg-config --cflags --libs libtamalloc
	[ "${output% }" = "-I/p/include -L/p/lib -ltamalloc" ]
}

# links FILE: what it links to, and shows, in its own repository
links() {
	grep -oE '\]\([^)]*' "$1" | sed 's/^](//; s/#.*//' |
		grep -vE '^$|^[a-z]+:' | sort -u
}

@test "what the README and the pages link to is there" {
	local page link missing=0

	for page in README.md docs/*.md; do
		links "$page" >"$BATS_TEST_TMPDIR/links" || continue
		while read -r link; do
			[ -e "$(dirname "$page")/$link" ] || {
				echo "$page: $link"
				missing=1
			}
		done <"$BATS_TEST_TMPDIR/links"
	done
	[ "$missing" -eq 0 ]
}

# But for what is of the source only, each is where it is looked for.
@test "what they link to is installed with them" {
	local there="$to/usr/share/doc/tamtop" page link nr=0

	ours DESTDIR="$to" PREFIX=/usr install-docs
	for page in README.md docs/*.md; do
		[ -s "$there/$page" ]
		while read -r link; do
			[ -s "$there/$(dirname "$page")/$link" ] || {
				echo "$page: $link"
				return 1
			}
			nr=$((nr + 1))
		done < <(links "$page" | grep -E '\.(md|svg|json|yml|tam)$' |
			grep -vE '^(\.\./)?kernel-patches/')
	done
	[ "$nr" -ge 12 ]
	run -0 "${O:-build}/tui/tamtop" --replay "$there/demo/demo.tam" -b -n 1
	grep -q linear <<<"$output"
}

@test "the version is the same everywhere" {
	local version

	version="$(version)"
	[[ "$version" =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]]
	[ "$("${O:-build}/tui/tamtop" --version)" = "tamtop $version" ]
	[ "$(dpkg-parsechangelog -S Version)" = "$version" ]
	[ "$(sed -n '/^tamtop /{p;q}' NEWS)" = "tamtop $version" ]
	ours DESTDIR="$to" install-lib
	PKG_CONFIG_PATH="$to/usr/local/lib/pkgconfig" \
		run -0 pkg-config --modversion libtamalloc
	[ "$output" = "$version" ]
}

# What the header declares, a name each.
declared() {
	sed 's|/\*.*\*/||' lib/include/tamalloc.h |
		sed -nE 's/^[a-z][a-z_ ]*[ *]([a-z_]+)\(.*/\1/p' | sort
}

@test "the header, the symbol map and Debian's list have the same calls" {
	[ "$(declared | wc -l)" -ge 7 ]
	declared >"$BATS_TEST_TMPDIR/declared"
	sed -n '/^global:/,/^local:/s/^\t\([a-z_]*\);/\1/p' lib/libtamalloc.map |
		sort | diff "$BATS_TEST_TMPDIR/declared" -
	sed -n 's/^ \([a-z_]*\)@TAMALLOC_1 .*/\1/p' debian/libtamalloc1.symbols |
		sort | diff "$BATS_TEST_TMPDIR/declared" -
}
