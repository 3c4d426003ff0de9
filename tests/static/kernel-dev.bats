#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# The series as a git tree and as files: what goes from one to the other, and
# that the cover letter of the real one is of these patches.

bats_require_minimum_version 1.5.0

setup() {
	DEV=$BATS_TEST_DIRNAME/../../vm/kernel-dev
	PATCHES=$BATS_TEST_DIRNAME/../../kernel-patches
	DIR=$BATS_TEST_TMPDIR
	cd "$DIR" || return
}

# --- a source of two files, and a series of two patches ---

fake_source() {
	mkdir -p linux patches/configs
	printf '%s\n' 'VERSION = 6' 'PATCHLEVEL = 12' 'SUBLEVEL = 999' \
		'tinyconfig olddefconfig vmlinux:;@touch $(O)/.config' \
		>linux/Makefile
	echo one >linux/a.c
	echo five >linux/b.c
	touch linux/.gitignore
	tar -cJf linux.tar.xz linux
	touch patches/configs/guest.config
	fake_patch 'the first' a.c one 1 >patches/0001-one.patch
	fake_patch 'the second' b.c five 5 >patches/0002-five.patch
	printf '%s\n' 0001-one.patch 0002-five.patch >patches/series
	fake_cover >patches/0000-cover-letter.patch
	export TAMTOP_SOURCE=$DIR/linux.tar.xz TAMTOP_PATCHES=$DIR/patches
	export TAMTOP_CACHE=$DIR/cache
}

# fake_patch SUBJECT FILE OLD NEW
fake_patch() {
	cat <<-END
	From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001
	From: Ada <ada@localhost>
	Date: Sun, 22 Nov 2026 09:00:00 +0000
	Subject: [PATCH] $1

	A table | of this.

	Signed-off-by: Ada <ada@localhost>
	---
	Notes:
	    v2: now $4,
	        and not $3

	 $2 | 2 +-
	 1 file changed, 1 insertion(+), 1 deletion(-)

	diff --git a/$2 b/$2
	--- a/$2
	+++ b/$2
	@@ -1 +1 @@
	-$3
	+$4
	END
}

fake_cover() {
	cat <<-'END'
	From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001
	From: Ada <ada@localhost>
	Date: Sun, 22 Nov 2026 09:00:00 +0000
	Subject: [PATCH 0/2] numbers for words

	Why this
	========

	It is shorter.

	Ada (2):
	  the first
	END
}

@test "kernel-dev: the cover letter and the notes go both ways, and stay" {
	fake_source
	"$DEV" build
	"$DEV" export
	cat patches/*.patch
	grep -qx 'Subject: \[RFC PATCH v2 0/2\] numbers for words' \
		patches/0000-cover-letter.patch
	grep -qx 'It is shorter.' patches/0000-cover-letter.patch
	[ "$(grep -c 'Why this' patches/0000-cover-letter.patch)" = 1 ]
	grep -qx '    v2: now 5,' patches/0002-*.patch
	grep -qx '        and not five' patches/0002-*.patch
	[ "$(cat patches/series)" = $'0001-the-first.patch\n0002-the-second.patch' ]
	cp -r patches before
	TAMTOP_CACHE=$DIR/other "$DEV" build
	TAMTOP_CACHE=$DIR/other "$DEV" export
	diff -r patches before
}

@test "kernel-dev: what is changed in the tree is exported, and followed" {
	fake_source
	"$DEV" build
	"$DEV" export
	TAMTOP_CACHE=$DIR/other "$DEV" build
	git -C cache/dev/linux config branch.series.description $'words\n\nOther text.'
	git -C cache/dev/linux notes add -f -m 'v2: other note' HEAD~1
	"$DEV" export
	grep -q 'Other text' patches/0000-cover-letter.patch
	grep -qx '    v2: other note' patches/0001-*.patch
	TAMTOP_CACHE=$DIR/other "$DEV" build
	git -C other/dev/linux config branch.series.description | grep -q Other
	[ "$(git -C other/dev/linux notes show HEAD~1)" = 'v2: other note' ]
	git -C cache/dev/linux config --unset branch.series.description
	run -1 "$DEV" export
	[[ $output == *'has no cover letter'* ]]
}

@test "kernel-dev: the base commit is the same for everybody" {
	local base

	fake_source
	"$DEV" build
	"$DEV" export
	base=$(git -C cache/dev/linux rev-parse refs/tamtop/base)
	grep -qx "base-commit: $base" patches/0000-cover-letter.patch
	touch -d '2001-02-03' linux/*
	tar -cJf linux.tar.xz linux
	export TZ=Asia/Tokyo GIT_AUTHOR_NAME=Bob GIT_COMMITTER_EMAIL=bob@localhost
	TAMTOP_CACHE=$DIR/other "$DEV" build
	[ "$(git -C other/dev/linux rev-parse refs/tamtop/base)" = "$base" ]
}

@test "kernel-dev: a rebase puts a newer source below, and loses nothing" {
	local base

	fake_source
	"$DEV" build
	"$DEV" export
	base=$(git -C cache/dev/linux rev-parse refs/tamtop/base)
	"$DEV" rebase
	[ "$(git -C cache/dev/linux rev-parse refs/tamtop/base)" = "$base" ]
	sed -i s/999/1000/ linux/Makefile
	tar -cJf linux.tar.xz linux
	"$DEV" rebase
	"$DEV" export
	[ "$(git -C cache/dev/linux rev-list --count HEAD)" = 3 ]
	run -0 grep -h ^base-commit: patches/*.patch
	[ "$output" != "base-commit: $base" ]
	[ "${#lines[@]}" = 1 ]
	grep -qx '    v2: now 5,' patches/0002-*.patch
	grep -q 'It is shorter' patches/0000-cover-letter.patch
	TAMTOP_CACHE=$DIR/other "$DEV" build
	[ "$output" = "base-commit: $(git -C other/dev/linux rev-parse \
		refs/tamtop/base)" ]
}

# --- the real one ---

subject_of() {
	git mailinfo /dev/null /dev/null <"$1" | sed -n 's/^Subject: //p'
}

@test "the cover letter is of these patches, and all say which version" {
	local name nr=0 all prefix cover=$PATCHES/0000-cover-letter.patch

	all=$(wc -l <"$PATCHES/series")
	prefix=$(sed -n 's/^Subject: \[\(.*\) 00\/.*/\1/p' "$cover")
	[[ $prefix == 'RFC PATCH v'* ]]
	grep -q "^Subject: \[$prefix 00/$all\] " "$cover"
	grep -qE '^base-commit: [0-9a-f]{40}$' "$cover"
	while read -r name; do
		nr=$((nr + 1))
		grep -q "^Subject: \[$prefix $(printf %02d "$nr")/$all\] " \
			"$PATCHES/$name"
		tr -s '\n ' ' ' <"$cover" | grep -qF " $(subject_of "$PATCHES/$name") "
	done <"$PATCHES/series"
	[ "$nr" -gt 0 ]
}
