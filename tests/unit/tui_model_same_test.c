// SPDX-License-Identifier: GPL-2.0
/*
 * A model keeps much from one sample to the next. Here one is fed samples and
 * asked for things at random; beside it is another one for which nothing stays:
 * a kernel thread comes and goes between its processes, and there is something
 * new in each of them, though it is nothing that anybody sees. Both must show the
 * same, and what the rules say that are written down here once more.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "check.h"
#include "common/clock.h"
#include "model/field.h"
#include "model/group_key.h"
#include "model/model.h"
#include "model/tree.h"

#define NR_PROCS 26
#define PHANTOM 95		/* its pid is between theirs */
#define PAGE 4096ULL
#define KNOWN_ALL 0x1ff
#define FIRST_UID 1000
#define UID_STEP 10000
#define NR_UIDS 4
#define FACTS_MAX 40000
#define NR_STEPS 700
#define NR_SEEDS 80

/* What is known of a process by the rules, sample by sample. */
struct known {
	bool there;		/* in the last sample */
	struct proc now;
	struct proc counted;	/* as it was when its zeros were counted */
	bool stands, stood;	/* by the last sample, by the one before */
	bool just_came;
	struct rates rates;
	uint32_t growth[ROW_HISTORY];
	int nr_growth;
	bool command_known, command_old, cgroup_known;
	char command[16], cgroup[32];
	size_t first;
	struct sample_pages pages, zeros;
	int64_t zero_rate;
	uint64_t zero_span_ns;		/* 0: there is no rate */
	unsigned long zeros_sample;
	bool pss_known;
	uint64_t pss_time_ns;
};

/* What a process had when the mark was set. */
struct then {
	bool marked;
	struct proc now;
};

struct fact {
	const char *what;
	pid_t pid;
	uint64_t value;
};

struct facts {
	struct fact all[FACTS_MAX];
	size_t nr;
};

static struct {
	uint32_t seed, random;
	unsigned int step;
	const char *did;		/* last */
	struct model *kept, *other;
	struct sample sample, other_sample;
	struct demand demand;
	struct proc procs[NR_PROCS];	/* by rising pid; some have ended */
	bool there[NR_PROCS];
	struct known known[NR_PROCS];
	struct then then[NR_PROCS];
	const char *names[NR_UIDS];	/* NULL: not told yet; "": none */
	char name_texts[NR_UIDS][16];
	struct came {
		bool pages, zeros, pss;
	} came, missed;			/* since the last list; till that */
	unsigned long nr_samples;
	uint64_t time_ns, last_start;
	const struct field *sort;
	bool inverted;
	struct filter *own_filter;
	struct group_key limit;
	char limit_text[64];
	struct proc_id pids[2 * NR_PROCS];
	size_t nr_pids;
	bool sampled;
} world;

static struct facts before, after, others;

static uint32_t any(uint32_t below)
{
	world.random = world.random * 1664525 + 1013904223;
	return (world.random >> 8) % below;
}

static bool one_in(uint32_t times)
{
	return !any(times);
}

static pid_t pid_of(size_t i)
{
	return (pid_t)(7 * (i + 1));
}

static struct proc_id any_id(void)
{
	size_t i = any(NR_PROCS);
	struct proc_id id = world.procs[i].id;

	/* at times of one that has ended, or never was */
	if (one_in(8))
		id.start_ns++;
	return id;
}

/* What happens to processes */

static void start(size_t i)
{
	struct proc *proc = &world.procs[i];

	*proc = (struct proc){
		.id = { .pid = pid_of(i), .start_ns = world.last_start += 10 },
		.known = KNOWN_ALL,
		.comm = "comm", .run_state = 'S', .nr_threads = 1,
		.uid = FIRST_UID + any(NR_UIDS) * UID_STEP, .ppid = one_in(3) ? 0 :
						pid_of(any(NR_PROCS)),
		.reserved = 100 * PAGE, .resident = any(4) * PAGE,
		.exec_seq = 1, .args_id = 1 + any(2),
	};
	/* the clock of a recording may go back */
	if (one_in(4))
		proc->id.start_ns -= 15;
	if (one_in(5))
		proc->ta_reserved = PAGE;
	world.there[i] = true;
}

static void flip_known(struct proc *proc)
{
	proc->known = KNOWN_ALL;
	if (one_in(2))
		proc->known ^= 1U << any(9);
}

static void change_memory(struct proc *proc)
{
	switch (any(7)) {
	case 0:
		proc->resident = any(4) * PAGE;
		return;
	case 1:
		proc->swapped = any(3) * PAGE;
		return;
	case 2:
		proc->hugetlb = any(3) * PAGE;
		return;
	case 3:
		proc->ta_reserved = any(3) * PAGE;
		return;
	case 4:
		proc->reserved = any(3) * 50 * PAGE;
		return;
	case 5:
		proc->shared = any(3) * PAGE;
		return;
	default:
		proc->exec_seq++;
	}
}

static void change_task(struct proc *proc)
{
	switch (any(7)) {
	case 0:
		proc->uid = FIRST_UID + any(NR_UIDS) * UID_STEP;
		return;
	case 1:
		proc->comm[any(3)] = (char)('a' + any(3));
		return;
	case 2:
		proc->args_id = any(3);
		return;
	case 3:
		proc->ppid = pid_of(any(NR_PROCS));
		return;
	case 4:
		proc->flags ^= one_in(2) ? PROC_KTHREAD : PROC_ZOMBIE;
		return;
	case 5:
		proc->oom_score = any(3);
		return;
	default:
		flip_known(proc);
	}
}

