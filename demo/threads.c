// SPDX-License-Identifier: GPL-2.0
/* Threads that touch a band of the block each, at once and at speeds of own. */
#include <err.h>
#include <inttypes.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>

#include "options.h"
#include "paced.h"
#include "scenario.h"
#include "value.h"

#define STACK_SIZE ((size_t)64 << 10)	/* 8M each would fill the list */

struct threads_values {
	struct paced_values paced;
	uint64_t threads;
};

/* Touches a page of its band for each one that is handed to it. */
struct worker {
	pthread_t thread;
	struct block *block;
	size_t start, end;	/* its band */
	sem_t handed;
	bool quit;		/* set before the last sem_post() */
};

struct crew {
	struct worker worker[ORDER_BANDS_MAX];
	size_t nr;
};

static const char *parse_threads(const char *text, void *value)
{
	const char *why;
	uint64_t nr;

	why = value_parse_count(text, &nr);
	if (why)
		return why;
	if (nr > ORDER_BANDS_MAX)
		return "it is too large";
	*(uint64_t *)value = nr;
	return NULL;
}

static const struct option_type option_threads = {
	"N", "give a whole number from 1 to 64", parse_threads
};

static const struct demo_option threads_options[] = {
	PACED_OPTIONS(PACED_SIZE, PACED_RATE),
	{ "threads", &option_threads, offsetof(struct threads_values, threads),
	  "4", "threads, with a band of the block each" },
	{ .name = NULL }
};

static void *work(void *arg)
{
	struct worker *worker = arg;
	size_t page;

	for (page = worker->start; page < worker->end; page++) {
		while (sem_wait(&worker->handed))
			;	/* EINTR: Ctrl-Z and fg */
		if (__atomic_load_n(&worker->quit, __ATOMIC_ACQUIRE))
			break;
		block_write(worker->block, page);
	}
	return NULL;
}

static int start_worker(struct worker *worker)
{
	pthread_attr_t attr;
	int error;

	sem_init(&worker->handed, 0, 0);
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK_SIZE);
	error = pthread_create(&worker->thread, &attr, work, worker);
	pthread_attr_destroy(&attr);
	return error;
}

static bool start_crew(struct crew *crew, struct block *block, size_t nr)
{
	int error;

	for (crew->nr = 0; crew->nr < nr; crew->nr++) {
		size_t i = crew->nr;

		crew->worker[i] = (struct worker){
			.block = block,
			.start = order_band_start(block->pages, nr, i),
			.end = order_band_start(block->pages, nr, i + 1),
		};
		error = start_worker(&crew->worker[i]);
		if (error) {
			warnx("cannot start thread %zu: %s; try fewer --threads",
			      i + 1, strerror(error));
			return false;
		}
	}
	return true;
}

/* Waits for what was handed to them; if @quit, what is still to do is left. */
static void end_crew(struct crew *crew, bool quit)
{
	size_t i;

	for (i = 0; i < crew->nr && quit; i++) {
		__atomic_store_n(&crew->worker[i].quit, true, __ATOMIC_RELEASE);
		sem_post(&crew->worker[i].handed);
	}
	for (i = 0; i < crew->nr; i++) {
		pthread_join(crew->worker[i].thread, NULL);
		sem_destroy(&crew->worker[i].handed);
	}
}

static void hand_over(struct block *block, size_t page)
{
	struct crew *crew = block->own;
	size_t i = 0;

	while (page >= crew->worker[i].end)
		i++;
	sem_post(&crew->worker[i].handed);
}

static int threads_round(struct paced *paced)
{
	static const struct block_access handing = { "write", hand_over };
	const struct threads_values *opt = (const void *)paced->values;
	struct band_order order;
	struct crew crew;
	char what[64];

	if (!start_crew(&crew, &paced->block, opt->threads)) {
		end_crew(&crew, true);
		return DEMO_FAILED;
	}
	paced->block.own = &crew;
	order_bands(&order, paced->block.pages, opt->threads);
	snprintf(what, sizeof(what), "%" PRIu64 " thread%s touching a band each",
		 opt->threads, opt->threads == 1 ? "" : "s");
	paced_introduce(paced, what, order_left(&order.order));
	paced_play(paced, &order.order, &handing);
	end_crew(&crew, paced->signal);
	return DEMO_OK;
}

static int threads_run(const void *values)
{
	return paced_run(&threads_scenario, values, threads_round);
}

const struct scenario threads_scenario = {
	.name = "threads",
	.summary = "several fronts at once",
	.look_for = "fronts, each faster than the last",
	.options = threads_options,
	.values_size = sizeof(struct threads_values),
	.run = threads_run,
};
