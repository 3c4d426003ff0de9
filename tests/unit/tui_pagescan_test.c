// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "check.h"
#include "plot.h"
#include "source/process/pagescan.h"

#define HUGE_PAGES 512

static atomic_bool stop;

/* What a scan told, page by page, and whether it kept its promises. */
struct told {
	const struct plot *plot;
	enum page_state *states;
	uint64_t behind;		/* the end of the run before */
	enum page_state last;
	size_t nr_runs;
	unsigned int wrong;
};

static void take(void *ctx, const struct page_run *run)
{
	struct told *told = ctx;
	uint64_t page, i;

	told->nr_runs++;
	if (run->start < told->behind || !run->pages ||
	    run->state == PAGE_UNTOUCHED ||
	    (run->start == told->behind && run->state == told->last))
		told->wrong++;
	told->behind = run->start + run->pages * PAGE_BYTES;
	told->last = run->state;
	if (run->start < plot_address(told->plot, 0) ||
	    told->behind > plot_end(told->plot)) {
		told->wrong++;
		return;
	}
	page = (run->start - plot_address(told->plot, 0)) / PAGE_BYTES;
	for (i = 0; i < run->pages; i++) {
		told->wrong += told->states[page + i] != PAGE_UNTOUCHED;
		told->states[page + i] = run->state;
	}
}

/* An old kernel can't tell zero, and not always what is private. */
static bool is_same(enum page_state now, enum page_state truth, bool tells_zero)
{
	if (tells_zero || now == truth)
		return now == truth;
	/* the mark of what is its own: on huge pages since 6.9 or so */
	return now == PAGE_PRESENT ? truth == PAGE_ZERO || truth == PAGE_HUGE :
				     now == PAGE_WRITTEN && truth == PAGE_HUGE;
}

static bool told_truth(struct told *told, bool tells_zero, size_t from,
		       size_t to)
{
	const enum page_state *truth = told->plot->truth;
	size_t i;

	for (i = from; i < to; i++)
		if (!is_same(told->states[i], truth[i], tells_zero)) {
			print_message("page %zu: told %d, is %d\n", i,
				      told->states[i], truth[i]);
			return false;
		}
	return !told->wrong;
}

/* Scan pages @from to @to of @plot, a mapping of @kind; is it the truth? */
static bool scans_range(const struct plot *plot, enum mapping_kind kind,
			size_t from, size_t to, size_t *nr_runs)
{
	const struct sample_mapping mapping = {
		.start = plot_address(plot, 0),
		.end = plot_end(plot),
		.kind = kind,
	};
	struct pagescan *scan = pagescan_new(&stop);
	int fd = open("/proc/self/pagemap", O_RDONLY);
	struct told told = {
		.plot = plot,
		.states = xcalloc(plot->pages, sizeof(*told.states)),
	};
	enum pagescan_end how;
	bool same;

	how = pagescan_range(scan, fd, &mapping, 1, plot_address(plot, from),
			     plot_address(plot, to), take, &told);
	same = how == PAGESCAN_DONE &&
	       told_truth(&told, pagescan_tells_zero(scan), from, to);
	if (nr_runs)
		*nr_runs = told.nr_runs;
	free(told.states);
	close(fd);
	pagescan_free(scan);
	return same;
}

struct case_of {
	const struct plot *plot;
	enum mapping_kind kind;
};

static bool scans_whole(void *arg)
{
	const struct case_of *it = arg;

	return scans_range(it->plot, it->kind, 0, it->plot->pages, NULL);
}

/* On this kernel, and on one that knows nothing. */
static void check_both(const struct plot *plot, enum mapping_kind kind)
{
	struct case_of it = { plot, kind };

	assert_true(scans_whole(&it));
	assert_true(on_old_kernel(scans_whole, &it));
}

static void test_the_kernel_is_asked_what_it_can(void **state)
{
	struct pagescan *scan = pagescan_new(&stop);

	(void)state;
	assert_true(pagescan_tells_zero(scan));
	pagescan_free(scan);
}

