// SPDX-License-Identifier: GPL-2.0
/*
 * Whose blocks are counted next, against a kernel that the test plays: each
 * process has so many pages, one entry each, and a slice visits so many.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "check.h"
#include "source/walk_queue.h"

#define PAGE 4096ULL
#define START_NS 1000000000ULL
#define SLICE 1000ULL			/* entries */
#define NR_MAX 300

struct target {
	pid_t pid;
	uint64_t pages;			/* every third one zero, the others written */
	uint64_t exec_seq;
	uint64_t start_ns;
	bool gone, denied;
	unsigned int busy;		/* so many slices more */
	unsigned int told;		/* times that its count was complete */
	unsigned int slices;
	uint64_t visited;
	struct sample_pages last;
};

struct world {
	struct walk_queue queue;
	struct target targets[NR_MAX];
	size_t nr, nr_shown;
	uint64_t now_ns;
};

static struct world *world_new(void)
{
	struct world *world = xcalloc(1, sizeof(*world));

	walk_queue_init(&world->queue);
	return world;
}

static void world_free(struct world *world)
{
	walk_queue_release(&world->queue);
	free(world);
}

/* By rising pid: 1, 2, 3 ... */
static struct target *add(struct world *world, uint64_t pages)
{
	struct target *target = &world->targets[world->nr++];

	target->pid = (pid_t)world->nr;
	target->pages = pages;
	target->exec_seq = 1;
	target->start_ns = START_NS;
	return target;
}

static void begin(struct world *world)
{
	struct proc_id ids[NR_MAX];
	size_t i;

	for (i = 0; i < world->nr; i++)
		ids[i] = (struct proc_id){
			world->targets[i].pid, START_NS
		};
	walk_queue_begin(&world->queue, ids, world->nr, world->nr_shown);
}

static uint64_t zeros_before(uint64_t page)
{
	return (page + 2) / 3;
}

/* The record of @entries pages from walk->from on. */
static void answer(const struct target *target, const struct walk *walk,
		   uint64_t entries, struct memstat_rec *rec)
{
	uint64_t from = walk->from / PAGE;
	uint64_t to = from + entries;

	memset(rec, 0, sizeof(*rec));
	rec->pid = (uint32_t)target->pid;
	rec->start_ns = target->start_ns;
	rec->exec_seq = target->exec_seq;
	rec->mask = MEMSTAT_TASK;
	if (target->denied)
		rec->flags |= MEMSTAT_F_DENIED;
	if (target->busy)
		rec->flags |= MEMSTAT_F_BUSY;
	if (rec->flags)
		return;
	rec->mask |= MEMSTAT_TAMALLOC_PAGES;
	if (to < target->pages) {
		rec->flags |= MEMSTAT_F_PARTIAL;
		rec->ta_next = to * PAGE;
	} else {
		to = target->pages > from ? target->pages : from;
	}
	rec->ta_zero = (zeros_before(to) - zeros_before(from)) * PAGE;
	rec->ta_written = (to - from) * PAGE - rec->ta_zero;
	rec->ta_huge = rec->ta_written / 2;
	rec->ta_swapped = (to - from) * 2;
}

/* One slice of @entries; false: nobody waits. */
static bool step(struct world *world, uint64_t entries)
{
	struct walk *walk = walk_queue_next(&world->queue);
	struct sample_pages pages;
	struct memstat_rec rec;
	struct target *target;

	if (!walk)
		return false;
	target = &world->targets[walk->id.pid - 1];
	target->slices++;
	answer(target, walk, entries, &rec);
	target->visited += rec.mask & MEMSTAT_TAMALLOC_PAGES ? entries : 0;
	if (target->busy)
		target->busy--;
	world->now_ns++;
	if (walk_queue_answer(&world->queue, walk, target->gone ? NULL : &rec,
			      world->now_ns, &pages)) {
		target->last = pages;
		target->told += pages.state == PAGES_COUNTED;
	}
	return true;
}

