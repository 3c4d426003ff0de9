// SPDX-License-Identifier: GPL-2.0
/* What is done to the world: real processes are started, and looked at. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app_screen.h"
#include "fixture_demo.h"

#define STAY "exec sleep 1000"

static struct fixture_demo demo;

/* A program of the test, beside a tamdemo that does @body. */
static void begin(const char *body)
{
	fixture_demo_init(&demo, fixture_demo_list, body);
	fixture_app_init(&fixture);
	fixture_app_start(&fixture, 80, 24);
	fixture_app_sample(&fixture);
}

static int tear_down(void **state)
{
	(void)state;
	fixture_app_stop(&fixture);
	fixture_demo_remove(&demo);
	return 0;
}

/* A word of line @y, from @before on; freed by the caller. */
static char *word_behind(int y, const char *before)
{
	char *text = fixture_app_line(&fixture, y), *word;
	const char *at = strstr(text, before);

	if (!at)
		fail_msg("'%s' is not in '%s'", before, text);
	at += strlen(before);
	word = strndup(at, strcspn(at, " "));
	free(text);
	return word;
}

static void assert_file(const char *path, const char *text)
{
	char buf[256];
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t len = fd < 0 ? -1 : read(fd, buf, sizeof(buf) - 1);

	if (len < 0)
		fail_msg("%s can't be read", path);
	buf[len] = '\0';
	close(fd);
	assert_string_equal(buf, text);
}

static void assert_args(const char *args)
{
	char *text = fixture_demo_file(&demo, "args");

	assert_string_equal(text, args);
	free(text);
}

static pid_t started_pid(void)
{
	char *text = fixture_demo_file(&demo, "pid");
	pid_t pid = atoi(text);

	free(text);
	assert_true(pid > 1);
	return pid;
}

static void open_launcher(void)
{
	fixture_app_keys(&fixture, "d");
	fixture_app_child(&fixture);
}

/* The process of the test's is listed from now on, with a block. */
static pid_t list_started(void)
{
	fixture.started = started_pid();
	fixture.runs = true;
	fixture_app_sample(&fixture);
	return fixture.started;
}

static void assert_selected(pid_t pid)
{
	bool found = false;
	int y;

	for (y = 5; y < 23 && !found; y++) {
		char *text = fixture_app_line(&fixture, y);

		found = text[0] == '>' && strtol(text + 1, NULL, 10) == pid;
		free(text);
	}
	if (!found)
		fail_msg("%d is not selected", (int)pid);
}

static void wait_until_gone(pid_t pid)
{
	static const struct timespec pause = { .tv_nsec = 5000000 };

	while (!kill(pid, 0))
		nanosleep(&pause, NULL);
}

static void run_command(const char *script)
{
	char *argv[] = { (char *)"sh", (char *)"-c", (char *)script, NULL };

	app_run_command(fixture.app, argv, OPENING_LIST);
}

static void test_d_lists_what_tamdemo_has(void **state)
{
	(void)state;
	begin(STAY);
	fixture_app_keys(&fixture, "d");
	assert_line_has(0, "start a demo");
	assert_line_has(1, "tamdemo is being asked");
	/* nothing can be chosen yet, or asked for */
	fixture_app_keys(&fixture, "jkgG\nLzr");
	assert_line_has(1, "tamdemo is being asked");
	fixture_app_child(&fixture);
	assert_line_has(2, "> tamdemo linear --size 256M --rate 3200");
	assert_line_has(5, "> linear");
	assert_line_has(13, "  allocators");
	fixture_app_keys(&fixture, "G");
	assert_line_has(2, "> tamdemo allocators");
	fixture_app_keys(&fixture, "k");
	assert_line_has(2, "> tamdemo verify --size 10M");
	fixture_app_keys(&fixture, "k");
	assert_line_has(3, "needs root, cgroup v2");
	fixture_app_key(&fixture, TK_ESC);
	assert_line_has(0, "19 processes");
	/* it is asked anew each time */
	open_launcher();
	assert_line_has(5, "> linear");
}

