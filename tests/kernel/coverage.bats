#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# Does tests/kernel/coverage see what was not run? Here a program takes the
# place of the kernel, of which one branch is never taken.

bats_require_minimum_version 1.5.0

setup() {
	COVERAGE=$BATS_TEST_DIRNAME/coverage
	cd "$BATS_TEST_TMPDIR" || return
	mkdir -p tree/mm tree/build/mm notes
	# One line that is not run, among twenty that are.
	{
		echo 'int taken(int n)'
		echo '{'
		printf '	n += %d;\n' {1..17}
		echo '	if (n < 0)'
		echo '		n = never();'
		echo '	return n;'
		echo '}'
	} >tree/mm/a.c
	sed -i '1i int never(void);' tree/mm/a.c
	printf '%s\n' 'int never(void) { return 1; }' 'int taken(int n);' \
		'int main(void) { return !taken(1); }' >tree/main.c
	cd tree/build || return
	gcc -O0 --coverage -c -o mm/a.o ../mm/a.c
	gcc --coverage -o main ../main.c mm/a.o
	GCOV_PREFIX=$BATS_TEST_TMPDIR/counts ./main
	cp --parents mm/a.gcno ../../notes
	cd .. && cp --parents mm/a.c ../notes
	cd .. || return
	find counts -name 'main*.gcda' -delete
	awk '{ print "mm/a.c", FNR }' notes/mm/a.c >notes/lines
	echo 'mm/a.c: taken: n = never(); # a number would have to wrap' >listed
}

@test "a line that was not run has to be listed" {
	run "$COVERAGE" notes counts listed
	echo "$output"
	[ "$status" -eq 0 ]
	[[ ${lines[-1]} =~ ^coverage:\ 2[0-9]\ of\ 2[0-9]\ lines.*9[56]\.[0-9]\ %$ ]]
	: >listed
	run "$COVERAGE" notes counts listed
	[ "$status" -eq 1 ]
	[[ ${lines[0]} == "not run, and not listed: line 22 of mm/a.c: taken: n = never();" ]]
	run "$COVERAGE" --lucky notes counts listed
	[ "$status" -eq 0 ]
	[[ ${lines[0]} == 'not run, and not listed: '* ]]
}

@test "only lines of the series are counted" {
	grep -v ' 22$' notes/lines >fewer && mv fewer notes/lines
	: >listed
	run "$COVERAGE" notes counts listed
	[ "$status" -eq 0 ]
	[[ ${lines[-1]} == *' 100.0 %' ]]
}

@test "a listed line that is not there is a failure, one that was run is not" {
	echo 'mm/a.c: taken: return n; # it takes luck' >>listed
	run "$COVERAGE" notes counts listed
	[ "$status" -eq 0 ]
	# nor one that gcov does not know, as when it is one with another
	echo 'mm/a.c: taken: { # it was merged' >>listed
	run "$COVERAGE" notes counts listed
	[ "$status" -eq 0 ]
	echo 'mm/a.c: taken: return m; # no reason' >>listed
	run "$COVERAGE" notes counts listed
	[ "$status" -eq 1 ]
	[[ $output == *'listed as not run, but not there: mm/a.c: taken: return m;'* ]]
}

@test "less than 95 % is a failure, whatever is listed" {
	printf 'mm/a.c %d\n' 20 21 22 23 >notes/lines
	run "$COVERAGE" notes counts listed
	[ "$status" -eq 1 ]
	[[ ${lines[-1]} == *'3 of 4 lines'* ]]
}

@test "no counts at all is a failure, and so is a list without reasons" {
	run "$COVERAGE" notes nowhere listed
	[ "$status" -ne 0 ]
	[[ $output == *'nothing was counted in nowhere'* ]]
	echo 'mm/a.c: taken: n = never();' >listed
	run "$COVERAGE" notes counts listed
	[ "$status" -ne 0 ]
	[[ $output == *'no reason in'* ]]
}
