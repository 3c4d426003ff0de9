// SPDX-License-Identifier: GPL-2.0
/*
 * tamtop's two sources in a guest where both work: what they tell of each
 * process is the same, to the byte.
 */
#include <pthread.h>
#include <sched.h>

#include <tamalloc.h>

#include "base/status.h"
#include "guest.h"
#include "source/source.h"

#define TICK_NS 10000000ULL	/* what /proc tells start times in */

static const atomic_bool stop;

static struct source *by_proc, *by_syscall;
static struct sample sample_before, sample_between, sample_after;

static int open_both(void **state)
{
	(void)state;
	by_proc = source_proc.open(&stop);
	by_syscall = source_syscall.open(&stop);
	return !by_proc || !by_syscall || source_proc.probe() != ST_OK ||
	       source_syscall.probe() != ST_OK;
}

static int close_both(void **state)
{
	(void)state;
	source_proc.close(by_proc);
	source_syscall.close(by_syscall);
	sample_release(&sample_before);
	sample_release(&sample_between);
	sample_release(&sample_after);
	return 0;
}

/* A sweep; @shown: with all that there is on screen. */
static void sweep(struct source *source, bool shown, struct sample *sample)
{
	struct demand demand = { .list = true };
	struct proc_id id = { 0 };
	pid_t pids[MAX_PROCS];
	size_t nr, i;

	nr = shown ? proc_pids(pids, MAX_PROCS) : 0;
	for (i = 0; i < nr; i++) {
		id.pid = pids[i];
		demand_shown(&demand, id);
	}
	sample_reset(sample);
	assert_int_equal(source->ops->sample(source, &demand, sample), ST_OK);
	assert_true(sample->sections & SECTION_LIST);
	demand_release(&demand);
}

static const struct proc *find(const struct sample *sample, pid_t pid)
{
	size_t i;

	for (i = 0; i < sample->nr_procs; i++)
		if (sample->procs[i].id.pid == pid)
			return &sample->procs[i];
	return NULL;
}

static bool same_counts(const struct proc *a, const struct proc *b)
{
	return a->flags == b->flags && a->uid == b->uid &&
	       a->ppid == b->ppid &&
	       a->oom_score == b->oom_score && a->minflt == b->minflt &&
	       a->majflt == b->majflt && a->reserved == b->reserved &&
	       a->resident == b->resident && a->swapped == b->swapped &&
	       a->hugetlb == b->hugetlb;
}

static void expect_same(const struct proc *proc, const struct proc *call)
{
	size_t len = strlen(call->comm);

	/* /proc tells more of a kernel worker's name */
	if (!(call->flags & PROC_KTHREAD))
		len++;
	assert_memory_equal(proc->comm, call->comm, len);
	assert_int_equal(proc->flags, call->flags);
	assert_int_equal(proc->uid, call->uid);
	assert_int_equal(proc->ppid, call->ppid);
	assert_int_equal(proc->oom_score, call->oom_score);
	assert_int_equal(proc->minflt, call->minflt);
	assert_int_equal(proc->majflt, call->majflt);
	assert_int_equal(proc->reserved, call->reserved);
	assert_int_equal(proc->resident, call->resident);
	assert_int_equal(proc->swapped, call->swapped);
	assert_int_equal(proc->hugetlb, call->hugetlb);
	assert_int_equal(proc->id.start_ns / TICK_NS,
			 call->id.start_ns / TICK_NS);
	assert_int_equal(proc->nr_threads, call->nr_threads);
	assert_int_equal(proc->shared, call->shared);
	/* niceness is asked for of shown rows only, if not by stat */
	if (proc->known & call->known & KNOWN_NICE)
		assert_int_equal(proc->nice, call->nice);
	assert_int_equal((proc->known | KNOWN_TAMALLOC) & ~KNOWN_NICE,
			 call->known & ~KNOWN_NICE);
}

/*
 * What /proc told alike before and after the call held still: then the call
 * must have told it, too. Returns how many did.
 */
