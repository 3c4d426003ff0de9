// SPDX-License-Identifier: GPL-2.0
/* Key ! and --record: what is asked, told, and in the file then. */
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "app_screen.h"
#include "data/recording.h"
#include "fixture_dir.h"

#define NAME "tamtop-20261126-120000.tam"

static struct fixture_dir dir;

static int set_up(void **state)
{
	(void)state;
	setenv("TZ", "UTC0", 1);
	signal(SIGXFSZ, SIG_IGN);
	fixture_app_init(&fixture);
	fixture_dir_enter(&dir);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	fixture_app_stop(&fixture);
	fixture_dir_leave(&dir);
	return 0;
}

static void take_samples(int nr)
{
	while (nr--)
		fixture_app_sample(&fixture);
}

static void begin(void)
{
	fixture_app_start(&fixture, 80, 24);
	take_samples(3);
}

/* What was known at the end of @path; also that it isn't damaged. */
static struct recording_reader *play(const char *path, struct sample *whole)
{
	char why[RECORDING_WHY];
	struct recording_reader *reader = recording_open(path, why);
	struct sample sample = { 0 };

	assert_non_null(reader);
	while (recording_next(reader, &sample))
		;
	assert_null(recording_damage(reader));
	recording_whole(reader, whole);
	sample_release(&sample);
	return reader;
}

static const char *text_of(const struct sample *whole, enum text_kind kind,
			   pid_t pid, uid_t uid)
{
	const struct sample_text *text;
	size_t i;

	for (i = 0; i < whole->nr_texts; i++) {
		text = &whole->texts[i];
		if (text->kind == kind && text->text &&
		    (kind == TEXT_USER ? text->uid == uid :
					 text->id.pid == pid))
			return text->text;
	}
	return NULL;
}

static void test_a_name_is_offered(void **state)
{
	(void)state;
	begin();
	assert_line_lacks(0, "REC");
	press("!");
	assert_line_has(-1, "record to: " NAME "_");
	fixture_app_key(&fixture, TK_ENTER);
	assert_line_has(-1, "recording to " NAME);
	assert_line_has(0, "REC   syscall");
	assert_int_equal(access(NAME, F_OK), 0);
}

static void test_another_name_may_be_typed(void **state)
{
	(void)state;
	begin();
	press("!");
	fixture_app_key(&fixture, TK_CTRL_U);
	press("my run.tam\n");
	assert_line_has(-1, "recording to my run.tam");
	assert_int_equal(access("my run.tam", F_OK), 0);
}

static void test_a_bad_name_is_asked_again(void **state)
{
	(void)state;
	begin();
	press("!");
	assert_line_has(-1, "Enter record  Esc cancel");
	fixture_app_key(&fixture, TK_CTRL_U);
	press("no/such\n");
	assert_line_has(-1, "No such file or directory: no/such_");
	fixture_app_key(&fixture, TK_ESC);
	assert_line_lacks(0, "REC");
}

static void test_the_home_may_be_written_as_it_is_in_a_shell(void **state)
{
	(void)state;
	setenv("HOME", dir.path, 1);
	begin();
	press("!");
	fixture_app_key(&fixture, TK_CTRL_U);
	press("~/my.tam\n");
	assert_line_has(-1, "recording to ");
	assert_int_equal(access("my.tam", F_OK), 0);
}

static void test_esc_and_nothing_are_no(void **state)
{
	(void)state;
	begin();
	press("!");
	fixture_app_key(&fixture, TK_ESC);
	assert_line_lacks(0, "REC");
	press("!");
	fixture_app_key(&fixture, TK_CTRL_U);
	fixture_app_key(&fixture, TK_ENTER);
	assert_line_lacks(0, "REC");
	assert_int_not_equal(access(NAME, F_OK), 0);
}

static void test_again_it_ends(void **state)
{
	(void)state;
	begin();
	press("!\n");
	take_samples(64);
	press("!");
	assert_line_has(-1, "recorded ");
	assert_line_has(-1, "K to " NAME " (1m04s)");
	assert_line_lacks(0, "REC");
	press("!\n");
	/* asked again, with the reason and what was typed */
	assert_line_has(-1, "exists: give the name of a new file: " NAME "_");
	fixture_app_key(&fixture, TK_BACKSPACE);
	press("2\n");
	assert_line_has(-1, "recording to tamtop-20261126-120000.ta2");
}

/* Command lines that were read before it began are read by nobody again. */
static void test_what_was_known_before_is_in_it(void **state)
{
	struct recording_reader *reader;
	struct sample whole = { 0 };
	const char *text;

	(void)state;
	begin();
	press("!\n");
	take_samples(1);
	press("!");
	reader = play(NAME, &whole);
	assert_true(whole.nr_procs > 10);
	text = text_of(&whole, TEXT_COMMAND, 412, 0);
	assert_non_null(text);
	assert_string_equal(text, "tamdemo linear --size 1G --ahead 32M");
	assert_non_null(text_of(&whole, TEXT_USER, 0, 0));
	assert_string_equal(text_of(&whole, TEXT_USER, 0, 0), "root");
	assert_true(whole.nr_pages > 0);
	sample_release(&whole);
	recording_reader_free(reader);
}