static void change_run(struct proc *proc)
{
	switch (any(6)) {
	case 0:
		proc->minflt += any(3);
		return;
	case 1:
		proc->majflt += any(3);
		return;
	case 2:
		proc->cpu_ns += any(3) * NSEC_PER_MSEC;
		return;
	case 3:
		proc->nr_threads = 1 + any(3);
		return;
	case 4:
		proc->nice = (int32_t)any(3) - 1;
		return;
	default:
		proc->run_state = "RSDZ"[any(4)];
	}
}

static void change(struct proc *proc)
{
	static void (*const changes[])(struct proc *proc) = {
		change_memory, change_task, change_run,
	};

	changes[any(ARRAY_SIZE(changes))](proc);
}

/* Who isn't ours to see for a while comes back as who it was. */
static void come_and_go(size_t i)
{
	if (one_in(3))
		start(i);
	else
		world.there[i] = !world.there[i];
}

/* Mostly little, now and then nothing or nearly all. */
static void live_on(void)
{
	uint32_t changes[] = { 0, 0, 1, 2, NR_PROCS }, comings[] = { 0, 0, 0, 1, 2 };
	uint32_t nr = changes[any(5)];
	size_t i;

	for (; nr; nr--)
		change(&world.procs[any(NR_PROCS)]);
	for (nr = comings[any(5)]; nr; nr--)
		come_and_go(any(NR_PROCS));
	for (i = 0; i < NR_PROCS && one_in(60); i++)
		come_and_go(i);
}

/* What comes of it */

static void begin(uint32_t sections)
{
	sample_reset(&world.sample);
	world.sample.sections = sections;
	world.sample.time_ns = world.time_ns;
}

static void take_list(void)
{
	size_t i;

	begin(SECTION_LIST);
	world.sample.exact_cpu = true;
	for (i = 0; i < NR_PROCS; i++)
		if (world.there[i])
			*sample_add_proc(&world.sample) = world.procs[i];
	world.sample.cost_ns = NSEC_PER_MSEC;
	world.sample.sys.known = KNOWN_VMSTAT;
	world.sample.sys.faults = world.step * 10;
	sample_sum_up(&world.sample);
}

/* As the other model gets it: nothing stays, and nothing that is told differs. */
static void take_other_list(void)
{
	struct sample *other = &world.other_sample;
	const struct proc *proc = world.sample.procs;
	struct proc *copy;
	size_t i, len;

	sample_reset(other);
	other->sections = SECTION_LIST;
	other->time_ns = world.sample.time_ns;
	other->exact_cpu = world.sample.exact_cpu;
	other->cost_ns = world.sample.cost_ns;
	other->sys = world.sample.sys;
	for (i = 0; i <= world.sample.nr_procs; i++) {
		if (world.step % 2 &&
		    (i == world.sample.nr_procs || proc->id.pid > PHANTOM) &&
		    (!i || proc[-1].id.pid < PHANTOM)) {
			copy = sample_add_proc(other);
			copy->id = (struct proc_id){ PHANTOM, world.step };
			copy->flags = PROC_KTHREAD;
			copy->known = ~0U;
		}
		if (i == world.sample.nr_procs)
			break;
		copy = sample_add_proc(other);
		*copy = *proc++;
		len = strlen(copy->comm);
		if (len + 1 < sizeof(copy->comm))
			copy->comm[len + 1] = (char)world.step;
	}
}

static uint64_t any_moment(void)
{
	return one_in(3) ? world.time_ns - any(2) * NSEC_PER_SEC :
			   world.time_ns + (1 + any(3)) * NSEC_PER_MSEC;
}

static void add_text(enum text_kind kind, struct proc_id id, uid_t uid)
{
	static const char *const texts[] = {
		"one", "/bin/two a", "/bin/three --x", "", NULL,
	};
	static const char *const cgroups[] = {
		"/", "/system.slice/a.service", "/user.slice", NULL,
	};
	struct sample_text *text = sample_add_text(&world.sample);
	const char *is = texts[any(ARRAY_SIZE(texts))];
	char name[16];

	text->kind = kind;
	text->id = id;
	text->uid = uid;
	snprintf(name, sizeof(name), "user%u", uid);
	if (kind == TEXT_CGROUP)
		is = cgroups[any(ARRAY_SIZE(cgroups))];
	if (kind == TEXT_USER)
		is = one_in(2) ? name : NULL;
	text->text = is ? xstrdup(is) : NULL;
	text->failed = kind == TEXT_USER && !is && one_in(2);
	if (kind == TEXT_COMMAND && is && !one_in(3))
		text->first = strcspn(is, " ");
}

static void take_texts(void)
{
	uint32_t nr = any(12);
	size_t i = any(NR_PROCS);

	begin(SECTION_TEXTS);
	for (; nr; nr--, i = (i + 1) % NR_PROCS)
		add_text((enum text_kind)any(3), any_id(),
			 world.procs[i].uid);
}

static void count(struct sample_pages *pages, struct proc_id id)
{
	pages->id = id;
	pages->state = (enum pages_state)(one_in(3) ? any(3) : PAGES_COUNTED);
	pages->time_ns = any_moment();
	pages->exec_seq = one_in(4) ? 1 : world.procs[id.pid / 7 - 1].exec_seq;
	if (pages->state != PAGES_COUNTED)
		return;
	pages->zero = any(3) * PAGE;
	pages->written = any(2) * PAGE;
}

/* Of all, and mostly what it was before. */
static void count_all(struct sample_pages *(*add)(struct sample *sample))
{
	struct sample_pages *pages;
	size_t i;

	for (i = 0; i < NR_PROCS; i++) {
		pages = add(&world.sample);
		*pages = world.known[i].pages;
		if (one_in(60))
			count(pages, world.procs[i].id);
		pages->id = world.procs[i].id;
		pages->state = PAGES_COUNTED;
		pages->exec_seq = world.procs[i].exec_seq;
		pages->time_ns = world.time_ns + 2 * NSEC_PER_MSEC;
	}
}

