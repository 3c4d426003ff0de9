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
	mkdir -p linux/mm linux/scripts patches/configs bin
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
	vmlinux:
	> @echo '  CC      init/main.o'
	> @grep -h int mm/a.c >$(O)/vmlinux
	END
	sed -i "2i DIR = $DIR" linux/Makefile
	echo 'int a;' >linux/mm/a.c
	echo 'obj-$(CONFIG_ONE) += a.o' >linux/mm/Makefile
	fake_script linux/scripts/checkpatch.pl
	fake_script linux/scripts/kernel-doc
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

# Says what is in said.checkpatch.pl or said.kernel-doc, the latter of files
# that the series has changed.
fake_script() {
	cat >"$1" <<-END
	exit if "$1" =~ /doc/ && !\`grep ours mm/a.c\`;
	print \`cat $DIR/said.${1##*/} 2>/dev/null\`;
	END
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

@test "kernel-check: a remark of the kernel's scripts fails, unless it is known" {
	local script

	fake_source
	run --separate-stderr "$CHECK" checkpatch kernel-doc
	[ "$status" -eq 0 ]
	for script in checkpatch.pl:checkpatch kernel-doc:kernel-doc; do
		echo 'mm/a.c:1: warning: odd' >"said.${script%:*}"
		run "$CHECK" checkpatch kernel-doc
		echo "$output"
		[ "$status" -eq 1 ]
		[[ $output == *'| mm/a.c:'*'warning: odd'* ]]
		[ "${lines[-1]}" = "kernel-check: these failed: ${script#*:}" ]
		echo "${script#*:} ^mm/a.c:.*odd\$" >patches/remarks
		run "$CHECK" "${script#*:}"
		echo "$output"
		[ "$status" -eq 0 ]
		rm patches/remarks "said.${script%:*}"
	done
}

@test "kernel-check: what sparse and clang say of the series alone is looked at" {
	local part

	fake_source
	echo 'echo "../mm/a.c:7:1: warning: always odd"' >file.sh
	run "$CHECK" sparse clang
	echo "$output"
	[ "$status" -eq 0 ]
	[ "${lines[-1]}" = 'kernel-check: 2 combinations compiled, none failed' ]
	echo 'grep -q ours ../mm/a.c && echo "../mm/a.c:7:1: warning: odd"; :' >file.sh
	for part in sparse clang; do
		run "$CHECK" "$part"
		echo "$output"
		[ "$status" -eq 1 ]
		[[ $output == *'| mm/a.c: warning: odd'* ]]
		[ "${lines[-1]}" = "kernel-check: these failed: $part" ]
	done
	echo 'sparse ^mm/a.c: warning: odd$' >patches/remarks
	run "$CHECK" sparse
	[ "$status" -eq 0 ]
}

# An apt that offers the releases $@, of which "other" is another source.
fake_apt() {
	cat >bin/apt-cache <<-END
	#!/bin/sh
	printf ' linux-source-6.12 | %s | somewhere\n' $*
	END
	cat >bin/apt-get <<-END
	#!/bin/sh
	mkdir -p p/linux-source-6.12/mm p/usr/src
	cp $DIR/linux/Makefile p/linux-source-6.12
	case \$2 in
	*=other) echo 'int b;' ;;
	*=gone) exit 1 ;;
	*) echo 'int a;' ;;
	esac >p/linux-source-6.12/mm/a.c
	tar -C p -cJf p/usr/src/linux-source-6.12.tar.xz linux-source-6.12
	tar -C p -cf it.deb ./usr
	rm -r p
	END
	printf '#!/bin/sh\ncat "$2"\n' >bin/dpkg-deb
	chmod +x bin/*
	PATH=$DIR/bin:$PATH
}

@test "kernel-check: the series applies to each release, or they are named" {
	fake_source
	fake_apt 2 1
	run "$CHECK" releases
	echo "$output"
	[ "$status" -eq 0 ]
	[[ $output == *'release 1: the series applies'*'release 2: the series'* ]]
	[ "${lines[-1]}" = 'kernel-check: 0 combinations compiled, 2 releases patched, none failed' ]
	fake_apt 1 other gone
	run "$CHECK" releases
	echo "$output"
	[ "$status" -eq 1 ]
	[[ $output == *'release 1: the series applies'* ]]
	[[ $output == *'release other FAILED: change.patch does not apply;'* ]]
	[[ $output == *'release gone FAILED: apt-get cannot fetch it;'* ]]
}

@test "kernel-check: the kernels of the first patch and the last are booted" {
	fake_source
	sed 's/ours()/3/; s/-int a;/-int a = ours();/' patches/change.patch \
		>patches/0002-nothing.patch
	sed 's/-int a;/-int a = 3;/; s/ours()/4/' patches/change.patch \
		>patches/0003-last.patch
	printf '%s\n' change.patch 0002-nothing.patch 0003-last.patch \
		>patches/series
	# shellcheck disable=SC2016 # expanded there
	printf '#!/bin/sh\ncat "$TAM_KERNEL" >>%s/booted\n' "$DIR" >bin/run
	chmod +x bin/run
	TAMTOP_RUN=$DIR/bin/run run "$CHECK" boot
	echo "$output"
	[ "$status" -eq 0 ]
	[ "${lines[-1]}" = 'kernel-check: 0 combinations compiled, 2 kernels booted, none failed' ]
	[ "$(cat booted)" = $'int a = ours();\nint a = 4;' ]
	echo 'exit 124' >>bin/run
	TAMTOP_RUN=$DIR/bin/run run "$CHECK" boot
	echo "$output"
	[ "$status" -eq 1 ]
	[[ $output == *'boot to /bin/true (vm/run ends with 124);'* ]]
	[ "${lines[-1]}" = 'kernel-check: these failed: boot change.patch boot 0003' ]
}

@test "kernel-check: --quick lets the scripts read the series, and remembers" {
	fake_source
	touch patches/configs/{debug,kcsan,off}.config
	echo 'odd: warning' >said.checkpatch.pl
	run "$CHECK" --quick
	[ "$status" -eq 1 ]
	[ "${lines[-1]}" = 'kernel-check: these failed: checkpatch' ]
	rm said.checkpatch.pl
	run "$CHECK" --quick
	echo "$output"
	[ "$status" -eq 0 ]
	[[ ${lines[-1]} == 'kernel-check: 4 combinations compiled, none failed; '* ]]
	run "$CHECK" --quick
	[ "$output" = "${lines[-1]}" ]
	echo 'checkpatch nothing' >patches/remarks
	run "$CHECK" --quick
	[ "${#lines[@]}" -gt 1 ]
}
