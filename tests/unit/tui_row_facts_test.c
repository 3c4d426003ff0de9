// SPDX-License-Identifier: GPL-2.0
/* What is said of a process of which the list alone knows. */
#include "check.h"
#include "model/row_facts.h"

#define MIB (1024ULL * 1024)

#define MEMORY (KNOWN_MM | KNOWN_SWAP | KNOWN_HUGETLB)

/* All is known: 100 MiB, of which 30 are touched, 20 zero. */
static struct row row_of(void)
{
	return (struct row){
		.now = {
			.known = MEMORY, .reserved = 100 * MIB,
			.resident = 30 * MIB,
		},
		.rates = { .known = true },
		.zeros = { .state = PAGES_COUNTED, .zero = 20 * MIB },
	};
}

static void assert_said(const struct row *row, const char *text)
{
	struct sentence_facts facts = row_facts(row);
	char buf[SENTENCE_MAX];

	sentence_make(&facts, 120, buf, sizeof(buf));
	assert_string_equal(buf, text);
}

static void test_what_is_promised_and_given(void **state)
{
	struct row row = row_of();

	(void)state;
	assert_said(&row, "promised 100M, given 30.0M: 1 page in 3.");
	row.now.known = 0;
	assert_said(&row, "");
	row = row_of();
	row.now.resident = 0;
	row.zeros.zero = 0;
	assert_said(&row, "promised 100M, given nothing: not one page is touched.");
	/* what was not counted may be something */
	row.zeros.state = PAGES_UNKNOWN;
	assert_said(&row, "");
}

static void test_most_of_it_is_in_blocks(void **state)
{
	struct row row = row_of();

	(void)state;
	row.now.ta_reserved = 60 * MIB;
	row.pages = (struct sample_pages){
		.state = PAGES_COUNTED, .written = 5 * MIB, .zero = 3 * MIB,
		.swapped = 2 * MIB,
	};
	assert_said(&row, "promised 100M, given 30.0M: 1 page in 3. "
			  "Untouched 50.0M, most of it tamalloc 50.0M.");
	/* less than half of what is untouched is not worth a word */
	row.pages.written = 40 * MIB;
	assert_said(&row, "promised 100M, given 30.0M: 1 page in 3.");
	/* counted while it went on */
	row.pages.written = 70 * MIB;
	assert_said(&row, "promised 100M, given 30.0M: 1 page in 3.");
	row.pages.state = PAGES_UNKNOWN;
	assert_said(&row, "promised 100M, given 30.0M: 1 page in 3.");
}

static void test_what_happens_now(void **state)
{
	struct row row = row_of();

	(void)state;
	row.zero_rate = MIB;
	row.zero_span_ns = 1000;
	assert_said(&row, "read 20.0M: costs nothing, each page shows the same page of zeros.");
	/* a rate from long ago is none of now */
	row.zeros_age_ns = 1001;
	assert_said(&row, "promised 100M, given 30.0M: 1 page in 3.");
	row.rates.touched = -(int64_t)MIB;
	assert_said(&row, "gives back 1.0M/s: of 100M promised, 30.0M is still given.");
	row = row_of();
	row.now.swapped = 10 * MIB;
	assert_said(&row, "10.0M of 40.0M is in swap: the next touch has to wait for it.");
}

static void test_what_has_no_pages_to_see(void **state)
{
	struct row row = row_of();

	(void)state;
	row.zeros.state = PAGES_DENIED;
	assert_said(&row, "promised 100M, given 30.0M: its pages are not ours to see.");
	row = row_of();
	row.pages.state = PAGES_DENIED;
	assert_said(&row, "promised 100M, given 30.0M: its pages are not ours to see.");
	/* the first thread has ended, not all of them */
	row = row_of();
	row.now.flags = PROC_ZOMBIE;
	assert_said(&row, "promised 100M, given 30.0M: 1 page in 3.");
	row.now.reserved = 0;
	assert_said(&row, "It has ended, and all it was given is given back.");
	row.now.flags = PROC_KTHREAD;
	assert_said(&row, "A kernel thread: it has no memory of its own.");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_promised_and_given),
		cmocka_unit_test(test_most_of_it_is_in_blocks),
		cmocka_unit_test(test_what_happens_now),
		cmocka_unit_test(test_what_has_no_pages_to_see),
	};

	return cmocka_run_group_tests_name("row facts", tests, NULL, NULL);
}
