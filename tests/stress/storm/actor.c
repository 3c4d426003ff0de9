// SPDX-License-Identifier: GPL-2.0
/*
 * Those who make the storm. Threads change the same mappings without a word to
 * each other, so what they touch may be gone: they let the kernel touch it.
 */
#include <pthread.h>

#include "storm.h"

#define SLOTS 8
#define SLOT_PAGES 1024UL
#define MANY_PAGES 64UL
#define HUGE_PAGES 512UL
#define MADV_COLLAPSE_ 25		/* of Linux 6.1 */

/*
 * Where a block is, and how many pages it has, in the bits below a page's: read
 * and written as one. With the size of another block what is done to one would
 * reach beyond its end, to what is nobody's to change, as what all here share.
 */
static atomic_uintptr_t slots[SLOTS];

static uintptr_t block_at(const char *p, size_t pages)
{
	_Static_assert(SLOT_PAGES < PAGE, "the size fits below the address");
	return (uintptr_t)p | pages;
}

static char *place_of(uintptr_t block)
{
	return (char *)(block & ~(PAGE - 1));
}

static size_t pages_of(uintptr_t block)
{
	return block & (PAGE - 1);
}

static int zeros = -1;

/* One byte of a page, or all of it up to what is not there. */
static void write_to(char *p, size_t size)
{
	if (read(zeros, p, size) < 0)
		return;
}

static void replace(atomic_uintptr_t *slot, char *p, size_t pages)
{
	uintptr_t old = atomic_exchange(slot, block_at(p, pages));

	if (old)
		munmap(place_of(old), pages_of(old) * PAGE);
}

static void make_block(atomic_uintptr_t *slot)
{
	size_t pages = 1 + below(SLOT_PAGES);
	char *p;

	/* of a size in which there are huge pages, too */
	if (one_in(2))
		pages = (1 + below(SLOT_PAGES / HUGE_PAGES)) * HUGE_PAGES;
	p = one_in(8) ? mmap(NULL, pages * PAGE, PROT_READ | PROT_WRITE,
			     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) :
			tam_alloc(pages * PAGE);
	if (p == MAP_FAILED)
		return;
	if (pages % HUGE_PAGES == 0)
		madvise(p, pages * PAGE, MADV_HUGEPAGE);
	replace(slot, p, pages);
}

static void move_block(atomic_uintptr_t *slot, char *p, size_t pages)
{
	size_t now = 1 + below(SLOT_PAGES);
	char *moved = mremap(p, pages * PAGE, now * PAGE, MREMAP_MAYMOVE);

	if (moved != MAP_FAILED)
		atomic_store(slot, block_at(moved, now));
}

static void advise(char *p, size_t size)
{
	const int advices[] = {
		MADV_DONTNEED, MADV_FREE, MADV_HUGEPAGE, MADV_NOHUGEPAGE,
		MADV_COLLAPSE_, MADV_COLD, MADV_DONTFORK, MADV_DOFORK,
		MADV_POPULATE_READ, MADV_POPULATE_WRITE, MADV_MERGEABLE,
		MADV_MERGEABLE, MADV_UNMERGEABLE,
	};

	madvise(p, size, advices[below(sizeof(advices) / sizeof(advices[0]))]);
}

static void protect(char *p, size_t size)
{
	const int prots[] = {
		PROT_NONE, PROT_READ, PROT_READ | PROT_WRITE,
		PROT_READ | PROT_WRITE,
	};

	mprotect(p, size, prots[below(4)]);
}

static size_t some_of(size_t size)
{
	return size < MANY_PAGES * PAGE ? size : MANY_PAGES * PAGE;
}

static void page_out(char *p, size_t size)
{
	write_to(p, size);
	if (!madvise(p, size, MADV_PAGEOUT))
		count(PAGEOUTS);
}

void change_something(void)
{
	atomic_uintptr_t *slot = &slots[below(SLOTS)];
	uintptr_t block = atomic_load(slot);
	size_t pages = pages_of(block);
	char *p = place_of(block);
	size_t from, size;

	count(MAPS);
	if (!block || one_in(10)) {
		make_block(slot);
		return;
	}
	from = below(pages);
	size = (1 + below(pages - from)) * PAGE;
	p += from * PAGE;
	switch (below(8)) {
	case 0:
		munmap(p, size);
		break;
	case 1:
		move_block(slot, p - from * PAGE, pages);
		break;
	case 2:
		protect(p, size);
		break;
	case 3:
		page_out(p, some_of(size));
		break;
	case 4:
	case 5:
		advise(p, size);
		break;
	default:
		write_to(p, one_in(4) ? some_of(size) : 1);
	}
}

