// SPDX-License-Identifier: GPL-2.0
/* Which processes the command line is about: a model of these, to be printed. */
#include "app/chosen.h"

struct model *chosen_model(const struct chosen *chosen)
{
	struct model *model = model_new();

	model_set_pids(model, chosen->pids, chosen->nr_pids);
	model_list_processes(model, chosen->found, chosen->nr_found);
	if (chosen->filter)
		model_set_filter(model, filter_new(chosen->filter, NULL));
	model_sort(model, chosen->sort, chosen->inverted);
	return model;
}

bool chosen_one_by_one(const struct chosen *chosen)
{
	return chosen->nr_pids || chosen->nr_found;
}
