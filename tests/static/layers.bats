#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# The table of layers holds, and who breaks it is found: each rule is broken
# once, in a copy of the source, by a file planted there.

# The objects are those that static.bats has clang build.
setup_file() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	unset O
	MAKEFLAGS='' make -j2 CC=clang O=build/clang WERROR=1 all guest >&2
	mkdir "$BATS_FILE_TMPDIR/copy"
	cp -r --parents tui lib demo vm tests/static/layers \
		"$BATS_FILE_TMPDIR/copy"
	# what is wrong without our doing is for the first test
	tests/static/layers.pl "$BATS_FILE_TMPDIR/copy" \
		>"$BATS_FILE_TMPDIR/before" || true
}

setup() {
	cd "$BATS_TEST_DIRNAME/../.." || return
	layers=$PWD/tests/static/layers.pl
	copy=$BATS_TEST_TMPDIR/copy
	before=$BATS_TEST_TMPDIR/before
	cp -r "$BATS_FILE_TMPDIR/." "$BATS_TEST_TMPDIR"
	options=()
}

check() {
	"$layers" "${options[@]}" "$copy"
}

# plant FILE LINE...: a C file of which the first LINE is the third.
plant() {
	mkdir -p "$(dirname "$copy/$1")"
	printf '%s\n' '// SPDX-License-Identifier: GPL-2.0' \
		'/* A file that breaks a rule. */' "${@:2}" >"$copy/$1"
}

# news LINE...: the checker says these lines, and no others that are new.
news() {
	local after=$BATS_TEST_TMPDIR/after status=0 said

	check >"$after" || status=$?
	said=$(grep -vxF -f "$before" "$after" | LC_ALL=C sort)
	echo "$said"
	[ "$said" = "$(printf '%s\n' "$@" | LC_ALL=C sort)" ]
	[ "$status" -eq "$([ -s "$after" ] && echo 1 || echo 0)" ]
}