static void test_enter_opens_the_map_of_the_first_block(void **state)
{
	(void)state;
	begin(STAY);
	app_take_sample_request(fixture.app);
	open_launcher();
	fixture_app_keys(&fixture, "\n");
	assert_true(app_take_sample_request(fixture.app));
	assert_line_has(0, "19 processes");
	assert_args("linear --size 256M --rate 3200");
	/* not listed yet */
	fixture_app_sample(&fixture);
	assert_line_has(0, "19 processes");
	list_started();
	assert_line_has(0, "map of [anon:tamalloc]");
	fixture_app_sample(&fixture);
	assert_line_has(1, "64.0M");
	/* the way back is the usual one */
	fixture_app_key(&fixture, TK_ESC);
	assert_line_has(0, "tamdemo");
	fixture_app_sample(&fixture);
	assert_line_has(0, "tamdemo");
	fixture_app_key(&fixture, TK_ESC);
	assert_line_has(0, "22 processes");
	assert_selected(fixture.started);
}

static void test_the_block_is_waited_for(void **state)
{
	(void)state;
	begin(STAY);
	open_launcher();
	fixture_app_keys(&fixture, "\n");
	fixture.target.unmapped = fixture_runs[0].pid;
	list_started();
	fixture_app_sample(&fixture);
	assert_line_has(0, "tamdemo");
	fixture.target.unmapped = 0;
	fixture_app_sample(&fixture);
	assert_line_has(0, "map of [anon:tamalloc]");
}

static void test_a_key_in_between_is_obeyed_instead(void **state)
{
	(void)state;
	begin(STAY);
	open_launcher();
	fixture_app_keys(&fixture, "\nv");
	list_started();
	fixture_app_sample(&fixture);
	assert_line_has(0, "22 processes");
	assert_selected(fixture.started);
	/* it is selected once, not for ever */
	fixture_app_key(&fixture, TK_HOME);
	fixture_app_keys(&fixture, "j");
	assert_line_has(8, ">");
	fixture_app_sample(&fixture);
	assert_line_has(8, ">");
}

static void test_a_key_while_the_block_is_waited_for(void **state)
{
	(void)state;
	begin(STAY);
	open_launcher();
	fixture_app_keys(&fixture, "\n");
	fixture.target.unmapped = fixture_runs[0].pid;
	list_started();
	fixture_app_key(&fixture, TK_ESC);
	fixture.target.unmapped = 0;
	fixture_app_sample(&fixture);
	fixture_app_sample(&fixture);
	assert_line_has(0, "22 processes");
}

/* Both runs behind it are its children, of which nobody has a block yet. */
static void begin_family(void)
{
	begin(STAY);
	open_launcher();
	fixture_app_keys(&fixture, "\n");
	fixture.target.unmapped = fixture_runs[0].pid;
	fixture.run[0].more = -(64 << 20);
	fixture.run[1].is_child = true;
	fixture.run[2].is_child = true;
	fixture.run[2].gone = true;
}

static void assert_map_of(pid_t pid)
{
	char title[32];

	snprintf(title, sizeof(title), "tamtop  %d tamdemo", (int)pid);
	assert_line_has(0, title);
	assert_line_has(0, "map of [anon:tamalloc]");
}

static void test_the_block_may_be_a_childs(void **state)
{
	(void)state;
	begin_family();
	fixture.run[1].gone = true;
	list_started();
	assert_line_has(0, "tamdemo");
	fixture.run[1].gone = false;
	fixture_app_sample(&fixture);
	assert_map_of(fixture_runs[1].pid);
	/* the parent was looked into before: it is not on the way back */
	fixture_app_key(&fixture, TK_ESC);
	fixture_app_key(&fixture, TK_ESC);
	assert_line_has(0, "21 processes");
	assert_selected(fixture.started);
}

static void test_the_parents_block_is_as_good(void **state)
{
	(void)state;
	begin_family();
	fixture.target.unmapped = 0;
	fixture.run[0].more = 0;
	list_started();
	assert_map_of(fixture.started);
}

