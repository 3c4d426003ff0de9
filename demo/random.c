// SPDX-License-Identifier: GPL-2.0
/*
 * Touches pages drawn at random, with replacement: as the map fills, ever more
 * of them were touched before, and TOUCH/s falls.
 */
#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "common/clock.h"
#include "options.h"
#include "paced.h"
#include "scenario.h"
#include "value.h"

struct random_values {
	struct paced_values paced;
	uint64_t touches;
	uint64_t seed;
};

static const char *parse_touches(const char *text, void *value)
{
	if (strcmp(text, "all") != 0)
		return value_parse_count(text, value);
	*(uint64_t *)value = ORDER_NO_LIMIT;
	return NULL;
}

/* From the clock no more than 32 bits: short enough to be typed again. */
static const char *parse_seed(const char *text, void *value)
{
	if (strcmp(text, "clock") != 0)
		return value_parse_number(text, value);
	*(uint64_t *)value = (uint32_t)clock_now(&clock_monotonic);
	return NULL;
}

static const struct option_type option_touches = {
	"N", "give a whole number, as in 1000, or all", parse_touches
};

static const struct option_type option_seed = {
	"N", "give a whole number, as in 42, or clock", parse_seed
};

static const struct demo_option random_options[] = {
	PACED_OPTIONS,
	{ "touches", &option_touches, offsetof(struct random_values, touches),
	  "all", "end after N touches; all: after every page" },
	{ "seed", &option_seed, offsetof(struct random_values, seed), "clock",
	  "the same seed gives the same order" },
	{ .name = NULL }
};

static int random_run(const void *values)
{
	const struct random_values *opt = values;
	struct random_order order;
	struct paced paced;
	char what[64];
	int code;

	if (!paced_start(&paced, &opt->paced))
		return DEMO_FAILED;
	if (!order_random(&order, paced.block.pages, opt->seed, opt->touches))
		errx(DEMO_FAILED, "no memory to note the pages touched; try a smaller --size");
	snprintf(what, sizeof(what), "touching them at random (--seed %" PRIu64
		 ")", opt->seed);
	paced_introduce(&paced, what, order_left(&order.order));
	paced_play(&paced, &order.order, block_write);
	code = paced_end(&paced, &order.order);
	order_random_free(&order);
	return code;
}

const struct scenario random_scenario = {
	.name = "random",
	.summary = "touch anywhere",
	.look_for = "the map thickens evenly",
	.options = random_options,
	.values_size = sizeof(struct random_values),
	.run = random_run,
};
