/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_REPORT_BATCH_H
#define TUI_REPORT_BATCH_H

#include <stdio.h>

#include "model/field.h"
#include "model/model.h"

/* What is told of each sample, but for what the model knows. */
struct batch_form {
	const char *source;
	const struct field_list *fields;	/* none that is only drawn */
};

/*
 * Write the model as text: header, then a line for each row, fields parted by
 * blanks, nothing cut; in a command that isn't the last of them, blanks become
 * '_'. @number counts samples from 1. Errors stay in ferror(@out).
 */
void batch_write(const struct model *model, const struct batch_form *form,
		 unsigned long number, FILE *out);

/* Likewise as JSON, a line, see docs/json.md. */
void batch_write_json(const struct model *model, const struct batch_form *form,
		      unsigned long number, FILE *out);

#endif
