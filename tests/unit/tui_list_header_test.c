// SPDX-License-Identifier: GPL-2.0
/* The totals above the list, where counts and sizes are not of one moment. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "common/clock.h"
#include "screen/dump.h"
#include "screen/palette.h"
#include "screen/screen.h"
#include "view/list_header.h"

#define MIB (1024ULL * 1024)

/* All of the lines; freed by the caller. */
static char *drawn(const struct totals *totals, int width)
{
	const struct palette palette = { .colors = 256 };
	struct screen *screen = screen_new(width, 24);
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	header_draw(totals, screen, 0);
	assert_true(screen_dump(screen, &palette, false, out));
	fclose(out);
	screen_free(screen);
	return text;
}

static void assert_drawn(const struct totals *totals, int width,
			 const char *words, bool there)
{
	char *text = drawn(totals, width);

	if (!strstr(text, words) == there)
		fail_msg("\"%s\" is%s in:\n%s", words, there ? " not" : "",
			 text);
	free(text);
}

static struct totals totals_of(uint64_t reserved, uint64_t written,
			       uint64_t zero)
{
	return (struct totals){
		.ta_known = true, .pages_known = true, .pages_fresh = true,
		.ta_reserved = reserved, .ta_written = written, .ta_zero = zero,
	};
}

/* Memory that moved while it was counted is in the sum twice. */
static void test_no_more_than_all_of_it_is_touched(void **state)
{
	struct totals totals = totals_of(100 * MIB, 130 * MIB, 0);

	(void)state;
	assert_drawn(&totals, 80, "Tamalloc   100M  touched   130M   100  ",
		     true);
	totals.ta_written = 50 * MIB;
	assert_drawn(&totals, 80, "touched  50.0M  50.0  ", true);
	/* the rest can't be less than nothing */
	totals.ta_zero = 70 * MIB;
	assert_drawn(&totals, 132, "zero 70.0M   untouched 0", true);
}

static void test_the_age_of_the_oldest_count(void **state)
{
	struct totals totals = totals_of(100 * MIB, 0, 50 * MIB);

	(void)state;
	assert_drawn(&totals, 80, "zero 50.0M", true);
	assert_drawn(&totals, 80, "zero 50.0M (", false);
	totals.pages_fresh = false;
	totals.pages_age_ns = 192 * NSEC_PER_SEC;
	assert_drawn(&totals, 80, "zero 50.0M (3m12s)", true);
	assert_drawn(&totals, 132, "zero 50.0M  counted 3m12s ago", true);
	/* a short interval: dimmed, but nothing to tell */
	totals.pages_age_ns = NSEC_PER_SEC / 2;
	assert_drawn(&totals, 80, "zero 50.0M (", false);
	/* of what is not known there is no age */
	totals.pages_age_ns = 192 * NSEC_PER_SEC;
	totals.pages_known = false;
	assert_drawn(&totals, 80, "zero ?", true);
	assert_drawn(&totals, 80, "zero ? (", false);
}

/* Where nothing tells of tamalloc blocks, no line and no word waits for it. */
static void test_what_is_never_known_takes_no_room(void **state)
{
	struct totals totals = {
		.nr_processes = 1, .touched_known = true, .touched = MIB,
		.sys = {
			.known = KNOWN_TOTALS | KNOWN_MEMORY,
			.reserved = 100 * MIB, .mem_total = 500 * MIB,
		},
	};

	(void)state;
	assert_int_equal(header_height(&totals, 24), 3);
	assert_drawn(&totals, 80, "Tamalloc", false);
	assert_drawn(&totals, 80, "zero", false);
	assert_drawn(&totals, 80, "untouched 99.0M", true);
	assert_drawn(&totals, 80, "swap", false);
	assert_drawn(&totals, 80, "Faults", true);
	totals.ta_known = true;
	totals.sys.swap_total = MIB;
	assert_int_equal(header_height(&totals, 24), 4);
	assert_drawn(&totals, 80, "Tamalloc", true);
	assert_drawn(&totals, 80, "swap 0 of 1.0M", true);
}

static void test_the_rate_of_zeros(void **state)
{
	struct totals totals = totals_of(100 * MIB, 0, 50 * MIB);

	(void)state;
	totals.rates = (struct rates){ .known = true, .touched = 4096 };
	assert_drawn(&totals, 80, "touch +4K/s\n", true);
	totals.zero_rate_known = true;
	totals.zero_rate = 12 * MIB + MIB / 2;
	assert_drawn(&totals, 80, "touch +4K/s  zero +12.5M/s\n", true);
	assert_drawn(&totals, 132, "touch +4K/s  zero +12.5M/s\n", true);
	/* the longest ones, at every width where there is a graph at all */
	totals.rates.touched = -1023 * (int64_t)MIB;
	totals.zero_rate = -1023 * (int64_t)MIB;
	assert_drawn(&totals, 80, "touch -1023M/s  zero -1023M/s\n", true);
	assert_drawn(&totals, 100, "touch -1023M/s  zero -1023M/s\n", true);
	/* who has set a mark wants to know what was touched since */
	totals.since_known = true;
	totals.since_touched = MIB;
	assert_drawn(&totals, 132, "  since +1.0M\n", true);
	assert_drawn(&totals, 132, "/s  zero", false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_more_than_all_of_it_is_touched),
		cmocka_unit_test(test_the_age_of_the_oldest_count),
		cmocka_unit_test(test_what_is_never_known_takes_no_room),
		cmocka_unit_test(test_the_rate_of_zeros),
	};

	return cmocka_run_group_tests_name("list header", tests, NULL, NULL);
}
