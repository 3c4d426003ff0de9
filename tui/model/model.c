// SPDX-License-Identifier: GPL-2.0
/* All processes over time: rows with rates and history, in order; totals. */
#include <ctype.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/status.h"
#include "common/clock.h"
#include "model/cgroup_name.h"
#include "model/command.h"
#include "model/group_key.h"
#include "model/hold.h"
#include "model/model.h"
#include "model/resort.h"
#include "model/row_sum.h"
#include "model/tree.h"

struct user {
	uid_t uid;
	char *name;		/* NULL: asked for, but there is none */
	bool failed;		/* or nobody could say: to be asked for again */
	char digits[12];
};

/*
 * The paths of all cgroups together: whoever may make folders there may nest
 * them as deep as a path is long, and put many processes there. What is behind
 * that bound is short.
 */
#define CGROUPS_MAX	(16 << 20)
#define CGROUP_SHORT	256

/* Names known, of more users than there are rows: the rest have no process. */
#define USERS_MAX	4096

/* What a process had when the mark was set. */
struct mark_row {
	struct proc_id id;
	uint64_t reserved, touched;
};

/* The moment that changes are counted from. */
struct mark {
	unsigned int number;		/* of the last one set */
	bool set;			/* it is in force */
	uint64_t when_ns;
	struct mark_row *rows;		/* by rising pid */
	size_t nr_rows;
	uint64_t reserved, touched;	/* of the whole system */
};

/* The zeros of all blocks as they were at one sample. */
struct zero_sum {
	bool known;		/* each of them was counted then */
	uint64_t zero, time_ns;
};

struct model {
	struct row *rows;	/* by rising pid */
	struct row *spare;	/* where the next sample's rows are built */
	size_t nr_rows, max_rows, max_spare;
	struct row **order;	/* those listed, sorted */
	size_t nr_order, max_order;
	struct resort resort;
	struct proc_id *pids;	/* listed, by rising pid, each once; start_ns 0:
				 * whoever has it
				 */
	size_t nr_pids;
	struct filter *filter;		/* NULL: all are listed */
	struct row filter_sum;		/* of those that pass */
	struct tree *tree;	/* of them; NULL: none is shown */
	struct hold *hold;	/* their places; NULL: those of the order */
	struct pss_sum pss;	/* asked for last */
	struct group_key limit;	/* only of this group; its text is ours */
	const struct field *sort;	/* NULL: by pid */
	bool sort_by_text;		/* which isn't known of all at first */
	bool descending;
	void *users;		/* tsearch(3) tree of struct user */
	size_t nr_users;
	bool names_failed;	/* somebody's name could not be told once */
	int uid_width;		/* digits of the longest that is shown */
	struct totals totals;
	uint64_t time_ns;
	unsigned long nr_samples;
	struct zero_sum zero_before;
	bool others;		/* it isn't of the rows as they are by now */
	bool gathered;		/* it is anew, so that places aren't known */
	bool exact_cpu;		/* as of the last list */
	bool uids_due;		/* it may be another one by now */
	bool pages_due;		/* no counts have come since the last sample */
	bool zeros_due;		/* likewise, of zeros */
	bool pss_due;		/* and of PSS */
	bool pages_told, pss_told;	/* there have ever been any */
	size_t command_bytes;	/* of the command lines of all rows */
	size_t cgroup_bytes;	/* of the paths of their cgroups */
	struct target *target;	/* NULL: no process is looked into */
	unsigned int mark_before;	/* that it was looked into, 0: none */
	struct mark mark;
	bool nodes_told;	/* rows know their places in the tree */
	bool since_told;	/* rows tell what has changed since one */
};

struct model *model_new(void)
{
	return xcalloc(1, sizeof(struct model));
}

/*
 * Put @nr of them in order, each pid once: whoever has it, if that was asked
 * for, too. Returns how many are left.
 */
static size_t order_listed(struct proc_id *ids, size_t nr)
{
	size_t i, left = 0;

	if (nr)
		qsort(ids, nr, sizeof(*ids), proc_id_compare);
	for (i = 0; i < nr; i++)
		if (!left || ids[left - 1].pid != ids[i].pid)
			ids[left++] = ids[i];
	return left;
}

static size_t take_pids(struct proc_id *ids, const pid_t *pids, size_t nr)
{
	size_t i;

	for (i = 0; i < nr; i++)
		ids[i] = (struct proc_id){ .pid = pids[i] };
	return order_listed(ids, nr);
}

static int compare_listed_pid(const void *key, const void *element)
{
	pid_t a = *(const pid_t *)key;
	pid_t b = ((const struct proc_id *)element)->pid;

	return (a > b) - (a < b);
}

/* As whom is the process with this pid listed? NULL: it isn't. */
static const struct proc_id *listed_as(const struct model *model, pid_t pid)
{
	if (!model->nr_pids)
		return NULL;
	return bsearch(&pid, model->pids, model->nr_pids, sizeof(*model->pids),
		       compare_listed_pid);
}

static bool id_listed(const struct model *model, struct proc_id id)
{
	const struct proc_id *listed = listed_as(model, id.pid);

	return listed &&
	       (!listed->start_ns || listed->start_ns == id.start_ns);
}

static void free_user(void *node)
{
	struct user *user = node;

	free(user->name);
	free(user);
}

static void drop_command(struct model *model, struct row *row)
{
	if (row->command)
		model->command_bytes -= strlen(row->command) + 1;
	free(row->command);
	free(row->script);
	row->command = NULL;
	row->script = NULL;
}

static void drop_cgroup(struct model *model, struct row *row)
{
	if (row->cgroup)
		model->cgroup_bytes -= strlen(row->cgroup) + 1;
	free(row->cgroup);
	free(row->cgroup_shown);
	row->cgroup = NULL;
	row->cgroup_shown = NULL;
}

static void drop_texts(struct model *model, struct row *row)
{
	drop_command(model, row);
	drop_cgroup(model, row);
}

void model_free(struct model *model)
{
	size_t i;

	if (!model)
		return;
	for (i = 0; i < model->nr_rows; i++)
		drop_texts(model, &model->rows[i]);
	free(model->rows);
	free(model->spare);
	free(model->order);
	resort_release(&model->resort);
	free(model->pids);
	filter_free(model->filter);
	free((char *)model->limit.text);
	pss_release(&model->pss);
	tree_free(model->tree);
	hold_free(model->hold);
	free(model->mark.rows);
	target_free(model->target);
	tdestroy(model->users, free_user);
	free(model);
}

static int compare_users(const void *a, const void *b)
{
	uid_t x = ((const struct user *)a)->uid;
	uid_t y = ((const struct user *)b)->uid;

	return (x > y) - (x < y);
}

static struct user *find_user(const struct model *model, uid_t uid)
{
	struct user key = { .uid = uid };
	struct user **node;

	node = tfind(&key, &model->users, compare_users);
	return node ? *node : NULL;
}

static const char *user_name(const struct user *user)
{
	return user->name ? user->name : user->digits;
}

/* Faults per second of the newest sample, into the history of the header. */
static void push_history(uint32_t *values, int *nr, int max, uint64_t value)
{
	if (*nr == max) {
		memmove(values, values + 1, (size_t)(max - 1) * sizeof(*values));
		(*nr)--;
	}
	values[(*nr)++] = value > UINT32_MAX ? UINT32_MAX : (uint32_t)value;
}