static size_t compare_all(void)
{
	const struct proc *before, *after, *call;
	size_t nr = 0;
	size_t i;

	sweep(by_proc, true, &sample_before);
	sweep(by_syscall, true, &sample_between);
	sweep(by_proc, true, &sample_after);
	for (i = 0; i < sample_between.nr_procs; i++) {
		call = &sample_between.procs[i];
		before = find(&sample_before, call->id.pid);
		after = find(&sample_after, call->id.pid);
		if (!before || !after || !same_counts(before, after))
			continue;
		expect_same(before, call);
		nr++;
	}
	return nr;
}

static bool become_nobody(void)
{
	return own_all_kinds() && !seteuid(65534);
}

static void *stay(void *arg)
{
	raise(SIGSTOP);
	return arg;
}

/* Its memory stands with another thread then. */
static bool end_first_thread(void)
{
	pthread_t thread;

	if (!own_all_kinds() || pthread_create(&thread, NULL, stay, NULL))
		return false;
	syscall(SYS_exit, 0);
	return false;
}

static void test_all_processes_are_told_alike(void **state)
{
	pid_t children[] = {
		stopped_child(NULL), stopped_child(own_all_kinds),
		stopped_child(become_nobody), stopped_child(end_first_thread),
		stopped_child(NULL),
	};
	const size_t nr = sizeof(children) / sizeof(children[0]);
	siginfo_t info;
	size_t i, same;

	(void)state;
	/* the last is a zombie */
	kill(children[nr - 1], SIGKILL);
	assert_int_equal(waitid(P_PID, children[nr - 1], &info,
				WEXITED | WNOWAIT), 0);
	same = compare_all();
	/* those, the init, and the kernel's threads */
	assert_true(same > nr + 10);
	for (i = 0; i < nr; i++) {
		assert_true(same_counts(find(&sample_before, children[i]),
					find(&sample_after, children[i])));
		end_child(children[i]);
	}
	assert_int_equal(find(&sample_before, children[2])->uid, 65534);
	assert_true(find(&sample_before, children[3])->reserved > 8 * MIB);
	assert_int_equal(find(&sample_before, children[nr - 1])->flags,
			 PROC_ZOMBIE);
}

#define SWAP_PAGES 512UL

static char *swap_area;

static size_t swapped_kib(void)
{
	char buf[4096];

	if (read_proc(getpid(), "status", buf, sizeof(buf)) <= 0)
		_exit(1);
	return status_value(buf, "VmSwap");
}

