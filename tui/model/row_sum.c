// SPDX-License-Identifier: GPL-2.0
/* Several processes as one row. */
#include <stdbool.h>
#include <string.h>

#include "model/row.h"
#include "model/row_sum.h"

static bool zero_known(const struct row *row)
{
	return row->zeros.state == PAGES_COUNTED ||
	       row->pages.state == PAGES_COUNTED;
}

static bool zero_fresh(const struct row *row)
{
	return row->zeros.state == PAGES_COUNTED ? row->zeros_fresh :
						   row->pages_fresh;
}

static uint64_t zero_age(const struct row *row)
{
	return row->zeros.state == PAGES_COUNTED ? row->zeros_age_ns :
						   row->pages_age_ns;
}

/* Who has no memory has no pages of zeros either. */
static bool has_memory(const struct row *row)
{
	return row->now.reserved;
}

void row_sum_begin(struct row *sum, const struct row *row)
{
	*sum = *row;
	sum->zeros = (struct sample_pages){
		.id = row->now.id,
		.state = zero_known(row) ? PAGES_COUNTED : PAGES_UNKNOWN,
		.zero = zero_known(row) ? row_zero(row) : 0,
	};
	sum->zeros_fresh = zero_fresh(row) || !has_memory(row);
	sum->zeros_age_ns = zero_age(row);
}

static void add_zeros(struct row *sum, const struct row *row)
{
	if (!has_memory(row))
		return;
	sum->zeros_fresh &= zero_known(row) && zero_fresh(row);
	if (!zero_known(row))
		return;
	sum->zeros.state = PAGES_COUNTED;
	sum->zeros.zero += row_zero(row);
	if (sum->zeros_age_ns < zero_age(row))
		sum->zeros_age_ns = zero_age(row);
}

static void add_sizes(struct proc *sum, const struct proc *now)
{
	/* who and in what state is told of the first one */
	const uint32_t own = KNOWN_TASK | KNOWN_OOM | KNOWN_RUN;

	sum->known &= now->known | own;
	sum->reserved += now->reserved;
	sum->resident += now->resident;
	sum->swapped += now->swapped;
	sum->hugetlb += now->hugetlb;
	sum->ta_reserved += now->ta_reserved;
	if (sum->oom_score < now->oom_score)
		sum->oom_score = now->oom_score;
}

static bool rates_known(const struct rates *rates)
{
	return rates->known && rates->faults_known && rates->cpu_known;
}

/* Who has just come has none yet: the others' sum is told. */
static void add_rates(struct rates *sum, const struct rates *rates)
{
	sum->partly |= !rates_known(sum) || !rates_known(rates);
	sum->known |= rates->known;
	sum->faults_known |= rates->faults_known;
	sum->cpu_known |= rates->cpu_known;
	sum->touched += rates->touched;
	sum->faults += rates->faults;
	sum->majflt += rates->majflt;
	sum->cpu_ns += rates->cpu_ns;
}

/* Both end now, whenever they begin. */
static void add_growth(struct row *sum, const struct row *row)
{
	uint32_t growth[ROW_HISTORY] = { 0 };
	int nr = sum->nr_growth > row->nr_growth ? sum->nr_growth :
						   row->nr_growth;
	uint64_t value;
	int back;

	for (back = 1; back <= nr; back++) {
		value = 0;
		if (back <= sum->nr_growth)
			value += sum->growth[sum->nr_growth - back];
		if (back <= row->nr_growth)
			value += row->growth[row->nr_growth - back];
		growth[nr - back] = value > UINT32_MAX ? UINT32_MAX :
							 (uint32_t)value;
	}
	memcpy(sum->growth, growth, sizeof(growth));
	sum->nr_growth = nr;
}

void row_sum_add(struct row *sum, const struct row *row)
{
	add_zeros(sum, row);
	add_sizes(&sum->now, &row->now);
	add_rates(&sum->rates, &row->rates);
	add_growth(sum, row);
	sum->since_known &= row->since_known;
	sum->since_reserved += row->since_reserved;
	sum->since_touched += row->since_touched;
}