static uint64_t per_second(uint64_t count, uint64_t interval_ns)
{
	/* a division by 128 bits for each of thousands that do nothing */
	if (!count)
		return 0;
	return (uint64_t)((unsigned __int128)count * NSEC_PER_SEC /
			  interval_ns);
}

static int64_t change_per_second(uint64_t now, uint64_t before,
				 uint64_t interval_ns)
{
	if (now >= before)
		return (int64_t)per_second(now - before, interval_ns);
	return -(int64_t)per_second(before - now, interval_ns);
}

static uint64_t counted(uint64_t now, uint64_t before)
{
	return now > before ? now - before : 0;
}

static void row_rates(struct row *row, const struct proc *was,
		      uint64_t interval_ns)
{
	const struct proc *now = &row->now;
	uint64_t touched = proc_touched(now), before = proc_touched(was);
	uint64_t minor = counted(now->minflt, was->minflt);
	uint64_t major = counted(now->majflt, was->majflt);

	row->rates = (struct rates){ 0 };
	if (!interval_ns)
		return;
	if (now->known & was->known & KNOWN_FAULTS) {
		row->rates.faults_known = true;
		row->rates.faults = per_second(minor + major, interval_ns);
		row->rates.majflt = per_second(major, interval_ns);
	}
	if (now->known & was->known & KNOWN_RUN) {
		row->rates.cpu_known = true;
		row->rates.cpu_ns = per_second(counted(now->cpu_ns, was->cpu_ns),
					       interval_ns);
	}
	if (!proc_touched_known(now) || !proc_touched_known(was))
		return;
	row->rates.known = true;
	row->rates.touched = change_per_second(touched, before, interval_ns);
	push_history(row->growth, &row->nr_growth, ROW_HISTORY,
		     counted(touched, before) / 1024);
}

/* exec(2) names the process anew, and so may the process itself. */
static bool same_arguments(const struct proc *now, const struct proc *was)
{
	return now->args_id == was->args_id && !strcmp(now->comm, was->comm);
}

/* exec(2) lays the arguments out anew, and counts. */
static bool same_memory(const struct proc *now, const struct proc *was)
{
	return now->exec_seq == was->exec_seq && now->args_id == was->args_id;
}

/* Whatever makes or takes pages is a fault, a change of size, or takes time. */
#define KNOWN_OF_DEEDS (KNOWN_FAULTS | KNOWN_MM | KNOWN_SWAP | \
			KNOWN_HUGETLB | KNOWN_RUN)

static bool tells_deeds(uint32_t known)
{
	return (known & KNOWN_OF_DEEDS) == KNOWN_OF_DEEDS;
}

static bool did_nothing(const struct proc *now, const struct proc *was)
{
	return tells_deeds(now->known & was->known) &&
	       now->minflt == was->minflt && now->majflt == was->majflt &&
	       now->reserved == was->reserved &&
	       now->resident == was->resident &&
	       now->shared == was->shared && now->swapped == was->swapped &&
	       now->hugetlb == was->hugetlb &&
	       now->ta_reserved == was->ta_reserved &&
	       now->cpu_ns == was->cpu_ns &&
	       now->nr_threads == was->nr_threads;
}

/* A count that stands is as good as one that was made now. */
static void row_keep_zeros(struct row *row, const struct proc *was,
			   uint64_t now_ns, uint64_t interval_ns)
{
	row->zeros_stood = row->zeros_stand;
	if (!row->zeros_stand)
		return;
	row->zeros_stand = did_nothing(&row->now, was);
	if (!row->zeros_stand)
		return;
	row->zeros.time_ns = now_ns;
	row->zeros_fresh = true;
	row->zeros_age_ns = 0;
	row->zero_rate = 0;
	row->zero_span_ns = interval_ns;
}

/* After exec(2): what was known of its memory is of none that is there. */
static void row_forget_memory(struct row *row, uint64_t now_ns)
{
	row->zeros = (struct sample_pages){ 0 };
	row->zeros_age_ns = 0;
	row->zeros_fresh = false;
	row->zeros_stand = false;
	row->zeros_stood = false;
	row->zero_rate = 0;
	row->zero_span_ns = 0;
	row->memory_since_ns = now_ns;
	row->pss_state = ROW_PSS_UNKNOWN;
	row->pss = 0;
	row->pss_time_ns = 0;
	row->pss_fresh = false;
}

static void row_forget_pages(struct row *row)
{
	row->pages = (struct sample_pages){ 0 };
	row->pages_age_ns = 0;
	row->pages_fresh = false;
}

/*
 * Nothing about it is other than it was: after some time there is nothing left in
 * its rates and its history that another such sample would change.
 */
static void row_idle(struct row *row, uint64_t now_ns, uint64_t interval_ns)
{
	row_keep_zeros(row, &row->now, now_ns, interval_ns);
	row->command_stands &= tells_deeds(row->now.known);
	if (row->nr_idle == ROW_HISTORY && interval_ns)
		return;
	row_rates(row, &row->now, interval_ns);
	row->nr_idle = interval_ns ? row->nr_idle + 1 : 0;
}

/*
 * The same process one sample later. Counts keep their look until it is known
 * whether there are newer ones, which come a moment later: it is not to flicker.
 */
static void row_go_on(struct row *row, const struct proc *now, uint64_t now_ns,
		      uint64_t interval_ns)
{
	const struct proc was = row->now;

	row->now = *now;
	row->nr_idle = 0;
	if (now->uid != was.uid)
		row->user = NULL;
	if (now->exec_seq != was.exec_seq)
		row_forget_pages(row);
	if (same_memory(now, &was))
		row_keep_zeros(row, &was, now_ns, interval_ns);
	else
		row_forget_memory(row, now_ns);
	if (!same_arguments(now, &was))
		row->command_sample = 0;
	row->command_stands &= did_nothing(now, &was);
	row_rates(row, &was, interval_ns);
}

/* Where only what lies between members differs, it is taken for news: no harm. */
static bool same_bytes(const void *a, const void *b, size_t len)
{
	return !memcmp(a, b, len);
}

/* Most do nothing: that is to cost next to nothing. */
static void row_continue(struct row *row, const struct proc *now,
			 uint64_t now_ns, uint64_t interval_ns)
{
	row->just_came = false;
	if (same_bytes(now, &row->now, sizeof(*now)))
		row_idle(row, now_ns, interval_ns);
	else
		row_go_on(row, now, now_ns, interval_ns);
}

static void row_begin(struct row *row, const struct proc *now)
{
	memset(row, 0, sizeof(*row));
	row->now = *now;
	row->just_came = true;
}

static void swap_rows(struct model *model, size_t nr)
{
	struct row *rows = model->spare;
	size_t max = model->max_spare;

	model->spare = model->rows;
	model->max_spare = model->max_rows;
	model->rows = rows;
	model->max_rows = max;
	model->nr_rows = nr;
}

/* Have all stayed, and has nobody come? So it is most often. */
static bool same_processes(const struct model *model,
			   const struct sample *sample)
{
	size_t i;

	if (model->nr_rows != sample->nr_procs)
		return false;
	for (i = 0; i < sample->nr_procs; i++)
		if (!proc_id_equal(model->rows[i].now.id, sample->procs[i].id))
			return false;
	return true;
}

/*
 * Build the rows of those who are there now, from the old ones of who was there.
 * Both lists rise by pid, so one walk along them pairs old and new.
 */
