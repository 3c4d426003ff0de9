// SPDX-License-Identifier: GPL-2.0
#include "check.h"
#include "common/clock.h"
#include "source/walk_budget.h"

#define NS_PER_ENTRY 20

/*
 * A slice of a walk that has @left entries before it, as the kernel does it: it
 * ends when the entries it was given are used up. Returns what it took.
 */
static uint64_t walk_slice(struct walk_budget *budget, uint64_t *left)
{
	uint64_t entries = walk_budget_slice(budget);
	uint64_t visited = entries < *left ? entries : *left;

	*left -= visited;
	if (entries)
		walk_budget_spend(budget, visited * NS_PER_ENTRY, entries,
				  *left > 0);
	return visited * NS_PER_ENTRY;
}

static void test_its_share_is_kept_and_used(void **state)
{
	struct walk_budget budget;
	uint64_t now = 0, spent = 0, left = UINT64_MAX;
	int tick;

	(void)state;
	walk_budget_init(&budget, now);
	for (tick = 0; tick < 1000; tick++) {
		now += NSEC_PER_SEC / 2;
		walk_budget_grant(&budget, now, 0);
		while (budget.left_ns > 0)
			spent += walk_slice(&budget, &left);
	}
	/* it may be overdrawn by a slice, and had a first allowance */
	assert_true(spent <= now / WALK_SHARE + 20 * NSEC_PER_MSEC);
	assert_true(spent >= now / WALK_SHARE);
}

/* Another's lock is held as long as a slice takes. */
static void test_a_slice_is_short(void **state)
{
	struct walk_budget budget;
	uint64_t left = UINT64_MAX;
	uint64_t took;
	int i;

	(void)state;
	walk_budget_init(&budget, 0);
	walk_budget_grant(&budget, 0, NSEC_PER_SEC);
	for (i = 0; i < 100; i++) {
		took = walk_slice(&budget, &left);
		assert_true(took > 0);
		assert_true(took <= 2 * WALK_SLICE_NS);
	}
}

/* Where a slice ends early each time, entries look cheap; they are not. */
static void test_who_gives_way_does_not_fool_it(void **state)
{
	struct walk_budget budget;
	uint64_t left = UINT64_MAX;
	int i;

	(void)state;
	walk_budget_init(&budget, 0);
	walk_budget_grant(&budget, 0, NSEC_PER_SEC);
	for (i = 0; i < 100; i++)
		walk_budget_spend(&budget, 512 * NS_PER_ENTRY,
				  walk_budget_slice(&budget), true);
	assert_true(walk_slice(&budget, &left) <= 10 * WALK_SLICE_NS);
	assert_true(walk_slice(&budget, &left) <= 2 * WALK_SLICE_NS);
}

static void test_a_slow_machine_gets_its_slices_too(void **state)
{
	struct walk_budget budget;

	(void)state;
	walk_budget_init(&budget, 0);
	walk_budget_spend(&budget, 5 * NSEC_PER_MSEC, 1024, true);
	assert_true(walk_budget_slice(&budget) > 0);
	walk_budget_spend(&budget, 5 * NSEC_PER_MSEC, 1024, true);
	assert_int_equal(walk_budget_slice(&budget), 0);
	walk_budget_grant(&budget, NSEC_PER_SEC, 0);
	assert_true(walk_budget_slice(&budget) > 0);
}

static void test_a_grant_is_on_top(void **state)
{
	struct walk_budget budget;
	uint64_t left = 40000000, took = 0;

	(void)state;
	walk_budget_init(&budget, 0);
	walk_budget_grant(&budget, 0, NSEC_PER_SEC);
	while (left && budget.left_ns > 0)
		took += walk_slice(&budget, &left);
	assert_int_equal(left, 0);
	assert_int_equal(took, 40000000 * NS_PER_ENTRY);
}

static void test_a_clock_that_slept_grants_no_flood(void **state)
{
	struct walk_budget budget;

	(void)state;
	walk_budget_init(&budget, 0);
	walk_budget_grant(&budget, 100000 * NSEC_PER_SEC, 0);
	assert_true(budget.left_ns <= (int64_t)WALK_MOST_NS);
}

/* A slice of an hour holds nobody back for four days. */
static void test_little_is_owed(void **state)
{
	struct walk_budget budget;
	uint64_t now = 0;

	(void)state;
	walk_budget_init(&budget, now);
	walk_budget_spend(&budget, 3600 * NSEC_PER_SEC, 1024, false);
	walk_budget_grant(&budget, now, 0);
	assert_int_equal(walk_budget_slice(&budget), 0);
	now += NSEC_PER_SEC / 2;
	walk_budget_grant(&budget, now, 0);
	assert_int_equal(walk_budget_slice(&budget), 0);
	now += NSEC_PER_SEC;
	walk_budget_grant(&budget, now, 0);
	assert_true(walk_budget_slice(&budget) > 0);
}

/* What nobody needed for an hour does not all come at once. */
static void test_little_is_saved(void **state)
{
	struct walk_budget budget;
	uint64_t now = 0;
	int tick;

	(void)state;
	walk_budget_init(&budget, now);
	for (tick = 0; tick < 3600; tick++) {
		now += NSEC_PER_SEC;
		walk_budget_grant(&budget, now, 0);
	}
	assert_int_equal(budget.left_ns, WALK_SAVE_NS);
	/* but a long interval's share is its own */
	walk_budget_grant(&budget, now + 30 * NSEC_PER_SEC, 0);
	assert_int_equal(budget.left_ns, 300 * NSEC_PER_MSEC);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_its_share_is_kept_and_used),
		cmocka_unit_test(test_a_slice_is_short),
		cmocka_unit_test(test_who_gives_way_does_not_fool_it),
		cmocka_unit_test(test_a_slow_machine_gets_its_slices_too),
		cmocka_unit_test(test_a_grant_is_on_top),
		cmocka_unit_test(test_a_clock_that_slept_grants_no_flood),
		cmocka_unit_test(test_little_is_saved),
		cmocka_unit_test(test_little_is_owed),
	};

	return cmocka_run_group_tests_name("walk budget", tests, NULL, NULL);
}
