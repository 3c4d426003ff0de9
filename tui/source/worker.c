// SPDX-License-Identifier: GPL-2.0
/* A lane: a thread that may be stuck, and the hand-over of what it found. */
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/base.h"
#include "base/status.h"
#include "source/worker.h"

/* How long worker_stop() waits for a thread that may be stuck, in seconds. */
#define STOP_PATIENCE 1

/* Bytes; the 8 MiB of the default would be reserved for nothing. */
#define STACK_SIZE (512 * 1024)

/*
 * Bytes of it that are for signals: a handler must run where the rest is used
 * up. The kernel puts all registers there, 11 KiB of some processors.
 */
#define SIGNAL_STACK_SIZE (32 * 1024)

enum worker_state {
	WORKER_IDLE,
	WORKER_BUSY,		/* the thread owns demand and sample */
	WORKER_DONE,		/* the sample waits to be taken */
	WORKER_STOP,
	WORKER_FAILED,		/* the thread has ended, or is about to */
};

struct worker {
	struct source *source;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	enum worker_state state;
	atomic_bool stop;	/* the sample under way is to end early */
	struct demand demand;
	struct sample sample;
	enum status st;
	int error;
	int fd;
	jmp_buf way_out;	/* of worker_main() */
	enum status why_st;
	char why[DIE_LINE_MAX];	/* what the source died of */
};

static void work_once(struct worker *worker)
{
	const struct source_ops *ops = worker->source->ops;

	pthread_mutex_unlock(&worker->lock);
	/* what a large process has filled isn't kept for a small one */
	if (worker->demand.target.leave)
		sample_release(&worker->sample);
	sample_reset(&worker->sample);
	worker->st = ops->sample(worker->source, &worker->demand,
				 &worker->sample);
	worker->error = errno;
	pthread_mutex_lock(&worker->lock);
	if (worker->state == WORKER_BUSY)
		worker->state = WORKER_DONE;
	eventfd_write(worker->fd, 1);
}

/*
 * die() in the source. Only who owns the terminal may end the program; this
 * thread just ends, without pthread_exit(3), which would load a library and
 * abort the program where no memory is left for it.
 */
static void fail(void *ctx, enum status st, const char *text)
{
	struct worker *worker = ctx;

	pthread_mutex_lock(&worker->lock);
	worker->state = WORKER_FAILED;
	worker->why_st = st;
	snprintf(worker->why, sizeof(worker->why), "%s", text);
	eventfd_write(worker->fd, 1);
	pthread_mutex_unlock(&worker->lock);
	longjmp(worker->way_out, 1);
}

static void work_until_stopped(struct worker *worker)
{
	pthread_mutex_lock(&worker->lock);
	while (worker->state != WORKER_STOP) {
		if (worker->state == WORKER_BUSY)
			work_once(worker);
		else
			pthread_cond_wait(&worker->wake, &worker->lock);
	}
	pthread_mutex_unlock(&worker->lock);
}

static void work(struct worker *worker)
{
	status_set_thread_exit(fail, worker);
	if (!setjmp(worker->way_out))
		work_until_stopped(worker);
}

/* A stack for signals is a thread's own, and lasts as long as this one. */
static void *worker_main(void *arg)
{
	char for_signals[SIGNAL_STACK_SIZE];
	const stack_t stack = {
		.ss_sp = for_signals, .ss_size = sizeof(for_signals),
	};
	stack_t before;

	sigaltstack(&stack, &before);
	work(arg);
	sigaltstack(&before, NULL);
	return NULL;
}

/*
 * Signals are for the thread that owns the terminal, but for those that are of
 * what this thread does: blocked, they would end the program without a handler,
 * which gives the terminal back.
 */
static void block_signals(sigset_t *before)
{
	static const int own[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP,
				   SIGSYS };
	sigset_t set;
	size_t i;

	sigfillset(&set);
	for (i = 0; i < ARRAY_SIZE(own); i++)
		sigdelset(&set, own[i]);
	pthread_sigmask(SIG_BLOCK, &set, before);
}

static int start_thread(struct worker *worker)
{
	sigset_t before;
	pthread_attr_t attr;
	int err;

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK_SIZE);
	block_signals(&before);
	err = pthread_create(&worker->thread, &attr, worker_main, worker);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attr);
	return err;
}

/* What a source leaves that died midway may be in any state. */
static void free_source(struct worker *worker)
{
	if (worker->state == WORKER_FAILED)
		return;
	if (worker->source)
		worker->source->ops->close(worker->source);
	sample_release(&worker->sample);
}

static void worker_free(struct worker *worker)
{
	free_source(worker);
	if (worker->fd >= 0)
		close(worker->fd);
	demand_release(&worker->demand);
	pthread_cond_destroy(&worker->wake);
	pthread_mutex_destroy(&worker->lock);
	free(worker);
}

struct worker *worker_start(const struct source_ops *ops)
{
	struct worker *worker = xcalloc(1, sizeof(*worker));
	int err = 0;

	pthread_mutex_init(&worker->lock, NULL);
	pthread_cond_init(&worker->wake, NULL);
	worker->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (worker->fd >= 0)
		worker->source = ops->open(&worker->stop);
	if (!worker->source)
		err = errno;
	else
		err = start_thread(worker);
	if (err) {
		worker_free(worker);
		errno = err;
		return NULL;
	}
	return worker;
}

void worker_stop(struct worker *worker)
{
	struct timespec deadline;

	if (!worker)
		return;
	pthread_mutex_lock(&worker->lock);
	if (worker->state != WORKER_FAILED)
		worker->state = WORKER_STOP;
	atomic_store(&worker->stop, true);
	pthread_cond_signal(&worker->wake);
	pthread_mutex_unlock(&worker->lock);
	/* the other clock may be set back meanwhile */
	clock_gettime(CLOCK_MONOTONIC, &deadline);
	deadline.tv_sec += STOP_PATIENCE;
	if (!pthread_clockjoin_np(worker->thread, NULL, CLOCK_MONOTONIC,
				  &deadline))
		worker_free(worker);
}

int worker_fd(const struct worker *worker)
{
	return worker->fd;
}

bool worker_request(struct worker *worker, const struct demand *demand)
{
	bool idle;

	pthread_mutex_lock(&worker->lock);
	idle = worker->state == WORKER_IDLE;
	if (idle) {
		demand_copy(&worker->demand, demand);
		atomic_store(&worker->stop, false);
		worker->state = WORKER_BUSY;
		pthread_cond_signal(&worker->wake);
	}
	pthread_mutex_unlock(&worker->lock);
	return idle;
}

void worker_interrupt(struct worker *worker)
{
	atomic_store(&worker->stop, true);
}

const struct sample *worker_take(struct worker *worker, enum status *st,
				 int *error)
{
	const struct sample *sample = NULL;
	eventfd_t count;

	eventfd_read(worker->fd, &count);
	pthread_mutex_lock(&worker->lock);
	if (worker->state == WORKER_DONE) {
		sample = &worker->sample;
		*st = worker->st;
		*error = worker->error;
		worker->state = WORKER_IDLE;
	}
	pthread_mutex_unlock(&worker->lock);
	return sample;
}

const char *worker_failed(struct worker *worker, enum status *st)
{
	const char *why = NULL;

	pthread_mutex_lock(&worker->lock);
	if (worker->state == WORKER_FAILED) {
		why = worker->why;
		*st = worker->why_st;
	}
	pthread_mutex_unlock(&worker->lock);
	return why;
}
