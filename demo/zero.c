// SPDX-License-Identifier: GPL-2.0
/* Reads all pages, which costs no memory, and then writes them all. */
#include "paced.h"
#include "scenario.h"

static int zero_run(const void *values)
{
	struct order order;
	struct paced paced;

	if (!paced_start(&paced, values))
		return DEMO_FAILED;
	order_linear(&order, paced.block.pages, "read");
	paced_introduce(&paced, "reading all in order, then writing them,",
			2 * order_left(&order));
	paced_play(&paced, &order, block_read);
	if (!paced.signal)
		order_linear(&order, paced.block.pages, "written");
	paced_play(&paced, &order, block_write);
	return paced_end(&paced, &order);
}

const struct scenario zero_scenario = {
	.name = "zero",
	.summary = "read all, then write",
	.look_for = "first ZERO grows, then it turns",
	.options = paced_options,
	.values_size = sizeof(struct paced_values),
	.run = zero_run,
};
