#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
# libtamalloc as others get it: the header of the kernel, the exported names,
# what `make install` leaves, the man pages.
bats_require_minimum_version 1.5.0

setup_file() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	# a build of its own: ours may be for a sanitizer
	export inst=$BATS_FILE_TMPDIR/inst prefix=/opt/tam
	env -u MAKEFLAGS -u MAKELEVEL -u CFLAGS -u LDFLAGS make \
		O="$BATS_FILE_TMPDIR/build" SANITIZE= DESTDIR="$inst" \
		PREFIX=$prefix install-lib
	export PKG_CONFIG_PATH=$inst$prefix/lib/pkgconfig
	export PKG_CONFIG_SYSROOT_DIR=$inst
}

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	lib=$inst$prefix/lib
	read -ra flags < <(pkg-config --cflags --libs libtamalloc)
}

@test "memstat.h is the one that the kernel series makes" {
	local top=$PWD header=include/uapi/linux/memstat.h

	mkdir "$BATS_TEST_TMPDIR/tree"
	cd "$BATS_TEST_TMPDIR/tree"
	GIT_CEILING_DIRECTORIES=$BATS_TEST_TMPDIR \
		git apply --allow-empty --include=$header \
		"$top"/kernel-patches/*.patch
	diff -u $header "$top/lib/include/tamalloc/memstat.h"
}

@test "the library exports the public names only, with a version" {
	run -0 bash -c "nm -D --defined-only '$lib/libtamalloc.so.1' |
		awk '\$2 == \"T\" { print \$3 }' | sort | tr '\n' ' '"
	[ "$output" = "get_mem_stats@@TAMALLOC_1 \
get_total_mem_stats@@TAMALLOC_1 list_mem_stats@@TAMALLOC_1 \
tamalloc@@TAMALLOC_1 tamalloc_abi@@TAMALLOC_1 tamalloc_has@@TAMALLOC_1 \
tamalloc_kernel_abi@@TAMALLOC_1 " ]
	objdump -p "$lib/libtamalloc.so.1" | grep -q 'SONAME *libtamalloc.so.1$'
	[ "$(readlink "$lib/libtamalloc.so")" = libtamalloc.so.1 ]
}

program() {
	cat <<-'END'
	#include <tamalloc.h>

	int main(void)
	{
		struct mem_stats stats;
		int had = get_mem_stats(0, &stats) == 0;
		char *block = (char *)tamalloc(1);

		if (tamalloc_abi() && tamalloc_kernel_abi() != TAMALLOC_ABI)
			return 1;
		return !block || *block ||
		       had != !!(tamalloc_has() & TAMALLOC_HAS_MEM_STATS);
	}
	END
}

@test "a C program builds against what was installed, and runs" {
	program >"$BATS_TEST_TMPDIR/prog.c"
	gcc -Wall -Wextra -Wpedantic -Werror -std=c99 -D_DEFAULT_SOURCE \
		"$BATS_TEST_TMPDIR/prog.c" -o "$BATS_TEST_TMPDIR/prog" \
		"${flags[@]}"
	LD_LIBRARY_PATH=$lib "$BATS_TEST_TMPDIR/prog"
}

@test "so does a C++ program, and a static one" {
	program >"$BATS_TEST_TMPDIR/prog.cc"
	g++ -Wall -Wextra -Wpedantic -Werror "$BATS_TEST_TMPDIR/prog.cc" \
		-static -o "$BATS_TEST_TMPDIR/prog" \
		"${flags[@]}"
	"$BATS_TEST_TMPDIR/prog"
}

# What they do, tests/guest/man.bats looks at.
@test "the programs in the man pages build" {
	local page source

	for page in lib/man/*.[23]; do
		tests/guest/man_programs "$page" "$BATS_TEST_TMPDIR"
	done
	for source in "$BATS_TEST_TMPDIR"/*.c; do
		gcc -Wall -Wextra -Wpedantic -Werror "$source" \
			-o "${source%.c}" "${flags[@]}"
	done
}

@test "the man pages are clean and all there" {
	local page

	mandoc -T lint -W all lib/man/* demo/*.1
	for page in man2/tamalloc.2 man2/get_mem_stats.2 \
			man2/get_total_mem_stats.2 man2/list_mem_stats.2 \
			man3/libtamalloc.3; do
		[ -s "$inst$prefix/share/man/$page" ]
	done
}
