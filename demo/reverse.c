// SPDX-License-Identifier: GPL-2.0
/* Touches page before page, from the end down, as a stack grows. */
#include "paced.h"
#include "scenario.h"

static int reverse_round(struct paced *paced)
{
	struct order order;

	order_reverse(&order, paced->block.pages, "touched");
	paced_introduce(paced, "touching them from the last to the first",
			order_left(&order));
	paced_play(paced, &order, &block_writing);
	return DEMO_OK;
}

static int reverse_run(const void *values)
{
	return paced_run(&reverse_scenario, values, reverse_round);
}

const struct scenario reverse_scenario = {
	.name = "reverse",
	.summary = "touch from the end down",
	.look_for = "a front that moves up the map",
	.options = paced_options,
	.values_size = sizeof(struct paced_values),
	.run = reverse_run,
};