static void count_some(struct sample_pages *(*add)(struct sample *sample))
{
	uint32_t nr = any(12);

	if (one_in(3)) {
		count_all(add);
		return;
	}
	for (; nr; nr--)
		count(add(&world.sample), any_id());
}

static void take_pages(void)
{
	begin(SECTION_PAGES);
	count_some(sample_add_pages);
}

static void take_zeros(void)
{
	begin(SECTION_ZEROS);
	count_some(sample_add_zeros);
}

static void take_pss(void)
{
	struct sample_pss *pss;
	uint32_t nr = any(12);

	begin(SECTION_PSS);
	for (; nr; nr--) {
		pss = sample_add_pss(&world.sample);
		pss->id = any_id();
		pss->state = (enum pss_answer)any(3);
		pss->bytes = pss->state == PSS_READ ? any(4) * PAGE : 0;
		pss->time_ns = any_moment();
	}
}

/* The rules for what is known of a process */

static struct known *known_of(struct proc_id id)
{
	size_t i = (size_t)id.pid / 7 - 1;

	return id.pid % 7 == 0 && i < NR_PROCS && world.known[i].there &&
	       proc_id_equal(world.known[i].now.id, id) ?
		       &world.known[i] : NULL;
}

static uint64_t risen(uint64_t now, uint64_t then)
{
	return now > then ? now - then : 0;
}

static uint64_t rate(uint64_t count, uint64_t ns)
{
	return count * NSEC_PER_SEC / ns;
}

static void know_rates(struct known *known, const struct proc *was,
		       uint64_t ns)
{
	const uint32_t parts = KNOWN_MM | KNOWN_SWAP | KNOWN_HUGETLB;
	const struct proc *now = &known->now;
	uint32_t both = now->known & was->known;
	uint64_t touched = proc_touched(now), then = proc_touched(was);

	known->rates = (struct rates){ 0 };
	if (!ns)
		return;
	if (both & KNOWN_FAULTS) {
		known->rates.faults_known = true;
		known->rates.majflt = rate(risen(now->majflt, was->majflt), ns);
		known->rates.faults = rate(risen(now->majflt, was->majflt) +
					   risen(now->minflt, was->minflt), ns);
	}
	if (both & KNOWN_RUN) {
		known->rates.cpu_known = true;
		known->rates.cpu_ns = rate(risen(now->cpu_ns, was->cpu_ns), ns);
	}
	if ((both & parts) != parts)
		return;
	known->rates.known = true;
	known->rates.touched = touched > then ?
				       (int64_t)rate(touched - then, ns) :
				       -(int64_t)rate(then - touched, ns);
	if (known->nr_growth == ROW_HISTORY)
		memmove(known->growth, known->growth + 1,
			sizeof(known->growth) - sizeof(known->growth[0]));
	else
		known->nr_growth++;
	known->growth[known->nr_growth - 1] =
		(uint32_t)(risen(touched, then) / 1024);
}

/* Has nothing happened since its zeros were counted? */
static bool stands(const struct proc *now, const struct proc *then)
{
	struct proc a = *now, b = *then;
	const uint32_t needed = KNOWN_FAULTS | KNOWN_MM | KNOWN_SWAP |
				KNOWN_HUGETLB | KNOWN_RUN;

	if ((a.known & b.known & needed) != needed ||
	    a.exec_seq != b.exec_seq || a.args_id != b.args_id)
		return false;
	return a.minflt == b.minflt && a.majflt == b.majflt &&
	       a.cpu_ns == b.cpu_ns && a.nr_threads == b.nr_threads &&
	       a.reserved == b.reserved && a.resident == b.resident &&
	       a.shared == b.shared && a.swapped == b.swapped &&
	       a.hugetlb == b.hugetlb && a.ta_reserved == b.ta_reserved;
}

/* What was known of its memory, and of its arguments, is of others. */
static void know_exec(struct known *known, const struct proc *was)
{
	const struct proc *now = &known->now;

	if (now->args_id != was->args_id || strcmp(now->comm, was->comm))
		known->command_old = true;
	if (now->exec_seq != was->exec_seq)
		known->pages = (struct sample_pages){ 0 };
	if (now->exec_seq == was->exec_seq && now->args_id == was->args_id)
		return;
	known->zeros = (struct sample_pages){ 0 };
	known->zero_span_ns = 0;
	known->stands = false;
	known->stood = false;
	known->pss_known = false;
}

static void know_list(uint64_t ns)
{
	struct known *known = world.known;
	struct proc was;
	size_t i;

	for (i = 0; i < NR_PROCS; i++, known++) {
		was = known->now;
		if (!world.there[i] || !known->there ||
		    !proc_id_equal(was.id, world.procs[i].id)) {
			memset(known, 0, sizeof(*known));
			known->just_came = true;
			known->there = world.there[i];
			known->now = world.procs[i];
			continue;
		}
		known->now = world.procs[i];
		known->just_came = false;
		known->stood = known->stands;
		know_exec(known, &was);
		known->stands &= stands(&known->now, &known->counted);
		if (known->stands) {
			known->zeros.time_ns = world.time_ns;
			known->zero_rate = 0;
			known->zero_span_ns = ns;
		}
		know_rates(known, &was, ns);
	}
}

/* Of what stood all the same, and is another one, nobody knows since when. */
static void know_zero_rate(struct known *known,
			   const struct sample_pages *zeros)
{
	const struct sample_pages *then = &known->zeros;
	uint64_t ns = zeros->time_ns - then->time_ns;
	uint64_t more = risen(zeros->zero, then->zero);
	uint64_t less = risen(then->zero, zeros->zero);
	bool stood = known->stands && known->zeros_sample != world.nr_samples;

	if (stood && zeros->state == PAGES_COUNTED &&
	    zeros->written == then->written && !more && !less)
		return;
	known->zero_span_ns = 0;
	if (stood || zeros->time_ns <= then->time_ns ||
	    zeros->state != PAGES_COUNTED || then->state != PAGES_COUNTED)
		return;
	known->zero_span_ns = ns;
	known->zero_rate = (int64_t)rate(more, ns) - (int64_t)rate(less, ns);
}

