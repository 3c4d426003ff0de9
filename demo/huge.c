// SPDX-License-Identifier: GPL-2.0
/* A byte of each huge page is read, then one is written: 512 pages at once. */
#include "options.h"
#include "paced.h"
#include "scenario.h"

static const struct demo_option huge_options[] = {
	PACED_OPTIONS_BASE(PACED_SIZE, PACED_RATE),
	{ .name = NULL }
};

static size_t pages_in_huge(const struct block *block)
{
	return BLOCK_HUGE_SIZE / block->page_size;
}

/*
 * Before Linux 6.13 a write to the huge zero page makes one page of its own
 * and leaves 511 small zero pages: given back first, it is one of 2M anywhere.
 */
static void renew_and_write(struct block *block, size_t page)
{
	size_t nr = pages_in_huge(block);

	if (nr > block->pages - page)
		nr = block->pages - page;
	block_drop_range(block, page, nr);
	block_write(block, page);
}

static int huge_round(struct paced *paced)
{
	static const struct block_access writing = { "write", renew_and_write };
	const struct block *block = &paced->block;
	struct chunk_order order;

	order_chunks(&order, block->pages, pages_in_huge(block), "read");
	paced_introduce(paced, "reading a byte of each 2M, then writing one,",
			2 * order_left(&order.order));
	paced_play(paced, &order.order, &block_reading);
	order_chunks(&order, block->pages, pages_in_huge(block), "written");
	paced_play(paced, &order.order, &writing);
	return DEMO_OK;
}

static int huge_run(const void *values)
{
	struct paced_values own = *(const struct paced_values *)values;

	own.huge = true;
	return paced_run(&huge_scenario, &own, huge_round);
}

const struct scenario huge_scenario = {
	.name = "huge",
	.summary = "one byte, 512 pages",
	.look_for = "rows fill in blocks of 2M",
	.needs = "huge pages",
	.options = huge_options,
	.values_size = sizeof(struct paced_values),
	.run = huge_run,
};
