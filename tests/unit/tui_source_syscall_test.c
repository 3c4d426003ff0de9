// SPDX-License-Identifier: GPL-2.0
/* The source of a tamalloc kernel, on calls that the test answers. */
#include <errno.h>
#include <string.h>

#include <tamalloc.h>

#include "check.h"
#include "common/clock.h"
#include "source/source.h"

#define PAGE 4096ULL
#define PID 412
#define START_NS (7 * NSEC_PER_SEC)

long __wrap_list_mem_stats(const struct memstat_req *req, void *records,
			   size_t nr, unsigned int flags);

/* What the kernel that the test plays is like, and what was asked of it. */
static struct {
	struct memstat_rec list[2];
	uint64_t pages;			/* all of them zero pages */
	uint64_t pages_a_slice;
	unsigned int busy;		/* so many walks more can't begin */
	unsigned int interrupted;	/* so many calls more end by EINTR */
	unsigned int walks;
	bool gone;
} kernel;

static atomic_bool stop;
static unsigned int stop_after;		/* walks; 0: never */

static long walk(const struct memstat_req *req, struct memstat_rec *rec)
{
	uint64_t from = req->walk_from / PAGE;
	uint64_t to = from + kernel.pages_a_slice;

	assert_int_equal(req->size, 40);
	assert_int_equal(req->rec_size, 232);
	assert_int_equal(req->mask, MEMSTAT_TASK | MEMSTAT_TAMALLOC_PAGES);
	assert_int_equal(req->after_pid, PID - 1);
	assert_int_equal(req->last_pid, PID);
	assert_int_equal(req->walk_from % PAGE, 0);
	assert_true(req->walk_budget > 0);
	if (++kernel.walks == stop_after)
		atomic_store(&stop, true);
	if (kernel.gone)
		return 0;
	*rec = (struct memstat_rec){
		.mask = MEMSTAT_TASK, .pid = PID, .start_ns = START_NS,
	};
	if (kernel.busy) {
		kernel.busy--;
		rec->flags = MEMSTAT_F_BUSY;
		return 1;
	}
	rec->mask |= MEMSTAT_TAMALLOC_PAGES;
	if (to < kernel.pages) {
		rec->flags = MEMSTAT_F_PARTIAL;
		rec->ta_next = to * PAGE;
	} else {
		to = kernel.pages;
	}
	rec->ta_zero = (to - from) * PAGE;
	return 1;
}

long __wrap_list_mem_stats(const struct memstat_req *req, void *records,
			   size_t nr, unsigned int flags)
{
	assert_int_equal(flags, 0);
	assert_true(nr > 0);
	if (kernel.interrupted) {
		kernel.interrupted--;
		errno = EINTR;
		return -1;
	}
	if (req->mask & MEMSTAT_TAMALLOC_PAGES)
		return walk(req, records);
	if (req->after_pid)
		return 0;
	memcpy(records, kernel.list, sizeof(kernel.list));
	return 2;
}

static int open_source(void **state)
{
	memset(&kernel, 0, sizeof(kernel));
	kernel.pages = 100000;
	kernel.pages_a_slice = 512;
	stop_after = 0;
	atomic_store(&stop, false);
	*state = source_syscall.open(&stop);
	return !*state;
}

static int close_source(void **state)
{
	source_syscall.close(*state);
	return 0;
}

/* A sample with the pages of PID: what was told of it, 0 if nothing. */
static uint64_t zero_of(void *source)
{
	struct demand demand = { 0 };
	struct sample sample = { 0 };
	uint64_t zero = 0;

	demand_pages(&demand, (struct proc_id){ PID, START_NS });
	demand.pages_ns = NSEC_PER_SEC;
	assert_int_equal(source_syscall.sample(source, &demand, &sample), 0);
	assert_int_equal(sample.sections, SECTION_PAGES);
	if (sample.nr_pages) {
		assert_int_equal(sample.nr_pages, 1);
		assert_int_equal(sample.pages[0].state, PAGES_COUNTED);
		assert_int_equal(sample.pages[0].written, 0);
		zero = sample.pages[0].zero;
	}
	demand_release(&demand);
	sample_release(&sample);
	return zero;
}