# found [FILE LINE MESSAGE]...: what is wrong with a FILE of LINE is MESSAGE.
found() {
	local messages=()

	while [ $# -gt 0 ]; do
		plant "$1" "$2"
		messages+=("$1:3: $3")
		shift 3
	done
	news "${messages[@]}"
}

# allowed FILE LINE...: nothing is wrong with it; it stays.
allowed() {
	plant "$@"
	news
}

@test "the layers of the source" {
	"$layers" --objects build/clang . >&2
}

@test "found: an include upward" {
	found tui/base/planted.c '#include "data/sample.h"' \
		'base may not include data/sample.h' \
		tui/model/planted.h '#include "view/view.h"' \
		'model may not include view/view.h' \
		tui/source/process/planted.c '  #  include <app/app.h>' \
		'source/process may not include app/app.h' \
		tui/report/planted.c '#include "options.h"' \
		'report may not include options.h' \
		tui/view/planted.c '#include "view/map/map.h"' \
		'view may not include view/map/map.h' \
		tui/view/planted.h '#include "view/process/process.h"' \
		'view may not include view/process/process.h'
}

@test "found: an include sideways" {
	found tui/source/planted.c '#include "model/model.h"' \
		'source may not include model/model.h' \
		tui/model/planted.c '#include "screen/screen.h"' \
		'model may not include screen/screen.h' \
		tui/screen/planted.c '#include "source/source.h"' \
		'screen may not include source/source.h' \
		tui/report/planted.c '#include "view/view.h"' \
		'report may not include view/view.h' \
		tui/report/planted.h '#include "source/worker.h"' \
		'report may not include source/worker.h' \
		tui/view/planted.c '#include "report/report.h"' \
		'view may not include report/report.h' \
		tui/view/map/planted.c '#include "view/process/process.h"' \
		'view/map may not include view/process/process.h' \
		tui/view/process/planted.c '#include "view/map/map.h"' \
		'view/process may not include view/map/map.h'
}

@test "found: an include that is not by path, or of another program" {
	found tui/view/map/planted.c '#include "map.h"' \
		'map.h is not by path from tui/, as view/map/map.h is' \
		tui/view/map/planted.h '#include "../view.h"' \
		'../view.h is not by path from tui/, as view/view.h is' \
		tui/view/planted.c '#include "nowhere.h"' \
		'nowhere.h is no file of tui/' \
		tui/view/planted.h '#include PLANTED' \
		'an include that names no file' \
		tui/source/planted.c '#include "abi.h"' \
		'tui may not include lib/abi.h' \
		tui/app/planted.c '#include "scenario.h"' \
		'tui may not include demo/scenario.h'
}

@test "found: a folder that is not in the table" {
	plant tui/planted/planted.c
	news 'tui/planted/planted.c:1: planted is not in the table'
}

@test "allowed: an include downward, in the folder, of lib/common" {
	allowed tui/view/map/planted.c '#include "base/text.h"' \
		'#include "common/clock.h"' '#include "data/sample.h"' \
		'#include "screen/screen.h"' '#include "view/map/map.h"' \
		'#include "view/view.h"' '#include <stdio.h>'
	allowed tui/report/planted.c '#include "source/source.h"'
	allowed tui/app/planted.c '#include "options.h"' '#include "view/map/map.h"'
	allowed tui/source/process/planted.c '#include "source/procstat.h"' \
		'#include <tamalloc.h>'
}

@test "found: curses outside of the terminal" {
	local rule='the table leaves curses to others'

	found tui/screen/planted.c '#include <curses.h>' "<curses.h>: $rule" \
		tui/view/planted.c '#include <ncursesw/curses.h>' \
		"<ncursesw/curses.h>: $rule" \
		tui/app/planted.c 'void f(void) { endwin(); }' "endwin: $rule"
}

@test "found: /proc and the calls outside of the source" {
	local rule='the table leaves system files to others'

	found tui/report/planted.c 'char path[] = "/proc/self/maps";' \
		"\"/proc/self/maps\": $rule" \
		tui/planted.c 'char *dir = ("/proc");' "\"/proc\": $rule" \
		tui/base/planted.h '#define MM "/sys/kernel/mm"' \
		"\"/sys/kernel/mm\": $rule" \
		tui/model/planted.c '#include <tamalloc.h>' \
		"<tamalloc.h>: the table leaves the kernel's calls to others"
}

@test "found: a clock outside of the source and main" {
	local rule='the table leaves clocks to others'

	found tui/app/planted.c 'uint64_t now = clock_now(&clock_monotonic);' \
		"clock_monotonic: $rule" \
		tui/view/planted.c 'int seed = time (NULL);' "time: $rule" \
		tui/model/planted.c 'int no = gettimeofday(&tv, NULL);' \
		"gettimeofday: $rule" \
		tui/report/planted.h 'static int f(void) { return clock(); }' \
		"clock: $rule"
}

@test "found: colour, threads, exits, the environment, the locale" {
	local colours='the table leaves colours to others'

	found tui/view/planted.c 'const struct  paint red = { 1, 0 };' \
		"struct  paint: $colours" \
		tui/screen/planted.c 'short red = COLOR_RED;' \
		"COLOR_RED: $colours" \
		tui/app/planted.c 'pthread_t thread;' \
		'pthread_t: the table leaves threads to others' \
		tui/source/planted.c 'void f(void) { _exit(1); }' \
		'_exit: the table leaves the end of the program to others' \
		tui/planted.c 'char *home = getenv("HOME");' \
		'getenv: the table leaves the environment to others' \
		tui/view/planted.h 'static int f(void) { return kill(1, 9); }' \
		'kill: the table leaves processes to others' \
		tui/model/planted.c 'int f(void) { return posix_spawnp(0); }' \
		'posix_spawnp: the table leaves processes to others' \
		tui/base/planted.c 'char *was = setlocale(LC_ALL, NULL);' \
		'setlocale: the table leaves the locale to others'
}

@test "allowed: the same in a comment, in a string, as part of a name" {
	allowed tui/view/planted.c '/* exit(1), "/proc/self"' \
		' * #include <curses.h> */' \
		"// setlocale() \\" 'getenv("HOME")' \
		"char quote = '\"', escaped = '\\''; /* pthread_create() */" \
		'char text[] = "see \"/proc/PID/maps\", /* and time(2)";' \
		'int end(void) { return loop->exit(0) + loop.time(0); }' \
		'int no_exit(int time, int exit_code);' \
		'char other[] = "/process", *more = "getenv(\"\\";' \
		'int glyph; /* "' '*/'
	# and behind all that one is still seen
	echo 'void g(void) { abort(); }' >>"$copy/tui/view/planted.c"
	news 'tui/view/planted.c:14: abort: the table leaves the end of the program to others'
}

@test "found: a line of the table that is not true" {
	local table=tests/static/layers line

	line=$(wc -l <"$copy/$table")
	printf '%s\n' 'folder nowhere - base' 'folder app app.h * model/nowhere.h' \
		'folder data page_nowhere.h base' \
		'only nothing: app/** main.c nowhere.c' '	planted_nothing' \
		>>"$copy/$table"
	news "$table:$((line + 1)): nowhere has no files" \
		"$table:$((line + 2)): there is no model/nowhere.h" \
		"$table:$((line + 3)): there is no tui/data/page_nowhere.h" \
		"$table:$((line + 4)): app/** doesn't use nothing" \
		"$table:$((line + 4)): main.c doesn't use nothing" \
		"$table:$((line + 4)): nowhere.c doesn't use nothing"
}

@test "found: a circle of includes" {
	plant tui/model/planted_a.h '#include "model/planted_b.h"'
	plant tui/model/planted_b.c '' '#include "model/planted_c.h"'
	plant tui/model/planted_b.h
	plant tui/model/planted_c.h '' '' '#include "model/planted_a.h"'
	plant tui/model/planted_d.c '#include "model/planted_a.h"'
	local circle='in a circle of includes: tui/model/planted_a tui/model/planted_b tui/model/planted_c'
	news \
		"tui/model/planted_a.h:3: model/planted_b.h of tui/model/planted_b, $circle" \
		"tui/model/planted_b.c:4: model/planted_c.h of tui/model/planted_c, $circle" \
		"tui/model/planted_c.h:5: model/planted_a.h of tui/model/planted_a, $circle"
	plant vm/runner/planted.h '#include "../planted.h"'
	plant vm/planted.h '#include "runner/planted.h"'
	rm "$copy"/tui/model/planted_*
	circle='in a circle of includes: vm/planted vm/runner/planted'
	news \
		"vm/planted.h:3: runner/planted.h of vm/runner/planted, $circle" \
		"vm/runner/planted.h:3: ../planted.h of vm/planted, $circle"
}

# compile FILE...: planted ones.
compile() {
	local file

	for file; do
		cc -c -o "$copy/build/${file%.c}.o" "$copy/$file"
	done
}

@test "found: a circle of symbols, a symbol from above" {
	local circle='in a circle of symbols: tui/model/planted_a tui/model/planted_b'

	mkdir "$copy/build"
	(cd build/clang && find tui lib demo vm -name '*.o' \
		-exec cp -t "$copy/build" --parents '{}' +)
	options=(--objects "$copy/build")
	check >"$before" || true
	plant tui/model/planted_a.c '' 'int b;' 'extern int planted_b;' \
		'int *planted_a(void) { return &planted_b; }'
	plant tui/model/planted_b.c 'int *planted_a(void);' 'int planted_b;' \
		'int use_a(void) { return *planted_a(); }'
	news "tui/model/planted_a.c:1: not built: $copy/build/tui/model/planted_a.o" \
		"tui/model/planted_b.c:1: not built: $copy/build/tui/model/planted_b.o"
	compile tui/model/planted_a.c tui/model/planted_b.c
	news "tui/model/planted_a.c:5: planted_b of tui/model/planted_b, $circle" \
		"tui/model/planted_b.c:3: planted_a of tui/model/planted_a, $circle"
	rm "$copy"/tui/model/planted_*

	# other programs may have functions of the same name
	plant tui/view/planted.c 'int planted(void) { return 1; }'
	plant demo/planted.c 'int planted(void) { return 1; }'
	plant tui/base/planted_c.c 'int planted(void);' \
		'int planted_c(void) { return planted(); }'
	compile tui/view/planted.c demo/planted.c tui/base/planted_c.c
	news 'tui/base/planted_c.c:3: base may not use planted of tui/view/planted'
}

@test "found: a file or a folder that doesn't say what it is for" {
	local no_words='no sentence behind the licence says what the file is for'

	plant demo/planted.c
	sed -i '2s/.*/#include <stdio.h>/' "$copy/demo/planted.c"
	news "demo/planted.c:2: $no_words"
	sed -i '2s/.*/\n&/' "$copy/demo/planted.c"
	sed -i '2s|.*|/* What it is for */|' "$copy/demo/planted.c"
	news "demo/planted.c:2: $no_words"
	sed -i '2s|.*|/*\n * It is for\n * nothing.\n */|' "$copy/demo/planted.c"
	news

	plant tui/data/sample.h
	sed -i '2s|.*|/*\n * 2\n * 3\n * 4\n * 5\n * 6\n */|' \
		"$copy/tui/data/sample.h"
	check | grep -F 'tui/data/sample.h:2: no 8 lines behind the licence'
	sed -i '2s|$|\n * 1|' "$copy/tui/data/sample.h"
	! check | grep -F tui/data/sample.h
}