static void pair_rows(struct model *model, const struct sample *sample,
		      uint64_t interval_ns)
{
	struct row *old = model->rows, *end = old + model->nr_rows;
	const struct proc *now = sample->procs;
	struct row *row;
	size_t i;

	model->spare = xgrow(model->spare, sample->nr_procs, &model->max_spare,
			     sizeof(*model->spare));
	for (i = 0; i < sample->nr_procs; i++, now++) {
		row = &model->spare[i];
		while (old < end && proc_id_compare(&old->now.id, &now->id) < 0)
			drop_texts(model, old++);
		if (old == end || !proc_id_equal(old->now.id, now->id)) {
			row_begin(row, now);
			continue;
		}
		*row = *old++;
		row_continue(row, now, sample->time_ns, interval_ns);
	}
	while (old < end)
		drop_texts(model, old++);
	swap_rows(model, sample->nr_procs);
	model->others = true;
}

static void merge_rows(struct model *model, const struct sample *sample,
		       uint64_t interval_ns)
{
	size_t i;

	if (!same_processes(model, sample)) {
		pair_rows(model, sample, interval_ns);
		return;
	}
	for (i = 0; i < sample->nr_procs; i++) {
		model->others |= model->rows[i].now.flags !=
				 sample->procs[i].flags;
		row_continue(&model->rows[i], &sample->procs[i],
			     sample->time_ns, interval_ns);
	}
}

static void name_users(struct model *model)
{
	const struct user *user;
	size_t i;

	for (i = 0; i < model->nr_rows; i++) {
		if (model->rows[i].user)
			continue;
		model->uids_due = true;
		user = find_user(model, model->rows[i].now.uid);
		if (user)
			model->rows[i].user = user_name(user);
	}
}

static void sum_rows(struct model *model, struct totals *totals)
{
	const struct proc *proc;
	size_t i;

	totals->touched = totals->sys.resident;
	totals->touched_known = totals->sys.known & KNOWN_TOTALS;
	totals->ta_known = true;
	for (i = 0; i < model->nr_rows; i++) {
		proc = &model->rows[i].now;
		totals->nr_processes += !(proc->flags & PROC_KTHREAD);
		totals->touched += proc->swapped + proc->hugetlb;
		totals->touched_known &= row_touched_known(&model->rows[i]);
		outlier_add(&totals->outlier, proc, &totals->sys);
		totals->ta_reserved += proc->ta_reserved;
		totals->ta_known &= !!(proc->known & KNOWN_TAMALLOC);
	}
}

static void sum_pages(struct model *model, struct totals *totals)
{
	const struct row *row;
	size_t i;

	totals->ta_written = 0;
	totals->ta_zero = 0;
	totals->ta_swapped = 0;
	totals->nr_denied = totals->sys.nr_denied;
	totals->pages_age_ns = 0;
	totals->pages_known = totals->ta_known;
	totals->pages_fresh = totals->ta_known;
	for (i = 0; i < model->nr_rows; i++) {
		row = &model->rows[i];
		if (!row->now.ta_reserved)
			continue;
		totals->nr_denied += row->pages.state == PAGES_DENIED;
		totals->pages_known &= row->pages.state == PAGES_COUNTED;
		totals->pages_fresh &= row->pages_fresh;
		if (totals->pages_age_ns < row->pages_age_ns)
			totals->pages_age_ns = row->pages_age_ns;
		totals->ta_written += row->pages.written;
		totals->ta_zero += row->pages.zero;
		totals->ta_swapped += row->pages.swapped;
	}
}

static void total_rates(struct totals *totals, const struct totals *old,
			uint64_t interval_ns)
{
	const struct sys_stat *now = &totals->sys;
	const struct sys_stat *was = &old->sys;

	if (!interval_ns || !(now->known & was->known & KNOWN_VMSTAT))
		return;
	totals->rates.known = totals->touched_known && old->touched_known;
	totals->rates.faults_known = true;
	totals->rates.touched = change_per_second(totals->touched,
						  old->touched, interval_ns);
	totals->rates.faults = per_second(counted(now->faults, was->faults),
					  interval_ns);
	totals->rates.majflt = per_second(counted(now->majflt, was->majflt),
					  interval_ns);
	push_history(totals->faults, &totals->nr_faults, SYSTEM_HISTORY,
		     totals->rates.faults);
}

static void update_totals(struct model *model, const struct sample *sample,
			  uint64_t interval_ns)
{
	struct totals old = model->totals;
	struct totals *totals = &model->totals;

	memset(totals, 0, sizeof(*totals));
	memcpy(totals->faults, old.faults, sizeof(totals->faults));
	totals->nr_faults = old.nr_faults;
	totals->zeros_known = old.zeros_known;
	totals->zero_rate = old.zero_rate;
	totals->sys = sample->sys;
	totals->cost_ns = sample->cost_ns;
	totals->wall_s = sample->wall_s;
	totals->time_ns = sample->time_ns;
	sum_rows(model, totals);
	outlier_settle(&totals->outlier, &totals->sys);
	sum_pages(model, totals);
	/* it stays until the pages come, of which it is */
	totals->zero_rate_known = old.zero_rate_known && totals->ta_reserved;
	total_rates(totals, &old, interval_ns);
}

static int compare_pid(const void *key, const void *element)
{
	pid_t a = ((const struct proc_id *)key)->pid;
	pid_t b = ((const struct row *)element)->now.id.pid;

	return (a > b) - (a < b);
}

static struct row *find_row(const struct model *model, struct proc_id id)
{
	struct row *row;

	if (!model->nr_rows)
		return NULL;
	row = bsearch(&id, model->rows, model->nr_rows, sizeof(*row),
		      compare_pid);
	return row && proc_id_equal(row->now.id, id) ? row : NULL;
}

/* The process of a row, which may be a sum of several; NULL: it is gone. */
static const struct row *own_row(const struct model *model,
				 const struct row *row)
{
	if (row >= model->rows && row < model->rows + model->nr_rows)
		return row;
	return find_row(model, row->now.id);
}

static bool pid_listed(const struct model *model, pid_t pid)
{
	const struct proc_id *listed = listed_as(model, pid);

	return listed && !listed->start_ns;
}

/* Kernel threads own no memory: listed only when asked for by pid. */
static bool row_wanted(const struct model *model, const struct row *row)
{
	if (model->nr_pids)
		return id_listed(model, row->now.id);
	return !(row->now.flags & PROC_KTHREAD);
}

static bool row_listed(const struct model *model, const struct row *row)
{
	if (model->limit.kind && !group_has(&model->limit, row))
		return false;
	return row_wanted(model, row);
}

/* Is the text that the rows are sorted by known of this one? */
static bool key_known(const struct model *model, const struct row *row)
{
	if (model->sort == &process_fields[FIELD_COMMAND])
		return row->command_known;
	if (model->sort == &process_fields[FIELD_CGROUP])
		return row->cgroup;
	return model->sort != &process_fields[FIELD_USER] || row->user;
}

static int compare_rows(const void *a, const void *b, void *ctx)
{
	const struct row *x = *(const struct row *const *)a;
	const struct row *y = *(const struct row *const *)b;
	const struct model *model = ctx;
	int order = model->sort ? model->sort->compare(x, y) : 0;

	if (model->sort_by_text && key_known(model, x) != key_known(model, y))
		return key_known(model, x) ? -1 : 1;
	if (order)
		return model->descending ? -order : order;
	return (x->now.id.pid > y->now.id.pid) -
	       (x->now.id.pid < y->now.id.pid);
}