static void test_whom_one_looks_into_is_in_it(void **state)
{
	struct recording_reader *reader;
	struct sample whole = { 0 };
	struct proc_id *ids;
	size_t nr;

	(void)state;
	begin();
	press("!\n");
	fixture_app_choose(&fixture, 412);
	fixture_app_key(&fixture, TK_ENTER);
	take_samples(2);
	press("!");
	reader = play(NAME, &whole);
	ids = recording_targets(reader, &nr);
	assert_int_equal(nr, 1);
	assert_int_equal(ids[0].pid, 412);
	recording_target(reader, ids[0], &whole);
	assert_true(whole.nr_mappings > 0);
	free(ids);
	sample_release(&whole);
	recording_reader_free(reader);
}

static void test_runs_are_asked_for_while_it_goes_on(void **state)
{
	struct demand demand = { 0 };

	(void)state;
	begin();
	press("!\n");
	app_demand(fixture.app, &demand);
	assert_false(demand.target.runs);
	fixture_app_choose(&fixture, 412);
	fixture_app_key(&fixture, TK_ENTER);
	app_demand(fixture.app, &demand);
	assert_true(demand.target.runs);
	press("!");
	app_demand(fixture.app, &demand);
	assert_int_equal(demand.target.id.pid, 412);
	assert_false(demand.target.runs);
	demand_release(&demand);
}

static void test_readonly(void **state)
{
	char why[RECORDER_WHY];

	(void)state;
	fixture.config.readonly = true;
	begin();
	press("!");
	assert_line_has(-1, "! nothing is recorded: --readonly was given");
	/* what the command line names is written all the same */
	assert_true(app_record(fixture.app, "run.tam", why));
	assert_line_has(0, "REC");
	assert_true(app_end_recording(fixture.app, false));
}

static void test_from_the_beginning(void **state)
{
	struct recording_reader *reader;
	struct sample whole = { 0 };
	char why[RECORDER_WHY];

	(void)state;
	fixture_app_start(&fixture, 80, 24);
	assert_true(app_record(fixture.app, "run.tam", why));
	take_samples(2);
	assert_true(app_end_recording(fixture.app, false));
	reader = play("run.tam", &whole);
	assert_string_equal(recording_header(reader)->source, "syscall");
	assert_non_null(text_of(&whole, TEXT_COMMAND, 412, 0));
	sample_release(&whole);
	recording_reader_free(reader);
}

/* The shortest way to a full disk. */
static void limit_files(rlim_t bytes)
{
	struct rlimit limit;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = bytes < limit.rlim_max ? bytes : limit.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void test_no_room_ends_it_and_not_the_watching(void **state)
{
	static const char long_name[] =
		"././././././././././././././././run.tam";
	struct recording_reader *reader;
	struct sample whole = { 0 };
	char why[RECORDER_WHY];

	(void)state;
	begin();
	assert_true(app_record(fixture.app, long_name, why));
	take_samples(1);
	limit_files(8192);
	take_samples(200);
	limit_files(RLIM_INFINITY);
	assert_line_lacks(0, "REC");
	assert_line_has(0, "tamtop  19 processes");
	assert_false(app_end_recording(fixture.app, false));
	reader = play("run.tam", &whole);
	assert_true(recording_nr(reader) > 1);
	sample_release(&whole);
	recording_reader_free(reader);
}

static void test_that_is_told_when_it_happens(void **state)
{
	int i;

	(void)state;
	begin();
	press("!\n");
	limit_files(4096);
	for (i = 0; i < 1000 && line_has(0, "REC"); i++)
		take_samples(1);
	limit_files(RLIM_INFINITY);
	assert_line_has(-1, "! " NAME
			": it is too large, recording stopped 12:0");
}

static void test_a_file_that_is_removed(void **state)
{
	(void)state;
	begin();
	press("!\n");
	take_samples(1);
	assert_int_equal(unlink(NAME), 0);
	press("!");
	assert_line_has(-1, "! " NAME " was removed meanwhile");
	assert_false(app_end_recording(fixture.app, false));
}

/* A path as long as the screen, and longer, and a name that is. */
static void test_a_long_path_is_shortened_and_not_the_reason(void **state)
{
	int i;

	(void)state;
	close(open("there", O_WRONLY | O_CREAT, 0600));
	begin();
	press("!");
	fixture_app_key(&fixture, TK_CTRL_U);
	for (i = 0; i < 30; i++)
		press("./");
	press("there\n");
	assert_line_has(-1, "! there exists: give the name of a new file");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_name_is_offered),
		TEST(test_another_name_may_be_typed),
		TEST(test_a_bad_name_is_asked_again),
		TEST(test_the_home_may_be_written_as_it_is_in_a_shell),
		TEST(test_esc_and_nothing_are_no),
		TEST(test_again_it_ends),
		TEST(test_what_was_known_before_is_in_it),
		TEST(test_whom_one_looks_into_is_in_it),
		TEST(test_runs_are_asked_for_while_it_goes_on),
		TEST(test_readonly),
		TEST(test_from_the_beginning),
		TEST(test_no_room_ends_it_and_not_the_watching),
		TEST(test_that_is_told_when_it_happens),
		TEST(test_a_file_that_is_removed),
		TEST(test_a_long_path_is_shortened_and_not_the_reason),
	};

	return cmocka_run_group_tests_name("record", tests, NULL, NULL);
}
