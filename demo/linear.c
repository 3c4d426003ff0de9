// SPDX-License-Identifier: GPL-2.0
/* Touches page after page at a steady pace: a front moves through the map. */
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "format.h"
#include "block.h"
#include "output.h"
#include "pace.h"
#include "progress.h"
#include "scenario.h"
#include "stop.h"

/* Between two looks at the clock and the signals. */
#define BATCH_PAGES 1024

struct linear_values {
	uint64_t size;	/* bytes */
	uint64_t rate;	/* bytes per second */
	bool no_hold;
};

static const struct demo_option linear_options[] = {
	{ "size", &option_size, offsetof(struct linear_values, size), "256M",
	  "memory to reserve, in bytes or with K, M, G, T" },
	{ "rate", &option_rate, offsetof(struct linear_values, rate), "2048",
	  "pages to touch per second; with K, M, G, T: bytes" },
	{ "no-hold", &option_flag, offsetof(struct linear_values, no_hold),
	  NULL, "end when all is touched, do not wait for a signal" },
	{ .name = NULL }
};

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Touches all pages; returns the signal that came before, or 0. */
static int touch_all(const struct block *block, uint64_t rate,
		     const struct stop *stop, size_t *done)
{
	uint64_t now = clock_now(&clock_monotonic);
	struct progress progress;
	struct pace pace;
	int signal = 0;

	pace_start(&pace, rate, block->page_size, now);
	progress_start(&progress, block->pages * block->page_size, now);
	*done = 0;
	while (!signal) {
		size_t due = smaller(pace_due(&pace, now), block->pages);
		size_t nr = smaller(due - *done, BATCH_PAGES);

		block_touch(block, *done, nr);
		*done += nr;
		if (*done == block->pages)
			break;
		progress_show(&progress, *done * block->page_size, now);
		signal = stop_wait(stop, *done < due ? 0 :
					 pace_wait(&pace, *done, now));
		now = clock_now(&clock_monotonic);
	}
	progress_end(&progress, *done * block->page_size,
		     clock_now(&clock_monotonic));
	return signal;
}

static void introduce(const struct block *block, uint64_t rate)
{
	char size[FORMAT_MAX], speed[FORMAT_MAX], time[FORMAT_MAX];
	unsigned __int128 ns;

	ns = (unsigned __int128)block->pages * block->page_size *
	     NSEC_PER_SEC / rate;
	format_size(size, sizeof(size), block->pages * block->page_size);
	format_size(speed, sizeof(speed), rate);
	format_age(time, sizeof(time), ns > UINT64_MAX ? UINT64_MAX :
							 (uint64_t)ns);
	out("PID %d reserved %s, %zu pages at %p, by %s\n", getpid(), size,
	    block->pages, (void *)block->mem, block_source());
	out("touching them in order at %.10g pages/s, %s/s: about %s\n",
	    (double)rate / (double)block->page_size, speed, time);
}

static int linear_run(const void *values)
{
	const struct linear_values *opt = values;
	struct block block;
	struct stop stop;
	size_t done;
	int signal;

	stop_prepare(&stop);
	if (!block_reserve(&block, opt->size))
		return DEMO_FAILED;
	introduce(&block, opt->rate);
	signal = touch_all(&block, opt->rate, &stop, &done);
	if (signal) {
		out("stopped by SIG%s after %zu of %zu pages\n",
		    sigabbrev_np(signal), done, block.pages);
	} else if (!opt->no_hold) {
		out("all touched; holding them: Ctrl-C or kill %d ends it\n",
		    getpid());
		stop_wait(&stop, STOP_NEVER);
	}
	block_release(&block);
	return signal ? 128 + signal : DEMO_OK;
}

const struct scenario linear_scenario = {
	.name = "linear",
	.summary = "touch page after page",
	.look_for = "a front moves through the map",
	.options = linear_options,
	.values_size = sizeof(struct linear_values),
	.run = linear_run,
};
