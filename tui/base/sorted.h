/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_BASE_SORTED_H
#define TUI_BASE_SORTED_H

#include <stddef.h>
#include <stdint.h>

/*
 * The first of @nr records of @size bytes whose key, a uint64_t at @offset in
 * each, is above @bound; @nr if none is. They are in the order of their keys.
 */
size_t sorted_above(const void *records, size_t nr, size_t size, size_t offset,
		    uint64_t bound);

/* Of an array of structs, by a member. */
#define SORTED_ABOVE(array, nr, member, bound)				\
	sorted_above(array, nr, sizeof(*(array)),			\
		     offsetof(__typeof__(*(array)), member), bound)

#endif
