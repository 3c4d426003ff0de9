// SPDX-License-Identifier: GPL-2.0
/*
 * The source of a tamalloc kernel, on a kernel that is the test's: the calls of
 * libtamalloc answer from a table of records, in the order and with the errors
 * that the test wants, and write down what they are asked.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include <tamalloc.h>

#include "check.h"
#include "source/source.h"

#define MIB	(1ULL << 20)

static const atomic_bool never;

static struct {
	bool missing;			/* it has not these calls */
	const struct memstat_rec *records;
	size_t nr_records;
	size_t most;			/* records that one call gives */
	unsigned int interrupts;	/* so many calls first get EINTR */
	int error;			/* of the list */
	bool no_memory;
	/* what came of it */
	unsigned int calls, walks, priorities;
	uint64_t mask, budget;
} kernel;

unsigned int __wrap_tamalloc_has(void);
void *__wrap_tamalloc(size_t size);
long __wrap_list_mem_stats(const struct memstat_req *req, void *records,
			   size_t nr, unsigned int flags);
int __wrap_getpriority(int which, id_t who);

/* -1 is a niceness like any other; one process is just gone. */
int __wrap_getpriority(int which, id_t who)
{
	assert_int_equal(which, PRIO_PROCESS);
	kernel.priorities++;
	if (who == 1) {
		errno = ESRCH;
		return -1;
	}
	return who == 77 ? -1 : 19;
}

unsigned int __wrap_tamalloc_has(void)
{
	return kernel.missing ? TAMALLOC_HAS_TAMALLOC :
				TAMALLOC_HAS_TAMALLOC | TAMALLOC_HAS_MEM_STATS;
}

void *__wrap_tamalloc(size_t size)
{
	void *at;

	if (kernel.no_memory) {
		errno = ENOMEM;
		return NULL;
	}
	at = mmap(NULL, size, PROT_READ | PROT_WRITE,
		  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	return at == MAP_FAILED ? NULL : at;
}

/* What a call gives for one record: of its groups only those asked for. */
static void give(const struct memstat_req *req, struct memstat_rec *out,
		 const struct memstat_rec *rec)
{
	*out = *rec;
	out->mask &= req->mask;
	/* a kernel leaves no field of another group as it was */
	if (!(out->mask & MEMSTAT_TAMALLOC_PAGES)) {
		out->ta_written = 0;
		out->ta_zero = 0;
	}
}

long __wrap_list_mem_stats(const struct memstat_req *req, void *records,
			   size_t nr, unsigned int flags)
{
	struct memstat_rec *out = records;
	size_t i, given = 0;

	assert_int_equal(flags, 0);
	assert_int_equal(req->size, sizeof(*req));
	assert_int_equal(req->rec_size, sizeof(*out));
	kernel.calls++;
	kernel.mask |= req->mask;
	if (req->mask & MEMSTAT_TAMALLOC_PAGES) {
		assert_true(req->walk_budget > 0);
		assert_int_equal(req->last_pid, req->after_pid + 1);
		kernel.walks++;
		kernel.budget = req->walk_budget;
	}
	if (kernel.interrupts) {
		kernel.interrupts--;
		errno = EINTR;
		return -1;
	}
	if (kernel.error) {
		errno = kernel.error;
		return -1;
	}
	for (i = 0; i < kernel.nr_records && given < nr &&
	     given < kernel.most; i++)
		if (kernel.records[i].pid > req->after_pid &&
		    (!req->last_pid || kernel.records[i].pid <= req->last_pid))
			give(req, &out[given++], &kernel.records[i]);
	return (long)given;
}

#define ALL (MEMSTAT_TASK | MEMSTAT_MM | MEMSTAT_OOM | MEMSTAT_TAMALLOC | \
	     MEMSTAT_TAMALLOC_PAGES)

static const struct memstat_rec records[] = {
	{
		.mask = ALL, .pid = 1, .ppid = 0, .uid = 9, .euid = 0,
		.comm = "init", .start_ns = 5, .nr_threads = 3, .min_flt = 6, .maj_flt = 7,
		.vm_total = 8 * MIB, .rss_anon = 1 * MIB, .rss_file = 2 * MIB,
		.rss_shmem = 3 * MIB, .swap = 11 * 4096, .oom_score = 17,
	}, {
		.mask = ALL, .pid = 2, .flags = MEMSTAT_F_KTHREAD,
		.comm = "kthreadd",
	}, {
		.mask = ALL, .pid = 77, .ppid = 1, .euid = 1000,
		.comm = "block", .start_ns = 1234567890123,
		.vm_total = 900 * MIB, .rss_anon = 30 * MIB,
		.ta_reserved = 512 * MIB, .ta_written = 20 * MIB,
		.ta_zero = 4 * MIB, .ta_huge = 2 * MIB, .ta_swapped = 8192,
		.oom_score = 70000,
	}, {
		.mask = ALL & ~(MEMSTAT_OOM | MEMSTAT_TAMALLOC |
				MEMSTAT_TAMALLOC_PAGES),
		.pid = 78, .ppid = 77, .comm = "plain", .start_ns = 99,
		.vm_total = 3 * MIB,
	}, {
		.mask = ALL, .pid = 4194304, .flags = MEMSTAT_F_ZOMBIE,
		.ppid = 77, .comm = "over",
	},
};

