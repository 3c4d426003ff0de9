/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SOURCE_WALK_QUEUE_H
#define TUI_SOURCE_WALK_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tamalloc/memstat.h>

#include "data/sample.h"

/*
 * Whose tamalloc blocks are counted next, and how far each count has come. A
 * walk goes in slices, as many in a round as the budget allows, and on from
 * there in the next one, so that a block of any size comes to its end. Whoever
 * waits longest has the next slice: the largest process delays nobody else by
 * more than one. Those on screen have every second slice.
 *
 * It is told time and answers, asks nobody, and knows no budget.
 */

/* Processes off screen that get a slice in one round. */
#define WALK_OTHERS_MAX 64

/* The count of one process. */
struct walk {
	struct proc_id id;
	uint64_t from;			/* where its next slice begins */
	uint64_t began_ns;		/* when the first one did */
	uint64_t exec_seq;		/* the memory that they are of */
	uint64_t written, zero, huge, swapped;
	uint64_t turn;			/* of its last slice; 0: it had none */
	unsigned int line;		/* where it waits in this round */
	struct walk *behind;		/* in that line */
};

struct walk_line {
	struct walk *head, **end;
};

#define WALK_LINES 2			/* on screen, and others */

struct walk_queue {
	struct walk *walks;		/* by rising pid */
	struct walk *spare;		/* where the next round's are built */
	size_t nr, max, max_spare;
	struct walk **order;		/* as they line up */
	size_t max_order;
	struct walk_line lines[WALK_LINES];
	unsigned int last_line;
	uint64_t turn;
	size_t nr_waiting;		/* in both lines */
	size_t nr_in_vain;		/* slices since one came any further */
};

/* A queue in which nobody waits, and the memory of one that was used. */
void walk_queue_init(struct walk_queue *queue);
void walk_queue_release(struct walk_queue *queue);

/*
 * A round begins: these @nr processes want to be counted once more, the first
 * @nr_shown of them are on screen. Who isn't among them is forgotten.
 */
void walk_queue_begin(struct walk_queue *queue, const struct proc_id *ids,
		      size_t nr, size_t nr_shown);

/* Whose turn it is, from walk->from on; NULL: all were counted. */
struct walk *walk_queue_next(struct walk_queue *queue);

/*
 * The slice of @walk that was asked for at @asked_ns has brought @rec, NULL if
 * there is no such process any more. True if that settles it for this round:
 * then @pages tells what came of it, PAGES_UNKNOWN if nothing did. Else it
 * waits for another slice.
 */
bool walk_queue_answer(struct walk_queue *queue, struct walk *walk,
		       const struct memstat_rec *rec, uint64_t asked_ns,
		       struct sample_pages *pages);

/*
 * Is everybody who waits busy, so that asking at once would be in vain? The
 * next round of all of them is worth a try after a while.
 */
bool walk_queue_all_busy(struct walk_queue *queue);

#endif
