// SPDX-License-Identifier: GPL-2.0
/* What is said of a process of which the list alone knows. */
#include "check.h"
#include "model/row_facts.h"
#include "model/row_sum.h"

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

/* 1 MiB/s of zeros came, from a count a second ago to one of now. */
static struct row counted_row(void)
{
	struct row row = row_of();

	row.zeros_fresh = true;
	row.zero_rate = MIB;
	row.zero_span_ns = 1000;
	return row;
}

static struct row sum_of(const struct row *first, const struct row *second)
{
	struct row sum;

	row_sum_begin(&sum, first);
	row_sum_add(&sum, second);
	return sum;
}

/* One sentence of both: not the zeros of both at the rate of one. */
static void test_the_zero_rate_of_a_sum(void **state)
{
	struct row one = counted_row(), other = counted_row(), sum;

	(void)state;
	other.zero_rate = -3 * (int64_t)MIB;
	other.zero_span_ns = 5000;
	other.zeros_age_ns = 4000;
	sum = sum_of(&one, &other);
	assert_true(row_zero_rate_known(&sum));
	assert_int_equal(sum.zero_rate, -2 * (int64_t)MIB);
	assert_int_equal(sum.zeros.zero, 40 * MIB);
	other.zeros_age_ns = 5001;
	sum = sum_of(&one, &other);
	assert_false(row_zero_rate_known(&sum));
	sum = sum_of(&other, &one);
	assert_false(row_zero_rate_known(&sum));
	assert_said(&sum, "promised 200M, given 60.0M: 1 page in 3.");
	/* who has no memory has no zeros that come or go */
	other = (struct row){ .zero_rate = 7 };
	sum = sum_of(&other, &one);
	assert_true(row_zero_rate_known(&sum));
	assert_int_equal(sum.zero_rate, MIB);
	sum = sum_of(&one, &other);
	assert_true(row_zero_rate_known(&sum));
	assert_int_equal(sum.zero_rate, MIB);
}

/* A part of the zeros is told as a part, and no sentence is made of it. */
static void test_a_part_of_the_zeros_says_nothing(void **state)
{
	struct row one = row_of(), other = row_of(), sum;

	(void)state;
	one.now.resident = 0;
	other.now.resident = 0;
	other.zeros = (struct sample_pages){ .state = PAGES_UNKNOWN };
	sum = sum_of(&one, &other);
	assert_int_equal(sum.zeros.zero, 20 * MIB);
	assert_said(&sum, "");
	sum = sum_of(&other, &one);
	assert_said(&sum, "");
}

static struct row row_with_blocks(void)
{
	struct row row = row_of();

	row.now.ta_reserved = 60 * MIB;
	row.pages_fresh = true;
	row.pages = (struct sample_pages){
		.state = PAGES_COUNTED, .written = 5 * MIB, .zero = 3 * MIB,
		.swapped = 2 * MIB,
	};
	return row;
}

static void test_the_blocks_of_a_sum(void **state)
{
	struct row one = row_with_blocks(), other = row_with_blocks(), sum;

	(void)state;
	sum = sum_of(&one, &other);
	assert_int_equal(sum.pages.state, PAGES_COUNTED);
	assert_int_equal(sum.pages.written, 10 * MIB);
	assert_said(&sum, "promised 200M, given 60.0M: 1 page in 3. "
			  "Untouched 100M, most of it tamalloc 100M.");
	other.pages_fresh = false;
	other.pages_age_ns = 7;
	sum = sum_of(&one, &other);
	assert_false(sum.pages_fresh);
	assert_int_equal(sum.pages_age_ns, 7);
	other.pages.state = PAGES_UNKNOWN;
	sum = sum_of(&one, &other);
	assert_said(&sum, "promised 200M, given 60.0M: 1 page in 3.");
	/* none has more of them than one has */
	other = row_of();
	sum = sum_of(&other, &one);
	assert_int_equal(sum.pages.written, 5 * MIB);
	assert_true(sum.pages_fresh);
	sum = sum_of(&one, &other);
	assert_int_equal(sum.pages.written, 5 * MIB);
}

/* What was not read is not nothing; who has just come may be left out. */
static void test_what_was_not_read_is_not_known(void **state)
{
	struct row one = row_of(), other = row_of(), sum;

	(void)state;
	one.now.known |= KNOWN_RUN | KNOWN_FAULTS;
	one.rates.cpu_known = true;
	one.rates.faults_known = true;
	sum = sum_of(&one, &other);
	assert_false(sum.rates.cpu_known);
	assert_false(sum.rates.faults_known);
	row_sum_add(&sum, &one);
	assert_false(sum.rates.cpu_known);
	sum = sum_of(&other, &one);
	assert_false(sum.rates.cpu_known);
	other.just_came = true;
	sum = sum_of(&one, &other);
	assert_true(sum.rates.cpu_known);
	assert_true(sum.rates.partly);
}

/* What only one of them has not is not known of both. */
static void test_times_threads_and_pss_add_up(void **state)
{
	struct row one = row_of(), other = row_of(), sum;

	(void)state;
	one.now.known |= KNOWN_RUN;
	one.now.cpu_ns = 3;
	one.now.nr_threads = 4;
	one.now.shared = MIB;
	one.now.reserved = MIB;
	other.now.reserved = MIB;
	one.pss_state = ROW_PSS_READ;
	one.pss = 5 * MIB;
	one.pss_fresh = true;
	sum = sum_of(&one, &one);
	assert_false(sum.run_partly);
	assert_int_equal(sum.now.cpu_ns, 6);
	assert_int_equal(sum.now.nr_threads, 8);
	assert_int_equal(sum.now.shared, 2 * MIB);
	assert_int_equal(sum.pss_state, ROW_PSS_READ);
	assert_int_equal(sum.pss, 10 * MIB);
	assert_true(sum.pss_fresh);
	sum = sum_of(&one, &other);
	assert_true(sum.run_partly);
	assert_int_equal(sum.pss_state, ROW_PSS_UNKNOWN);
	sum = sum_of(&other, &one);
	assert_true(sum.run_partly);
	assert_int_equal(sum.pss_state, ROW_PSS_UNKNOWN);
	/* who has no memory has no part in it */
	other.now.reserved = 0;
	sum = sum_of(&other, &one);
	assert_int_equal(sum.pss_state, ROW_PSS_READ);
	assert_int_equal(sum.pss, 5 * MIB);
	assert_true(sum.pss_fresh);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_times_threads_and_pss_add_up),
		cmocka_unit_test(test_what_is_promised_and_given),
		cmocka_unit_test(test_most_of_it_is_in_blocks),
		cmocka_unit_test(test_what_happens_now),
		cmocka_unit_test(test_what_has_no_pages_to_see),
		cmocka_unit_test(test_the_zero_rate_of_a_sum),
		cmocka_unit_test(test_a_part_of_the_zeros_says_nothing),
		cmocka_unit_test(test_the_blocks_of_a_sum),
		cmocka_unit_test(test_what_was_not_read_is_not_known),
	};

	return cmocka_run_group_tests_name("row facts", tests, NULL, NULL);
}
