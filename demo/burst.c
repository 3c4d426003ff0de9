// SPDX-License-Identifier: GPL-2.0
/* Touches nothing, then many pages at once, and again: as a cache is filled. */
#include <inttypes.h>
#include <stdio.h>

#include "common/clock.h"
#include "common/format.h"
#include "options.h"
#include "paced.h"
#include "scenario.h"

struct burst_values {
	struct paced_values paced;
	uint64_t every_ns;
};

static const struct demo_option burst_options[] = {
	PACED_OPTIONS(PACED_SIZE, PACED_RATE),
	{ "every", &option_secs, offsetof(struct burst_values, every_ns),
	  "2.5", "seconds from one burst to the next" },
	{ .name = NULL }
};

/* So many that the rate is kept; but no more than there are. */
static uint64_t burst_pages(const struct burst_values *opt,
			    const struct block *block)
{
	unsigned __int128 pages = (unsigned __int128)opt->paced.rate *
				  opt->every_ns / NSEC_PER_SEC;

	pages /= block->page_size;
	if (pages > block->pages)
		return block->pages;
	return pages ? (uint64_t)pages : 1;
}

static int burst_round(struct paced *paced)
{
	char size[FORMAT_MAX], what[80];
	struct order order;

	paced->burst = burst_pages((const void *)paced->values, &paced->block);
	format_size(size, sizeof(size), paced->burst * paced->block.page_size);
	snprintf(what, sizeof(what), "touching %" PRIu64 " page%s, %s, at once,",
		 paced->burst, paced->burst == 1 ? "" : "s", size);
	order_linear(&order, paced->block.pages, "touched");
	paced_introduce(paced, what, order_left(&order));
	paced_play(paced, &order, &block_writing);
	return DEMO_OK;
}

static int burst_run(const void *values)
{
	return paced_run(&burst_scenario, values, burst_round);
}

const struct scenario burst_scenario = {
	.name = "burst",
	.summary = "many pages at once, rarely",
	.look_for = "faults come in bursts, with rests",
	.options = burst_options,
	.values_size = sizeof(struct burst_values),
	.run = burst_run,
};
