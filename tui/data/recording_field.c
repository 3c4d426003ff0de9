// SPDX-License-Identifier: GPL-2.0
/* Which fields of which structs a recording has, and how far they go. */
#include <limits.h>
#include <string.h>

#include "base/base.h"
#include "data/recording_field.h"
#include "data/sample.h"

#define FIELD_WITHIN(type, member, min_, max_)				\
	{								\
		.offset = offsetof(type, member),			\
		.size = sizeof(((type *)NULL)->member),			\
		.min = (min_), .max = (max_),				\
	}
#define FIELD(type, member)	FIELD_WITHIN(type, member, 0, UINT64_MAX)
#define TABLE(array, bit)						\
	{ .fields = (array), .nr = ARRAY_SIZE(array), .first_bit = (bit) }

/*
 * Whoever adds a field to one of these structs meets this: it goes to the end
 * of its table, to docs/recording-format.md, and into the test.
 */
_Static_assert(sizeof(struct proc) == 152, "a field that isn't recorded");
_Static_assert(sizeof(struct sys_stat) == 112, "a field that isn't recorded");
_Static_assert(sizeof(struct sample_text) == 56, "a field that isn't recorded");
_Static_assert(sizeof(struct sample_pages) == 72,
	       "a field that isn't recorded");
_Static_assert(sizeof(struct sample_pss) == 48, "a field that isn't recorded");
_Static_assert(sizeof(struct sample_target) == 96,
	       "a field that isn't recorded");
_Static_assert(sizeof(struct sample_mapping) == 32,
	       "a field that isn't recorded");
_Static_assert(sizeof(struct sample_look) == 64, "a field that isn't recorded");
_Static_assert(sizeof(struct sample_range) == 24,
	       "a field that isn't recorded");
_Static_assert(sizeof(struct page_run) == 24, "a field that isn't recorded");
_Static_assert(sizeof(struct sample) == 576, "a section that isn't recorded");

/* Those that change from one second to the next come first. */
static const struct rec_field proc_fields[] = {
	FIELD(struct proc, cpu_ns),
	FIELD(struct proc, minflt),
	FIELD(struct proc, resident),
	FIELD_WITHIN(struct proc, run_state, ' ', '~'),
	FIELD(struct proc, oom_score),
	FIELD(struct proc, reserved),
	FIELD(struct proc, ta_reserved),
	FIELD(struct proc, majflt),
	FIELD(struct proc, swapped),
	FIELD(struct proc, hugetlb),
	FIELD(struct proc, known),
	FIELD(struct proc, flags),
	FIELD(struct proc, exec_seq),
	FIELD(struct proc, args_id),
	FIELD(struct proc, uid),
	FIELD_WITHIN(struct proc, ppid, 0, INT_MAX),
	FIELD_WITHIN(struct proc, id.pid, 0, INT_MAX),
	FIELD(struct proc, id.start_ns),
	FIELD(struct proc, nr_threads),
	FIELD(struct proc, nice),
	FIELD(struct proc, shared),
};

const struct rec_table rec_proc = TABLE(proc_fields, 1);

static const struct rec_field sys_fields[] = {
	FIELD(struct sys_stat, faults),
	FIELD(struct sys_stat, majflt),
	FIELD(struct sys_stat, mem_used),
	FIELD(struct sys_stat, resident),
	FIELD(struct sys_stat, reserved),
	FIELD(struct sys_stat, swap_used),
	FIELD(struct sys_stat, known),
	FIELD(struct sys_stat, mem_total),
	FIELD(struct sys_stat, swap_total),
	FIELD(struct sys_stat, huge_pool),
	FIELD(struct sys_stat, huge_free),
	FIELD(struct sys_stat, huge_promised),
	FIELD(struct sys_stat, nr_denied),
	FIELD_WITHIN(struct sys_stat, others_hidden, 0, 1),
};

const struct rec_table rec_sys = TABLE(sys_fields, 0);

