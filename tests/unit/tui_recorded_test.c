// SPDX-License-Identifier: GPL-2.0
/*
 * A process is looked into while it is recorded, then once more, from the
 * recording: the answers are the same.
 */
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
#include "common/clock.h"
#include "data/recording.h"
#include "fixture_recording.h"
#include "plot.h"
#include "source/process/inspect.h"

#define NR_SAMPLES	20
#define PLOT_PAGES	3000
#define AREA_PAGES	2000	/* a mapping grows in it */
#define AREA_STEP	70
#define MAPPING_LARGE	(1ULL << 30)
#define LARGE_BYTES	(32ULL << 30)

static atomic_bool stop;

/* A child whose pages change when it is told to, and only then. */
struct child {
	pid_t pid;
	int orders, done;
	struct plot plot;
	char *area;
};

static void live(struct child *child, int orders, int done)
{
	size_t step = 0;
	unsigned char nr;

	while (read(orders, &nr, 1) == 1) {
		plot_scatter(&child->plot, nr);
		step += AREA_STEP;
		if (step <= AREA_PAGES)
			mprotect(child->area, step * PAGE_BYTES,
				 PROT_READ | PROT_WRITE);
		child->area[(step - 1) * PAGE_BYTES] = 1;
		if (write(done, &nr, 1) != 1)
			break;
	}
	_exit(0);
}

