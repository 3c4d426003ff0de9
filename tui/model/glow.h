/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_MODEL_GLOW_H
#define TUI_MODEL_GLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/clock.h"
#include "data/sample.h"

/* How long a first touch glows, in three steps, and a release is marked. */
#define GLOW_STEP_NS	NSEC_PER_SEC
#define GLOW_NS		(3 * GLOW_STEP_NS)

/* How recently pages of a cell have changed. */
struct glow {
	uint8_t touched;	/* 0: not within GLOW_NS; 1, 2, 3: seconds */
	bool released;		/* within GLOW_NS */
	uint64_t touched_ns;	/* CLOCK_MONOTONIC of the youngest touch */
	uint64_t released_ns;	/* likewise */
};

/* A run of pages that changed, and when. */
struct glow_change {
	uint64_t start, time_ns;
	uint32_t pages;
	uint32_t kind;			/* enum change_kind */
};

/*
 * The changes of the last GLOW_NS, so many at the most that memory is bounded:
 * the oldest are dropped. Zeroed, there are none.
 */
struct glow_log {
	struct glow_change *changes;	/* oldest first */
	size_t nr, max;
};

/* Take the changes that @sample tells of. Dies when memory is out. */
void glow_take(struct glow_log *log, const struct sample *sample);

/* Forget them all, and keep or free the room. */
void glow_forget(struct glow_log *log);
void glow_release(struct glow_log *log);

/* See target_glows() and target_next_change(). */
void glow_cells(const struct glow_log *log, uint64_t now_ns, uint64_t start,
		uint64_t cell_pages, size_t nr, struct glow *glows);
bool glow_next(const struct glow_log *log, uint64_t now_ns, uint64_t address,
	       uint64_t *change);

#endif
