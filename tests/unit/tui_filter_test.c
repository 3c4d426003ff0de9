// SPDX-License-Identifier: GPL-2.0
/* Filters: which processes pass, and where an expression is wrong. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "fixture.h"
#include "model/model.h"

static struct model *model;

static void take(void (*fill)(struct sample *sample, const struct demand *demand))
{
	struct demand demand = { 0 };
	struct sample sample = { 0 };

	model_demand_users(model, &demand);
	model_demand_texts(model, 0, model_nr_rows(model), &demand);
	model_demand_cgroups(model, &demand);
	model_demand_pages(model, 0, model_nr_rows(model), &demand);
	fill(&sample, &demand);
	model_update(model, &sample);
	demand_release(&demand);
	sample_release(&sample);
}

static void fill_pages(struct sample *sample, const struct demand *demand)
{
	fixture_pages(sample, demand, 1);
}

/* Two samples of the fixture, and all that can be known of them. */
static int begin(void **state)
{
	struct sample sample = { 0 };
	unsigned int second;

	(void)state;
	model = model_new();
	for (second = 0; second < 2; second++) {
		fixture_sample(&sample, second);
		model_update(model, &sample);
	}
	sample_release(&sample);
	take(fixture_texts);
	take(fill_pages);
	model_sort(model, &process_fields[FIELD_PID], false);
	return 0;
}

static int end(void **state)
{
	(void)state;
	model_free(model);
	return 0;
}

static void filter(const char *text)
{
	struct filter_mistake mistake;
	struct filter *made = filter_new(text, &mistake);

	if (!made)
		fail_msg("'%s' at %zu: %s", text, mistake.at, mistake.why);
	model_set_filter(model, made);
}

/* The pids that are listed, with blanks between them. */
static const char *listed(void)
{
	static char text[512];
	size_t i, len = 0;

	text[0] = '\0';
	for (i = 0; i < model_nr_rows(model); i++)
		len += (size_t)snprintf(text + len, sizeof(text) - len, "%s%d",
					i ? " " : "",
					(int)model_row(model, i)->now.id.pid);
	return text;
}

#define ALL "1 61 72 90 91 233 240 412 415 418 421 424 427 428 431 437 440 444 450"
#define ADA "233 240 412 415 418 421 424 427 428 431 437 440 444 450"
#define TAMDEMO "412 415 418 421 424 427 428 444 450"

