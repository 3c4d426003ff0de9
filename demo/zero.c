// SPDX-License-Identifier: GPL-2.0
/* Reads all pages, which costs no memory, and then writes them all. */
#include "paced.h"
#include "scenario.h"

static int zero_round(struct paced *paced)
{
	struct order order;

	order_linear(&order, paced->block.pages, "read");
	paced_introduce(paced, "reading all in order, then writing them,",
			2 * order_left(&order));
	paced_play(paced, &order, &block_reading);
	order_linear(&order, paced->block.pages, "written");
	paced_play(paced, &order, &block_writing);
	return DEMO_OK;
}

static int zero_run(const void *values)
{
	return paced_run(&zero_scenario, values, zero_round);
}

const struct scenario zero_scenario = {
	.name = "zero",
	.summary = "read all, then write",
	.look_for = "first ZERO grows, then it turns",
	.options = paced_options,
	.values_size = sizeof(struct paced_values),
	.run = zero_run,
};
