/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_DATA_RECORDING_STEPS_H
#define TUI_DATA_RECORDING_STEPS_H

#include "data/recording_bytes.h"

/*
 * A series is told by steps through the one before. A step is a number: its low
 * bits say which, what is above them is how many (of two steps), or more about
 * the one: @what. What is left behind the last step stays as it was.
 */
enum rec_step {
	REC_KEEP,	/* @what of them are as they were */
	REC_REMOVE,	/* @what of them are there no more */
	REC_CHANGE,	/* one that is otherwise */
	REC_ADD,	/* one that wasn't there */
};

/* Steps as they are put: those that have a count become one. */
struct rec_steps {
	struct rec_out *out;
	enum rec_step step;
	uint64_t count;
};

/* One more is kept or removed. */
void rec_put_counted(struct rec_steps *steps, enum rec_step step);

/* One is changed or added; more may be put behind it. */
void rec_put_step(struct rec_steps *steps, enum rec_step step, uint64_t what);

/* The last step was put. */
void rec_end_steps(struct rec_steps *steps);

/*
 * The next step, where @left are left before: @nr of them are passed with it.
 * Bad where that is more than @left.
 */
enum rec_step rec_get_step(struct rec_in *in, size_t left, uint64_t *what,
			   size_t *nr);

#endif
