// SPDX-License-Identifier: GPL-2.0
/*
 * noroom BYTES PROGRAM [ARGUMENT]...: run a program whose mappings mremap(2)
 * lets grow to so many bytes, and no more. A limit on its address space would
 * be met by what sanitizers need for themselves, too.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "seccomp_filter.h"

/* The size is the third argument; this machine's low half of it comes first. */
static int refuse_above(uint32_t bytes)
{
	struct sock_filter filter[] = {
		LOAD(arch),
		JUMP_EQUAL(AUDIT_ARCH_X86_64, 0, 6),
		LOAD(nr),
		JUMP_EQUAL(SYS_mremap, 0, 4),
		LOAD(args[2]),
		JUMP(BPF_JGT, bytes, 1, 0),
		RETURN(SECCOMP_RET_ALLOW),
		RETURN(SECCOMP_RET_ERRNO | ENOMEM),
		RETURN(SECCOMP_RET_ALLOW),
	};

	return seccomp_filter(filter, sizeof(filter) / sizeof(*filter));
}

int main(int argc, char **argv)
{
	if (argc < 3) {
		fprintf(stderr, "usage: noroom BYTES PROGRAM [ARGUMENT]...\n");
		return 2;
	}
	if (refuse_above((uint32_t)strtoul(argv[1], NULL, 10))) {
		perror("noroom: seccomp");
		return 125;
	}
	execvp(argv[2], argv + 2);
	fprintf(stderr, "noroom: %s: %s\n", argv[2], strerror(errno));
	return 127;
}
