// SPDX-License-Identifier: GPL-2.0
/* Trees of random parents, held against a truth that is slow and simple. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "model/model.h"
#include "model/tree.h"

#define ROWS_MAX 64

static struct row rows[ROWS_MAX];
static struct row *order[ROWS_MAX];
static size_t nr_rows;
static struct tree *tree;

static int set_up(void **state)
{
	(void)state;
	memset(rows, 0, sizeof(rows));
	nr_rows = 0;
	tree = tree_new();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	tree_free(tree);
	return 0;
}

static struct row *add(pid_t pid, pid_t ppid, uint64_t start_ns)
{
	struct row *row = &rows[nr_rows];

	*row = (struct row){
		.now = {
			.known = UINT32_MAX,
			.id = { .pid = pid, .start_ns = start_ns },
			.ppid = ppid, .reserved = 1ULL << (nr_rows % 40),
		},
	};
	order[nr_rows++] = row;
	return row;
}

static int by_reserved(const void *a, const void *b, void *ctx)
{
	const struct row *x = *(struct row *const *)a;
	const struct row *y = *(struct row *const *)b;

	(void)ctx;
	if (x->now.reserved != y->now.reserved)
		return x->now.reserved > y->now.reserved ? -1 : 1;
	return x->now.id.pid - y->now.id.pid;
}

static void build(void)
{
	tree_build(tree, order, nr_rows, by_reserved, NULL);
}

/* "1 2+3 4": who is shown from the top down, as deep as '-', and what hides. */
static void assert_tree(const char *expected)
{
	const struct tree_node *node;
	char text[1024] = "", part[64];
	size_t i;
	unsigned int d;

	build();
	for (i = 0; (node = tree_node(tree, i)); i++) {
		if (i)
			strcat(text, " ");
		for (d = 0; d < node->depth; d++)
			strcat(text, "-");
		snprintf(part, sizeof(part), "%d", (int)node->row->now.id.pid);
		strcat(text, part);
		if (node->nr_hidden) {
			snprintf(part, sizeof(part), "+%zu", node->nr_hidden);
			strcat(text, part);
		}
	}
	assert_string_equal(text, expected);
}

static void test_children_stand_below_their_parent(void **state)
{
	(void)state;
	add(5, 1, 50);
	add(4, 2, 40);
	add(1, 0, 10);
	add(3, 1, 30);
	add(2, 1, 20);
	/* siblings as they come */
	assert_tree("1 -5 -3 -2 --4");
	assert_true(tree_node(tree, 3)->last);
	assert_false(tree_node(tree, 1)->last);
	assert_true(tree_node(tree, 0)->parent);
	assert_false(tree_node(tree, 1)->parent);
}

static void test_who_has_no_parent_here_is_a_root(void **state)
{
	(void)state;
	add(7, 99, 70);		/* not to be seen */
	add(8, 8, 80);		/* itself */
	add(9, 0, 90);
	add(10, -1, 95);
	assert_tree("7 8 9 10");
	nr_rows = 0;
	assert_tree("");
}

/* Its number is that of somebody who began later: it is another one's. */
static void test_no_parent_is_younger_than_its_child(void **state)
{
	(void)state;
	add(1, 0, 10);
	add(50, 1, 500);
	add(60, 50, 400);
	add(61, 50, 600);
	add(62, 50, 500);
	assert_tree("1 -50 --61 --62 60");
}

static void test_circles_are_cut(void **state)
{
	(void)state;
	add(2, 4, 10);
	add(3, 2, 10);
	add(4, 3, 10);
	add(5, 3, 10);
	add(6, 6, 10);
	add(7, 8, 10);
	add(8, 7, 10);
	assert_tree("2 -3 --4 --5 6 7 -8");
}

static void test_folded_is_a_process_not_a_number(void **state)
{
	(void)state;
	add(1, 0, 10);
	add(2, 1, 20);
	add(3, 2, 30);
	assert_true(tree_fold(tree, rows[1].now.id, true));
	assert_false(tree_fold(tree, rows[1].now.id, true));
	assert_tree("1 -2+1");
	assert_true(tree_has_folded(tree));
	/* it ends, and its number and those below are used again */
	rows[1].now.id.start_ns = 40;
	rows[2].now.id.start_ns = 50;
	assert_tree("1 -2 --3");
	rows[1].now.id.start_ns = 20;
	assert_tree("1 -2+1");
	assert_true(tree_fold(tree, rows[1].now.id, false));
	assert_false(tree_fold(tree, rows[1].now.id, false));
	assert_tree("1 -2 --3");
}

