// SPDX-License-Identifier: GPL-2.0
#include "check.h"
#include "common/clock.h"
#include "source/walk_budget.h"

#define NS_PER_ENTRY 20

/*
 * A walk of a process with @size entries, as the kernel does it: it ends when
 * the entries it was given are used up. Returns what it took, 0: no turn.
 */
static uint64_t walk_once(struct walk_budget *walk, pid_t pid, uint64_t size,
			  bool *whole)
{
	uint64_t entries = walk_budget_entries(walk, pid);
	uint64_t visited = entries < size ? entries : size;

	*whole = false;
	if (!entries)
		return 0;
	*whole = visited == size;
	walk_budget_spend(walk, pid, visited * NS_PER_ENTRY, entries, !*whole);
	return visited * NS_PER_ENTRY;
}

static void test_its_share_is_kept(void **state)
{
	static const uint64_t sizes[] = { 10, 100000, 300000, 5000000 };
	uint64_t now = 0, spent = 0;
	struct walk_budget walk;
	bool whole;
	size_t i;
	int tick;

	(void)state;
	walk_budget_init(&walk, now);
	for (tick = 0; tick < 1000; tick++) {
		now += NSEC_PER_SEC / 2;
		walk_budget_grant(&walk, now, 0);
		for (i = 0; i < ARRAY_SIZE(sizes) && walk.left_ns > 0; i++)
			spent += walk_once(&walk, (pid_t)(i + 1), sizes[i],
					   &whole);
	}
	/* a walk that could be afforded by estimate may overdraw, once */
	assert_true(spent <= now / WALK_SHARE + WALK_SAVE_NS / 10);
	assert_true(spent >= now / WALK_SHARE / 2);
}

static void test_a_large_one_gets_its_turn(void **state)
{
	struct walk_budget walk;
	uint64_t now = 0;
	bool whole = false;
	int tick;

	(void)state;
	walk_budget_init(&walk, now);
	/* 16M entries take 320 ms: 32 s worth of the share */
	for (tick = 0; tick < 600 && !whole; tick++) {
		now += NSEC_PER_SEC;
		walk_budget_grant(&walk, now, 0);
		walk_once(&walk, 7, 16 << 20, &whole);
	}
	assert_true(whole);
	assert_int_equal(walk.large_pid, 0);
}

static void test_others_go_on_while_it_waits(void **state)
{
	struct walk_budget walk;
	uint64_t now = 0;
	bool whole;
	int tick, turns = 0;

	(void)state;
	walk_budget_init(&walk, now);
	for (tick = 0; tick < 20; tick++) {
		now += NSEC_PER_SEC;
		walk_budget_grant(&walk, now, 0);
		walk_once(&walk, 7, 1ULL << 40, &whole);
		walk_once(&walk, 8, 1000, &whole);
		turns += whole;
	}
	assert_true(turns >= 10);
}

static void test_a_grant_is_on_top(void **state)
{
	struct walk_budget walk;
	bool whole;

	(void)state;
	walk_budget_init(&walk, 0);
	walk_budget_grant(&walk, 0, NSEC_PER_SEC);
	assert_int_not_equal(walk_once(&walk, 7, 40000000, &whole), 0);
	assert_true(whole);
}

static void test_a_clock_that_slept_grants_no_flood(void **state)
{
	struct walk_budget walk;

	(void)state;
	walk_budget_init(&walk, 0);
	walk_budget_grant(&walk, 100000 * NSEC_PER_SEC, 0);
	assert_true(walk.left_ns <= (int64_t)WALK_SAVE_NS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_its_share_is_kept),
		cmocka_unit_test(test_a_large_one_gets_its_turn),
		cmocka_unit_test(test_others_go_on_while_it_waits),
		cmocka_unit_test(test_a_grant_is_on_top),
		cmocka_unit_test(test_a_clock_that_slept_grants_no_flood),
	};

	return cmocka_run_group_tests_name("walk budget", tests, NULL, NULL);
}
