// SPDX-License-Identifier: GPL-2.0
/* From the key to the signal, in the whole program. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "common/clock.h"
#include "app_screen.h"
#include "screen/input.h"

/* A real process that stands for the first of the list. */
static struct proc_id real;

static void make_real(struct sample *list)
{
	struct proc *proc = &list->procs[list->nr_procs - 1];

	proc->id = real;
	strcpy(proc->comm, "sleeper");
}

static void make_kthread(struct sample *list)
{
	size_t i;

	for (i = 0; i < list->nr_procs; i++)
		if (list->procs[i].id.pid == 412)
			list->procs[i].flags |= PROC_KTHREAD;
}

static void make_first(struct sample *list)
{
	list->procs[0].id.pid = 1;
	strcpy(list->procs[0].comm, "init");
	list->procs[0].flags = 0;
}

static void forget_(struct sample *list)
{
	size_t i;

	for (i = 0; list->procs[i].id.pid != 412; i++)
		;
	list->nr_procs--;
	memmove(&list->procs[i], &list->procs[i + 1],
		(list->nr_procs - i) * sizeof(*list->procs));
}

static void begin(int width, int height)
{
	fixture_app_start(&fixture, width, height);
	fixture_app_sample(&fixture);
	fixture_app_sample(&fixture);
}

static int set_up(void **state)
{
	(void)state;
	fixture_app_init(&fixture);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	fixture_app_stop(&fixture);
	return 0;
}

static void open_menu(void)
{
	begin(80, 24);
	fixture_app_choose(&fixture, 412);
	press("K");
}

static void test_it_names_the_process(void **state)
{
	(void)state;
	open_menu();
	assert_line_has(0, "signal to 412 tamdemo");
	assert_line_has(3, "NR SIGNAL      WHAT IT SAYS");
	assert_row_selected(">15 SIGTERM     asks it to end");
	fixture_app_key(&fixture, TK_ESC);
	assert_line_has(0, "19 processes");
	fixture_app_key(&fixture, TK_F9);
	assert_line_has(0, "signal to 412 tamdemo");
}

static void test_real_time_ones_are_at_the_end(void **state)
{
	(void)state;
	open_menu();
	fixture_app_key(&fixture, TK_END);
	assert_row_selected(">64 SIGRTMAX");
	fixture_app_key(&fixture, TK_HOME);
	assert_row_selected("> 1 SIGHUP");
}

static void test_letters_and_numbers_choose(void **state)
{
	(void)state;
	open_menu();
	press("k");
	assert_line_has(0, "signal to 412 tamdemo: K_");
	assert_row_selected("SIGKILL");
	press("usr");
	assert_row_selected("SIGUSR1");
	/* a digit may be a part of a name */
	press("2");
	assert_line_has(0, ": USR2_");
	assert_row_selected("SIGUSR2");
	fixture_app_key(&fixture, TK_BACKSPACE);
	assert_line_lacks(0, "USR2_");
	press("2");
	assert_row_selected("SIGINT");
	press("3");
	assert_line_has(0, ": number 23_");
	assert_row_selected("SIGURG");
	/* 233 is none, and chooses none */
	press("3");
	assert_row_selected("SIGURG");
	press("3");
	assert_row_selected("SIGQUIT");
	press("2");
	assert_row_selected("SIGQUIT");
	press("2");
	assert_row_selected("SIGINT");
	press("70");
	assert_line_lacks(0, "number");
	/* as the signal is called in full */
	press("sigstop");
	assert_line_has(0, ": SIGSTOP_");
	assert_row_selected("SIGSTOP");
}

/* Nothing has to be sent to be sure of that: nobody gets the fixture's. */
static void test_the_question_names_both(void **state)
{
	(void)state;
	open_menu();
	press("\n");
	assert_line_has(-1, "Send SIGTERM to 412 tamdemo? y n");
	/* nothing else answers */
	press("x\n Y");
	assert_line_has(-1, "Send SIGTERM to 412 tamdemo? y n");
	press("n");
	assert_line_lacks(-1, "Send");
	assert_line_has(0, "signal to 412");
	press("\n");
	fixture_app_key(&fixture, TK_ESC);
	assert_line_lacks(-1, "Send");
	assert_line_has(0, "signal to 412");
}

/* Whoever has the number here began at another time. */
static void test_nobody_else_gets_it(void **state)
{
	(void)state;
	real = (struct proc_id){ .pid = getppid(), .start_ns = 1 };
	fixture.alter = make_real;
	begin(80, 24);
	fixture_app_choose(&fixture, real.pid);
	press("K\ny");
	assert_line_has(-1, " has ended: nothing was sent");
	assert_line_has(0, "19 processes");
}

static void begin_real(void)
{
	char path[32], buf[512], *at;
	pid_t pid = fork_child();
	FILE *file;
	int field;

	while (!pid)
		pause();
	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	file = fopen(path, "r");
	assert_non_null(file);
	assert_non_null(fgets(buf, sizeof(buf), file));
	fclose(file);
	at = strrchr(buf, ')') + 2;
	for (field = 3; field < 22; field++)
		at = strchr(at, ' ') + 1;
	real.pid = pid;
	real.start_ns = strtoull(at, NULL, 10) *
			(NSEC_PER_SEC / (uint64_t)sysconf(_SC_CLK_TCK));
	fixture.alter = make_real;
	begin(80, 24);
	fixture_app_choose(&fixture, pid);
}

