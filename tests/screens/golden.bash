# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0
#
# Golden screens: what the program draws from the fixture, as text and role
# letters. 'make test UPDATE=1' writes them anew and shows the difference.

# draw SCENE SIZE LOOK
draw() {
	"${O:-build}/tests/screens/draw" "$@"
}

# check SCENE SIZE LOOK
check() {
	local file="$BATS_TEST_DIRNAME/golden/$1-$2-$3.txt"
	local drawn="$BATS_TEST_TMPDIR/drawn"

	draw "$1" "$2" "$3" >"$drawn"
	if [ "${UPDATE:-0}" = 1 ]; then
		mkdir -p "${file%/*}"
		diff -uN "$file" "$drawn" >&3 || cp "$drawn" "$file"
	fi
	diff -u "$file" "$drawn"
}

# check_looks SCENE SIZE
check_looks() {
	check "$1" "$2" utf8
	check "$1" "$2" ascii
	check "$1" "$2" mono
}

# check_all SCENE: in all looks at all sizes
check_all() {
	local size

	for size in 80x24 132x40 40x10 200x60; do
		check_looks "$1" "$size"
	done
}