/* A round with a budget of so many slices. */
static void round_of(struct world *world, unsigned int slices)
{
	begin(world);
	while (slices-- && step(world, SLICE))
		;
}

static void assert_exact(const struct target *target)
{
	uint64_t zero = zeros_before(target->pages) * PAGE;

	assert_int_equal(target->last.state, PAGES_COUNTED);
	assert_int_equal(target->last.id.pid, target->pid);
	assert_int_equal(target->last.zero, zero);
	assert_int_equal(target->last.written, target->pages * PAGE - zero);
	assert_int_equal(target->last.swapped, target->pages * 2);
	assert_true(target->last.huge <= target->last.written / 2);
}

static void test_a_block_of_any_size_is_counted_in_slices(void **state)
{
	struct world *world = world_new();
	struct target *large = add(world, 1000 * SLICE + 7);
	int i;

	(void)state;
	for (i = 0; i < 100; i++) {
		round_of(world, 10);
		assert_int_equal(large->told, 0);
	}
	round_of(world, 10);
	assert_int_equal(large->told, 1);
	assert_int_equal(large->slices, 1001);
	assert_exact(large);
	/* as old as its first slice, and counted anew from the beginning */
	assert_int_equal(large->last.time_ns, 1);
	assert_int_equal(large->last.exec_seq, 1);
	for (i = 0; i < 101; i++)
		round_of(world, 10);
	assert_int_equal(large->told, 2);
	assert_exact(large);
	assert_int_equal(large->last.time_ns, 1002);
	world_free(world);
}

/* What came before is no part of it. */
static void test_once_in_a_round(void **state)
{
	struct world *world = world_new();
	struct target *small = add(world, 10);

	(void)state;
	round_of(world, 10);
	assert_int_equal(small->slices, 1);
	assert_exact(small);
	small->pages = 4;
	round_of(world, 10);
	assert_int_equal(small->slices, 2);
	assert_exact(small);
	world_free(world);
}

static void test_two_large_ones_share_fairly(void **state)
{
	struct world *world = world_new();
	struct target *one = add(world, 500 * SLICE);
	struct target *two = add(world, 500 * SLICE);
	int i;

	(void)state;
	/* an odd number of slices: nobody may have the odd one each time */
	for (i = 0; i < 40; i++) {
		round_of(world, 7);
		assert_in_range(one->slices - two->slices + 1, 0, 2);
	}
	assert_int_equal(one->slices + two->slices, 280);
	while (!one->told || !two->told)
		round_of(world, 7);
	assert_exact(one);
	assert_exact(two);
	assert_int_equal(one->slices, 500);
	world_free(world);
}

/* The same where one is on screen and the other one is not. */
static void test_on_screen_has_every_second_slice(void **state)
{
	struct world *world = world_new();
	struct target *shown = add(world, 1000 * SLICE);
	unsigned int others = 0;
	int i;

	(void)state;
	world->nr_shown = 1;
	for (i = 0; i < 9; i++)
		add(world, 1000 * SLICE);
	for (i = 0; i < 50; i++)
		round_of(world, 9);
	for (i = 1; i < 10; i++) {
		others += world->targets[i].slices;
		assert_in_range(world->targets[i].slices, 24, 26);
	}
	assert_in_range(shown->slices, 224, 226);
	assert_int_equal(shown->slices + others, 450);
	world_free(world);
}

static void test_large_ones_do_not_starve_small_ones(void **state)
{
	struct world *world = world_new();
	size_t i;
	int k;

	(void)state;
	for (i = 0; i < 4; i++)
		add(world, UINT64_MAX / PAGE / 2);
	for (i = 0; i < 4; i++)
		add(world, 10);
	world->nr_shown = 8;
	for (k = 0; k < 100; k++)
		round_of(world, 4);
	for (i = 0; i < 4; i++)
		assert_in_range(world->targets[i].slices, 49, 51);
	for (i = 4; i < 8; i++)
		assert_in_range(world->targets[i].told, 49, 51);
	world_free(world);
}

