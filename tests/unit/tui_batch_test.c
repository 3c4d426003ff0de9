// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "fixture.h"
#include "report/batch.h"
#include "model/field.h"

static const char first[] =
"tamtop 1  2026-11-22T07:41:03Z  syscall 0.4ms  19 processes, 2 shown  denied 0\n"
"Memory 1.9G used 443M 22.8%  swap 24.1M of 512M\n"
"Reserved 10.5G touched 446M 4.2%  zero 95.1M  tamalloc 10.3G touched 397M\n"
"    PID USER     RESERVED TOUCHED     %   ZERO   SWAP TAMALLOC TOUCH/s FAULT/s MAJ/s  OOM  CPU% S    AGE COMMAND\n"
"    431 ada          318M    138M  43.4   2.3M  24.1M     256M       ?       ?     ?  703     ? R     0s tamrun redis-server\n"
"    412 ada          1.0G   97.8M   9.5  32.0M      0     1.0G       ?       ?     ?  693     ? R     0s tamdemo linear --size 1G --ahead 32M\n";

static char *written_of(const struct model *model, unsigned long number,
			const struct field_list *fields)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);
	struct field_list whole;
	const struct batch_form form = {
		.source = "syscall",
		.fields = fields ? fields : &whole,
	};

	fields_default(&whole, false);
	batch_write(model, &form, number, out);
	fclose(out);
	return text;
}

static char *written(const struct model *model, unsigned long number)
{
	return written_of(model, number, NULL);
}

static void test_output(void **state)
{
	static const pid_t pids[] = { 412, 431 };
	struct model *model = model_new();
	char *text;

	(void)state;
	model_set_pids(model, pids, 2);
	model_sort(model, &process_fields[FIELD_TOUCHED], false);
	fixture_model_take(model, 0);
	text = written(model, 1);
	assert_string_equal(text, first);
	free(text);
	/* the second sample has rates, and a blank line before it */
	fixture_model_take(model, 1);
	text = written(model, 2);
	assert_true(!strncmp(text, "\ntamtop 2  ", 11));
	assert_non_null(strstr(text, "  +4.0M    2048     0  693  51.2 R     0s tamdemo"));
	free(text);
	model_free(model);
}

/* awk must find each value in its column whatever is unknown. */
static void test_every_line_has_its_fields(void **state)
{
	struct model *model = model_new();
	char *text, *rest, *line, *word;
	int row = 0, fields;

	(void)state;
	fixture_model_take(model, 0);
	text = written(model, 1);
	for (rest = text; (line = strsep(&rest, "\n")) && *line; row++) {
		if (row < 4)
			continue;
		for (fields = 0; (word = strsep(&line, " "));)
			fields += *word != '\0';
		assert_true(fields >= 16);
	}
	assert_int_equal(row, 4 + 19);
	free(text);
	model_free(model);
}

static void name_user(struct model *model, uid_t uid, const char *name)
{
	struct sample sample = { .sections = SECTION_TEXTS };
	struct sample_text *text = sample_add_text(&sample);

	text->kind = TEXT_USER;
	text->uid = uid;
	text->text = strdup(name);
	model_update(model, &sample);
	sample_release(&sample);
}

/* Whatever a user is called, or a process calls itself: a word a column. */
static void test_names_do_not_shift_columns(void **state)
{
	const pid_t pids[] = { 72, 412 };
	struct model *model = model_new();
	struct sample sample = { 0 };
	char *text;
	size_t i;

	(void)state;
	model_set_pids(model, pids, 2);
	model_sort(model, &process_fields[FIELD_PID], false);
	fixture_sample(&sample, 0);
	for (i = 0; i < sample.nr_procs; i++)
		if (sample.procs[i].id.pid == 72)
			strcpy(sample.procs[i].comm, "  ");
	model_update(model, &sample);
	name_user(model, 1000, "ada of\tB\ny\r");
	text = written(model, 1);
	assert_non_null(strstr(text, "\n    412 ada_of?B?y? "));
	/* and of one without any name all columns are there, too */
	assert_non_null(strstr(text, "  666     ? S      ? -\n"));
	free(text);
	sample_release(&sample);
	model_free(model);
}