static void test_states(void **state)
{
	struct plot plot;
	size_t i;

	(void)state;
	plot_open(&plot, 4096);
	check_both(&plot, KIND_ANON);
	for (i = 0; i < 1000; i++)
		plot_write(&plot, i);
	for (i = 1000; i < 1500; i++)
		plot_read(&plot, i);
	for (i = 2000; i < 3000; i += 3)
		plot_write(&plot, i);
	for (i = 2001; i < 3000; i += 3)
		plot_read(&plot, i);
	plot_write(&plot, 4095);
	check_both(&plot, KIND_ANON);
	plot_release(&plot, 0, 4096);
	check_both(&plot, KIND_ANON);
	plot_close(&plot);
}

static void test_random_patterns(void **state)
{
	struct plot plot;
	int i;

	(void)state;
	plot_open(&plot, 9973);
	for (i = 0; i < 12; i++) {
		plot_scatter(&plot, 700);
		check_both(&plot, KIND_ANON);
	}
	plot_close(&plot);
}

/* More regions than the kernel walks at once (512), than one answer holds. */
static void test_many_regions(void **state)
{
	static const size_t sizes[] = {
		1022, 1024, 1026, 2046, 2048, 2050, 4094, 4096, 4098, 8192,
		131072, 140001,
	};
	struct plot plot;
	size_t i, page, runs;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		plot_open(&plot, sizes[i]);
		for (page = 0; page < sizes[i]; page += 2)
			plot_write(&plot, page);
		check_both(&plot, KIND_ANON);
		/* alternating, so that pages are found without a gap, too */
		for (page = 1; page < sizes[i]; page += 2)
			plot_read(&plot, page);
		check_both(&plot, KIND_ANON);
		assert_true(scans_range(&plot, KIND_ANON, 0, sizes[i], &runs));
		assert_int_equal(runs, sizes[i]);
		plot_close(&plot);
	}
}

/* Limits on pages: one run is told as one, however often the kernel paused. */
static void test_many_pages(void **state)
{
	static const size_t sizes[] = { 65535, 65536, 65537, 131072, 200000 };
	struct plot plot;
	size_t i, page, runs;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		plot_open(&plot, sizes[i] + 5000);
		for (page = 0; page < sizes[i]; page++)
			plot_write(&plot, page);
		check_both(&plot, KIND_ANON);
		assert_true(scans_range(&plot, KIND_ANON, 0, plot.pages,
					&runs));
		assert_int_equal(runs, 1);
		plot_write(&plot, plot.pages - 1);
		check_both(&plot, KIND_ANON);
		plot_close(&plot);
	}
}

static void test_parts(void **state)
{
	struct plot plot;
	size_t from, to;
	int i;

	(void)state;
	plot_open(&plot, 3000);
	plot_scatter(&plot, 2500);
	for (i = 0; i < 200; i++) {
		from = plot_random(&plot, plot.pages);
		to = from + plot_random(&plot, plot.pages - from) + 1;
		assert_true(scans_range(&plot, KIND_ANON, from, to, NULL));
	}
	assert_true(scans_range(&plot, KIND_ANON, 7, 7, NULL));
	plot_close(&plot);
}

static void test_shared_memory_is_page_cache(void **state)
{
	struct plot plot;
	size_t i;

	(void)state;
	plot_open_shared(&plot, 2000);
	for (i = 0; i < 2000; i += 7)
		plot_write(&plot, i);
	for (i = 3; i < 2000; i += 7)
		plot_read(&plot, i);
	plot_release(&plot, 700, 100);
	check_both(&plot, KIND_SHARED);
	plot_close(&plot);
}

