// SPDX-License-Identifier: GPL-2.0
/* What came to be known bit by bit, as one sample for those who come late. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "model/retell.h"

static bool has_user(const struct sample *sample, uid_t uid)
{
	size_t i;

	for (i = 0; i < sample->nr_texts; i++)
		if (sample->texts[i].uid == uid)
			return true;
	return false;
}

/* Where a user has no name, the number stands for it. */
static void tell_user(const struct row *row, struct sample *sample)
{
	struct sample_text *text;
	char digits[12];

	if (!row->user || has_user(sample, row->now.uid))
		return;
	snprintf(digits, sizeof(digits), "%u", row->now.uid);
	text = sample_add_text(sample);
	text->kind = TEXT_USER;
	text->id = row->now.id;
	text->uid = row->now.uid;
	if (strcmp(row->user, digits))
		text->text = xstrdup(row->user);
}

static struct sample_text *add_text(struct sample *sample, enum text_kind kind,
				    const struct row *row, const char *what)
{
	struct sample_text *text = sample_add_text(sample);

	text->kind = kind;
	text->id = row->now.id;
	text->uid = row->now.uid;
	text->text = what ? xstrdup(what) : NULL;
	return text;
}

static void tell_texts(const struct row *row, struct sample *sample)
{
	struct sample_text *text;
	size_t len;

	if (row->command_known) {
		text = add_text(sample, TEXT_COMMAND, row, row->command);
		len = row->command ? strlen(row->command) : 0;
		/* what was kept may have been cut */
		if (row->command_first <= len && row->command_second <= len) {
			text->first = row->command_first;
			text->second = row->command_second;
		}
	}
	if (row->cgroup)
		add_text(sample, TEXT_CGROUP, row,
			 *row->cgroup ? row->cgroup : NULL);
}

static void tell_counts(const struct row *row, struct sample *sample)
{
	struct sample_pss *pss;

	if (row->pages.state != PAGES_UNKNOWN)
		*sample_add_pages(sample) = row->pages;
	if (row->zeros.state != PAGES_UNKNOWN)
		*sample_add_zeros(sample) = row->zeros;
	if (row->pss_state != ROW_PSS_READ)
		return;
	pss = sample_add_pss(sample);
	pss->id = row->now.id;
	pss->state = PSS_READ;
	pss->bytes = row->pss;
	pss->time_ns = row->pss_time_ns;
}

static uint32_t sections_of(const struct sample *sample)
{
	return (sample->nr_texts ? SECTION_TEXTS : 0) |
	       (sample->nr_pages ? SECTION_PAGES : 0) |
	       (sample->nr_zeros ? SECTION_ZEROS : 0) |
	       (sample->nr_psses ? SECTION_PSS : 0);
}

void model_retell(const struct model *model, struct sample *sample)
{
	const struct row *row = NULL;

	/* these first, so that few are looked through */
	while ((row = model_next(model, row)))
		tell_user(row, sample);
	while ((row = model_next(model, row))) {
		tell_texts(row, sample);
		tell_counts(row, sample);
	}
	sample->sections |= sections_of(sample);
}
