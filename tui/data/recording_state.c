// SPDX-License-Identifier: GPL-2.0
/* What is known after each sample, the same for who writes and who reads. */
#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/status.h"
#include "data/recording_state.h"

/* What a fact takes beside what it points to, with its place in the tree. */
#define FACT_WEIGHT	(sizeof(struct rec_fact) + 64)

const struct sample *rec_list(const struct rec_state *state,
			      const struct sample *sample)
{
	return sample->sections & SECTION_LIST ? sample : &state->list;
}

static int compare_facts(const void *a, const void *b)
{
	const struct rec_fact *x = a, *y = b;

	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return proc_id_compare(&x->id, &y->id);
}

const struct rec_fact *rec_find(const struct rec_state *state,
				enum rec_kind kind, struct proc_id id)
{
	const struct rec_fact key = { .kind = kind, .id = id };
	void *node = tfind(&key, &state->facts, compare_facts);

	return node ? *(struct rec_fact **)node : NULL;
}

/* As rec_fact.id of a text says. */
static struct proc_id text_id(const struct sample_text *text)
{
	if (text->kind == TEXT_USER)
		return (struct proc_id){ .pid = (pid_t)text->uid };
	return text->id;
}

static enum rec_kind text_kind(const struct sample_text *text)
{
	static const enum rec_kind kinds[] = {
		[TEXT_COMMAND] = REC_COMMAND,
		[TEXT_USER] = REC_USER,
		[TEXT_CGROUP] = REC_CGROUP,
	};

	return kinds[text->kind];
}

const struct rec_fact *rec_find_text(const struct rec_state *state,
				     const struct sample_text *text)
{
	return rec_find(state, text_kind(text), text_id(text));
}

static bool is_text(enum rec_kind kind)
{
	return kind <= REC_CGROUP;
}

static bool is_held(enum rec_kind kind)
{
	return kind == REC_TARGET || kind == REC_RUNS;
}

static size_t text_weight(const struct sample_text *text)
{
	return text->text ? strlen(text->text) + 1 : 0;
}

size_t rec_weight(const struct sample *sample)
{
	size_t weight = sample->nr_procs * sizeof(*sample->procs) +
			sample->nr_texts * sizeof(*sample->texts) +
			sample->nr_pages * sizeof(*sample->pages) +
			sample->nr_zeros * sizeof(*sample->zeros) +
			sample->nr_psses * sizeof(*sample->psses) +
			sample->nr_mappings * sizeof(*sample->mappings) +
			sample->nr_looks * sizeof(*sample->looks) +
			sample->nr_ranges * sizeof(*sample->ranges) +
			sample->nr_runs * sizeof(*sample->runs) +
			sample->names_len;
	size_t i;

	for (i = 0; i < sample->nr_texts; i++)
		weight += text_weight(&sample->texts[i]);
	return weight;
}

static size_t weight_of(const struct rec_fact *fact)
{
	if (is_text(fact->kind))
		return FACT_WEIGHT + text_weight(&fact->text);
	if (is_held(fact->kind))
		return FACT_WEIGHT + sizeof(*fact->held) +
		       rec_weight(fact->held);
	return FACT_WEIGHT;
}

static void free_fact(void *ptr)
{
	struct rec_fact *fact = ptr;

	if (is_text(fact->kind))
		free(fact->text.text);
	if (is_held(fact->kind)) {
		sample_release(fact->held);
		free(fact->held);
	}
	free(fact);
}

/* One that is there, or a new one. Its weight is not counted until settle(). */
static struct rec_fact *get_fact(struct rec_state *state, enum rec_kind kind,
				 struct proc_id id)
{
	struct rec_fact *fact = (struct rec_fact *)rec_find(state, kind, id);