/* A private mapping of a file: read pages are the file's, written ones not. */
static void test_private_file(void **state)
{
	struct plot plot;
	FILE *file = tmpfile();
	char page[PAGE_BYTES];
	int i;

	(void)state;
	plot_open(&plot, 64);
	assert_non_null(file);
	memset(page, 'x', sizeof(page));
	for (i = 0; i < 64; i++)
		assert_int_equal(fwrite(page, sizeof(page), 1, file), 1);
	fflush(file);
	assert_true(mmap((void *)plot.base, plot.pages * PAGE_BYTES,
			 PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED,
			 fileno(file), 0) == plot.base);
	madvise((void *)plot.base, plot.pages * PAGE_BYTES, MADV_RANDOM);
	madvise((void *)plot.base, plot.pages * PAGE_BYTES, MADV_POPULATE_READ);
	for (i = 0; i < 64; i++)
		plot.truth[i] = PAGE_FILE;
	for (i = 10; i < 20; i++)
		plot_write(&plot, i);
	check_both(&plot, KIND_FILE);
	fclose(file);
	plot_close(&plot);
}

/* Holes and guards between touched pages */
static void test_holes(void **state)
{
	struct plot plot;
	size_t i;

	(void)state;
	plot_open(&plot, 1000);
	for (i = 0; i < 1000; i++)
		plot_write(&plot, i);
	assert_int_equal(mprotect((void *)(plot.base + 100 * PAGE_BYTES),
				  100 * PAGE_BYTES, PROT_NONE), 0);
	check_both(&plot, KIND_ANON);
	assert_int_equal(munmap((void *)(plot.base + 500 * PAGE_BYTES),
				100 * PAGE_BYTES), 0);
	for (i = 500; i < 600; i++)
		plot.truth[i] = PAGE_UNTOUCHED;
	check_both(&plot, KIND_ANON);
	plot_close(&plot);
}

#ifndef MADV_GUARD_INSTALL
#define MADV_GUARD_INSTALL 102
#endif

static void test_guard_pages_are_untouched(void **state)
{
	struct plot plot;
	size_t i;

	(void)state;
	plot_open(&plot, 64);
	for (i = 0; i < 64; i += 2)
		plot_write(&plot, i);
	if (madvise((void *)(plot.base + 16 * PAGE_BYTES), 8 * PAGE_BYTES,
		    MADV_GUARD_INSTALL)) {
		plot_close(&plot);
		print_message("no MADV_GUARD_INSTALL: %s\n", strerror(errno));
		skip();
	}
	for (i = 16; i < 24; i++)
		plot.truth[i] = PAGE_UNTOUCHED;
	check_both(&plot, KIND_ANON);
	plot_close(&plot);
}

/* Is the memory at @page in a huge page? */
static bool is_huge(const struct plot *plot, size_t page)
{
	uint64_t start = plot_address(plot, page);
	char line[256], head[32];
	unsigned long kb = 0;
	bool inside = false;
	FILE *file = fopen("/proc/self/smaps", "r");

	snprintf(head, sizeof(head), "%lx-", (unsigned long)start);
	while (file && fgets(line, sizeof(line), file)) {
		inside = inside || !strncmp(line, head, strlen(head));
		if (inside && sscanf(line, "AnonHugePages: %lu", &kb) == 1)
			break;
	}
	if (file)
		fclose(file);
	return kb;
}

/* Make of @plot one that has @nr huge pages behind its first aligned page. */
static size_t allow_huge(struct plot *plot, size_t nr)
{
	size_t first = HUGE_PAGES -
		       plot_address(plot, 0) / PAGE_BYTES % HUGE_PAGES;

	madvise((void *)(plot->base + first * PAGE_BYTES),
		nr * HUGE_PAGES * PAGE_BYTES, MADV_HUGEPAGE);
	return first;
}

static void fill(struct plot *plot, size_t page, size_t nr,
		 enum page_state state)
{
	for (; nr; nr--)
		plot->truth[page++] = state;
}

