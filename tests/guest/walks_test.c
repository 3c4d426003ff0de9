// SPDX-License-Identifier: GPL-2.0
/*
 * Walks that end before their end: by budget, by others who want the lock, by
 * a signal. What they have counted by then holds, and the next one goes on.
 */
#include <pthread.h>
#include <sched.h>
#include <sys/time.h>

#include "blocks.h"

#define THP_PAGES 512UL
#define THP (THP_PAGES * PAGE)
#define GIB (1024 * MIB)
#define TIB (1024 * GIB)
#define OVERDRAFT 2048			/* entries beyond the budget */
#define WALK_GROUPS (MEMSTAT_TASK | PAGES_GROUPS)

struct sum {
	uint64_t written, zero, huge, swapped;	/* bytes */
	long slices, busy;
	struct memstat_rec last;
};

static struct memstat_req walk_request(pid_t pid, uint64_t from,
				       uint64_t budget)
{
	struct memstat_req req = request(WALK_GROUPS);

	req.after_pid = pid - 1;
	req.last_pid = pid;
	req.walk_from = from;
	req.walk_budget = budget;
	return req;
}

static void slice(pid_t pid, uint64_t from, uint64_t budget,
		  struct memstat_rec *rec)
{
	struct memstat_req req = walk_request(pid, from, budget);

	assert_int_equal(tam_list(&req, rec, 1, 0), 1);
	assert_int_equal(rec->pid, pid);
}

static void assert_no_counts(const struct memstat_rec *rec)
{
	assert_int_equal(rec->ta_written | rec->ta_zero | rec->ta_huge |
			 rec->ta_swapped | rec->ta_next, 0);
}

/* What holds of every slice, however it ended. */
static void check_slice(uint64_t from, uint64_t budget,
			const struct memstat_rec *rec)
{
	if (!(rec->mask & MEMSTAT_TAMALLOC_PAGES)) {
		assert_int_equal(rec->flags, MEMSTAT_F_BUSY);
		assert_no_counts(rec);
		return;
	}
	assert_int_equal(rec->mask, WALK_GROUPS);
	assert_int_equal(rec->flags, rec->ta_next ? MEMSTAT_F_PARTIAL : 0);
	assert_true(!rec->ta_next || rec->ta_next > from);
	assert_int_equal(rec->ta_next % PAGE, 0);
	assert_true(rec->ta_huge <= rec->ta_written);
	assert_true(rec->ta_written + rec->ta_zero + rec->ta_swapped <=
		    rec->ta_reserved);
	/* A huge page is one entry. */
	if (budget < BUDGET - OVERDRAFT && !rec->ta_huge)
		assert_true(rec->ta_written + rec->ta_zero + rec->ta_swapped <=
			    (budget + OVERDRAFT) * PAGE);
}

static void add_slice(struct sum *sum, const struct memstat_rec *rec)
{
	if (sum->slices++) {
		assert_int_equal(rec->start_ns, sum->last.start_ns);
		assert_int_equal(rec->exec_seq, sum->last.exec_seq);
	}
	sum->written += rec->ta_written;
	sum->zero += rec->ta_zero;
	sum->huge += rec->ta_huge;
	sum->swapped += rec->ta_swapped;
	sum->last = *rec;
}

/* All of it, slice by slice. */
static struct sum walk(pid_t pid, uint64_t budget)
{
	struct sum sum = { .slices = 0 };
	struct memstat_rec rec;
	uint64_t from = 0;
	long start = now_ms();

	do {
		slice(pid, from, budget, &rec);
		check_slice(from, budget, &rec);
		if (rec.flags & MEMSTAT_F_BUSY) {
			sum.busy++;
			continue;
		}
		add_slice(&sum, &rec);
		from = rec.ta_next;
	} while ((from || rec.flags) && !expired(start));
	assert_int_equal(from, 0);
	assert_int_equal(rec.flags, 0);
	return sum;
}

static void assert_sum(const struct sum *sum, const struct sum *expected)
{
	assert_int_equal(sum->written, expected->written);
	assert_int_equal(sum->zero, expected->zero);
	assert_int_equal(sum->huge, expected->huge);
	assert_int_equal(sum->swapped, expected->swapped);
}

/* The sum of slices */