	if (fact) {
		state->weight -= weight_of(fact);
		return fact;
	}
	fact = xcalloc(1, sizeof(*fact));
	fact->kind = kind;
	fact->id = id;
	if (is_held(kind))
		fact->held = xcalloc(1, sizeof(*fact->held));
	if (!tsearch(fact, &state->facts, compare_facts))
		die(ST_NO_MEMORY, "out of memory");
	return fact;
}

static void settle(struct rec_state *state, const struct rec_fact *fact)
{
	state->weight += weight_of(fact);
}

static void forget(struct rec_state *state, const struct rec_fact *fact)
{
	tdelete(fact, &state->facts, compare_facts);
	state->weight -= weight_of(fact);
	free_fact((struct rec_fact *)fact);
}

static void forget_process(struct rec_state *state, struct proc_id id)
{
	const struct rec_fact *fact;
	int kind;

	for (kind = 0; kind < NR_REC_KINDS; kind++) {
		fact = kind == REC_USER ? NULL : rec_find(state, kind, id);
		if (fact)
			forget(state, fact);
	}
}

/* Both lists are by rising pid. */
static void forget_who_left(struct rec_state *state,
			    const struct sample *sample)
{
	const struct sample *list = &state->list;
	size_t i, k = 0;

	for (i = 0; i < list->nr_procs; i++) {
		while (k < sample->nr_procs &&
		       sample->procs[k].id.pid < list->procs[i].id.pid)
			k++;
		if (k == sample->nr_procs ||
		    !proc_id_equal(sample->procs[k].id, list->procs[i].id))
			forget_process(state, list->procs[i].id);
	}
}

static void copy_list(struct sample *to, const struct sample *from)
{
	to->procs = xgrow(to->procs, from->nr_procs, &to->max_procs,
			  sizeof(*to->procs));
	if (from->nr_procs)
		memcpy(to->procs, from->procs,
		       from->nr_procs * sizeof(*to->procs));
	to->nr_procs = from->nr_procs;
	to->sys = from->sys;
	to->sections |= SECTION_LIST;
	to->time_ns = from->time_ns;
	to->wall_s = from->wall_s;
	to->cost_ns = from->cost_ns;
}

static void apply_list(struct rec_state *state, const struct sample *sample)
{
	forget_who_left(state, sample);
	copy_list(&state->list, sample);
}

static void apply_texts(struct rec_state *state, const struct sample *sample)
{
	const struct sample_text *text;
	struct rec_fact *fact;
	size_t i;

	for (i = 0; i < sample->nr_texts; i++) {
		text = &sample->texts[i];
		fact = get_fact(state, text_kind(text), text_id(text));
		free(fact->text.text);
		fact->text = *text;
		if (text->text)
			fact->text.text = xstrdup(text->text);
		settle(state, fact);
	}
}

static void apply_pages(struct rec_state *state, enum rec_kind kind,
			const struct sample_pages *pages, size_t nr)
{
	struct rec_fact *fact;

	for (; nr; nr--, pages++) {
		fact = get_fact(state, kind, pages->id);
		fact->pages = *pages;
		settle(state, fact);
	}
}

static void apply_psses(struct rec_state *state, const struct sample *sample)
{
	struct rec_fact *fact;
	size_t i;

	for (i = 0; i < sample->nr_psses; i++) {
		fact = get_fact(state, REC_PSS, sample->psses[i].id);
		fact->pss = sample->psses[i];
		settle(state, fact);
	}
}

static void copy_mappings(struct sample *to, const struct sample *from)
{
	const struct sample_mapping *old;
	struct sample_mapping *new;
	size_t i;

	to->nr_mappings = 0;
	to->names_len = 0;
	for (i = 0; i < from->nr_mappings; i++) {
		old = &from->mappings[i];
		new = sample_add_mapping(to);
		*new = *old;
		if (old->name != NAME_UNKNOWN)
			new->name = sample_add_name(to, sample_name(from, old));
	}
}