static const struct {
	const char *text, *pids;
} good[] = {
	{ "", ALL },
	{ "   ", ALL },
	/* text: of the command as it is shown, whole, and of the name */
	{ "tamdemo", TAMDEMO },
	{ "TAMDEMO", "" },
	{ "tamdemo fork", "427 428" },
	{ "fork tamdemo", "427 428" },
	{ "\"fork --size\"", "427 428" },
	{ "'fork --size'", "427 428" },
	{ "fork\" \"--size", "427 428" },
	{ "--size=", "" },
	{ "tamrun", "431" },
	{ "redis-server", "431" },
	{ "Redis", "" },
	{ "\"'\"", "" },
	{ "command:lesson", "437" },
	{ "command:\"lesson\"", "437" },
	{ "\"user:ada\"", "" },
	{ "!tamdemo user:ada", "233 240 431 437 440" },
	{ "!!lesson", "437" },
	{ "!\"fork --size\" tamdemo reserved<100M", "421 450" },
	/* users */
	{ "user:root", "1 61 72 90 91" },
	{ "user:0", "1 61 72 90 91" },
	{ "user:ada,root", ALL },
	{ "user:1000", ADA },
	{ "user:01000", ADA },
	{ "user:00", "1 61 72 90 91" },
	{ "user:4294968296", "" },
	{ "user:ad", "" },
	{ "user:nobody", "" },
	{ "!user:root lesson", "437" },
	{ "user:\"ada\" lesson", "437" },
	/* pids */
	{ "pid:412", "412" },
	{ "pid:412,431", "412 431" },
	{ "pid:412 pid:431", "" },
	{ "!pid:412 tamdemo reserved>500M", "415 444" },
	{ "pid>440", "444 450" },
	{ "pid<=61", "1 61" },
	/* kinds */
	{ "kind:tamalloc", "412 415 418 421 424 427 428 431 444 450" },
	{ "!kind:tamalloc", "1 61 72 90 91 233 240 437 440" },
	{ "kind:swapped", "431" },
	{ "kind:hugetlb", "" },
	{ "kind:zero", "412 421 424 431 450" },
	{ "kind:swapped,shrinking", "428 431" },
	{ "kind:growing", "412 415 418 421 431 440 450" },
	{ "kind:shrinking", "428" },
	{ "kind:ended", "" },
	{ "state:R tamdemo", "412 415 418 421 428 450" },
	{ "state:DZ", "" },
	/* numbers */
	{ "reserved>1G", "412 444" },
	{ "reserved>1g", "412 444" },
	{ "reserved>1GiB", "412 444" },
	{ "reserved>=8G", "444" },
	{ "reserved>8G", "" },
	{ "reserved=8G", "444" },
	{ "reserved==8589934592", "444" },
	{ "reserved!=8G reserved>1G", "412" },
	{ "reserved>0.5G reserved<1G", "415" },
	{ "!reserved<=1G", "412 444" },
	{ "touched>100M", "412 431" },
	{ "touched>=40%", "1 91 240 431 437 440" },
	{ "zero>50% kind:tamalloc", "421" },
	{ "percent<1", "444" },
	{ "percent<1%", "444" },
	{ "swap>0", "431" },
	{ "tamalloc>=1G", "412 444" },
	{ "rate>0", "412 415 418 421 431 440 450" },
	{ "touch>0", "412 415 418 421 431 440 450" },
	{ "rate<0", "428" },
	{ "rate=-8K", "428" },
	{ "rate>=4M/s", "412" },
	{ "rate>+1M", "412" },
	{ "faults>1k", "412" },
	{ "faults>1000/s", "412" },
	{ "majflt>0", "431" },
	{ "oom>=693", "412 431" },
	{ "cpu>50", "412" },
	{ "zero>0 zero<2M", "450" },
	{ "age<10s kind:zero", "412 421 424 431 450" },
	{ "age>1m", "" },
	/* cgroups */
	{ "cgroup:nowhere", "" },
	{ "cgroup:docker", "431" },
	{ "cgroup:/system.slice/", "61 72 90 431" },
	{ "cgroup:Docker", "" },
	{ "cgroup:slice !cgroup:user", "61 72 90 431" },
};

static void test_what_passes(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(good); i++) {
		filter(good[i].text);
		if (strcmp(listed(), good[i].pids))
			fail_msg("'%s' lets pass %s, not %s", good[i].text,
				 listed(), good[i].pids);
		assert_int_equal(model_nr_listed(model), model_nr_rows(model));
	}
}