static const struct rec_field pages_fields[] = {
	FIELD(struct sample_pages, time_ns),
	FIELD(struct sample_pages, written),
	FIELD(struct sample_pages, zero),
	FIELD(struct sample_pages, huge),
	FIELD(struct sample_pages, swapped),
	FIELD_WITHIN(struct sample_pages, state, 0, PAGES_DENIED),
	FIELD(struct sample_pages, exec_seq),
};

const struct rec_table rec_pages = TABLE(pages_fields, 0);

static const struct rec_field pss_fields[] = {
	FIELD(struct sample_pss, cost_ns),
	FIELD(struct sample_pss, bytes),
	FIELD_WITHIN(struct sample_pss, state, 0, PSS_GONE),
	FIELD(struct sample_pss, time_ns),
};

const struct rec_table rec_pss = TABLE(pss_fields, 0);

static const struct rec_field target_fields[] = {
	FIELD(struct sample_target, time_ns),
	FIELD(struct sample_target, cost_ns),
	FIELD_WITHIN(struct sample_target, run_state, ' ', '~'),
	FIELD(struct sample_target, nr_threads),
	FIELD(struct sample_target, pss),
	FIELD(struct sample_target, uss),
	FIELD(struct sample_target, pss_cost_ns),
	FIELD_WITHIN(struct sample_target, state, 0, TARGET_FAILED),
	FIELD(struct sample_target, error),
	FIELD_WITHIN(struct sample_target, ppid, 0, INT_MAX),
	FIELD(struct sample_target, mm_id),
	FIELD(struct sample_target, mark),
};

const struct rec_table rec_target = TABLE(target_fields, 0);

static const struct rec_field mapping_fields[] = {
	FIELD_WITHIN(struct sample_mapping, flags, 0, 15),
	FIELD_WITHIN(struct sample_mapping, kind, 0, NR_KINDS - 1),
	FIELD(struct sample_mapping, away),
	FIELD_WITHIN(struct sample_mapping, away_unknown, 0, 1),
};

const struct rec_table rec_mapping = TABLE(mapping_fields, 2);

static uint64_t load(const struct rec_field *field, const void *record)
{
	uint64_t value = 0;

	/* of x86, where the low bytes come first */
	memcpy(&value, (const char *)record + field->offset, field->size);
	return value;
}

static void store(const struct rec_field *field, void *record, uint64_t value)
{
	memcpy((char *)record + field->offset, &value, field->size);
}

uint64_t rec_changes(const struct rec_table *table, const void *now,
		     const void *before)
{
	const struct rec_field *field = table->fields;
	uint64_t mask = 0;
	unsigned int i;

	for (i = 0; i < table->nr; i++, field++)
		if (load(field, now) != load(field, before))
			mask |= 1ULL << (table->first_bit + i);
	return mask;
}

static bool may_be(const struct rec_field *field, uint64_t value)
{
	if (field->size < sizeof(value) && value >> (8 * field->size))
		return false;
	return !value || (value >= field->min && value <= field->max);
}

static void put_field(struct rec_out *out, const struct rec_field *field,
		      const void *now, const void *before)
{
	uint64_t value = load(field, now);

	if (!may_be(field, value))
		out->bad = true;
	rec_put_difference(out, value, load(field, before));
}

void rec_put_fields(struct rec_out *out, const struct rec_table *table,
		    uint64_t mask, const void *now, const void *before)
{
	const struct rec_field *field = table->fields;

	for (mask >>= table->first_bit; mask; mask >>= 1, field++)
		if (mask & 1)
			put_field(out, field, now, before);
}

static void get_field(struct rec_in *in, const struct rec_field *field,
		      void *record)
{
	uint64_t value = rec_get_difference(in, load(field, record));

	if (may_be(field, value))
		store(field, record, value);
	else
		rec_bad(in);
}

void rec_get_fields(struct rec_in *in, const struct rec_table *table,
		    uint64_t mask, void *record)
{
	unsigned int i;

	mask >>= table->first_bit;
	for (i = 0; mask && !in->bad; mask >>= 1, i++) {
		if (!(mask & 1))
			continue;
		if (i < table->nr)
			get_field(in, &table->fields[i], record);
		else
			rec_get_number(in);
	}
}
