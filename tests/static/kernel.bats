#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-2.0
#
# The kernel series in other configurations than the guest's, and whether
# vm/kernel-check would notice: a check that finds nothing looks like a good one.

bats_require_minimum_version 1.5.0

setup() {
	CHECK=$BATS_TEST_DIRNAME/../../vm/kernel-check
	DIR=$BATS_TEST_TMPDIR
	cd "$DIR" || return
}

# 'make test' has begun with this before it comes here.
@test "every configuration holds, and the series compiles in those that broke" {
	run "$CHECK" --quick
	echo "$output"
	[ "$status" -eq 0 ]
	[[ ${lines[-1]} == 'kernel-check: '*' combinations compiled, none failed; '* ]]
}

# --- a source in which folders and files are what scripts of the test say ---

fake_source() {
	mkdir -p linux/mm patches/configs
	cat >linux/Makefile <<-'END'
	.RECIPEPREFIX = >
	VERSION = 6
	PATCHLEVEL = 12
	SUBLEVEL = 999
	tinyconfig olddefconfig:
	> mkdir -p $(O)/mm $(O)/kernel $(O)/fs $(O)/arch/x86
	> touch $(O)/.config
	> sed -i /NOSUCH/d $(O)/.config
	.PHONY: mm/ kernel/ fs/ arch/x86/
	mm/ kernel/ fs/ arch/x86/:
	> @echo '  CC      $@a.o'
	> @cd $(O) && sh -e $(DIR)/folder.sh $@
	mm/a.o:
	> @echo '  CC      $@ $(W)'
	> @cd $(O) && sh -e $(DIR)/file.sh
	END
	sed -i "2i DIR = $DIR" linux/Makefile
	echo 'int a;' >linux/mm/a.c
	echo 'obj-$(CONFIG_ONE) += a.o' >linux/mm/Makefile
	tar -cJf linux.tar.xz linux
	echo 'CONFIG_ONE=y' >patches/configs/guest.config
	echo 'change.patch' >patches/series
	printf '%s\n' '--- a/mm/a.c' '+++ b/mm/a.c' '@@ -1 +1 @@' '-int a;' \
		'+int a = ours();' >patches/change.patch
	: >folder.sh
	: >file.sh
	export TAMTOP_SOURCE=$DIR/linux.tar.xz TAMTOP_PATCHES=$DIR/patches
	export TAMTOP_CACHE=$DIR/cache TAMTOP_NEED_MIB=1
}

# An object in the folder that is made, which calls the functions $@.
calls() {
	printf 'printf "%s\\n"' "$(printf 'void %s(void); ' "$@")void f(void) { $(
		printf '%s(); ' "$@")}"
	echo ' | gcc -w -x c -c -o "$1/f.o" -'
}

@test "kernel-check: what compiles everywhere is good, and nothing is left" {
	fake_source
	calls elsewhere >folder.sh
	run --separate-stderr "$CHECK" no-thp no-smp
	[ "$status" -eq 0 ]
	[ "$output" = 'kernel-check: 3 combinations compiled, none failed' ]
	[ ! -e cache/check ]
}

@test "kernel-check: an error in one does not hide the others" {
	fake_source
	echo 'if grep -q "TRANSPARENT_HUGEPAGE is not" .config; then
		echo "mm/a.c:1: error: no such thing"; exit 1; fi' >folder.sh
	run "$CHECK" no-thp no-smp
	echo "$output"
	[ "$status" -eq 1 ]
	[[ $output == *'| mm/a.c:1: error: no such thing'* ]]
	[[ $output == *'no-smp: 5 objects'* ]]
	[ "${lines[-1]}" = 'kernel-check: these failed: no-thp' ]
}

@test "kernel-check: a warning is an error, and so is one of W=1" {
	fake_source
	echo 'echo "mm/b.c:1: warning: odd"' >folder.sh
	run "$CHECK" guest
	[ "$status" -eq 1 ]
	[[ $output == *'| mm/b.c:1: warning: odd'* ]]
	echo 'echo "mm/a.c:1: warning: odd"' >file.sh
	: >folder.sh
	run "$CHECK" guest
	[ "$status" -eq 1 ]
	[[ $output == *'| mm/a.c:1: warning: odd'* ]]
}

@test "kernel-check: what would not link is found, if it is the series'" {
	fake_source
	{
		echo 'grep -q "SMP is not" .config || exit 0'
		calls ours theirs
	} >folder.sh
	run "$CHECK" no-smp
	[ "$status" -eq 1 ]
	[[ $output == *'no-smp FAILED: it would not link without ours ;'* ]]
	{
		echo 'grep -q "SMP is not" .config || exit 0'
		calls theirs
	} >folder.sh
	run "$CHECK" no-smp
	[ "$status" -eq 0 ]
}

@test "kernel-check: what does not stay on, or off, is named" {
	fake_source
	sed -i 's/NOSUCH/TAMALLOC/' linux/Makefile
	tar -cJf linux.tar.xz linux
	run "$CHECK" no-tamalloc
	[ "$status" -eq 1 ]
	[[ $output == *'did not take: CONFIG_TAMALLOC=y;'* ]]
	[ "${lines[-1]}" = 'kernel-check: these failed: guest' ]
	sed -i 's,/TAMALLOC/d.*,"s/.*SMP is.*/CONFIG_SMP=y/" $(O)/.config,' \
		linux/Makefile
	tar -cJf linux.tar.xz linux
	run "$CHECK" no-smp
	[[ $output == *'did not take: CONFIG_SMP=n;'* ]]
	[ "${lines[-1]}" = 'kernel-check: these failed: no-smp' ]
}

@test "kernel-check: an unknown part, and an option that was lost" {
	fake_source
	run "$CHECK" no-such
	[ "$status" -eq 2 ]
	echo 'CONFIG_NOSUCH=y' >>patches/configs/guest.config
	run "$CHECK" --quick
	[ "$status" -eq 1 ]
	[[ ${lines[-1]} == *'did not take: CONFIG_NOSUCH=y; see kernel-patches/configs' ]]
}