void rec_copy_target(struct sample *to, const struct sample *from)
{
	to->target = from->target;
	to->sections |= SECTION_TARGET;
	if (from->target.has & TARGET_HAS_MAPPINGS)
		copy_mappings(to, from);
}

#define ABOUT_MAPPINGS	(TARGET_HAS_MAPPINGS | TARGET_HAS_MORE)

/* What a sample doesn't tell stays as it was told; as model/target.c has it. */
static void keep_old(struct sample_target *now, const struct sample_target *was)
{
	uint32_t kept = TARGET_HAS_WHO | TARGET_HAS_PSS;

	if (!(now->has & TARGET_HAS_MAPPINGS))
		kept |= ABOUT_MAPPINGS;
	if (now->state == TARGET_FAILED)
		kept |= was->has;
	if (!(now->has & TARGET_HAS_WHO)) {
		now->ppid = was->ppid;
		now->run_state = was->run_state;
		now->nr_threads = was->nr_threads;
	}
	if (!(now->has & TARGET_HAS_PSS)) {
		now->pss = was->pss;
		now->uss = was->uss;
		now->pss_cost_ns = was->pss_cost_ns;
	}
	if (!now->mm_id)
		now->mm_id = was->mm_id;
	now->has |= was->has & kept;
}

/* Of the memory before an exec(2) nothing is left. */
static void forget_memory(struct sample *held)
{
	held->nr_mappings = 0;
	held->names_len = 0;
	held->target.has &= ~ABOUT_MAPPINGS;
}

static void apply_target(struct rec_state *state, const struct sample *sample)
{
	const struct sample_target *new = &sample->target;
	struct rec_fact *fact = get_fact(state, REC_TARGET, new->id);
	struct sample *held = fact->held;
	struct sample_target was;

	if (held->target.mm_id && new->mm_id &&
	    held->target.mm_id != new->mm_id)
		forget_memory(held);
	was = held->target;
	rec_copy_target(held, sample);
	keep_old(&held->target, &was);
	held->time_ns = sample->time_ns;
	held->wall_s = sample->wall_s;
	held->cost_ns = sample->cost_ns;
	settle(state, fact);
}

static void copy_ranges(struct sample *to, const struct sample_range *ranges,
			size_t nr)
{
	if (!nr)
		return;
	to->ranges = xgrow(to->ranges, to->nr_ranges + nr, &to->max_ranges,
			   sizeof(*ranges));
	memcpy(to->ranges + to->nr_ranges, ranges, nr * sizeof(*ranges));
	to->nr_ranges += nr;
}

static void copy_runs(struct sample *to, const struct page_run *runs, size_t nr)
{
	if (!nr)
		return;
	to->runs = xgrow(to->runs, to->nr_runs + nr, &to->max_runs,
			 sizeof(*runs));
	memcpy(to->runs + to->nr_runs, runs, nr * sizeof(*runs));
	to->nr_runs += nr;
}

void rec_copy_look(struct sample *to, const struct sample *from, size_t look)
{
	const struct sample_look *old = &from->looks[look];
	struct sample_look *new = sample_add_look(to);

	*new = *old;
	new->first_range = to->nr_ranges;
	new->first_run = to->nr_runs;
	if (old->nr_ranges)
		copy_ranges(to, from->ranges + old->first_range,
			    old->nr_ranges);
	if (old->nr_runs)
		copy_runs(to, from->runs + old->first_run, old->nr_runs);
	to->sections |= SECTION_RUNS;
}

static void apply_looks(struct rec_state *state, const struct sample *sample)
{
	struct rec_fact *fact;
	struct sample *held;
	size_t i;

	for (i = 0; i < sample->nr_looks; i++) {
		fact = get_fact(state, REC_RUNS, sample->looks[i].id);
		held = fact->held;
		sample_reset(held);
		rec_copy_look(held, sample, i);
		held->time_ns = sample->time_ns;
		held->wall_s = sample->wall_s;
		held->cost_ns = sample->cost_ns;
		settle(state, fact);
	}
}

