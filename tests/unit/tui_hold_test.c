// SPDX-License-Identifier: GPL-2.0
/* Rows in an order that changes, and what a hold makes of it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "model/hold.h"
#include "model/model.h"

#define ROWS_MAX 64

static struct row rows[ROWS_MAX];
static struct row *order[ROWS_MAX];
static size_t nr_rows;
static struct hold *hold;

static int set_up(void **state)
{
	(void)state;
	hold = hold_new();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	hold_free(hold);
	return 0;
}

/* The rows are sorted so by now: numbers; one behind '/' began then. */
static void come(const char *pids)
{
	char *text = strdup(pids), *rest = text, *word;

	nr_rows = 0;
	memset(rows, 0, sizeof(rows));
	while ((word = strsep(&rest, " ")) && *word) {
		struct row *row = &rows[nr_rows];

		row->now.id.pid = atoi(word);
		row->now.id.start_ns = strchr(word, '/') ?
			strtoul(strchr(word, '/') + 1, NULL, 10) : 0;
		snprintf(row->now.comm, sizeof(row->now.comm), "c%d",
			 (int)row->now.id.pid);
		order[nr_rows++] = row;
	}
	free(text);
	hold_arrange(hold, order, nr_rows);
}

/* Rows as they stand; "(3)" is gone. */
static void assert_places(const char *expected)
{
	struct row *const *held;
	char text[1024] = "", part[32];
	size_t i, nr;

	held = hold_rows(hold, &nr);
	for (i = 0; i < nr; i++) {
		snprintf(part, sizeof(part), held[i]->gone ? "%s(%d)" : "%s%d",
			 i ? " " : "", (int)held[i]->now.id.pid);
		strcat(text, part);
	}
	assert_string_equal(text, expected);
}

static void test_rows_keep_their_places(void **state)
{
	(void)state;
	come("3 1 2");
	assert_places("3 1 2");
	come("1 2 3");
	assert_places("3 1 2");
	/* as they are now, not as they were */
	assert_ptr_equal(hold_rows(hold, &nr_rows)[0], &rows[2]);
	hold_anew(hold);
	come("2 3 1");
	assert_places("2 3 1");
}

static void test_who_was_there_leaves_its_place(void **state)
{
	(void)state;
	come("3 1 2");
	come("2 3");
	assert_places("3 (1) 2");
	assert_string_equal(hold_rows(hold, &nr_rows)[1]->now.comm, "c1");
	come("");
	assert_places("(3) (1) (2)");
	come("3 1 2");
	/* a gap once told is no other's, be it the same number */
	assert_places("(3) (1) (2) 3 1 2");
}

static void test_who_came_since_leaves_no_gap(void **state)
{
	(void)state;
	come("1 2");
	come("5 1 4 2");
	assert_places("1 2 5 4");
	come("4 2 1");
	assert_places("1 2 4");
	come("9 8 2");
	assert_places("(1) 2 9 8");
}

static void test_a_reused_number_is_another_row(void **state)
{
	(void)state;
	come("1/1 2/2 3/3");
	come("2/9 1/1 3/3");
	assert_places("1 (2) 3 2");
	come("3/3 2/10 1/1");
	assert_places("1 (2) 3 2");
	assert_int_equal(hold_rows(hold, &nr_rows)[3]->now.id.start_ns, 10);
}

/* A storm of short lives leaves no more rows than there are and were. */
static void test_a_storm_leaves_nothing(void **state)
{
	char text[256];
	int round;

	(void)state;
	come("1 2 3");
	for (round = 0; round < 10000; round++) {
		snprintf(text, sizeof(text), "%d 1 %d 3", round * 2 + 10,
			 round * 2 + 11);
		come(text);
	}
	snprintf(text, sizeof(text), "1 (2) 3 %d %d", 9999 * 2 + 10,
		 9999 * 2 + 11);
	assert_places(text);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_rows_keep_their_places),
		TEST(test_who_was_there_leaves_its_place),
		TEST(test_who_came_since_leaves_no_gap),
		TEST(test_a_reused_number_is_another_row),
		TEST(test_a_storm_leaves_nothing),
	};

	return cmocka_run_group_tests_name("hold", tests, NULL, NULL);
}
