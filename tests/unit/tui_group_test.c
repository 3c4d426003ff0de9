// SPDX-License-Identifier: GPL-2.0
/* Groups of the fixture's processes, held against sums that the test makes. */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "fixture.h"
#include "model/cgroup_name.h"
#include "model/group.h"
#include "model/tree.h"

static struct model *model;
static struct groups *groups;
static struct sample sample;
static struct demand demand;

static void take_texts(void)
{
	demand_reset(&demand);
	model_demand_listed(model, &demand);
	model_demand_cgroups(model, &demand);
	sample_reset(&sample);
	fixture_texts(&sample, &demand);
	model_update(model, &sample);
}

static void take(unsigned int second)
{
	sample_reset(&sample);
	fixture_sample(&sample, second);
	model_update(model, &sample);
}

static int set_up(void **state)
{
	(void)state;
	model = model_new();
	groups = groups_new();
	groups_sort(groups, &group_fields[GFIELD_TOUCHED], false);
	take(0);
	take_texts();
	take(1);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	groups_free(groups);
	model_free(model);
	demand_release(&demand);
	sample_release(&sample);
	return 0;
}

static const struct group *find(const char *name)
{
	const struct group *group;
	size_t i;

	for (i = 0; (group = groups_get(groups, i)); i++)
		if (!strcmp(group->name, name))
			return group;
	fail_msg("no group %s", name);
	return NULL;
}

/* The sum by hand, of those that @is_one says. */
static void assert_sum(const struct group *group,
		       bool (*is_one)(const struct row *row))
{
	uint64_t reserved = 0, touched = 0, zero = 0, swapped = 0, faults = 0;
	int64_t rate = 0;
	const struct row *row;
	size_t i, nr = 0;

	for (i = 0; (row = model_row(model, i)); i++) {
		assert_int_equal(group_has(&group->key, row), is_one(row));
		if (!is_one(row))
			continue;
		nr++;
		reserved += row->now.reserved;
		touched += row_touched(row);
		zero += row_zero(row);
		swapped += row->now.swapped;
		faults += row->rates.faults;
		rate += row->rates.touched;
	}
	assert_int_equal(group->nr, nr);
	assert_int_equal(group->sum.now.reserved, reserved);
	assert_int_equal(row_touched(&group->sum), touched);
	assert_int_equal(row_zero(&group->sum), zero);
	assert_int_equal(group->sum.now.swapped, swapped);
	assert_int_equal(group->sum.rates.faults, faults);
	assert_int_equal(group->sum.rates.touched, rate);
	assert_true(group->sum.rates.known);
	assert_false(group->sum.rates.partly);
}

static bool is_root(const struct row *row)
{
	return row->now.uid == 0;
}

static bool is_tamdemo(const struct row *row)
{
	return !strcmp(row->now.comm, "tamdemo");
}

static bool is_lesson(const struct row *row)
{
	return row->now.id.pid == 437 || row->now.id.pid == 440;
}

static void test_by_each_kind(void **state)
{
	size_t i, nr;

	(void)state;
	groups_update(groups, model, GROUP_USER);
	assert_int_equal(groups_nr(groups), 2);
	assert_sum(find("root"), is_root);
	groups_update(groups, model, GROUP_COMMAND);
	assert_sum(find("tamdemo"), is_tamdemo);
	groups_update(groups, model, GROUP_CGROUP);
	assert_sum(find("lesson.scope"), is_lesson);
	find("docker-8f3a5c0e7b12.scope");
	/* each process is in one group */
	for (i = 0, nr = 0; i < groups_nr(groups); i++)
		nr += groups_get(groups, i)->nr;
	assert_int_equal(nr, model_nr_rows(model));
}

static void test_sorted_like_the_list(void **state)
{
	const struct group *group;
	uint64_t last = UINT64_MAX;
	size_t i;

	(void)state;
	groups_update(groups, model, GROUP_COMMAND);
	for (i = 0; (group = groups_get(groups, i)); i++) {
		assert_true(row_touched(&group->sum) <= last);
		last = row_touched(&group->sum);
	}
	groups_sort(groups, &group_fields[GFIELD_NR], true);
	assert_int_equal(groups_get(groups, 0)->nr, 1);
	groups_sort(groups, &group_fields[GFIELD_NR], false);
	assert_string_equal(groups_get(groups, 0)->name, "tamdemo");
	/* by all that there is, whichever way */
	for (i = 0; i < NR_GROUP_FIELDS; i++)
		groups_sort(groups, &group_fields[i], i % 2);
}

/* What is folded away in a tree is counted all the same, and once. */
static void test_a_folded_tree_changes_nothing(void **state)
{
	(void)state;
	model_set_tree(model, true);
	assert_true(tree_fold_all(model_tree(model)));
	model_grow_tree(model);
	assert_true(model_nr_rows(model) < model_nr_listed(model));
	groups_update(groups, model, GROUP_COMMAND);
	model_set_tree(model, false);
	assert_sum(find("tamdemo"), is_tamdemo);
}

