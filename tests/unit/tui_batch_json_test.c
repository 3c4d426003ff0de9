// SPDX-License-Identifier: GPL-2.0
/* A sample as JSON, byte for byte: what is there, in which order, and null. */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "fixture.h"
#include "report/batch.h"

/* With the fields whose keys are @keys, in that order; NULL: with all. */
static char *written_with(const struct model *model, unsigned long number,
			  const char *const *keys)
{
	struct field_list fields = { .nr = 0 };
	const struct batch_form form = {
		.source = "syscall",
		.fields = &fields,
	};
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	if (!keys)
		fields_default(&fields, true);
	for (; keys && *keys; keys++)
		fields.of[fields.nr++] = field_by_key(*keys);
	batch_write_json(model, &form, number, out);
	fclose(out);
	return text;
}

static char *written(const struct model *model, unsigned long number)
{
	return written_with(model, number, NULL);
}

static struct model *model_of(pid_t pid)
{
	struct model *model = model_new();

	model_set_pids(model, &pid, 1);
	model_sort(model, &process_fields[FIELD_PID], false);
	return model;
}

static void assert_has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("'%s' is not in %s", part, text);
}

static void done_with(struct model *model, struct sample *sample, char *text)
{
	free(text);
	sample_release(sample);
	model_free(model);
}

static void test_a_sample_is_a_line(void **state)
{
	struct model *model = model_of(412);
	char *text;

	(void)state;
	fixture_model_take(model, 0);
	text = written(model, 1);
	assert_has(text, "{\"version\":1,\"source\":\"syscall\",\"time\":");
	assert_has(text, ",\"sample\":1,\"cost_ns\":400000,\"system\":{\"processes\":19,\"shown\":1,\"denied\":0,\"memory\":");
	assert_has(text, "\"filter\":null,\"processes\":[{\"pid\":412,\"ppid\":240,\"user\":\"ada\",\"nice\":0,\"threads\":1,\"reserved\":");
	/* there is nothing to make a rate of */
	assert_has(text, ",\"touch\":null,\"faults\":null,\"majflt\":null,\"oom\":693,\"cpu\":null,\"time\":3725070000000,\"state\":\"R\",\"age\":0,\"cgroup\":null,\"command\":\"tamdemo linear --size 1G --ahead 32M\"}]}\n");
	assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
	free(text);
	fixture_model_take(model, 1);
	text = written(model, 2);
	assert_has(text, ",\"sample\":2,");
	assert_has(text, ",\"touch\":4194304,\"faults\":2048,\"majflt\":0,\"oom\":693,\"cpu\":51.2,");
	free(text);
	model_free(model);
}

/* As text has 97.8M of 1.0G, here are all the bytes. */
static void test_sizes_are_exact(void **state)
{
	struct model *model = model_of(412);
	const struct row *row;
	char part[128];
	char *text;

	(void)state;
	fixture_model_take(model, 0);
	row = model_row(model, 0);
	text = written(model, 1);
	snprintf(part, sizeof(part), "\"reserved\":%llu,\"touched\":%llu,",
		 (unsigned long long)row->now.reserved,
		 (unsigned long long)row_touched(row));
	assert_has(text, part);
	free(text);
	model_free(model);
}

static void test_the_fields_that_are_asked_for(void **state)
{
	static const char *const keys[] = { "command", "pid", "oom", NULL };
	struct model *model = model_of(412);
	char *text;

	(void)state;
	fixture_model_take(model, 0);
	text = written_with(model, 1, keys);
	assert_has(text, "\"processes\":[{\"command\":\"tamdemo linear --size 1G --ahead 32M\",\"pid\":412,\"oom\":693}]}\n");
	free(text);
	text = written_with(model, 1, keys + 3);
	assert_has(text, "\"processes\":[{}]}\n");
	free(text);
	model_free(model);
}

/* A process of the fixture as it is seldom: nice to itself, long at work. */
static void take_odd(struct model *model, struct sample *sample)
{
	size_t i;

	fixture_sample(sample, 0);
	for (i = 0; i < sample->nr_procs; i++) {
		if (sample->procs[i].id.pid != 412)
			continue;
		sample->procs[i].nice = -20;
		sample->procs[i].nr_threads = UINT32_MAX;
		sample->procs[i].cpu_ns = 9007199254740993;
		sample->procs[i].ppid = 0;
	}
	model_update(model, sample);
}

