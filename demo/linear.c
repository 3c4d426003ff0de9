// SPDX-License-Identifier: GPL-2.0
/* Touches page after page at a steady pace: a front moves through the map. */
#include "paced.h"
#include "scenario.h"

static int linear_round(struct paced *paced)
{
	struct order order;

	order_linear(&order, paced->block.pages, "touched");
	paced_introduce(paced, "touching them in order", order_left(&order));
	paced_play(paced, &order, &block_writing);
	return DEMO_OK;
}

static int linear_run(const void *values)
{
	return paced_run(&linear_scenario, values, linear_round);
}

const struct scenario linear_scenario = {
	.name = "linear",
	.summary = "touch page after page",
	.look_for = "a front moves through the map",
	.options = paced_options,
	.values_size = sizeof(struct paced_values),
	.run = linear_run,
};
