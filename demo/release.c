// SPDX-License-Identifier: GPL-2.0
/* Gives memory back in the three ways there are, each in a part of its own. */
#include <err.h>
#include <stdio.h>

#include "common/format.h"
#include "options.h"
#include "paced.h"
#include "say.h"
#include "scenario.h"

struct release_values {
	struct paced_values paced;
	uint64_t pause_ns;
};

static const struct demo_option release_options[] = {
	PACED_OPTIONS(PACED_SIZE, PACED_RATE),
	{ "pause", &option_secs, offsetof(struct release_values, pause_ns),
	  "2.5", "seconds to look at each part given back" },
	{ .name = NULL }
};

/* A part, in eighths of the block, and how it is given back. */
struct part {
	const char *phase;
	void (*give)(struct block *block, size_t page, size_t nr);
	unsigned int first, end;
	const char *lesson;	/* with %s: how much it is */
};

static const struct part dropped = {
	"release", block_drop_range, 1, 3,
	"gave back %s (MADV_DONTNEED): TOUCHED falls at once, RESERVED stays"
};

static const struct part unmapped = {
	"unmap", block_unmap_range, 4, 5,
	"unmapped %s (munmap): RESERVED falls, too; now it is two mappings"
};

static const struct part freed = {
	"free", block_free_range, 5, 7,
	"marked %s (MADV_FREE): TOUCHED stays until the kernel runs short"
};

static size_t page_of(const struct block *block, unsigned int eighth)
{
	return block->pages / 8 * eighth + block->pages % 8 * eighth / 8;
}

static size_t pages_of(const struct block *block, const struct part *part)
{
	return page_of(block, part->end) - page_of(block, part->first);
}

/* Time to look at what there is now. */
static void pause_round(struct paced *paced)
{
	const struct release_values *opt = (const void *)paced->values;

	paced_rest(paced, opt->pause_ns);
}

/* Pages that MADV_FREE left to the kernel are told apart from those gone. */
static void tell_lazy(struct paced *paced, size_t nr)
{
	static char more[32];

	snprintf(more, sizeof(more), ",\"lazy\":%zu", nr);
	paced->tell.more = more;
}

static void give(struct paced *paced, const struct part *part)
{
	struct block *block = &paced->block;
	size_t nr = pages_of(block, part);
	char size[FORMAT_MAX];

	if (paced->signal)
		return;
	if (part == &freed)
		tell_lazy(paced, nr);
	part->give(block, page_of(block, part->first), nr);
	tell_phase(&paced->tell, block, part->phase);
	format_size(size, sizeof(size), nr * block->page_size);
	say(paced->values->json, part->lesson, size);
	pause_round(paced);
}

/* Counts the pages that are not as new. */
static void read_zero(struct block *block, size_t page)
{
	size_t *not_zero = block->own;

	if (block->mem[page * block->page_size])
		++*not_zero;
	block_read(block, page);
}

/* Half of what was dropped; the other half stays untouched. */
static int read_again(struct paced *paced)
{
	static const struct block_access reading = { "read", read_zero };
	struct block *block = &paced->block;
	struct range_order order;
	size_t not_zero = 0;

	block->own = &not_zero;
	order_range(&order, page_of(block, 1),
		    page_of(block, 2) - page_of(block, 1), "read again");
	paced_play(paced, &order.order, &reading);
	block->own = NULL;
	if (not_zero) {
		warnx("NOT ZERO: %zu pages hold data after MADV_DONTNEED",
		      not_zero);
		return DEMO_FAILED;
	}
	if (paced->signal)
		return DEMO_OK;
	tell_phase(&paced->tell, block, "read");
	say(paced->values->json,
	    "all zeros, of the one zero page: ZERO grows, TOUCHED does not");
	pause_round(paced);
	return DEMO_OK;
}

/* What is left at the end, for the line that says that it is held. */
static void count_rest(struct paced *paced)
{
	if (paced->signal)
		return;
	order_linear(&paced->last, paced->block.pages, "still written");
	paced->last.covered = paced->block.written;
}

static int release_round(struct paced *paced)
{
	struct order order;
	int code;

	tell_lazy(paced, 0);
	order_linear(&order, paced->block.pages, "touched");
	paced_introduce(paced, "filling it", order_left(&order));
	paced_play(paced, &order, &block_writing);
	pause_round(paced);
	give(paced, &dropped);
	code = read_again(paced);
	if (code != DEMO_OK)
		return code;
	give(paced, &unmapped);
	give(paced, &freed);
	count_rest(paced);
	return DEMO_OK;
}

static int release_run(const void *values)
{
	return paced_run(&release_scenario, values, release_round);
}

const struct scenario release_scenario = {
	.name = "release",
	.summary = "fill, then give parts back",
	.look_for = "TOUCHED falls, or not yet; a hole",
	.options = release_options,
	.values_size = sizeof(struct release_values),
	.run = release_run,
};
