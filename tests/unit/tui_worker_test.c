// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "base/status.h"
#include "check.h"
#include "common/clock.h"
#include "source/worker.h"

/* A source that does what the test says, for as long as the test likes. */
struct scripted {
	struct source source;
	const atomic_bool *stop;
};

static struct {
	bool cant_open;
	bool heeds_stop;	/* works until it is stopped, not until may_go */
	const char *dies_of;	/* midway */
	enum status answer;
	/* what came of it */
	struct scripted *last;	/* that was opened */
	unsigned int closed;
	pid_t pages_of;		/* asked for last */
	sigset_t blocked;	/* in its thread */
	size_t stack;		/* of that, bytes */
	stack_t for_signals;	/* likewise */
} script;

static sem_t entered, may_go;
static sigset_t signals_at_start;

static enum status scripted_probe(void)
{
	return ST_OK;
}

/* It takes a while to notice. */
static void wait_until_stopped(const struct scripted *self)
{
	const struct timespec wait = { .tv_nsec = 10 * NSEC_PER_MSEC };

	while (!atomic_load(self->stop))
		nanosleep(&wait, NULL);
	nanosleep(&wait, NULL);
}

static size_t stack_size(void)
{
	pthread_attr_t attr;
	size_t size = 0;

	if (pthread_getattr_np(pthread_self(), &attr))
		return 0;
	pthread_attr_getstacksize(&attr, &size);
	pthread_attr_destroy(&attr);
	return size;
}

static enum status scripted_sample(struct source *source,
				   const struct demand *demand,
				   struct sample *sample)
{
	struct scripted *self = (struct scripted *)source;

	pthread_sigmask(SIG_SETMASK, NULL, &script.blocked);
	script.stack = stack_size();
	sigaltstack(NULL, &script.for_signals);
	if (demand->list) {
		sample->sections |= SECTION_LIST;
		sample_add_proc(sample)->id.pid = 1;
	}
	sem_post(&entered);
	if (script.heeds_stop)
		wait_until_stopped(self);
	else
		sem_wait(&may_go);
	if (script.dies_of)
		die(ST_NO_SOURCE, "%s", script.dies_of);
	script.pages_of = demand->nr_pages ? demand->pages[0].pid : 0;
	if (demand->nr_pages)
		sample->sections |= SECTION_PAGES;
	errno = EIO;
	return script.answer;
}

static void scripted_close(struct source *source)
{
	script.closed++;
	free(source);
}

static struct source *scripted_open(const atomic_bool *stop);

static const struct source_ops scripted_ops = {
	.name = "scripted",
	.probe = scripted_probe,
	.open = scripted_open,
	.sample = scripted_sample,
	.close = scripted_close,
};

static struct source *scripted_open(const atomic_bool *stop)
{
	struct scripted *self;

	if (script.cant_open) {
		errno = EMFILE;
		return NULL;
	}
	self = xcalloc(1, sizeof(*self));
	self->source.ops = &scripted_ops;
	self->stop = stop;
	script.last = self;
	return &self->source;
}

static int set_up(void **state)
{
	(void)state;
	memset(&script, 0, sizeof(script));
	sem_init(&entered, 0, 0);
	sem_init(&may_go, 0, 0);
	return 0;
}

static bool readable(const struct worker *worker, int patience_ms)
{
	struct pollfd pfd = { .fd = worker_fd(worker), .events = POLLIN };

	return poll(&pfd, 1, patience_ms) == 1;
}

static void wait_until_done(const struct worker *worker)
{
	assert_true(readable(worker, 60000));
}

static struct worker *started(void)
{
	struct worker *worker = worker_start(&scripted_ops);

	assert_non_null(worker);
	return worker;
}

/* It is inside the source from now on. */
static void request(struct worker *worker, const struct demand *demand)
{
	assert_true(worker_request(worker, demand));
	sem_wait(&entered);
}

static const struct sample *take(struct worker *worker)
{
	enum status st = ST_SYSTEM;
	int error;
	const struct sample *sample;

	wait_until_done(worker);
	sample = worker_take(worker, &st, &error);
	assert_non_null(sample);
	assert_int_equal(st, ST_OK);
	return sample;
}