#define MIXED_PAGES 6000UL

/*
 * Several mappings with holes, and pages in an order that no rule of the walk
 * follows; what is expected is told by who makes them.
 */
static void touch_mixed(char *p, size_t pages, struct sum *expected)
{
	size_t i;

	for (i = 0; i < pages; i++) {
		switch (random() % 4) {
		case 0:
			write_page(p, i);
			expected->written += PAGE;
			break;
		case 1:
			read_page(p, i);
			expected->zero += PAGE;
			break;
		}
	}
}

static char *mixed_block(struct sum *expected)
{
	char *p = block((MIXED_PAGES + 2000) * PAGE);

	srandom(1);
	touch_mixed(p, 3000, expected);
	touch_mixed(p + 4000 * PAGE, 2000, expected);
	touch_mixed(p + 7000 * PAGE, 1000, expected);
	assert_int_equal(munmap(p + 3500 * PAGE, 100 * PAGE), 0);
	assert_int_equal(mprotect(p + 4000 * PAGE, 700 * PAGE, PROT_READ), 0);
	assert_int_equal(mprotect(p + 4900 * PAGE, PAGE, PROT_NONE), 0);
	return p;
}

static void test_slices_add_up(void **state)
{
	const uint64_t budgets[] = {
		1, 2, 100, 511, 512, 513, 1024, 1537, 2048, 5000, 100000,
		BUDGET,
	};
	struct sum expected = { .slices = 0 };
	char *p = mixed_block(&expected);
	long last = 0;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(budgets) / sizeof(budgets[0]); i++) {
		struct sum sum = walk(getpid(), budgets[i]);

		assert_sum(&sum, &expected);
		assert_true(!last || sum.slices <= last);
		last = sum.slices;
	}
	assert_int_equal(last, 1);
	munmap(p, (MIXED_PAGES + 2000) * PAGE);
}

/* However small the budget, a slice finishes one page table, and no more. */
static void test_one_table_each(void **state)
{
	const size_t tables = 8;
	char *p = block((tables + 1) * THP), *start;
	struct memstat_rec rec;
	uint64_t from;
	size_t i;

	(void)state;
	start = (char *)(((uintptr_t)p + THP - 1) & -THP);
	for (i = 0; i < tables * THP_PAGES; i++)
		read_page(start, i);
	from = (uintptr_t)start;
	for (i = 0; i < tables; i++) {
		slice(getpid(), from, 1, &rec);
		check_slice(from, 1, &rec);
		assert_int_equal(rec.ta_zero, THP);
		if (i + 1 < tables)
			assert_int_equal(rec.ta_next, from + THP);
		from = rec.ta_next;
	}
	munmap(p, (tables + 1) * THP);
}

static void test_huge_in_slices(void **state)
{
	const size_t nr = 5;
	char *p = tam_alloc((nr + 1) * THP), *start;
	struct sum sum, expected = { .slices = 0 };
	size_t i;

	(void)state;
	assert_ptr_not_equal(p, CALL_FAILED);
	assert_true(write_file("/sys/kernel/mm/transparent_hugepage/enabled",
			       "madvise"));
	assert_int_equal(madvise(p, (nr + 1) * THP, MADV_HUGEPAGE), 0);
	start = (char *)(((uintptr_t)p + THP - 1) & -THP);
	for (i = 0; i < nr; i++)
		write_page(start, i * THP_PAGES);
	/* One of them in small pages, between huge ones. */
	assert_int_equal(madvise(start + 2 * THP, PAGE, MADV_DONTNEED), 0);
	expected.written = nr * THP - PAGE;
	expected.huge = (nr - 1) * THP;
	sum = walk(getpid(), 1);
	assert_sum(&sum, &expected);
	sum = walk(getpid(), BUDGET);
	assert_sum(&sum, &expected);
	munmap(p, (nr + 1) * THP);
}

