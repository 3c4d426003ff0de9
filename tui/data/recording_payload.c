// SPDX-License-Identifier: GPL-2.0
/* What a frame holds: a sample, and all before it where it is a key. */
#include <errno.h>
#include <stdlib.h>

#include "base/base.h"
#include "base/status.h"
#include "data/recording_payload.h"
#include "data/recording_section.h"

/* Sections have their bits in files, too. */
_Static_assert(SECTION_LIST == 0x1 && SECTION_TEXTS == 0x2 &&
	       SECTION_PAGES == 0x4 && SECTION_TARGET == 0x8 &&
	       SECTION_ZEROS == 0x10 && SECTION_PSS == 0x20 &&
	       SECTION_RUNS == 0x40, "files have other numbers");

#define TAG_HEAD	1
#define TAG_MAPPINGS	8

/* The records of a sample behind its head, by rising tag, one at most of each. */
static const struct record {
	unsigned int tag;
	uint32_t section;
	void (*put)(struct rec_out *out, const struct rec_state *state,
		    const struct sample *sample);
	void (*get)(struct rec_in *in, const struct rec_state *state,
		    struct sample *sample);
} records[] = {
	{ 2, SECTION_LIST, rec_put_list, rec_get_list },
	{ 3, SECTION_TEXTS, rec_put_texts, rec_get_texts },
	{ 4, SECTION_PAGES, rec_put_pages, rec_get_pages },
	{ 5, SECTION_ZEROS, rec_put_zeros, rec_get_zeros },
	{ 6, SECTION_PSS, rec_put_psses, rec_get_psses },
	{ 7, SECTION_TARGET, rec_put_target, rec_get_target },
	{ TAG_MAPPINGS, SECTION_TARGET, rec_put_mappings, rec_get_mappings },
	{ 9, SECTION_RUNS, rec_put_looks, rec_get_looks },
};

static bool has_record(const struct sample *sample, const struct record *record)
{
	return (sample->sections & record->section) &&
	       (record->tag != TAG_MAPPINGS ||
		(sample->target.has & TARGET_HAS_MAPPINGS));
}

/* ---- to bytes */

static void put_record(struct rec_out *out, unsigned int tag,
		       const struct rec_out *record)
{
	rec_put_number(out, tag);
	rec_put_number(out, record->len);
	rec_put_bytes(out, record->data, record->len);
	out->bad = out->bad || record->bad;
}

static void put_head(struct rec_out *out, const struct rec_moment *moment,
		     const struct sample *sample)
{
	struct rec_out head = { 0 };

	rec_put_number(&head, sample->sections & REC_SECTIONS);
	rec_put_difference(&head, sample->time_ns, moment->time_ns);
	rec_put_difference(&head, (uint64_t)sample->wall_s,
			   (uint64_t)moment->wall_s);
	rec_put_number(&head, sample->cost_ns);
	put_record(out, TAG_HEAD, &head);
	free(head.data);
}

static void put_sections(struct rec_out *out, const struct rec_state *state,
			 const struct sample *sample)
{
	struct rec_out record = { 0 };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(records); i++) {
		if (!has_record(sample, &records[i]))
			continue;
		record.len = 0;
		records[i].put(&record, state, sample);
		put_record(out, records[i].tag, &record);
	}
	free(record.data);
}

static void put_sample(struct rec_out *out, const struct rec_state *state,
		       const struct rec_moment *moment,
		       const struct sample *sample)
{
	struct rec_out body = { 0 };

	put_head(&body, moment, sample);
	put_sections(&body, state, sample);
	rec_put_number(out, body.len);
	rec_put_bytes(out, body.data, body.len);
	out->bad = out->bad || body.bad;
	free(body.data);
}

static void put_and_apply(struct rec_out *out, struct rec_state *state,
			  const struct rec_moment *moment,
			  const struct sample *sample)
{
	put_sample(out, state, moment, sample);
	if (!rec_apply(state, sample))
		out->bad = true;
}

