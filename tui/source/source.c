// SPDX-License-Identifier: GPL-2.0
/* The table of sources: a new one is a file of its own and a row here. */
#include <string.h>

#include "source/source.h"

const struct source_ops *const sources[] = {
	&source_syscall, &source_proc, NULL
};

const struct source_ops *source_by_name(const char *name)
{
	int i;

	for (i = 0; sources[i]; i++)
		if (!strcmp(name, sources[i]->name))
			break;
	return sources[i];
}
