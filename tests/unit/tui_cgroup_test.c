// SPDX-License-Identifier: GPL-2.0
/* Lines of /proc/PID/cgroup, as v2, v1 and both at once have them. */
#include <stdlib.h>

#include "check.h"
#include "source/cgroup.h"

static void assert_path(const char *text, const char *expected)
{
	char *path = cgroup_path(text);

	if (expected)
		assert_string_equal(path, expected);
	else
		assert_null(path);
	free(path);
}

static void test_v2_has_one_line(void **state)
{
	(void)state;
	assert_path("0::/user.slice/session-1.scope\n",
		    "/user.slice/session-1.scope");
	assert_path("0::/\n", "/");
	/* names may hold colons and commas; no newline at the end is no end */
	assert_path("0::/a:b,c", "/a:b,c");
	assert_path("0::/../other (deleted)\n", "/../other (deleted)");
}

static void test_v1_tells_where_v2_has_nothing(void **state)
{
	(void)state;
	assert_path("12:pids:/p\n4:cpu,memory:/m\n1:name=systemd:/s\n0::/\n",
		    "/m");
	assert_path("12:pids:/p\n1:name=systemd:/s\n0::/\n", "/s");
	assert_path("12:pids:/p\n4:cpu,cpuacct:/c\n", "/p");
	assert_path("4:memory:/m\n0::/two\n", "/two");
	/* no controller is a part of another one's name */
	assert_path("5:mem:/a\n6:memoryx:/b\n7:xmemory:/c\n", "/a");
	assert_path("5:memory:/\n6:pids:/\n", "/");
}

static void test_what_is_no_line_is_none(void **state)
{
	(void)state;
	assert_path("", NULL);
	assert_path("\n\n", NULL);
	assert_path("nonsense\n0:\n:\n", NULL);
	assert_path("0::relative\n", NULL);
	assert_path("x\n\n0::/kept\nx", "/kept");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_v2_has_one_line),
		cmocka_unit_test(test_v1_tells_where_v2_has_nothing),
		cmocka_unit_test(test_what_is_no_line_is_none),
	};

	return cmocka_run_group_tests_name("cgroup", tests, NULL, NULL);
}