/* Pages out half of it, then, told to go on, the rest, then back in. */
static bool page_out_twice(void)
{
	const size_t half = SWAP_PAGES / 2 * PAGE;
	long start = now_ms();

	swap_area = mmap(NULL, 2 * half, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (swap_area == MAP_FAILED ||
	    madvise(swap_area, 2 * half, MADV_NOHUGEPAGE))
		return false;
	memset(swap_area, 7, 2 * half);
	raise(SIGSTOP);
	while (swapped_kib() < half / 1024 && !expired(start))
		madvise(swap_area, half, MADV_PAGEOUT);
	raise(SIGSTOP);
	while (swapped_kib() < 2 * half / 1024 && !expired(start))
		madvise(swap_area, 2 * half, MADV_PAGEOUT);
	raise(SIGSTOP);
	memset(swap_area, 8, half);
	return true;
}

static void go_on(pid_t pid)
{
	int status;

	kill(pid, SIGCONT);
	assert_int_equal(waitpid(pid, &status, WUNTRACED), pid);
	assert_true(WIFSTOPPED(status));
}

/* What is off screen is told at once, too. */
static uint64_t expect_swap_alike(pid_t pid)
{
	const struct proc *proc, *call;

	sweep(by_proc, false, &sample_before);
	sweep(by_syscall, false, &sample_between);
	proc = find(&sample_before, pid);
	call = find(&sample_between, pid);
	assert_true(proc->known & KNOWN_SWAP);
	assert_int_equal(proc->swapped, call->swapped);
	assert_int_equal(proc->resident, call->resident);
	return proc->swapped;
}

static void test_swap_is_told_at_once(void **state)
{
	const uint64_t half = SWAP_PAGES / 2 * PAGE;
	pid_t first = stopped_child(page_out_twice);
	pid_t second = stopped_child(page_out_twice);

	(void)state;
	assert_int_equal(expect_swap_alike(first), 0);
	/* the machine begins to swap */
	go_on(first);
	assert_true(expect_swap_alike(first) >= half);
	assert_int_equal(expect_swap_alike(second), 0);
	/* it did so before */
	go_on(second);
	assert_true(expect_swap_alike(second) >= half);
	go_on(second);
	assert_true(expect_swap_alike(second) >= 2 * half);
	go_on(second);
	assert_true(expect_swap_alike(second) <= half + 64 * PAGE);
	assert_true(expect_swap_alike(first) >= half);
	end_child(second);
	end_child(first);
}

/* Both options of the kernel are on: what follows needs them. */
static void test_the_library_finds_both_options(void **state)
{
	(void)state;
	assert_int_equal(tamalloc_kernel_abi(), 2);
	assert_int_equal(tamalloc_abi(), 2);
	assert_int_equal(tamalloc_has(),
			 TAMALLOC_HAS_TAMALLOC | TAMALLOC_HAS_MEM_STATS);
}

/* A block of so many pages of each kind, in turn, and then the rest. */
static bool own_block(size_t zero, size_t written)
{
	volatile char *p = tam_alloc((zero + written) * PAGE);

	if (p == MAP_FAILED ||
	    madvise((void *)p, (zero + written) * PAGE, MADV_NOHUGEPAGE))
		return false;
	for (; zero || written; p += PAGE) {
		if (written && (written > zero || (uintptr_t)p & PAGE)) {
			*p = 1;
			written--;
		} else if (zero) {
			zero -= !*p;
		}
	}
	return true;
}

/* More than a refresh may visit, so that they are counted in slices. */
#define LARGE_ZERO	300000UL
#define LARGE_WRITTEN	4000UL
#define OTHER_ZERO	200000UL
#define OTHER_WRITTEN	3000UL

static void *map_and_unmap(void *arg)
{
	char *p;

	for (;;) {
		p = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (p == MAP_FAILED || munmap(p, PAGE))
			_exit(1);
		usleep(500);
	}
	return arg;
}

/* It goes on; that it is ready is told by this byte of memory. */
static volatile char *ready;

static pid_t churning_child(size_t zero, size_t written)
{
	cpu_set_t all;
	pid_t pid;

	*ready = 0;
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		pthread_t thread;

		prctl(PR_SET_PDEATHSIG, SIGKILL);
		/* beside the one that counts, where there is another CPU */
		memset(&all, 0xff, sizeof(all));
		if (sched_setaffinity(0, sizeof(all), &all) ||
		    !own_block(zero, written) ||
		    pthread_create(&thread, NULL, map_and_unmap, NULL))
			_exit(1);
		*ready = 1;
		for (;;)
			pause();
	}
	while (!*ready) {
		assert_int_equal(waitpid(pid, NULL, WNOHANG), 0);
		usleep(10000);
	}
	return pid;
}

static struct proc_id id_of(pid_t pid)
{
	sweep(by_syscall, false, &sample_between);
	assert_non_null(find(&sample_between, pid));
	return find(&sample_between, pid)->id;
}

/* A refresh in which these processes' pages are asked for. */
static void ask_pages(const struct proc_id *ids, size_t nr)
{
	struct demand demand = { 0 };
	size_t i;

	for (i = 0; i < nr; i++)
		demand_pages(&demand, ids[i]);
	demand.nr_pages_shown = nr;
	sample_reset(&sample_after);
	assert_int_equal(by_syscall->ops->sample(by_syscall, &demand,
						 &sample_after), ST_OK);
	assert_true(sample_after.sections & SECTION_PAGES);
	demand_release(&demand);
}