static void test_the_next_child_follows(void **state)
{
	(void)state;
	begin_family();
	list_started();
	assert_map_of(fixture_runs[1].pid);
	/* a larger one does not matter, while it lives */
	fixture.run[2].gone = false;
	fixture.run[2].more = 4096;
	fixture_app_sample(&fixture);
	assert_map_of(fixture_runs[1].pid);
	fixture.run[1].gone = true;
	fixture.target.gone = fixture_runs[1].pid;
	fixture_app_sample(&fixture);
	assert_map_of(fixture_runs[2].pid);
	/* the last one is looked at to the end, and longer */
	fixture.run[2].gone = true;
	fixture.target.gone = fixture_runs[2].pid;
	fixture_app_sample(&fixture);
	assert_map_of(fixture_runs[2].pid);
}

static void test_after_a_key_nothing_follows(void **state)
{
	(void)state;
	begin_family();
	fixture.run[2].gone = false;
	list_started();
	assert_map_of(fixture_runs[1].pid);
	fixture_app_keys(&fixture, "j");
	fixture.run[1].gone = true;
	fixture.target.gone = fixture_runs[1].pid;
	fixture_app_sample(&fixture);
	assert_map_of(fixture_runs[1].pid);
}

static void test_what_is_started_is_listed_beside_others(void **state)
{
	static const pid_t only[] = { 412 };

	(void)state;
	begin(STAY);
	fixture_app_stop(&fixture);
	fixture.config.pids = only;
	fixture.config.nr_pids = 1;
	fixture_app_start(&fixture, 80, 24);
	fixture_app_sample(&fixture);
	assert_line_has(0, "1 of 19 processes");
	open_launcher();
	fixture_app_keys(&fixture, "L");
	list_started();
	fixture_app_sample(&fixture);
	assert_line_has(0, "2 of 22 processes");
	assert_selected(fixture.started);
}

static void test_l_only_starts_it(void **state)
{
	(void)state;
	begin(STAY);
	open_launcher();
	fixture_app_keys(&fixture, "jL");
	assert_line_has(0, "19 processes");
	assert_args("random --size 256M --rate 3200");
	list_started();
	fixture_app_sample(&fixture);
	assert_line_has(0, "22 processes");
	assert_selected(fixture.started);
}

static void test_what_asks_before_it_begins_is_told_yes(void **state)
{
	(void)state;
	begin(STAY);
	open_launcher();
	/* the rate of what has none can't be asked for */
	fixture_app_keys(&fixture, "Gkr");
	assert_line_has(-1, "this demo has no rate");
	fixture_app_keys(&fixture, "\n");
	assert_args("verify --size 10M --yes");
}

static void test_what_has_no_options_gets_none(void **state)
{
	(void)state;
	begin(STAY);
	open_launcher();
	fixture_app_keys(&fixture, "Gz");
	assert_line_has(-1, "this demo has no size");
	fixture_app_keys(&fixture, "r");
	assert_line_has(-1, "this demo has no rate");
	fixture_app_keys(&fixture, "\n");
	assert_args("allocators");
}

static void test_a_bad_size_is_asked_again(void **state)
{
	(void)state;
	begin(STAY);
	open_launcher();
	fixture_app_keys(&fixture, "z");
	assert_line_has(-1, "memory to reserve, like 256M: 256M_");
	fixture_app_keys(&fixture, "\b\b\b\b0M\n");
	assert_line_has(-1, "a size above 0, like 256M: 0M_");
	fixture_app_keys(&fixture, "G\n");
	assert_line_has(-1, "a size above 0, like 256M: 0MG_");
	fixture_app_keys(&fixture, "\b\b\b64M\n");
	assert_line_has(-1, "Enter watch");
	/* 20 s for it */
	assert_line_has(2, "> tamdemo linear --size 64M --rate 819");
	fixture_app_keys(&fixture, "z\b\b\b5G");
	fixture_app_key(&fixture, TK_ESC);
	assert_line_has(2, "> tamdemo linear --size 64M --rate 819");
	fixture_app_keys(&fixture, "\n");
	assert_args("linear --size 64M --rate 819");
}

static void test_a_bad_rate_is_asked_again(void **state)
{
	(void)state;
	begin(STAY);
	open_launcher();
	fixture_app_keys(&fixture, "r");
	assert_line_has(-1, "pages a second, or like 8M: 3200_");
	fixture_app_keys(&fixture, "\b\b\b\b..\n");
	assert_line_has(-1, "a rate above 0, like 3200 or 8M: .._");
	fixture_app_keys(&fixture, "\b\b8M\n");
	assert_line_has(2, "> tamdemo linear --size 256M --rate 8M");
	fixture_app_keys(&fixture, "\n");
	assert_args("linear --size 256M --rate 8M");
}

