// SPDX-License-Identifier: GPL-2.0
/* What a click means, where on the screen. */
#include "base/alloc.h"
#include "screen/hit.h"

/* The part of @length cells from *@at on that is among the first @end. */
static int clip(int *at, int length, int end)
{
	if (*at < 0) {
		length += *at;
		*at = 0;
	}
	return length < end - *at ? length : end - *at;
}

void hits_add(struct hits *hits, const struct hit_region *region, int width,
	      int height)
{
	struct hit_region clipped = *region;

	clipped.width = clip(&clipped.x, region->width, width);
	clipped.height = clip(&clipped.y, region->height, height);
	/* more than there are cells, nobody could hit */
	if (clipped.width <= 0 || clipped.height <= 0 ||
	    hits->nr >= (size_t)width * (size_t)height)
		return;
	if (clipped.hit.kind == HIT_CELL)
		clipped.hit.cell.address += (uint64_t)(clipped.x - region->x) *
					    clipped.hit.cell.step;
	hits->regions = xgrow(hits->regions, hits->nr + 1, &hits->max,
			      sizeof(*hits->regions));
	hits->regions[hits->nr++] = clipped;
}

static bool is_in(const struct hit_region *region, int x, int y)
{
	return x >= region->x && x - region->x < region->width &&
	       y >= region->y && y - region->y < region->height;
}

struct hit hits_at(const struct hits *hits, int x, int y)
{
	const struct hit_region *region;
	struct hit hit;
	size_t i;

	for (i = hits->nr; i--;) {
		region = &hits->regions[i];
		if (!is_in(region, x, y))
			continue;
		hit = region->hit;
		if (hit.kind == HIT_CELL)
			hit.cell.address += (uint64_t)(x - region->x) *
					    hit.cell.step;
		return hit;
	}
	return (struct hit){ .kind = HIT_NONE };
}

bool hit_same(const struct hit *a, const struct hit *b)
{
	if (a->kind != b->kind)
		return false;
	switch (a->kind) {
	case HIT_KEY:
		return a->key == b->key;
	case HIT_ROW:
	case HIT_HEAD:
		return a->id[0] == b->id[0] && a->id[1] == b->id[1];
	case HIT_CELL:
		return a->cell.address == b->cell.address &&
		       a->cell.time_ns == b->cell.time_ns;
	case HIT_NONE:
		break;
	}
	return false;
}
