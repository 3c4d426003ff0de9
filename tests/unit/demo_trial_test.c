// SPDX-License-Identifier: GPL-2.0
/* tamdemo's comparison of allocators: the work, and how it is measured. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include <cmocka.h>

#include "../../demo/trial.h"

#define PAGE 4096U
#define PAGES 1000U
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

static void a_hundredth_is_spread_evenly(void **state)
{
	size_t pages, i, last;

	(void)state;
	assert_int_equal(trial_part(1), 1);
	assert_int_equal(trial_part(100), 1);
	assert_int_equal(trial_part(101), 2);
	assert_int_equal(trial_part(16384), 164);
	for (pages = 1; pages < 3000; pages++) {
		assert_int_equal(trial_part_page(pages, 0), 0);
		last = 0;
		for (i = 1; i < trial_part(pages); i++) {
			size_t page = trial_part_page(pages, i);

			assert_in_range(page - last, 50, 101);
			last = page;
		}
		assert_in_range(pages - last, 1, 101);
	}
}

static void times_are_short(void **state)
{
	static const struct {
		uint64_t ns;
		const char *text;
	} cases[] = {
		{ 0, "0.0us" },
		{ 340, "0.3us" },
		{ 9900, "9.9us" },
		{ 9960, "10us" },
		{ 340000, "340us" },
		{ 999400, "999us" },
		{ 999600, "1.0ms" },
		{ 88000000, "88ms" },
		{ 2100000000, "2.1s" },
	};
	char text[24];
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		trial_time(text, sizeof(text), cases[i].ns);
		assert_string_equal(text, cases[i].text);
	}
}

static void touched_pages_are_counted(void **state)
{
	struct block block = { .pages = PAGES, .page_size = PAGE };
	size_t touched;

	(void)state;
	block.mem = mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	assert_true(block.mem != MAP_FAILED);
	madvise(block.mem, PAGES * PAGE, MADV_NOHUGEPAGE);
	assert_true(trial_touched(&block, &touched));
	assert_int_equal(touched, 0);
	/* on either side of a batch of entries, and the last one */
	block.mem[511 * PAGE] = 1;
	block.mem[512 * PAGE] = 1;
	block.mem[PAGES * PAGE - 1] = 1;
	assert_true(trial_touched(&block, &touched));
	assert_int_equal(touched, 3);
	munmap(block.mem, PAGES * PAGE);
}

static void all_ways_do_all_the_work(void **state)
{
	struct trial trial;
	enum trial_step step;
	size_t i;

	(void)state;
	for (i = 0; i < NR_WAYS; i++) {
		trial_init(&trial, &ways[i], PAGES * PAGE, false);
		for (step = 0; step < TRIAL_STEPS; step++) {
			assert_true(trial_do(&trial, step));
			assert_true(!step || trial.result[step].ns >=
				    trial.result[step - 1].ns);
		}
		assert_in_range(trial.block.pages, PAGES, PAGES + 1);
		assert_int_equal(trial.block.written, trial.block.pages);
		assert_int_equal(trial.result[TRIAL_ALL].touched,
				 trial.block.pages);
		trial_release(&trial);
		assert_int_equal(trial.block.pages, 0);
	}
}

/* Begins 16 bytes into a page, as memory of malloc(3) does. */
static unsigned char *odd;

static void *oddly(size_t size)
{
	odd = mmap(NULL, size + PAGE, PROT_READ | PROT_WRITE,
		   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	assert_true(odd != MAP_FAILED);
	madvise(odd, size + PAGE, MADV_NOHUGEPAGE);
	return odd + 16;
}

static void unmap_odd(void *mem, size_t size)
{
	assert_ptr_equal(mem, odd + 16);
	munmap(odd, size + PAGE);
}

static void nothing_is_written_before_the_memory(void **state)
{
	static const struct way way = { "oddly", oddly, false, unmap_odd };
	struct trial trial;
	enum trial_step step;

	(void)state;
	trial_init(&trial, &way, PAGES * PAGE, false);
	for (step = 0; step < TRIAL_STEPS; step++)
		assert_true(trial_do(&trial, step));
	assert_ptr_equal(trial.block.mem, odd);
	assert_int_equal(trial.block.pages, PAGES + 1);
	assert_int_equal(trial.result[TRIAL_ALLOCATE].touched, 0);
	assert_int_equal(trial.result[TRIAL_FIRST].touched, 1);
	assert_int_equal(trial.result[TRIAL_PART].touched, 11);
	assert_int_equal(odd[0], 0);
	assert_int_equal(odd[16], 1);
	assert_int_equal(odd[PAGES * PAGE], 1);
	trial_release(&trial);
}

static void *nothing(size_t size)
{
	(void)size;
	errno = ENOMEM;
	return NULL;
}

static void no_memory_is_told(void **state)
{
	static const struct way way = { "nothing", nothing, false, NULL };
	struct trial trial;

	(void)state;
	trial_init(&trial, &way, PAGE, false);
	assert_false(trial_do(&trial, TRIAL_ALLOCATE));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_hundredth_is_spread_evenly),
		cmocka_unit_test(times_are_short),
		cmocka_unit_test(touched_pages_are_counted),
		cmocka_unit_test(all_ways_do_all_the_work),
		cmocka_unit_test(nothing_is_written_before_the_memory),
		cmocka_unit_test(no_memory_is_told),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("tamdemo trial", tests, NULL, NULL);
}