static void know_zeros(void)
{
	const struct sample_pages *zeros = world.sample.zeros;
	const struct row *row;
	struct known *known;

	for (; zeros < world.sample.zeros + world.sample.nr_zeros; zeros++) {
		known = known_of(zeros->id);
		row = model_process(world.kept, zeros->id);
		if (!known || zeros->time_ns < row->memory_since_ns)
			continue;
		know_zero_rate(known, zeros);
		known->zeros = *zeros;
		known->zeros_sample = world.nr_samples;
		known->counted = known->now;
		known->stands = zeros->state == PAGES_COUNTED &&
				zeros->time_ns >= world.time_ns + NSEC_PER_MSEC;
	}
}

static void know_pages(void)
{
	const struct sample_pages *pages = world.sample.pages;
	struct known *known;

	for (; pages < world.sample.pages + world.sample.nr_pages; pages++) {
		known = known_of(pages->id);
		if (known && known->now.exec_seq == pages->exec_seq)
			known->pages = *pages;
	}
}

static void know_pss(void)
{
	const struct sample_pss *pss = world.sample.psses;
	const struct row *row;
	struct known *known;

	for (; pss < world.sample.psses + world.sample.nr_psses; pss++) {
		known = known_of(pss->id);
		row = model_process(world.kept, pss->id);
		if (!known || pss->time_ns < row->memory_since_ns)
			continue;
		known->pss_known = pss->state == PSS_READ;
		known->pss_time_ns = pss->time_ns;
	}
}

/* The first name that there is stays. */
static void know_name(const struct sample_text *text)
{
	size_t i = (text->uid - FIRST_UID) / UID_STEP;

	if (world.names[i] && *world.names[i])
		return;
	snprintf(world.name_texts[i], sizeof(world.name_texts[i]), "%s",
		 text->text ? text->text : "");
	world.names[i] = world.name_texts[i];
}

static void know_text(const struct sample_text *text)
{
	struct known *known = known_of(text->id);

	if (text->kind == TEXT_USER)
		know_name(text);
	if (!known || text->kind == TEXT_USER)
		return;
	if (text->kind == TEXT_CGROUP) {
		known->cgroup_known = true;
		snprintf(known->cgroup, sizeof(known->cgroup), "%s",
			 text->text ? text->text : "");
		return;
	}
	known->command_known = true;
	known->command_old = false;
	known->first = text->first;
	snprintf(known->command, sizeof(known->command), "%s",
		 text->text ? text->text : "?");
}

/* What is told, fact by fact */

static void tell(struct facts *facts, const char *what, pid_t pid,
		 uint64_t value)
{
	assert_true(facts->nr < FACTS_MAX);
	facts->all[facts->nr++] = (struct fact){ what, pid, value };
}

static uint64_t text_number(const char *text)
{
	uint64_t number = 5381;

	while (text && *text)
		number = number * 33 + (unsigned char)*text++;
	return number;
}

static uint64_t value_number(const struct field *field,
			     const struct value *value)
{
	if (value->state == VALUE_UNKNOWN || value->state == VALUE_NONE)
		return 0;
	if (field->unit == UNIT_TEXT)
		return text_number(value->text);
	if (field->unit == UNIT_RATIO)
		return value->part * 31 + value->whole;
	return value->number;
}

static void tell_fields(struct facts *facts, const struct row *row)
{
	const struct field *field = process_fields;
	struct value value;

	for (; field < process_fields + NR_PROCESS_FIELDS; field++) {
		if (field->unit == UNIT_DRAWN)
			continue;
		value = field->value(row, NULL);
		tell(facts, field->head, row->now.id.pid, value.state);
		tell(facts, field->key, row->now.id.pid,
		     value_number(field, &value));
	}
}

static void tell_row(struct facts *facts, const struct row *row)
{
	pid_t pid = row->now.id.pid;
	int i;

	tell_fields(facts, row);
	tell(facts, "start", pid, row->now.id.start_ns);
	tell(facts, "gone", pid, row->gone);
	tell(facts, "just_came", pid, row->just_came);
	tell(facts, "brief", pid, text_number(row_brief(row)));
	tell(facts, "cgroup_shown", pid, text_number(row->cgroup_shown));
	tell(facts, "pages", pid, row->pages.state);
	tell(facts, "pages written", pid, row->pages.written);
	tell(facts, "pages zero", pid, row->pages.zero);
	tell(facts, "pages age", pid, row->pages_age_ns);
	tell(facts, "pages fresh", pid, row->pages_fresh);
	tell(facts, "zeros fresh", pid, row->zeros_fresh);
	tell(facts, "zeros rate known", pid, row_zero_rate_known(row));
	tell(facts, "zeros rate", pid, row_zero_rate_known(row) ?
					       (uint64_t)row->zero_rate : 0);
	tell(facts, "since reserved", pid, row->since_known ?
			(uint64_t)row->since_reserved : 0);
	for (i = 0; i < row->nr_growth; i++)
		tell(facts, "growth", pid, row->growth[i]);
	tell(facts, "node", pid, !!row->node);
	tell(facts, "depth", pid, row->node ? (uint64_t)row->node->depth : 0);
	tell(facts, "hidden", pid, row->node ? row->node->nr_hidden : 0);
}