static void test_slices_are_summed_up(void **state)
{
	assert_int_equal(zero_of(*state), kernel.pages * PAGE);
	assert_int_equal(kernel.walks, (kernel.pages + 511) / 512);
}

static void test_a_signal_is_no_end(void **state)
{
	kernel.interrupted = 3;
	assert_int_equal(zero_of(*state), kernel.pages * PAGE);
}

static void test_who_is_busy_is_asked_again(void **state)
{
	kernel.busy = 7;
	assert_int_equal(zero_of(*state), kernel.pages * PAGE);
	assert_int_equal(kernel.walks, 7 + (kernel.pages + 511) / 512);
}

/* One that stays busy is let alone till the next sample, and nothing is lost. */
static void test_who_stays_busy_holds_up_nobody(void **state)
{
	unsigned int walks;

	kernel.busy = 1000000;
	assert_int_equal(zero_of(*state), 0);
	walks = kernel.walks;
	assert_in_range(walks, 2, 1000);
	kernel.busy = 0;
	assert_int_equal(zero_of(*state), kernel.pages * PAGE);
	assert_int_equal(kernel.walks, walks + (kernel.pages + 511) / 512);
}

static void test_it_stops_when_told_and_goes_on_later(void **state)
{
	stop_after = 10;
	assert_int_equal(zero_of(*state), 0);
	assert_int_equal(kernel.walks, 10);
	atomic_store(&stop, false);
	assert_int_equal(zero_of(*state), kernel.pages * PAGE);
	assert_int_equal(kernel.walks, (kernel.pages + 511) / 512);
}

static void test_one_that_is_gone(void **state)
{
	kernel.gone = true;
	assert_int_equal(zero_of(*state), 0);
	assert_int_equal(kernel.walks, 1);
}

static void test_a_record_is_taken_whole(void **state)
{
	struct demand demand = { .list = true };
	struct sample sample = { 0 };
	const struct proc *proc;

	kernel.list[0].pid = 1;
	kernel.list[1] = (struct memstat_rec){
		.mask = MEMSTAT_TASK | MEMSTAT_MM | MEMSTAT_OOM |
			MEMSTAT_TAMALLOC,
		.pid = PID, .start_ns = START_NS, .exec_seq = 1ULL << 40,
		.euid = 1000, .min_flt = 5, .maj_flt = 6, .comm = "demo",
		.oom_score = 86673, .vm_total = 7 * PAGE, .rss_anon = PAGE,
		.rss_file = 2 * PAGE, .rss_shmem = 3 * PAGE, .swap = 9 * PAGE,
		.ta_reserved = 4 * PAGE,
	};
	assert_int_equal(source_syscall.sample(*state, &demand, &sample), 0);
	assert_int_equal(sample.nr_procs, 2);
	assert_int_equal(sample.procs[0].known, 0);
	proc = &sample.procs[1];
	assert_int_equal(proc->id.pid, PID);
	assert_int_equal(proc->id.start_ns, START_NS);
	assert_int_equal(proc->exec_seq, 1ULL << 40);
	assert_int_equal(proc->uid, 1000);
	assert_int_equal(proc->minflt, 5);
	assert_int_equal(proc->majflt, 6);
	assert_string_equal(proc->comm, "demo");
	assert_int_equal(proc->oom_score, 86673);
	assert_int_equal(proc->reserved, 7 * PAGE);
	assert_int_equal(proc->resident, 6 * PAGE);
	assert_int_equal(proc->swapped, 9 * PAGE);
	assert_int_equal(proc->ta_reserved, 4 * PAGE);
	assert_int_equal(sample.sys.reserved, 7 * PAGE);
	sample_release(&sample);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, open_source, close_source)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_slices_are_summed_up),
		TEST(test_a_signal_is_no_end),
		TEST(test_who_is_busy_is_asked_again),
		TEST(test_who_stays_busy_holds_up_nobody),
		TEST(test_it_stops_when_told_and_goes_on_later),
		TEST(test_one_that_is_gone),
		TEST(test_a_record_is_taken_whole),
	};

	return cmocka_run_group_tests_name("source syscall", tests, NULL, NULL);
}
