// SPDX-License-Identifier: GPL-2.0
/*
 * A storm of forks, whose children are orphans at once and adopted here: when
 * it is over, the tree has each of them below the parent that /proc tells.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "model/model.h"
#include "model/tree.h"
#include "source/procfs.h"
#include "source/procstat.h"
#include "source/source.h"

#define ROUNDS	20
#define FORKS	100		/* in each */
#define STAYS	10		/* one of so many stays */
#define QUIET	3		/* samples, until all is known */

static const atomic_bool never;
static struct source *source;
static struct model *model;
static struct demand demand;
static struct sample sample;
static pid_t stayed[ROUNDS * FORKS / STAYS];
static size_t nr_stayed;

static void take(void)
{
	demand_reset(&demand);
	demand.list = true;
	model_demand_parents(model, &demand);
	sample_reset(&sample);
	assert_int_equal(source->ops->sample(source, &demand, &sample), ST_OK);
	model_update(model, &sample);
}

/* Its number goes to @out, if it is to stay. */
static void be_grandchild(int out, bool stays)
{
	pid_t pid = getpid();

	if (!stays)
		_exit(0);
	alarm(120);
	if (write(out, &pid, sizeof(pid)) != sizeof(pid))
		_exit(1);
	for (;;)
		pause();
}

static void fork_twice(int out, bool stays)
{
	pid_t child = fork_child();

	assert_true(child >= 0);
	if (child)
		return;
	if (!fork())
		be_grandchild(out, stays);
	_exit(0);
}

static void reap(void)
{
	while (waitpid(-1, NULL, WNOHANG) > 0)
		;
}

static void storm(void)
{
	int ends[2], round, i;

	assert_int_equal(pipe(ends), 0);
	for (round = 0; round < ROUNDS; round++) {
		for (i = 0; i < FORKS; i++) {
			fork_twice(ends[1], i % STAYS == 0);
			if (i % 25 == 0)
				take();
			reap();
		}
		for (i = 0; i < FORKS / STAYS; i++)
			assert_int_equal(read(ends[0], &stayed[nr_stayed++],
					      sizeof(pid_t)), sizeof(pid_t));
	}
	close(ends[0]);
	close(ends[1]);
}

/* Who is above @at in the tree; 0: nobody. */
static pid_t parent_in_tree(size_t at)
{
	const struct tree *tree = model_tree(model);
	unsigned int depth = tree_node(tree, at)->depth;

	while (depth && at--)
		if (tree_node(tree, at)->depth < depth)
			return tree_node(tree, at)->row->now.id.pid;
	return 0;
}

static pid_t parent_in_proc(pid_t pid)
{
	struct procfs_text text = { 0 };
	struct procstat stat;
	char path[32];

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	assert_int_equal(procfs_read(-1, path, &text), 0);
	assert_true(procstat_parse(text.text, &stat));
	procfs_release(&text);
	return stat.ppid;
}

/* Who has started them ends at once, but when that is nobody knows. */
static void wait_for_adoption(void)
{
	size_t i;

	for (i = 0; i < nr_stayed; i++)
		while (parent_in_proc(stayed[i]) != getpid())
			usleep(1000);
}

static bool is_one(pid_t pid)
{
	size_t i;

	for (i = 0; i < nr_stayed; i++)
		if (stayed[i] == pid)
			return true;
	return false;
}

static void test_a_storm_leaves_no_wrong_parent(void **state)
{
	const struct tree_node *node;
	size_t i, found = 0;

	(void)state;
	storm();
	wait_for_adoption();
	reap();
	for (i = 0; i < QUIET; i++)
		take();
	for (i = 0; (node = tree_node(model_tree(model), i)); i++) {
		if (!is_one(node->row->now.id.pid))
			continue;
		found++;
		assert_int_equal(parent_in_proc(node->row->now.id.pid),
				 getpid());
		assert_int_equal(parent_in_tree(i), getpid());
	}
	assert_int_equal(found, nr_stayed);
}

static int set_up(void **state)
{
	(void)state;
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	source = source_proc.open(&never);
	model = model_new();
	model_sort(model, &process_fields[FIELD_TOUCHED], false);
	model_set_tree(model, true);
	return source ? 0 : -1;
}

static int tear_down(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < nr_stayed; i++)
		kill(stayed[i], SIGKILL);
	for (i = 0; i < nr_stayed; i++)
		waitpid(stayed[i], NULL, 0);
	source->ops->close(source);
	model_free(model);
	demand_release(&demand);
	sample_release(&sample);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_a_storm_leaves_no_wrong_parent, set_up, tear_down),
	};

	return cmocka_run_group_tests_name("family", tests, NULL, NULL);
}