static void tell_totals(struct facts *facts, const struct totals *totals)
{
	tell(facts, "touched", 0, totals->touched);
	tell(facts, "touched_known", 0, totals->touched_known);
	tell(facts, "zeros_known", 0, totals->zeros_known);
	tell(facts, "ta_reserved", 0, totals->ta_reserved);
	tell(facts, "ta_known", 0, totals->ta_known);
	tell(facts, "ta_written", 0, totals->ta_written);
	tell(facts, "ta_zero", 0, totals->ta_zero);
	tell(facts, "pages_known", 0, totals->pages_known);
	tell(facts, "pages_fresh", 0, totals->pages_fresh);
	tell(facts, "pages_age", 0, totals->pages_age_ns);
	tell(facts, "zero_rate_known", 0, totals->zero_rate_known);
	tell(facts, "zero_rate", 0, totals->zero_rate_known ?
					    (uint64_t)totals->zero_rate : 0);
	tell(facts, "rates known", 0, totals->rates.known);
	tell(facts, "rates touched", 0, (uint64_t)totals->rates.touched);
	tell(facts, "nr_processes", 0, totals->nr_processes);
	tell(facts, "nr_denied", 0, totals->nr_denied);
	tell(facts, "since_known", 0, totals->since_known);
	tell(facts, "since", 0, totals->since_known ?
			(uint64_t)totals->since_touched : 0);
	tell(facts, "nr_faults", 0, (uint64_t)totals->nr_faults);
}

static void tell_model(struct facts *facts, const struct model *model)
{
	const struct row *row = NULL;
	size_t i;

	facts->nr = 0;
	tell(facts, "nr_rows", 0, model_nr_rows(model));
	tell(facts, "nr_listed", 0, model_nr_listed(model));
	for (i = 0; (row = model_row(model, i)); i++)
		tell_row(facts, row);
	for (i = 0; (row = model_listed(model, i)); i++)
		tell_row(facts, row);
	while ((row = model_next(model, row)))
		tell_row(facts, row);
	tell_totals(facts, model_totals(model));
	if (model_filter(model))
		tell_fields(facts, model_filter_sum(model));
	tell(facts, "uid width", 0, (uint64_t)model_uid_width(model));
	tell(facts, "samples", 0, model_nr_samples(model));
	tell(facts, "empty", 0, model_is_empty(model));
	tell(facts, "mark", 0, model_marked(model, NULL));
}

static void tell_ids(struct facts *facts, const char *what,
		     const struct proc_id *ids, size_t nr)
{
	size_t i;

	for (i = 0; i < nr; i++)
		tell(facts, what, ids[i].pid, ids[i].start_ns);
}

/* What is asked for is shown a moment later. */
static void tell_demand(struct facts *facts, const struct model *model)
{
	struct demand *demand = &world.demand;
	size_t i, first = world.step % 7;

	demand_reset(demand);
	model_demand_filter(model, demand);
	model_demand_texts(model, first, 9, demand);
	model_demand_cgroups_of(model, first, 9, demand);
	model_demand_pages(model, first, 9, demand);
	model_demand_zeros(model, first, 9, demand);
	model_demand_pss(model, first, 9, demand);
	model_demand_rows(model, first, 9, demand);
	model_demand_parents(model, demand);
	for (i = 0; i < demand->nr_texts; i++)
		tell(facts, "text wanted", demand->texts[i].id.pid,
		     demand->texts[i].kind);
	tell_ids(facts, "pages wanted", demand->pages, demand->nr_pages);
	tell(facts, "pages shown", 0, demand->nr_pages_shown);
	tell_ids(facts, "zeros wanted", demand->zeros, demand->nr_zeros);
	tell_ids(facts, "pss wanted", demand->pss_turns, demand->nr_pss_turns);
	tell_ids(facts, "shown", demand->shown, demand->nr_shown);
}

static void same_facts(const char *where, const struct facts *a,
		       const struct facts *b)
{
	size_t i;

	for (i = 0; i < a->nr && i < b->nr; i++)
		if (a->all[i].pid != b->all[i].pid ||
		    a->all[i].value != b->all[i].value ||
		    strcmp(a->all[i].what, b->all[i].what))
			fail_msg("%s: seed %u, step %u, %s: %s of %d is %llu, %s of %d %llu",
				 where, world.seed, world.step, world.did,
				 a->all[i].what, a->all[i].pid,
				 (unsigned long long)a->all[i].value,
				 b->all[i].what, b->all[i].pid,
				 (unsigned long long)b->all[i].value);
	assert_int_equal(a->nr, b->nr);
}

/* The rules for what is listed, and where */

static bool is_asked_for(struct proc_id id)
{
	size_t i;

	for (i = 0; i < world.nr_pids; i++)
		if (world.pids[i].pid == id.pid &&
		    (!world.pids[i].start_ns ||
		     world.pids[i].start_ns == id.start_ns))
			return true;
	return false;
}

static bool is_listed(const struct known *known, const struct row *row)
{
	if (world.nr_pids ? !is_asked_for(known->now.id) :
			    known->now.flags & PROC_KTHREAD)
		return false;
	if (world.limit.kind && !group_has(&world.limit, row))
		return false;
	return !world.own_filter ||
	       filter_matches(world.own_filter, row) == FILTER_YES;
}

static bool key_is_known(const struct row *row)
{
	if (world.sort == &process_fields[FIELD_COMMAND])
		return row->command_known;
	if (world.sort == &process_fields[FIELD_CGROUP])
		return row->cgroup;
	return world.sort != &process_fields[FIELD_USER] || row->user;
}

