/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_REPORT_PROMETHEUS_H
#define TUI_REPORT_PROMETHEUS_H

#include <stdio.h>

#include "model/field.h"
#include "model/model.h"
#include "report/series.h"

/* What is told of a sample, but for what the model knows. */
struct prometheus_form {
	const char *source, *version;		/* any bytes */
	struct series_choice choice;
	const struct field_list *fields;	/* each of prometheus_tells() */
	uint64_t duration_ns;			/* from the beginning to here */
};

/* Is there a metric for @field, where each series is of @kind? */
bool prometheus_tells(const struct field *field, enum group_kind kind);

/* Those with a metric that cost no more than a look at the list. */
void prometheus_default(struct field_list *fields, enum group_kind kind);

/*
 * Write the model in the text format 0.0.4 of Prometheus: the system, then each
 * field of each series. What is not known, or not all of it, is left out.
 * Errors stay in ferror(@out).
 */
void prometheus_write(const struct model *model,
		      const struct prometheus_form *form, FILE *out);

#endif