static void test_huge_pages(void **state)
{
	struct plot plot;
	size_t first;

	(void)state;
	plot_open(&plot, 4 * HUGE_PAGES);
	first = allow_huge(&plot, 2);
	plot_write(&plot, first + 5);
	plot_read(&plot, first + HUGE_PAGES + 5);
	if (!is_huge(&plot, first)) {
		plot_close(&plot);
		print_message("no huge page to be had\n");
		skip();
	}
	fill(&plot, first, HUGE_PAGES, PAGE_HUGE);
	fill(&plot, first + HUGE_PAGES, HUGE_PAGES, PAGE_HUGE_ZERO);
	check_both(&plot, KIND_ANON);
	/* parts of a huge page, too */
	assert_true(scans_range(&plot, KIND_ANON, first + 3, first + 600,
				NULL));
	plot_close(&plot);
}

static void count_run(void *ctx, const struct page_run *run)
{
	*(uint64_t *)ctx += run->pages;
}

static void test_a_stop_ends_a_scan(void **state)
{
	struct pagescan *scan = pagescan_new(&stop);
	int fd = open("/proc/self/pagemap", O_RDONLY);
	struct plot plot;
	uint64_t pages = 0;

	(void)state;
	plot_open(&plot, 16);
	plot_write(&plot, 3);
	atomic_store(&stop, true);
	assert_int_equal(pagescan_range(scan, fd, NULL, 0,
					plot_address(&plot, 0),
					plot_end(&plot), count_run, &pages),
			 PAGESCAN_STOPPED);
	assert_int_equal(pages, 0);
	atomic_store(&stop, false);
	assert_int_equal(pagescan_range(scan, fd, NULL, 0,
					plot_address(&plot, 0),
					plot_end(&plot), count_run, &pages),
			 PAGESCAN_DONE);
	assert_int_equal(pages, 1);
	plot_close(&plot);
	close(fd);
	pagescan_free(scan);
}

static void test_a_wrong_file_fails(void **state)
{
	struct pagescan *scan = pagescan_new(&stop);
	uint64_t pages = 0;

	(void)state;
	assert_int_equal(pagescan_range(scan, -1, NULL, 0, 0, PAGE_BYTES,
					count_run, &pages), PAGESCAN_FAILED);
	assert_int_equal(errno, EBADF);
	assert_int_equal(pages, 0);
	pagescan_free(scan);
}

/* The pagemap of a child that had the memory of the test, and has ended. */
static int pagemap_of_the_dead(void)
{
	pid_t pid = fork_child();
	char path[32];
	int fd;

	assert_true(pid >= 0);
	while (!pid)
		pause();
	snprintf(path, sizeof(path), "/proc/%d/pagemap", (int)pid);
	fd = open(path, O_RDONLY);
	assert_true(pagescan_has_memory(fd));
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	assert_false(pagescan_has_memory(fd));
	return fd;
}

struct dead {
	const struct plot *plot;
	int fd;
};

static bool fails_as_gone(void *arg)
{
	struct pagescan *scan = pagescan_new(&stop);
	const struct dead *it = arg;
	const struct sample_mapping mapping = {
		.start = plot_address(it->plot, 0),
		.end = plot_end(it->plot),
		.kind = KIND_ANON,
	};
	enum pagescan_end how;
	uint64_t pages = 0;
	bool gone;

	how = pagescan_range(scan, it->fd, &mapping, 1, mapping.start,
			     mapping.end, count_run, &pages);
	gone = how == PAGESCAN_FAILED && errno == ESRCH && !pages;
	pagescan_free(scan);
	return gone;
}

/* Memory that is gone is not untouched. */
static void test_memory_that_is_gone(void **state)
{
	struct plot plot;
	struct dead it;

	(void)state;
	plot_open(&plot, 16);
	plot_write(&plot, 3);
	it = (struct dead){ &plot, pagemap_of_the_dead() };
	assert_true(fails_as_gone(&it));
	assert_true(on_old_kernel(fails_as_gone, &it));
	close(it.fd);
	plot_close(&plot);
}