static const struct {
	const char *text;
	size_t at, len;
	const char *why;
} bad[] = {
	{ "!", 1, 0, "give a text to look for" },
	{ "a !", 3, 0, "give a text to look for" },
	{ "\"\"", 2, 0, "give a text to look for" },
	{ "redis \"a b", 6, 4, "the quote is not closed" },
	{ "user:'", 5, 1, "the quote is not closed" },
	{ "user:", 5, 0, "give a user, like root" },
	{ "user:,", 5, 1, "give a user, like root" },
	{ "user:a,,b", 5, 4, "give a user, like root" },
	{ "pid:x", 4, 1, "give pids, like 412,431" },
	{ "pid:", 4, 0, "give pids, like 412,431" },
	{ "pid:0", 4, 1, "give pids, like 412,431" },
	{ "pid:412,", 4, 4, "give pids, like 412,431" },
	{ "cgroup:", 7, 0, "give a part of its path" },
	{ "command:", 8, 0, "give a part of it" },
	{ "state:Q", 6, 1, "give letters of states, like D" },
	{ "state:", 6, 0, "give letters of states, like D" },
	{ "kind:x", 5, 1,
	  "give tamalloc, zero, swapped, hugetlb, growing, shrinking, ended" },
	{ "kind:zero,x", 10, 1,
	  "give tamalloc, zero, swapped, hugetlb, growing, shrinking, ended" },
	{ "kind:", 5, 0,
	  "give tamalloc, zero, swapped, hugetlb, growing, shrinking, ended" },
	{ "redis usr:ada", 6, 7, "no such word; quotes make it text" },
	{ "http://x", 0, 8, "no such word; quotes make it text" },
	{ "reserved:1G", 8, 3, "compare it: > < =" },
	{ "rss>1G", 0, 6, "no such field; quotes make it text" },
	{ "a=b", 0, 3, "no such field; quotes make it text" },
	{ "reserved >1G", 9, 3, "no such field; quotes make it text" },
	{ "!=3", 1, 2, "no such field; quotes make it text" },
	{ "'>1'", 0, 0, NULL },
	{ "pages>0", 0, 7, "no such field; quotes make it text" },
	{ "last:0", 0, 6, "no such word; quotes make it text" },
	{ "nice>x", 5, 1, "give a number, like -5" },
	{ "cgroup>3", 6, 2, "it is no number: give a colon" },
	{ "user>3", 4, 2, "it is no number: give a colon" },
	{ "reserved>", 9, 0, "give a size, like 1G" },
	{ "reserved>x", 9, 1, "give a size, like 1G" },
	{ "reserved>1X", 9, 2, "give a size, like 1G" },
	{ "reserved>-1", 9, 2, "give a size, like 1G" },
	{ "reserved>1.", 9, 2, NULL },
	{ "reserved>.5G", 9, 3, "give a size, like 1G" },
	{ "reserved>1e9", 9, 3, "give a size, like 1G" },
	{ "reserved>0x10", 9, 4, "give a size, like 1G" },
	{ "reserved>1234567890123456", 9, 16, "give a size, like 1G" },
	{ "reserved>1 G", 0, 0, NULL },
	{ "a reserved>>1", 11, 2, "give a size, like 1G" },
	{ "reserved>10%", 9, 3, "% is of RESERVED: give a size, like 1G" },
	{ "rate>10%", 5, 3, "give bytes a second, like 4M" },
	{ "rate>--1", 5, 3, "give bytes a second, like 4M" },
	{ "faults>1T0", 7, 3, "give a number a second, like 2k" },
	{ "age>5d", 4, 2, "give a time, like 30s" },
	{ "percent>x", 8, 1, "give a percentage, like 10" },
	{ "oom>1K", 4, 2, "give a number, like 100" },
};

static void test_what_is_wrong(void **state)
{
	struct filter_mistake mistake;
	struct filter *made;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		made = filter_new(bad[i].text, &mistake);
		/* a few that look wrong are not */
		if (!bad[i].why) {
			assert_non_null(made);
			filter_free(made);
			continue;
		}
		if (made)
			fail_msg("'%s' has no mistake", bad[i].text);
		if (strcmp(mistake.why, bad[i].why) ||
		    mistake.at != bad[i].at || mistake.len != bad[i].len)
			fail_msg("'%s' at %zu, %zu: %s", bad[i].text,
				 mistake.at, mistake.len, mistake.why);
		assert_null(filter_new(bad[i].text, NULL));
	}
}

/* What is not known passes no filter, nor what negates it. */
static void test_unknown_is_not_listed(void **state)
{
	static const char *const texts[] = {
		"rate>0", "!rate>0", "rate<=0", "faults>=0", "!faults>=0",
		"cgroup:a", "!cgroup:a", "user:ada", "!user:ada", "zero>=0",
		"!zero>=0", "kind:growing", "!kind:growing", "cpu>=0",
		"nowhere", "!nowhere", "kind:zero",
	};
	struct model *fresh = model_new();
	struct sample sample = { 0 };
	size_t i;

	(void)state;
	fixture_sample(&sample, 0);
	model_update(fresh, &sample);
	for (i = 0; i < ARRAY_SIZE(texts); i++) {
		model_set_filter(fresh, filter_new(texts[i], NULL));
		if (model_nr_rows(fresh))
			fail_msg("'%s' lets %zu pass", texts[i],
				 model_nr_rows(fresh));
		assert_false(model_is_empty(fresh));
	}
	/* one part that fails is enough to know that all does */
	model_set_filter(fresh, filter_new("pid:412 !pid:412 rate>0", NULL));
	assert_int_equal(model_nr_rows(fresh), 0);
	/* of a number one needs no name, of the name no command line */
	model_set_filter(fresh, filter_new("user:1000 lesson", NULL));
	assert_int_equal(model_nr_rows(fresh), 0);
	model_set_filter(fresh, filter_new("user:1000 sqlite3", NULL));
	assert_int_equal(model_nr_rows(fresh), 1);
	sample_release(&sample);
	model_free(fresh);
}

