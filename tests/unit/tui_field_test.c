// SPDX-License-Identifier: GPL-2.0
/* The fields of a process and of a mapping: values, what is known, text. */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "common/clock.h"
#include "model/field.h"
#include "model/model.h"
#include "model/target.h"

#define MIB (1024ULL * 1024)

static const struct field_context context = {
	.tells_zero = true, .since_known = true, .fresh_ns = 100,
};

static void assert_field(const struct field *field, const void *of,
			 const char *text)
{
	struct value value = field->value(of, &context);
	char buf[FORMAT_MAX];

	assert_string_equal(field_text(field, &value, 12, buf), text);
}

static void assert_process(enum process_field id, const struct row *row,
			   const char *text)
{
	assert_field(&process_fields[id], row, text);
}

/* Of this one all is known. */
static struct row known_row(void)
{
	return (struct row){
		.now = {
			.known = ~0U, .id.pid = 4194303, .comm = "demo",
			.oom_score = 693, .reserved = 1024 * MIB,
			.resident = 90 * MIB, .swapped = 6 * MIB,
			.ta_reserved = 512 * MIB, .run_state = 'D',
			.ppid = 412, .nice = -20, .nr_threads = 12,
			.shared = 3 * MIB, .cpu_ns = 3725070 * NSEC_PER_MSEC,
		},
		.rates = {
			.known = true, .faults_known = true,
			.touched = -4096, .faults = 2048, .majflt = 3,
			.cpu_known = true, .cpu_ns = 1250 * NSEC_PER_MSEC,
		},
		.pages = { .state = PAGES_COUNTED, .zero = 32 * MIB },
		.pages_fresh = true,
		.user = "ada",
		.pss_state = ROW_PSS_READ, .pss = 5 * MIB, .pss_fresh = true,
		.cgroup = (char *)"/a/b.service/c",
		.cgroup_shown = (char *)"b.service/c",
		.since_known = true, .since_touched = 7 * 1024,
	};
}

static void test_a_process_whose_all_is_known(void **state)
{
	struct row row = known_row();

	(void)state;
	assert_process(FIELD_PID, &row, "4194303");
	assert_process(FIELD_USER, &row, "ada");
	assert_process(FIELD_RESERVED, &row, "1.0G");
	assert_process(FIELD_TOUCHED, &row, "96.0M");
	assert_process(FIELD_PERCENT, &row, "9.4");
	assert_process(FIELD_SINCE, &row, "+7K");
	assert_process(FIELD_ZERO, &row, "32.0M");
	assert_process(FIELD_SWAP, &row, "6.0M");
	assert_process(FIELD_TAMALLOC, &row, "512M");
	assert_process(FIELD_TOUCH_RATE, &row, "-4K");
	assert_process(FIELD_FAULT_RATE, &row, "2048");
	assert_process(FIELD_MAJFLT_RATE, &row, "3");
	assert_process(FIELD_OOM, &row, "693");
	assert_process(FIELD_STATE, &row, "D");
	assert_process(FIELD_CPU, &row, "125");
	assert_process(FIELD_COMMAND, &row, "demo");
	assert_process(FIELD_PPID, &row, "412");
	assert_process(FIELD_NICE, &row, "-20");
	assert_process(FIELD_THREADS, &row, "12");
	assert_process(FIELD_SHARED, &row, "3.0M");
	assert_process(FIELD_TIME, &row, "1:02:05");
	assert_process(FIELD_PSS, &row, "5.0M");
	assert_process(FIELD_CGROUP, &row, "b.service/c");
	assert_string_equal(process_fields[FIELD_CGROUP].value(&row, NULL).text,
			    "/a/b.service/c");
}

static void test_what_is_not_as_ever(void **state)
{
	struct row row = known_row();

	(void)state;
	row.now.cpu_ns = 3599990 * NSEC_PER_MSEC;
	assert_process(FIELD_TIME, &row, "59:59.99");
	row.pss_fresh = false;
	assert_int_equal(process_fields[FIELD_PSS].value(&row, NULL).state,
			 VALUE_OLD);
	/* there are no cgroups */
	row.cgroup = (char *)"";
	row.cgroup_shown = row.cgroup;
	assert_process(FIELD_CGROUP, &row, "-");
	/* of a sum, some of which was not read */
	row.run_partly = true;
	assert_process(FIELD_THREADS, &row, "?");
	assert_process(FIELD_TIME, &row, "?");
}