/* Without the mappings an old kernel tells nothing, rather than nonsense. */
static bool fails_without_mappings(void *arg)
{
	struct pagescan *scan = pagescan_new(&stop);
	int fd = open("/proc/self/pagemap", O_RDONLY);
	const struct plot *plot = arg;
	enum pagescan_end how;
	uint64_t pages = 0;

	how = pagescan_range(scan, fd, NULL, 0, plot_address(plot, 0),
			     plot_end(plot), count_run, &pages);
	close(fd);
	pagescan_free(scan);
	return how == PAGESCAN_FAILED && !pages;
}

static void test_an_old_kernel_needs_the_mappings(void **state)
{
	struct plot plot;

	(void)state;
	plot_open(&plot, 16);
	plot_write(&plot, 0);
	assert_true(on_old_kernel(fails_without_mappings, &plot));
	plot_close(&plot);
}

/* Gaps as wide as the address space are stepped over where they are known. */
static bool scans_both_ends(void *arg)
{
	const struct plot *plot = arg;
	const struct sample_mapping mappings[] = {
		{ .start = 4 * PAGE_BYTES, .end = 5 * PAGE_BYTES },
		{ .start = plot_address(plot, 0), .end = plot_end(plot),
		  .kind = KIND_ANON },
		{ .start = (1ULL << 47) - 3 * PAGE_BYTES,
		  .end = (1ULL << 47) - 2 * PAGE_BYTES },
	};
	struct pagescan *scan = pagescan_new(&stop);
	int fd = open("/proc/self/pagemap", O_RDONLY);
	uint64_t pages = 0;
	enum pagescan_end how;

	how = pagescan_range(scan, fd, mappings, 3, 0,
			     (1ULL << 47) - PAGE_BYTES, count_run, &pages);
	close(fd);
	pagescan_free(scan);
	return how == PAGESCAN_DONE && pages == 3;
}

static void test_wide_gaps(void **state)
{
	struct plot plot;

	(void)state;
	plot_open(&plot, 16);
	plot_write(&plot, 0);
	plot_write(&plot, 8);
	plot_write(&plot, 15);
	assert_true(on_old_kernel(scans_both_ends, &plot));
	plot_close(&plot);
}

static void test_mapping_behind(void **state)
{
	const struct sample_mapping mappings[] = {
		{ .start = 10, .end = 20 }, { .start = 20, .end = 30 },
		{ .start = 40, .end = 50 },
	};

	(void)state;
	assert_int_equal(mapping_behind(mappings, 3, 0), 0);
	assert_int_equal(mapping_behind(mappings, 3, 19), 0);
	assert_int_equal(mapping_behind(mappings, 3, 20), 1);
	assert_int_equal(mapping_behind(mappings, 3, 35), 2);
	assert_int_equal(mapping_behind(mappings, 3, 50), 3);
	assert_int_equal(mapping_behind(NULL, 0, 1), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_kernel_is_asked_what_it_can),
		cmocka_unit_test(test_states),
		cmocka_unit_test(test_random_patterns),
		cmocka_unit_test(test_many_regions),
		cmocka_unit_test(test_many_pages),
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_shared_memory_is_page_cache),
		cmocka_unit_test(test_private_file),
		cmocka_unit_test(test_holes),
		cmocka_unit_test(test_guard_pages_are_untouched),
		cmocka_unit_test(test_huge_pages),
		cmocka_unit_test(test_a_stop_ends_a_scan),
		cmocka_unit_test(test_a_wrong_file_fails),
		cmocka_unit_test(test_memory_that_is_gone),
		cmocka_unit_test(test_an_old_kernel_needs_the_mappings),
		cmocka_unit_test(test_wide_gaps),
		cmocka_unit_test(test_mapping_behind),
	};

	return cmocka_run_group_tests_name("pagescan", tests, NULL, NULL);
}