static void test_a_stuck_target_holds_up_nobody(void **state)
{
	struct worker *worker = started();
	struct demand demand = { .list = true };
	const struct sample *sample;
	enum status st = ST_OK;
	int error;

	(void)state;
	assert_null(worker_take(worker, &st, &error));
	request(worker, &demand);
	/* it is inside the source now: asking and taking still return */
	assert_false(worker_request(worker, &demand));
	assert_null(worker_take(worker, &st, &error));
	assert_false(readable(worker, 0));
	sem_post(&may_go);
	wait_until_done(worker);
	/* finished but not taken: the sample is not overwritten */
	assert_false(worker_request(worker, &demand));
	sample = worker_take(worker, &st, &error);
	assert_non_null(sample);
	assert_int_equal(sample->sections, SECTION_LIST);
	assert_int_equal(st, ST_OK);
	assert_null(worker_take(worker, &st, &error));
	assert_false(readable(worker, 0));
	assert_null(worker_failed(worker, &st));
	worker_stop(worker);
	assert_int_equal(script.closed, 1);
}

static void test_errors_come_along(void **state)
{
	struct worker *worker = started();
	struct demand demand = { .list = true };
	enum status st = ST_OK;
	int error = 0;

	(void)state;
	script.answer = ST_SYSTEM;
	sem_post(&may_go);
	request(worker, &demand);
	wait_until_done(worker);
	assert_non_null(worker_take(worker, &st, &error));
	assert_int_equal(st, ST_SYSTEM);
	assert_int_equal(error, EIO);
	worker_stop(worker);
}

static void test_a_source_that_does_not_open(void **state)
{
	(void)state;
	script.cant_open = true;
	errno = 0;
	assert_null(worker_start(&scripted_ops));
	assert_int_equal(errno, EMFILE);
	assert_int_equal(script.closed, 0);
	worker_stop(NULL);
}

/* What is asked for next begins with nothing of what came before. */
static void test_the_second_sample(void **state)
{
	struct worker *worker = started();
	struct demand demand = { .list = true };
	const struct sample *sample;

	(void)state;
	sem_post(&may_go);
	request(worker, &demand);
	assert_int_equal(take(worker)->nr_procs, 1);
	demand_reset(&demand);
	demand_pages(&demand, (struct proc_id){ .pid = 412 });
	request(worker, &demand);
	/* the demand was copied */
	demand.pages[0].pid = 1;
	sem_post(&may_go);
	sample = take(worker);
	assert_int_equal(sample->sections, SECTION_PAGES);
	assert_int_equal(sample->nr_procs, 0);
	assert_int_equal(script.pages_of, 412);
	demand_release(&demand);
	worker_stop(worker);
}

static void test_an_interrupted_sample_ends_early(void **state)
{
	struct worker *worker = started();
	struct demand demand = { .list = true };

	(void)state;
	script.heeds_stop = true;
	request(worker, &demand);
	assert_false(readable(worker, 20));
	worker_interrupt(worker);
	/* it comes as far as it was, and only then is the lane free */
	wait_until_done(worker);
	assert_false(worker_request(worker, &demand));
	assert_int_equal(take(worker)->sections, SECTION_LIST);
	/* the next one isn't interrupted by that */
	request(worker, &demand);
	assert_false(readable(worker, 20));
	worker_interrupt(worker);
	take(worker);
	worker_stop(worker);
}

static void test_a_source_that_heeds_it_is_stopped_midway(void **state)
{
	struct worker *worker = started();
	struct demand demand = { .list = true };

	(void)state;
	script.heeds_stop = true;
	request(worker, &demand);
	worker_stop(worker);
	assert_int_equal(script.closed, 1);
}

/* Nobody may touch what the thread still uses. */
static void test_a_stuck_thread_is_left_behind(void **state)
{
	static struct worker *worker;
	struct demand demand = { .list = true };

	(void)state;
	worker = started();
	request(worker, &demand);
	worker_stop(worker);
	assert_int_equal(script.closed, 0);
	assert_false(worker_request(worker, &demand));
	/* it comes back at last: nobody takes that, and it ends */
	sem_post(&may_go);
	wait_until_done(worker);
	assert_false(worker_request(worker, &demand));
}

/* They are for the thread that owns the terminal. */
static void test_the_thread_gets_no_signals(void **state)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGTSTP,
				       SIGWINCH, SIGPIPE };
	struct demand demand = { .list = true };
	struct worker *worker = started();
	sigset_t here;
	size_t i;

	(void)state;
	sigprocmask(SIG_SETMASK, NULL, &here);
	sem_post(&may_go);
	request(worker, &demand);
	take(worker);
	for (i = 0; i < ARRAY_SIZE(signals); i++) {
		assert_int_equal(sigismember(&script.blocked, signals[i]), 1);
		assert_int_equal(sigismember(&here, signals[i]),
				 sigismember(&signals_at_start, signals[i]));
	}
	worker_stop(worker);
}

