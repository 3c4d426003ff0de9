// SPDX-License-Identifier: GPL-2.0
#include <string.h>

#include "base/base.h"
#include "check.h"
#include "model/sentence.h"

#define K 1024ULL
#define M (1024 * K)
#define G (1024 * M)

#define BASE (FACT_PROMISED | FACT_TOUCHED)
#define RATES (FACT_TOUCH_RATE | FACT_ZERO_RATE)
#define ALL (BASE | RATES | FACT_ZERO | FACT_PARTS | FACT_SWAPPED)

#define FACTS(what, ...) { .known = what, .promised = 64 * M, __VA_ARGS__ }

static const struct {
	struct sentence_facts facts;
	int width;
	const char *text;
} cases[] = {
	/* nothing touched yet */
	{ FACTS(ALL, .touched = 0), 80,
	  "promised 64.0M, given nothing: not one page is touched." },
	{ FACTS(ALL, .touched = 0), 40, "promised 64.0M, given nothing" },
	/* what is not known may be anything: nothing is said of it */
	{ FACTS(BASE, .touched = 0), 80, "" },
	{ FACTS(FACT_PROMISED, .touched = 0), 80, "" },
	{ FACTS(0, .touched = 8 * M, .zero = 8 * M, .zero_rate = 1), 80, "" },
	/* part of it */
	{ FACTS(BASE, .touched = 8 * M), 80,
	  "promised 64.0M, given 8.0M: 1 page in 8." },
	{ FACTS(ALL, .touched = 21 * M), 80,
	  "promised 64.0M, given 21.0M: 1 page in 3." },
	{ FACTS(ALL, .touched = 25 * M), 80,
	  "promised 64.0M, given 25.0M: 4 pages in 10." },
	{ FACTS(ALL, .touched = 31 * M), 80,
	  "promised 64.0M, given 31.0M: 1 page in 2." },
	{ FACTS(ALL, .touched = 33 * M), 80,
	  "promised 64.0M, given 33.0M: 1 page in 2." },
	{ FACTS(ALL, .touched = 42 * M), 80,
	  "promised 64.0M, given 42.0M: 7 pages in 10." },
	{ FACTS(ALL, .touched = 63 * M), 80,
	  "promised 64.0M, given 63.0M: 9 pages in 10." },
	{ FACTS(ALL, .touched = 4 * K), 80,
	  "promised 64.0M, given 4K: 1 page in 16384." },
	{ FACTS(ALL, .touched = 8 * M), 22, "given 8.0M of 64.0M" },
	{ FACTS(ALL, .touched = 8 * M), 18, "" },
	{ FACTS(ALL | FACT_LARGEST, .touched = 8 * M, .zero = 16 * M,
		.largest_name = "heap", .largest = 30 * M), 80,
	  "promised 64.0M, given 8.0M: 1 page in 8. Untouched 40.0M, most of it heap 30.0M." },
	{ FACTS(ALL | FACT_LARGEST, .touched = 8 * M, .zero = 16 * M,
		.largest_name = "heap", .largest = 30 * M), 79,
	  "promised 64.0M, given 8.0M: 1 page in 8." },
	{ FACTS(ALL | FACT_LARGEST, .touched = 8 * M,
		.largest_name = "heap", .largest = 10 * M), 99,
	  "promised 64.0M, given 8.0M: 1 page in 8. Untouched 56.0M, the largest part heap 10.0M." },
	{ FACTS(BASE | FACT_LARGEST, .touched = 8 * M,
		.largest_name = "heap", .largest = 50 * M), 99,
	  "promised 64.0M, given 8.0M: 1 page in 8." },
	/* all of it */
	{ FACTS(ALL, .touched = 64 * M), 80,
	  "promised 64.0M, and given all of it: every page is touched." },
	/* only read, before and while something else is touched already */
	{ FACTS(ALL, .zero = 45 * M + 205 * K), 80,
	  "read 45.2M: costs nothing, each page shows the same page of zeros." },
	{ FACTS(ALL, .touched = M, .zero = 2 * M, .zero_rate = M), 80,
	  "read 2.0M: costs nothing, each page shows the same page of zeros." },
	{ FACTS(ALL, .touched = M, .zero = 2 * M, .zero_rate = M), 40,
	  "read 2.0M: costs nothing, one zero page" },
	{ FACTS(ALL, .touched = M, .zero = 2 * M, .zero_rate = M), 30,
	  "read 2.0M: costs nothing" },
	{ FACTS(BASE | FACT_ZERO, .touched = M, .zero = 2 * M, .zero_rate = M),
	  80, "promised 64.0M, given 1.0M: 1 page in 64." },
	/* read, then written */
	{ FACTS(ALL, .touched = M, .zero = 2 * M, .touch_rate = M,
		.zero_rate = -(int64_t)M), 80,
	  "writing: each page of zeros turns into one of its own, +1.0M/s." },
	/* pages given back */
	{ FACTS(ALL, .touched = 2 * M, .touch_rate = -(int64_t)M), 80,
	  "gives back 1.0M/s: of 64.0M promised, 2.0M is still given." },
	/* swapped, huge, files */
	{ FACTS(ALL, .touched = 8 * M, .swapped = 2 * M), 80,
	  "2.0M of 8.0M is in swap: the next touch has to wait for it." },
	{ FACTS(ALL, .touched = 8 * M, .huge = 4 * M), 80,
	  "4.0M of 8.0M is in huge pages: one touch gave 512 pages or more." },
	{ FACTS(ALL, .touched = 8 * M, .file = 5 * M), 80,
	  "promised 64.0M, given 8.0M: 5.0M of it is files or shared memory." },
	/* states */
	{ FACTS(BASE, .touched = 8 * M, .state = SENTENCE_DENIED), 80,
	  "promised 64.0M, given 8.0M: its pages are not ours to see." },
	{ FACTS(0, .state = SENTENCE_DENIED), 80,
	  "Its pages are not ours to see." },
	{ FACTS(0, .state = SENTENCE_KTHREAD), 80,
	  "A kernel thread: it has no memory of its own." },
	{ FACTS(BASE, .state = SENTENCE_KTHREAD), 40,
	  "A kernel thread: no memory of its own." },
	{ FACTS(0, .state = SENTENCE_ENDED), 40,
	  "It has ended: all is given back." },
	{ FACTS(0, .state = SENTENCE_ENDED), 80,
	  "It has ended, and all it was given is given back." },
	{ FACTS(ALL, .touched = 8 * M, .state = SENTENCE_GONE), 80,
	  "It is gone: promised 64.0M, given 8.0M at last, all given back." },
	{ FACTS(0, .state = SENTENCE_GONE), 80, "It is gone." },
	{ FACTS(ALL, .touched = 8 * M, .state = SENTENCE_GONE), 5, "" },
};

static void test_sentences(void **state)
{
	char buf[256];
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		sentence_make(&cases[i].facts, cases[i].width, buf,
			      sizeof(buf));
		assert_string_equal(buf, cases[i].text);
	}
}

/* What doesn't fit into the buffer is not cut, either. */
static void test_small_buffer(void **state)
{
	const struct sentence_facts facts =
		FACTS(ALL, .touched = 8 * M);
	char buf[24];

	(void)state;
	sentence_make(&facts, 80, buf, sizeof(buf));
	assert_string_equal(buf, "given 8.0M of 64.0M");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sentences),
		cmocka_unit_test(test_small_buffer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
