/* SPDX-License-Identifier: GPL-2.0 */
/*
 * model/: what owns time. Samples come in, from whatever source; what the
 * views and reports show goes out.
 *
 * model.h	all processes: rows with rates and history, order, totals, mark
 * row.h	one process: what is known of it, with rates and history
 * resort.h	rows in order that nearly are
 * tree.h	rows below their parents, folded or not; hold.h: in their places;
 *		row_sum.h: several as one; pid_map.h: where among them a pid is
 * group.h	processes with something in common, group_key.h (group_field.c),
 *		and what of a cgroup's path a person knows (cgroup_name.h)
 * pss.h	what several have together, no page twice
 * outlier.h	who has reserved so much that the totals tell nothing of others
 * target.h	the process that is looked into: mappings, and counts of pages
 * retell.h	what was told before, for those who come late
 * shown_name.h	what is told instead of some names that the kernel gives
 * sentence.h	what a teacher would say of it, from facts; row_facts.h: of a row
 * name_match.h	who is meant by a name; command.h: what a command is called
 * glow.h	what changed in it in the last seconds
 * timeline.h	what a mapping of it was like at each moment
 * field.h	the tables of what can be said of a process and of a mapping: key,
 *		unit, value, order (process_field.c, mapping_field.c). Columns,
 *		batch output, --sort and filters go by them.
 * filter.h	which rows are listed, as an expression; filter_term.h: its
 *		terms (filter_match.c holds them against a process), amount.h:
 *		numbers in them
 *
 * Its readers change nothing, but that the list says which rows are shown, and
 * in what order, groups whose PSS is summed up, and the app whom to look into
 * and when the mark is set. It includes data and base; it knows no source and
 * no screen.
 */
#ifndef TUI_MODEL_MODEL_H
#define TUI_MODEL_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/demand.h"
#include "data/sample.h"
#include "model/field.h"
#include "model/filter.h"
#include "model/outlier.h"
#include "model/pss.h"
#include "model/row.h"
#include "model/target.h"

/* Samples that the system remembers. */
#define SYSTEM_HISTORY	256

/* All processes together, and the system. */
struct totals {
	struct sys_stat sys;
	uint64_t touched;		/* of all processes */
	bool touched_known;		/* of each of them */
	bool zeros_known;		/* of some process: the kernel can tell */
	uint64_t ta_reserved, ta_written, ta_zero, ta_swapped;
	bool ta_known;			/* ta_reserved */
	bool pages_known;		/* ta_written, ta_zero, ta_swapped */
	uint64_t pages_age_ns;		/* of the oldest count in them */
	bool pages_fresh;		/* all are as new as the last sample */
	bool zero_rate_known;		/* they were in the one before, too */
	int64_t zero_rate;		/* of ta_zero, bytes per second */
	struct rates rates;
	size_t nr_processes;		/* without kernel threads */
	size_t nr_denied;		/* whose pages are not ours to see */
	uint64_t cost_ns;		/* of the last sweep */
	int64_t wall_s;			/* CLOCK_REALTIME of the last sweep */
	uint64_t time_ns;		/* CLOCK_MONOTONIC, likewise */
	struct outlier outlier;
	bool since_known;		/* since_reserved, since_touched */
	int64_t since_reserved;		/* bytes more than at the mark */
	int64_t since_touched;
	uint32_t faults[SYSTEM_HISTORY];	/* per second, oldest first */
	int nr_faults;
};

/* Does the source tell of tamalloc blocks? Before the first sample: perhaps. */
static inline bool totals_tell_tamalloc(const struct totals *totals)
{
	return totals->ta_known || !totals->nr_processes;
}

struct model;

/* An empty model; dies when memory is out. model_free() frees all of it. */
struct model *model_new(void);
void model_free(struct model *model);

/*
 * Take what @sample has. Rates are differences over the time between samples;
 * a process is the same one only if pid and start time are. What was in the
 * model and is not in the sample's list is gone; row pointers become stale. false: it told
 * nothing new.
 */
