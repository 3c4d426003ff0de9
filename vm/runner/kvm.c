// SPDX-License-Identifier: GPL-2.0
/*
 * Does KVM work here? On some hosts /dev/kvm opens and creates machines whose
 * long mode is emulated, an instruction in half a microsecond, or fails. So
 * the only answer is to try it, with a loop that takes a processor 10 ms and
 * such an emulation 25 s.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runner.h"

#define PROBE_MS	2000
#define MEMORY		(2UL << 20)	/* of the probe's machine */
#define TSS		0xfffbd000UL	/* where nothing else is */
#define CODE		0x4000UL

/* Page table entries and what they point to: one page of 2 MiB at 0. */
#define PRESENT_RW	0x3UL
#define HUGE		0x80UL

/* Control registers and segments of long mode. */
#define CR0_PE		(1UL << 0)
#define CR0_PG		(1UL << 31)
#define CR4_PAE		(1UL << 5)
#define EFER_LME	(1UL << 8)
#define EFER_LMA	(1UL << 10)
#define TYPE_CODE	11
#define TYPE_DATA	3

/* mov $20000000, %ecx; 1: dec %ecx; jnz 1b; hlt */
static const unsigned char code[] = {
	0xb9, 0x00, 0x2d, 0x31, 0x01, 0xff, 0xc9, 0x75, 0xfc, 0xf4
};

static void fill_memory(char *mem)
{
	uint64_t *tables = (uint64_t *)mem;

	tables[0x1000 / 8] = 0x2000 | PRESENT_RW;
	tables[0x2000 / 8] = 0x3000 | PRESENT_RW;
	tables[0x3000 / 8] = HUGE | PRESENT_RW;
	memcpy(mem + CODE, code, sizeof(code));
}

static bool make_memory(int vm)
{
	struct kvm_userspace_memory_region region = { .memory_size = MEMORY };
	char *mem = mmap(NULL, MEMORY, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (mem == MAP_FAILED)
		return false;
	fill_memory(mem);
	region.userspace_addr = (uintptr_t)mem;
	return !ioctl(vm, KVM_SET_USER_MEMORY_REGION, &region);
}

static bool enter_long_mode(int cpu)
{
	struct kvm_segment seg = { .limit = 0xffffffff, .selector = 8,
		.present = 1, .type = TYPE_CODE, .s = 1, .l = 1, .g = 1 };
	struct kvm_regs regs = { .rip = CODE, .rflags = 2 };
	struct kvm_sregs s;

	if (ioctl(cpu, KVM_GET_SREGS, &s))
		return false;
	s.cs = seg;
	seg.selector = 16;
	seg.type = TYPE_DATA;
	seg.l = 0;
	s.ds = seg;
	s.es = seg;
	s.ss = seg;
	s.cr3 = 0x1000;
	s.cr4 = CR4_PAE;
	s.cr0 = CR0_PE | CR0_PG;
	s.efer = EFER_LME | EFER_LMA;
	return !ioctl(cpu, KVM_SET_SREGS, &s) &&
	       !ioctl(cpu, KVM_SET_REGS, &regs);
}

/* The machine from start to HLT: true when it got there. */
static bool try_machine(int kvm)
{
	int vm = ioctl(kvm, KVM_CREATE_VM, 0), cpu, size;
	struct kvm_run *run;

	if (vm < 0 || ioctl(vm, KVM_SET_TSS_ADDR, TSS) || !make_memory(vm))
		return false;
	cpu = ioctl(vm, KVM_CREATE_VCPU, 0);
	size = ioctl(kvm, KVM_GET_VCPU_MMAP_SIZE, 0);
	if (cpu < 0 || size < (int)sizeof(*run))
		return false;
	run = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, cpu, 0);
	if (run == MAP_FAILED || !enter_long_mode(cpu))
		return false;
	while (ioctl(cpu, KVM_RUN, 0) < 0)
		if (errno != EINTR && errno != EAGAIN)
			return false;
	return run->exit_reason == KVM_EXIT_HLT;
}

static void child(int kvm, pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	_exit(try_machine(kvm) ? 0 : 1);
}

/* Ends the child if it takes too long, and does not wait for its corpse. */
static enum kvm_verdict verdict(pid_t pid)
{
	struct pollfd p = { .events = POLLIN };
	int status;

	p.fd = syscall(SYS_pidfd_open, pid, 0);
	if (p.fd < 0 || poll(&p, 1, PROBE_MS) != 1) {
		kill(pid, SIGKILL);
		poll(&p, 1, PROBE_MS);
		waitpid(pid, &status, WNOHANG);
		close(p.fd);
		return KVM_STUCK;
	}
	close(p.fd);
	waitpid(pid, &status, 0);
	return WIFEXITED(status) && !WEXITSTATUS(status) ? KVM_WORKS :
							   KVM_BROKEN;
}

enum kvm_verdict kvm_probe(void)
{
	int fd = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	pid_t pid, parent = getpid();
	enum kvm_verdict v;

	if (fd < 0)
		return errno == ENOENT || errno == ENODEV ? KVM_ABSENT :
							    KVM_DENIED;
	pid = fork();
	if (!pid)
		child(fd, parent);
	v = pid < 0 ? KVM_BROKEN : verdict(pid);
	close(fd);
	return v;
}

static bool cpu_can(const char *flag)
{
	char line[8192];
	bool found = false;
	FILE *f = fopen("/proc/cpuinfo", "re");

	if (!f)
		return false;
	while (!found && fgets(line, sizeof(line), f))
		if (!strncmp(line, "flags", 5))
			found = strstr(line, flag);
	fclose(f);
	return found;
}

bool kvm_likely(void)
{
	return !access("/dev/kvm", R_OK | W_OK) &&
	       ((!access("/sys/module/kvm_intel", F_OK) && cpu_can(" vmx")) ||
		(!access("/sys/module/kvm_amd", F_OK) && cpu_can(" svm")));
}