/* The rows as they stand on the screen, but for a tree: held, or sorted. */
static struct row *const *places(const struct model *model, size_t *nr)
{
	*nr = model->nr_order;
	return model->hold ? hold_rows(model->hold, nr) : model->order;
}

/* Of what is folded the sum stands there, for the process whose row it is. */
static void know_place(struct model *model, const struct tree_node *node)
{
	struct row *own = node->nr_hidden ?
				  find_row(model, node->row->now.id) :
				  NULL;

	node->row->node = node;
	if (own)
		own->node = node;
}

/* Each row knows its place in the tree, while there is one. */
static void grow_tree(struct model *model)
{
	const struct tree_node *node;
	struct row *const *rows;
	size_t i, nr;

	/* without a tree none has had one since it was last taken away */
	for (i = 0; i < model->nr_rows && model->nodes_told; i++)
		model->rows[i].node = NULL;
	model->nodes_told = model->tree;
	if (!model->tree)
		return;
	rows = places(model, &nr);
	tree_build(model->tree, rows, nr, model->hold ? NULL : compare_rows,
		   model);
	for (i = 0; (node = tree_node(model->tree, i)); i++)
		know_place(model, node);
}

static bool is_alive(const void *ctx, struct proc_id id)
{
	return find_row(ctx, id);
}

static int digits(unsigned long number)
{
	int nr = 1;

	while (number /= 10)
		nr++;
	return nr;
}

static bool is_number(const char *text)
{
	return isdigit((unsigned char)*text) &&
	       text[strspn(text, "0123456789")] == '\0';
}

/* Asked for with each layout of a table, of which there are many a sample. */
static void measure_uids(struct model *model)
{
	const struct row *row;
	int width, most = 0;
	size_t i;

	for (i = 0; i < model->nr_order; i++) {
		row = model->order[i];
		width = row->user && is_number(row->user) ?
				digits(row->now.uid) : 0;
		if (width > most)
			most = width;
	}
	model->uid_width = most;
	model->uids_due = false;
}

static void sort_rows(struct model *model)
{
	bool moved = resort_rows(&model->resort, model->order, model->nr_order,
				 compare_rows, model);
	size_t i;

	for (i = 0; i < model->nr_order && (moved || model->gathered); i++)
		model->order[i]->place = i + 1;
	model->gathered = false;
	if (model->uids_due)
		measure_uids(model);
	if (model->hold)
		hold_arrange(model->hold, model->order, model->nr_order,
			     is_alive, model);
	grow_tree(model);
}

static bool passes(const struct model *model, const struct row *row)
{
	return row_listed(model, row) &&
	       (!model->filter ||
		filter_matches(model->filter, row) == FILTER_YES);
}

static void sum_listed(struct model *model)
{
	struct row *sum = &model->filter_sum;
	size_t i;

	row_sum_none(sum);
	for (i = 0; i < model->nr_order; i++)
		if (i)
			row_sum_add(sum, model->order[i]);
		else
			row_sum_begin(sum, model->order[i]);
}

/* Who had a place keeps it, so that there is little to sort; others come last. */
static void gather_rows(struct model *model)
{
	size_t end = model->nr_order, i;
	struct row *row;

	model->order = xgrow(model->order, end + model->nr_rows,
			     &model->max_order, sizeof(*model->order));
	if (end)
		memset(model->order, 0, end * sizeof(*model->order));
	for (i = 0; i < model->nr_rows; i++) {
		row = &model->rows[i];
		if (!passes(model, row))
			row->place = 0;
		else if (row->place)
			model->order[row->place - 1] = row;
		else
			model->order[end++] = row;
	}
	model->gathered = true;
	model->uids_due = true;
	model->nr_order = 0;
	for (i = 0; i < end; i++)
		if (model->order[i])
			model->order[model->nr_order++] = model->order[i];
}

/* Where nobody came or went, the same ones are listed if all are. */
static void list_rows(struct model *model)
{
	if (model->others || model->filter || model->limit.kind)
		gather_rows(model);
	model->others = model->filter || model->limit.kind;
	if (model->filter)
		sum_listed(model);
	sort_rows(model);
}

/* Others are listed from now on: so are the places held. */
static void list_others(struct model *model)
{
	model->others = true;
	if (model->hold)
		hold_anew(model->hold);
	list_rows(model);
}

/* Something more is known of the rows: others may pass, in another order. */
static void list_anew(struct model *model)
{
	if (model->filter)
		list_rows(model);
	else
		sort_rows(model);
}

/* More, or less when negative, than before. */
static int64_t change_since(uint64_t now, uint64_t then)
{
	return (int64_t)(now - then);
}

/* Both lists rise by pid, so one walk along them pairs them. */
static void count_since(struct model *model)
{
	const struct mark_row *then = model->mark.rows;
	const struct mark_row *end = then + model->mark.nr_rows;
	struct totals *totals = &model->totals;
	struct row *row;
	size_t i;

	if (!model->mark.set && !model->since_told)
		return;
	model->since_told = model->mark.set;
	totals->since_known = model->mark.set;
	totals->since_reserved = change_since(totals->sys.reserved,
					      model->mark.reserved);
	totals->since_touched = change_since(totals->touched,
					     model->mark.touched);
	for (i = 0; i < model->nr_rows; i++) {
		row = &model->rows[i];
		row->since_known = false;
		row->since_reserved = 0;
		row->since_touched = 0;
		while (then < end && then->id.pid < row->now.id.pid)
			then++;
		if (!model->mark.set || then == end ||
		    !proc_id_equal(then->id, row->now.id))
			continue;
		row->since_known = true;
		row->since_reserved = change_since(row->now.reserved,
						   then->reserved);
		row->since_touched = change_since(row_touched(row),
						  then->touched);
	}
}

/* @stood: it is as new as the sample, whenever it was made. true: it is news. */
static bool age_count(const struct sample_pages *count, uint64_t time_ns,
		      bool stood, bool *fresh, uint64_t *age_ns)
{
	bool now = count->state != PAGES_UNKNOWN &&
		   (count->time_ns >= time_ns || stood);
	uint64_t age = count->state == PAGES_COUNTED && !now ?
			       time_ns - count->time_ns : 0;
	bool aged = *fresh != now || *age_ns != age;

	*fresh = now;
	*age_ns = age;
	return aged;
}

/*
 * How old is each count now, as seen from the last sample? true: some row looks
 * otherwise now.
 */
static bool age_pages(struct model *model)
{
	bool aged = false;
	struct row *row;
	size_t i;

	for (i = 0; i < model->nr_rows; i++) {
		row = &model->rows[i];
		if (row->pages.state == PAGES_UNKNOWN && !row->pages_fresh &&
		    !row->pages_age_ns)
			continue;
		aged |= age_count(&row->pages, model->time_ns, false,
				  &row->pages_fresh, &row->pages_age_ns);
	}
	return aged;
}

/*
 * Those of rows off screen only get older. One that stood until this sample, so
 * that nobody has asked for it, isn't old before it is known who asks: @asked,
 * counts have come.
 */
