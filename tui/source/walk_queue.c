// SPDX-License-Identifier: GPL-2.0
/* Whose blocks are counted next, and the sums of the slices of each count. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "source/walk_queue.h"

enum { LINE_SHOWN, LINE_OTHERS };

void walk_queue_init(struct walk_queue *queue)
{
	memset(queue, 0, sizeof(*queue));
	queue->last_line = LINE_OTHERS;
}

void walk_queue_release(struct walk_queue *queue)
{
	free(queue->walks);
	free(queue->spare);
	free(queue->order);
}

static int compare_pid(const void *a, const void *b)
{
	pid_t x = ((const struct walk *)a)->id.pid;
	pid_t y = ((const struct walk *)b)->id.pid;

	return (x > y) - (x < y);
}

/* Who waits longest comes first; of two that never had a slice, the lower pid. */
static int compare_turn(const void *a, const void *b)
{
	const struct walk *x = *(const struct walk *const *)a;
	const struct walk *y = *(const struct walk *const *)b;

	if (x->turn != y->turn)
		return x->turn > y->turn ? 1 : -1;
	return compare_pid(x, y);
}

/* Both rise by pid, so one walk along them pairs old and new. */
static void keep_counts(const struct walk_queue *queue, struct walk *walks,
			size_t nr)
{
	const struct walk *old = queue->walks;
	const struct walk *end = old + queue->nr;
	unsigned int line;
	size_t i;

	for (i = 0; i < nr; i++) {
		while (old < end && old->id.pid < walks[i].id.pid)
			old++;
		if (old == end)
			break;
		if (!proc_id_equal(old->id, walks[i].id))
			continue;
		line = walks[i].line;
		walks[i] = *old;
		walks[i].line = line;
	}
}

static void take_walks(struct walk_queue *queue, const struct proc_id *ids,
		       size_t nr, size_t nr_shown)
{
	struct walk *walks = xgrow(queue->spare, nr, &queue->max_spare,
				   sizeof(*walks));
	size_t max = queue->max_spare;
	size_t i;

	for (i = 0; i < nr; i++)
		walks[i] = (struct walk){
			.id = ids[i],
			.line = i < nr_shown ? LINE_SHOWN : LINE_OTHERS,
		};
	if (nr)
		qsort(walks, nr, sizeof(*walks), compare_pid);
	keep_counts(queue, walks, nr);
	queue->spare = queue->walks;
	queue->max_spare = queue->max;
	queue->walks = walks;
	queue->max = max;
	queue->nr = nr;
}

static void line_up(struct walk_queue *queue, struct walk *walk)
{
	struct walk_line *line = &queue->lines[walk->line];

	walk->behind = NULL;
	*line->end = walk;
	line->end = &walk->behind;
	queue->nr_waiting++;
}

static void empty_lines(struct walk_queue *queue)
{
	unsigned int i;

	for (i = 0; i < WALK_LINES; i++) {
		queue->lines[i].head = NULL;
		queue->lines[i].end = &queue->lines[i].head;
	}
	queue->nr_waiting = 0;
	queue->nr_in_vain = 0;
}

void walk_queue_begin(struct walk_queue *queue, const struct proc_id *ids,
		      size_t nr, size_t nr_shown)
{
	size_t others = 0;
	size_t i;

	take_walks(queue, ids, nr, nr_shown);
	queue->order = xgrow(queue->order, nr, &queue->max_order,
			     sizeof(struct walk *));
	for (i = 0; i < nr; i++)
		queue->order[i] = &queue->walks[i];
	if (nr)
		qsort(queue->order, nr, sizeof(struct walk *), compare_turn);
	empty_lines(queue);
	for (i = 0; i < nr; i++)
		if (queue->order[i]->line == LINE_SHOWN ||
		    others++ < WALK_OTHERS_MAX)
			line_up(queue, queue->order[i]);
}

struct walk *walk_queue_next(struct walk_queue *queue)
{
	unsigned int which = !queue->last_line;
	struct walk_line *line;
	struct walk *walk;

