// SPDX-License-Identifier: GPL-2.0
/*
 * Stopped midway, at each point where that can be: what was half done is left
 * out whole, and nothing is lost for the next time. The flag is set by the
 * n-th call of the kernel, for every n that there is.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/alloc.h"
#include "check.h"
#include "plot.h"
#include "source/process/blocks.h"
#include "source/process/inspect.h"
#include "source/process/maps.h"
#include "source/process/pagebook.h"
#include "source/process/pagescan.h"
#include "source/source.h"

/* Every other page of it makes more runs than one slice of a scan holds. */
#define PLOT_PAGES	12000
#define NR_USES		3
/* More mappings than are read between two looks at the flag. */
#define NR_STRIPES	1100

static atomic_bool stop;
static unsigned long calls, stop_at;	/* 0: never */

int __real_ioctl(int fd, unsigned long request, void *arg);
int __wrap_ioctl(int fd, unsigned long request, void *arg);
ssize_t __real_pread(int fd, void *buf, size_t size, off_t offset);
ssize_t __wrap_pread(int fd, void *buf, size_t size, off_t offset);
struct dirent *__real_readdir(DIR *dir);
struct dirent *__wrap_readdir(DIR *dir);

static void count_call(void)
{
	if (++calls == stop_at)
		atomic_store(&stop, true);
}

int __wrap_ioctl(int fd, unsigned long request, void *arg)
{
	count_call();
	return __real_ioctl(fd, request, arg);
}

ssize_t __wrap_pread(int fd, void *buf, size_t size, off_t offset)
{
	count_call();
	return __real_pread(fd, buf, size, offset);
}

struct dirent *__wrap_readdir(DIR *dir)
{
	count_call();
	return __real_readdir(dir);
}

/* The next call but @nr - 1 is the last one before the flag is seen. */
static void stop_after(unsigned long nr)
{
	atomic_store(&stop, false);
	calls = 0;
	stop_at = nr;
}