static void give_birth(struct child *child)
{
	int orders[2], done[2];

	plot_open(&child->plot, PLOT_PAGES);
	child->area = mmap(NULL, AREA_PAGES * PAGE_BYTES, PROT_NONE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (child->area == MAP_FAILED || pipe(orders) || pipe(done))
		abort();
	child->pid = fork_child();
	if (!child->pid) {
		close(orders[1]);
		close(done[0]);
		live(child, orders[0], done[1]);
	}
	close(orders[0]);
	close(done[1]);
	child->orders = orders[1];
	child->done = done[0];
}

static bool order(struct child *child, unsigned char nr)
{
	return write(child->orders, &nr, 1) == 1 &&
	       read(child->done, &nr, 1) == 1;
}

static void bury(struct child *child)
{
	close(child->orders);
	waitpid(child->pid, NULL, 0);
	close(child->done);
	munmap(child->area, AREA_PAGES * PAGE_BYTES);
	plot_close(&child->plot);
}

/* What was asked and answered live, and the same of the recording. */
struct scene {
	struct child child;
	uint64_t series;
	struct demand demands[NR_SAMPLES];
	struct sample samples[NR_SAMPLES];
	int fd;
};

static size_t any_below(struct scene *scene, size_t limit)
{
	scene->series = scene->series * 6364136223846793005 +
			1442695040888963407;
	return (size_t)((scene->series >> 33) % limit);
}

static void want_windows(struct scene *scene, struct demand *demand)
{
	const struct plot *plot = &scene->child.plot;
	size_t nr = any_below(scene, 4), page = 0, end;

	for (; nr; nr--, page = end) {
		page += any_below(scene, 900);
		end = page + 1 + any_below(scene, 400);
		if (end > PLOT_PAGES)
			break;
		demand_scan(demand, SCAN_WINDOW, plot_address(plot, page),
			    plot_address(plot, end), 1 + any_below(scene, 30));
	}
}

/* Not what is reserved for sanitizers: cells of it would fill all memory. */
static bool is_large(const struct sample_mapping *mapping)
{
	return mapping->end - mapping->start >= MAPPING_LARGE;
}

static bool can_be_scanned(const struct sample_mapping *mapping)
{
	return mapping->kind != KIND_OTHER && !is_large(mapping);
}

/* Of what the mappings were when they were told last. */
static void want_wholes(struct scene *scene, struct demand *demand,
			const struct sample *last)
{
	const struct sample_mapping *mapping = last->mappings;
	const struct sample_mapping *end = mapping + last->nr_mappings;

	for (; mapping < end; mapping++) {
		if (!can_be_scanned(mapping) || any_below(scene, 3))
			continue;
		demand_whole(demand, mapping->start, mapping->end,
			     1 + any_below(scene, 50))->most_cells =
			any_below(scene, 2) * 200;
	}
}

static void want_counts(struct demand *demand, const struct sample *last)
{
	const struct sample_mapping *mapping = last->mappings;
	const struct sample_mapping *end = mapping + last->nr_mappings;

	for (; mapping < end; mapping++)
		if (can_be_scanned(mapping))
			demand_scan(demand, SCAN_COUNT, mapping->start,
				    mapping->end,
				    (mapping->end - mapping->start) /
					    PAGE_BYTES);
}

static const struct sample *last_with_mappings(const struct scene *scene,
					       size_t i)
{
	static const struct sample none;

	while (i--)
		if (scene->samples[i].target.has & TARGET_HAS_MAPPINGS)
			return &scene->samples[i];
	return &none;
}

/* Full looks; quick ones of windows; and quick ones of what is new as well. */
static void make_demand(struct scene *scene, size_t i)
{
	struct demand *demand = &scene->demands[i];
	const struct sample *last = last_with_mappings(scene, i);
	size_t kind = any_below(scene, 3);

	demand->target.id = plot_proc_id(scene->child.pid);
	demand->target.runs = true;
	demand->target.mark = i < 3 ? 0 : i < 11 ? 1 : 2;
	demand->target.mappings = i == 1 || kind == 0;
	want_windows(scene, demand);
	if (demand->target.mappings || kind == 1)
		want_wholes(scene, demand, last);
	if (demand->target.mappings || kind == 1)
		want_counts(demand, last);
}

static bool record(struct scene *scene)
{
	struct recording_writer *writer =
		recording_writer_new(dup(scene->fd), &world_header);
	struct inspector *inspector = inspector_new(&stop);
	struct sample *sample;
	bool good = true;
	size_t i;

	for (i = 0; i < NR_SAMPLES && good; i++) {
		good = order(&scene->child,
			     (unsigned char)any_below(scene, 200));
		make_demand(scene, i);
		sample = &scene->samples[i];
		sample->time_ns = clock_now(&clock_monotonic);
		inspect(inspector, &scene->demands[i], sample);
		good = good && recording_write(writer, sample,
					       clock_now(&clock_monotonic)) ==
				       ST_OK;
	}
	inspector_free(inspector);
	return recording_close(writer) == ST_OK && good;
}

static const char *scan_difference(const struct sample_scan *a,
				   const struct sample_scan *b)
{
	if (a->use != b->use || a->start != b->start || a->end != b->end)
		return "use, start, end";
	if (a->cell_pages != b->cell_pages || a->lead != b->lead)
		return "cell_pages, lead";
	if (a->first_cell != b->first_cell || a->nr_cells != b->nr_cells)
		return "cells of a scan";
	if (a->most_cells != b->most_cells || a->aside != b->aside ||
	    a->follows_end != b->follows_end)
		return "most_cells, aside, follows_end";
	if (a->time_ns != b->time_ns)
		return "time of a scan";
	return a->compared == b->compared ? NULL : "compared";
}

static const char *change_difference(const struct sample_change *a,
				     const struct sample_change *b)
{
	return a->start == b->start && a->pages == b->pages &&
	       a->kind == b->kind ? NULL : "change";
}

static const char *answer_difference(const struct sample *a,
				     const struct sample *b)
{
	const char *what = NULL;
	size_t i;

	if (a->target.has != b->target.has || a->target.mark != b->target.mark)
		return "has, mark";
	if (a->nr_scans != b->nr_scans || a->nr_cells != b->nr_cells)
		return "number of scans or cells";
	if (a->nr_changes != b->nr_changes)
		return "number of changes";
	for (i = 0; i < a->nr_scans && !what; i++)
		what = scan_difference(&a->scans[i], &b->scans[i]);
	for (i = 0; i < a->nr_changes && !what; i++)
		what = change_difference(&a->changes[i], &b->changes[i]);
	if (!what && a->nr_cells &&
	    memcmp(a->cells, b->cells, a->nr_cells * sizeof(*a->cells)))
		return "cells";
	return what;
}

static bool only_windows(const struct demand *demand)
{
	size_t i;

	for (i = 0; i < demand->target.nr_scans; i++)
		if (demand->target.scans[i].use != SCAN_WINDOW)
			return false;
	return !demand->target.mappings;
}

/* Who looks at a recording asks for all, whatever was asked for live. */
static void ask_for_more(struct scene *scene, struct demand *demand, size_t i)
{
	const struct sample *last = last_with_mappings(scene, i);

	if (!only_windows(demand) || any_below(scene, 2))
		return;
	demand->target.mappings = true;
	want_wholes(scene, demand, last);
	want_counts(demand, last);
}

static bool is_same(struct scene *scene, struct recording_reader *reader,
		    struct inspector *inspector, size_t i)
{
	struct sample sample = { 0 };
	const char *what = "it can't be read";

	if (recording_next(reader, &sample)) {
		what = sample_difference(&scene->samples[i], &sample);
		ask_for_more(scene, &scene->demands[i], i);
		inspect_recorded(inspector, &scene->demands[i], &sample);
	}
	if (!what)
		what = answer_difference(&scene->samples[i], &sample);
	if (what)
		print_message("sample %zu: %s\n", i, what);
	sample_release(&sample);
	return !what;
}

static bool replay(struct scene *scene)
{
	char path[64], why[RECORDING_WHY] = "";
	struct inspector *inspector = inspector_new(&stop);
	struct recording_reader *reader;
	bool good = true;
	size_t i;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", scene->fd);
	reader = recording_open(path, why);
	if (!reader) {
		print_message("%s\n", why);
		return false;
	}
	for (i = 0; i < NR_SAMPLES && good; i++)
		good = is_same(scene, reader, inspector, i);
	inspector_free(inspector);
	recording_reader_free(reader);
	return good;
}

/* Something must have been told at all. */
struct seen {
	size_t compared[NR_SCAN_USES], scans[NR_SCAN_USES];
	size_t changes, since, full, quick;
	bool large;		/* there is a mapping that costs too much */
};

static void note_seen(const struct sample *sample, struct seen *seen)
{
	size_t i;

	for (i = 0; i < sample->nr_scans; i++) {
		seen->scans[sample->scans[i].use]++;
		seen->compared[sample->scans[i].use] +=
			sample->scans[i].compared;
	}
	for (i = 0; i < sample->nr_cells; i++)
		seen->since += sample->cells[i].since_touched > 0;
	for (i = 0; i < sample->nr_mappings; i++)
		seen->large |= is_large(&sample->mappings[i]);
	seen->changes += sample->nr_changes;
	if (sample->target.has & TARGET_HAS_MAPPINGS)
		seen->full++;
	else
		seen->quick++;
}

static bool play(uint64_t series, struct seen *seen)
{
	struct scene scene = {
		.series = series,
		.fd = memfd_create("recording", 0),
	};
	bool good;
	size_t i;

	give_birth(&scene.child);
	good = record(&scene) && replay(&scene);
	for (i = 0; i < NR_SAMPLES; i++) {
		note_seen(&scene.samples[i], seen);
		demand_release(&scene.demands[i]);
		sample_release(&scene.samples[i]);
	}
	bury(&scene.child);
	close(scene.fd);
	return good;
}

/* Sanitizers reserve so much that an old kernel's mark is not of all memory. */
static bool play_some(void *is_old)
{
	struct seen seen = { 0 };
	uint64_t series;

	for (series = 1; series <= 8; series++) {
		if (play(series, &seen))
			continue;
		print_message("series %d\n", (int)series);
		return false;
	}
	return seen.compared[SCAN_WINDOW] && seen.compared[SCAN_WHOLE] &&
	       seen.scans[SCAN_COUNT] && seen.changes &&
	       (seen.since || (is_old && seen.large)) && seen.full && seen.quick;
}

static void test_a_recording_tells_what_was_told(void **state)
{
	(void)state;
	assert_true(play_some(NULL));
}

static void test_likewise_on_an_old_kernel(void **state)
{
	(void)state;
	static bool is_old = true;

	assert_true(on_old_kernel(play_some, &is_old));
}

static bool is_seen(const struct sample *sample, uint64_t address)
{
	size_t i;

	for (i = 0; i < sample->nr_ranges; i++)
		if (sample->ranges[i].start <= address &&
		    sample->ranges[i].end > address)
			return true;
	return false;
}

/* A full look at @child, with a window at the beginning of @large. */
static bool look_at_large(pid_t child, uint64_t large, bool is_old)
{
	struct inspector *inspector = inspector_new(&stop);
	struct demand demand = {
		.target = {
			.id = plot_proc_id(child), .mappings = true,
			.runs = true,
		},
	};
	struct sample sample = { 0 };
	bool good;

	demand_scan(&demand, SCAN_WINDOW, large, large + 16 * PAGE_BYTES, 1);
	inspect(inspector, &demand, &sample);
	good = sample.nr_scans == 1 && is_seen(&sample, large) &&
	       is_seen(&sample, large + 15 * PAGE_BYTES) &&
	       is_seen(&sample, large - PAGE_BYTES) &&
	       is_seen(&sample, large + LARGE_BYTES) &&
	       is_seen(&sample, large + LARGE_BYTES / 2) != is_old;
	inspector_free(inspector);
	demand_release(&demand);
	sample_release(&sample);
	return good;
}

static bool look_at_one_with_large(void *is_old)
{
	char *large = mmap(NULL, LARGE_BYTES, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	uint64_t at = (uint64_t)(uintptr_t)large;
	pid_t child;
	bool good;

	if (large == MAP_FAILED)
		return false;
	/* it has an end that nothing is joined with */
	if (mprotect(large, PAGE_BYTES, PROT_READ) ||
	    mprotect(large + LARGE_BYTES - PAGE_BYTES, PAGE_BYTES, PROT_READ))
		return false;
	child = fork_child();
	if (!child)
		for (;;)
			pause();
	good = look_at_large(child, at + PAGE_BYTES, is_old);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	munmap(large, LARGE_BYTES);
	return good;
}

/* Where each page costs, what is reserved by the terabyte isn't looked at. */
static void test_what_costs_too_much_is_left_out(void **state)
{
	static bool is_old = true;

	(void)state;
	assert_true(look_at_one_with_large(NULL));
	assert_true(on_old_kernel(look_at_one_with_large, &is_old));
}

/* A look by hand: pages at the very beginning of memory, and all behind them. */
#define HAND_PAGES	64

struct hand {
	struct inspector *inspector;
	struct demand demand;
	struct sample sample;
};

static const struct proc_id somebody = { .pid = 7, .start_ns = 70 };

static void hand_open(struct hand *it)
{
	memset(it, 0, sizeof(*it));
	it->inspector = inspector_new(&stop);
	it->demand.target.id = somebody;
	it->demand.target.mappings = true;
	demand_scan(&it->demand, SCAN_WINDOW, 0, 16 * PAGE_BYTES, 4);
	demand_scan(&it->demand, SCAN_WHOLE, 0, HAND_PAGES * PAGE_BYTES, 8);
}

static void hand_close(struct hand *it)
{
	inspector_free(it->inspector);
	demand_release(&it->demand);
	sample_release(&it->sample);
}

/* @nr pages are written, all up to @end were looked at. */
static void hand_look(struct hand *it, uint64_t mm_id, uint64_t nr,
		      uint64_t end)
{
	struct sample *sample = &it->sample;
	struct sample_look *look;

	sample_reset(sample);
	sample->sections = SECTION_TARGET | SECTION_RUNS;
	sample->target = (struct sample_target){
		.id = somebody, .state = TARGET_OK, .mm_id = mm_id,
		.has = TARGET_HAS_MAPPINGS | TARGET_HAS_SINCE, .mark = 99,
	};
	sample_add_mapping(sample)->end = HAND_PAGES * PAGE_BYTES;
	look = sample_add_look(sample);
	look->id = somebody;
	look->mm_id = mm_id;
	*sample_add_range(sample) = (struct sample_range){ 0, end, 5 };
	*sample_add_run(sample) = (struct page_run){ 0, nr, PAGE_WRITTEN };
}

static void hand_ask(struct hand *it)
{
	inspect_recorded(it->inspector, &it->demand, &it->sample);
}

static void test_what_is_not_known_is_left_out(void **state)
{
	struct hand it;

	(void)state;
	hand_open(&it);
	hand_look(&it, 1, 3, 16 * PAGE_BYTES);
	hand_ask(&it);
	assert_int_equal(it.sample.nr_scans, 1);
	assert_int_equal(it.sample.nr_cells, 4);
	assert_int_equal(it.sample.scans[0].use, SCAN_WINDOW);
	assert_int_equal(it.sample.scans[0].time_ns, 5);
	assert_int_equal(it.sample.cells[0].now.in[PAGE_WRITTEN], 3);
	/* the mark that was set live is none of ours */
	assert_int_equal(it.sample.target.mark, 0);
	assert_int_equal(it.sample.target.has, TARGET_HAS_MAPPINGS);
	hand_close(&it);
}

static void check_unanswered(struct hand *it)
{
	hand_ask(it);
	assert_int_equal(it->sample.nr_scans, 0);
	assert_int_equal(it->sample.nr_cells, 0);
}

static void test_a_look_at_another_is_none(void **state)
{
	struct hand it;

	(void)state;
	hand_open(&it);
	hand_look(&it, 1, 3, HAND_PAGES * PAGE_BYTES);
	it.sample.looks[0].mm_id = 2;
	check_unanswered(&it);
	hand_look(&it, 1, 3, HAND_PAGES * PAGE_BYTES);
	it.sample.looks[0].id.start_ns++;
	check_unanswered(&it);
	hand_look(&it, 1, 3, HAND_PAGES * PAGE_BYTES);
	it.sample.target.id.pid++;
	check_unanswered(&it);
	hand_look(&it, 1, 3, HAND_PAGES * PAGE_BYTES);
	it.sample.sections = SECTION_TARGET;
	check_unanswered(&it);
	hand_look(&it, 1, 3, HAND_PAGES * PAGE_BYTES);
	it.sample.target.state = TARGET_DENIED;
	check_unanswered(&it);
	hand_look(&it, 1, 3, HAND_PAGES * PAGE_BYTES);
	hand_ask(&it);
	assert_int_equal(it.sample.nr_scans, 2);
	hand_close(&it);
}

static void test_other_memory_is_not_compared(void **state)
{
	const uint64_t end = HAND_PAGES * PAGE_BYTES;
	struct hand it;

	(void)state;
	hand_open(&it);
	it.demand.target.mark = 1;
	hand_look(&it, 1, 3, end);
	hand_ask(&it);
	hand_look(&it, 1, 5, end);
	hand_ask(&it);
	assert_true(it.sample.scans[0].compared);
	assert_true(it.sample.target.has & TARGET_HAS_SINCE);
	assert_int_equal(it.sample.cells[0].fresh, 1);
	assert_int_equal(it.sample.cells[0].since_touched, 1);
	hand_look(&it, 2, 9, end);
	hand_ask(&it);
	assert_false(it.sample.scans[0].compared);
	assert_int_equal(it.sample.nr_changes, 0);
	assert_false(it.sample.target.has & TARGET_HAS_SINCE);
	hand_look(&it, 2, 9, end);
	hand_ask(&it);
	assert_true(it.sample.scans[0].compared);

	/* to go back, one leaves */
	inspector_leave(it.inspector);
	hand_look(&it, 2, 3, end);
	hand_ask(&it);
	assert_false(it.sample.scans[0].compared);
	assert_true(it.sample.target.has & TARGET_HAS_SINCE);
	hand_close(&it);
}

static void test_a_stop_leaves_the_rest_out(void **state)
{
	struct hand it;

	(void)state;
	hand_open(&it);
	hand_look(&it, 1, 3, HAND_PAGES * PAGE_BYTES);
	hand_ask(&it);
	atomic_store(&stop, true);
	hand_look(&it, 1, 5, HAND_PAGES * PAGE_BYTES);
	check_unanswered(&it);
	atomic_store(&stop, false);
	hand_look(&it, 1, 5, HAND_PAGES * PAGE_BYTES);
	hand_ask(&it);
	assert_true(it.sample.scans[0].compared);
	assert_int_equal(it.sample.cells[0].fresh, 1);
	hand_close(&it);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_recording_tells_what_was_told),
		cmocka_unit_test(test_likewise_on_an_old_kernel),
		cmocka_unit_test(test_what_costs_too_much_is_left_out),
		cmocka_unit_test(test_what_is_not_known_is_left_out),
		cmocka_unit_test(test_a_look_at_another_is_none),
		cmocka_unit_test(test_other_memory_is_not_compared),
		cmocka_unit_test(test_a_stop_leaves_the_rest_out),
	};

	return cmocka_run_group_tests_name("recorded", tests, NULL, NULL);
}
