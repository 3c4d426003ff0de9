// SPDX-License-Identifier: GPL-2.0
/* The system and its processes, as the difference to the list before. */
#include <string.h>

#include "data/recording_field.h"
#include "data/recording_section.h"
#include "data/recording_steps.h"

static void put_comm(struct rec_out *out, const char *comm)
{
	size_t len = strnlen(comm, sizeof(((struct proc *)NULL)->comm) - 1);

	rec_put_number(out, len);
	rec_put_bytes(out, comm, len);
}

static uint64_t changes_of(const struct proc *now, const struct proc *before)
{
	uint64_t mask = rec_changes(&rec_proc, now, before);

	if (strncmp(now->comm, before->comm, sizeof(now->comm)))
		mask |= REC_COMM;
	return mask;
}

static void put_proc(struct rec_steps *steps, enum rec_step step, uint64_t mask,
		     const struct proc *now, const struct proc *before)
{
	rec_put_step(steps, step, mask);
	if (mask & REC_COMM)
		put_comm(steps->out, now->comm);
	rec_put_fields(steps->out, &rec_proc, mask, now, before);
}

/* A new one is told by the one before it in the list, which is like it. */
static void put_new(struct rec_steps *steps, const struct sample *sample, size_t i)
{
	static const struct proc none;
	const struct proc *now = &sample->procs[i];
	const struct proc *before = i ? now - 1 : &none;

	put_proc(steps, REC_ADD, changes_of(now, before), now, before);
}

static void put_old(struct rec_steps *steps, const struct proc *now,
		    const struct proc *before)
{
	uint64_t mask = changes_of(now, before);

	if (mask)
		put_proc(steps, REC_CHANGE, mask, now, before);
	else
		rec_put_counted(steps, REC_KEEP);
}

/* Does @old come before @now, or was its pid used again? */
static bool is_past(const struct proc *old, const struct proc *now)
{
	return old->id.pid < now->id.pid ||
	       (old->id.pid == now->id.pid && !proc_id_equal(old->id, now->id));
}

static void put_procs(struct rec_out *out, const struct sample *list,
		      const struct sample *sample)
{
	struct rec_steps steps = { .out = out };
	const struct proc *now;
	size_t i, old = 0;

	for (i = 0; i < sample->nr_procs; i++) {
		now = &sample->procs[i];
		for (; old < list->nr_procs && is_past(&list->procs[old], now);
		     old++)
			rec_put_counted(&steps, REC_REMOVE);
		if (old < list->nr_procs &&
		    proc_id_equal(list->procs[old].id, now->id))
			put_old(&steps, now, &list->procs[old++]);
		else
			put_new(&steps, sample, i);
	}
	for (; old < list->nr_procs; old++)
		rec_put_counted(&steps, REC_REMOVE);
	rec_end_steps(&steps);
}

/* Is @proc, that comes behind the last one, at its place? No pid is 0. */
static bool rises(const struct sample *sample, const struct proc *proc)
{
	size_t nr = sample->nr_procs;

	return (nr ? sample->procs[nr - 1].id.pid : 0) < proc->id.pid;
}

static bool is_list(const struct sample *sample)
{
	pid_t before = 0;
	size_t i;

	for (i = 0; i < sample->nr_procs; i++) {
		if (sample->procs[i].id.pid <= before)
			return false;
		before = sample->procs[i].id.pid;
	}
	return sample->nr_procs <= REC_RECORDS_MAX;
}

void rec_put_list(struct rec_out *out, const struct rec_state *state,
		  const struct sample *sample)
{
	const struct sys_stat *old = &state->list.sys;
	uint64_t mask = rec_changes(&rec_sys, &sample->sys, old);

	if (!is_list(sample))
		out->bad = true;
	rec_put_number(out, mask);
	rec_put_fields(out, &rec_sys, mask, &sample->sys, old);
	put_procs(out, &state->list, sample);
}

static void get_comm(struct rec_in *in, char *comm)
{
	size_t size = sizeof(((struct proc *)NULL)->comm);
	uint64_t len = rec_get_up_to(in, size - 1);
	const unsigned char *bytes = rec_get_bytes(in, len);

	if (!bytes)
		return;
	memset(comm, 0, size);
	memcpy(comm, bytes, len);
	if (strlen(comm) != len)
		rec_bad(in);
}

static void add_proc(struct rec_in *in, struct sample *sample,
		     const struct proc *proc)
{
	if (in->bad || !rises(sample, proc) ||
	    sample->nr_procs == REC_RECORDS_MAX)
		rec_bad(in);
	else
		*sample_add_proc(sample) = *proc;
}

static void get_proc(struct rec_in *in, uint64_t mask, struct proc *proc)
{
	if (mask & REC_COMM)
		get_comm(in, proc->comm);
	rec_get_fields(in, &rec_proc, mask, proc);
}

static void get_new(struct rec_in *in, struct sample *sample, uint64_t mask)
{
	struct proc proc = { 0 };

	if (sample->nr_procs)
		proc = sample->procs[sample->nr_procs - 1];
	get_proc(in, mask, &proc);
	add_proc(in, sample, &proc);
}

static void get_changed(struct rec_in *in, struct sample *sample,
			const struct proc *old, uint64_t mask)
{
	struct proc proc = *old;

	get_proc(in, mask, &proc);
	if (!proc_id_equal(proc.id, old->id))
		rec_bad(in);
	add_proc(in, sample, &proc);
}

static void keep(struct rec_in *in, struct sample *sample,
		 const struct sample *list, size_t at, size_t nr)
{
	for (; nr && !in->bad; nr--)
		add_proc(in, sample, &list->procs[at++]);
}

/* Where in the list before it is: place @at. */
static void get_step(struct rec_in *in, const struct sample *list,
		     struct sample *sample, size_t *at)
{
	uint64_t what;
	size_t nr;
	enum rec_step step = rec_get_step(in, list->nr_procs - *at, &what, &nr);

	if (in->bad)
		return;
	if (step == REC_ADD)
		get_new(in, sample, what);
	else if (step == REC_CHANGE)
		get_changed(in, sample, &list->procs[*at], what);
	else if (step == REC_KEEP)
		keep(in, sample, list, *at, nr);
	*at += nr;
}

void rec_get_list(struct rec_in *in, const struct rec_state *state,
		  struct sample *sample)
{
	const struct sample *list = &state->list;
	size_t at = 0;

	sample->sys = list->sys;
	rec_get_fields(in, &rec_sys, rec_get_number(in), &sample->sys);
	while (rec_more(in))
		get_step(in, list, sample, &at);
	keep(in, sample, list, at, list->nr_procs - at);
}