static void test_what_is_known_later(void **state)
{
	struct row row = known_row();

	(void)state;
	row.command = (char *)"demo --all";
	assert_process(FIELD_COMMAND, &row, "demo --all");
	assert_process(FIELD_AGE, &row, "0s");
	row.pages_fresh = false;
	row.pages_age_ns = 192 * NSEC_PER_SEC;
	assert_int_equal(process_fields[FIELD_ZERO].value(&row, NULL).state,
			 VALUE_OLD);
	assert_process(FIELD_AGE, &row, "3m12s");
	/* once all of its memory was counted, blocks are a part of that */
	row.zeros = (struct sample_pages){
		.state = PAGES_COUNTED, .zero = 33 * MIB,
	};
	row.zeros_fresh = true;
	assert_process(FIELD_ZERO, &row, "33.0M");
	assert_process(FIELD_AGE, &row, "0s");
}

/* Cut, it would be another number. */
static void test_a_large_score_fits_its_column(void **state)
{
	struct row row = { .now = { .known = KNOWN_OOM, .oom_score = 86673 } };
	const struct field *field = &process_fields[FIELD_OOM];
	struct value value = field->value(&row, NULL);
	char buf[FORMAT_MAX];

	(void)state;
	assert_string_equal(field_text(field, &value, 4, buf), "87k");
	assert_string_equal(field_text(field, &value, 5, buf), "86673");
}

static void test_a_process_of_which_nothing_is_known(void **state)
{
	const struct row row = { .now = { .id.pid = 7, .comm = "x" } };
	int id;

	(void)state;
	for (id = 0; id < NR_PROCESS_FIELDS; id++)
		if (id != FIELD_PID && id != FIELD_COMMAND &&
		    process_fields[id].value)
			assert_process((enum process_field)id, &row, "?");
}

/* TOUCHED is a sum: it is known only if all parts are. */
static void test_half_a_sum_is_not_known(void **state)
{
	struct row row = { .now = { .known = KNOWN_MM, .resident = MIB } };

	(void)state;
	assert_process(FIELD_TOUCHED, &row, "?");
	row.now.known = KNOWN_SWAP;
	assert_process(FIELD_TOUCHED, &row, "?");
	row.now.known = KNOWN_MM | KNOWN_SWAP;
	assert_process(FIELD_TOUCHED, &row, "?");
	row.now.known = KNOWN_MM | KNOWN_HUGETLB;
	assert_process(FIELD_TOUCHED, &row, "?");
	row.now.known = KNOWN_MM | KNOWN_SWAP | KNOWN_HUGETLB;
	row.now.swapped = 2 * MIB;
	row.now.hugetlb = 4 * MIB;
	assert_process(FIELD_TOUCHED, &row, "7.0M");
	assert_process(FIELD_SWAP, &row, "2.0M");
}

