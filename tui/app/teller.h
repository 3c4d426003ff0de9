/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_TELLER_H
#define TUI_APP_TELLER_H

#include "app/app.h"
#include "source/replay.h"

/*
 * Tells an app what was recorded, sample after sample, as whoever recorded it
 * was told; and of the process that is looked into what a look would tell: the
 * scans that the app asks for, that it has ended, or that nobody looked. It
 * knows no clock. Where one has come to doesn't matter for what is known there,
 * as far as what was before is told: so much of it is by teller_begin_at().
 */
struct teller {
	struct app *app;
	struct replay *replay;
	const struct recording_reader *reader;
	struct demand demand;		/* of the app, by now */
	struct demand look;		/* that a look answered last */
	struct demand early;		/* that was answered since, by no look */
	struct demand part;		/* of both */
	uint64_t mark_ns;		/* when it was set: to be set anew; or 0 */
	bool mark_lost;

	/* Of the process that is looked into: */
	bool bare;			/* no look has been told yet */
	bool was_there;			/* in a list, or a look */
	bool any_list;			/* since it is looked into */
	bool listed;			/* in the last one */
	unsigned int lists;		/* with it, since the last look */
	uint64_t look_ns, look_cost_ns;
	enum target_state told;		/* last */
};

void teller_init(struct teller *teller, struct app *app,
		 struct replay *replay);

/* Free what @teller holds, not the struct itself. */
void teller_release(struct teller *teller);

/*
 * Tell the next sample, which is the last one where one is at @until. @past:
 * nobody is to see it by itself. false: there is none.
 */
bool teller_next(struct teller *teller, size_t until, bool past);

/*
 * Forget all, and begin so far before where @nr samples are told that graphs
 * and timelines have what was before.
 */
void teller_begin_at(struct teller *teller, size_t nr);

/* Would it begin behind where one is, to go to where @nr samples are told? */
bool teller_leaps(const struct teller *teller, size_t nr);

/* One has come to where one was to be: say so of a mark that was lost. */
void teller_end_at(struct teller *teller);

/* Keys may have changed what is asked for: tell it. */
void teller_heed(struct teller *teller);

/* Nothing more comes by itself: of whom nothing is known yet, nothing was. */
void teller_settle(struct teller *teller);

#endif
