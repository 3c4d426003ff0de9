// SPDX-License-Identifier: GPL-2.0
/* What all scenarios share that touch a block at a steady pace. */
#include <string.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/format.h"
#include "options.h"
#include "output.h"
#include "pace.h"
#include "paced.h"
#include "progress.h"
#include "scenario.h"

/* Between two looks at the clock and the signals. */
#define BATCH_STEPS 1024

const struct demo_option paced_options[] = {
	PACED_OPTIONS,
	{ .name = NULL }
};

bool paced_start(struct paced *paced, const struct paced_values *values)
{
	*paced = (struct paced){ .values = values };
	stop_prepare(&paced->stop);
	return block_reserve(&paced->block, values->size);
}

void paced_introduce(const struct paced *paced, const char *what,
		     uint64_t steps)
{
	char size[FORMAT_MAX], speed[FORMAT_MAX], time[FORMAT_MAX];
	const struct block *block = &paced->block;
	uint64_t rate = paced->values->rate;
	unsigned __int128 ns;

	ns = (unsigned __int128)steps * block->page_size * NSEC_PER_SEC / rate;
	format_size(size, sizeof(size), block->pages * block->page_size);
	format_size(speed, sizeof(speed), rate);
	format_age(time, sizeof(time), ns > UINT64_MAX ? UINT64_MAX :
							 (uint64_t)ns);
	out("PID %d reserved %s, %zu pages at %p, by %s\n", getpid(), size,
	    block->pages, (void *)block->mem, block_source());
	out("%s at %.10g pages/s, %s/s: about %s\n", what,
	    (double)rate / (double)block->page_size, speed, time);
}

/* Takes the steps up to @due, but not too many at once. */
static void take_steps(const struct block *block, struct order *order,
		       uint64_t due, block_access *access)
{
	uint64_t nr = due - order->steps;

	if (nr > BATCH_STEPS)
		nr = BATCH_STEPS;
	for (; nr && !order_over(order); nr--)
		access(block, order_next(order));
}

void paced_play(struct paced *paced, struct order *order,
		block_access *access)
{
	uint64_t now = clock_now(&clock_monotonic);
	size_t page_size = paced->block.page_size;
	struct progress progress;
	struct pace pace;

	if (paced->signal)
		return;
	pace_start(&pace, paced->values->rate, page_size, now);
	progress_start(&progress, order, page_size, now);
	while (!paced->signal) {
		uint64_t due = pace_due(&pace, now);

		take_steps(&paced->block, order, due, access);
		if (order_over(order))
			break;
		progress_show(&progress, now);
		paced->signal = stop_wait(&paced->stop, order->steps < due ? 0 :
					  pace_wait(&pace, order->steps, now));
		now = clock_now(&clock_monotonic);
	}
	progress_end(&progress, clock_now(&clock_monotonic));
}

static void tell_hold(const struct order *order)
{
	if (out_is_theirs())
		return;
	if (order->covered == order->pages)
		out("all %s", order->verb);
	else
		out("%zu of %zu pages %s", order->covered, order->pages,
		    order->verb);
	out("; holding them: Ctrl-C or kill %d ends it\n", getpid());
}

static void hold(const struct paced *paced, const struct order *order)
{
	tell_hold(order);
	stop_wait(&paced->stop, STOP_NEVER);
}

static void tell_stop(const struct paced *paced, const struct order *order)
{
	if (!out_is_theirs())
		out("stopped by SIG%s after %zu of %zu pages were %s\n",
		    sigabbrev_np(paced->signal), order->covered, order->pages,
		    order->verb);
}

int paced_end(struct paced *paced, const struct order *order)
{
	if (paced->signal)
		tell_stop(paced, order);
	else if (!paced->values->no_hold)
		hold(paced, order);
	block_release(&paced->block);
	return paced->signal ? 128 + paced->signal : DEMO_OK;
}