static void test_a_mapping(void **state)
{
	struct mapping mapping = {
		.start = 0x7f0000000000, .end = 0x7f0000000000 + 400 * 4096,
		.name = "", .flags = MAPPING_READ | MAPPING_SHARED,
		.counted = true, .counted_ns = 100, .since_known = true,
		.counts = {
			.total = 400,
			.in = {
				[PAGE_WRITTEN] = 64, [PAGE_ZERO] = 1,
				[PAGE_HUGE_ZERO] = 2, [PAGE_HUGE] = 100,
				[PAGE_FILE] = 4, [PAGE_SWAPPED] = 32,
			},
		},
		.since_touched = 2, .since_released = 3,
	};
	static const char *const texts[NR_MAPPING_FIELDS] = {
		[MFIELD_START] = "7f0000000000",
		[MFIELD_END] = "7f0000190000", [MFIELD_PERMS] = "r--s",
		[MFIELD_RESERVED] = "1.6M", [MFIELD_TOUCHED] = "800K",
		[MFIELD_TOUCHED_ZERO] = "812K",
		[MFIELD_PERCENT] = "50.0", [MFIELD_ZERO] = "12K",
		[MFIELD_WRITTEN] = "256K", [MFIELD_HUGE] = "400K",
		[MFIELD_FILE] = "16K", [MFIELD_SWAPPED] = "128K",
		[MFIELD_SINCE] = "-4K", [MFIELD_SINCE_TOUCHED] = "+8K",
		[MFIELD_SINCE_RELEASED] = "-12K", [MFIELD_NAME] = "[anon]",
	};
	int id;

	(void)state;
	for (id = 0; id < NR_MAPPING_FIELDS; id++)
		assert_field(&mapping_fields[id], &mapping, texts[id]);
	assert_int_equal(mapping_fields[MFIELD_TOUCHED].value(
		&mapping, &context).state, VALUE_KNOWN);
	mapping.counted_ns = 99;
	assert_int_equal(mapping_fields[MFIELD_TOUCHED].value(
		&mapping, &context).state, VALUE_OLD);
	mapping.counted = false;
	assert_field(&mapping_fields[MFIELD_FILE], &mapping, "?");
	assert_field(&mapping_fields[MFIELD_PERCENT], &mapping, "?");
}

/* Where zero can't be told from written, the sum of both can be. */
static void test_pages_that_may_be_zero(void **state)
{
	const struct mapping mapping = {
		.start = 0, .end = 4 * 4096, .name = "", .counted = true,
		.counted_ns = 100,
		.counts = { .total = 4, .in = { [PAGE_PRESENT] = 2 } },
	};
	const struct field_context old_kernel = { .fresh_ns = 100 };
	struct value value;

	(void)state;
	assert_field(&mapping_fields[MFIELD_WRITTEN], &mapping, "?");
	value = mapping_fields[MFIELD_ZERO].value(&mapping, &old_kernel);
	assert_int_equal(value.state, VALUE_UNKNOWN);
	value = mapping_fields[MFIELD_TOUCHED].value(&mapping, &old_kernel);
	assert_int_equal(value.state, VALUE_OLD);
	assert_int_equal(value.number, 2 * 4096);
}

/* Where swap can't be told from markers, neither can what is touched. */
static void test_pages_that_may_be_swapped(void **state)
{
	static const enum mapping_field unknown[] = {
		MFIELD_TOUCHED, MFIELD_PERCENT, MFIELD_SWAPPED,
	};
	struct mapping mapping = {
		.start = 0, .end = 4 * 4096, .name = "", .counted = true,
		.counted_ns = 100,
		.counts = { .total = 4, .in = {
			[PAGE_ABSENT] = 2, [PAGE_WRITTEN] = 1,
		} },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(unknown) / sizeof(*unknown); i++)
		assert_field(&mapping_fields[unknown[i]], &mapping, "?");
	assert_field(&mapping_fields[MFIELD_WRITTEN], &mapping, "4K");
	assert_false(page_state_known(&mapping.counts, PAGE_UNTOUCHED, true));
	mapping.counts.in[PAGE_ABSENT] = 0;
	for (i = 0; i < sizeof(unknown) / sizeof(*unknown); i++)
		assert_int_equal(mapping_fields[unknown[i]].value(
			&mapping, &(struct field_context){ .fresh_ns = 100 }).state,
			VALUE_KNOWN);
	assert_true(page_state_known(&mapping.counts, PAGE_UNTOUCHED, true));
}

static void test_an_address_keeps_its_end(void **state)
{
	const struct mapping mapping = {
		.start = 0xffffffffff600000, .end = 0xffffffffff601000,
		.name = "[vsyscall]",
	};

	(void)state;
	assert_field(&mapping_fields[MFIELD_START], &mapping, "..ffff600000");
}