static size_t count_texts(const struct demand *demand, enum text_kind kind)
{
	size_t i, nr = 0;

	for (i = 0; i < demand->nr_texts; i++)
		nr += demand->texts[i].kind == kind;
	return nr;
}

static void assert_demand(struct model *of, const char *text, size_t commands,
			  size_t users, size_t cgroups, size_t fields,
			  size_t zeros)
{
	struct demand demand = { 0 };

	model_set_filter(of, filter_new(text, NULL));
	model_demand_filter(of, &demand);
	model_demand_texts(of, 0, 0, &demand);
	model_demand_zeros(of, 0, 0, &demand);
	assert_int_equal(count_texts(&demand, TEXT_COMMAND), commands);
	assert_int_equal(count_texts(&demand, TEXT_USER), users);
	assert_int_equal(count_texts(&demand, TEXT_CGROUP), cgroups);
	assert_int_equal(demand.nr_shown, fields);
	assert_int_equal(demand.nr_zeros, zeros);
	demand_release(&demand);
}

/* Of all processes, on screen or not, and only while somebody asks. */
static void test_what_it_needs_is_asked_for(void **state)
{
	struct model *fresh = model_new();
	struct sample sample = { 0 };

	(void)state;
	fixture_sample(&sample, 0);
	model_update(fresh, &sample);
	assert_demand(fresh, "", 0, 0, 0, 0, 0);
	assert_demand(fresh, "reserved>1G pid:412 kind:swapped", 0, 0, 0, 0, 0);
	assert_demand(fresh, "redis", 19, 0, 0, 19, 0);
	assert_demand(fresh, "!redis", 19, 0, 0, 19, 0);
	assert_demand(fresh, "user:ada", 0, 2, 0, 19, 0);
	assert_demand(fresh, "cgroup:a", 0, 0, 19, 0, 0);
	assert_demand(fresh, "oom>1", 0, 0, 0, 19, 0);
	assert_demand(fresh, "state:R", 0, 0, 0, 19, 0);
	assert_demand(fresh, "zero>1", 0, 0, 0, 0, 19);
	assert_demand(fresh, "kind:zero", 0, 0, 0, 0, 19);
	assert_demand(fresh, "redis user:ada cgroup:a zero>1", 19, 2, 19, 19,
		      19);
	sample_release(&sample);
	model_free(fresh);
}

/* It follows what comes to be known, and what changes. */
static void test_rows_come_and_go(void **state)
{
	struct model *fresh = model_new();
	struct sample sample = { 0 };
	struct demand demand = { 0 };

	(void)state;
	fixture_sample(&sample, 0);
	model_update(fresh, &sample);
	model_set_filter(fresh, filter_new("lesson", NULL));
	assert_int_equal(model_nr_rows(fresh), 0);
	model_demand_filter(fresh, &demand);
	sample_reset(&sample);
	fixture_texts(&sample, &demand);
	model_update(fresh, &sample);
	assert_int_equal(model_nr_rows(fresh), 1);
	model_set_filter(fresh, filter_new("touched>102M pid:412", NULL));
	assert_int_equal(model_nr_rows(fresh), 0);
	fixture_sample(&sample, 2);
	model_update(fresh, &sample);
	assert_int_equal(model_nr_rows(fresh), 1);
	model_set_filter(fresh, NULL);
	assert_int_equal(model_nr_rows(fresh), 19);
	assert_null(model_filter(fresh));
	demand_release(&demand);
	sample_release(&sample);
	model_free(fresh);
}

