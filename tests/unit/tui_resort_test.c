// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "model/resort.h"
#include "model/row.h"

#define NR 300

static struct row all[NR];
static struct row *rows[NR];
static struct resort resort;
static unsigned int compares;

static uint32_t next(void)
{
	static uint32_t state = 7;

	state = state * 1664525 + 1013904223;
	return state >> 8;
}

/* Equal ones by their place, as rows are by pid. */
static int compare(const void *a, const void *b, void *ctx)
{
	const struct row *x = *(const struct row *const *)a;
	const struct row *y = *(const struct row *const *)b;

	assert_ptr_equal(ctx, &resort);
	compares++;
	if (x->now.resident != y->now.resident)
		return x->now.resident < y->now.resident ? -1 : 1;
	return (x > y) - (x < y);
}

/* Each is there once, and in order: returns what that has taken. */
static unsigned int sort(size_t nr)
{
	bool seen[NR] = { false };
	size_t i;

	compares = 0;
	resort_rows(&resort, rows, nr, compare, &resort);
	for (i = 0; i < nr; i++) {
		assert_false(seen[rows[i] - all]);
		seen[rows[i] - all] = true;
	}
	i = compares;
	for (nr = nr ? nr : 1; --nr;)
		assert_true(compare(&rows[nr - 1], &rows[nr], &resort) < 0);
	return (unsigned int)i;
}

static void shuffle(size_t nr, uint32_t values)
{
	struct row *row;
	size_t i, other;

	for (i = 0; i < nr; i++) {
		all[i].now.resident = next() % values;
		rows[i] = &all[i];
	}
	for (i = 0; i < nr; i++) {
		other = next() % nr;
		row = rows[i];
		rows[i] = rows[other];
		rows[other] = row;
	}
}

static void test_any_order(void **state)
{
	static const uint32_t values[] = { 1, 2, 5, 1000000 };
	size_t nr, i;

	(void)state;
	for (nr = 0; nr < NR; nr += 1 + nr / 7)
		for (i = 0; i < ARRAY_SIZE(values); i++) {
			shuffle(nr, values[i]);
			sort(nr);
			assert_true(!nr || sort(nr) == nr - 1);
		}
}

/* One that goes to the other end costs no more than one that stays near. */
static void test_few_that_moved(void **state)
{
	size_t at, i, to;

	(void)state;
	shuffle(NR, 1000);
	sort(NR);
	for (at = 0; at < NR; at++) {
		rows[at]->now.resident = next() % 2 ? 0 : 2000;
		assert_true(sort(NR) < 3 * NR);
	}
	for (i = 0; i < 1000; i++) {
		for (at = 0; at < 5; at++) {
			to = next() % NR;
			rows[to]->now.resident = next() % 3000;
		}
		assert_true(sort(NR) < 5 * NR);
	}
	/* two that stand together go to the end together */
	for (at = 0; at + 1 < NR; at++) {
		rows[at]->now.resident = 5000 + at;
		rows[at + 1]->now.resident = 5001 + at;
		assert_true(sort(NR) < 4 * NR);
	}
}

static void test_turned_round(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < NR; i++) {
		all[i].now.resident = i;
		rows[i] = &all[NR - 1 - i];
	}
	assert_true(sort(NR) < NR * 12);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_any_order),
		cmocka_unit_test(test_few_that_moved),
		cmocka_unit_test(test_turned_round),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	resort_release(&resort);
	return failed;
}
