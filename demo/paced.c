// SPDX-License-Identifier: GPL-2.0
/* What all scenarios share that touch a block at a steady pace. */
#include <string.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/format.h"
#include "need.h"
#include "options.h"
#include "output.h"
#include "pace.h"
#include "paced.h"
#include "progress.h"
#include "scenario.h"
#include "value.h"

/* Between two looks at the clock and the signals. */
#define BATCH_STEPS 1024

/* With --loop and no other word: long enough to see that all is done. */
#define LOOP_HOLD_NS NSEC_PER_SEC

static const char *parse_hold(const char *text, void *value)
{
	if (strcmp(text, "forever") != 0)
		return value_parse_secs(text, value);
	*(uint64_t *)value = STOP_NEVER;
	return NULL;
}

static const char *parse_no_hold(const char *text, void *value)
{
	(void)text;
	*(uint64_t *)value = 0;
	return NULL;
}

const struct option_type option_hold = {
	"SECS", "give seconds, as in 1 or 0.25, or forever", parse_hold
};

const struct option_type option_no_hold = { NULL, NULL, parse_no_hold };

const struct demo_option paced_options[] = {
	PACED_OPTIONS(PACED_SIZE, PACED_RATE),
	{ .name = NULL }
};

void paced_introduce(const struct paced *paced, const char *what,
		     uint64_t steps)
{
	char size[FORMAT_MAX], speed[FORMAT_MAX], time[FORMAT_MAX];
	const struct block *block = &paced->block;
	uint64_t rate = paced->values->rate;
	unsigned __int128 ns;

	if (paced->values->json)
		return;
	ns = (unsigned __int128)steps * block->page_size * NSEC_PER_SEC / rate;
	format_size(size, sizeof(size), block->pages * block->page_size);
	format_size(speed, sizeof(speed), rate);
	format_age(time, sizeof(time), ns > UINT64_MAX ? UINT64_MAX :
							 (uint64_t)ns);
	out("PID %d reserved %s, %zu page%s at %p, by %s\n", getpid(), size,
	    block->pages, block->pages == 1 ? "" : "s", (void *)block->mem,
	    block_source());
	out("%s at %.10g pages/s, %s/s: about %s\n", what,
	    (double)rate / (double)block->page_size, speed, time);
}

/* Takes the steps up to @due, but not too many at once. */
static void take_steps(struct block *block, struct order *order, uint64_t due,
		       const struct block_access *access)
{
	uint64_t nr;

	for (nr = 0; nr < BATCH_STEPS && order->steps < due; nr++) {
		if (order_over(order))
			break;
		access->step(block, order_next(order));
	}
}

static void show(struct paced *paced, struct progress *progress, uint64_t now)
{
	if (paced->values->json)
		tell_step(&paced->tell, &paced->block, now);
	else
		progress_show(progress, now);
}

void paced_play(struct paced *paced, struct order *order,
		const struct block_access *access)
{
	uint64_t now = clock_now(&clock_monotonic);
	size_t page_size = paced->block.page_size;
	struct progress progress;
	struct pace pace;

	if (paced->signal)
		return;
	tell_phase(&paced->tell, &paced->block, access->phase);
	paced->tell.next_ns = now + TELL_EVERY_NS;
	pace_start(&pace, paced->values->rate, page_size, now);
	pace_burst(&pace, paced->burst);
	progress_start(&progress, order, page_size, now);
	while (!paced->signal) {
		uint64_t due = pace_due(&pace, now);

		take_steps(&paced->block, order, due, access);
		if (order_over(order))
			break;
		show(paced, &progress, now);
		paced->signal = stop_wait(&paced->stop, order->steps < due ? 0 :
					  pace_wait(&pace, order->steps, now));
		now = clock_now(&clock_monotonic);
	}
	if (!paced->values->json)
		progress_end(&progress, clock_now(&clock_monotonic));
	paced->last = *order;
}

void paced_rest(struct paced *paced, uint64_t ns)
{
	if (!paced->signal && ns)
		paced->signal = stop_wait(&paced->stop, ns);
}

static void tell_hold(const struct paced *paced, uint64_t ns)
{
	const struct order *order = &paced->last;
	char time[FORMAT_MAX];

	if (paced->values->json || out_is_theirs())
		return;
	if (order->covered == order->pages)
		out("all %s", order->verb);
	else
		out("%zu of %zu pages %s", order->covered, order->pages,
		    order->verb);
	out("; holding them");
	if (ns != STOP_NEVER) {
		format_interval(time, sizeof(time), ns);
		out(" for %s", time);
	}
	out(": Ctrl-C or kill %d ends it\n", getpid());
}

static uint64_t hold_ns(const struct paced_values *values)
{
	if (values->loop && values->hold_ns == STOP_NEVER)
		return LOOP_HOLD_NS;
	return values->hold_ns;
}

/* Returns the signal that ended it, or 0: the time is over. */
static int hold(struct paced *paced)
{
	uint64_t ns = hold_ns(paced->values);

	tell_phase(&paced->tell, &paced->block, "hold");
	if (!ns)
		return 0;
	tell_hold(paced, ns);
	return stop_wait(&paced->stop, ns);
}

static void tell_stop(struct paced *paced)
{
	const struct order *order = &paced->last;

	tell_phase(&paced->tell, &paced->block, "stopped");
	if (!paced->values->json && !out_is_theirs())
		out("stopped by SIG%s after %zu of %zu pages were %s\n",
		    sigabbrev_np(paced->signal), order->covered, order->pages,
		    order->verb);
}

static bool reserve_all(struct paced *paced)
{
	return block_reserve(&paced->block, paced->values->size,
			     paced->values->huge);
}

/* A round with a block of its own; true: another one may follow. */
static bool play(struct paced *paced, paced_reserve *reserve,
		 paced_round *round, int *code)
{
	bool more = false;

	if (!reserve(paced)) {
		*code = DEMO_FAILED;
		return false;
	}
	tell_phase(&paced->tell, &paced->block, "start");
	*code = round(paced);
	if (paced->signal)
		tell_stop(paced);
	else if (*code == DEMO_OK)
		more = !hold(paced);
	block_release(&paced->block);
	tell_phase(&paced->tell, &paced->block, "end");
	return more;
}

int paced_run_with(const struct scenario *scenario,
		   const struct paced_values *values, paced_reserve *reserve,
		   paced_round *round)
{
	struct paced paced = { .values = values, .burst = 1 };
	int code;

	if (values->huge && !need_huge())
		return DEMO_CANNOT;
	stop_prepare(&paced.stop);
	tell_start(&paced.tell, scenario->name, values->json);
	while (play(&paced, reserve, round, &code) && values->loop)
		paced.tell.round++;
	/* a loop has no other end than a signal */
	return paced.signal && !values->loop ? 128 + paced.signal : code;
}

int paced_run(const struct scenario *scenario,
	      const struct paced_values *values, paced_round *round)
{
	return paced_run_with(scenario, values, reserve_all, round);
}
