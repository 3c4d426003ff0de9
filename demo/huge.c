// SPDX-License-Identifier: GPL-2.0
/* A byte of each huge page is read, later one is written: 512 pages at once. */
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

/* Reads go ahead of writes by so many huge pages, or a quarter of fewer. */
#define LEAD 8

static size_t nr_huge(const struct block *block)
{
	return (block->pages + pages_in_huge(block) - 1) / pages_in_huge(block);
}

static size_t lead_of(const struct block *block)
{
	size_t lead = (nr_huge(block) + 3) / 4;

	return pages_in_huge(block) * (lead < LEAD ? lead : LEAD);
}

static void read_and_write_behind(struct block *block, size_t page)
{
	size_t lead = lead_of(block);

	block_read(block, page);
	if (page >= lead)
		renew_and_write(block, page - lead);
}

/* What was read, and no read behind it has led to its write. */
static void write_rest(struct block *block, size_t page)
{
	size_t all = pages_in_huge(block) * nr_huge(block);

	renew_and_write(block, all - lead_of(block) + page);
}

static int huge_round(struct paced *paced)
{
	static const struct block_access reading = {
		"read", read_and_write_behind
	};
	static const struct block_access writing = { "write", write_rest };
	const struct block *block = &paced->block;
	size_t chunk = pages_in_huge(block), lead = lead_of(block);
	struct chunk_order order;

	order_chunks(&order, block->pages, chunk, "read");
	paced_introduce(paced, "reading a byte of each 2M, and writing one,",
			order_left(&order.order) + lead);
	paced_play(paced, &order.order, &reading);
	if (paced->signal)
		return DEMO_OK;
	order_chunks(&order, lead, chunk, "written");
	paced_play(paced, &order.order, &writing);
	/* how far it is with all of them */
	paced->last.covered += block->pages - lead;
	paced->last.pages = block->pages;
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
	.look_for = "a front of zero, 2M a step, then huge",
	.needs = "huge pages",
	.options = huge_options,
	.values_size = sizeof(struct paced_values),
	.run = huge_run,
};