/* Nothing is rounded, no sign lost: of time not as text has it. */
static void test_numbers_are_whole(void **state)
{
	static const char *const keys[] = {
		"nice", "threads", "time", "ppid", NULL
	};
	struct model *model = model_of(412);
	struct sample sample = { 0 };
	char *text;

	(void)state;
	take_odd(model, &sample);
	text = written_with(model, 1, keys);
	assert_has(text, "[{\"nice\":-20,\"threads\":4294967295,\"time\":9007199254740993,\"ppid\":0}]");
	done_with(model, &sample, text);
}

static void test_pss_is_null_until_read(void **state)
{
	static const char *const keys[] = { "pss", NULL };
	struct model *model = model_of(412);
	struct sample sample = { 0 };
	struct sample_pss *pss;
	struct proc_id id;
	char *text;

	(void)state;
	fixture_model_take(model, 0);
	id = model_row(model, 0)->now.id;
	text = written_with(model, 1, keys);
	assert_has(text, "[{\"pss\":null}]");
	free(text);
	sample.sections = SECTION_PSS;
	pss = sample_add_pss(&sample);
	*pss = (struct sample_pss){
		.id = id, .state = PSS_READ, .bytes = 12345678901,
		.time_ns = UINT64_MAX,
	};
	model_update(model, &sample);
	text = written_with(model, 1, keys);
	assert_has(text, "[{\"pss\":12345678901}]");
	free(text);
	/* it was one's own to see, and is not any more */
	pss->state = PSS_DENIED;
	model_update(model, &sample);
	text = written_with(model, 1, keys);
	assert_has(text, "[{\"pss\":null}]");
	done_with(model, &sample, text);
}

static void test_a_cgroup_of_any_name(void **state)
{
	static const char *const keys[] = { "cgroup", NULL };
	struct model *model = model_of(412);
	struct sample sample = { .sections = SECTION_TEXTS };
	struct sample_text *added;
	char *text;

	(void)state;
	fixture_model_take(model, 0);
	added = sample_add_text(&sample);
	added->kind = TEXT_CGROUP;
	added->id = model_row(model, 0)->now.id;
	added->text = strdup("/a \"b\"/\033[2J\xff\xc2\x9b");
	model_update(model, &sample);
	text = written_with(model, 1, keys);
	assert_has(text, "[{\"cgroup\":\"/a \\\"b\\\"/\\u001B[2J\xef\xbf\xbd\\u009B\"}]");
	done_with(model, &sample, text);
}

static void test_hidden_processes_are_not_counted(void **state)
{
	struct model *model = model_of(412);
	struct sample sample = { 0 };
	char *text;

	(void)state;
	fixture_sample(&sample, 0);
	sample.sys.others_hidden = true;
	model_update(model, &sample);
	text = written(model, 1);
	assert_has(text, ",\"denied\":null,");
	done_with(model, &sample, text);
}

/* What a source can't tell is null, also where 0 is remembered of it. */
static void test_what_is_not_known(void **state)
{
	struct model *model = model_of(412);
	struct sample sample = { 0 };
	char *text;
	size_t i;

	(void)state;
	fixture_sample(&sample, 0);
	for (i = 0; i < sample.nr_procs; i++)
		sample.procs[i].known = KNOWN_TASK;
	sample.sys.known = 0;
	model_update(model, &sample);
	text = written(model, 1);
	assert_has(text, "\"memory\":null,\"memory_used\":null,\"swap\":null,\"swap_used\":null,\"reserved\":null,\"touched\":null,\"tamalloc\":null,\"tamalloc_written\":null,\"tamalloc_zero\":null,\"tamalloc_swapped\":null,\"outlier\":null}");
	assert_has(text, "{\"pid\":412,\"ppid\":240,\"user\":null,\"nice\":null,\"threads\":null,\"reserved\":null,\"touched\":null,\"shared\":null,\"pss\":null,\"percent\":null,\"since\":null,\"zero\":null,\"swap\":null,\"tamalloc\":null,\"touch\":null,\"faults\":null,\"majflt\":null,\"oom\":null,\"cpu\":null,\"time\":null,\"state\":null,\"age\":null,\"cgroup\":null,\"command\":");
	done_with(model, &sample, text);
}