/* A walk may begin anywhere, and counts from there on. */
static void test_from(void **state)
{
	char *p = block(4000 * PAGE);
	uint64_t at = (uintptr_t)p, top = at + 4000 * PAGE;
	struct memstat_rec rec;
	size_t i;

	(void)state;
	for (i = 0; i < 2000; i++)
		write_page(p, i);
	for (i = 0; i < 2000; i += 97) {
		slice(getpid(), at + i * PAGE, BUDGET, &rec);
		assert_int_equal(rec.ta_written, (2000 - i) * PAGE);
		assert_int_equal(rec.ta_next, 0);
		assert_int_equal(rec.ta_reserved, 4000 * PAGE);
	}
	for (i = 2000; i <= 4000; i += 500) {
		slice(getpid(), at + i * PAGE, 1, &rec);
		check_slice(at + i * PAGE, 1, &rec);
		assert_int_equal(rec.ta_written, 0);
	}
	slice(getpid(), top, BUDGET, &rec);
	assert_no_counts(&rec);
	slice(getpid(), (uint64_t)-PAGE, 1, &rec);
	assert_int_equal(rec.flags, 0);
	assert_int_equal(rec.mask, WALK_GROUPS);
	assert_no_counts(&rec);
	munmap(p, 4000 * PAGE);
}