static void test_without_a_tamdemo(void **state)
{
	(void)state;
	begin(NULL);
	fixture_app_keys(&fixture, "d");
	assert_line_has(1, "tamdemo can't be asked for its demos:");
	assert_line_has(2, "'tamdemo': No such file or directory");
	fixture_app_keys(&fixture, "\nLzrjG");
	fixture_app_key(&fixture, TK_ESC);
	assert_line_has(0, "19 processes");
}

static void test_a_tamdemo_without_a_list(void **state)
{
	(void)state;
	fixture_demo_init(&demo, "tamdemo: unrecognized option '--json'\n",
			  STAY);
	fixture_app_init(&fixture);
	fixture_app_start(&fixture, 80, 24);
	open_launcher();
	assert_line_has(2, "it knows no --list --json");
}

static void test_hostile_words_are_harmless(void **state)
{
	(void)state;
	fixture_demo_init(&demo,
			  "[{\"name\":\"a\\u001b[31mb\\n\\tc\\u0000d\","
			  "\"summary\":\"\\u001b]0;x\\u0007\\u202e"
			  "\\ufeff\\u0301long long long long long long long\","
			  "\"look_for\":\"\\r\\b\\u009b2J\","
			  "\"needs\":\"\\u001b[2J\",\"options\":[{\"name\":"
			  "\"size\",\"default\":\"\\u001b[1m\"}]}]", STAY);
	fixture_app_init(&fixture);
	fixture_app_start(&fixture, 80, 24);
	open_launcher();
	assert_line_has(2, "> tamdemo a");
	/* the dump has a character for each cell: what could be an escape
	 * would be seen in it
	 */
	for (int y = 0; y < 24; y++) {
		char *text = fixture_app_line(&fixture, y);

		for (const char *at = text; *at; at++)
			assert_true((unsigned char)*at >= ' ');
		assert_null(strstr(text, "\xc2\x9b"));
		assert_null(strstr(text, "\xe2\x80\xae"));
		free(text);
	}
}

static void test_what_cannot_be_started_is_told(void **state)
{
	char *argv[] = { (char *)"no-such-program", NULL };

	(void)state;
	begin(STAY);
	app_run_command(fixture.app, argv, OPENING_LIST);
	assert_line_has(-1, "! not started: 'no-such-program': No such file");
	assert_int_equal(fixture.app && app_quit(fixture.app), 0);
	open_launcher();
	unlink(strcat(strcpy((char[128]){ 0 }, demo.dir), "/tamdemo"));
	fixture_app_keys(&fixture, "\n");
	/* the launcher stays: another one may do */
	assert_line_has(-1, "! not started: 'tamdemo': No such file");
	assert_line_has(2, "> tamdemo linear");
	fixture_app_key(&fixture, TK_ESC);
	fixture_app_keys(&fixture, "q");
	assert_true(app_quit(fixture.app));
}

static void test_readonly_starts_nothing(void **state)
{
	struct pollfd fds[APP_FDS_MAX];

	(void)state;
	begin(STAY);
	fixture_app_stop(&fixture);
	fixture.config.readonly = true;
	fixture_app_start(&fixture, 80, 24);
	fixture_app_sample(&fixture);
	fixture_app_keys(&fixture, "d");
	assert_line_has(0, "19 processes");
	assert_line_has(-1, "! nothing is started: --readonly was given");
	run_command("true");
	assert_line_has(-1, "! nothing is started: --readonly was given");
	assert_int_equal(app_fds(fixture.app, fds), 0);
	fixture_app_keys(&fixture, "q");
	assert_true(app_quit(fixture.app));
}

