// SPDX-License-Identifier: GPL-2.0
/* In which order a scenario goes through the pages of its block. */
#include <limits.h>
#include <stdlib.h>

#include "draw.h"
#include "order.h"

bool order_over(const struct order *order)
{
	return order->covered == order->pages || order->steps == order->limit;
}

size_t order_next(struct order *order)
{
	order->steps++;
	return order->next(order);
}

uint64_t order_left(const struct order *order)
{
	uint64_t left = order->limit - order->steps;
	uint64_t expected = order->expected ? order->expected(order) :
					      order->pages - order->covered;

	return expected < left ? expected : left;
}

static size_t linear_next(struct order *order)
{
	return order->covered++;
}

void order_linear(struct order *order, size_t pages, const char *verb)
{
	*order = (struct order){
		.verb = verb,
		.pages = pages,
		.limit = ORDER_NO_LIMIT,
		.next = linear_next,
	};
}

static size_t reverse_next(struct order *order)
{
	return order->pages - ++order->covered;
}

void order_reverse(struct order *order, size_t pages, const char *verb)
{
	order_linear(order, pages, verb);
	order->next = reverse_next;
}

static size_t chunk_next(struct order *order)
{
	const struct chunk_order *self = (struct chunk_order *)order;
	size_t page = order->covered, left = order->pages - page;

	order->covered += left < self->chunk ? left : self->chunk;
	order->steps = order->covered;
	return page;
}

void order_chunks(struct chunk_order *order, size_t pages, size_t chunk,
		  const char *verb)
{
	order_linear(&order->order, pages, verb);
	order->order.next = chunk_next;
	order->chunk = chunk;
}

/* Smooth weighted round-robin over those bands that are not yet full. */
static size_t bands_next(struct order *order)
{
	struct band_order *self = (struct band_order *)order;
	size_t best = self->bands, i;
	int64_t sum = 0;

	for (i = 0; i < self->bands; i++) {
		if (self->band[i].next == self->band[i].end)
			continue;
		self->band[i].credit += (int64_t)i + 1;
		sum += (int64_t)i + 1;
		if (best == self->bands ||
		    self->band[i].credit > self->band[best].credit)
			best = i;
	}
	self->band[best].credit -= sum;
	order->covered++;
	return self->band[best].next++;
}

size_t order_band_start(size_t pages, size_t bands, size_t band)
{
	return (size_t)((unsigned __int128)pages * band / bands);
}

void order_bands(struct band_order *order, size_t pages, size_t bands)
{
	size_t i;

	*order = (struct band_order){ .bands = bands };
	order_linear(&order->order, pages, "touched");
	order->order.next = bands_next;
	for (i = 0; i < bands; i++) {
		order->band[i].next = order_band_start(pages, bands, i);
		order->band[i].end = order_band_start(pages, bands, i + 1);
	}
}

static void enter_stripe(struct stripe_order *order, size_t band)
{
	order->band = band;
	order->page = order_band_start(order->block_pages, order->bands, band);
	order->end = order_band_start(order->block_pages, order->bands,
				      band + 1);
}

static size_t stripes_next(struct order *order)
{
	struct stripe_order *self = (struct stripe_order *)order;

	while (self->page == self->end)
		enter_stripe(self, self->band + 2);
	order->covered++;
	return self->page++;
}

void order_stripes(struct stripe_order *order, size_t pages, size_t bands,
		   bool odd, const char *verb)
{
	size_t covers = 0, band;

	*order = (struct stripe_order){ .block_pages = pages, .bands = bands };
	for (band = odd; band < bands; band += 2)
		covers += order_band_start(pages, bands, band + 1) -
			  order_band_start(pages, bands, band);
	order_linear(&order->order, covers, verb);
	order->order.next = stripes_next;
	enter_stripe(order, odd);
}

static size_t range_next(struct order *order)
{
	const struct range_order *self = (struct range_order *)order;

	return self->first + order->covered++;
}

void order_range(struct range_order *order, size_t first, size_t pages,
		 const char *verb)
{
	order_linear(&order->order, pages, verb);
	order->order.next = range_next;
	order->first = first;
}

static size_t stride_next(struct order *order)
{
	struct stride_order *self = (struct stride_order *)order;
	size_t page = self->page;

	order->covered++;
	if (self->stride < order->pages - page)
		self->page += self->stride;
	else
		self->page = ++self->first;
	return page;
}

void order_stride(struct stride_order *order, size_t pages, uint64_t stride)
{
	*order = (struct stride_order){ .stride = stride };
	order_linear(&order->order, pages, "touched");
	order->order.next = stride_next;
}

static size_t random_next(struct order *order)
{
	struct random_order *self = (struct random_order *)order;
	size_t page = draw_below(&self->state, order->pages);
	unsigned char bit;

	bit = (unsigned char)(1 << page % CHAR_BIT);
	if (!(self->hit[page / CHAR_BIT] & bit))
		order->covered++;
	self->hit[page / CHAR_BIT] |= bit;
	return page;
}

/* 1 + 1/2 + ... + 1/n, to a hundredth. */
static double harmonic(size_t n)
{
	double sum = 0;

	for (; n > 256; n /= 2)
		sum += 0.693147;	/* ln 2 */
	for (; n; n--)
		sum += 1.0 / (double)n;
	return sum;
}

/* The coupon collector: with n pages to go, every pages / n-th draw is one. */
static uint64_t random_expected(const struct order *order)
{
	return (uint64_t)((double)order->pages *
			  harmonic(order->pages - order->covered));
}

bool order_random(struct random_order *order, size_t pages, uint64_t seed,
		  uint64_t limit)
{
	*order = (struct random_order){
		.state = seed,
		.hit = calloc(pages / CHAR_BIT + 1, 1),
	};
	order_linear(&order->order, pages, "touched");
	order->order.limit = limit;
	order->order.next = random_next;
	order->order.expected = random_expected;
	return order->hit;
}

void order_random_free(struct random_order *order)
{
	free(order->hit);
}
