// SPDX-License-Identifier: GPL-2.0
/*
 * Processes whose page faults are handled by a thread of theirs, by and by: with
 * pages, with zero pages, and with protection against writing.
 */
#include <linux/userfaultfd.h>
#include <pthread.h>
#include <sys/ioctl.h>

#include "storm.h"

#define BLOCK (256 * PAGE)
#define LIFE 300		/* changes */
#define FEATURES (UFFD_FEATURE_EVENT_FORK | UFFD_FEATURE_EVENT_REMAP | \
		  UFFD_FEATURE_EVENT_REMOVE | UFFD_FEATURE_EVENT_UNMAP | \
		  UFFD_FEATURE_PAGEFAULT_FLAG_WP)

static char content[PAGE] __attribute__((aligned(4096)));
static int uffd;
static char *block;

static void give_page(uint64_t at)
{
	struct uffdio_copy copy = {
		.dst = at, .src = (uintptr_t)content, .len = PAGE,
		.mode = one_in(2) ? UFFDIO_COPY_MODE_WP : 0,
	};
	struct uffdio_zeropage zero = { .range = { at, PAGE } };

	if (one_in(2) ? ioctl(uffd, UFFDIO_COPY, &copy) :
	    ioctl(uffd, UFFDIO_ZEROPAGE, &zero))
		ioctl(uffd, UFFDIO_WAKE, &zero.range);
}

static void set_protection(uint64_t at, bool protect)
{
	struct uffdio_writeprotect wp = {
		.range = { at, PAGE },
		.mode = protect ? UFFDIO_WRITEPROTECT_MODE_WP : 0,
	};

	ioctl(uffd, UFFDIO_WRITEPROTECT, &wp);
}

static void handle(const struct uffd_msg *msg)
{
	uint64_t at = msg->arg.pagefault.address & ~(PAGE - 1);

	switch (msg->event) {
	case UFFD_EVENT_PAGEFAULT:
		count(USERFAULTS);
		if (msg->arg.pagefault.flags & UFFD_PAGEFAULT_FLAG_WP)
			set_protection(at, false);
		else
			give_page(at);
		break;
	case UFFD_EVENT_FORK:
		/* Without it the child's faults are as any others. */
		close(msg->arg.fork.ufd);
		break;
	}
}

static void *handle_all(void *arg)
{
	struct uffd_msg msg;

	while (read(uffd, &msg, sizeof(msg)) == sizeof(msg)) {
		nanosleep(&(struct timespec) { .tv_nsec = below(200000) },
			  NULL);
		handle(&msg);
	}
	return arg;
}

static bool begin(void)
{
	struct uffdio_api api = { .api = UFFD_API, .features = FEATURES };
	struct uffdio_register reg = {
		.range = { 0, BLOCK },
		.mode = UFFDIO_REGISTER_MODE_MISSING | UFFDIO_REGISTER_MODE_WP,
	};
	pthread_t thread;

	block = tam_alloc(BLOCK);
	if (block == MAP_FAILED)
		return false;
	reg.range.start = (uintptr_t)block;
	uffd = syscall(SYS_userfaultfd, O_CLOEXEC);
	return uffd >= 0 && !ioctl(uffd, UFFDIO_API, &api) &&
	       !ioctl(uffd, UFFDIO_REGISTER, &reg) &&
	       !pthread_create(&thread, NULL, handle_all, NULL);
}

static void fork_briefly(void)
{
	pid_t pid = fork();

	if (!pid) {
		*(volatile char *)(block + below(BLOCK)) = 1;
		_exit(0);
	}
	if (pid > 0)
		waitpid(pid, NULL, 0);
	count(FORKS);
}

static void change_one(void)
{
	char *at = block + below(BLOCK / PAGE) * PAGE;

	switch (below(8)) {
	case 0:
		madvise(at, PAGE, one_in(2) ? MADV_DONTNEED : MADV_PAGEOUT);
		break;
	case 1:
		set_protection((uintptr_t)at, true);
		break;
	case 2:
		if (one_in(8))
			fork_briefly();
		break;
	case 3:
		(void)*(volatile char *)at;
		break;
	default:
		*(volatile char *)at = 1;
	}
}

static void live(void)
{
	int n;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (!begin())
		_exit(1);
	for (n = 0; n < LIFE && !is_over(); n++)
		change_one();
	_exit(0);
}

int act_userfaulter(void)
{
	int status;
	pid_t pid;

	while (!is_over()) {
		pid = fork();
		if (!pid)
			live();
		if (pid < 0)
			continue;
		count(FORKS);
		if (waitpid(pid, &status, 0) != pid)
			continue;
		CHECK(!status || is_over(), "it ended with %#x", status);
	}
	return 0;
}
