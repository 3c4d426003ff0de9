// SPDX-License-Identifier: GPL-2.0
/* Searches of records that are in order, where bsearch(3) finds only equals. */
#include "base/sorted.h"

size_t sorted_above(const void *records, size_t nr, size_t size, size_t offset,
		    uint64_t bound)
{
	const char *keys = (const char *)records + offset;
	size_t low = 0, high = nr, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (*(const uint64_t *)(keys + middle * size) > bound)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}