static void test_what_is_not_known_is_told(void **state)
{
	struct value value;

	(void)state;
	/* somebody new has no rates yet, and no cgroup */
	sample_reset(&sample);
	fixture_sample(&sample, 2);
	sample.procs[sample.nr_procs - 1].id.start_ns++;
	sample.procs[0].known &= ~(uint32_t)KNOWN_SWAP;
	model_update(model, &sample);
	groups_update(groups, model, GROUP_CGROUP);
	assert_int_equal(find("?")->nr, 1);
	value = group_fields[GFIELD_NAME].value(find("?"), NULL);
	assert_int_equal(value.state, VALUE_UNKNOWN);
	value = group_fields[GFIELD_TOUCH_RATE].value(find("?"), NULL);
	assert_int_equal(value.state, VALUE_UNKNOWN);
	groups_update(groups, model, GROUP_USER);
	value = group_fields[GFIELD_TOUCH_RATE].value(find("ada"), NULL);
	assert_int_equal(value.state, VALUE_OLD);
	value = group_fields[GFIELD_SWAP].value(find("root"), NULL);
	assert_int_equal(value.state, VALUE_UNKNOWN);
	value = group_fields[GFIELD_SWAP].value(find("ada"), NULL);
	assert_int_equal(value.state, VALUE_KNOWN);
}

static void test_the_list_of_one_group(void **state)
{
	static const struct group_key all = { .kind = GROUP_NONE };
	struct group_key key = { .kind = GROUP_COMMAND, .text = "tamdemo" };
	size_t i, nr = model_nr_rows(model);

	(void)state;
	model_limit(model, &key);
	assert_int_equal(model_nr_rows(model), 9);
	for (i = 0; i < 9; i++)
		assert_true(is_tamdemo(model_row(model, i)));
	/* who comes is listed, too, and the tree is of them alone */
	take(2);
	assert_int_equal(model_nr_rows(model), 9);
	model_set_tree(model, true);
	assert_int_equal(model_nr_rows(model), 9);
	model_set_tree(model, false);
	model_limit(model, &all);
	assert_int_equal(model_nr_rows(model), nr);
}

static void answer_pss(size_t first, size_t nr)
{
	struct sample_pss *pss;
	size_t i;

	demand_reset(&demand);
	pss_demand(model_pss(model), &demand);
	sample_reset(&sample);
	sample.sections = SECTION_PSS;
	for (i = first; i < first + nr && i < demand.nr_psses; i++) {
		pss = sample_add_pss(&sample);
		pss->id = demand.psses[i];
		pss->state = pss->id.pid == 428 ? PSS_DENIED :
			     pss->id.pid == 450 ? PSS_GONE : PSS_READ;
		pss->bytes = 1000;
		pss->cost_ns = 7;
	}
	model_update(model, &sample);
}

/* It comes by and by, and says of how many it is. */
static void test_pss_of_a_group(void **state)
{
	struct group_key key = { .kind = GROUP_COMMAND, .text = "tamdemo" };
	const struct pss_sum *sum = model_pss(model);

	(void)state;
	assert_int_equal(sum->nr, 0);
	model_sum_pss(model, &key);
	assert_int_equal(sum->nr, 9);
	answer_pss(0, 2);
	assert_int_equal(sum->nr_left, 7);
	assert_int_equal(sum->bytes, 2000);
	/* no answer, and answers behind a gap */
	answer_pss(0, 0);
	answer_pss(1, 1);
	assert_int_equal(sum->nr_left, 6);
	answer_pss(0, 9);
	assert_int_equal(sum->nr_left, 0);
	assert_int_equal(sum->nr_read, 7);
	assert_int_equal(sum->nr_denied, 1);
	assert_int_equal(sum->nr_gone, 1);
	assert_int_equal(sum->bytes, 7000);
	assert_int_equal(sum->cost_ns, 63);
	/* an answer that is late is none of the next question's */
	key.text = "sh";
	model_sum_pss(model, &key);
	model_update(model, &sample);
	assert_int_equal(sum->nr, 1);
	assert_int_equal(sum->nr_left, 1);
}

/* The same ones that are summed up in its row. */
static void test_pss_is_of_those_that_pass(void **state)
{
	struct group_key key = { .kind = GROUP_COMMAND, .text = "tamdemo" };

	(void)state;
	model_set_filter(model, filter_new("pid:427", NULL));
	model_sum_pss(model, &key);
	assert_int_equal(model_pss(model)->nr, 1);
}

static void assert_name(const char *path, const char *expected)
{
	char *name = cgroup_name(path);

	assert_string_equal(name, expected);
	free(name);
}