/* The default of 8 MiB for each lane would be reserved for nothing. */
static void test_the_thread_has_a_small_stack(void **state)
{
	struct demand demand = { .list = true };
	struct worker *worker = started();

	(void)state;
	sem_post(&may_go);
	request(worker, &demand);
	take(worker);
	assert_in_range(script.stack, 64 * 1024, 2 * 1024 * 1024);
	worker_stop(worker);
}

/* Where its stack is used up, there is one left to give the terminal back. */
static void test_signals_have_a_stack_of_their_own(void **state)
{
	struct worker *worker = started();
	struct demand demand = { .list = true };

	(void)state;
	sem_post(&may_go);
	request(worker, &demand);
	take(worker);
	assert_int_equal(script.for_signals.ss_flags & SS_DISABLE, 0);
	assert_true(script.for_signals.ss_size >= (size_t)SIGSTKSZ);
	worker_stop(worker);
}

static void test_a_source_that_dies_does_not_end_the_program(void **state)
{
	struct worker *worker = started(), *other;
	struct scripted *dead = script.last;
	struct demand demand = { 0 };
	enum status st = ST_OK;
	int error;

	(void)state;
	other = started();
	assert_null(worker_failed(worker, &st));
	assert_int_equal(st, ST_OK);
	script.dies_of = "out of everything";
	request(worker, &demand);
	assert_null(worker_failed(worker, &st));
	sem_post(&may_go);
	wait_until_done(worker);
	assert_null(worker_take(worker, &st, &error));
	assert_string_equal(worker_failed(worker, &st), "out of everything");
	assert_int_equal(st, ST_NO_SOURCE);
	assert_false(worker_request(worker, &demand));
	/* that doesn't pass by asking */
	assert_non_null(worker_failed(worker, &st));
	/* the others go on */
	script.dies_of = NULL;
	sem_post(&may_go);
	request(other, &demand);
	take(other);
	assert_null(worker_failed(other, &st));
	worker_stop(worker);
	/* who knows what state it is in */
	assert_int_equal(script.closed, 0);
	free(dead);
	worker_stop(other);
	assert_int_equal(script.closed, 1);
}

static void test_a_source_that_dies_while_it_is_stopped(void **state)
{
	struct worker *worker = started();
	struct scripted *dead = script.last;
	struct demand demand = { 0 };

	(void)state;
	script.heeds_stop = true;
	script.dies_of = "its last words";
	request(worker, &demand);
	worker_stop(worker);
	assert_int_equal(script.closed, 0);
	free(dead);
}

static void test_long_last_words_are_cut(void **state)
{
	struct worker *worker = started();
	struct scripted *dead = script.last;
	struct demand demand = { 0 };
	char words[2 * DIE_LINE_MAX];
	const char *last;
	enum status st;

	(void)state;
	memset(words, 'a', sizeof(words));
	words[sizeof(words) - 1] = '\0';
	script.dies_of = words;
	sem_post(&may_go);
	request(worker, &demand);
	wait_until_done(worker);
	last = worker_failed(worker, &st);
	words[DIE_LINE_MAX - 1] = '\0';
	assert_string_equal(last, words);
	worker_stop(worker);
	free(dead);
}

#define scripted(test)	cmocka_unit_test_setup(test, set_up)

int main(void)
{
	const struct CMUnitTest tests[] = {
		scripted(test_a_stuck_target_holds_up_nobody),
		scripted(test_errors_come_along),
		scripted(test_a_source_that_does_not_open),
		scripted(test_the_second_sample),
		scripted(test_an_interrupted_sample_ends_early),
		scripted(test_a_source_that_heeds_it_is_stopped_midway),
		scripted(test_a_stuck_thread_is_left_behind),
		scripted(test_the_thread_gets_no_signals),
		scripted(test_the_thread_has_a_small_stack),
		scripted(test_signals_have_a_stack_of_their_own),
		scripted(test_a_source_that_dies_does_not_end_the_program),
		scripted(test_a_source_that_dies_while_it_is_stopped),
		scripted(test_long_last_words_are_cut),
	};

	sigprocmask(SIG_SETMASK, NULL, &signals_at_start);
	return cmocka_run_group_tests_name("worker", tests, NULL, NULL);
}