static void test_an_end_is_told(void **state)
{
	char *path;

	(void)state;
	begin(STAY);
	run_command("echo out; echo err >&2; exit 3");
	fixture_app_child(&fixture);
	assert_line_has(-1, "! sh ");
	assert_line_has(-1, ": exit status 3, see ");
	path = word_behind(-1, ", see ");
	assert_file(path, "out\nerr\n");
	free(path);
	/* nothing is left, or asked */
	while (app_fds(fixture.app, (struct pollfd[APP_FDS_MAX]){ 0 }))
		fixture_app_child(&fixture);
	fixture_app_keys(&fixture, "q");
	assert_true(app_quit(fixture.app));
}

static void test_a_good_end_is_no_error(void **state)
{
	char *text;

	(void)state;
	begin(STAY);
	run_command("exit 0");
	fixture_app_child(&fixture);
	assert_line_has(-1, ": exit status 0, see ");
	text = fixture_app_line(&fixture, -1);
	assert_int_equal(strncmp(text, "sh ", 3), 0);
	free(text);
}

static void test_a_signal_is_told_by_name(void **state)
{
	(void)state;
	begin(STAY);
	run_command("kill -9 $$");
	fixture_app_child(&fixture);
	assert_line_has(-1, ": SIGKILL, see ");
	run_command("kill -40 $$");
	while (fixture.app) {
		char *text = fixture_app_line(&fixture, -1);
		bool told = strstr(text, ": SIGRTMIN+6, see ");

		free(text);
		if (told)
			break;
		fixture_app_child(&fixture);
	}
}

static void test_its_number_may_be_anothers_then(void **state)
{
	(void)state;
	begin("exit 0");
	open_launcher();
	fixture_app_keys(&fixture, "\n");
	started_pid();
	fixture_app_child(&fixture);
	assert_line_has(-1, ": exit status 0, see ");
	list_started();
	fixture_app_sample(&fixture);
	assert_line_has(0, "22 processes");
	assert_line_has(7, ">");
}

static void quit_is_asked(void)
{
	begin(STAY);
	open_launcher();
	fixture_app_keys(&fixture, "L");
	started_pid();
	fixture_app_keys(&fixture, "q");
	assert_false(app_quit(fixture.app));
	assert_line_has(-1, "1 started here still runs: k end, l leave, Esc");
}

static void test_quit_and_stay(void **state)
{
	(void)state;
	quit_is_asked();
	fixture_app_keys(&fixture, "qjd\n");
	assert_line_has(-1, "1 started here still runs");
	fixture_app_key(&fixture, TK_ESC);
	assert_false(app_quit(fixture.app));
	assert_line_has(0, "19 processes");
	assert_int_equal(kill(started_pid(), 0), 0);
	fixture_app_key(&fixture, TK_F10);
	assert_line_has(-1, "1 started here still runs");
}

static void test_quit_and_end_it(void **state)
{
	(void)state;
	quit_is_asked();
	fixture_app_keys(&fixture, "k");
	assert_true(app_quit(fixture.app));
	app_end_launches(fixture.app);
	assert_int_equal(kill(started_pid(), 0), -1);
}

/* What stderr says meanwhile, into the file "said". */
static void end_with_stderr(void)
{
	char path[128];
	int fd, before = dup(STDERR_FILENO);

	snprintf(path, sizeof(path), "%s/said", demo.dir);
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	assert_true(fd >= 0 && before >= 0);
	dup2(fd, STDERR_FILENO);
	app_end_launches(fixture.app);
	dup2(before, STDERR_FILENO);
	close(before);
	close(fd);
}

static void test_quit_and_leave_it(void **state)
{
	char head[64], *said;
	pid_t pid;

	(void)state;
	quit_is_asked();
	fixture_app_keys(&fixture, "l");
	assert_true(app_quit(fixture.app));
	end_with_stderr();
	pid = started_pid();
	assert_int_equal(kill(pid, 0), 0);
	said = fixture_demo_file(&demo, "said");
	snprintf(head, sizeof(head),
		 "tamtop: left running: tamdemo (%d); output in %s",
		 (int)pid, "/tmp/");
	assert_int_equal(strncmp(said, head, strlen(head)), 0);
	free(said);
	fixture_app_stop(&fixture);
	assert_int_equal(kill(pid, 0), 0);
	kill(pid, SIGKILL);
	wait_until_gone(pid);
}