/* The percentage of @part in @whole. */
static void assert_percent(uint64_t part, uint64_t whole, const char *expected)
{
	static const char *const keys[] = { "percent", NULL };
	struct model *model = model_of(412);
	struct sample sample = { 0 };
	char *text, *end;
	size_t i;

	fixture_sample(&sample, 0);
	for (i = 0; i < sample.nr_procs; i++) {
		sample.procs[i].reserved = whole;
		sample.procs[i].resident = part;
		sample.procs[i].swapped = 0;
		sample.procs[i].hugetlb = 0;
	}
	model_update(model, &sample);
	text = written_with(model, 1, keys);
	end = strstr(text, "\"percent\":");
	assert_non_null(end);
	end += strlen("\"percent\":");
	*strchr(end, '}') = '\0';
	assert_string_equal(end, expected);
	done_with(model, &sample, text);
}

static void test_percentages(void **state)
{
	(void)state;
	assert_percent(0, 4096, "0");
	assert_percent(4096, 4096, "100");
	assert_percent(1, 3, "33.333");
	assert_percent(2, 3, "66.667");
	assert_percent(1, 8, "12.5");
	assert_percent(3, 2, "150");
	assert_percent(5, 10000, "0.05");
	/* neither nothing nor all */
	assert_percent(1, 1ULL << 47, "0.001");
	assert_percent((1ULL << 47) - 1, 1ULL << 47, "99.999");
	/* beyond what 64 bits have room for */
	assert_percent(1ULL << 62, 1ULL << 63, "50");
	/* of nothing */
	assert_percent(0, 0, "null");
}

static void test_change_has_a_sign(void **state)
{
	static const char *const keys[] = { "touch", NULL };
	struct model *model = model_of(412);
	struct sample sample = { 0 };
	unsigned int second;
	char *text;
	size_t i;

	(void)state;
	for (second = 0; second < 2; second++) {
		sample_reset(&sample);
		fixture_sample(&sample, second);
		for (i = 0; i < sample.nr_procs; i++)
			sample.procs[i].resident = 8192 - 4096 * second;
		model_update(model, &sample);
	}
	text = written_with(model, 2, keys);
	assert_has(text, "[{\"touch\":-4096}]");
	done_with(model, &sample, text);
}

static void test_hostile_names(void **state)
{
	struct model *model = model_of(72);
	struct sample sample = { 0 };
	char *text;
	size_t i;

	(void)state;
	fixture_sample(&sample, 0);
	for (i = 0; i < sample.nr_procs; i++)
		if (sample.procs[i].id.pid == 72)
			strcpy(sample.procs[i].comm, "\"\\\n\033\xff\x7f\xc2\x9b");
	sample.procs[9].reserved += 124ULL << 40;
	sample.sys.reserved += 124ULL << 40;
	strcpy(sample.procs[9].comm, "asan\ntest");
	model_update(model, &sample);
	text = written(model, 1);
	assert_has(text, "\"command\":\"\\\"\\\\\\n\\u001B\xef\xbf\xbd\\u007F\\u009B\"}");
	assert_has(text, "\"outlier\":{\"command\":\"asan\\ntest\",\"processes\":1,\"reserved\":");
	done_with(model, &sample, text);
}

static void test_a_filter_and_its_sum(void **state)
{
	struct model *model = model_new();
	char *text;

	(void)state;
	model_sort(model, &process_fields[FIELD_PID], false);
	model_set_filter(model, filter_new(" pid:412 reserved>1M ", NULL));
	fixture_model_take(model, 0);
	text = written(model, 1);
	assert_has(text, "\"shown\":1,");
	assert_has(text, "\"filter\":{\"expression\":\"pid:412 reserved>1M\",\"reserved\":");
	free(text);
	model_free(model);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_sample_is_a_line),
		cmocka_unit_test(test_sizes_are_exact),
		cmocka_unit_test(test_the_fields_that_are_asked_for),
		cmocka_unit_test(test_numbers_are_whole),
		cmocka_unit_test(test_pss_is_null_until_read),
		cmocka_unit_test(test_a_cgroup_of_any_name),
		cmocka_unit_test(test_hidden_processes_are_not_counted),
		cmocka_unit_test(test_what_is_not_known),
		cmocka_unit_test(test_percentages),
		cmocka_unit_test(test_change_has_a_sign),
		cmocka_unit_test(test_hostile_names),
		cmocka_unit_test(test_a_filter_and_its_sum),
	};

	return cmocka_run_group_tests_name("batch_json", tests, NULL, NULL);
}
