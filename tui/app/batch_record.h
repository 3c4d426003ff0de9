/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_BATCH_RECORD_H
#define TUI_APP_BATCH_RECORD_H

#include "app/recorder.h"
#include "common/clock.h"
#include "data/demand.h"
#include "model/model.h"
#include "source/source.h"

/* As many of the processes that are named are looked into each time. */
#define BATCH_LOOKS_MAX	16

/* Recording beside what is printed; the strings are the caller's. */
struct batch_record {
	const char *path;		/* NULL: nothing is recorded */
	const char *source, *release;	/* as in struct recording_header */
	const struct clock *clock;
	const struct clock *wall;	/* ns since 1970 */
	struct recorder recorder;	/* zeroed at first */
};

/* Begin, if there is a path; dies where that can't be done. */
void batch_record_begin(struct batch_record *record);

/* Record @sample; what goes wrong is a line on standard error. */
void batch_record_take(struct batch_record *record,
		       const struct sample *sample);

/*
 * Look into each of the rows of @model, which are those that were named, and
 * record that; @demand and @sample are used up. Not ST_OK: the source failed.
 */
enum status batch_record_look(struct batch_record *record,
			      struct source *source, const struct model *model,
			      struct demand *demand, struct sample *sample);

/* It is over. false: something went wrong, which is told by now. */
bool batch_record_end(struct batch_record *record);

#endif
