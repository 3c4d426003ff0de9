// SPDX-License-Identifier: GPL-2.0
/* A sample as metrics: which series there are, what of them, and how names end up. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "check.h"
#include "fixture.h"
#include "report/prometheus.h"

#define GIB (1ULL << 30)

/* @nr processes that touch less and less, called by @comm of their number. */
static struct model *model_of(size_t nr, void (*alter)(struct proc *proc,
						       size_t i))
{
	struct model *model = model_new();
	struct sample sample = { .sections = SECTION_LIST };
	struct proc *proc;
	size_t i;

	for (i = 0; i < nr; i++) {
		proc = sample_add_proc(&sample);
		proc->known = UINT32_MAX & ~KNOWN_TAMALLOC;
		proc->id = (struct proc_id){ (pid_t)i + 1, i + 1 };
		proc->uid = 4000000 + (uid_t)i % 2;
		proc->reserved = GIB;
		proc->resident = (nr - i) * 4096;
		proc->oom_score = 600 + (uint32_t)i;
		proc->minflt = 10;
		proc->majflt = 1;
		proc->nr_threads = 2;
		proc->cpu_ns = 1500000000;
		snprintf(proc->comm, sizeof(proc->comm), "c%zu", i);
		if (alter)
			alter(proc, i);
	}
	model_update(model, &sample);
	model_sort(model, &process_fields[FIELD_TOUCHED], false);
	sample_release(&sample);
	return model;
}

static char *written_by(const struct model *model, enum group_kind kind,
			size_t top, enum process_field sort, bool inverted)
{
	struct field_list fields;
	const struct prometheus_form form = {
		.source = "proc", .version = "1\"2",
		.choice = { kind, top, &process_fields[sort], inverted },
		.fields = &fields, .duration_ns = 2500000001,
	};
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	prometheus_default(&fields, kind);
	prometheus_write(model, &form, out);
	fclose(out);
	return text;
}

static char *written(const struct model *model, enum group_kind kind,
		     size_t top)
{
	return written_by(model, kind, top, FIELD_TOUCHED, false);
}

static void assert_has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("'%s' is not in %s", part, text);
}

static void assert_lacks(const char *text, const char *part)
{
	if (strstr(text, part))
		fail_msg("'%s' is in %s", part, text);
}

static size_t count(const char *text, const char *part)
{
	size_t nr = 0;

	while ((text = strstr(text, part))) {
		nr++;
		text += strlen(part);
	}
	return nr;
}

static void test_the_system(void **state)
{
	struct model *model = model_new();
	struct sample sample = { 0 };
	char *text;

	(void)state;
	fixture_sample(&sample, 0);
	sample.sys.known &= ~(uint32_t)KNOWN_VMSTAT;
	model_update(model, &sample);
	text = written(model, GROUP_COMMAND, 20);
	assert_has(text, "\ntamtop_processes 19\n");
	assert_has(text, "# TYPE tamtop_memory_bytes gauge\ntamtop_memory_bytes ");
	assert_has(text, "tamtop_source_info{source=\"proc\",version=\"1\\\"2\"} 1\n");
	assert_has(text, "\ntamtop_sample_cost_seconds 0.000400000\n");
	assert_has(text, "\ntamtop_scrape_duration_seconds 2.500000001\n");
	/* what is not known is not there, nor are its heads */
	assert_lacks(text, "page_faults_total");
	assert_lacks(text, "tamtop_tamalloc_written_bytes");
	free(text);
	sample_release(&sample);
	model_free(model);
}