bool model_update(struct model *model, const struct sample *sample);

/*
 * Forget all that has come, and the mark: what comes next is of another time.
 * What is listed, and how, stays, and so does whoever is looked into.
 */
void model_forget(struct model *model);

/*
 * Only these @nr processes are listed; 0: all. The pids are copied. Where only
 * some are, @pid is from now on one of them.
 */
void model_set_pids(struct model *model, const pid_t *pids, size_t nr);
void model_list_pid(struct model *model, pid_t pid);

/*
 * List the @nr processes @ids, too, and only what was set or added; nobody who
 * comes to have the pid of one that has ended is listed for it.
 */
void model_list_processes(struct model *model, const struct proc_id *ids,
			  size_t nr);

/*
 * List only what passes @filter, which is the model's from then on and freed by
 * it; NULL, or one without terms: all. It is held against the rows anew with
 * whatever comes to be known of them.
 */
void model_set_filter(struct model *model, struct filter *filter);

/* The filter that is active, NULL: none is. */
const struct filter *model_filter(const struct model *model);

/* The sum of all rows that pass it, see row_sum.h; of none without one. */
const struct row *model_filter_sum(const struct model *model);

/*
 * Rows that there would be without a filter, by rising pid: the one behind
 * @row, or the first one if that is NULL; NULL: no more.
 */
const struct row *model_next(const struct model *model, const struct row *row);

/* Are there none of those? */
bool model_is_empty(const struct model *model);

/*
 * Order the rows as @field is read, or @inverted; equal ones by rising pid.
 * Those whose text is not known yet come last.
 */
void model_sort(struct model *model, const struct field *field, bool inverted);

/*
 * The rows that are shown, in their places, and how many; valid until the next
 * update. Of a tree the folded ones are their sums, and what is below them is
 * not shown; a held order has rows of who is gone.
 */
size_t model_nr_rows(const struct model *model);
const struct row *model_row(const struct model *model, size_t i);

/* The processes listed, sorted, none hidden and none gone. */
size_t model_nr_listed(const struct model *model);
const struct row *model_listed(const struct model *model, size_t i);

/*
 * Show the rows as a tree, or not any more. model_tree() is that, or NULL; who
 * has folded something calls model_grow_tree().
 */
struct tree;
void model_set_tree(struct model *model, bool shown);
struct tree *model_tree(const struct model *model);
void model_grow_tree(struct model *model);

/* Hold the rows in their places, see hold.h, or let them go. */
void model_set_hold(struct model *model, bool held);
bool model_holds(const struct model *model);

/* List only processes of the group @key, which is copied; of GROUP_NONE: all. */
struct group_key;
void model_limit(struct model *model, const struct group_key *key);

/* Place of the process @id in the order, or -1. */
ssize_t model_find(const struct model *model, struct proc_id id);

/* Digits of the greatest pid, and of the longest user that is a number. */
int model_pid_width(const struct model *model);
int model_uid_width(const struct model *model);

/* All that the header shows; sys.known is 0 before the first sample. */
const struct totals *model_totals(const struct model *model);

/* Number of list samples taken so far. */
unsigned long model_nr_samples(const struct model *model);

/* The process @id or @pid, listed or not; NULL: there is none. */
const struct row *model_process(const struct model *model, struct proc_id id);
const struct row *model_pid(const struct model *model, pid_t pid);

/*
 * Of @pid and all that descend from it, listed or not, the one that has
 * reserved the most, itself where no other has more; NULL: @pid is none.
 */
const struct row *model_largest_of(const struct model *model, pid_t pid);

/* Look into @id from now on; pid 0: into none. */
void model_look_into(struct model *model, struct proc_id id);

/* The process that is looked into, or NULL. */
const struct target *model_target(const struct model *model);

