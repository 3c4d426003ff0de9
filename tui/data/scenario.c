// SPDX-License-Identifier: GPL-2.0
/* The demonstrations that can be started: plain data. */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/parse.h"
#include "data/page.h"
#include "data/scenario.h"

#define FILL_SECONDS 20		/* long enough to look, short enough to wait */

struct scenario *scenarios_add(struct scenarios *scenarios)
{
	struct scenario *scenario;

	scenarios->list = xgrow(scenarios->list, scenarios->nr + 1,
				&scenarios->max, sizeof(*scenario));
	scenario = &scenarios->list[scenarios->nr++];
	memset(scenario, 0, sizeof(*scenario));
	return scenario;
}

void scenarios_release(struct scenarios *scenarios)
{
	struct scenario *scenario = scenarios->list;

	for (; scenario < scenarios->list + scenarios->nr; scenario++) {
		free(scenario->name);
		free(scenario->summary);
		free(scenario->look_for);
		free(scenario->needs);
	}
	free(scenarios->list);
	memset(scenarios, 0, sizeof(*scenarios));
}

void scenario_set_size(struct scenario *scenario, const char *text)
{
	uint64_t bytes, rate;

	snprintf(scenario->size, sizeof(scenario->size), "%s", text);
	if (!scenario->has_rate || !parse_size(text, &bytes))
		return;
	/* a plain number is pages per second */
	rate = bytes / PAGE_BYTES / FILL_SECONDS;
	snprintf(scenario->rate, sizeof(scenario->rate), "%" PRIu64,
		 rate ? rate : 1);
}
