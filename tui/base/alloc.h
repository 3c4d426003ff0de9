/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_BASE_ALLOC_H
#define TUI_BASE_ALLOC_H

/* calloc/realloc/strdup that die() when memory is out; free() frees. */
void *xcalloc(unsigned long nr, unsigned long size);
void *xreallocarray(void *ptr, unsigned long nr, unsigned long size);
char *xstrdup(const char *text);

/*
 * Room for @nr things of @size bytes in @array, which has room for *max and
 * grows by half at least, so that adding one after another stays cheap. Dies
 * when memory is out; free() frees.
 */
void *xgrow(void *array, unsigned long nr, unsigned long *max,
	    unsigned long size);

#endif
