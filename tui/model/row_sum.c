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

static bool rate_known(const struct row *row)
{
	return !has_memory(row) || row_zero_rate_known(row);
}

/* Of several that are known, the oldest count is within the longest span. */
static uint64_t zero_span(const struct row *row)
{
	return has_memory(row) ? row->zero_span_ns : 1;
}

static bool whole_zero_known(const struct row *row)
{
	return !has_memory(row) || row->zeros.state == PAGES_COUNTED;
}

/* Who has no memory shares none, either. */
static bool pss_known(const struct row *row)
{
	return !has_memory(row) || row->pss_state == ROW_PSS_READ;
}

static bool run_unread(const struct row *row)
{
	return !row->just_came && !(row->now.known & KNOWN_RUN);
}

void row_sum_none(struct row *sum)
{
	*sum = (struct row){
		.now.known = KNOWN_MM | KNOWN_SWAP | KNOWN_HUGETLB,
	};
}

void row_sum_begin(struct row *sum, const struct row *row)
{
	*sum = *row;
	sum->zeros_partly = !whole_zero_known(row);
	sum->zero_rate = has_memory(row) ? row->zero_rate : 0;
	sum->zero_span_ns = rate_known(row) ? zero_span(row) : 0;
	sum->rates.run_unread = run_unread(row);
	sum->zeros = (struct sample_pages){
		.id = row->now.id,
		.state = zero_known(row) ? PAGES_COUNTED : PAGES_UNKNOWN,
		.zero = zero_known(row) ? row_zero(row) : 0,
	};
	sum->zeros_fresh = zero_fresh(row) || !has_memory(row);
	sum->zeros_age_ns = zero_age(row);
	sum->run_partly = !(row->now.known & KNOWN_RUN);
	sum->pss_state = pss_known(row) ? ROW_PSS_READ : ROW_PSS_UNKNOWN;
	sum->pss_fresh = row->pss_fresh || !has_memory(row);
}

/* From here on what one of them does not know is not known. */
static void add_zero_rate(struct row *sum, const struct row *row)
{
	if (!sum->zero_span_ns || !rate_known(row)) {
		sum->zero_span_ns = 0;
		return;
	}
	if (!has_memory(row))
		return;
	sum->zero_rate += row->zero_rate;
	if (sum->zero_span_ns < row->zero_span_ns)
		sum->zero_span_ns = row->zero_span_ns;
}

static void add_counts(struct sample_pages *sum, const struct sample_pages *pages)
{
	if (sum->state != pages->state)
		sum->state = PAGES_UNKNOWN;
	sum->written += pages->written;
	sum->zero += pages->zero;
	sum->huge += pages->huge;
	sum->swapped += pages->swapped;
}

/* Of blocks: who has none has no pages in them; the oldest count tells the age. */
static void add_pages(struct row *sum, const struct row *row)
{
	if (!row->now.ta_reserved)
		return;
	if (!sum->now.ta_reserved) {
		sum->pages = row->pages;
		sum->pages_fresh = row->pages_fresh;
		sum->pages_age_ns = row->pages_age_ns;
		return;
	}
	add_counts(&sum->pages, &row->pages);
	sum->pages_fresh &= row->pages_fresh;
	if (sum->pages_age_ns < row->pages_age_ns)
		sum->pages_age_ns = row->pages_age_ns;
}

static void add_zeros(struct row *sum, const struct row *row)
{
	sum->zeros_partly |= !whole_zero_known(row);
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
	const uint32_t own = KNOWN_TASK | KNOWN_OOM | KNOWN_RUN | KNOWN_NICE;

	sum->known &= now->known | own;
	sum->reserved += now->reserved;
	sum->resident += now->resident;
	sum->shared += now->shared;
	sum->swapped += now->swapped;
	sum->hugetlb += now->hugetlb;
	sum->ta_reserved += now->ta_reserved;
	sum->cpu_ns += now->cpu_ns;
	sum->nr_threads += now->nr_threads;
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

/* Who is not on screen may not have been read: then nobody knows of their sum. */
static void forget_unread(struct row *sum, const struct row *row)
{
	sum->rates.run_unread |= run_unread(row);
	sum->rates.cpu_known &= !sum->rates.run_unread;
	sum->rates.faults_known &= !sum->rates.run_unread;
}

/* Other than all else, it tells what is shared once. */
static void add_pss(struct row *sum, const struct row *row)
{
	if (!pss_known(row))
		sum->pss_state = ROW_PSS_UNKNOWN;
	if (!has_memory(row))
		return;
	sum->pss += row->pss;
	sum->pss_fresh &= row->pss_fresh;
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
	add_zero_rate(sum, row);
	add_zeros(sum, row);
	add_pages(sum, row);
	add_sizes(&sum->now, &row->now);
	add_rates(&sum->rates, &row->rates);
	forget_unread(sum, row);
	sum->run_partly |= !(row->now.known & KNOWN_RUN);
	add_pss(sum, row);
	add_growth(sum, row);
	sum->since_known &= row->since_known;
	sum->since_reserved += row->since_reserved;
	sum->since_touched += row->since_touched;
}
