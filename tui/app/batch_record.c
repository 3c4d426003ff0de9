// SPDX-License-Identifier: GPL-2.0
/* Recording without a terminal, beside what is printed. */
#include <stdio.h>

#include "app/batch_record.h"
#include "app/wall.h"
#include "base/status.h"
#include "base/text.h"

void batch_record_begin(struct batch_record *record)
{
	struct recording_header header;
	char why[RECORDER_WHY];

	if (!record->path)
		return;
	header = recorder_header(record->source, record->release,
				 record->clock, record->wall);
	if (!recorder_start(&record->recorder, record->path, &header, true,
			    why))
		die(ST_IO, "%s", why);
}

static void tell_failed(const struct batch_record *record)
{
	char when[16];

	wall_text(record->wall, "%H:%M:%S", when, sizeof(when));
	fputs("tamtop: cannot write ", stderr);
	text_print_safe(stderr, record->recorder.path);
	fprintf(stderr, ": %s, recording stopped %s\n",
		recorder_why(record->recorder.error), when);
}

void batch_record_take(struct batch_record *record,
		       const struct sample *sample)
{
	uint64_t now_ns = clock_now(record->clock);

	switch (recorder_take(&record->recorder, sample, now_ns)) {
	case RECORDER_NONE:
		break;
	case RECORDER_LEFT_OUT:
		fputs("tamtop: a sample can't be recorded, and is left out\n",
		      stderr);
		break;
	case RECORDER_STOPPED:
		tell_failed(record);
		break;
	}
}

static enum status look(struct batch_record *record, struct source *source,
			struct proc_id id, struct demand *demand,
			struct sample *sample)
{
	enum status st;

	demand_reset(demand);
	demand->target.id = id;
	demand->target.mappings = true;
	demand->target.runs = true;
	sample_reset(sample);
	st = source->ops->sample(source, demand, sample);
	if (st == ST_OK)
		batch_record_take(record, sample);
	return st;
}

enum status batch_record_look(struct batch_record *record,
			      struct source *source, const struct model *model,
			      struct demand *demand, struct sample *sample)
{
	const struct row *row = NULL;
	enum status st = ST_OK;
	int nr;

	for (nr = 0; nr < BATCH_LOOKS_MAX && st == ST_OK; nr++) {
		row = model_next(model, row);
		if (!row || !recorder_is_on(&record->recorder))
			break;
		st = look(record, source, row->now.id, demand, sample);
	}
	return st;
}

bool batch_record_end(struct batch_record *record)
{
	bool was_on = recorder_is_on(&record->recorder);
	bool ok;

	recorder_stop(&record->recorder);
	ok = !record->recorder.failed;
	if (was_on && !ok) {
		fputs("tamtop: ", stderr);
		text_print_safe(stderr, record->recorder.failed);
		fputc('\n', stderr);
	}
	recorder_release(&record->recorder);
	return ok;
}
