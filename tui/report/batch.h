/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_REPORT_BATCH_H
#define TUI_REPORT_BATCH_H

#include <stdio.h>

#include "model/model.h"

/*
 * Write the model as text: header, then a line for each row, fields parted by
 * blanks, nothing cut, the command last. @fields: these instead, in their
 * order, none that is only drawn; in a command that isn't the last of them,
 * blanks become '_'. NULL: as above. @number counts samples from 1. Errors stay
 * in ferror(@out).
 */
void batch_write(const struct model *model, const char *source,
		 unsigned long number, const struct field_list *fields,
		 FILE *out);

#endif