/* Mappings that are no blocks cost one entry each, and end a slice, too. */
static void test_many_mappings(void **state)
{
	const size_t nr = 4000;
	char *p = block(64 * PAGE), *plain;
	struct sum sum, expected = { .written = PAGE };
	size_t i;

	(void)state;
	write_page(p, 7);
	/* Below the block, so that a walk comes past them. */
	plain = mmap(NULL, 2 * nr * PAGE, PROT_READ, MAP_PRIVATE |
		     MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	assert_ptr_not_equal(plain, MAP_FAILED);
	assert_true(plain < p);
	for (i = 0; i < nr; i++)
		assert_int_equal(mprotect(plain + 2 * i * PAGE, PAGE,
					  PROT_NONE), 0);
	sum = walk(getpid(), 1);
	assert_sum(&sum, &expected);
	assert_true(sum.slices >= 2 * (long)nr / OVERDRAFT);
	assert_true(sum.slices <= 2 * (long)nr / 500 + 10);
	munmap(plain, 2 * nr * PAGE);
	munmap(p, 64 * PAGE);
}

/* The request */

static void test_bad_requests(void **state)
{
	struct memstat_req req = request(MEMSTAT_TAMALLOC_PAGES);
	struct memstat_rec rec;

	(void)state;
	assert_int_equal(tam_list(&req, &rec, 1, 0), -EINVAL);
	req.mask = ALL_GROUPS | MEMSTAT_TAMALLOC_PAGES | 1ULL << 63;
	assert_int_equal(tam_list(&req, &rec, 1, 0), -EINVAL);
	req.walk_budget = UINT64_MAX;
	assert_int_equal(tam_list(&req, &rec, 1, 0), 1);
	/* Without the group, the budget is not looked at. */
	req.mask = ALL_GROUPS;
	req.walk_budget = 0;
	assert_int_equal(tam_list(&req, &rec, 1, 0), 1);
	assert_int_equal(rec.mask, ALL_GROUPS);
}

static long ask_from(uint64_t mask, uint64_t from, uint32_t after,
		     uint32_t last)
{
	struct memstat_req req = request(mask);
	struct memstat_rec recs[2];

	req.walk_budget = BUDGET;
	req.walk_from = from;
	req.after_pid = after;
	req.last_pid = last;
	return tam_list(&req, recs, 2, 0);
}

/* To go on takes a page, one process, and the group. */
static void test_bad_from(void **state)
{
	const uint64_t pages = MEMSTAT_TAMALLOC_PAGES;
	uint32_t self = getpid();

	(void)state;
	assert_int_equal(ask_from(pages, PAGE, self - 1, self), 1);
	assert_int_equal(ask_from(ALL_GROUPS | pages, PAGE, self - 1, self), 1);
	assert_int_equal(ask_from(ALL_GROUPS, PAGE, self - 1, self), -EINVAL);
	assert_int_equal(ask_from(0, PAGE, self - 1, self), -EINVAL);
	assert_int_equal(ask_from(pages, 1, self - 1, self), -EINVAL);
	assert_int_equal(ask_from(pages, PAGE + 8, self - 1, self), -EINVAL);
	assert_int_equal(ask_from(pages, PAGE, self - 1, self + 1), -EINVAL);
	assert_int_equal(ask_from(pages, PAGE, self, self), -EINVAL);
	assert_int_equal(ask_from(pages, PAGE, self - 1, 0), -EINVAL);
	assert_int_equal(ask_from(pages, PAGE, 0, 0), -EINVAL);
	assert_int_equal(ask_from(pages, PAGE, UINT32_MAX, 0), -EINVAL);
	assert_int_equal(ask_from(pages, PAGE, UINT32_MAX - 1, UINT32_MAX), 0);
	assert_true(ask_from(pages, 0, self - 1, 0) > 0);
}

/* The budget */

static bool enough(pid_t pid, uint64_t budget)
{
	struct memstat_rec rec;

	slice(pid, 0, budget, &rec);
	check_slice(0, budget, &rec);
	return !rec.ta_next;
}

/* The least budget that a process at rest is walked for in one go. */
static uint64_t price(pid_t pid)
{
	uint64_t low = 1, high = 1ULL << 32;

	assert_true(enough(pid, high));
	while (low < high) {
		uint64_t mid = low + (high - low) / 2;

		if (enough(pid, mid))
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}

static void test_price(void **state)
{
	char *p = block(TIB);
	uint64_t untouched, run, spread;
	size_t i;

	(void)state;
	untouched = price(getpid());
	for (i = 0; i < 1000; i++)
		write_page(p + TIB / 4, i);
	assert_true(enough(getpid(), BUDGET));
	assert_false(enough(getpid(), 1));
	run = price(getpid());
	for (i = 1; i < TIB / GIB; i++)
		write_page(p + i * GIB, 0);
	spread = price(getpid());
	/* Tables of the highest levels: what 1 TiB costs with nothing in it. */
	assert_true(untouched < 4096);
	assert_true(run >= 1000 && run < untouched + 4096);
	/* Two tables in each GiB: of its 2 MiBs, and of the pages in one. */
	assert_true(spread > 1000 * 2 * THP_PAGES);
	assert_true(spread < 1024 * 2 * THP_PAGES + 8192);
	munmap(p, TIB);
}

/* Without anybody between them, as a kernel thread that comes meanwhile. */
static void four_in_a_row(pid_t pids[4])
{
	bool in_a_row;
	int i;

	do {
		in_a_row = true;
		for (i = 0; i < 4; i++) {
			pids[i] = stopped_child(i % 2 ? NULL : own_a_block);
			in_a_row &= pids[i] == pids[0] + i;
		}
		for (i = 0; i < 4 && !in_a_row; i++)
			end_child(pids[i]);
	} while (!in_a_row);
}

/*
 * The budget is for all records together. Once it is spent, no walk begins;
 * who costs nothing is told all the same.
 */
static void test_budget_is_shared(void **state)
{
	struct memstat_req req = request(PAGES_GROUPS);
	struct memstat_rec recs[4];
	pid_t pids[4];
	int i;

	(void)state;
	four_in_a_row(pids);
	req.after_pid = pids[0] - 1;
	req.last_pid = pids[3];
	req.walk_budget = BUDGET;
	assert_int_equal(tam_list(&req, recs, 4, 0), 4);
	for (i = 0; i < 4; i++) {
		assert_int_equal(recs[i].mask, PAGES_GROUPS);
		assert_int_equal(recs[i].flags, 0);
	}
	assert_int_equal(recs[2].ta_written, 10 * PAGE);
	req.walk_budget = 1;
	assert_int_equal(tam_list(&req, recs, 4, 0), 4);
	assert_int_equal(recs[0].mask, PAGES_GROUPS);
	assert_int_equal(recs[0].ta_written, 10 * PAGE);
	assert_int_equal(recs[1].mask, PAGES_GROUPS);
	assert_int_equal(recs[2].mask, MEMSTAT_TAMALLOC);
	assert_int_equal(recs[2].flags, MEMSTAT_F_PARTIAL);
	assert_int_equal(recs[2].ta_reserved, 64 * PAGE);
	assert_no_counts(&recs[2]);
	assert_int_equal(recs[3].mask, PAGES_GROUPS);
	assert_int_equal(recs[3].flags, 0);
	for (i = 0; i < 4; i++)
		end_child(pids[i]);
}

/* Others who want the lock */

#define BIG (256 * MIB)

/* Page tables for much, and memory for next to nothing. */
static bool own_much(void)
{
	char *p = tam_alloc(BIG);
	size_t i;

	if (p == CALL_FAILED || madvise(p, BIG, MADV_NOHUGEPAGE))
		return false;
	for (i = 0; i < BIG / PAGE; i++)
		read_page(p, i);
	return true;
}

static pid_t running_child(bool (*own)(void), void (*work)(void))
{
	int ready[2];
	pid_t pid;
	char c;

	assert_int_equal(pipe(ready), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (!own() || write(ready[1], "x", 1) != 1)
			_exit(1);
		for (;;)
			work();
	}
	assert_int_equal(read(ready[0], &c, 1), 1);
	close(ready[0]);
	close(ready[1]);
	return pid;
}

/*
 * Counted to the end, whatever others do with the lock, until it was seen that
 * they did something with it.
 */
static void count_under_fire(pid_t pid)
{
	const struct sum expected = { .zero = BIG };
	long start = now_ms(), disturbed = 0;

	do {
		struct sum sum = walk(pid, BUDGET);

		assert_sum(&sum, &expected);
		assert_int_equal(sum.last.ta_reserved, BIG);
		disturbed += sum.slices - 1 + sum.busy;
	} while (!disturbed && !expired(start));
	assert_true(disturbed > 0);
}

static void fork_and_wait(void)
{
	pid_t pid = fork();

	if (!pid)
		_exit(0);
	if (pid < 0 || waitpid(pid, NULL, 0) != pid)
		_exit(1);
}

static void test_counted_in_fork(void **state)
{
	pid_t pid = running_child(own_much, fork_and_wait);

	(void)state;
	count_under_fire(pid);
	end_child(pid);
}

/* One page mapped and unmapped, every half millisecond. */
static void *map_and_unmap(void *arg)
{
	for (;;) {
		munmap(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE |
			    MAP_ANONYMOUS, -1, 0), PAGE);
		usleep(500);
	}
	return arg;
}

static void two_who_map(void)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, map_and_unmap, NULL))
		_exit(1);
	map_and_unmap(NULL);
}