/* Does @a stand before @b? */
static bool is_before(const struct row *a, const struct row *b)
{
	int order = world.sort ? world.sort->compare(a, b) : 0;

	if (key_is_known(a) != key_is_known(b))
		return key_is_known(a);
	/* of no moment nothing has changed */
	if (world.sort == &process_fields[FIELD_SINCE] &&
	    !model_marked(world.kept, NULL))
		order = 0;
	if (order && world.sort->descending != world.inverted)
		order = -order;
	return order ? order < 0 : a->now.id.pid < b->now.id.pid;
}

#define check(is)							\
	do {								\
		if (!(is))						\
			fail_msg("seed %u, step %u, %s, by %s: %s",	\
				 world.seed, world.step, world.did,	\
				 world.sort ? world.sort->key : "pid",	\
				 #is);					\
	} while (0)

static void check_proc(const struct proc *is, const struct proc *now)
{
	check(is->known == now->known && is->flags == now->flags);
	check(!strcmp(is->comm, now->comm));
	check(is->exec_seq == now->exec_seq && is->args_id == now->args_id);
	check(is->uid == now->uid && is->ppid == now->ppid);
	check(is->oom_score == now->oom_score && is->nice == now->nice);
	check(is->run_state == now->run_state && is->cpu_ns == now->cpu_ns);
	check(is->nr_threads == now->nr_threads);
	check(is->minflt == now->minflt && is->majflt == now->majflt);
	check(is->reserved == now->reserved && is->shared == now->shared);
	check(is->resident == now->resident && is->swapped == now->swapped);
	check(is->hugetlb == now->hugetlb);
	check(is->ta_reserved == now->ta_reserved);
}

static void check_rates(const struct rates *is, const struct rates *known)
{
	check(is->known == known->known && is->touched == known->touched);
	check(is->faults_known == known->faults_known);
	check(is->faults == known->faults && is->majflt == known->majflt);
	check(is->cpu_known == known->cpu_known);
	check(is->cpu_ns == known->cpu_ns);
}

static void check_known(const struct known *known, const struct row *row)
{
	check_proc(&row->now, &known->now);
	check_rates(&row->rates, &known->rates);
	check(row->just_came == known->just_came);
	check(row->nr_growth == known->nr_growth);
	check(!memcmp(row->growth, known->growth, sizeof(row->growth)));
	check(row->zeros_stand == known->stands);
}

static void check_texts(const struct known *known, const struct row *row)
{
	const char *name =
		world.names[(row->now.uid - FIRST_UID) / UID_STEP];
	char digits[16];

	snprintf(digits, sizeof(digits), "%u", row->now.uid);
	check(!row->user == !name);
	check(!name || !strcmp(row->user, *name ? name : digits));
	check(!row->cgroup == !known->cgroup_known);
	check(!row->cgroup || !strcmp(row->cgroup, known->cgroup));
	check(row->command_known == known->command_known);
	check(!row->command_sample ==
	      (!known->command_known || known->command_old));
	if (!known->command_known)
		return;
	check(row->command_first == known->first);
	check(!strcmp(row->command ? row->command : "?", known->command));
}

static bool is_fresh(const struct sample_pages *counts)
{
	return counts->state != PAGES_UNKNOWN &&
	       counts->time_ns >= world.time_ns;
}

static uint64_t age_of(const struct sample_pages *counts)
{
	return counts->state == PAGES_COUNTED && !is_fresh(counts) ?
		       world.time_ns - counts->time_ns : 0;
}

/* How old they are is told as soon as it is known whether there are newer ones. */
static void check_counts(const struct known *known, const struct row *row)
{
	check(row->pages.state == known->pages.state);
	check(row->pages.zero == known->pages.zero);
	check(row->pages.written == known->pages.written);
	check(row->zeros.state == known->zeros.state);
	check(row->zeros.zero == known->zeros.zero);
	check(row->zero_span_ns == known->zero_span_ns);
	check(!known->zero_span_ns || row->zero_rate == known->zero_rate);
	if (world.came.pages || world.missed.pages) {
		check(row->pages_fresh == is_fresh(&known->pages));
		check(row->pages_age_ns == age_of(&known->pages));
	}
	if (world.came.zeros || known->stands ||
	    (world.missed.zeros && !known->stood)) {
		check(row->zeros_fresh == is_fresh(&known->zeros));
		check(row->zeros_age_ns == age_of(&known->zeros));
	} else if (known->stood) {
		check(row->zeros_fresh && !row->zeros_age_ns);
	}
	check(known->pss_known == (row->pss_state == ROW_PSS_READ));
	if (world.came.pss || world.missed.pss)
		check(row->pss_fresh == (known->pss_known &&
					 known->pss_time_ns >= world.time_ns));
}

static bool has_id(const struct proc_id *ids, size_t nr, struct proc_id id)
{
	size_t i;

	for (i = 0; i < nr && !proc_id_equal(ids[i], id); i++)
		;
	return i < nr;
}

static bool has_row(struct proc_id id)
{
	const struct row *row;
	size_t i;

	for (i = 0; (row = model_row(world.kept, i)); i++)
		if (!row->gone && proc_id_equal(row->now.id, id))
			return true;
	return false;
}

/* Whose zeros have stood for long is counted all the same, as are blocks. */
static void check_demand(void)
{
	struct demand *demand = &world.demand;
	const struct known *known;

	demand_reset(demand);
	model_demand_pages(world.kept, 0, 3, demand);
	model_demand_zeros(world.kept, 0, SIZE_MAX, demand);
	for (known = world.known; known < world.known + NR_PROCS; known++) {
		if (!known->there)
			continue;
		check(has_id(demand->pages, demand->nr_pages, known->now.id) ==
		      !!known->now.ta_reserved);
		if (!has_row(known->now.id))
			continue;
		check(has_id(demand->zeros, demand->nr_zeros, known->now.id) ||
		      (known->stands && known->zeros_sample + ZERO_SAMPLES >=
						world.nr_samples));
	}
}

static void check_since(const struct then *then, const struct row *row)
{
	bool known = then->marked && proc_id_equal(then->now.id, row->now.id);

	check(row->since_known == known);
	if (!known)
		return;
	check(row->since_touched ==
	      (int64_t)(row_touched(row) - proc_touched(&then->now)));
	check(row->since_reserved ==
	      (int64_t)(row->now.reserved - then->now.reserved));
}

static int uid_digits(const struct row *row)
{
	char text[16];

	snprintf(text, sizeof(text), "%u", row->now.uid);
	return row->user && !strcmp(row->user, text) ? (int)strlen(text) : 0;
}

static void check_listed(void)
{
	const struct row *row, *last = NULL;
	size_t i, nr = 0;
	int width = 0;

	for (i = 0; i < NR_PROCS; i++) {
		row = model_process(world.kept, world.known[i].now.id);
		check(!row == !world.known[i].there);
		if (!row)
			continue;
		check_known(&world.known[i], row);
		check_since(&world.then[i], row);
		check_texts(&world.known[i], row);
		check_counts(&world.known[i], row);
		nr += is_listed(&world.known[i], row);
	}
	check(model_nr_listed(world.kept) == nr);
	for (i = 0; (row = model_listed(world.kept, i)); i++) {
		check(known_of(row->now.id));
		check(model_process(world.kept, row->now.id) == row);
		check(is_listed(known_of(row->now.id), row));
		check(!last || is_before(last, row));
		check(row->place == i + 1);
		width = uid_digits(row) > width ? uid_digits(row) : width;
		last = row;
	}
	check(model_uid_width(world.kept) == width);
}

static void check_totals(void)
{
	const struct totals *totals = model_totals(world.kept);
	uint64_t touched = 0, blocks = 0;
	size_t i, nr = 0;

	for (i = 0; i < NR_PROCS; i++) {
		if (!world.known[i].there)
			continue;
		touched += proc_touched(&world.known[i].now);
		blocks += world.known[i].now.ta_reserved;
		nr += !(world.known[i].now.flags & PROC_KTHREAD);
	}
	check(totals->touched == touched);
	check(totals->ta_reserved == blocks);
	check(totals->nr_processes == nr);
}

static void check_all(void)
{
	tell_model(&after, world.kept);
	tell_demand(&after, world.kept);
	tell_model(&others, world.other);
	tell_demand(&others, world.other);
	same_facts("beside another one", &after, &others);
	if (!world.sampled)
		return;
	check_listed();
	check_totals();
	check_demand();
}

/* What is asked of the models */

static void update(void)
{
	bool told;

	tell_model(&before, world.kept);
	told = model_update(world.kept, &world.sample);
	tell_model(&after, world.kept);
	if (!told)
		same_facts("nothing new", &before, &after);
	if (world.sample.sections & SECTION_LIST)
		take_other_list();
	model_update(world.other, world.sample.sections & SECTION_LIST ?
					  &world.other_sample : &world.sample);
}

static void do_list(void)
{
	static const uint64_t steps[] = {
		NSEC_PER_SEC, NSEC_PER_SEC, NSEC_PER_SEC, 200 * NSEC_PER_MSEC,
		0, -(uint64_t)NSEC_PER_SEC,
	};
	uint64_t step = steps[any(ARRAY_SIZE(steps))];

	live_on();
	world.time_ns += step;
	take_list();
	know_list(world.sampled && (int64_t)step > 0 ? step : 0);
	world.sampled = true;
	world.nr_samples++;
	world.missed = (struct came){
		!world.came.pages, !world.came.zeros, !world.came.pss,
	};
	world.came = (struct came){ false };
	update();
}

static void do_texts(void)
{
	const struct sample_text *text;

	take_texts();
	update();
	text = world.sample.texts;
	for (; text < world.sample.texts + world.sample.nr_texts; text++)
		know_text(text);
	/* a group that is known by them is listed with the next sample */
	if (world.limit.kind == GROUP_CGROUP)
		do_list();
}

static void do_pages(void)
{
	take_pages();
	update();
	know_pages();
	world.came.pages = true;
}

static void do_zeros(void)
{
	take_zeros();
	update();
	know_zeros();
	world.came.zeros = true;
}

static void do_pss(void)
{
	take_pss();
	know_pss();
	update();
	world.came.pss = true;
}

static void do_sort(void)
{
	do {
		world.sort = &process_fields[any(NR_PROCESS_FIELDS)];
	} while (!world.sort->compare);
	world.inverted = one_in(3);
	model_sort(world.kept, world.sort, world.inverted);
	model_sort(world.other, world.sort, world.inverted);
}

static void do_filter(void)
{
	static const char *const texts[] = {
		NULL, "rate>0", "touched>4K", "!touched>4K", "user:user11000",
		"growing", "cgroup:system", "command:two", "state:R", "zero",
		"pss>4K", "comm", "tamalloc", "ended", "!user:user11000",
		"faults>0", "cpu>0", "since>0", "time>1",
	};
	struct filter_mistake mistake;
	const char *text = texts[any(ARRAY_SIZE(texts))];

	filter_free(world.own_filter);
	world.own_filter = NULL;
	if (text)
		world.own_filter = filter_new(text, &mistake);
	if (text && !world.own_filter)
		fail_msg("%s: %s", text, mistake.why);
	model_set_filter(world.kept, text ? filter_new(text, NULL) : NULL);
	model_set_filter(world.other, text ? filter_new(text, NULL) : NULL);
}

static void do_tree(void)
{
	bool shown = !one_in(3);

	model_set_tree(world.kept, shown);
	model_set_tree(world.other, shown);
}

static void do_fold(void)
{
	struct proc_id id = any_id();
	bool folded = !one_in(3), all = one_in(6);
	struct model *models[] = { world.kept, world.other };
	struct tree *tree;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(models); i++) {
		tree = model_tree(models[i]);
		if (!tree)
			return;
		if (all)
			tree_fold_all(tree);
		else
			tree_fold(tree, id, folded);
		model_grow_tree(models[i]);
	}
}

