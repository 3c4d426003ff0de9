// SPDX-License-Identifier: GPL-2.0
/* Touches every Nth page, then those behind them, and so on: a comb. */
#include <inttypes.h>
#include <stdio.h>

#include "options.h"
#include "paced.h"
#include "scenario.h"

struct stride_values {
	struct paced_values paced;
	uint64_t stride;	/* pages */
};

static const struct demo_option stride_operand = {
	"N", &option_count, offsetof(struct stride_values, stride), "1024",
	"pages from one touch to the next"
};

static int stride_round(struct paced *paced)
{
	const struct stride_values *opt = (const void *)paced->values;
	struct stride_order order;
	char what[64];

	order_stride(&order, paced->block.pages, opt->stride);
	snprintf(what, sizeof(what), "touching them in strides of %" PRIu64,
		 opt->stride);
	paced_introduce(paced, what, order_left(&order.order));
	paced_play(paced, &order.order, &block_writing);
	return DEMO_OK;
}

static int stride_run(const void *values)
{
	return paced_run(&stride_scenario, values, stride_round);
}

const struct scenario stride_scenario = {
	.name = "stride",
	.summary = "every Nth page",
	.look_for = "a comb in the timeline",
	.operand = &stride_operand,
	.options = paced_options,
	.values_size = sizeof(struct stride_values),
	.run = stride_run,
};