bool rec_apply(struct rec_state *state, const struct sample *sample)
{
	if (sample->sections & SECTION_LIST)
		apply_list(state, sample);
	if (sample->sections & SECTION_TEXTS)
		apply_texts(state, sample);
	if (sample->sections & SECTION_PAGES)
		apply_pages(state, REC_PAGES, sample->pages, sample->nr_pages);
	if (sample->sections & SECTION_ZEROS)
		apply_pages(state, REC_ZEROS, sample->zeros, sample->nr_zeros);
	if (sample->sections & SECTION_PSS)
		apply_psses(state, sample);
	if (sample->sections & SECTION_TARGET)
		apply_target(state, sample);
	if (sample->sections & SECTION_RUNS)
		apply_looks(state, sample);
	return state->weight <= REC_WEIGHT_MAX;
}

struct facts {
	const struct rec_fact **list;
	size_t nr, max;
};

static void add_fact(const void *node, VISIT visit, void *ctx)
{
	struct facts *facts = ctx;

	if (visit != postorder && visit != leaf)
		return;
	facts->list = xgrow(facts->list, facts->nr + 1, &facts->max,
			    sizeof(*facts->list));
	facts->list[facts->nr++] = *(const struct rec_fact *const *)node;
}

const struct rec_fact **rec_facts(const struct rec_state *state, size_t *nr)
{
	struct facts facts = { 0 };

	twalk_r(state->facts, add_fact, &facts);
	*nr = facts.nr;
	return facts.list;
}

static int compare_procs(const void *a, const void *b)
{
	const struct proc *x = a, *y = b;

	return proc_id_compare(&x->id, &y->id);
}

static bool is_listed(const struct rec_state *state, struct proc_id id)
{
	const struct proc key = { .id = id };

	return state->list.nr_procs &&
	       bsearch(&key, state->list.procs, state->list.nr_procs,
		       sizeof(key), compare_procs);
}

void rec_purge(struct rec_state *state)
{
	const struct rec_fact **facts;
	size_t i, nr;

	if (!(state->list.sections & SECTION_LIST))
		return;
	facts = rec_facts(state, &nr);
	for (i = 0; i < nr; i++)
		if (facts[i]->kind != REC_USER &&
		    !is_listed(state, facts[i]->id))
			forget(state, facts[i]);
	free(facts);
}

static void add_text(struct sample *sample, const struct rec_fact *fact)
{
	struct sample_text *text = sample_add_text(sample);

	*text = fact->text;
	if (text->text)
		text->text = xstrdup(text->text);
	sample->sections |= SECTION_TEXTS;
}

static void tell_fact(struct sample *sample, const struct rec_fact *fact)
{
	switch (fact->kind) {
	case REC_COMMAND:
	case REC_USER:
	case REC_CGROUP:
		add_text(sample, fact);
		break;
	case REC_PAGES:
		*sample_add_pages(sample) = fact->pages;
		sample->sections |= SECTION_PAGES;
		break;
	case REC_ZEROS:
		*sample_add_zeros(sample) = fact->pages;
		sample->sections |= SECTION_ZEROS;
		break;
	case REC_PSS:
		*sample_add_pss(sample) = fact->pss;
		sample->sections |= SECTION_PSS;
		break;
	default:
		break;
	}
}

void rec_whole(const struct rec_state *state, struct sample *sample)
{
	const struct rec_fact **facts;
	size_t i, nr;

	if (state->list.sections & SECTION_LIST)
		copy_list(sample, &state->list);
	facts = rec_facts(state, &nr);
	for (i = 0; i < nr; i++)
		tell_fact(sample, facts[i]);
	free(facts);
}

void rec_state_release(struct rec_state *state)
{
	tdestroy(state->facts, free_fact);
	sample_release(&state->list);
	memset(state, 0, sizeof(*state));
}