	if (!queue->nr_waiting)
		return NULL;
	if (!queue->lines[which].head)
		which = !which;
	line = &queue->lines[which];
	walk = line->head;
	line->head = walk->behind;
	if (!line->head)
		line->end = &line->head;
	queue->last_line = which;
	queue->nr_waiting--;
	walk->turn = ++queue->turn;
	return walk;
}

static void begin_anew(struct walk *walk)
{
	walk->from = 0;
	walk->written = 0;
	walk->zero = 0;
	walk->huge = 0;
	walk->swapped = 0;
}

static void add_slice(struct walk *walk, const struct memstat_rec *rec)
{
	walk->written += rec->ta_written;
	walk->zero += rec->ta_zero;
	walk->huge += rec->ta_huge;
	walk->swapped += rec->ta_swapped;
	walk->from = rec->ta_next;
}

static void tell(struct walk *walk, struct sample_pages *pages)
{
	pages->state = PAGES_COUNTED;
	pages->written = walk->written;
	pages->zero = walk->zero;
	pages->huge = walk->huge;
	pages->swapped = walk->swapped;
	pages->time_ns = walk->began_ns;
	pages->exec_seq = walk->exec_seq;
	begin_anew(walk);
}

/*
 * A slice of another memory than those before: what they told is of none that
 * is there. False: the process itself is another one.
 */
static bool same_process(struct walk *walk, const struct memstat_rec *rec)
{
	struct proc_id id = { (pid_t)rec->pid, rec->start_ns };

	if (walk->from && rec->exec_seq != walk->exec_seq)
		begin_anew(walk);
	return proc_id_equal(id, walk->id);
}

/* It waits for a slice from where it is; that its last one was in @vain counts. */
static bool wait_again(struct walk_queue *queue, struct walk *walk, bool vain)
{
	queue->nr_in_vain = vain ? queue->nr_in_vain + 1 : 0;
	line_up(queue, walk);
	return false;
}

/* Nothing more is to be had of it in this round. */
static bool give_up(struct walk_queue *queue, struct walk *walk)
{
	queue->nr_in_vain = 0;
	begin_anew(walk);
	return true;
}

static bool take_slice(struct walk_queue *queue, struct walk *walk,
		       const struct memstat_rec *rec, uint64_t asked_ns,
		       struct sample_pages *pages)
{
	bool partial = rec->flags & MEMSTAT_F_PARTIAL;
	uint64_t from = walk->from;

	if (!same_process(walk, rec))
		return give_up(queue, walk);
	/* that slice was not from the beginning of the memory it was of */
	if (walk->from != from)
		return wait_again(queue, walk, false);
	if (partial && rec->ta_next <= from)
		return wait_again(queue, walk, true);
	if (!from) {
		walk->began_ns = asked_ns;
		walk->exec_seq = rec->exec_seq;
	}
	add_slice(walk, rec);
	if (partial)
		return wait_again(queue, walk, false);
	queue->nr_in_vain = 0;
	tell(walk, pages);
	return true;
}

bool walk_queue_answer(struct walk_queue *queue, struct walk *walk,
		       const struct memstat_rec *rec, uint64_t asked_ns,
		       struct sample_pages *pages)
{
	*pages = (struct sample_pages){ .id = walk->id, .time_ns = asked_ns };
	if (!rec)
		return give_up(queue, walk);
	pages->exec_seq = rec->exec_seq;
	if (rec->mask & MEMSTAT_TAMALLOC_PAGES)
		return take_slice(queue, walk, rec, asked_ns, pages);
	if (rec->flags & (MEMSTAT_F_BUSY | MEMSTAT_F_PARTIAL))
		return wait_again(queue, walk, true);
	if (rec->flags & MEMSTAT_F_DENIED)
		pages->state = PAGES_DENIED;
	return give_up(queue, walk);
}

bool walk_queue_all_busy(struct walk_queue *queue)
{
	if (!queue->nr_waiting || queue->nr_in_vain < queue->nr_waiting)
		return false;
	queue->nr_in_vain = 0;
	return true;
}