static bool age_zeros(struct model *model, bool asked)
{
	bool aged = false;
	struct row *row;
	size_t i;

	for (i = 0; i < model->nr_rows; i++) {
		row = &model->rows[i];
		if (row->zeros.state == PAGES_UNKNOWN && !row->zeros_fresh &&
		    !row->zeros_age_ns)
			continue;
		aged |= age_count(&row->zeros, model->time_ns,
				  row->zeros_stood && !asked,
				  &row->zeros_fresh, &row->zeros_age_ns);
		model->totals.zeros_known |=
			row->zeros.state == PAGES_COUNTED;
	}
	return aged;
}

static void age_pss(struct model *model)
{
	struct row *row;
	size_t i;

	for (i = 0; i < model->nr_rows; i++) {
		row = &model->rows[i];
		row->pss_fresh = row->pss_state == ROW_PSS_READ &&
				 row->pss_time_ns >= model->time_ns;
	}
}

static void keep_zero_sum(struct model *model)
{
	const struct totals *totals = &model->totals;

	model->zero_before = (struct zero_sum){
		.known = totals->pages_known && totals->pages_fresh,
		.zero = totals->ta_zero, .time_ns = model->time_ns,
	};
}

static void update_list(struct model *model, const struct sample *sample)
{
	uint64_t interval_ns = 0;

	keep_zero_sum(model);
	if (model->nr_samples && sample->time_ns > model->time_ns)
		interval_ns = sample->time_ns - model->time_ns;
	model->time_ns = sample->time_ns;
	model->nr_samples++;
	model->exact_cpu = sample->exact_cpu;
	merge_rows(model, sample, interval_ns);
	/* since the sample before, nobody has asked for counts */
	if (model->pages_due && model->pages_told)
		age_pages(model);
	model->pages_due = true;
	name_users(model);
	update_totals(model, sample, interval_ns);
	if (model->zeros_due)
		age_zeros(model, false);
	model->zeros_due = true;
	if (model->pss_due && model->pss_told)
		age_pss(model);
	model->pss_due = true;
	count_since(model);
	list_rows(model);
}

void model_forget(struct model *model)
{
	static const struct sample nothing = { .sections = SECTION_LIST };
	struct proc_id id = { 0 };

	model_unmark(model);
	update_list(model, &nothing);
	memset(&model->totals, 0, sizeof(model->totals));
	model->nr_samples = 0;
	if (!model->target)
		return;
	id = model->target->now.id;
	target_free(model->target);
	model->target = target_new(id);
}

/*
 * A copy, which has less than @brief bytes where all of them together, @bytes,
 * would be more than @max.
 */
static char *keep_text(const char *text, size_t brief, size_t max,
		       size_t *bytes)
{
	char *copy = text ? xstrdup(text) : NULL;
	size_t len = text ? strlen(text) : 0;

	if (len >= brief && *bytes + len > max) {
		len = brief - 1;
		memcpy(copy + len - 3, "...", 4);
		copy = xreallocarray(copy, len + 1, 1);
	}
	*bytes += copy ? len + 1 : 0;
	return copy;
}

