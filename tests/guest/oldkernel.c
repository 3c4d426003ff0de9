// SPDX-License-Identifier: GPL-2.0
/*
 * oldkernel VERSION PROGRAM [ARGUMENT]...: run a program as if the kernel were
 * that old, as far as it concerns /proc/PID: before 6.7 pagemap had no ioctl
 * PAGEMAP_SCAN, and before 6.11 maps had no PROCMAP_QUERY. What a file does not
 * know is refused with ENOTTY.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "seccomp_filter.h"

/* Type and number of a request; its size may grow from kernel to kernel. */
#define REQUEST_MASK	0xffff
#define PAGEMAP_SCAN	('f' << 8 | 16)
#define PROCMAP_QUERY	('f' << 8 | 17)

static int refuse(int scan, int query)
{
	struct sock_filter filter[] = {
		LOAD(arch),
		JUMP_EQUAL(AUDIT_ARCH_X86_64, 0, 6),
		LOAD(nr),
		JUMP_EQUAL(SYS_ioctl, 0, 4),
		LOAD(args[1]),
		BPF_STMT(BPF_ALU | BPF_AND | BPF_K, REQUEST_MASK),
		JUMP_EQUAL(scan ? PAGEMAP_SCAN : PROCMAP_QUERY, 2, 0),
		JUMP_EQUAL(query ? PROCMAP_QUERY : PAGEMAP_SCAN, 1, 0),
		RETURN(SECCOMP_RET_ALLOW),
		RETURN(SECCOMP_RET_ERRNO | ENOTTY),
	};

	return seccomp_filter(filter, sizeof(filter) / sizeof(*filter));
}

int main(int argc, char **argv)
{
	unsigned int major, minor, version;

	if (argc < 3 || sscanf(argv[1], "%u.%u", &major, &minor) != 2) {
		fprintf(stderr,
			"usage: oldkernel VERSION PROGRAM [ARGUMENT]...\n");
		return 2;
	}
	version = major * 1000 + minor;
	if (version < 6011 && refuse(version < 6007, 1)) {
		perror("oldkernel: seccomp");
		return 125;
	}
	execvp(argv[2], argv + 2);
	fprintf(stderr, "oldkernel: %s: %s\n", argv[2], strerror(errno));
	return 127;
}
