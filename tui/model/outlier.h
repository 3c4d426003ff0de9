/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_MODEL_OUTLIER_H
#define TUI_MODEL_OUTLIER_H

#include "data/sample.h"

/*
 * Processes that have reserved so much that the sum tells nothing of all the
 * others: sanitizers map terabytes that nobody will ever touch.
 */
struct outlier {
	size_t nr;			/* 0: there are none */
	char comm[16];			/* of the largest one, */
	uint64_t most;			/* that has reserved so much */
	uint64_t reserved;		/* by all of them */
};

/* Count @proc, if it is so large beside the machine of @sys. */
void outlier_add(struct outlier *outlier, const struct proc *proc,
		 const struct sys_stat *sys);

/* All were counted: where they don't hide the others there is no outlier. */
void outlier_settle(struct outlier *outlier, const struct sys_stat *sys);

/*
 * "124T of it asan-test and 2 more", in at most @len bytes; the name is of any
 * bytes.
 */
void outlier_text(const struct outlier *outlier, char *buf, size_t len);

#endif
