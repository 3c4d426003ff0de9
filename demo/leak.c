// SPDX-License-Identifier: GPL-2.0
/* Small blocks, one after the other, each used and none given back. */
#include <err.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <tamalloc.h>

#include "options.h"
#include "output.h"
#include "paced.h"
#include "scenario.h"

#define PIECE_SIZE ((size_t)64 << 10)

/* What an honest program would know no more. */
struct leak {
	unsigned char **piece;
	size_t nr;
	bool huge;
};

static const struct demo_option leak_options[] = {
	PACED_OPTIONS("64M", "256K"),
	{ .name = NULL }
};

/* As many pages as the pieces that make up --size, rounded up. */
static size_t pages_in_all(const struct paced *paced)
{
	uint64_t size = paced->values->size;
	size_t pieces = size / PIECE_SIZE + (size % PIECE_SIZE != 0);

	return pieces * (PIECE_SIZE / paced->block.page_size);
}

static bool leak_reserve(struct paced *paced)
{
	size_t page_size = (size_t)sysconf(_SC_PAGESIZE);
	struct leak *leak = calloc(1, sizeof(*leak));
	size_t pieces;

	paced->block = (struct block){ .page_size = page_size, .own = leak };
	pieces = pages_in_all(paced) * page_size / PIECE_SIZE;
	if (leak)
		leak->piece = calloc(pieces, sizeof(*leak->piece));
	if (leak && leak->piece) {
		leak->huge = paced->values->huge;
		return true;
	}
	free(leak);
	warnx("no memory to note what leaks; try a smaller --size");
	return false;
}

static void leak_release(struct paced *paced)
{
	struct leak *leak = paced->block.own;
	struct block *block = &paced->block;
	size_t i;

	for (i = 0; i < leak->nr; i++)
		munmap(leak->piece[i], PIECE_SIZE);
	free(leak->piece);
	free(leak);
	block->released = block->written;
	block->written = 0;
	block->pages = 0;
	block->mem = NULL;
}

/* The block that is told of: from the lowest piece on, all there is so far. */
static void add_piece(struct block *block)
{
	struct leak *leak = block->own;
	unsigned char *mem = tamalloc(PIECE_SIZE);

	if (!mem)
		errx(DEMO_FAILED, "cannot reserve 64K more: %s; try a smaller --size, or see ulimit -v",
		     strerror(errno));
	madvise(mem, PIECE_SIZE, leak->huge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
	leak->piece[leak->nr++] = mem;
	if (!block->mem || mem < block->mem)
		block->mem = mem;
	block->size += PIECE_SIZE;
	block->pages += PIECE_SIZE / block->page_size;
}

static void leak_page(struct block *block, size_t page)
{
	const struct leak *leak = block->own;
	size_t offset = page * block->page_size % PIECE_SIZE;

	if (!offset)
		add_piece(block);
	*(volatile unsigned char *)(leak->piece[leak->nr - 1] + offset) = 1;
	block->written++;
}

static int leak_round(struct paced *paced)
{
	static const struct block_access leaking = { "write", leak_page };
	struct order order;

	order_linear(&order, pages_in_all(paced), "leaked");
	if (!paced->values->json)
		out("PID %d takes 64K after 64K, by %s\n", getpid(),
		    block_source());
	paced_announce(paced, "leaking them", order_left(&order));
	paced_play(paced, &order, &leaking);
	return DEMO_OK;
}

static int leak_run(const void *values)
{
	static const struct paced_memory memory = {
		leak_reserve, leak_release
	};

	return paced_run_with(&leak_scenario, values, leak_round, &memory);
}

const struct scenario leak_scenario = {
	.name = "leak",
	.summary = "small blocks, never freed",
	.look_for = "RESERVED and TOUCHED grow as one",
	.options = leak_options,
	.values_size = sizeof(struct paced_values),
	.run = leak_run,
};
