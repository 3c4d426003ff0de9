// SPDX-License-Identifier: GPL-2.0
/* A buffer that grows by a little, is used, and is never given back. */
#include <err.h>
#include <errno.h>
#include <string.h>

#include "options.h"
#include "paced.h"
#include "scenario.h"

#define GROWTH ((size_t)64 << 10)	/* bytes */

static const struct demo_option leak_options[] = {
	PACED_OPTIONS("64M", "256K"),
	{ .name = NULL }
};

static size_t growth_pages(const struct block *block)
{
	size_t pages = GROWTH / block->page_size;

	return pages < block->noted ? pages : block->noted;
}

/*
 * All at first, so that there is room behind what is left of it: then it grows
 * where it is, and an observer knows it again.
 */
static bool leak_reserve(struct paced *paced)
{
	const struct paced_values *values = paced->values;

	if (!block_reserve(&paced->block, values->size, values->huge))
		return false;
	block_shrink(&paced->block, growth_pages(&paced->block));
	return true;
}

static void grow(struct block *block)
{
	size_t left = block->noted - block->pages;
	size_t more = growth_pages(block);

	if (!block_grow(block, block->pages + (more < left ? more : left)))
		errx(DEMO_FAILED, "cannot reserve 64K more: %s; try a smaller --size, or see ulimit -v",
		     strerror(errno));
}

static void leak_page(struct block *block, size_t page)
{
	if (page == block->pages)
		grow(block);
	block_write(block, page);
}

static int leak_round(struct paced *paced)
{
	static const struct block_access leaking = { "write", leak_page };
	struct order order;

	order_linear(&order, paced->block.noted, "leaked");
	paced_introduce(paced, "leaking 64K after 64K", order_left(&order));
	paced_play(paced, &order, &leaking);
	return DEMO_OK;
}

static int leak_run(const void *values)
{
	return paced_run_with(&leak_scenario, values, leak_reserve,
			      leak_round);
}

const struct scenario leak_scenario = {
	.name = "leak",
	.summary = "little by little, for ever",
	.look_for = "RESERVED and TOUCHED grow as one",
	.options = leak_options,
	.values_size = sizeof(struct paced_values),
	.run = leak_run,
};
