// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>

#include "inspect.h"
#include "status.h"

struct inspector {
	const atomic_bool *stop;
};

struct inspector *inspector_new(const atomic_bool *stop)
{
	struct inspector *inspector = xcalloc(1, sizeof(*inspector));

	inspector->stop = stop;
	return inspector;
}

void inspector_free(struct inspector *inspector)
{
	free(inspector);
}

void inspect(struct inspector *inspector, const struct demand *demand,
	     struct sample *sample)
{
	(void)inspector;
	sample->target.id = demand->target.id;
	sample->sections |= SECTION_TARGET;
}