static void test_counted_in_mmap(void **state)
{
	pid_t pid = running_child(own_much, two_who_map);

	(void)state;
	count_under_fire(pid);
	end_child(pid);
}

/*
 * Memory that changes how it may be used is there all the time: it is given to
 * its new account before it is taken from the old one.
 */

#define GUARDED (64 * PAGE)
#define LOOKS 30000

static char *guarded;

static bool own_guarded(void)
{
	guarded = tam_alloc(GUARDED);
	return guarded != CALL_FAILED;
}

static void guard_and_back(void)
{
	if (mprotect(guarded, GUARDED, PROT_READ) ||
	    mprotect(guarded, GUARDED, PROT_READ | PROT_WRITE))
		_exit(1);
}

/* Who looks at it has to be on another CPU to see it in between. */
static void test_reserved_in_mprotect(void **state)
{
	pid_t pid = running_child(own_guarded, guard_and_back);
	long i, less = 0;

	(void)state;
	for (i = 0; i < LOOKS; i++)
		less += ta_reserved(pid) < GUARDED;
	assert_int_equal(less, 0);
	assert_int_equal(waitpid(pid, NULL, WNOHANG), 0);
	end_child(pid);
}

/* Signals */

static volatile sig_atomic_t alarms;

static void count_alarm(int sig)
{
	(void)sig;
	alarms++;
}

static void set_alarm(suseconds_t every_us)
{
	const struct itimerval timer = {
		.it_interval.tv_usec = every_us, .it_value.tv_usec = every_us,
	};

	assert_int_equal(setitimer(ITIMER_REAL, &timer, NULL), 0);
}

/* A slice of a process at rest that ended for no reason but a signal. */
static uint64_t interrupted_slice(pid_t pid, struct memstat_rec *rec)
{
	struct memstat_req req = walk_request(pid, 0, BUDGET);
	long start = now_ms();
	int before;
	long ret;

	do {
		before = alarms;
		ret = tam_list(&req, rec, 1, 0);
		assert_true(ret == 1 || ret == -EINTR);
	} while ((ret != 1 || !rec->ta_next) && !expired(start));
	assert_int_equal(ret, 1);
	check_slice(0, BUDGET, rec);
	assert_true(alarms > before);
	return rec->ta_next;
}