static void test_an_outlier_is_named(void **state)
{
	struct model *model = model_new();
	struct sample sample = { 0 };
	char *text;

	(void)state;
	fixture_sample(&sample, 0);
	sample.procs[9].reserved += 124ULL << 40;
	sample.sys.reserved += 124ULL << 40;
	strcpy(sample.procs[9].comm, "asan\ntest");
	model_update(model, &sample);
	text = written(model, 1);
	assert_non_null(strstr(text, "\nReserved 124T touched "));
	assert_non_null(strstr(text, "  124T of it asan?test\n    PID USER"));
	free(text);
	sample_release(&sample);
	model_free(model);
}

/* Exactly these, in that order; a command in the midst is one word. */
static void test_chosen_fields(void **state)
{
	static const pid_t pids[] = { 412, 431 };
	struct model *model = model_new();
	struct field_list fields;
	char *text, why[80];

	(void)state;
	model_set_pids(model, pids, 2);
	model_sort(model, &process_fields[FIELD_PID], false);
	fixture_model_take(model, 0);
	assert_true(fields_parse(&fields, "command,nice pid, time\tpss ni",
				 why, sizeof(why)) == false);
	assert_true(fields_parse(&fields, "command,nice pid, time\tpss", why,
				 sizeof(why)));
	text = written_of(model, 1, &fields);
	assert_non_null(strstr(text, "\nCOMMAND  NI     PID      TIME    PSS\n"
			       "tamdemo_linear_--size_1G_--ahead_32M   0     412   3725.07      ?\n"
			       "tamrun_redis-server  -5     431"));
	free(text);
	assert_true(fields_parse(&fields, "oom,user,command", why,
				 sizeof(why)));
	text = written_of(model, 1, &fields);
	assert_non_null(strstr(text, "\n OOM USER     COMMAND\n"
			       " 693 ada      tamdemo linear --size 1G --ahead 32M\n"));
	free(text);
	assert_true(fields_parse(&fields, "pid,user", why, sizeof(why)));
	text = written_of(model, 1, &fields);
	assert_non_null(strstr(text, "\n    PID USER\n    412 ada\n    431 ada\n"));
	free(text);
	model_free(model);
}

/* As /proc has it: a page that is mapped a thousand times counts so often. */
static void test_a_large_score_is_whole(void **state)
{
	struct model *model = model_new();
	struct sample sample = { 0 };
	char *text;

	(void)state;
	fixture_sample(&sample, 0);
	sample.procs[4].oom_score = 86673;
	sample.procs[5].oom_score = UINT32_MAX;
	model_update(model, &sample);
	text = written(model, 1);
	assert_non_null(strstr(text, " 86673 "));
	assert_non_null(strstr(text, " 4294967295 "));
	free(text);
	sample_release(&sample);
	model_free(model);
}

static void test_hostile_names(void **state)
{
	struct model *model = model_new();
	struct sample sample = { 0 };
	char *text;

	(void)state;
	fixture_sample(&sample, 0);
	strcpy(sample.procs[4].comm, "a\n\033[31m\xff");
	model_update(model, &sample);
	text = written(model, 1);
	assert_non_null(strstr(text, " a??[31m?\n"));
	assert_null(strchr(text, '\033'));
	free(text);
	sample_release(&sample);
	model_free(model);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_output),
		cmocka_unit_test(test_every_line_has_its_fields),
		cmocka_unit_test(test_names_do_not_shift_columns),
		cmocka_unit_test(test_chosen_fields),
		cmocka_unit_test(test_an_outlier_is_named),
		cmocka_unit_test(test_a_large_score_is_whole),
		cmocka_unit_test(test_hostile_names),
	};

	return cmocka_run_group_tests_name("batch", tests, NULL, NULL);
}