static void test_keys_are_found_and_each_is_there_once(void **state)
{
	int i, k;

	(void)state;
	/* what has no value can be a column only */
	assert_null(field_by_key("pages"));
	assert_null(field_by_key("last"));
	assert_null(field_by_key(""));
	for (i = 0; i < NR_PROCESS_FIELDS; i++) {
		assert_non_null(process_fields[i].key);
		assert_int_equal(!process_fields[i].value,
				 process_fields[i].unit == UNIT_DRAWN);
		assert_int_equal(!process_fields[i].value,
				 !process_fields[i].compare);
		if (process_fields[i].value)
			assert_ptr_equal(field_by_key(process_fields[i].key),
					 &process_fields[i]);
	}
	for (i = 0; i < NR_MAPPING_FIELDS; i++)
		for (k = 0; k < i; k++)
			assert_true(!mapping_fields[i].key ||
				    !mapping_fields[k].key ||
				    strcmp(mapping_fields[i].key,
					   mapping_fields[k].key));
}

static void assert_mistake(const char *text, const char *why)
{
	char told[FIELDS_TEXT_MAX];
	struct field_list list;

	assert_false(fields_parse(&list, text, told, sizeof(told)));
	assert_string_equal(told, why);
}

static void test_lists_of_fields(void **state)
{
	char text[FIELDS_TEXT_MAX], why[FIELDS_TEXT_MAX];
	struct field_list list;
	size_t at;
	int i;

	(void)state;
	assert_true(fields_parse(&list, " pid,,pages  rate,\tcommand ", why,
				 sizeof(why)));
	assert_int_equal(list.nr, 4);
	assert_ptr_equal(list.of[1], &process_fields[FIELD_PAGES]);
	assert_true(fields_have(&list, &process_fields[FIELD_TOUCH_RATE], &at));
	assert_int_equal(at, 2);
	assert_false(fields_have(&list, &process_fields[FIELD_USER], NULL));
	fields_text(&list, text, sizeof(text));
	assert_string_equal(text, "pid pages touch command");
	/* all of them, there and back */
	list.nr = 0;
	for (i = 0; i < NR_PROCESS_FIELDS; i++)
		list.of[list.nr++] = &process_fields[i];
	fields_text(&list, text, sizeof(text));
	assert_true(strlen(text) < sizeof(text) - 1);
	assert_true(fields_parse(&list, text, why, sizeof(why)));
	assert_int_equal(list.nr, NR_PROCESS_FIELDS);
	assert_mistake("pid,rss,user", "field 'rss' is unknown");
	assert_mistake("pid user pid", "field 'pid' is there twice");
	/* by either of its names */
	assert_mistake("touch rate", "field 'rate' is there twice");
	assert_mistake("PID", "field 'PID' is unknown");
	assert_mistake("", "there is no field in ''");
	assert_mistake(" , ", "there is no field in ' , '");
}

/* For who compares them: nothing is shortened, and times are seconds. */
static void test_exact_texts(void **state)
{
	static const struct {
		enum process_field field;
		uint64_t number;
		const char *text;
	} cases[] = {
		{ FIELD_TIME, 3725070 * NSEC_PER_MSEC, "3725.07" },
		{ FIELD_TIME, 0, "0.00" },
		{ FIELD_OOM, 86673, "86673" }, { FIELD_PPID, 4194303, "4194303" },
		{ FIELD_AGE, 192 * NSEC_PER_SEC, "3m12s" },
	};
	char buf[FORMAT_MAX];
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct value value = { .number = cases[i].number };

		assert_string_equal(field_text_exact(
			&process_fields[cases[i].field], &value, buf),
			cases[i].text);
		value.state = VALUE_UNKNOWN;
		assert_string_equal(field_text_exact(
			&process_fields[cases[i].field], &value, buf), "?");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_process_whose_all_is_known),
		cmocka_unit_test(test_what_is_not_as_ever),
		cmocka_unit_test(test_what_is_known_later),
		cmocka_unit_test(test_a_process_of_which_nothing_is_known),
		cmocka_unit_test(test_a_large_score_fits_its_column),
		cmocka_unit_test(test_half_a_sum_is_not_known),
		cmocka_unit_test(test_a_mapping),
		cmocka_unit_test(test_pages_that_may_be_zero),
		cmocka_unit_test(test_pages_that_may_be_swapped),
		cmocka_unit_test(test_an_address_keeps_its_end),
		cmocka_unit_test(test_keys_are_found_and_each_is_there_once),
		cmocka_unit_test(test_lists_of_fields),
		cmocka_unit_test(test_exact_texts),
	};

	return cmocka_run_group_tests_name("field", tests, NULL, NULL);
}