struct fixture {
	struct source *source;
	struct demand demand;
	struct sample sample;
};

static int set_up(void **state)
{
	struct fixture *it = calloc(1, sizeof(*it));

	memset(&kernel, 0, sizeof(kernel));
	kernel.records = records;
	kernel.nr_records = ARRAY_SIZE(records);
	kernel.most = 1000;
	if (!it)
		return -1;
	it->source = source_syscall.open(&never);
	it->demand.list = true;
	*state = it;
	return it->source ? 0 : -1;
}

static int tear_down(void **state)
{
	struct fixture *it = *state;

	source_syscall.close(it->source);
	demand_release(&it->demand);
	sample_release(&it->sample);
	free(it);
	return 0;
}

static enum status take_sample(struct fixture *it)
{
	sample_reset(&it->sample);
	return source_syscall.sample(it->source, &it->demand, &it->sample);
}

static void check_list(const struct fixture *it)
{
	const struct proc *procs = it->sample.procs;
	size_t i;

	assert_int_equal(it->sample.sections, SECTION_LIST);
	assert_int_equal(it->sample.nr_procs, ARRAY_SIZE(records));
	for (i = 0; i < ARRAY_SIZE(records); i++) {
		assert_int_equal(procs[i].id.pid, records[i].pid);
		assert_int_equal(procs[i].id.start_ns, records[i].start_ns);
		assert_string_equal(procs[i].comm, records[i].comm);
		assert_int_equal(procs[i].ppid, records[i].ppid);
		assert_int_equal(procs[i].uid, records[i].euid);
		assert_int_equal(procs[i].minflt, records[i].min_flt);
		assert_int_equal(procs[i].majflt, records[i].maj_flt);
		assert_int_equal(procs[i].reserved, records[i].vm_total);
		assert_int_equal(procs[i].resident, records[i].rss_anon +
				 records[i].rss_file + records[i].rss_shmem);
		assert_int_equal(procs[i].swapped, records[i].swap);
		assert_int_equal(procs[i].oom_score, records[i].oom_score);
		assert_int_equal(procs[i].ta_reserved, records[i].ta_reserved);
	}
}

static void test_the_list(void **state)
{
	struct fixture *it = *state;
	const struct proc *procs;
	const uint32_t all = KNOWN_TASK | KNOWN_FAULTS | KNOWN_MM | KNOWN_SWAP;

	assert_int_equal(take_sample(it), ST_OK);
	check_list(it);
	procs = it->sample.procs;
	assert_int_equal(procs[0].flags, 0);
	assert_int_equal(procs[1].flags, PROC_KTHREAD);
	assert_int_equal(procs[4].flags, PROC_ZOMBIE);
	assert_int_equal(procs[0].known & all, all);
	assert_true(procs[0].known & KNOWN_OOM);
	assert_true(procs[0].known & KNOWN_TAMALLOC);
	/* a kernel with fewer groups */
	assert_int_equal(procs[3].known & all, all);
	assert_false(procs[3].known & (KNOWN_OOM | KNOWN_TAMALLOC));
	/* all with frames are walked only where that is asked for */
	assert_int_equal(kernel.walks, 0);
}

/* Niceness is asked of rows on screen, and of nobody else. */
static void test_niceness(void **state)
{
	struct fixture *it = *state;
	const struct proc *procs;

	assert_int_equal(take_sample(it), ST_OK);
	procs = it->sample.procs;
	assert_int_equal(kernel.priorities, 0);
	assert_false(procs[0].known & KNOWN_NICE);
	assert_int_equal(procs[0].nr_threads, 3);
	assert_int_equal(procs[0].shared, 5 * MIB);
	demand_shown(&it->demand, (struct proc_id){ 1, 5 });
	demand_shown(&it->demand, (struct proc_id){ 77, 1234567890123 });
	/* another one has the number now, and one is in no list */
	demand_shown(&it->demand, (struct proc_id){ 78, 98 });
	demand_shown(&it->demand, (struct proc_id){ 4000, 1 });
	assert_int_equal(take_sample(it), ST_OK);
	procs = it->sample.procs;
	assert_int_equal(kernel.priorities, 2);
	assert_false(procs[0].known & KNOWN_NICE);
	assert_true(procs[2].known & KNOWN_NICE);
	assert_int_equal(procs[2].nice, -1);
	assert_false(procs[3].known & KNOWN_NICE);
}