static void test_the_top_and_the_rest(void **state)
{
	struct model *model = model_of(10, NULL);
	char *text = written(model, GROUP_COMMAND, 3);

	(void)state;
	assert_has(text, "_touched_bytes{command=\"c0\"} 40960\n");
	assert_has(text, "_touched_bytes{command=\"c2\"} 32768\n");
	assert_lacks(text, "command=\"c3\"");
	assert_has(text, "_touched_bytes{command=\"rest: all others\"} 114688\n");
	assert_has(text, "_processes{command=\"rest: all others\"} 7\n");
	assert_has(text, "_threads{command=\"rest: all others\"} 14\n");
	/* the highest, and not the sum */
	assert_has(text, "_oom_score{command=\"rest: all others\"} 609\n");
	assert_int_equal(count(text, "tamtop_command_touched_bytes{"), 4);
	free(text);
	text = written_by(model, GROUP_COMMAND, 1, FIELD_TOUCHED, true);
	assert_has(text, "_touched_bytes{command=\"c9\"} 4096\n");
	free(text);
	text = written_by(model, GROUP_COMMAND, 1, FIELD_OOM, false);
	assert_has(text, "_oom_score{command=\"c9\"} 609\n");
	free(text);
	/* all of them: there is no rest */
	text = written(model, GROUP_COMMAND, 10);
	assert_has(text, "command=\"c9\"");
	assert_lacks(text, "rest");
	free(text);
	model_free(model);
}

static void test_who_is_one_series(void **state)
{
	struct model *model = model_of(10, NULL);
	char *text = written(model, GROUP_USER, 20);

	(void)state;
	assert_has(text, "tamtop_user_processes{user=\"4000000\"} 5\n");
	assert_has(text, "tamtop_user_reserved_bytes{user=\"4000001\"} 5368709120\n");
	free(text);
	/* nobody has read any */
	text = written(model, GROUP_CGROUP, 20);
	assert_has(text, "tamtop_cgroup_processes{cgroup=\"?\"} 10\n");
	free(text);
	model_free(model);
}

static void test_counters_are_of_processes(void **state)
{
	struct model *model = model_of(4, NULL);
	char *text = written(model, GROUP_NONE, 2);

	(void)state;
	assert_has(text, "# TYPE tamtop_process_page_faults_total counter\n");
	assert_has(text, "tamtop_process_page_faults_total{pid=\"1\",comm=\"c0\"} 11\n");
	assert_has(text, "tamtop_process_major_page_faults_total{pid=\"2\",comm=\"c1\"} 1\n");
	assert_has(text, "tamtop_process_cpu_seconds_total{pid=\"2\",comm=\"c1\"} 1.500000000\n");
	assert_lacks(text, "_total{pid=\"rest\"");
	assert_has(text, "tamtop_process_touched_bytes{pid=\"rest\",comm=\"rest: all others\"} 12288\n");
	free(text);
	text = written(model, GROUP_COMMAND, 2);
	assert_lacks(text, "_total{");
	free(text);
	model_free(model);
}

static void lack(struct proc *proc, size_t i)
{
	if (i == 1)
		proc->known &= ~(uint32_t)KNOWN_SWAP;
}

static void test_unknown_is_absent(void **state)
{
	struct model *model = model_of(4, lack);
	char *text = written(model, GROUP_COMMAND, 3);

	(void)state;
	assert_has(text, "tamtop_command_swapped_bytes{command=\"c0\"} 0\n");
	assert_lacks(text, "_swapped_bytes{command=\"c1\"}");
	assert_lacks(text, "_touched_bytes{command=\"c1\"}");
	assert_has(text, "_reserved_bytes{command=\"c1\"}");
	assert_lacks(text, "tamtop_command_tamalloc_bytes");
	free(text);
	/* nor is a sum of what is not known */
	text = written(model, GROUP_USER, 3);
	assert_lacks(text, "_swapped_bytes{user=\"4000001\"}");
	assert_has(text, "_swapped_bytes{user=\"4000000\"} 0\n");
	free(text);
	model_free(model);
}

static void be_hostile(struct proc *proc, size_t i)
{
	static const char *const names[] = {
		"a\"b\\c", "two\nlines", "bad\xff", "bad\xfe", "\x1b[2J",
		"\xc3\xa9t\xc3\xa9", "\xc2\x85nel", "rest: all other",
		"\xed\xa0\x80", "cut\xe2\x82", "", "#{}=,",
	};

	snprintf(proc->comm, sizeof(proc->comm), "%s", names[i]);
}

