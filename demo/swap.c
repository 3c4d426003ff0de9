// SPDX-License-Identifier: GPL-2.0
/* Fills a block, has the kernel move it out to swap, and reads it back. */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "ask.h"
#include "common/format.h"
#include "file.h"
#include "guard.h"
#include "need.h"
#include "options.h"
#include "paced.h"
#include "say.h"
#include "scenario.h"
#include "zram.h"

#define CHUNK 32		/* pages that are moved out at once */
#define PASSES 5		/* a page in use is left out by the kernel */
#define SWAPPED (1ULL << 62)	/* in the pagemap */

/* What its steps need to know. */
struct swap {
	const struct zram *zram;	/* NULL: the swap was there */
	int pagemap;
	size_t swapped;		/* pages that are out now */
	size_t wrong;		/* pages that came back with other data */
	int error;		/* of madvise() */
	uint64_t faults;	/* major ones, before the reading */
	bool reading;
	char more[64];
};

struct swap_values {
	struct paced_values paced;
	uint64_t pause_ns;
	bool yes;
	struct swap *swap;
};

static const struct demo_option swap_options[] = {
	PACED_OPTIONS(PACED_SIZE, PACED_RATE),
	{ "pause", &option_secs, offsetof(struct swap_values, pause_ns), "2.5",
	  "seconds to look, before out and before back" },
	OPTION_YES(struct swap_values, yes),
	{ .name = NULL }
};

static uint64_t major_faults(void)
{
	struct rusage usage;

	return getrusage(RUSAGE_SELF, &usage) ? 0 : (uint64_t)usage.ru_majflt;
}

static void note_swap(struct swap *swap)
{
	uint64_t faults = swap->reading ? major_faults() - swap->faults : 0;

	snprintf(swap->more, sizeof(swap->more),
		 ",\"swapped\":%zu,\"major_faults\":%" PRIu64, swap->swapped,
		 faults);
}

/* How many of @nr pages, at most CHUNK, are out. */
static size_t count_chunk(const struct block *block, size_t page, size_t nr)
{
	const struct swap *swap = block->own;
	size_t first = (uintptr_t)block->mem / block->page_size + page;
	uint64_t entries[CHUNK];
	size_t i, swapped = 0;

	if (pread(swap->pagemap, entries, nr * sizeof(*entries),
		  (off_t)(first * sizeof(*entries))) !=
	    (ssize_t)(nr * sizeof(*entries)))
		return 0;
	for (i = 0; i < nr; i++)
		swapped += entries[i] & SWAPPED ? 1 : 0;
	return swapped;
}

static size_t chunk_pages(const struct block *block, size_t page)
{
	size_t left = block->pages - page;

	return left < CHUNK ? left : CHUNK;
}

static void page_out(struct block *block, size_t page)
{
	size_t nr = chunk_pages(block, page);
	struct swap *swap = block->own;

	if (madvise(block->mem + page * block->page_size,
		    nr * block->page_size, MADV_PAGEOUT))
		swap->error = errno;
	swap->swapped += count_chunk(block, page, nr);
	note_swap(swap);
}

static void read_back(struct block *block, size_t page)
{
	struct swap *swap = block->own;

	swap->swapped -= count_chunk(block, page, 1);
	if (block->mem[page * block->page_size] != 1)
		swap->wrong++;
	note_swap(swap);
}

/* What the kernel left behind at first is tried again. */
static void page_out_rest(struct block *block)
{
	struct swap *swap = block->own;
	size_t page;
	int i;

	for (i = 0; i < PASSES && swap->swapped < block->pages; i++) {
		swap->swapped = 0;
		for (page = 0; page < block->pages; page += CHUNK)
			page_out(block, page);
	}
}

static void say_out(const struct paced *paced)
{
	const struct swap *swap = paced->block.own;
	size_t size = paced->block.page_size;
	char out[FORMAT_MAX], taken[FORMAT_MAX];

	format_size(out, sizeof(out), swap->swapped * size);
	say(paced->values->json,
	    "%s are swapped out: still TOUCHED, but no longer in memory (RSS)",
	    out);
	if (!swap->zram)
		return;
	format_size(taken, sizeof(taken), zram_used(swap->zram));
	say(paced->values->json,
	    "compressed, as zram has them, they take %s: these pages are simple",
	    taken);
}

static bool is_out(const struct swap *swap)
{
	if (swap->swapped)
		return true;
	if (swap->error)
		warnx("cannot move pages out: MADV_PAGEOUT: %s; it takes Linux 5.4",
		      strerror(swap->error));
	else
		warnx("the kernel swapped out none of the pages; does the cgroup of this process allow it (memory.swap.max)?");
	return false;
}