static void test_in_several_calls(void **state)
{
	struct fixture *it = *state;

	for (kernel.most = 1; kernel.most <= 6; kernel.most++) {
		kernel.calls = 0;
		assert_int_equal(take_sample(it), ST_OK);
		check_list(it);
		/* a short count is no end: only none is */
		assert_int_equal(kernel.calls,
				 (5 + kernel.most - 1) / kernel.most + 1);
	}
}

static void test_interrupted(void **state)
{
	struct fixture *it = *state;

	kernel.interrupts = 3;
	kernel.most = 2;
	assert_int_equal(take_sample(it), ST_OK);
	check_list(it);
}

static void test_an_error(void **state)
{
	struct fixture *it = *state;

	kernel.error = EPERM;
	assert_int_equal(take_sample(it), ST_SYSTEM);
	assert_int_equal(errno, EPERM);
	assert_false(it->sample.sections & SECTION_LIST);
	kernel.error = 0;
	assert_int_equal(take_sample(it), ST_OK);
	check_list(it);
}

static void test_no_room_for_records(void **state)
{
	struct fixture *it = *state;

	kernel.no_memory = true;
	assert_int_equal(take_sample(it), ST_SYSTEM);
	kernel.no_memory = false;
	assert_int_equal(take_sample(it), ST_OK);
	check_list(it);
}

/* By one call after another: what was summed up last time is not in it. */
static void test_totals(void **state)
{
	struct fixture *it = *state;
	const struct sys_stat *sys = &it->sample.sys;
	int i;

	kernel.most = 2;
	for (i = 0; i < 2; i++) {
		assert_int_equal(take_sample(it), ST_OK);
		assert_true(sys->known & KNOWN_TOTALS);
		assert_int_equal(sys->reserved, (8 + 900 + 3) * MIB);
		assert_int_equal(sys->resident, (1 + 2 + 3 + 30) * MIB);
	}
}

static void test_is_it_there(void **state)
{
	(void)state;
	assert_int_equal(source_syscall.probe(), ST_OK);
	kernel.missing = true;
	assert_int_equal(source_syscall.probe(), ST_NO_SOURCE);
}

static void ask_pages(struct fixture *it, pid_t pid, uint64_t start_ns)
{
	demand_reset(&it->demand);
	demand_pages(&it->demand,
		     (struct proc_id){ .pid = pid, .start_ns = start_ns });
	it->demand.pages_ns = 1000000000;
	assert_int_equal(take_sample(it), ST_OK);
	assert_int_equal(it->sample.sections, SECTION_PAGES);
}

static void test_pages(void **state)
{
	struct fixture *it = *state;
	const struct sample_pages *pages;

	ask_pages(it, 77, 1234567890123);
	assert_int_equal(kernel.walks, 1);
	assert_true(kernel.budget >= 4096);
	assert_int_equal(it->sample.nr_pages, 1);
	pages = it->sample.pages;
	assert_int_equal(pages->id.pid, 77);
	assert_int_equal(pages->state, PAGES_COUNTED);
	assert_int_equal(pages->written, 20 * MIB);
	assert_int_equal(pages->zero, 4 * MIB);
	assert_int_equal(pages->huge, 2 * MIB);
	assert_int_equal(pages->swapped, 8192);
}

/* Those of another process under the same number are nobody's. */
static void test_pages_of_another(void **state)
{
	struct fixture *it = *state;

	ask_pages(it, 77, 5);
	assert_int_equal(it->sample.nr_pages, 0);
	/* nor of one that is gone */
	ask_pages(it, 50, 5);
	assert_int_equal(it->sample.nr_pages, 0);
}

static void test_pages_that_are_denied(void **state)
{
	struct memstat_rec rec = records[2];
	struct fixture *it = *state;

	rec.mask &= ~MEMSTAT_TAMALLOC_PAGES;
	rec.flags = MEMSTAT_F_DENIED;
	kernel.records = &rec;
	kernel.nr_records = 1;
	ask_pages(it, 77, rec.start_ns);
	assert_int_equal(it->sample.nr_pages, 1);
	assert_int_equal(it->sample.pages[0].state, PAGES_DENIED);
	assert_int_equal(it->sample.pages[0].written, 0);
	/* who was busy is asked again, and nothing is known meanwhile */
	rec.flags = MEMSTAT_F_BUSY;
	ask_pages(it, 77, rec.start_ns);
	assert_true(it->sample.nr_pages == 0 ||
		    it->sample.pages[0].state == PAGES_UNKNOWN);
	rec = records[2];
	ask_pages(it, 77, rec.start_ns);
	assert_int_equal(it->sample.pages[0].state, PAGES_COUNTED);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_the_list),
		TEST(test_niceness),
		TEST(test_in_several_calls),
		TEST(test_interrupted),
		TEST(test_an_error),
		TEST(test_no_room_for_records),
		TEST(test_totals),
		TEST(test_is_it_there),
		TEST(test_pages),
		TEST(test_pages_of_another),
		TEST(test_pages_that_are_denied),
	};

	return cmocka_run_group_tests_name("scripted calls", tests, NULL,
					   NULL);
}