static void test_signal_ends_walk(void **state)
{
	struct sigaction act = { .sa_handler = count_alarm };
	pid_t pid = stopped_child(own_much);
	struct memstat_rec rec, rest;
	uint64_t next;

	(void)state;
	alarms = 0;
	assert_int_equal(sigaction(SIGALRM, &act, NULL), 0);
	set_alarm(2000);
	next = interrupted_slice(pid, &rec);
	set_alarm(0);
	signal(SIGALRM, SIG_IGN);
	assert_true(next > 0);
	/* What it has counted by then holds, and the rest goes on from there. */
	slice(pid, next, BUDGET, &rest);
	assert_int_equal(rest.ta_next, 0);
	assert_true(rec.ta_zero > 0 && rest.ta_zero > 0);
	assert_int_equal(rec.ta_zero + rest.ta_zero, BIG);
	signal(SIGALRM, SIG_DFL);
	end_child(pid);
}

static void walk_self(void)
{
	struct memstat_rec rec;

	if (tam_pages(getpid(), BUDGET, &rec) != 1 || rec.ta_zero != BIG)
		_exit(1);
}

/* Who is killed while it walks, dies. */
static void test_killed_in_walk(void **state)
{
	int status;
	pid_t pid;

	(void)state;
	pid = running_child(own_much, walk_self);
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
}

/* Who exits while it is looked at takes its time, and we do not. */
static void test_exiting(void **state)
{
	struct memstat_rec rec;
	int round;

	(void)state;
	for (round = 0; round < 5; round++) {
		pid_t pid = running_child(own_much, fork_and_wait);
		long ret, start = now_ms();

		kill(pid, SIGKILL);
		do {
			ret = tam_pages(pid, BUDGET, &rec);
			assert_int_equal(ret, 1);
			assert_true(rec.ta_zero <= BIG);
		} while (!(rec.flags & MEMSTAT_F_ZOMBIE) && !expired(start));
		assert_int_equal(rec.flags, MEMSTAT_F_ZOMBIE);
		assert_int_equal(rec.ta_zero, 0);
		assert_int_equal(waitpid(pid, NULL, 0), pid);
	}
}

/* As vfork(2) makes it, but its parent does not wait; it ends by an alarm. */
static int share_memory(void *after_us)
{
	set_alarm(*(suseconds_t *)after_us);
	return pause();
}

/* Has a walk of it ended because it left the memory that its parent still has? */
static bool walk_of_sharer_ends(suseconds_t after_us)
{
	static char stack[64 * 1024] __attribute__((aligned(16)));
	pid_t pid = clone(share_memory, stack + sizeof(stack),
			  CLONE_VM | SIGCHLD, &after_us);
	struct memstat_rec rec;

	if (pid < 0 || tam_pages(pid, BUDGET, &rec) != 1)
		_exit(1);
	if (waitpid(pid, NULL, 0) != pid)
		_exit(2);
	return rec.flags == MEMSTAT_F_PARTIAL && rec.ta_zero < BIG;
}

static void walk_sharers(void)
{
	suseconds_t after_us = 500;
	long start = now_ms();

	while (!walk_of_sharer_ends(after_us)) {
		after_us = after_us % 10000 + 500;
		if (expired(start))
			_exit(3);
	}
	_exit(0);
}