static void assert_ended_by(int signal)
{
	int status;

	alarm(60);
	assert_int_equal(waitpid(real.pid, &status, 0), real.pid);
	alarm(0);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), signal);
}

static void test_y_sends(void **state)
{
	(void)state;
	begin_real();
	app_take_sample_request(fixture.app);
	press("Kusr1\ny");
	assert_ended_by(SIGUSR1);
	assert_line_has(-1, "SIGUSR1 was sent to ");
	assert_line_has(-1, "sleeper");
	assert_line_has(0, "19 processes");
	/* what comes of it is to be seen at once */
	assert_true(app_take_sample_request(fixture.app));
}

static void test_in_a_process_its_map_and_timeline(void **state)
{
	(void)state;
	begin(80, 24);
	fixture_app_choose(&fixture, 412);
	press("\n");
	fixture_app_sample(&fixture);
	press("K");
	assert_line_has(0, "signal to 412 tamdemo");
	fixture_app_key(&fixture, TK_ESC);
	press("\n");
	assert_line_has(0, "map of");
	fixture_app_key(&fixture, TK_F9);
	assert_line_has(0, "signal to 412 tamdemo");
	fixture_app_key(&fixture, TK_ESC);
	assert_line_has(0, "map of");
	press("T");
	press("K");
	assert_line_has(0, "signal to 412 tamdemo");
}

static void test_readonly_opens_no_menu(void **state)
{
	(void)state;
	fixture.config.readonly = true;
	open_menu();
	assert_line_has(0, "19 processes");
	assert_line_has(-1, "! no signal is sent: --readonly was given");
}

static void test_kernel_threads_take_none(void **state)
{
	static const pid_t pids[] = { 412 };

	(void)state;
	fixture.config.pids = pids;
	fixture.config.nr_pids = 1;
	fixture.alter = make_kthread;
	begin(80, 24);
	press("K");
	assert_line_has(-1, "! 412 tamdemo is a kernel thread: it takes no signal");
}

static void test_it_ends_while_one_chooses(void **state)
{
	(void)state;
	open_menu();
	fixture.alter = forget_;
	fixture_app_sample(&fixture);
	assert_line_has(0, "signal to 412 tamdemo");
	press("\n");
	assert_line_has(-1, "Send SIGTERM to 412 tamdemo? y n");
}

static void test_it_has_ended_before(void **state)
{
	(void)state;
	begin(80, 24);
	fixture_app_choose(&fixture, 412);
	press("\n");
	fixture.alter = forget_;
	fixture_app_sample(&fixture);
	press("K");
	assert_line_has(-1, "! 412 has ended: nobody is there to signal");
}

static void test_the_first_process_is_warned_of(void **state)
{
	(void)state;
	fixture.alter = make_first;
	begin(80, 24);
	fixture_app_choose(&fixture, 1);
	press("K\n");
	assert_line_has(-1, "Send SIGTERM to 1 init, on which all others depend? y n");
}

static void test_tamtop_itself_is_warned_of(void **state)
{
	(void)state;
	real = (struct proc_id){ .pid = getpid(), .start_ns = 1 };
	fixture.alter = make_real;
	begin(80, 24);
	fixture_app_choose(&fixture, real.pid);
	press("K\n");
	assert_line_has(-1, " sleeper, which is this tamtop? y n");
}

/* What answers stays in sight, whatever the name. */
static void test_a_long_name_on_a_small_screen(void **state)
{
	(void)state;
	begin(40, 10);
	fixture_app_choose(&fixture, 412);
	press("KRTMIN+1");
	assert_row_selected("SIGRTMIN+1");
	press("5\n");
	assert_line_has(-1, "SIGRTMIN+15 to 412 tamdemo? y n");
}

/* Also where the screen gets smaller while it is asked. */
static void test_another_width_is_asked_anew(void **state)
{
	const struct event small = {
		.type = EVENT_RESIZE, .resize = { .width = 40, .height = 10 },
	};
	const struct event large = {
		.type = EVENT_RESIZE, .resize = { .width = 80, .height = 24 },
	};

	(void)state;
	real = (struct proc_id){ .pid = getpid(), .start_ns = 1 };
	fixture.alter = make_real;
	begin(80, 24);
	fixture_app_choose(&fixture, real.pid);
	press("K\n");
	app_event(fixture.app, &small);
	assert_line_has(-1, ": itself? y n");
	app_event(fixture.app, &large);
	assert_line_has(-1, " sleeper, which is this tamtop? y n");
}

#define with_app(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_app(test_it_names_the_process),
		with_app(test_another_width_is_asked_anew),
		with_app(test_real_time_ones_are_at_the_end),
		with_app(test_letters_and_numbers_choose),
		with_app(test_the_question_names_both),
		with_app(test_nobody_else_gets_it),
		with_app(test_y_sends),
		with_app(test_in_a_process_its_map_and_timeline),
		with_app(test_readonly_opens_no_menu),
		with_app(test_kernel_threads_take_none),
		with_app(test_it_ends_while_one_chooses),
		with_app(test_it_has_ended_before),
		with_app(test_the_first_process_is_warned_of),
		with_app(test_tamtop_itself_is_warned_of),
		with_app(test_a_long_name_on_a_small_screen),
	};

	return cmocka_run_group_tests_name("signal menu", tests, NULL, NULL);
}
