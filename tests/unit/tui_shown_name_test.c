// SPDX-License-Identifier: GPL-2.0
/* Names that are told in another way than the kernel does. */
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "model/shown_name.h"

static void test_memory_without_a_file_says_what_it_is(void **state)
{
	static const char *const names[][2] = {
		{ "/dev/zero (deleted)", "[shared anon]" },
		{ "/SYSV00000000 (deleted)", "[sysv private]" },
		{ "/SYSV0052e2c1 (deleted)", "[sysv 0x0052e2c1]" },
		{ "/memfd:wayland-shm (deleted)", "[memfd:wayland-shm]" },
		{ "/memfd:a/b (deleted) (deleted)",
		  "[memfd:a/b (deleted)]" },
		{ "/anon_hugepage (deleted)", "[anon hugetlb]" },
		{ "/[aio] (deleted)", "[aio]" },
	};
	char buf[NAME_SHOWN_MAX];
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(names); i++)
		assert_string_equal(shown_name(names[i][0], buf, sizeof(buf)),
				    names[i][1]);
}

static void test_others_stay_as_they_are(void **state)
{
	static const char *const names[] = {
		"", "?", "[heap]", "[anon:tamalloc]", "[anon_shmem:x]",
		"/dev/zero", "/usr/lib/libc.so.6",
		"/usr/lib/libc.so.6 (deleted)", "/SYSV (deleted)",
		"/SYSV0052e2c (deleted)", "/SYSV0052e2cg (deleted)",
		"/SYSV0052e2c1", "/memfd: (deleted)", "/memfd:x",
		"/tmp/SYSV00000000 (deleted)", "/tmp/memfd:x (deleted)",
	};
	char buf[NAME_SHOWN_MAX];
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(names); i++)
		assert_ptr_equal(shown_name(names[i], buf, sizeof(buf)),
				 names[i]);
}

/* What is written over the kernel's name has room there. */
static void test_it_is_never_longer(void **state)
{
	char name[4096], buf[NAME_SHOWN_MAX];
	size_t len;

	(void)state;
	for (len = 1; len < 4000; len += 7) {
		snprintf(name, sizeof(name), "/memfd:%0*d (deleted)", (int)len,
			 0);
		assert_true(strlen(shown_name(name, buf, sizeof(buf))) <
			    strlen(name));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_memory_without_a_file_says_what_it_is),
		cmocka_unit_test(test_others_stay_as_they_are),
		cmocka_unit_test(test_it_is_never_longer),
	};

	return cmocka_run_group_tests_name("shown_name", tests, NULL, NULL);
}
