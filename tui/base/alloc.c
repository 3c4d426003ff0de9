// SPDX-License-Identifier: GPL-2.0
/* Memory that is there, or the end of the program. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/status.h"

static void *or_die(void *ptr)
{
	if (!ptr)
		die(ST_NO_MEMORY, "out of memory");
	return ptr;
}

void *xcalloc(unsigned long nr, unsigned long size)
{
	return or_die(calloc(nr ? nr : 1, size));
}

void *xreallocarray(void *ptr, unsigned long nr, unsigned long size)
{
	return or_die(reallocarray(ptr, nr ? nr : 1, size));
}

void *xgrow(void *array, unsigned long nr, unsigned long *max,
	    unsigned long size)
{
	if (nr <= *max)
		return array;
	*max = nr > 16 ? nr + nr / 2 : 16;
	return xreallocarray(array, *max, size);
}

char *xstrdup(const char *text)
{
	return or_die(strdup(text));
}
