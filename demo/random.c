// SPDX-License-Identifier: GPL-2.0
/*
 * Touches pages drawn at random, with replacement: as the map fills, ever more
 * of them were touched before, and TOUCH/s falls.
 */
#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

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

static const struct option_type option_touches = {
	"N", "give a whole number, as in 1000, or all", parse_touches
};

static const struct demo_option random_options[] = {
	PACED_OPTIONS(PACED_SIZE, PACED_RATE),
	{ "touches", &option_touches, offsetof(struct random_values, touches),
	  "all", "end after N touches; all: after every page" },
	OPTION_SEED(struct random_values, seed),
	{ .name = NULL }
};

static int random_round(struct paced *paced)
{
	const struct random_values *opt = (const void *)paced->values;
	struct random_order order;
	char what[64];

	if (!order_random(&order, paced->block.pages, opt->seed, opt->touches)) {
		warnx("no memory to note the pages touched; try a smaller --size");
		return DEMO_FAILED;
	}
	snprintf(what, sizeof(what), "touching them at random (--seed %" PRIu64
		 ")", opt->seed);
	paced_introduce(paced, what, order_left(&order.order));
	paced_play(paced, &order.order, &block_writing);
	order_random_free(&order);
	return DEMO_OK;
}

static int random_run(const void *values)
{
	return paced_run(&random_scenario, values, random_round);
}

const struct scenario random_scenario = {
	.name = "random",
	.summary = "touch anywhere",
	.look_for = "the map thickens evenly",
	.options = random_options,
	.values_size = sizeof(struct random_values),
	.run = random_run,
};