/*
 * Mark this moment: from now on rows and target tell what changed since. Each
 * mark has another number. model_unmark() ends that.
 */
void model_mark(struct model *model, uint64_t now_ns);
void model_unmark(struct model *model);

/*
 * The number of the mark, 0: none; when it was set, CLOCK_MONOTONIC, where
 * @when_ns is not NULL.
 */
unsigned int model_marked(const struct model *model, uint64_t *when_ns);

/* Is there a mark that was set before the target was looked into? */
bool model_mark_is_past(const struct model *model);

/*
 * Each command line that is wanted is read again in one sample of so many:
 * some programs rewrite theirs, and nothing tells of it, but that they ran, where
 * that is known exactly. Others may rewrite it for them.
 */
#define COMMAND_SAMPLES 4
#define COMMAND_IDLE_SAMPLES 16

/*
 * Ask for the texts that rows @first to @first + @nr - 1 lack, or are due to be
 * read again; and for those by which the rows are sorted, of all.
 */
void model_demand_texts(const struct model *model, size_t first, size_t nr,
			struct demand *demand);

/* Ask for all that is known of the process @id alone, listed or not. */
void model_demand_process(const struct model *model, struct proc_id id,
			  struct demand *demand);

/*
 * Ask for the names of all users that have processes, or for what the filter
 * has to know of all of them; to be called before model_demand_texts(), which
 * leaves that out.
 */
void model_demand_users(const struct model *model, struct demand *demand);
void model_demand_filter(const struct model *model, struct demand *demand);

/*
 * Ask for the cgroups of all processes but kernel threads, listed or not, that
 * are not known, or are due to be read again: one in so many samples. Who moves
 * a process to another one is seldom.
 */
#define CGROUP_SAMPLES 16
void model_demand_cgroups(const struct model *model, struct demand *demand);

/*
 * Ask for those of the @nr rows from @first on, which may be kernel threads; of
 * all rows where these are sorted by it. To be called after what asks for all.
 */
void model_demand_cgroups_of(const struct model *model, size_t first,
			     size_t nr, struct demand *demand);

/*
 * Ask for the page counts of all rows with tamalloc blocks: first those from
 * @first to @first + @nr - 1, which are on screen, then the others.
 */
void model_demand_pages(const struct model *model, size_t first, size_t nr,
			struct demand *demand);

/*
 * Ask for the zero pages of the @nr rows from @first on, which are on screen,
 * then of all others if the filter is about them. A count stands while a process
 * does nothing, where that is known exactly, and is made again in one sample of so
 * many even so: others may have read its memory.
 */
#define ZERO_SAMPLES 16
void model_demand_zeros(const struct model *model, size_t first, size_t nr,
			struct demand *demand);

/*
 * Ask for the PSS of the @nr rows from @first on, in turn; of all others, too,
 * if the filter is about it or the rows are sorted by it.
 */
void model_demand_pss(const struct model *model, size_t first, size_t nr,
		      struct demand *demand);

/*
 * Ask for what is known of shown rows of the @nr rows from @first on, and of
 * what is folded in them, unless that is very much: its sums are unknown then.
 */
void model_demand_rows(const struct model *model, size_t first, size_t nr,
		       struct demand *demand);

/*
 * Ask for what is known of shown rows of all processes listed, since they are
 * summed up; of very many only for what each sample has anyway, and zeros.
 */
void model_demand_listed(const struct model *model, struct demand *demand);

/*
 * Sum up the PSS of those listed that are of the group @key, from now on; of
 * GROUP_NONE: not any more. model_pss() is what has come, asked for by
 * pss_demand().
 */
void model_sum_pss(struct model *model, const struct group_key *key);
const struct pss_sum *model_pss(const struct model *model);

/*
 * Ask for those whose parent is not there, or began after them: a source that reads some of them in
 * turn may not know yet who has adopted them.
 */
void model_demand_parents(const struct model *model, struct demand *demand);

#endif
