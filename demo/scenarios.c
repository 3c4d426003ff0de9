// SPDX-License-Identifier: GPL-2.0
/* The table of scenarios. */
#include "scenario.h"

const struct scenario *const scenarios[] = {
	&linear_scenario,
	&reverse_scenario,
	&random_scenario,
	&stride_scenario,
	&threads_scenario,
	&burst_scenario,
	&zero_scenario,
	&huge_scenario,
	&leak_scenario,
	&arena_scenario,
	&allocators_scenario,
	&release_scenario,
	&fork_scenario,
	&overcommit_scenario,
	&swap_scenario,
	&oom_scenario,
	&verify_scenario,
	NULL
};
