// SPDX-License-Identifier: GPL-2.0
/* Which mappings are alive: each is compared with itself one sample before. */
#include "check.h"
#include "view/process/alive.h"

#define NS_PER_S 1000000000ULL
#define NR 4

/* Up to NR mappings of 1024 pages each. */
struct world {
	struct target target;
	struct mapping mappings[NR];
	struct alive alive;
};

static uint64_t start_of(size_t i)
{
	return (1 + (uint64_t)i) << 32;
}

/* A second later: so many pages are written in each; < 0: it isn't there. */
static void sample(struct world *world, const int *written)
{
	struct target *target = &world->target;
	struct mapping *mapping = world->mappings;
	int i;

	target->now.time_ns += NS_PER_S;
	target->now.state = TARGET_OK;
	for (i = 0; i < NR; i++) {
		if (written[i] < 0)
			continue;
		*mapping++ = (struct mapping){
			.start = start_of((size_t)i),
			.end = start_of((size_t)i) + 1024 * PAGE_BYTES,
			.kind = KIND_ANON, .name = "", .counted = true,
			.counted_ns = target->now.time_ns,
			.counts.total = 1024,
			.counts.in[PAGE_WRITTEN] = (uint64_t)written[i],
		};
	}
	target->mappings = world->mappings;
	target->nr_mappings = (size_t)(mapping - world->mappings);
	alive_update(&world->alive, target);
}

static void assert_rate(const struct world *world, size_t i, int64_t pages)
{
	const struct alive_mapping *it = alive_find(&world->alive, start_of(i));

	assert_non_null(it);
	assert_true(it->rates_known);
	assert_int_equal(it->touch_rate, pages * (int64_t)PAGE_BYTES);
}

static void assert_new(const struct world *world, size_t i)
{
	const struct alive_mapping *it = alive_find(&world->alive, start_of(i));

	assert_non_null(it);
	assert_false(it->rates_known);
	assert_int_equal(it->score, 0);
}

static void test_each_is_compared_with_itself(void **state)
{
	struct world world = { 0 };

	(void)state;
	sample(&world, (int[]){ 10, 20, 30, 40 });
	assert_new(&world, 0);
	sample(&world, (int[]){ 11, 20, 33, 36 });
	assert_rate(&world, 0, 1);
	assert_rate(&world, 1, 0);
	assert_rate(&world, 2, 3);
	assert_rate(&world, 3, -4);
	assert_int_equal(world.alive.best, start_of(2));
	alive_release(&world.alive);
}

/* First, last or between: what comes is new, what stays keeps its own past. */
static void test_mappings_come_and_go(void **state)
{
	struct world world = { 0 };

	(void)state;
	sample(&world, (int[]){ -1, 20, -1, 40 });
	sample(&world, (int[]){ 10, 22, 30, 45 });
	assert_new(&world, 0);
	assert_rate(&world, 1, 2);
	assert_new(&world, 2);
	assert_rate(&world, 3, 5);
	sample(&world, (int[]){ -1, -1, 31, -1 });
	assert_rate(&world, 2, 1);
	assert_null(alive_find(&world.alive, start_of(0)));
	assert_null(alive_find(&world.alive, start_of(3)));
	sample(&world, (int[]){ 10, -1, -1, 40 });
	assert_new(&world, 0);
	assert_new(&world, 3);
	sample(&world, (int[]){ -1, -1, -1, -1 });
	assert_int_equal(world.alive.nr, 0);
	sample(&world, (int[]){ -1, -1, -1, 40 });
	assert_new(&world, 3);
	alive_release(&world.alive);
}

/* The same sample again changes nothing. */
static void test_a_sample_is_taken_once(void **state)
{
	struct world world = { 0 };

	(void)state;
	sample(&world, (int[]){ 10, 20, 30, 40 });
	sample(&world, (int[]){ 11, 20, 30, 40 });
	alive_update(&world.alive, &world.target);
	assert_rate(&world, 0, 1);
	alive_release(&world.alive);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_is_compared_with_itself),
		cmocka_unit_test(test_mappings_come_and_go),
		cmocka_unit_test(test_a_sample_is_taken_once),
	};

	return cmocka_run_group_tests_name("alive", tests, NULL, NULL);
}