static void do_hold(void)
{
	bool held = one_in(2);

	model_set_hold(world.kept, held);
	model_set_hold(world.other, held);
}

static void do_limit(void)
{
	const struct row *row = model_process(world.kept, any_id());

	world.limit = (struct group_key){ .kind = GROUP_NONE };
	if (row && !one_in(3))
		world.limit = group_key_of((enum group_kind)any(NR_GROUP_KINDS),
					   row);
	if (world.limit.text) {
		snprintf(world.limit_text, sizeof(world.limit_text), "%s",
			 world.limit.text);
		world.limit.text = world.limit_text;
	}
	model_limit(world.kept, &world.limit);
	model_limit(world.other, &world.limit);
}

static void do_pids(void)
{
	pid_t pids[NR_PROCS];
	size_t i, nr = one_in(2) ? any(NR_PROCS) : 0;

	for (i = 0; i < nr; i++) {
		pids[i] = pid_of(any(NR_PROCS));
		world.pids[i] = (struct proc_id){ .pid = pids[i] };
	}
	world.nr_pids = nr;
	model_set_pids(world.kept, pids, nr);
	model_set_pids(world.other, pids, nr);
}

/* One pid is never asked for by number and by who has it: that is another test. */
static void do_list_processes(void)
{
	struct proc_id id = any_id();
	size_t i;

	for (i = 0; i < world.nr_pids; i++)
		if (world.pids[i].pid == id.pid)
			return;
	if (world.nr_pids == ARRAY_SIZE(world.pids))
		return;
	world.pids[world.nr_pids++] = id;
	model_list_processes(world.kept, &id, 1);
	model_list_processes(world.other, &id, 1);
}

