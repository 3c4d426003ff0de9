// SPDX-License-Identifier: GPL-2.0
/* Steps from one series to the next: what is kept, removed, changed, added. */
#include "data/recording_steps.h"

#define STEP_BITS	2

static void put(struct rec_steps *steps, enum rec_step step, uint64_t what)
{
	rec_put_number(steps->out, what << STEP_BITS | step);
}

static void flush(struct rec_steps *steps)
{
	if (steps->count)
		put(steps, steps->step, steps->count);
	steps->count = 0;
}

void rec_put_counted(struct rec_steps *steps, enum rec_step step)
{
	if (steps->step != step)
		flush(steps);
	steps->step = step;
	steps->count++;
}

void rec_put_step(struct rec_steps *steps, enum rec_step step, uint64_t what)
{
	flush(steps);
	put(steps, step, what);
}

void rec_end_steps(struct rec_steps *steps)
{
	if (steps->step != REC_KEEP)
		flush(steps);
}

enum rec_step rec_get_step(struct rec_in *in, size_t left, uint64_t *what,
			   size_t *nr)
{
	uint64_t number = rec_get_number(in);
	enum rec_step step = number & ((1 << STEP_BITS) - 1);

	*what = number >> STEP_BITS;
	*nr = step == REC_ADD ? 0 : step == REC_CHANGE ? 1 : *what;
	if (*nr > left) {
		rec_bad(in);
		*nr = 0;
	}
	return step;
}