/* No assert(): what runs as on an old kernel is in a thread of its own. */
#define expect(truth) \
	do { \
		if (!(truth)) { \
			print_message("line %d, stopped at call %lu: %s\n", \
				      __LINE__, stop_at, #truth); \
			return false; \
		} \
	} while (0)

/* Somebody who looks at a plot, with one scan for each use. */
struct looker {
	struct inspector *inspector;
	struct demand demand;
	struct sample sample;
	const struct plot *plot;
};

static void open_looker(struct looker *it, const struct plot *plot)
{
	int use;

	memset(it, 0, sizeof(*it));
	stop_after(0);
	it->inspector = inspector_new(&stop);
	it->plot = plot;
	it->demand.target.id = plot_proc_id(getpid());
	it->demand.target.mappings = true;
	for (use = 0; use < NR_USES; use++)
		demand_scan(&it->demand, (enum scan_use)use,
			    plot_address(plot, 0), plot_end(plot), 77);
}

static void close_looker(struct looker *it)
{
	inspector_free(it->inspector);
	demand_release(&it->demand);
	sample_release(&it->sample);
}

static void look(struct looker *it)
{
	sample_reset(&it->sample);
	inspect(it->inspector, &it->demand, &it->sample);
}

static const struct sample_scan *scan_for(const struct looker *it,
					  enum scan_use use)
{
	size_t i;

	for (i = 0; i < it->sample.nr_scans; i++)
		if (it->sample.scans[i].use == use)
			return &it->sample.scans[i];
	return NULL;
}

/* What an old kernel tells of a page. */
static bool same_counts(const struct page_counts *told,
			const struct page_counts *truth, bool tells_zero)
{
	if (tells_zero)
		return !memcmp(told, truth, sizeof(*told));
	return told->total == truth->total &&
	       told->in[PAGE_WRITTEN] == truth->in[PAGE_WRITTEN] &&
	       told->in[PAGE_UNTOUCHED] == truth->in[PAGE_UNTOUCHED];
}

struct delta {
	uint32_t fresh, gone;
};

/* A scan that was answered is whole, and compared with the one before it. */
static bool scan_is_true(const struct looker *it,
			 const struct sample_scan *scan,
			 const struct delta *since)
{
	bool tells_zero = it->sample.target.has & TARGET_TELLS_ZERO;
	const struct scan_cell *cell = &it->sample.cells[scan->first_cell];
	struct page_counts truth;
	struct delta sum = { 0 };
	size_t i;

	expect(scan->start == plot_address(it->plot, 0));
	expect(scan->end == plot_end(it->plot));
	for (i = 0; i < scan->nr_cells; i++, cell++) {
		truth = plot_counts(it->plot, i * 77, 77);
		expect(same_counts(&cell->now, &truth, tells_zero));
		sum.fresh += cell->fresh;
		sum.gone += cell->gone;
	}
	if (scan->use == SCAN_COUNT)
		return true;
	expect(scan->compared);
	expect(sum.fresh == since->fresh);
	expect(sum.gone == since->gone);
	return true;
}

/* The changes that are told are those of the windows that are. */
static bool changes_are_true(const struct looker *it,
			     const struct delta *since)
{
	const struct delta none = { 0 }, *want = since;
	struct delta sum = { 0 };
	size_t i;

	if (!scan_for(it, SCAN_WINDOW))
		want = &none;
	for (i = 0; i < it->sample.nr_changes; i++) {
		if (it->sample.changes[i].kind == CHANGE_TOUCHED)
			sum.fresh += it->sample.changes[i].pages;
		else
			sum.gone += it->sample.changes[i].pages;
	}
	expect(sum.fresh == want->fresh);
	expect(sum.gone == want->gone);
	return true;
}

static bool mappings_are_whole(const struct looker *it)
{
	const struct sample *sample = &it->sample;
	size_t i;

	if (!(sample->target.has & TARGET_HAS_MAPPINGS)) {
		expect(!sample->nr_mappings);
		return true;
	}
	/* the plot is the highest but for what came later: see that it's in */
	for (i = 0; i < sample->nr_mappings; i++)
		if (sample->mappings[i].start <= plot_address(it->plot, 0) &&
		    sample->mappings[i].end >= plot_end(it->plot))
			return true;
	expect(false);
}

static bool sample_is_true(const struct looker *it, const struct delta *since)
{
	size_t i, cells = 0;

	expect(it->sample.target.state == TARGET_OK);
	expect(mappings_are_whole(it));
	for (i = 0; i < it->sample.nr_scans; i++) {
		const struct sample_scan *scan = &it->sample.scans[i];

		expect(scan_is_true(it, scan, &since[scan->use]));
		expect(scan->first_cell == cells);
		cells += scan->nr_cells;
	}
	expect(it->sample.nr_cells == cells);
	return changes_are_true(it, &since[SCAN_WINDOW]);
}

static void add_run(void *ctx, const struct page_run *run)
{
	page_counts_add(ctx, run->state, run->pages);
}

/* All pages are told to be recorded, as they are, or none; scans are of those. */
static bool look_is_whole(const struct looker *it)
{
	const struct sample *sample = &it->sample;
	const struct page_view view = {
		.ranges = sample->ranges, .nr_ranges = sample->nr_ranges,
		.runs = sample->runs, .nr_runs = sample->nr_runs,
	};
	struct page_counts truth = plot_counts(it->plot, 0, PLOT_PAGES);
	struct page_counts told = { .total = PLOT_PAGES };

	if (!(sample->sections & SECTION_RUNS)) {
		expect(!sample->nr_looks && !sample->nr_ranges);
		expect(!sample->nr_scans);
		return true;
	}
	expect(it->demand.target.runs);
	expect(sample->nr_looks == 1);
	expect(sample->looks[0].mm_id == sample->target.mm_id);
	expect(page_view_end(&view) > plot_end(it->plot));
	page_view_tell(&view, plot_address(it->plot, 0), plot_end(it->plot),
		       add_run, &told);
	return same_counts(&told, &truth, true);
}

/* @nr pages from @page on that were untouched, and as many that were written */
static void change(struct plot *plot, size_t page, size_t nr,
		   struct delta *since)
{
	int use;
	size_t i;

	for (i = 0; i < nr; i++)
		plot_write(plot, page + 2 * i + 1);
	for (i = 0; i < 2 * nr; i++)
		plot_release(plot, page + 6000 + 2 * i, 1);
	for (use = 0; use < NR_USES; use++) {
		since[use].fresh += (uint32_t)nr;
		since[use].gone += (uint32_t)(2 * nr);
	}
}

static void forget_answered(const struct looker *it, struct delta *since)
{
	int use;

	for (use = 0; use < NR_USES; use++)
		if (scan_for(it, (enum scan_use)use))
			since[use] = (struct delta){ 0 };
}

static void make_stripes(struct plot *plot)
{
	size_t i;

	plot_open(plot, PLOT_PAGES);
	for (i = 0; i < plot->pages; i += 2)
		plot_write(plot, i);
}

/* Since the mark, as the whole of the plot says. */
static bool since_is(const struct looker *it, uint32_t touched,
		     uint32_t released)
{
	const struct sample_scan *scan = scan_for(it, SCAN_WHOLE);
	const struct scan_cell *cell = &it->sample.cells[scan->first_cell];
	uint32_t new = 0, old = 0;
	size_t i;

	expect(it->sample.target.has & TARGET_HAS_SINCE);
	for (i = 0; i < scan->nr_cells; i++, cell++) {
		new += cell->since_touched;
		old += cell->since_released;
	}
	expect(new == touched);
	expect(old == released);
	return true;
}

/* What is asked for when the look is stopped. */
struct trial {
	bool marked, runs;
};

static bool told_well(const struct looker *it, const struct delta *since)
{
	return sample_is_true(it, since) &&
	       (!it->demand.target.runs || look_is_whole(it));
}

/*
 * One look that ends at call @nr, between two that don't. The mark is set
 * before it, and is of the look that came to take it.
 */
static bool is_stopped_well(unsigned long nr, const struct trial *trial,
			    bool *ran_through)
{
	struct delta since[NR_USES] = { 0 };
	bool half_marked, good;
	struct looker it;
	struct plot plot;

	make_stripes(&plot);
	open_looker(&it, &plot);
	it.demand.target.runs = trial->runs;
	look(&it);
	change(&plot, 0, 30, since);
	if (trial->marked)
		it.demand.target.mark = 1;
	stop_after(nr);
	look(&it);
	*ran_through = calls < nr;
	good = told_well(&it, since);
	half_marked = it.sample.target.has & TARGET_HAS_SINCE;
	forget_answered(&it, since);
	change(&plot, 1000, 20, since);
	stop_at = 0;
	atomic_store(&stop, false);
	look(&it);
	good = good && told_well(&it, since) && it.sample.nr_scans == NR_USES;
	if (good && trial->marked)
		good = since_is(&it, half_marked ? 20 : 0,
				half_marked ? 40 : 0);
	/* and the third time nothing is new */
	memset(since, 0, sizeof(since));
	look(&it);
	good = good && told_well(&it, since);
	close_looker(&it);
	plot_close(&plot);
	return good;
}

/* Each point of the first @dense; then, where there are many, some of them. */
static bool is_stopped_well_anywhere(const struct trial *trial,
				     unsigned long dense)
{
	unsigned long nr, points = 0;
	bool ran_through = false;

	for (nr = 1; !ran_through; nr += nr < dense ? 1 : nr / 5) {
		if (!is_stopped_well(nr, trial, &ran_through))
			return false;
		points++;
	}
	if (points < 5)
		print_message("only %lu points to stop at\n", points);
	return points >= 5;
}

static bool without_a_mark(void *arg)
{
	const struct trial trial = { .runs = false };

	(void)arg;
	return is_stopped_well_anywhere(&trial, 20);
}

static bool with_a_mark(void *arg)
{
	const struct trial trial = { .marked = true };

	(void)arg;
	return is_stopped_well_anywhere(&trial, 20);
}

/* And what is told to be recorded is whole, too. */
static bool with_runs(void *arg)
{
	const struct trial trial = { .marked = true, .runs = true };

	(void)arg;
	return is_stopped_well_anywhere(&trial, 20);
}

static void test_a_look(void **state)
{
	(void)state;
	assert_true(without_a_mark(NULL));
}

static void test_a_look_on_an_old_kernel(void **state)
{
	(void)state;
	assert_true(on_old_kernel(without_a_mark, NULL));
}

static void test_a_look_that_takes_a_mark(void **state)
{
	(void)state;
	assert_true(with_a_mark(NULL));
}

static void test_a_look_that_is_recorded(void **state)
{
	(void)state;
	assert_true(with_runs(NULL));
}

static void want_hundred(struct looker *it, size_t from)
{
	it->demand.target.nr_scans = 0;
	demand_scan(&it->demand, SCAN_WINDOW, plot_address(it->plot, from),
		    plot_address(it->plot, from + 100), 10);
}

/* A look that ends at call @nr, then one elsewhere. Returns whether it ended. */
static bool stop_then_look(struct looker *it, unsigned long nr, bool whole)
{
	bool stopped;

	stop_after(nr);
	it->demand.target.mappings = whole;
	want_hundred(it, 0);
	look(it);
	stopped = calls >= nr;
	stop_after(0);
	it->demand.target.mappings = false;
	want_hundred(it, 200);
	look(it);
	return stopped;
}

/* What was seen before a look that was stopped is what is known still. */
static void test_what_was_seen_before_is_kept(void **state)
{
	struct looker it;
	struct plot plot;
	unsigned long nr;
	int whole;

	(void)state;
	make_stripes(&plot);
	open_looker(&it, &plot);
	it.demand.target.runs = true;
	for (whole = 0; whole < 2; whole++) {
		it.demand.target.mappings = true;
		look(&it);
		for (nr = 1; stop_then_look(&it, nr, whole); nr++)
			assert_true(look_is_whole(&it));
		assert_true(nr > 3);
	}
	close_looker(&it);
	plot_close(&plot);
}

/* The calls of a look, its mappings aside: as many as there are pages for. */
static unsigned long calls_of(struct looker *it)
{
	stop_after(0);
	look(it);
	assert_int_equal(it->sample.nr_scans, NR_USES);
	return calls;
}

/* It costs nothing, and nothing is told, where nobody records. */
static void test_no_look_where_none_is_recorded(void **state)
{
	unsigned long before, recorded;
	struct looker it;
	struct plot plot;

	(void)state;
	make_stripes(&plot);
	open_looker(&it, &plot);
	it.demand.target.mappings = false;
	calls_of(&it);
	before = calls_of(&it);
	assert_int_equal(it.sample.sections, SECTION_TARGET);
	assert_int_equal(it.sample.nr_looks, 0);
	it.demand.target.runs = true;
	recorded = calls_of(&it);
	assert_int_equal(it.sample.sections, SECTION_TARGET | SECTION_RUNS);
	assert_true(recorded < before);
	it.demand.target.mappings = true;
	calls_of(&it);
	it.demand.target.mappings = false;
	it.demand.target.runs = false;
	assert_int_equal(calls_of(&it), before);
	assert_int_equal(it.sample.sections, SECTION_TARGET);
	assert_int_equal(it.sample.nr_looks, 0);
	/* what was seen for the recording before is not kept for the next one */
	it.demand.target.runs = true;
	calls_of(&it);
	assert_int_equal(it.sample.nr_ranges, 1);
	assert_int_equal(it.sample.ranges[0].start, plot_address(&plot, 0));
	close_looker(&it);
	plot_close(&plot);
}

/* Mappings that are told to be all there are, are all. */
static void test_mappings(void **state)
{
	struct sample sample = { 0 };
	int fd = open("/proc/self/maps", O_RDONLY);
	struct plot plot;
	enum maps_end how = MAPS_STOPPED;
	unsigned long nr;
	size_t i;

	(void)state;
	plot_open(&plot, NR_STRIPES);
	for (i = 0; i < plot.pages; i += 2)
		mprotect((void *)(plot.base + i * PAGE_BYTES), PAGE_BYTES,
			 PROT_READ);
	for (nr = 1; how != MAPS_DONE; nr += 50) {
		stop_after(nr);
		sample_reset(&sample);
		how = maps_read(fd, &stop, &sample);
		assert_int_not_equal(how, MAPS_FAILED);
		if (how == MAPS_STOPPED) {
			assert_int_equal(sample.nr_mappings, 0);
			assert_int_equal(sample.names_len, 0);
		}
	}
	assert_true(nr > 800);
	assert_true(sample.nr_mappings >= NR_STRIPES);
	plot_close(&plot);
	sample_release(&sample);
	close(fd);
}

static void sum_run(void *ctx, const struct page_run *run)
{
	*(uint64_t *)ctx += run->pages;
}

/* Runs are told as they are found: of a scan that ended early, fewer. */
static void test_pages(void **state)
{
	int fd = open("/proc/self/pagemap", O_RDONLY);
	enum pagescan_end how = PAGESCAN_STOPPED;
	struct pagescan *scan;
	uint64_t told, before = 0;
	struct plot plot;
	unsigned long nr;

	(void)state;
	make_stripes(&plot);
	stop_after(0);
	scan = pagescan_new(&stop);
	for (nr = 1; how != PAGESCAN_DONE; nr++) {
		stop_after(nr);
		told = 0;
		how = pagescan_range(scan, fd, NULL, 0, plot_address(&plot, 0),
				     plot_end(&plot), sum_run, &told);
		assert_int_not_equal(how, PAGESCAN_FAILED);
		assert_true(told >= before);
		assert_true(told <= PLOT_PAGES / 2);
		before = told;
	}
	assert_true(nr > 3);
	assert_int_equal(told, PLOT_PAGES / 2);
	pagescan_free(scan);
	plot_close(&plot);
	close(fd);
}

/* A half of the truth about blocks would call the other half no blocks. */
static void test_blocks(void **state)
{
	static const char smaps[] =
		"1000-3000 rw-p 00000000 00:00 0\nVmFlags: rd wr ta \n"
		"5000-6000 rw-p 00000000 00:00 0\nVmFlags: rd wr ta \n";
	char path[] = "/tmp/stop-XXXXXX", file[64];
	struct blocks *blocks = blocks_new(&stop);
	struct sample sample = { 0 };
	int dir, fd, i;

	(void)state;
	assert_non_null(mkdtemp(path));
	snprintf(file, sizeof(file), "%s/smaps", path);
	fd = open(file, O_WRONLY | O_CREAT, 0600);
	assert_int_equal(write(fd, smaps, strlen(smaps)), strlen(smaps));
	close(fd);
	dir = open(path, O_PATH | O_DIRECTORY);
	for (i = 0; i < 2; i++) {
		sample_add_mapping(&sample);
		sample.mappings[i].start = i ? 0x5000 : 0x1000;
		sample.mappings[i].end = i ? 0x6000 : 0x3000;
		sample.mappings[i].kind = i ? KIND_TAMALLOC : KIND_ANON;
	}
	atomic_store(&stop, true);
	blocks_settle(blocks, dir, 0x3000, &sample);
	assert_int_equal(sample.mappings[0].kind, KIND_ANON);
	assert_int_equal(sample.mappings[1].kind, KIND_TAMALLOC);
	atomic_store(&stop, false);
	blocks_settle(blocks, dir, 0x3000, &sample);
	assert_int_equal(sample.mappings[0].kind, KIND_TAMALLOC);
	assert_int_equal(sample.mappings[1].kind, KIND_TAMALLOC);
	blocks_free(blocks);
	sample_release(&sample);
	close(dir);
	unlink(file);
	rmdir(path);
}

static const struct proc *find_self(const struct sample *sample)
{
	size_t i;

	for (i = 0; i < sample->nr_procs; i++)
		if (sample->procs[i].id.pid == getpid())
			return &sample->procs[i];
	return NULL;
}

/* A sweep that was cut short is no list; the next one is, and misses nobody. */
static void test_a_sweep(void **state)
{
	const struct demand demand = { .list = true };
	struct sample sample = { 0 };
	struct source *source;
	bool whole = false;
	unsigned long nr;

	(void)state;
	stop_after(0);
	source = source_proc.open(&stop);
	for (nr = 3; !whole; nr += 1 + nr / 3) {
		stop_after(nr);
		sample_reset(&sample);
		assert_int_equal(source->ops->sample(source, &demand, &sample),
				 ST_OK);
		whole = calls < nr;
		assert_int_equal(sample.sections, whole ? SECTION_LIST : 0);
		stop_after(0);
		sample_reset(&sample);
		source->ops->sample(source, &demand, &sample);
		assert_int_equal(sample.sections, SECTION_LIST);
		assert_non_null(find_self(&sample));
		assert_true(find_self(&sample)->known & KNOWN_TASK);
		assert_string_not_equal(find_self(&sample)->comm, "");
	}
	source->ops->close(source);
	sample_release(&sample);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_look),
		cmocka_unit_test(test_a_look_on_an_old_kernel),
		cmocka_unit_test(test_a_look_that_takes_a_mark),
		cmocka_unit_test(test_a_look_that_is_recorded),
		cmocka_unit_test(test_what_was_seen_before_is_kept),
		cmocka_unit_test(test_no_look_where_none_is_recorded),
		cmocka_unit_test(test_mappings),
		cmocka_unit_test(test_pages),
		cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_a_sweep),
	};

	return cmocka_run_group_tests_name("stop", tests, NULL, NULL);
}
