// SPDX-License-Identifier: GPL-2.0
/*
 * oldkernel VERSION PROGRAM [ARGUMENT]...: run a program as if the kernel were
 * that old, as far as it concerns /proc/PID: before 6.7 pagemap had no ioctl
 * PAGEMAP_SCAN, and before 6.11 maps had no PROCMAP_QUERY. What a file does not
 * know is refused with ENOTTY.
 */
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>

/* Type and number of a request; its size may grow from kernel to kernel. */
#define REQUEST_MASK	0xffff
#define PAGEMAP_SCAN	('f' << 8 | 16)
#define PROCMAP_QUERY	('f' << 8 | 17)

#define LOAD(field) \
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define JUMP_EQUAL(value, yes, no) \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, yes, no)
#define RETURN(value) BPF_STMT(BPF_RET | BPF_K, value)

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
	const struct sock_fprog program = {
		.len = sizeof(filter) / sizeof(*filter),
		.filter = filter,
	};

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
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
