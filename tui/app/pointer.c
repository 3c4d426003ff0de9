// SPDX-License-Identifier: GPL-2.0
/* Where the mouse is, and whether a click is the second one of two. */
#include "app/pointer.h"
#include "common/clock.h"

/* Two clicks on the same that are not further apart are a double one. */
#define DOUBLE_NS (400 * NSEC_PER_MSEC)

struct hit pointer_find(const struct pointer *pointer,
			const struct screen *screen, bool asks, int x, int y)
{
	if (pointer->asks != asks)
		return (struct hit){ .kind = HIT_NONE };
	return screen_hit_at(screen, x, y);
}

bool pointer_is_second(struct pointer *pointer, const struct hit *hit,
		       uint64_t now_ns)
{
	bool second = hit_same(&pointer->last, hit) &&
		      now_ns - pointer->last_ns <= DOUBLE_NS;

	/* a third one is the first one again */
	pointer->last = *hit;
	if (second)
		pointer->last.kind = HIT_NONE;
	pointer->last_ns = now_ns;
	return second;
}