#define CONTAINER "8f3a5c0e7b12d94f6a3c8e01b7d25f49ac60e18b3f72d5940c1e6a8b97f3d204"

static void test_names_of_cgroups(void **state)
{
	(void)state;
	assert_name("", "-");
	assert_name("/", "/");
	assert_name("/init.scope", "init.scope");
	assert_name("/system.slice/ssh.service", "ssh.service");
	assert_name("/user.slice/user-1000.slice/session-1.scope",
		    "session-1.scope");
	assert_name("/user.slice/user-1000.slice/user@1000.service/app.slice/x.scope",
		    "x.scope");
	/* a service that divides itself up */
	assert_name("/system.slice/pg.service/main", "pg.service/main");
	assert_name("/system.slice/docker-" CONTAINER ".scope",
		    "docker-8f3a5c0e7b12.scope");
	assert_name("/docker/" CONTAINER, "docker/8f3a5c0e7b12");
	assert_name("/" CONTAINER, "8f3a5c0e7b12");
	assert_name("/kubepods/burstable/pod1/" CONTAINER,
		    "pod1/8f3a5c0e7b12");
	assert_name("/lxc.payload.web", "lxc.payload.web");
	assert_name("//a//b/", "b/");
	assert_name(".service", ".service");
	assert_name("/deadbeef", "deadbeef");
}

/* A group is told in the words and units of the list. */
static void test_fields_are_those_of_processes(void **state)
{
	static const struct {
		enum group_field group;
		enum process_field process;
	} pairs[] = {
		{ GFIELD_RESERVED, FIELD_RESERVED },
		{ GFIELD_TOUCHED, FIELD_TOUCHED },
		{ GFIELD_PERCENT, FIELD_PERCENT },
		{ GFIELD_SINCE, FIELD_SINCE },
		{ GFIELD_ZERO, FIELD_ZERO },
		{ GFIELD_SWAP, FIELD_SWAP },
		{ GFIELD_TAMALLOC, FIELD_TAMALLOC },
		{ GFIELD_TOUCH_RATE, FIELD_TOUCH_RATE },
		{ GFIELD_FAULT_RATE, FIELD_FAULT_RATE },
		{ GFIELD_MAJFLT_RATE, FIELD_MAJFLT_RATE },
		{ GFIELD_CPU, FIELD_CPU },
	};
	const struct field *group, *process;
	size_t i;

	(void)state;
	/* all but its name and number */
	assert_int_equal(ARRAY_SIZE(pairs), NR_GROUP_FIELDS - 2);
	for (i = 0; i < ARRAY_SIZE(pairs); i++) {
		group = &group_fields[pairs[i].group];
		process = &process_fields[pairs[i].process];
		assert_string_equal(group->head, process->head);
		assert_string_equal(group->about, process->about);
		assert_int_equal(group->unit, process->unit);
		assert_int_equal(group->descending, process->descending);
	}
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

/* The same as long as it is there, whatever comes and goes beside it. */
static void test_a_group_keeps_its_number(void **state)
{
	uint64_t shell, demo;
	size_t i, k;

	(void)state;
	groups_update(groups, model, GROUP_COMMAND);
	shell = find("sh")->id;
	demo = find("tamdemo")->id;
	for (i = 0; i < groups_nr(groups); i++)
		for (k = 0; k < i; k++)
			assert_int_not_equal(groups_get(groups, i)->id,
					     groups_get(groups, k)->id);
	sample_reset(&sample);
	fixture_sample(&sample, 2);
	for (i = 0; i < sample.nr_procs; i++)
		if (!strcmp(sample.procs[i].comm, "sh"))
			strcpy(sample.procs[i].comm, "aa");
	model_update(model, &sample);
	groups_update(groups, model, GROUP_COMMAND);
	assert_int_equal(find("tamdemo")->id, demo);
	assert_true(find("aa")->id > demo && find("aa")->id != shell);
	take(3);
	groups_update(groups, model, GROUP_COMMAND);
	assert_int_not_equal(find("sh")->id, shell);
	/* of another kind are others, even by the same name */
	demo = find("tamdemo")->id;
	groups_update(groups, model, GROUP_CGROUP);
	for (i = 0; i < groups_nr(groups); i++)
		assert_true(groups_get(groups, i)->id > demo);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_by_each_kind),
		TEST(test_fields_are_those_of_processes),
		TEST(test_a_group_keeps_its_number),
		TEST(test_sorted_like_the_list),
		TEST(test_a_folded_tree_changes_nothing),
		TEST(test_what_is_not_known_is_told),
		TEST(test_the_list_of_one_group),
		TEST(test_pss_of_a_group),
		TEST(test_pss_is_of_those_that_pass),
		TEST(test_names_of_cgroups),
	};

	return cmocka_run_group_tests_name("group", tests, NULL, NULL);
}