static void test_all_are_folded_but_roots(void **state)
{
	(void)state;
	add(1, 0, 10);
	add(2, 1, 20);
	add(3, 2, 30);
	add(4, 3, 40);
	add(5, 1, 50);
	add(9, 0, 90);
	assert_tree("1 -2 --3 ---4 -5 9");
	assert_true(tree_fold_all(tree));
	/* by their sums: 5 has reserved 16, 2 and those below it 14 */
	assert_tree("9 1 -5 -2+2");
	assert_true(tree_fold(tree, rows[1].now.id, false));
	assert_tree("9 1 -5 -2 --3+1");
	assert_true(tree_fold_all(tree));
	assert_tree("1 -2 --3 ---4 -5 9");
	nr_rows = 1;
	build();
	assert_false(tree_fold_all(tree));
}

/* Where a filter left only one level, that is what there is to fold. */
static void test_roots_are_folded_alone(void **state)
{
	(void)state;
	add(1, 0, 10);
	add(2, 1, 20);
	add(3, 1, 30);
	assert_tree("1 -2 -3");
	assert_true(tree_fold_all(tree));
	assert_tree("1+2");
}

/* Where the sum puts it, not what it has itself. */
static void test_a_sum_stands_where_it_belongs(void **state)
{
	const struct row *sum;

	(void)state;
	add(1, 0, 10)->now.reserved = 1;
	add(2, 1, 20)->now.reserved = 500;
	add(3, 1, 30)->now.reserved = 100;
	add(4, 3, 40)->now.reserved = 700;
	add(5, 4, 50)->now.reserved = 7;
	assert_tree("1 -2 -3 --4 ---5");
	tree_fold(tree, rows[2].now.id, true);
	assert_tree("1 -3+2 -2");
	sum = tree_node(tree, 1)->row;
	assert_int_equal(sum->now.reserved, 807);
	assert_int_equal(rows[2].now.reserved, 100);
	assert_int_equal(tree_hidden(tree, tree_node(tree, 1), 0)->now.id.pid,
			 4);
	/* a held order is kept */
	tree_build(tree, order, nr_rows, NULL, NULL);
	assert_int_equal(tree_node(tree, 1)->row->now.id.pid, 2);
	assert_int_equal(tree_node(tree, 2)->row->now.reserved, 807);
}

static void test_the_gone_are_in_no_tree(void **state)
{
	(void)state;
	add(1, 0, 10);
	add(2, 1, 20)->gone = true;
	add(3, 1, 30);
	assert_tree("1 -3");
}

/* The slow truth: the parent of row @i, -1 for a root. */
static int truth_parent(const int *cut, int i)
{
	size_t k;

	if (cut[i] || rows[i].now.ppid <= 0 ||
	    rows[i].now.ppid == rows[i].now.id.pid)
		return -1;
	for (k = 0; k < nr_rows; k++)
		if (rows[k].now.id.pid == rows[i].now.ppid)
			return rows[k].now.id.start_ns >
					       rows[i].now.id.start_ns ?
				       -1 :
				       (int)k;
	return -1;
}

/* Does row @i stand somewhere below itself? */
static bool in_circle(const int *cut, int i)
{
	int at = truth_parent(cut, i);
	size_t steps;

	for (steps = 0; at >= 0 && at != i && steps <= nr_rows; steps++)
		at = truth_parent(cut, at);
	return at == i;
}

/* One of each circle is a root; which one, the tree may choose. */
static void cut_as_the_tree_did(int *cut)
{
	const struct tree_node *node;
	size_t i, k;

	memset(cut, 0, ROWS_MAX * sizeof(*cut));
	for (i = 0; i < nr_rows; i++) {
		if (!in_circle(cut, (int)i))
			continue;
		for (k = 0; (node = tree_node(tree, k)); k++)
			if (node->row == &rows[i] && !node->depth)
				cut[i] = 1;
	}
	for (i = 0; i < nr_rows; i++)
		assert_false(in_circle(cut, (int)i));
}

static unsigned int truth_depth(const int *cut, int i)
{
	unsigned int depth = 0;

	while ((i = truth_parent(cut, i)) >= 0)
		depth++;
	return depth;
}

/*
 * Each once, as deep as it is, below its parent, behind the sibling before it,
 * and with lines where others come further down.
 */
