// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <string.h>

#include "app/scenario_list.h"
#include "check.h"
#include "data/scenario.h"
#include "fixture_demo.h"

static struct scenarios scenarios;

static int tear_down(void **state)
{
	(void)state;
	scenarios_release(&scenarios);
	return 0;
}

static const struct scenario *find(const char *name)
{
	size_t i;

	for (i = 0; i < scenarios.nr; i++)
		if (!strcmp(scenarios.list[i].name, name))
			return &scenarios.list[i];
	fail_msg("no scenario %s", name);
	return NULL;
}

static void test_what_tamdemo_says(void **state)
{
	const struct scenario *scenario;

	(void)state;
	assert_true(scenario_list_parse(fixture_demo_list, &scenarios));
	assert_int_equal(scenarios.nr, 9);
	scenario = &scenarios.list[0];
	assert_string_equal(scenario->name, "linear");
	assert_string_equal(scenario->summary, "touch page after page");
	assert_string_equal(scenario->look_for,
			    "a front moves through the map");
	assert_string_equal(scenario->needs, "");
	assert_true(scenario->has_size && scenario->has_rate);
	assert_false(scenario->has_yes);
	assert_string_equal(scenario->size, "256M");
	assert_string_equal(scenario->rate, "3200");
	scenario = find("oom");
	assert_string_equal(scenario->needs, "root, cgroup v2");
	assert_true(scenario->has_yes);
	scenario = find("verify");
	assert_true(scenario->has_size && scenario->has_yes);
	assert_false(scenario->has_rate);
	assert_string_equal(scenario->rate, "");
	scenario = find("allocators");
	assert_false(scenario->has_size || scenario->has_rate ||
		     scenario->has_yes);
}

static void test_members_that_lack(void **state)
{
	const struct scenario *scenario;

	(void)state;
	assert_true(scenario_list_parse("[{\"name\":\"a\"},{},"
					"{\"summary\":\"no name\"},"
					"{\"name\":\"\"},{\"name\":\"b\","
					"\"options\":[{},{\"name\":\"size\"},"
					"{\"default\":\"1M\"}]}]",
					&scenarios));
	assert_int_equal(scenarios.nr, 2);
	scenario = find("a");
	assert_string_equal(scenario->summary, "");
	assert_string_equal(scenario->look_for, "");
	assert_string_equal(scenario->needs, "");
	assert_false(scenario->has_size);
	/* an option without a default is there all the same */
	scenario = find("b");
	assert_true(scenario->has_size);
	assert_string_equal(scenario->size, "");
}

static void test_wrong_types(void **state)
{
	static const char text[] =
		"[1,null,\"x\",[],[{\"name\":\"in\"}],true,{\"name\":5},"
		"{\"name\":{\"name\":\"x\"}},{\"name\":[\"x\"]},"
		"{\"name\":\"a\",\"summary\":7,\"look_for\":null,"
		"\"needs\":[\"root\"],\"options\":\"size\"},"
		"{\"name\":\"b\",\"options\":{\"name\":\"size\"}},"
		"{\"name\":\"c\",\"options\":[null,\"size\",[],"
		"{\"name\":\"size\",\"default\":256},{\"name\":3}]}]";
	const struct scenario *scenario;

	(void)state;
	assert_true(scenario_list_parse(text, &scenarios));
	assert_int_equal(scenarios.nr, 3);
	scenario = find("a");
	assert_string_equal(scenario->summary, "");
	assert_string_equal(scenario->needs, "");
	assert_false(scenario->has_size);
	assert_false(find("b")->has_size);
	assert_true(find("c")->has_size);
	assert_string_equal(find("c")->size, "");
}

static void test_no_list_at_all(void **state)
{
	static const char *const bad[] = {
		"", " ", "[]", "{}", "null", "1", "\"linear\"", "[", "[{",
		"[{\"name\":\"a\"}", "[{\"name\":\"a\"}]]",
		"{\"name\":\"a\"}", "linear  touch page after page\n",
		"tamdemo: unrecognized option '--json'\n",
		"[{\"name\":\"a\"},", "[{'name':'a'}]", "[{\"name\":\"\xff\"}]",
		"\x1b[31m", "// [{\"name\":\"a\"}]",
	};
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(bad); i++)
		if (scenario_list_parse(bad[i], &scenarios) || scenarios.nr)
			fail_msg("'%s' gives %zu scenarios", bad[i],
				 scenarios.nr);
}

/* As deep as the longest answer can be. */
static void test_deep_answers(void **state)
{
	size_t half = 32 * 1024;
	char *text = calloc(2 * half + 1, 1);

	(void)state;
	assert_non_null(text);
	memset(text, '[', half);
	memset(text + half, ']', half);
	assert_false(scenario_list_parse(text, &scenarios));
	memset(text, '[', 2 * half);
	assert_false(scenario_list_parse(text, &scenarios));
	free(text);
}

static void test_a_default_that_has_no_room(void **state)
{
	(void)state;
	assert_true(scenario_list_parse(
		"[{\"name\":\"a\",\"options\":["
		"{\"name\":\"size\",\"default\":\"12345678901234567890\"},"
		"{\"name\":\"rate\",\"default\":\"123456789012345\"}]}]",
		&scenarios));
	/* half a number would be another one */
	assert_true(scenarios.list[0].has_size);
	assert_string_equal(scenarios.list[0].size, "");
	assert_string_equal(scenarios.list[0].rate, "123456789012345");
}

static void test_releasing_twice(void **state)
{
	(void)state;
	assert_true(scenario_list_parse(fixture_demo_list, &scenarios));
	scenarios_release(&scenarios);
	assert_int_equal(scenarios.nr, 0);
	assert_null(scenarios.list);
	scenarios_release(&scenarios);
	assert_true(scenario_list_parse(fixture_demo_list, &scenarios));
}

static void test_a_size_sets_a_rate_of_20_seconds(void **state)
{
	static const struct {
		const char *size, *rate;
	} table[] = {
		{ "80M", "1024" }, { "1G", "13107" }, { "1.5G", "19660" },
		{ "16T", "214748364" }, { "4096", "1" }, { "1", "1" },
		{ "80k", "1" }, { "160K", "2" },
	};
	struct scenario scenario = { .has_size = true, .has_rate = true };
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(table); i++) {
		scenario_set_size(&scenario, table[i].size);
		assert_string_equal(scenario.size, table[i].size);
		assert_string_equal(scenario.rate, table[i].rate);
	}
}

static void test_what_has_no_rate_gets_none(void **state)
{
	struct scenario scenario = { .has_size = true };

	(void)state;
	scenario_set_size(&scenario, "80M");
	assert_string_equal(scenario.size, "80M");
	assert_string_equal(scenario.rate, "");
}

#define scenario_test(f) cmocka_unit_test_teardown(f, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		scenario_test(test_what_tamdemo_says),
		scenario_test(test_members_that_lack),
		scenario_test(test_wrong_types),
		scenario_test(test_no_list_at_all),
		scenario_test(test_deep_answers),
		scenario_test(test_a_default_that_has_no_room),
		scenario_test(test_releasing_twice),
		scenario_test(test_a_size_sets_a_rate_of_20_seconds),
		scenario_test(test_what_has_no_rate_gets_none),
	};

	return cmocka_run_group_tests_name("scenario", tests, NULL, NULL);
}
