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

static int stride_run(const void *values)
{
	const struct stride_values *opt = values;
	struct stride_order order;
	struct paced paced;
	char what[64];

	if (!paced_start(&paced, &opt->paced))
		return DEMO_FAILED;
	order_stride(&order, paced.block.pages, opt->stride);
	snprintf(what, sizeof(what), "touching them in strides of %" PRIu64,
		 opt->stride);
	paced_introduce(&paced, what, order_left(&order.order));
	paced_play(&paced, &order.order, block_write);
	return paced_end(&paced, &order.order);
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
