// SPDX-License-Identifier: GPL-2.0
/* Counts of single processes: of pages, of zero pages, and their PSS. */
#include "data/recording_field.h"
#include "data/recording_id.h"
#include "data/recording_section.h"

/* Each as the difference to the one of the same process before. */
static void put_record(struct rec_out *out, const struct rec_table *table,
		       const void *now, const void *before)
{
	uint64_t mask = rec_changes(table, now, before);

	rec_put_number(out, mask);
	rec_put_fields(out, table, mask, now, before);
}

static struct sample_pages pages_before(const struct rec_state *state,
					enum rec_kind kind, struct proc_id id)
{
	const struct rec_fact *fact = rec_find(state, kind, id);

	return fact ? fact->pages : (struct sample_pages){ .id = id };
}

static void put_pages(struct rec_out *out, const struct rec_state *state,
		      const struct sample *sample, enum rec_kind kind)
{
	struct rec_ids ids = { .list = rec_list(state, sample) };
	bool zeros = kind == REC_ZEROS;
	const struct sample_pages *pages = zeros ? sample->zeros :
						   sample->pages;
	size_t nr = zeros ? sample->nr_zeros : sample->nr_pages;
	struct sample_pages before;

	if (nr > REC_RECORDS_MAX)
		out->bad = true;
	for (; nr; nr--, pages++) {
		before = pages_before(state, kind, pages->id);
		rec_put_id(out, &ids, pages->id);
		put_record(out, &rec_pages, pages, &before);
	}
}

void rec_put_pages(struct rec_out *out, const struct rec_state *state,
		   const struct sample *sample)
{
	put_pages(out, state, sample, REC_PAGES);
}

void rec_put_zeros(struct rec_out *out, const struct rec_state *state,
		   const struct sample *sample)
{
	put_pages(out, state, sample, REC_ZEROS);
}

void rec_get_pages(struct rec_in *in, const struct rec_state *state,
		   struct sample *sample)
{
	struct rec_ids ids = { .list = rec_list(state, sample) };
	struct sample_pages pages;

	while (rec_more(in) && sample->nr_pages < REC_RECORDS_MAX) {
		pages = pages_before(state, REC_PAGES, rec_get_id(in, &ids));
		rec_get_fields(in, &rec_pages, rec_get_number(in), &pages);
		*sample_add_pages(sample) = pages;
	}
}

void rec_get_zeros(struct rec_in *in, const struct rec_state *state,
		   struct sample *sample)
{
	struct rec_ids ids = { .list = rec_list(state, sample) };
	struct sample_pages zeros;

	while (rec_more(in) && sample->nr_zeros < REC_RECORDS_MAX) {
		zeros = pages_before(state, REC_ZEROS, rec_get_id(in, &ids));
		rec_get_fields(in, &rec_pages, rec_get_number(in), &zeros);
		*sample_add_zeros(sample) = zeros;
	}
}

static struct sample_pss pss_before(const struct rec_state *state,
				    struct proc_id id)
{
	const struct rec_fact *fact = rec_find(state, REC_PSS, id);

	return fact ? fact->pss : (struct sample_pss){ .id = id };
}

void rec_put_psses(struct rec_out *out, const struct rec_state *state,
		   const struct sample *sample)
{
	struct rec_ids ids = { .list = rec_list(state, sample) };
	struct sample_pss before;
	size_t i;

	if (sample->nr_psses > REC_RECORDS_MAX)
		out->bad = true;
	for (i = 0; i < sample->nr_psses; i++) {
		before = pss_before(state, sample->psses[i].id);
		rec_put_id(out, &ids, sample->psses[i].id);
		put_record(out, &rec_pss, &sample->psses[i], &before);
	}
}

void rec_get_psses(struct rec_in *in, const struct rec_state *state,
		   struct sample *sample)
{
	struct rec_ids ids = { .list = rec_list(state, sample) };
	struct sample_pss pss;

	while (rec_more(in) && sample->nr_psses < REC_RECORDS_MAX) {
		pss = pss_before(state, rec_get_id(in, &ids));
		rec_get_fields(in, &rec_pss, rec_get_number(in), &pss);
		*sample_add_pss(sample) = pss;
	}
}