/* More than a round takes, off screen: each has its turn. */
static void test_every_process_is_counted_in_turn(void **state)
{
	struct world *world = world_new();
	size_t i;
	int k;

	(void)state;
	for (i = 0; i < NR_MAX; i++)
		add(world, i % 10 ? 10 : 30 * SLICE);
	for (k = 0; k < 200; k++)
		round_of(world, 100);
	for (i = 0; i < NR_MAX; i++) {
		assert_true(world->targets[i].told > 0);
		assert_exact(&world->targets[i]);
	}
	world_free(world);
}

static void test_off_screen_so_many_in_a_round(void **state)
{
	struct world *world = world_new();
	unsigned int slices = 0;
	size_t i;

	(void)state;
	for (i = 0; i < NR_MAX; i++)
		add(world, 10);
	round_of(world, 10000);
	for (i = 0; i < NR_MAX; i++)
		slices += world->targets[i].slices;
	assert_int_equal(slices, WALK_OTHERS_MAX);
	world->nr_shown = 100;
	round_of(world, 10000);
	for (slices = 0, i = 0; i < 100; i++)
		assert_true(world->targets[i].slices > 0);
	world_free(world);
}

/* Slices of two memories make no sum. */
static void test_an_exec_discards_the_sum(void **state)
{
	struct world *world = world_new();
	struct target *target = add(world, 10 * SLICE);

	(void)state;
	round_of(world, 5);
	target->exec_seq = 2;
	target->pages = 12 * SLICE;
	/* the slice that shows it is of the middle of the new memory */
	round_of(world, 1 + 11);
	assert_int_equal(target->told, 0);
	round_of(world, 1);
	assert_int_equal(target->told, 1);
	assert_exact(target);
	assert_int_equal(target->last.exec_seq, 2);
	assert_int_equal(target->last.time_ns, 7);
	world_free(world);
}

static void test_a_reused_pid_is_not_told(void **state)
{
	struct world *world = world_new();
	struct target *target = add(world, 10 * SLICE);

	(void)state;
	round_of(world, 5);
	target->start_ns++;
	round_of(world, 100);
	assert_int_equal(target->told, 0);
	assert_int_equal(target->last.state, PAGES_UNKNOWN);
	assert_int_equal(target->slices, 6);
	/* and if it is the old one after all, it begins anew */
	target->start_ns--;
	round_of(world, 10);
	assert_int_equal(target->told, 1);
	assert_exact(target);
	world_free(world);
}

static void test_gone_in_the_middle(void **state)
{
	struct world *world = world_new();
	struct target *gone = add(world, 10 * SLICE);
	struct target *stays = add(world, 10 * SLICE);

	(void)state;
	round_of(world, 4);
	gone->gone = true;
	round_of(world, 100);
	assert_int_equal(gone->slices, 3);
	assert_int_equal(gone->last.state, PAGES_UNKNOWN);
	assert_exact(stays);
	world_free(world);
}

static void test_denied_is_told_and_forgets(void **state)
{
	struct world *world = world_new();
	struct target *target = add(world, 10 * SLICE);

	(void)state;
	round_of(world, 5);
	target->denied = true;
	round_of(world, 100);
	assert_int_equal(target->last.state, PAGES_DENIED);
	assert_int_equal(target->last.exec_seq, 1);
	assert_int_equal(target->slices, 6);
	target->denied = false;
	round_of(world, 10);
	assert_exact(target);
	world_free(world);
}

/* Who isn't asked for any more is forgotten. */
static void test_who_is_not_wanted_any_more(void **state)
{
	struct world *world = world_new();
	struct target *target = add(world, 10 * SLICE);

	(void)state;
	round_of(world, 5);
	world->nr = 0;
	round_of(world, 5);
	world->nr = 1;
	round_of(world, 10);
	assert_int_equal(target->slices, 15);
	assert_exact(target);
	world_free(world);
}