static void check_against_truth(const int *cut)
{
	const struct tree_node *node, *later;
	size_t at, k, i;
	int parent;

	assert_int_equal(tree_nr(tree), nr_rows);
	for (at = 0; (node = tree_node(tree, at)); at++) {
		i = (size_t)(node->row - rows);
		parent = truth_parent(cut, (int)i);
		assert_int_equal(node->depth, truth_depth(cut, (int)i));
		for (k = at; k > 0 && tree_node(tree, k)->depth >= node->depth;)
			k--;
		if (parent >= 0)
			assert_ptr_equal(tree_node(tree, k)->row,
					 &rows[parent]);
		for (k = at + 1; (later = tree_node(tree, k)) &&
				 later->depth > node->depth; k++)
			;
		later = later && later->depth == node->depth ? later : NULL;
		assert_int_equal(node->last, !later);
		if (later)
			assert_true(later->row > node->row);
		for (k = at + 1; (later = tree_node(tree, k)) &&
				 later->depth > node->depth; k++)
			assert_int_equal(!!(later->lines >> node->depth & 1),
					 !node->last);
	}
}

/* Missing parents, reused numbers, circles: whatever rows may say. */
static void test_random_forests(void **state)
{
	int cut[ROWS_MAX], round;
	size_t i, nr;

	(void)state;
	srand(13);
	for (round = 0; round < 3000; round++) {
		nr_rows = 0;
		nr = (size_t)rand() % ROWS_MAX;
		for (i = 0; i < nr; i++)
			add((pid_t)(i * 7919 % 9973) + 1,
			    rand() % 4 ? (pid_t)((size_t)rand() % (nr + 2) *
						 7919 % 9973) + 1 : 0,
			    (uint64_t)(rand() % (round % 5 + 1)));
		build();
		cut_as_the_tree_did(cut);
		check_against_truth(cut);
	}
}

/* Folded or not, none is lost and none is there twice. */
static void test_all_are_shown_or_hidden(void **state)
{
	const struct tree_node *node;
	uint64_t sum, all;
	size_t i, seen;
	int round;

	(void)state;
	srand(31);
	for (round = 0; round < 1000; round++) {
		nr_rows = 0;
		for (i = 0, all = 0; i < 40; i++)
			all += add((pid_t)i + 1, rand() % ((int)i + 1),
				   (uint64_t)i)->now.reserved;
		tree_fold(tree, rows[rand() % 40].now.id, rand() % 2);
		build();
		for (i = 0, seen = 0, sum = 0; (node = tree_node(tree, i));
		     i++) {
			seen += 1 + node->nr_hidden;
			sum += node->row->now.reserved;
		}
		assert_int_equal(seen, 40);
		assert_int_equal(sum, all);
	}
}

/* A chain of 20,000, each the child of the one before; and all of one parent. */
static void test_twenty_thousand(void **state)
{
	const size_t nr = 20000;
	struct row *many = calloc(nr, sizeof(*many));
	struct row **all = calloc(nr, sizeof(struct row *));
	size_t i;

	(void)state;
	assert_true(many && all);
	for (i = 0; i < nr; i++) {
		many[i].now.id = (struct proc_id){ (pid_t)i + 1, i };
		many[i].now.ppid = (pid_t)i;
		all[nr - 1 - i] = &many[i];
	}
	tree_build(tree, all, nr, by_reserved, NULL);
	assert_int_equal(tree_nr(tree), nr);
	assert_int_equal(tree_node(tree, nr - 1)->depth, nr - 1);
	assert_ptr_equal(tree_node(tree, 0)->row, &many[0]);
	assert_true(tree_fold_all(tree));
	tree_build(tree, all, nr, by_reserved, NULL);
	assert_int_equal(tree_nr(tree), 2);
	assert_int_equal(tree_node(tree, 1)->nr_hidden, nr - 2);
	tree_fold_all(tree);
	for (i = 1; i < nr; i++)
		many[i].now.ppid = 1;
	tree_build(tree, all, nr, by_reserved, NULL);
	assert_int_equal(tree_nr(tree), nr);
	assert_ptr_equal(tree_node(tree, 1)->row, all[0]);
	free(many);
	free(all);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_children_stand_below_their_parent),
		TEST(test_who_has_no_parent_here_is_a_root),
		TEST(test_no_parent_is_younger_than_its_child),
		TEST(test_circles_are_cut),
		TEST(test_folded_is_a_process_not_a_number),
		TEST(test_all_are_folded_but_roots),
		TEST(test_roots_are_folded_alone),
		TEST(test_a_sum_stands_where_it_belongs),
		TEST(test_the_gone_are_in_no_tree),
		TEST(test_random_forests),
		TEST(test_all_are_shown_or_hidden),
		TEST(test_twenty_thousand),
	};

	return cmocka_run_group_tests_name("tree", tests, NULL, NULL);
}