/* A signal asks nobody, and leaves nothing. */
static void test_a_signal_ends_all(void **state)
{
	const struct event event = {
		.type = EVENT_SIGNAL, .signal = SIGTERM,
	};
	pid_t pid;

	(void)state;
	begin(STAY);
	open_launcher();
	fixture_app_keys(&fixture, "L");
	pid = started_pid();
	app_event(fixture.app, &event);
	assert_true(app_quit(fixture.app));
	app_end_launches(fixture.app);
	assert_int_equal(kill(pid, 0), -1);
}

static void test_freeing_ends_all(void **state)
{
	pid_t pid;

	(void)state;
	begin(STAY);
	open_launcher();
	fixture_app_keys(&fixture, "L");
	pid = started_pid();
	fixture_app_stop(&fixture);
	assert_int_equal(kill(pid, 0), -1);
	assert_int_equal(errno, ESRCH);
}

static void test_so_many_and_no_more(void **state)
{
	int i;

	(void)state;
	begin(STAY);
	for (i = 0; i < LAUNCHES_MAX; i++)
		run_command(STAY);
	run_command(STAY);
	assert_line_has(-1, "! not started: 32 are running already: let one");
	fixture_app_keys(&fixture, "q");
	assert_line_has(-1, "32 started here still run: k end");
}

/* Keys, samples and ends in a mixture that is the same in every run. */
static void test_any_keys_in_any_order(void **state)
{
	static const uint32_t keys[] = {
		'd', 'd', TK_ENTER, 'L', 'z', 'r', 'j', 'G', '1', 'M', '0',
		TK_BACKSPACE, TK_ESC, TK_ESC, TK_DOWN, 'q', '?', 'm', ' ',
	};
	unsigned int seed = 1;
	int i;

	(void)state;
	begin("sleep 0.05");
	for (i = 0; i < 3000; i++) {
		int dice = rand_r(&seed) % 20;

		if (dice == 0)
			fixture_app_sample(&fixture);
		else if (dice == 1 &&
			 app_fds(fixture.app,
				 (struct pollfd[APP_FDS_MAX]){ 0 }))
			fixture_app_child(&fixture);
		else
			fixture_app_key(&fixture,
				keys[(size_t)rand_r(&seed) % ARRAY_SIZE(keys)]);
		if (app_quit(fixture.app)) {
			fixture_app_stop(&fixture);
			fixture_app_start(&fixture, 80, 24);
		}
		app_draw(fixture.app);
	}
}

#define act_test(f) cmocka_unit_test_teardown(f, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		act_test(test_d_lists_what_tamdemo_has),
		act_test(test_enter_opens_the_map_of_the_first_block),
		act_test(test_the_block_is_waited_for),
		act_test(test_a_key_in_between_is_obeyed_instead),
		act_test(test_a_key_while_the_block_is_waited_for),
		act_test(test_the_block_may_be_a_childs),
		act_test(test_the_parents_block_is_as_good),
		act_test(test_the_next_child_follows),
		act_test(test_after_a_key_nothing_follows),
		act_test(test_what_is_started_is_listed_beside_others),
		act_test(test_l_only_starts_it),
		act_test(test_what_asks_before_it_begins_is_told_yes),
		act_test(test_what_has_no_options_gets_none),
		act_test(test_a_bad_size_is_asked_again),
		act_test(test_a_bad_rate_is_asked_again),
		act_test(test_without_a_tamdemo),
		act_test(test_a_tamdemo_without_a_list),
		act_test(test_hostile_words_are_harmless),
		act_test(test_what_cannot_be_started_is_told),
		act_test(test_readonly_starts_nothing),
		act_test(test_an_end_is_told),
		act_test(test_a_good_end_is_no_error),
		act_test(test_a_signal_is_told_by_name),
		act_test(test_its_number_may_be_anothers_then),
		act_test(test_quit_and_stay),
		act_test(test_quit_and_end_it),
		act_test(test_quit_and_leave_it),
		act_test(test_a_signal_ends_all),
		act_test(test_freeing_ends_all),
		act_test(test_so_many_and_no_more),
		act_test(test_any_keys_in_any_order),
	};

	return cmocka_run_group_tests_name("act", tests, NULL, NULL);
}