static void test_sums(void **state)
{
	const struct row *sum = model_filter_sum(model);
	const struct row *row;
	uint64_t reserved = 0, touched = 0;
	size_t i;

	(void)state;
	filter("tamdemo");
	for (i = 0; (row = model_row(model, i)); i++) {
		reserved += row->now.reserved;
		touched += row_touched(row);
	}
	assert_int_equal(i, 9);
	assert_int_equal(sum->now.reserved, reserved);
	assert_int_equal(row_touched(sum), touched);
	assert_true((sum->now.known & KNOWN_MM) && row_touched_known(sum) &&
		    sum->rates.known);
	filter("fork");
	assert_int_equal(sum->rates.touched, -8 * 1024);
	filter("nobody");
	assert_int_equal(sum->now.reserved, 0);
	assert_int_equal(row_touched(sum), 0);
	assert_true((sum->now.known & KNOWN_MM) && row_touched_known(sum));
	assert_false(sum->rates.known);
}

static void assert_with_user(const char *text, const char *user,
			     const char *expected)
{
	char *changed = filter_with_user(text, user);

	assert_string_equal(changed, expected);
	free(changed);
}

static void test_the_user_is_replaced(void **state)
{
	struct filter *made;

	(void)state;
	assert_with_user("", "ada", "user:ada");
	assert_with_user("", NULL, "");
	assert_with_user("user:root", "ada", "user:ada");
	assert_with_user(" rate>0  user:root \"a b\" ", "ada",
			 "rate>0 \"a b\" user:ada");
	assert_with_user("!user:root rate>0", NULL, "rate>0");
	assert_with_user("", "john doe", "user:\"john doe\"");
	assert_with_user("", "o'neil", "user:\"o'neil\"");
	made = filter_new("rate>0 user:ada", NULL);
	assert_true(filter_is_of_user(made, "ada"));
	assert_false(filter_is_of_user(made, "root"));
	filter_free(made);
	made = filter_new("!user:ada", NULL);
	assert_false(filter_is_of_user(made, "ada"));
	filter_free(made);
	assert_false(filter_is_of_user(NULL, "ada"));
}

/* Of parts that mean something, so that one gets far into the parser. */
static void random_text(uint32_t *seed, char *text, size_t size)
{
	static const char *const parts[] = {
		"user:", "pid:", "kind:", "cgroup:", "state:", "reserved", ">",
		"<", "=", "!", "\"", "'", " ", ",", "1", "G", "%", "zero",
		"rate", "-", ".", "\xff", "\xc3\xa4", "\t", "a", ":",
		"99999999999999", "/s",
	};
	size_t len = 0;
	int nr = 12;

	text[0] = '\0';
	while (nr--) {
		*seed = *seed * 1664525 + 1013904223;
		if (*seed >> 30)
			len += (size_t)snprintf(text + len, size - len, "%s",
						parts[(*seed >> 8) %
						      ARRAY_SIZE(parts)]);
		else
			len += (size_t)snprintf(text + len, size - len, "%c",
						(int)(1 + (*seed >> 8) % 255));
	}
}

/* Whatever is typed is an expression, or has one mistake that is in it. */
static void test_anything_may_be_typed(void **state)
{
	struct filter_mistake mistake;
	uint32_t seed = 1;
	struct filter *made;
	char text[512];
	size_t nr_good = 0;
	int i;

	(void)state;
	for (i = 0; i < 20000; i++) {
		random_text(&seed, text, sizeof(text));
		made = filter_new(text, &mistake);
		if (!made) {
			assert_true(*mistake.why);
			assert_true(mistake.at + mistake.len <= strlen(text));
			continue;
		}
		nr_good++;
		assert_true(strlen(filter_text(made)) <= strlen(text));
		model_set_filter(model, made);
		assert_true(model_nr_rows(model) <= 19);
		free(filter_with_user(text, "ada"));
	}
	assert_true(nr_good > 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_passes),
		cmocka_unit_test(test_what_is_wrong),
		cmocka_unit_test(test_unknown_is_not_listed),
		cmocka_unit_test(test_what_it_needs_is_asked_for),
		cmocka_unit_test(test_rows_come_and_go),
		cmocka_unit_test(test_sums),
		cmocka_unit_test(test_the_user_is_replaced),
		cmocka_unit_test(test_anything_may_be_typed),
	};

	return cmocka_run_group_tests_name("filter", tests, begin, end);
}