bool ready_to_change(void)
{
	zeros = open("/dev/zero", O_RDONLY | O_CLOEXEC);
	return zeros >= 0;
}

/* It has copies of all, and changes them. */
static void fork_one(void)
{
	pid_t pid = fork();
	int n;

	if (!pid) {
		for (n = below(50); n > 0; n--)
			change_something();
		_exit(0);
	}
	if (pid > 0) {
		count(FORKS);
		waitpid(pid, NULL, 0);
	}
}

static pthread_barrier_t everybody_is_there;

/* No stack may come to lie where a block was that somebody still unmaps. */
static void *change_all_the_time(void *arg)
{
	pthread_barrier_wait(&everybody_is_there);
	while (!is_over()) {
		change_something();
		if (one_in(200))
			fork_one();
	}
	return arg;
}

int act_mapper(void)
{
	pthread_t threads[2];
	size_t i;

	if (!ready_to_change())
		return 1;
	pthread_barrier_init(&everybody_is_there, NULL, 3);
	for (i = 0; i < 2; i++)
		if (pthread_create(&threads[i], NULL, change_all_the_time, NULL))
			return 1;
	change_all_the_time(NULL);
	return 0;
}

/* Processes that come and go, and some that are not waited for at once. */
int act_forker(void)
{
	int waiting = 0;
	pid_t pid;

	while (!is_over()) {
		pid = fork();
		if (!pid) {
			if (one_in(4))
				tam_alloc((1 + below(100)) * PAGE);
			_exit(0);
		}
		if (pid > 0) {
			count(FORKS);
			waiting++;
		}
		if (pid < 0 || waiting > 20)
			while (waitpid(-1, NULL, 0) > 0 && --waiting > 5)
				;
	}
	return 0;
}

/* exec, of the leader and of another thread, while others map and unmap */

static void begin_anew(void)
{
	execl(STORM_PROGRAM, "storm", "--act", "execer", NULL);
	violated("exec failed: %s", strerror(errno));
}

static void *map_and_unmap(void *arg)
{
	char *p;

	for (;;) {
		p = tam_alloc(64 * PAGE);
		if (p == MAP_FAILED)
			continue;
		write_to(p, 8 * PAGE);
		munmap(p, 64 * PAGE);
	}
	return arg;
}

static void *exec_soon(void *arg)
{
	const struct timespec soon = { .tv_nsec = below(2000000) };

	nanosleep(&soon, NULL);
	count(THREAD_EXECS);
	begin_anew();
	return arg;
}

int act_execer(void)
{
	pthread_t thread;
	size_t size = (1 + below(1000)) * PAGE;
	char *p = tam_alloc(size);

	if (is_over())
		return 0;
	if (!ready_to_change())
		return 1;
	if (p != MAP_FAILED)
		write_to(p, size < 200 * PAGE ? size : 200 * PAGE);
	count(EXECS);
	if (pthread_create(&thread, NULL, map_and_unmap, NULL))
		return 1;
	if (one_in(3))
		begin_anew();
	if (pthread_create(&thread, NULL, exec_soon, NULL))
		return 1;
	if (one_in(2)) {
		count(DEAD_LEADERS);
		pthread_exit(NULL);
	}
	for (;;)
		pause();
}

/* nobody's children who become root's */

int act_suid_parent(void)
{
	pid_t pid;

	if (!become_nobody())
		return 1;
	while (!is_over()) {
		pid = fork();
		if (!pid) {
			execl(STORM_SUID, "storm", "--act", "suid", NULL);
			_exit(1);
		}
		if (pid > 0)
			waitpid(pid, NULL, 0);
	}
	return 0;
}

int act_suid(void)
{
	char *p = tam_alloc(16 * PAGE);

	if (!ready_to_change())
		return 1;
	CHECK(!geteuid() && getuid() == NOBODY, "uid %u euid %u", getuid(),
	      geteuid());
	if (p != MAP_FAILED)
		write_to(p, 16 * PAGE);
	count(SUID_EXECS);
	return 0;
}
