// SPDX-License-Identifier: GPL-2.0
/* Who has reserved so much that the totals tell nothing of the others. */
#include <stdio.h>
#include <string.h>

#include "common/format.h"
#include "model/outlier.h"

/* It reserves as many times the machine's memory, or more, */
#define MEMORIES 16
/* and at least so many tenths of all that is reserved. */
#define TENTHS 9

void outlier_add(struct outlier *outlier, const struct proc *proc,
		 const struct sys_stat *sys)
{
	if (!(sys->known & KNOWN_MEMORY) ||
	    proc->reserved / MEMORIES < sys->mem_total)
		return;
	outlier->nr++;
	outlier->reserved += proc->reserved;
	if (proc->reserved <= outlier->most)
		return;
	outlier->most = proc->reserved;
	memcpy(outlier->comm, proc->comm, sizeof(outlier->comm));
}

void outlier_settle(struct outlier *outlier, const struct sys_stat *sys)
{
	/* the sum may be of another moment than the processes */
	if (!(sys->known & KNOWN_TOTALS) || outlier->reserved > sys->reserved ||
	    outlier->reserved / TENTHS < sys->reserved / 10)
		*outlier = (struct outlier){ 0 };
}

void outlier_text(const struct outlier *outlier, char *buf, size_t len)
{
	char size[FORMAT_MAX], more[32] = "";

	format_size(size, sizeof(size), outlier->reserved);
	if (outlier->nr > 1)
		snprintf(more, sizeof(more), " and %zu more", outlier->nr - 1);
	snprintf(buf, len, "%s of it %s%s", size, outlier->comm, more);
}