static bool same_text(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

/* The same as it was read last; what was cut then is none. */
static bool same_command(const struct row *row, const struct sample_text *text)
{
	return row->command_known && same_text(row->command, text->text) &&
	       row->command_first == text->first &&
	       row->command_second == text->second;
}

/* These say whether it tells something new. */
static bool take_command(struct model *model, const struct sample_text *text)
{
	struct row *row = find_row(model, text->id);

	if (!row)
		return false;
	row->command_sample = model->nr_samples;
	row->command_stands = true;
	if (same_command(row, text))
		return false;
	drop_command(model, row);
	row->command = keep_text(text->text, COMMAND_SHORT, COMMANDS_MAX,
				 &model->command_bytes);
	if (row->command) {
		row->command_name = command_name(row->command, text->first);
		row->script = command_script(row->command, text->first,
					     text->second);
	}
	row->command_first = text->first;
	row->command_second = text->second;
	row->command_known = true;
	return true;
}

static bool take_cgroup(struct model *model, const struct sample_text *text)
{
	struct row *row = find_row(model, text->id);
	const char *path = text->text ? text->text : "";

	if (!row)
		return false;
	row->cgroup_sample = model->nr_samples;
	if (same_text(row->cgroup, path))
		return false;
	drop_cgroup(model, row);
	row->cgroup = keep_text(path, CGROUP_SHORT, CGROUPS_MAX,
				&model->cgroup_bytes);
	row->cgroup_shown = cgroup_name(row->cgroup);
	return true;
}

static struct user *add_user(struct model *model, uid_t uid)
{
	struct user *user = xcalloc(1, sizeof(*user));

	user->uid = uid;
	snprintf(user->digits, sizeof(user->digits), "%u", uid);
	if (!tsearch(user, &model->users, compare_users))
		die(ST_NO_MEMORY, "out of memory");
	model->nr_users++;
	return user;
}

static void take_user(struct model *model, const struct sample_text *text)
{
	struct user *user = find_user(model, text->uid);

	if (!user)
		user = add_user(model, text->uid);
	/* rows may show the name that there is */
	if (user->name)
		return;
	user->name = text->text ? xstrdup(text->text) : NULL;
	user->failed = text->failed;
	model->names_failed |= text->failed;
}

/* What was a number until it could be asked may be a name now. */
static void forget_names(struct model *model)
{
	size_t i;

	for (i = 0; i < model->nr_rows; i++)
		model->rows[i].user = NULL;
}

/*
 * One process may be a thousand users in turn: ask again for those there are.
 * true: none is known any more.
 */
static bool bound_users(struct model *model)
{
	if (model->nr_users < USERS_MAX ||
	    model->nr_users < 2 * model->nr_rows)
		return false;
	forget_names(model);
	tdestroy(model->users, free_user);
	model->users = NULL;
	model->nr_users = 0;
	return true;
}

static bool take_text(struct model *model, const struct sample_text *text)
{
	switch (text->kind) {
	case TEXT_COMMAND:
		return take_command(model, text);
	case TEXT_USER:
		take_user(model, text);
		return true;
	case TEXT_CGROUP:
		return take_cgroup(model, text);
	}
	return false;
}

static bool update_texts(struct model *model, const struct sample *sample)
{
	bool users = false, changed = bound_users(model);
	size_t i;

	for (i = 0; i < sample->nr_texts; i++) {
		users |= sample->texts[i].kind == TEXT_USER;
		changed |= take_text(model, &sample->texts[i]);
	}
	if (!changed)
		return false;
	if (users)
		forget_names(model);
	name_users(model);
	list_anew(model);
	return true;
}

/* A rate, or its absence, as one number that others don't have. */
static int64_t rate_or_none(bool known, int64_t rate)
{
	return known ? rate : INT64_MIN;
}

/* true: it is another one than before. */
static bool rate_zero_sum(struct model *model)
{
	const struct zero_sum *before = &model->zero_before;
	struct totals *totals = &model->totals;
	int64_t old = rate_or_none(totals->zero_rate_known, totals->zero_rate);

	totals->zero_rate_known = before->known && totals->pages_known &&
				  totals->pages_fresh &&
				  model->time_ns > before->time_ns;
	if (totals->zero_rate_known)
		totals->zero_rate =
			change_per_second(totals->ta_zero, before->zero,
					  model->time_ns - before->time_ns);
	return old != rate_or_none(totals->zero_rate_known, totals->zero_rate);
}

static bool same_counts(const struct sample_pages *a,
			const struct sample_pages *b)
{
	return a->state == b->state && a->written == b->written &&
	       a->zero == b->zero && a->huge == b->huge &&
	       a->swapped == b->swapped;
}

static bool update_pages(struct model *model, const struct sample *sample)
{
	const struct sample_pages *pages = sample->pages;
	bool changed = false;
	struct row *row;

	for (; pages < sample->pages + sample->nr_pages; pages++) {
		row = find_row(model, pages->id);
		if (!row || row->now.exec_seq != pages->exec_seq)
			continue;
		changed |= !same_counts(&row->pages, pages);
		row->pages = *pages;
	}
	model->pages_due = false;
	model->pages_told = true;
	changed |= age_pages(model);
	sum_pages(model, &model->totals);
	changed |= rate_zero_sum(model);
	if (changed)
		list_anew(model);
	return changed;
}

/*
 * true: it is another one, or changes at another rate. If it @stood for a sample
 * or more, and is another one all the same, nobody knows since when.
 */
static bool take_zeros(struct row *row, const struct sample_pages *zeros,
		       bool stood)
{
	const struct sample_pages old = row->zeros;
	int64_t old_rate = rate_or_none(row->zero_span_ns, row->zero_rate);
	bool same = same_counts(&old, zeros);

	row->zeros = *zeros;
	if (stood && same)
		return false;
	row->zero_span_ns = 0;
	if (zeros->state == PAGES_COUNTED && old.state == PAGES_COUNTED &&
	    zeros->time_ns > old.time_ns && !stood) {
		row->zero_span_ns = zeros->time_ns - old.time_ns;
		row->zero_rate = change_per_second(zeros->zero, old.zero,
						   row->zero_span_ns);
	}
	return !same ||
	       old_rate != rate_or_none(row->zero_span_ns, row->zero_rate);
}

/* Was it begun when all that is known of the process had been read? */
static bool is_of_now(const struct model *model,
		      const struct sample_pages *zeros)
{
	return zeros->state == PAGES_COUNTED &&
	       zeros->time_ns >= model->time_ns + model->totals.cost_ns;
}

/* A count of the memory from before an exec(2) is of none that is there. */
static bool update_zeros(struct model *model, const struct sample *sample)
{
	const struct sample_pages *zeros = sample->zeros;
	bool changed = false;
	struct row *row;

	for (; zeros < sample->zeros + sample->nr_zeros; zeros++) {
		row = find_row(model, zeros->id);
		if (!row || zeros->time_ns < row->memory_since_ns)
			continue;
		changed |= take_zeros(row, zeros,
				      row->zeros_stand &&
				      row->zeros_sample != model->nr_samples);
		row->zeros_sample = model->nr_samples;
		row->zeros_stand = model->exact_cpu && is_of_now(model, zeros);
	}
	model->zeros_due = false;
	changed |= age_zeros(model, true);
	if (changed)
		list_anew(model);
	return changed;
}

static void take_pss(struct row *row, const struct sample_pss *pss)
{
	row->pss_state = pss->state == PSS_READ ? ROW_PSS_READ :
						  ROW_PSS_UNKNOWN;
	row->pss = pss->bytes;
	row->pss_time_ns = pss->time_ns;
}

/* Whoever was asked for it: what is known of a process is known of its row. */
static void update_pss(struct model *model, const struct sample *sample)
{
	struct row *row;
	size_t i;

	pss_take(&model->pss, sample);
	for (i = 0; i < sample->nr_psses; i++) {
		row = find_row(model, sample->psses[i].id);
		if (row && sample->psses[i].time_ns >= row->memory_since_ns)
			take_pss(row, &sample->psses[i]);
	}
	model->pss_due = false;
	model->pss_told = true;
	age_pss(model);
	list_anew(model);
}

bool model_update(struct model *model, const struct sample *sample)
{
	const uint32_t may_repeat =
		SECTION_PAGES | SECTION_ZEROS | SECTION_TEXTS;
	bool changed = sample->sections & ~may_repeat;

	if (sample->sections & SECTION_LIST)
		update_list(model, sample);
	if (sample->sections & SECTION_PAGES)
		changed |= update_pages(model, sample);
	if (sample->sections & SECTION_ZEROS)
		changed |= update_zeros(model, sample);
	if (sample->sections & SECTION_PSS)
		update_pss(model, sample);
	if (sample->sections & SECTION_TEXTS)
		changed |= update_texts(model, sample);
	if ((sample->sections & SECTION_TARGET) && model->target)
		target_update(model->target, sample);
	return changed;
}

const struct row *model_process(const struct model *model, struct proc_id id)
{
	return find_row(model, id);
}

const struct row *model_pid(const struct model *model, pid_t pid)
{
	struct proc_id id = { .pid = pid };

	if (!model->nr_rows)
		return NULL;
	return bsearch(&id, model->rows, model->nr_rows, sizeof(*model->rows),
		       compare_pid);
}

/* A circle of parents can't be, but the rows are of no single moment. */
static bool descends(const struct model *model, const struct row *row,
		     pid_t pid)
{
	size_t i;

	for (i = 0; row && i < model->nr_rows; i++) {
		if (row->now.id.pid == pid)
			return true;
		row = row->now.ppid ? model_pid(model, row->now.ppid) : NULL;
	}
	return false;
}

const struct row *model_largest_of(const struct model *model, pid_t pid)
{
	const struct row *largest = model_pid(model, pid), *row;

	if (!largest)
		return NULL;
	for (row = model->rows; row < model->rows + model->nr_rows; row++)
		if (row->now.reserved > largest->now.reserved &&
		    descends(model, row, pid))
			largest = row;
	return largest;
}

void model_look_into(struct model *model, struct proc_id id)
{
	target_free(model->target);
	model->target = id.pid ? target_new(id) : NULL;
	model->mark_before = model->mark.set ? model->mark.number : 0;
}

const struct target *model_target(const struct model *model)
{
	return model->target;
}

void model_mark(struct model *model, uint64_t now_ns)
{
	struct mark *mark = &model->mark;
	size_t i;

	mark->number++;
	mark->set = true;
	mark->when_ns = now_ns;
	mark->reserved = model->totals.sys.reserved;
	mark->touched = model->totals.touched;
	mark->rows = xreallocarray(mark->rows, model->nr_rows,
				   sizeof(*mark->rows));
	mark->nr_rows = model->nr_rows;
	for (i = 0; i < model->nr_rows; i++) {
		const struct row *row = &model->rows[i];

		mark->rows[i] = (struct mark_row){
			.id = row->now.id, .reserved = row->now.reserved,
			.touched = row_touched(row),
		};
	}
	count_since(model);
	list_anew(model);
}

void model_unmark(struct model *model)
{
	model->mark.set = false;
	count_since(model);
	list_anew(model);
}

unsigned int model_marked(const struct model *model, uint64_t *when_ns)
{
	if (!model->mark.set)
		return 0;
	if (when_ns)
		*when_ns = model->mark.when_ns;
	return model->mark.number;
}

bool model_mark_is_past(const struct model *model)
{
	return model->mark.set && model->mark.number == model->mark_before;
}

void model_set_pids(struct model *model, const pid_t *pids, size_t nr)
{
	model->pids = xreallocarray(model->pids, nr, sizeof(*model->pids));
	nr = take_pids(model->pids, pids, nr);
	model->nr_pids = nr;
	list_others(model);
}

void model_list_pid(struct model *model, pid_t pid)
{
	if (!model->nr_pids || pid_listed(model, pid))
		return;
	model_list_processes(model, &(struct proc_id){ .pid = pid }, 1);
}

void model_list_processes(struct model *model, const struct proc_id *ids,
			  size_t nr)
{
	size_t before = model->nr_pids;

	if (!nr)
		return;
	model->pids = xreallocarray(model->pids, before + nr, sizeof(*ids));
	memcpy(model->pids + before, ids, nr * sizeof(*ids));
	model->nr_pids = order_listed(model->pids, before + nr);
	model->others = true;
	list_rows(model);
}

void model_set_filter(struct model *model, struct filter *filter)
{
	filter_free(model->filter);
	model->filter = filter;
	if (filter && !*filter_text(filter)) {
		filter_free(filter);
		model->filter = NULL;
	}
	list_others(model);
}

const struct filter *model_filter(const struct model *model)
{
	return model->filter;
}

const struct row *model_filter_sum(const struct model *model)
{
	return &model->filter_sum;
}

const struct row *model_next(const struct model *model, const struct row *row)
{
	const struct row *end = model->rows + model->nr_rows;

	for (row = row ? row + 1 : model->rows; row < end; row++)
		if (row_listed(model, row))
			return row;
	return NULL;
}

bool model_is_empty(const struct model *model)
{
	size_t i;

	for (i = 0; i < model->nr_rows; i++)
		if (row_wanted(model, &model->rows[i]))
			return false;
	return true;
}

void model_sort(struct model *model, const struct field *field, bool inverted)
{
	bool descending = field->descending != inverted;

	/* they are in that order already */
	if (field == model->sort && descending == model->descending)
		return;
	model->sort = field;
	model->sort_by_text = field->unit == UNIT_TEXT;
	model->descending = descending;
	if (model->hold)
		hold_anew(model->hold);
	sort_rows(model);
}

size_t model_nr_listed(const struct model *model)
{
	return model->nr_order;
}

const struct row *model_listed(const struct model *model, size_t i)
{
	return i < model->nr_order ? model->order[i] : NULL;
}

size_t model_nr_rows(const struct model *model)
{
	size_t nr;

	if (model->tree)
		return tree_nr(model->tree);
	places(model, &nr);
	return nr;
}

const struct row *model_row(const struct model *model, size_t i)
{
	const struct tree_node *node;
	struct row *const *rows;
	size_t nr;

	if (model->tree) {
		node = tree_node(model->tree, i);
		return node ? node->row : NULL;
	}
	rows = places(model, &nr);
	return i < nr ? rows[i] : NULL;
}

ssize_t model_find(const struct model *model, struct proc_id id)
{
	const struct row *row;
	size_t i;

	for (i = 0; (row = model_row(model, i)); i++)
		if (proc_id_equal(row->now.id, id))
			return (ssize_t)i;
	return -1;
}

void model_set_tree(struct model *model, bool shown)
{
	if (shown == !!model->tree)
		return;
	tree_free(model->tree);
	model->tree = shown ? tree_new() : NULL;
	sort_rows(model);
}

struct tree *model_tree(const struct model *model)
{
	return model->tree;
}

void model_grow_tree(struct model *model)
{
	grow_tree(model);
}

void model_set_hold(struct model *model, bool held)
{
	if (held == !!model->hold)
		return;
	hold_free(model->hold);
	model->hold = held ? hold_new() : NULL;
	sort_rows(model);
}

bool model_holds(const struct model *model)
{
	return model->hold;
}

void model_limit(struct model *model, const struct group_key *key)
{
	if (key->kind == model->limit.kind &&
	    !group_key_compare(key, &model->limit))
		return;
	free((char *)model->limit.text);
	model->limit = *key;
	model->limit.text = key->text ? xstrdup(key->text) : NULL;
	list_others(model);
}

int model_pid_width(const struct model *model)
{
	if (!model->nr_rows)
		return 1;
	return digits((unsigned long)model->rows[model->nr_rows - 1].now.id.pid);
}

int model_uid_width(const struct model *model)
{
	return model->uid_width;
}

const struct totals *model_totals(const struct model *model)
{
	return &model->totals;
}

unsigned long model_nr_samples(const struct model *model)
{
	return model->nr_samples;
}

/*
 * What was had at sample @then is due again, in turn, so that each sample has its
 * share, once in @samples.
 */
static bool is_due(const struct model *model, const struct row *row,
		   unsigned long then, unsigned long samples)
{
	unsigned long pid = (unsigned long)row->now.id.pid;

	if (then + samples < model->nr_samples)
		return true;
	return then < model->nr_samples &&
	       pid % samples == model->nr_samples % samples;
}

/* With ticks alone, it may have been written while no time went by. */
static bool command_due(const struct model *model, const struct row *row)
{
	bool stands = row->command_stands && model->exact_cpu;

	return !row->command_sample ||
	       is_due(model, row, row->command_sample,
		      stands ? COMMAND_IDLE_SAMPLES : COMMAND_SAMPLES);
}

static bool zeros_due(const struct model *model, const struct row *row)
{
	return !row->zeros_stand ||
	       is_due(model, row, row->zeros_sample, ZERO_SAMPLES);
}

/* A name is asked for once, however many rows have the user. */
static void demand_name(const struct model *model, const struct row *row,
			struct demand *demand)
{
	const struct user *user = NULL;

	if (row->user && model->names_failed)
		user = find_user(model, row->now.uid);
	if (!row->user || (user && user->failed))
		demand_user(demand, row->now.id, row->now.uid);
}

/* What is sorted by is asked for of all rows. */
static const struct row *next_row(const struct model *model,
				  enum process_field field, size_t first,
				  size_t nr, size_t i)
{
	if (model->sort == &process_fields[field] && i < model->nr_order)
		return model_listed(model, i);
	if (model->sort == &process_fields[field])
		return NULL;
	return i < nr ? model_row(model, first + i) : NULL;
}

static void demand_command(const struct model *model, const struct row *row,
			   struct demand *demand)
{
	if (command_due(model, row))
		demand_text(demand, TEXT_COMMAND, row->now.id, row->now.uid);
}

void model_demand_texts(const struct model *model, size_t first, size_t nr,
			struct demand *demand)
{
	unsigned int needs = filter_needs(model->filter);
	const struct row *row;
	size_t i;

	for (i = 0; (row = next_row(model, FIELD_USER, first, nr, i)); i++)
		if (!row->gone)
			demand_name(model, row, demand);
	if (needs & FILTER_NEEDS_COMMANDS)
		return;
	for (i = 0; (row = next_row(model, FIELD_COMMAND, first, nr, i)); i++)
		if (!row->gone)
			demand_command(model, row, demand);
}

void model_demand_process(const struct model *model, struct proc_id id,
			  struct demand *demand)
{
	const struct row *row = find_row(model, id);

	demand_shown(demand, id);
	if (!row)
		return;
	demand_name(model, row, demand);
	demand_command(model, row, demand);
}

void model_demand_users(const struct model *model, struct demand *demand)
{
	const struct row *row = NULL;

	while ((row = model_next(model, row)))
		demand_name(model, row, demand);
}

void model_demand_filter(const struct model *model, struct demand *demand)
{
	unsigned int needs = filter_needs(model->filter);
	const struct row *row = NULL;

	if (needs & FILTER_NEEDS_USERS)
		model_demand_users(model, demand);
	while ((needs & (FILTER_NEEDS_COMMANDS | FILTER_NEEDS_FIELDS)) &&
	       (row = model_next(model, row))) {
		if (needs & FILTER_NEEDS_COMMANDS)
			demand_command(model, row, demand);
		if (needs & FILTER_NEEDS_FIELDS)
			demand_shown(demand, row->now.id);
	}
	if (needs & FILTER_NEEDS_CGROUPS)
		model_demand_cgroups(model, demand);
}

static bool cgroup_due(const struct model *model, const struct row *row)
{
	return !row->cgroup ||
	       is_due(model, row, row->cgroup_sample, CGROUP_SAMPLES);
}

static void demand_cgroup(const struct model *model, const struct row *row,
			  struct demand *demand)
{
	if (cgroup_due(model, row))
		demand_text(demand, TEXT_CGROUP, row->now.id, row->now.uid);
}

void model_demand_cgroups_of(const struct model *model, size_t first,
			     size_t nr, struct demand *demand)
{
	const struct row *row;
	size_t i;

	for (i = 0; (row = next_row(model, FIELD_CGROUP, first, nr, i)); i++)
		if (!row->gone &&
		    (!demand->cgroups || (row->now.flags & PROC_KTHREAD)))
			demand_cgroup(model, row, demand);
}

void model_demand_cgroups(const struct model *model, struct demand *demand)
{
	const struct row *row = model->rows, *end = row + model->nr_rows;

	/* a view wants them, and a filter may, too */
	if (demand->cgroups)
		return;
	demand->cgroups = true;
	for (; row < end; row++)
		if (!(row->now.flags & PROC_KTHREAD))
			demand_cgroup(model, row, demand);
}

void model_demand_pages(const struct model *model, size_t first, size_t nr,
			struct demand *demand)
{
	const struct row *row, *own;
	bool *shown;
	size_t i;

	if (!model->totals.ta_reserved)
		return;
	shown = xcalloc(model->nr_rows, sizeof(*shown));
	for (i = first; i < first + nr && (row = model_row(model, i)); i++) {
		own = own_row(model, row);
		if (!own)
			continue;
		shown[own - model->rows] = true;
		if (own->now.ta_reserved)
			demand_pages(demand, own->now.id);
	}
	demand->nr_pages_shown = demand->nr_pages;
	for (i = 0; i < model->nr_rows; i++)
		if (model->rows[i].now.ta_reserved && !shown[i])
			demand_pages(demand, model->rows[i].now.id);
	free(shown);
}

void model_sum_pss(struct model *model, const struct group_key *key)
{
	const struct row *row = model->rows, *end = row + model->nr_rows;

	pss_begin(&model->pss);
	for (; key->kind && row < end; row++)
		if (passes(model, row) && group_has(key, row))
			pss_add(&model->pss, row->now.id);
}

const struct pss_sum *model_pss(const struct model *model)
{
	return &model->pss;
}

/*
 * Who was asked for already, by their place among all, and how one is; of whom
 * it isn't due is not asked for, NULL: it always is.
 */
struct turn_demand {
	const struct model *model;
	struct demand *demand;
	void (*ask)(struct demand *demand, struct proc_id id);
	bool (*is_due)(const struct model *model, const struct row *row);
	bool *asked;
};

static void want_turn(struct turn_demand *turns, const struct row *row)
{
	const struct row *own = own_row(turns->model, row);

	if (!own || turns->asked[own - turns->model->rows])
		return;
	turns->asked[own - turns->model->rows] = true;
	if (!turns->is_due || turns->is_due(turns->model, own))
		turns->ask(turns->demand, own->now.id);
}

/* Of those that are told as one, too. */
static void want_hidden_turns(struct turn_demand *turns, const struct row *row)
{
	size_t i;

	for (i = 0; row->node && i < row->node->nr_hidden; i++)
		want_turn(turns, tree_hidden(turns->model->tree, row->node,
					     i));
}

/* What a filter is about may be of those that it hides until it is known. */
static void want_other_turns(struct turn_demand *turns)
{
	const struct row *row = NULL;

	while ((row = model_next(turns->model, row)))
		want_turn(turns, row);
}

/* Of @nr rows from @first on, and of all others, too, if @all. */
static void demand_turns(struct turn_demand *turns, size_t first, size_t nr,
			 bool all)
{
	const struct row *row;
	size_t i;

	turns->asked = xcalloc(turns->model->nr_rows, sizeof(*turns->asked));
	for (i = first;
	     i < first + nr && (row = model_row(turns->model, i)); i++) {
		if (row->gone)
			continue;
		want_turn(turns, row);
		want_hidden_turns(turns, row);
	}
	if (all)
		want_other_turns(turns);
	free(turns->asked);
}

void model_demand_zeros(const struct model *model, size_t first, size_t nr,
			struct demand *demand)
{
	struct turn_demand turns = {
		.model = model, .demand = demand, .ask = demand_zeros,
		.is_due = zeros_due,
	};

	demand_turns(&turns, first, nr,
		     filter_needs(model->filter) & FILTER_NEEDS_ZEROS);
}

void model_demand_pss(const struct model *model, size_t first, size_t nr,
		      struct demand *demand)
{
	bool all = model->sort == &process_fields[FIELD_PSS] ||
		   filter_needs(model->filter) & FILTER_NEEDS_PSS;
	struct turn_demand turns = {
		.model = model, .demand = demand, .ask = demand_pss_turn,
	};

	demand_turns(&turns, first, nr, all);
}

/* All files of more processes would cost more than a look is worth. */
#define READ_WHOLE 300

/* Those that are told as one with @row, if there are no more than @room. */
static size_t demand_hidden(const struct model *model, const struct row *row,
			    size_t room, struct demand *demand)
{
	const struct tree_node *node = row->node;
	size_t i;

	if (!node || node->nr_hidden > room)
		return 0;
	for (i = 0; i < node->nr_hidden; i++)
		demand_shown(demand,
			     tree_hidden(model->tree, node, i)->now.id);
	return node->nr_hidden;
}

void model_demand_rows(const struct model *model, size_t first, size_t nr,
		       struct demand *demand)
{
	const struct row *row;
	size_t i, room = READ_WHOLE;

	for (i = 0; i < nr && (row = model_row(model, first + i)); i++) {
		if (row->gone)
			continue;
		demand_shown(demand, row->now.id);
		room -= demand_hidden(model, row, room, demand);
	}
}

void model_demand_listed(const struct model *model, struct demand *demand)
{
	const struct row *row;
	size_t i;

	for (i = 0; (row = model_listed(model, i)); i++) {
		if (model->nr_order <= READ_WHOLE)
			demand_shown(demand, row->now.id);
		if (zeros_due(model, row))
			demand_zeros(demand, row->now.id);
		demand_name(model, row, demand);
	}
}

void model_demand_parents(const struct model *model, struct demand *demand)
{
	const struct row *row, *parent;
	size_t i;

	for (i = 0; (row = model_listed(model, i)); i++) {
		parent = row->now.ppid ? model_pid(model, row->now.ppid) : row;
		if (!parent || parent->now.id.start_ns > row->now.id.start_ns)
			demand_shown(demand, row->now.id);
	}
}