static const struct sample_pages *pages_told(struct proc_id id)
{
	size_t i;

	for (i = 0; i < sample_after.nr_pages; i++)
		if (proc_id_equal(sample_after.pages[i].id, id))
			return &sample_after.pages[i];
	return NULL;
}

/* Once more, if it was told in this refresh, and then it is exact. */
static size_t expect_pages(struct proc_id id, size_t zero, size_t written)
{
	const struct sample_pages *pages = pages_told(id);

	if (!pages)
		return 0;
	assert_int_equal(pages->state, PAGES_COUNTED);
	assert_int_equal(pages->zero, zero * PAGE);
	assert_int_equal(pages->written, written * PAGE);
	assert_int_equal(pages->huge, 0);
	assert_int_equal(pages->swapped, 0);
	assert_true(pages->time_ns > 0);
	return 1;
}

/* Only so that a count that never ends fails some day. */
#define REFRESHES_MAX 10000

/* The first ones may have been paid for in advance. */
#define COUNTS 6

/*
 * With no more than a hundredth of the time, and although each of them maps
 * and unmaps memory all the while, so that a walk has to give way.
 */
static void test_large_blocks_are_counted_to_their_end(void **state)
{
	struct proc_id ids[2];
	size_t told[2] = { 0 };
	pid_t pids[2];
	size_t i;

	(void)state;
	pids[0] = churning_child(LARGE_ZERO, LARGE_WRITTEN);
	pids[1] = churning_child(OTHER_ZERO, OTHER_WRITTEN);
	for (i = 0; i < 2; i++)
		ids[i] = id_of(pids[i]);
	for (i = 0; (told[0] < COUNTS || told[1] < COUNTS) &&
	     i < REFRESHES_MAX; i++) {
		ask_pages(ids, 2);
		told[0] += expect_pages(ids[0], LARGE_ZERO, LARGE_WRITTEN);
		told[1] += expect_pages(ids[1], OTHER_ZERO, OTHER_WRITTEN);
		usleep(20000);
	}
	printf("# counted %zu and %zu times in %zu refreshes\n", told[0],
	       told[1], i);
	assert_true(told[0] >= COUNTS);
	assert_true(told[1] >= COUNTS);
	end_child(pids[0]);
	end_child(pids[1]);
}

static bool own_zeros_then_exec(void)
{
	if (!own_block(LARGE_ZERO, 0))
		return false;
	raise(SIGSTOP);
	execl("/proc/self/exe", "sources_test", "after-exec", NULL);
	return false;
}

/* What the test runs again, as another program. */
static int after_exec(void)
{
	if (!own_block(1000, OTHER_WRITTEN))
		return 1;
	raise(SIGSTOP);
	return 0;
}

/* A sum of slices is of one memory: none is told of the first and the second. */
static void test_an_exec_discards_what_was_counted(void **state)
{
	pid_t pid = stopped_child(own_zeros_then_exec);
	struct proc_id id = id_of(pid);
	uint64_t exec_seq;
	size_t i;

	(void)state;
	exec_seq = find(&sample_between, pid)->exec_seq;
	/* until a count has not come to its end: that one is under way */
	for (i = 0; i < REFRESHES_MAX; i++) {
		ask_pages(&id, 1);
		if (i && !expect_pages(id, LARGE_ZERO, 0))
			break;
		usleep(20000);
	}
	go_on(pid);
	assert_true(proc_id_equal(id_of(pid), id));
	assert_int_not_equal(find(&sample_between, pid)->exec_seq, exec_seq);
	for (i = 0; i < REFRESHES_MAX; i++) {
		ask_pages(&id, 1);
		if (expect_pages(id, 1000, OTHER_WRITTEN))
			break;
		usleep(20000);
	}
	assert_true(i < REFRESHES_MAX);
	assert_int_equal(pages_told(id)->exec_seq,
			 find(&sample_between, pid)->exec_seq);
	end_child(pid);
}

