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
static struct proc_id others[ROWS_MAX];	/* alive, and not among the rows */
static size_t nr_others;
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

static bool is_alive(const void *ctx, struct proc_id id)
{
	size_t i;

	(void)ctx;
	for (i = 0; i < nr_others; i++)
		if (proc_id_equal(others[i], id))
			return true;
	for (i = 0; i < nr_rows; i++)
		if (proc_id_equal(rows[i].now.id, id))
			return true;
	return false;
}

static void add(struct proc_id id)
{
	struct row *row = &rows[nr_rows];

	row->now.id = id;
	snprintf(row->now.comm, sizeof(row->now.comm), "c%d", (int)id.pid);
	order[nr_rows++] = row;
}

/*
 * The rows are sorted so by now: numbers; one behind '/' began then, one behind
 * '~' is alive, but not among them.
 */
static void come(const char *pids)
{
	char *text = strdup(pids), *rest = text, *word;
	struct proc_id id;

	nr_rows = 0;
	nr_others = 0;
	memset(rows, 0, sizeof(rows));
	while ((word = strsep(&rest, " ")) && *word) {
		id.pid = atoi(word + (*word == '~'));
		id.start_ns = strchr(word, '/') ?
			strtoul(strchr(word, '/') + 1, NULL, 10) : 0;
		if (*word == '~')
			others[nr_others++] = id;
		else
			add(id);
	}
	free(text);
	hold_arrange(hold, order, nr_rows, is_alive, NULL);
}

/* Rows as they stand; "(3)" is gone. */
static void assert_text(const struct row *const *held, size_t nr,
			const char *expected)
{
	char text[1024] = "", part[32];
	size_t i;

	for (i = 0; i < nr; i++) {
		snprintf(part, sizeof(part), held[i]->gone ? "%s(%d)" : "%s%d",
			 i ? " " : "", (int)held[i]->now.id.pid);
		strcat(text, part);
	}
	assert_string_equal(text, expected);
}

static void assert_places(const char *expected)
{
	struct row *const *held;
	size_t nr;

	held = hold_rows(hold, &nr);
	assert_text((const struct row *const *)held, nr, expected);
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

/* Hidden for a while is not gone: it comes back to where it stood. */
static void test_who_is_hidden_keeps_its_place(void **state)
{
	(void)state;
	come("3/1 1 2");
	come("~3/1 1 ~2");
	assert_places("1");
	come("5 1 ~3/1 2");
	assert_places("1 2 5");
	come("~5 6 3/1 1 2");
	assert_places("3 1 2 6");
	come("6 5 3/1 1 2");
	assert_places("3 1 2 5 6");
	/* whose number is another one's is gone all the same */
	come("~3/2 ~1 2");
	assert_places("(3) 2");
	/* and who ends hidden: it was there when it began, or not */
	come("~6 2");
	assert_places("(3) (1) 2");
	come("6 2");
	assert_places("(3) (1) 2 6");
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

static struct model *model;

static int open_model(void **state)
{
	(void)state;
	model = model_new();
	return 0;
}

static int close_model(void **state)
{
	(void)state;
	model_free(model);
	return 0;
}

static void filter(const char *text)
{
	model_set_filter(model, filter_new(text, NULL));
}

static void assert_listed(const char *expected)
{
	const struct row *listed[ROWS_MAX];
	size_t nr = 0;

	while (nr < ROWS_MAX && (listed[nr] = model_row(model, nr)))
		nr++;
	assert_text(listed, nr, expected);
}

/* A process by its pid, and how much of it is touched. */
struct having {
	pid_t pid;
	uint64_t bytes;
};

static void sample_of(const struct having *have, size_t nr, unsigned int second)
{
	struct sample sample = { .sections = SECTION_LIST };
	struct proc *proc;
	size_t i;

	sample.time_ns = (second + 100) * 1000000000;
	for (i = 0; i < nr; i++) {
		proc = sample_add_proc(&sample);
		proc->id.pid = have[i].pid;
		proc->known = UINT32_MAX;
		proc->reserved = 1ULL << 30;
		proc->resident = have[i].bytes;
	}
	model_update(model, &sample);
	sample_release(&sample);
}

/* What passes by turns is there and not there, and never gone. */
static void test_who_does_not_pass_is_not_gone(void **state)
{
	struct having have[] = { { 1, 300 }, { 2, 200 }, { 3, 100 } };

	(void)state;
	sample_of(have, 3, 0);
	model_sort(model, &process_fields[FIELD_TOUCHED], false);
	filter("touched>=100");
	model_set_hold(model, true);
	assert_listed("1 2 3");
	have[0].bytes = 50;
	have[1].bytes = 20;
	sample_of(have, 3, 1);
	assert_listed("3");
	have[0].bytes = 400;
	sample_of(have, 3, 2);
	assert_listed("1 3");
	have[2].pid = 4;
	sample_of(have, 3, 3);
	assert_listed("1 (3) 4");
}

/* Another filter is another list, whose places are held from then on. */
static void test_a_filter_begins_the_hold_anew(void **state)
{
	const struct having have[] = { { 1, 300 }, { 2, 200 }, { 3, 100 } };
	const pid_t pids[] = { 1, 3 };

	(void)state;
	sample_of(have, 3, 0);
	model_set_hold(model, true);
	assert_listed("1 2 3");
	filter("nobody");
	assert_listed("");
	sample_of(have, 2, 1);
	filter("");
	/* 3 ended while nobody was listed */
	assert_listed("1 2");
	sample_of(have, 3, 2);
	model_set_pids(model, pids, 2);
	assert_listed("1 3");
	model_list_pid(model, 2);
	assert_listed("1 3 2");
	model_set_pids(model, NULL, 0);
	assert_listed("1 2 3");
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)
#define OF_MODEL(fn)							\
	cmocka_unit_test_setup_teardown(fn, open_model, close_model)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_rows_keep_their_places),
		TEST(test_who_was_there_leaves_its_place),
		TEST(test_who_came_since_leaves_no_gap),
		TEST(test_a_reused_number_is_another_row),
		TEST(test_who_is_hidden_keeps_its_place),
		TEST(test_a_storm_leaves_nothing),
		OF_MODEL(test_who_does_not_pass_is_not_gone),
		OF_MODEL(test_a_filter_begins_the_hold_anew),
	};

	return cmocka_run_group_tests_name("hold", tests, NULL, NULL);
}