static void do_mark(void)
{
	size_t i;

	model_mark(world.kept, world.time_ns);
	model_mark(world.other, world.time_ns);
	for (i = 0; i < NR_PROCS; i++)
		world.then[i] = (struct then){
			world.known[i].there, world.known[i].now
		};
}

static void do_unmark(void)
{
	model_unmark(world.kept);
	model_unmark(world.other);
	memset(world.then, 0, sizeof(world.then));
}

static void do_forget(void)
{
	if (!one_in(8))
		return;
	model_forget(world.kept);
	model_forget(world.other);
	memset(world.known, 0, sizeof(world.known));
	memset(world.then, 0, sizeof(world.then));
	world.sampled = false;
	world.nr_samples = 0;
}

static const struct {
	const char *name;
	void (*act)(void);
	int often;
} acts[] = {
	{ "a list", do_list, 30 },
	{ "texts", do_texts, 8 },
	{ "counts of blocks", do_pages, 8 },
	{ "zeros", do_zeros, 8 },
	{ "PSS", do_pss, 4 },
	{ "a sort", do_sort, 4 },
	{ "a filter", do_filter, 2 },
	{ "a tree", do_tree, 1 },
	{ "a fold", do_fold, 3 },
	{ "a hold", do_hold, 2 },
	{ "a limit", do_limit, 1 },
	{ "pids", do_pids, 1 },
	{ "a process more", do_list_processes, 1 },
	{ "a mark", do_mark, 1 },
	{ "no mark", do_unmark, 1 },
	{ "a new beginning", do_forget, 1 },
};

static void act(void)
{
	size_t i;
	int nr = 0;

	for (i = 0; i < ARRAY_SIZE(acts); i++)
		nr += acts[i].often;
	nr = (int)any((uint32_t)nr);
	for (i = 0; nr >= acts[i].often; i++)
		nr -= acts[i].often;
	world.did = acts[i].name;
	acts[i].act();
}

static void begin_world(uint32_t seed)
{
	size_t i;

	memset(&world, 0, sizeof(world));
	world.seed = seed;
	world.random = seed;
	world.kept = model_new();
	world.other = model_new();
	world.time_ns = 1000 * NSEC_PER_SEC;
	world.last_start = 100;
	for (i = 0; i < NR_PROCS; i++)
		start(i);
}

static void end_world(void)
{
	model_free(world.kept);
	model_free(world.other);
	filter_free(world.own_filter);
	sample_release(&world.sample);
	sample_release(&world.other_sample);
	demand_release(&world.demand);
}

static void test_what_is_kept_is_as_what_is_found_anew(void **state)
{
	uint32_t seed;

	(void)state;
	for (seed = 1; seed <= NR_SEEDS; seed++) {
		begin_world(seed);
		for (world.step = 1; world.step <= NR_STEPS; world.step++) {
			act();
			check_all();
		}
		end_world();
	}
}

/* So many users that all are asked for again: that is news, too. */
static void test_names_that_are_forgotten_are_news(void **state)
{
	struct proc_id id;
	uid_t uid;

	(void)state;
	begin_world(1);
	world.procs[0].uid = FIRST_UID;
	take_list();
	update();
	id = world.procs[0].id;
	begin(SECTION_TEXTS);
	add_text(TEXT_COMMAND, id, 0);
	for (uid = 0; uid < 5000; uid++)
		add_text(TEXT_USER, id, uid);
	update();
	assert_non_null(model_process(world.kept, id)->user);
	begin(SECTION_TEXTS);
	sample_add_text(&world.sample)->kind = TEXT_COMMAND;
	assert_true(model_update(world.kept, &world.sample));
	assert_null(model_process(world.kept, id)->user);
	end_world();
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_kept_is_as_what_is_found_anew),
		cmocka_unit_test(test_names_that_are_forgotten_are_news),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
