/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SOURCE_REPLAY_H
#define TUI_SOURCE_REPLAY_H

#include "data/demand.h"
#include "data/recording.h"

/*
 * A recording as it is played: samples come in their order, and of the process
 * that is looked into with scans of its pages, made of what was seen of them.
 * Those are of any zoom that a demand asks for.
 */
struct replay;

/* As recording_open(), which see: of @why, too. replay_free() frees it. */
struct replay *replay_open(const char *path, char why[RECORDING_WHY]);
void replay_free(struct replay *replay);

/* What it reads: how many samples there are, and when. */
const struct recording_reader *replay_reader(const struct replay *replay);

/*
 * The next sample, with the scans that @demand asks for of its target, or, where
 * only a part of that was looked at then, those of @news; NULL: there is none. It
 * stays the replay's, until the next call.
 */
const struct sample *replay_next(struct replay *replay,
				 const struct demand *demand,
				 const struct demand *news);

/* Go to where @nr samples were played: nothing is compared across that. */
void replay_seek(struct replay *replay, size_t nr);

/* What is known by then of all processes. Likewise. */
const struct sample *replay_whole(struct replay *replay);

/*
 * What is known of demand->target by then, whenever that was seen, scans, too;
 * no section where that is nothing. Likewise.
 */
const struct sample *replay_target(struct replay *replay,
				   const struct demand *demand);

/*
 * The process @id where nobody looks into it: TARGET_UNRECORDED, with what the
 * list has of who it is. Likewise.
 */
const struct sample *replay_unrecorded(struct replay *replay,
				       struct proc_id id);

#endif