#define HUGE	(2UL << 20)
#define NR_HUGE	"8"

static char *map_huge(size_t pages, int flags)
{
	char *p = mmap(NULL, pages * HUGE, PROT_READ | PROT_WRITE,
		       MAP_ANONYMOUS | MAP_HUGETLB | MAP_NORESERVE | flags, -1,
		       0);

	if (p == MAP_FAILED)
		_exit(1);
	return p;
}

/* Gets one huge page of its own, and a shared one, and gives back the first. */
static bool get_huge_pages(void)
{
	char *own = map_huge(2, MAP_PRIVATE);
	char *shared = map_huge(2, MAP_SHARED);

	raise(SIGSTOP);
	own[0] = 1;
	raise(SIGSTOP);
	shared[0] = 1;
	raise(SIGSTOP);
	if (madvise(own, HUGE, MADV_DONTNEED))
		_exit(1);
	raise(SIGSTOP);
	return true;
}

/* Huge pages are in no size that is read of all: off screen, too, and soon. */
static void expect_huge(pid_t pid, uint64_t bytes)
{
	const struct proc *proc, *call;

	sweep(by_proc, false, &sample_before);
	sweep(by_syscall, false, &sample_between);
	proc = find(&sample_before, pid);
	call = find(&sample_between, pid);
	assert_true(proc->known & call->known & KNOWN_HUGETLB);
	assert_int_equal(proc->hugetlb, bytes);
	assert_int_equal(call->hugetlb, bytes);
}

static void test_huge_pages_are_told_at_once(void **state)
{
	pid_t first = stopped_child(get_huge_pages);
	pid_t second = stopped_child(get_huge_pages);

	(void)state;
	expect_huge(first, 0);
	go_on(first);
	expect_huge(first, HUGE);
	expect_huge(second, 0);
	go_on(second);
	go_on(second);
	expect_huge(second, 2 * HUGE);
	expect_huge(first, HUGE);
	go_on(second);
	expect_huge(second, HUGE);
	end_child(second);
	expect_huge(first, HUGE);
	end_child(first);
}

static bool allow_huge_pages(void)
{
	int fd = open("/proc/sys/vm/nr_overcommit_hugepages", O_WRONLY);
	bool ok = fd >= 0 &&
		  write(fd, NR_HUGE, strlen(NR_HUGE)) == strlen(NR_HUGE);

	close(fd);
	return ok;
}

/* One processor, so that no other holds back a page in its batch. */
static int add_swap(void **state)
{
	cpu_set_t first;

	(void)state;
	CPU_ZERO(&first);
	CPU_SET(0, &first);
	return sched_setaffinity(0, sizeof(first), &first) ||
	       !zram_swapon() || !allow_huge_pages();
}

static int remove_swap(void **state)
{
	(void)state;
	return !zram_swapoff();
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_all_processes_are_told_alike, open_both,
			close_both),
		cmocka_unit_test_setup_teardown(test_swap_is_told_at_once,
						open_both, close_both),
		cmocka_unit_test(test_the_library_finds_both_options),
		cmocka_unit_test_setup_teardown(
			test_large_blocks_are_counted_to_their_end, open_both,
			close_both),
		cmocka_unit_test_setup_teardown(
			test_an_exec_discards_what_was_counted, open_both,
			close_both),
		cmocka_unit_test_setup_teardown(
			test_huge_pages_are_told_at_once, open_both,
			close_both),
	};

	if (argc > 1 && !strcmp(argv[1], "after-exec"))
		return after_exec();
	if (!running_ours()) {
		printf("Bail out! no tamalloc kernel of ABI 2\n");
		return 1;
	}
	ready = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (ready == MAP_FAILED)
		return 1;
	return cmocka_run_group_tests(tests, add_swap, remove_swap);
}
