// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <poll.h>
#include <semaphore.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/status.h"
#include "check.h"
#include "source/worker.h"

/* A source that a target holds up for as long as the test likes. */
struct scripted {
	struct source source;
};

static sem_t entered, may_go;
static enum status answer;

static enum status scripted_probe(void)
{
	return ST_OK;
}

static enum status scripted_sample(struct source *source,
				   const struct demand *demand,
				   struct sample *sample)
{
	(void)source;
	sem_post(&entered);
	sem_wait(&may_go);
	if (demand->list)
		sample->sections |= SECTION_LIST;
	errno = EIO;
	return answer;
}

static void scripted_close(struct source *source)
{
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
	struct scripted *self = xcalloc(1, sizeof(*self));

	(void)stop;
	self->source.ops = &scripted_ops;
	return &self->source;
}

static void wait_until_done(const struct worker *worker)
{
	struct pollfd pfd = { .fd = worker_fd(worker), .events = POLLIN };

	assert_int_equal(poll(&pfd, 1, 60000), 1);
}

static void test_a_stuck_target_holds_up_nobody(void **state)
{
	struct worker *worker = worker_start(&scripted_ops);
	struct demand demand = { .list = true };
	const struct sample *sample;
	enum status st = ST_OK;
	int error;

	(void)state;
	assert_non_null(worker);
	assert_null(worker_take(worker, &st, &error));
	assert_true(worker_request(worker, &demand));
	sem_wait(&entered);
	/* it is inside the source now: asking and taking still return */
	assert_false(worker_request(worker, &demand));
	assert_null(worker_take(worker, &st, &error));
	sem_post(&may_go);
	wait_until_done(worker);
	/* finished but not taken: the sample is not overwritten */
	assert_false(worker_request(worker, &demand));
	sample = worker_take(worker, &st, &error);
	assert_non_null(sample);
	assert_int_equal(sample->sections, SECTION_LIST);
	assert_int_equal(st, ST_OK);
	assert_null(worker_take(worker, &st, &error));
	worker_stop(worker);
}

static void test_errors_come_along(void **state)
{
	struct worker *worker = worker_start(&scripted_ops);
	struct demand demand = { .list = true };
	enum status st = ST_OK;
	int error = 0;

	(void)state;
	answer = ST_SYSTEM;
	sem_post(&may_go);
	assert_true(worker_request(worker, &demand));
	wait_until_done(worker);
	assert_non_null(worker_take(worker, &st, &error));
	assert_int_equal(st, ST_SYSTEM);
	assert_int_equal(error, EIO);
	answer = ST_OK;
	worker_stop(worker);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_stuck_target_holds_up_nobody),
		cmocka_unit_test(test_errors_come_along),
	};

	sem_init(&entered, 0, 0);
	sem_init(&may_go, 0, 0);
	return cmocka_run_group_tests_name("worker", tests, NULL, NULL);
}
