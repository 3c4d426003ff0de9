/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_MODEL_OUTLIER_H
#define TUI_MODEL_OUTLIER_H

#include "model/model.h"

/* The outlier of @nr rows, whose sums are in @sys. */
struct outlier outlier_find(const struct row *rows, size_t nr,
			    const struct sys_stat *sys);

/*
 * "124T of it asan-test and 2 more", in at most @len bytes; the name is of any
 * bytes.
 */
void outlier_text(const struct outlier *outlier, char *buf, size_t len);

#endif