/* A walk for somebody who is not there any more is of no use to anybody. */
static void test_sharer_exits_in_walk(void **state)
{
	pid_t pid = running_child(own_much, walk_sharers);
	int status;

	(void)state;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

/* The memory goes, or changes, between two slices */

static void rest(void)
{
	pause();
}

/* The first slice of many of a child: it has counted something. */
static void first_slice(pid_t pid, struct memstat_rec *rec)
{
	do {
		slice(pid, 0, 1, rec);
	} while (rec->flags == MEMSTAT_F_BUSY);
	assert_int_equal(rec->flags, MEMSTAT_F_PARTIAL);
	assert_true(rec->ta_zero > 0 && rec->ta_zero < BIG);
}

/*
 * What is counted of a memory that is gone is nothing, and does not complete
 * what was counted of it while it was there.
 */
static void test_killed_between_slices(void **state)
{
	pid_t pid = running_child(own_much, rest);
	struct memstat_rec rec, first;
	siginfo_t info;

	(void)state;
	first_slice(pid, &first);
	kill(pid, SIGKILL);
	assert_int_equal(waitid(P_PID, pid, &info, WEXITED | WNOWAIT), 0);
	slice(pid, first.ta_next, BUDGET, &rec);
	assert_int_equal(rec.mask, WALK_GROUPS & ~MEMSTAT_TAMALLOC_PAGES);
	assert_int_equal(rec.flags, MEMSTAT_F_ZOMBIE);
	assert_no_counts(&rec);
	/* from the start on, it has none, and that is known */
	slice(pid, 0, BUDGET, &rec);
	assert_int_equal(rec.mask, WALK_GROUPS);
	assert_no_counts(&rec);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

/* The same memory, with nothing left to count: that is the end. */
static void test_unmapped_between_slices(void **state)
{
	char *p = block(4000 * PAGE);
	struct memstat_rec rec;
	size_t i;

	(void)state;
	for (i = 0; i < 4000; i++)
		write_page(p, i);
	slice(getpid(), 0, 1, &rec);
	assert_int_equal(rec.flags, MEMSTAT_F_PARTIAL);
	munmap(p, 4000 * PAGE);
	slice(getpid(), rec.ta_next, 1, &rec);
	assert_int_equal(rec.mask, WALK_GROUPS);
	assert_int_equal(rec.flags, 0);
	assert_int_equal(rec.ta_reserved, 0);
	assert_no_counts(&rec);
}

static int orders[2];

static void exec_when_told(void)
{
	char c;

	if (read(orders[0], &c, 1) != 1)
		_exit(1);
	execl("/proc/self/exe", "walks_test", "rest", NULL);
	_exit(1);
}

/*
 * Until exec_seq has changed there is no slice that seems to be of the memory
 * that exec(2) has replaced, although it has taken its place long before.
 */
static void test_exec_between_slices(void **state)
{
	struct memstat_rec rec, first;
	long start = now_ms();
	pid_t pid;

	(void)state;
	assert_int_equal(pipe(orders), 0);
	pid = running_child(own_much, exec_when_told);
	first_slice(pid, &first);
	assert_int_equal(write(orders[1], "x", 1), 1);
	/* until its memory is the new one: without a walk, which delays it */
	do {
		assert_int_equal(tam_one(pid, MEMSTAT_TAMALLOC, &rec), 1);
	} while (rec.ta_reserved && !expired(start));
	do {
		slice(pid, first.ta_next, BUDGET, &rec);
		if (rec.mask & MEMSTAT_TAMALLOC_PAGES)
			assert_int_not_equal(rec.exec_seq, first.exec_seq);
		else
			assert_int_equal(rec.flags, MEMSTAT_F_BUSY);
		assert_no_counts(&rec);
	} while (rec.exec_seq == first.exec_seq && !expired(start));
	assert_int_equal(rec.start_ns, first.start_ns);
	end_child(pid);
	close(orders[0]);
	close(orders[1]);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_slices_add_up),
		cmocka_unit_test(test_one_table_each),
		cmocka_unit_test(test_huge_in_slices),
		cmocka_unit_test(test_from),
		cmocka_unit_test(test_many_mappings),
		cmocka_unit_test(test_bad_requests),
		cmocka_unit_test(test_bad_from),
		cmocka_unit_test(test_price),
		cmocka_unit_test(test_budget_is_shared),
		cmocka_unit_test(test_counted_in_fork),
		cmocka_unit_test(test_counted_in_mmap),
		cmocka_unit_test(test_reserved_in_mprotect),
		cmocka_unit_test(test_signal_ends_walk),
		cmocka_unit_test(test_killed_in_walk),
		cmocka_unit_test(test_exiting),
		cmocka_unit_test(test_sharer_exits_in_walk),
		cmocka_unit_test(test_killed_between_slices),
		cmocka_unit_test(test_unmapped_between_slices),
		cmocka_unit_test(test_exec_between_slices),
	};

	if (argc > 1 && !strcmp(argv[1], "rest"))
		for (;;)
			rest();
	return RUN(tests);
}
