/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DEMO_ORDER_H
#define DEMO_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ORDER_NO_LIMIT UINT64_MAX

/*
 * In which order a scenario goes through the pages of its block, one page a
 * step. Only numbers: who takes the steps decides what a step does to a page.
 */
struct order {
	const char *verb;	/* what befell the pages covered: "touched" */
	size_t pages;		/* of the block */
	size_t covered;		/* of them, each counted once */
	uint64_t steps;		/* taken so far */
	uint64_t limit;		/* of steps */
	/* Returns the page of the next step, and counts it in @covered. */
	size_t (*next)(struct order *order);
	/* Steps until all are covered, as expected; NULL: one a page. */
	uint64_t (*expected)(const struct order *order);
};

/* All pages were covered, or all steps were taken. */
bool order_over(const struct order *order);

/* Takes a step, of an order that is not over, and returns its page. */
size_t order_next(struct order *order);

/* Steps until it is over, as expected. */
uint64_t order_left(const struct order *order);

/* The first page, the one behind it, and so on. */
void order_linear(struct order *order, size_t pages, const char *verb);

/* The last page, the one before it, and so on. */
void order_reverse(struct order *order, size_t pages, const char *verb);

/*
 * The first page of each @chunk pages, which covers all of them and counts as
 * so many steps.
 */
struct chunk_order {
	struct order order;
	size_t chunk;
};

void order_chunks(struct chunk_order *order, size_t pages, size_t chunk,
		  const char *verb);

/*
 * As many fronts at once as there are bands: each goes through its own from
 * the first page on, the second one twice as fast as the first, and so on.
 */
#define ORDER_BANDS_MAX 64

struct band_order {
	struct order order;
	size_t bands;
	struct {
		size_t next, end;	/* pages */
		int64_t credit;
	} band[ORDER_BANDS_MAX];
};

void order_bands(struct band_order *order, size_t pages, size_t bands);

/* The first page of band @band of @bands; of @bands: the end of the last. */
size_t order_band_start(size_t pages, size_t bands, size_t band);

/*
 * The pages of every other one of @bands bands, in order: of the first, the
 * third ..., or with @odd of the second, the fourth ...
 */
struct stripe_order {
	struct order order;
	size_t block_pages, bands;
	size_t band;		/* of the next step */
	size_t page, end;	/* the next one, and the end of the band */
};

void order_stripes(struct stripe_order *order, size_t pages, size_t bands,
		   bool odd, const char *verb);

/* Only @pages pages, from page @first on, in order. */
struct range_order {
	struct order order;
	size_t first;
};

void order_range(struct range_order *order, size_t first, size_t pages,
		 const char *verb);

/* Every @stride-th page from the first on, then from the second on, ... */
struct stride_order {
	struct order order;
	uint64_t stride;
	size_t first;		/* page of this round */
	size_t page;		/* of the next step */
};

void order_stride(struct stride_order *order, size_t pages, uint64_t stride);

/* Pages drawn with replacement: the same order for the same seed. */
struct random_order {
	struct order order;
	uint64_t state;		/* of the generator */
	unsigned char *hit;	/* a bit for every page */
};

/*
 * Until all pages were drawn, or @limit draws. False with errno: no memory for
 * the bits. Freed by order_random_free().
 */
bool order_random(struct random_order *order, size_t pages, uint64_t seed,
		  uint64_t limit);
void order_random_free(struct random_order *order);

#endif