static void test_hostile_names(void **state)
{
	struct model *model = model_of(12, be_hostile);
	char *text = written(model, GROUP_COMMAND, 20);

	(void)state;
	assert_has(text, "_processes{command=\"a\\\"b\\\\c\"} 1\n");
	assert_has(text, "_processes{command=\"two\\nlines\"} 1\n");
	/* twice the same labels would be an error of the whole scrape */
	assert_has(text, "_processes{command=\"bad\xef\xbf\xbd\"} 2\n");
	assert_has(text, "_processes{command=\"\xef\xbf\xbd[2J\"} 1\n");
	assert_has(text, "_processes{command=\"\xc3\xa9t\xc3\xa9\"} 1\n");
	assert_has(text, "_processes{command=\"\xef\xbf\xbdnel\"} 1\n");
	/* as near as a name can come */
	assert_has(text, "_processes{command=\"rest: all other\"} 1\n");
	assert_has(text, "_processes{command=\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"} 1\n");
	assert_has(text, "_processes{command=\"cut\xef\xbf\xbd\xef\xbf\xbd\"} 1\n");
	assert_has(text, "_processes{command=\"\"} 1\n");
	assert_has(text, "_processes{command=\"#{}=,\"} 1\n");
	assert_int_equal(count(text, "tamtop_command_processes{"), 11);
	free(text);
	model_free(model);
}

static void test_as_many_as_were_asked_for(void **state)
{
	struct model *model = model_of(500, NULL);
	static const enum group_kind kinds[] = {
		GROUP_NONE, GROUP_COMMAND, GROUP_USER, GROUP_CGROUP,
	};
	char part[64], *text;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		text = written(model, kinds[i], 20);
		snprintf(part, sizeof(part), "tamtop_%s_touched_bytes{",
			 series_kind_name(kinds[i]));
		assert_in_range(count(text, part), 1, 21);
		free(text);
	}
	model_free(model);
}

/* Heads once, and its series behind them without another one between. */
static void test_each_metric_is_one_block(void **state)
{
	struct model *model = model_of(5, NULL);
	char *text = written(model, GROUP_NONE, 3), *line, *rest = text;
	char name[64] = "", before[64] = "";
	size_t nr = 0;
	int found;

	(void)state;
	while ((line = strsep(&rest, "\n")) && *line) {
		if (!strncmp(line, "# HELP ", 7)) {
			snprintf(before, sizeof(before), "%s", name);
			found = sscanf(line, "# HELP %63s ", name);
			assert_int_equal(found, 1);
			assert_string_not_equal(name, before);
			nr++;
			continue;
		}
		if (!strncmp(line, "# TYPE ", 7))
			line += 7;
		assert_int_equal(strncmp(line, name, strlen(name)), 0);
		assert_non_null(strchr(" {", line[strlen(name)]));
	}
	assert_true(nr > 10);
	free(text);
	model_free(model);
}

static void test_nobody_is_there(void **state)
{
	struct model *model = model_of(0, NULL);
	char *text = written(model, GROUP_COMMAND, 3);

	(void)state;
	assert_has(text, "tamtop_processes 0\n");
	assert_lacks(text, "tamtop_command_");
	free(text);
	model_free(model);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_system),
		cmocka_unit_test(test_the_top_and_the_rest),
		cmocka_unit_test(test_who_is_one_series),
		cmocka_unit_test(test_counters_are_of_processes),
		cmocka_unit_test(test_unknown_is_absent),
		cmocka_unit_test(test_hostile_names),
		cmocka_unit_test(test_as_many_as_were_asked_for),
		cmocka_unit_test(test_each_metric_is_one_block),
		cmocka_unit_test(test_nobody_is_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