/* As a process that maps and unmaps without end: no work is thrown away. */
static void test_busy_loses_nothing(void **state)
{
	struct world *world = world_new();
	struct target *target = add(world, 100 * 512);
	unsigned int vain = 0;

	(void)state;
	while (!target->told) {
		begin(world);
		/* each slice gives way after one table, then it is locked */
		assert_true(step(world, 512));
		target->busy = 1;
		if (target->told || !step(world, 512))
			break;
		vain++;
		assert_true(walk_queue_all_busy(&world->queue));
	}
	assert_int_equal(target->told, 1);
	assert_int_equal(vain, 99);
	assert_int_equal(target->visited, 100 * 512);
	assert_exact(target);
	world_free(world);
}

/* To ask at once is in vain only if nobody else can be counted. */
static void test_others_go_on_where_one_is_busy(void **state)
{
	struct world *world = world_new();
	struct target *busy = add(world, 10);
	struct target *large = add(world, 3 * SLICE);

	(void)state;
	busy->busy = 1000;
	begin(world);
	while (!large->told) {
		assert_true(step(world, SLICE));
		assert_false(walk_queue_all_busy(&world->queue) &&
			     !large->told);
	}
	assert_exact(large);
	assert_in_range(busy->slices, 1, 4);
	assert_true(step(world, SLICE));
	assert_true(walk_queue_all_busy(&world->queue));
	/* after a while all are worth a try again */
	assert_false(walk_queue_all_busy(&world->queue));
	busy->busy = 0;
	assert_true(step(world, SLICE));
	assert_exact(busy);
	assert_false(step(world, SLICE));
	assert_false(walk_queue_all_busy(&world->queue));
	world_free(world);
}

/* An end that is none: a kernel that goes no further makes no sum. */
static void test_partial_without_progress_is_no_sum(void **state)
{
	struct world *world = world_new();
	struct target *target = add(world, 10);
	struct sample_pages pages;
	struct memstat_rec rec;
	struct walk *walk;
	int i;

	(void)state;
	begin(world);
	for (i = 0; i < 3; i++) {
		walk = walk_queue_next(&world->queue);
		answer(target, walk, SLICE, &rec);
		rec.flags |= MEMSTAT_F_PARTIAL;
		if (i == 1)
			rec.mask = MEMSTAT_TASK;
		assert_false(walk_queue_answer(&world->queue, walk, &rec, 1,
					       &pages));
		assert_true(walk_queue_all_busy(&world->queue));
	}
	assert_true(step(world, SLICE));
	assert_exact(target);
	world_free(world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_block_of_any_size_is_counted_in_slices),
		cmocka_unit_test(test_once_in_a_round),
		cmocka_unit_test(test_two_large_ones_share_fairly),
		cmocka_unit_test(test_on_screen_has_every_second_slice),
		cmocka_unit_test(test_large_ones_do_not_starve_small_ones),
		cmocka_unit_test(test_every_process_is_counted_in_turn),
		cmocka_unit_test(test_off_screen_so_many_in_a_round),
		cmocka_unit_test(test_an_exec_discards_the_sum),
		cmocka_unit_test(test_a_reused_pid_is_not_told),
		cmocka_unit_test(test_gone_in_the_middle),
		cmocka_unit_test(test_denied_is_told_and_forgets),
		cmocka_unit_test(test_who_is_not_wanted_any_more),
		cmocka_unit_test(test_busy_loses_nothing),
		cmocka_unit_test(test_others_go_on_where_one_is_busy),
		cmocka_unit_test(test_partial_without_progress_is_no_sum),
	};

	return cmocka_run_group_tests_name("walk queue", tests, NULL, NULL);
}
