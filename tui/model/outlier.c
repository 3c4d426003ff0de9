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

static void add(struct outlier *outlier, const struct row *row, uint64_t *most)
{
	outlier->nr++;
	outlier->reserved += row->now.reserved;
	outlier->touched += row_touched(row);
	if (row->now.reserved <= *most)
		return;
	*most = row->now.reserved;
	memcpy(outlier->comm, row->now.comm, sizeof(outlier->comm));
}

struct outlier outlier_find(const struct row *rows, size_t nr,
			    const struct sys_stat *sys)
{
	const uint32_t needs = KNOWN_MEMORY | KNOWN_TOTALS;
	struct outlier outlier = { 0 };
	uint64_t most = 0;
	size_t i;

	if ((sys->known & needs) != needs)
		return outlier;
	for (i = 0; i < nr; i++)
		if (rows[i].now.reserved / MEMORIES >= sys->mem_total)
			add(&outlier, &rows[i], &most);
	/* the sum may be of another moment than the rows */
	if (outlier.reserved > sys->reserved ||
	    outlier.reserved / TENTHS < sys->reserved / 10)
		return (struct outlier){ 0 };
	return outlier;
}

void outlier_text(const struct outlier *outlier, char *buf, size_t len)
{
	char size[FORMAT_MAX], more[32] = "";

	format_size(size, sizeof(size), outlier->reserved);
	if (outlier->nr > 1)
		snprintf(more, sizeof(more), " and %zu more", outlier->nr - 1);
	snprintf(buf, len, "%s of it %s%s", size, outlier->comm, more);
}
