// SPDX-License-Identifier: GPL-2.0
/* The PSS of several processes together. */
#include <stdlib.h>

#include "base/alloc.h"
#include "model/pss.h"

void pss_begin(struct pss_sum *sum)
{
	*sum = (struct pss_sum){
		.left = sum->left, .max_left = sum->max_left,
	};
}

void pss_add(struct pss_sum *sum, struct proc_id id)
{
	sum->left = xgrow(sum->left, sum->nr_left + 1, &sum->max_left,
			  sizeof(*sum->left));
	sum->left[sum->nr_left++] = id;
	sum->nr++;
}

static void take_one(struct pss_sum *sum, const struct sample_pss *pss)
{
	sum->cost_ns += pss->cost_ns;
	switch (pss->state) {
	case PSS_READ:
		sum->nr_read++;
		sum->bytes += pss->bytes;
		break;
	case PSS_DENIED:
		sum->nr_denied++;
		break;
	case PSS_GONE:
		sum->nr_gone++;
		break;
	}
}

void pss_take(struct pss_sum *sum, const struct sample *sample)
{
	const struct sample_pss *pss = sample->psses;
	const struct sample_pss *end = pss + sample->nr_psses;
	size_t i, kept = 0;

	for (i = 0; i < sum->nr_left; i++) {
		if (pss < end && proc_id_equal(pss->id, sum->left[i]))
			take_one(sum, pss++);
		else
			sum->left[kept++] = sum->left[i];
	}
	sum->nr_left = kept;
}

void pss_demand(const struct pss_sum *sum, struct demand *demand)
{
	size_t i;

	for (i = 0; i < sum->nr_left; i++)
		demand_pss(demand, sum->left[i]);
}

void pss_release(struct pss_sum *sum)
{
	free(sum->left);
}