static int swap_out(struct paced *paced)
{
	static const struct block_access out = { "pageout", page_out };
	const struct swap_values *opt = (const void *)paced->values;
	struct chunk_order order;

	order_chunks(&order, paced->block.pages, CHUNK, "swapped out");
	paced_play(paced, &order.order, &out);
	if (paced->signal)
		return DEMO_OK;
	page_out_rest(&paced->block);
	if (!is_out(opt->swap))
		return DEMO_CANNOT;
	tell_phase(&paced->tell, &paced->block, "swapped");
	say_out(paced);
	paced_rest(paced, opt->pause_ns);
	return DEMO_OK;
}

static int swap_in(struct paced *paced)
{
	static const struct block_access back = { "read", read_back };
	const struct swap_values *opt = (const void *)paced->values;
	struct swap *swap = opt->swap;
	struct order order;

	if (paced->signal)
		return DEMO_OK;
	swap->faults = major_faults();
	swap->reading = true;
	order_linear(&order, paced->block.pages, "read back");
	paced_play(paced, &order, &back);
	if (swap->wrong) {
		warnx("%zu pages came back with other data", swap->wrong);
		return DEMO_FAILED;
	}
	if (!paced->signal)
		say(paced->values->json,
		    "all as they were written, by %" PRIu64 " major faults",
		    major_faults() - swap->faults);
	return DEMO_OK;
}

static int swap_round(struct paced *paced)
{
	const struct swap_values *opt = (const void *)paced->values;
	struct swap *swap = opt->swap;
	struct order order;
	int code;

	swap->swapped = 0;
	swap->reading = false;
	note_swap(swap);
	paced->block.own = swap;
	paced->tell.more = swap->more;
	order_linear(&order, paced->block.pages, "touched");
	paced_introduce(paced, "filling it, swapping it out, and reading it,",
			3 * order_left(&order));
	paced_play(paced, &order, &block_writing);
	paced_rest(paced, opt->pause_ns);
	code = swap_out(paced);
	return code == DEMO_OK ? swap_in(paced) : code;
}

static int play(const struct swap_values *opt, const struct zram *zram)
{
	struct swap_values own = *opt;
	struct swap swap = { .zram = zram };
	int code;

	swap.pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	if (swap.pagemap < 0) {
		warn("cannot open /proc/self/pagemap");
		return DEMO_CANNOT;
	}
	own.swap = &swap;
	code = paced_run(&swap_scenario, &own.paced, swap_round);
	close(swap.pagemap);
	return code;
}

static bool has_room(uint64_t size)
{
	char want[FORMAT_MAX], have[FORMAT_MAX];
	uint64_t left = file_meminfo("SwapFree");

	format_size(want, sizeof(want), size);
	format_size(have, sizeof(have), left);
	if (size <= left)
		return true;
	warnx("of the swap here %s are free, and it takes %s; a smaller --size does",
	      have, want);
	return false;
}

/* There is no swap: one of our own, for as long as it takes. */
static int play_on_zram(const struct swap_values *opt)
{
	struct zram zram = { .size = opt->paced.size };
	char size[FORMAT_MAX];
	struct guard guard;
	int code;

	if (access("/proc/swaps", F_OK)) {
		warnx("this kernel cannot swap; it takes one with CONFIG_SWAP, as in the guest (make shell)");
		return DEMO_CANNOT;
	}
	if (!need_root("make the swap that is missing here"))
		return DEMO_CANNOT;
	if (!ask(opt->yes, "switch on swap to compressed memory while it runs"))
		return DEMO_FAILED;
	if (!guard_start(&guard, &zram_borrowed, &zram, sizeof(zram)))
		return DEMO_CANNOT;
	format_size(size, sizeof(size), zram.size);
	say(opt->paced.json, "swap for %s on /dev/zram%" PRIu64
	    ", compressed memory, as long as this runs", size, zram.id);
	code = play(opt, &zram);
	return guard_end(&guard) ? code : DEMO_FAILED;
}

static int swap_run(const void *values)
{
	const struct swap_values *opt = values;
	struct stop stop;

	if (!file_meminfo("SwapTotal")) {
		/* not before the guard has given all back */
		stop_prepare(&stop);
		return play_on_zram(opt);
	}
	return has_room(opt->paced.size) ? play(opt, NULL) : DEMO_CANNOT;
}

const struct scenario swap_scenario = {
	.name = "swap",
	.summary = "out to swap, and back",
	.look_for = "the map turns to swapped, and back",
	.needs = "root, zram, or swap",
	.options = swap_options,
	.values_size = sizeof(struct swap_values),
	.run = swap_run,
};