/* @state told anew, from nothing on, as samples; it is as these make it then. */
static void put_state(struct rec_out *out, struct rec_state *state,
		      const struct rec_moment *moment)
{
	struct rec_state old = *state;
	struct sample whole = { 0 };
	const struct rec_fact **facts;
	size_t i, nr;

	*state = (struct rec_state){ 0 };
	rec_whole(&old, &whole);
	if (whole.sections)
		put_and_apply(out, state, moment, &whole);
	sample_release(&whole);
	facts = rec_facts(&old, &nr);
	for (i = 0; i < nr; i++)
		if (facts[i]->kind == REC_TARGET || facts[i]->kind == REC_RUNS)
			put_and_apply(out, state, moment, facts[i]->held);
	free(facts);
	rec_state_release(&old);
}

static enum status refuse(int error)
{
	errno = error;
	return ST_SYSTEM;
}

enum status rec_put_payload(struct rec_out *out, struct rec_state *state,
			    const struct rec_moment *moment,
			    const struct sample *sample)
{
	if (moment->key) {
		rec_purge(state);
		put_state(out, state, moment);
	}
	if (out->bad)
		return refuse(E2BIG);
	put_sample(out, state, moment, sample);
	if (out->bad)
		return refuse(EINVAL);
	if (!rec_apply(state, sample) || out->len > REC_PAYLOAD_MAX ||
	    rec_weight(sample) > REC_WEIGHT_MAX)
		return refuse(E2BIG);
	return ST_OK;
}

/* ---- and back */

static void get_head(struct rec_in *in, const struct rec_moment *moment,
		     struct sample *sample)
{
	struct rec_in head = { .bad = true };

	if (rec_get_number(in) == TAG_HEAD)
		head = rec_get_part(in, rec_get_number(in));
	sample->sections = (uint32_t)rec_get_up_to(&head, UINT32_MAX) &
			   REC_SECTIONS;
	sample->time_ns = rec_get_difference(&head, moment->time_ns);
	sample->wall_s = (int64_t)rec_get_difference(&head,
						     (uint64_t)moment->wall_s);
	sample->cost_ns = rec_get_number(&head);
	if (head.bad)
		rec_bad(in);
}

/* Records of later versions stand between those that are known. */
static struct rec_in find_record(struct rec_in *in, unsigned int wanted)
{
	struct rec_in record = { .bad = true };
	uint64_t tag;

	while (rec_more(in)) {
		tag = rec_get_number(in);
		record = rec_get_part(in, rec_get_number(in));
		if (tag == wanted)
			return record;
	}
	rec_bad(in);
	return (struct rec_in){ .bad = true };
}

static void get_sections(struct rec_in *in, const struct rec_state *state,
			 struct sample *sample)
{
	struct rec_in record;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(records) && !in->bad; i++) {
		if (!has_record(sample, &records[i]))
			continue;
		record = find_record(in, records[i].tag);
		if (in->bad)
			return;
		records[i].get(&record, state, sample);
		if (record.bad || rec_more(&record))
			rec_bad(in);
	}
}

static void get_sample(struct rec_in *in, const struct rec_state *state,
		       const struct rec_moment *moment, struct sample *sample)
{
	struct rec_in body = rec_get_part(in, rec_get_number(in));

	sample_reset(sample);
	get_head(&body, moment, sample);
	get_sections(&body, state, sample);
	if (body.bad)
		rec_bad(in);
}

/*
 * All but the last one are what was known before: a key frame has them. All
 * together weigh as much as a state and a sample may, so that none of them is
 * told again and again.
 */
bool rec_get_payload(struct rec_in *in, struct rec_state *state,
		     const struct rec_moment *moment, struct sample *sample)
{
	size_t weight = 0;

	if (moment->key)
		rec_state_release(state);
	do {
		get_sample(in, state, moment, sample);
		weight += rec_weight(sample);
		if (in->bad || weight > 2 * REC_WEIGHT_MAX ||
		    !rec_apply(state, sample))
			return false;
	} while (moment->key && rec_more(in));
	return !rec_more(in);
}
