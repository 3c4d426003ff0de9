// SPDX-License-Identifier: GPL-2.0
/*
 * search [256]: finds the colours of tui/screen/palette.c, of 24 bits or of the
 * 256: those nearest to what a person would like that all eyes tell apart. Not
 * part of the build: cc -O2 tests/palette/search.c -lm
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vision.h"

#define NR_STATES	6
#define NR_SLOTS	(2 * NR_STATES)		/* settled, then fresh */
#define NR_COLORS	(26 * 26 * 26 + 256)
#define NEAR		500
#define STEPS		1000000

#define APART		20.2	/* and some for what is rounded */

static const uint32_t backgrounds[] = { 0x121212, 0xffffff };

/* Calm when settled, ablaze when fresh; the cube has few that are calm. */
static const struct wish {
	const char *name;
	uint32_t full[2][2];	/* on dark and on light; settled, fresh */
	uint32_t cube[2][2];
} wishes[NR_STATES] = {
	{ "written", { { 0xb48c50, 0xfaaa32 }, { 0xaa8246, 0x6e3c00 } },
	  { { 0xaf875f, 0xffd787 }, { 0xaf875f, 0x870000 } } },
	{ "zero", { { 0x5a82c8, 0xa0c8fa }, { 0x3c8cd2, 0x0a2864 } },
	  { { 0x005fd7, 0xafd7ff }, { 0x5f87d7, 0x00005f } } },
	{ "huge", { { 0xa082b4, 0xfa50fa }, { 0x9682aa, 0x6e1efa } },
	  { { 0xaf87ff, 0xffafff }, { 0x5f00ff, 0x5f00af } } },
	{ "swapped", { { 0xa04650, 0xfa4614 }, { 0xd27882, 0xdc0a0a } },
	  { { 0xd70000, 0xff87af }, { 0xd70087, 0x5f005f } } },
	{ "file", { { 0x5a646e, 0xdcdcdc }, { 0x50505a, 0x000000 } },
	  { { 0x626262, 0xe4e4e4 }, { 0x4e4e4e, 0x000000 } } },
	{ "mixed", { { 0x6ea082, 0x28f096 }, { 0x5a826e, 0x003c1e } },
	  { { 0x5fd700, 0xd7ff87 }, { 0x5f8700, 0x005f00 } } },
};

struct candidate {
	uint32_t rgb;
	double far;		/* from the wish */
	struct lab lab[NR_EYES];
};

struct slot {
	struct candidate near[NEAR];
	int nr;
};

static int by_distance(const void *a, const void *b)
{
	const struct candidate *p = a, *q = b;

	return (p->far > q->far) - (p->far < q->far);
}

static int all_colors(bool cube, uint32_t *colors)
{
	static const uint32_t steps[6] = { 0, 95, 135, 175, 215, 255 };
	uint32_t r, g, b, side = cube ? 6 : 26;
	int nr = 0;

	for (r = 0; r < side; r++)
		for (g = 0; g < side; g++)
			for (b = 0; b < side; b++)
				colors[nr++] = cube ? steps[r] << 16 |
					       steps[g] << 8 | steps[b] :
					       (r << 16 | g << 8 | b) * 10;
	for (b = 0; b < 24; b++)
		colors[nr++] = (8 + 10 * b) * 0x010101;
	return nr;
}

/* The colours nearest to @wish that stand out from @background. */
static void offer(struct slot *slot, uint32_t wish, double least_contrast,
		  uint32_t background, bool cube)
{
	static uint32_t colors[NR_COLORS];
	static struct candidate all[NR_COLORS];
	int nr = all_colors(cube, colors), nr_all = 0, i, eyes;
	struct candidate *one;

	for (i = 0; i < nr; i++) {
		if (contrast(colors[i], background) < least_contrast)
			continue;
		one = &all[nr_all++];
		one->rgb = colors[i];
		for (eyes = 0; eyes < NR_EYES; eyes++)
			one->lab[eyes] = lab_of(colors[i], (enum eyes)eyes);
		one->far = lab_distance(one->lab[0], lab_of(wish, EYES_NORMAL));
	}
	qsort(all, (size_t)nr_all, sizeof(*all), by_distance);
	slot->nr = nr_all < NEAR ? nr_all : NEAR;
	memcpy(slot->near, all, (size_t)slot->nr * sizeof(*all));
}

static double too_near(const struct candidate *a, const struct candidate *b)
{
	double sum = 0, d;
	int eyes;

	for (eyes = 0; eyes < NR_EYES; eyes++) {
		d = lab_distance(a->lab[eyes], b->lab[eyes]);
		sum += d < APART ? APART - d : 0;
	}
	return sum;
}

/* Two that are both fresh need not be told apart at once: they settle. */
static double cost(const struct candidate *const pick[NR_SLOTS])
{
	double sum = 0;
	int i, j;

	for (i = 0; i < NR_SLOTS; i++) {
		sum += pick[i]->far;
		for (j = 0; j < i && j < NR_STATES; j++)
			sum += 50 * too_near(pick[i], pick[j]);
	}
	return sum;
}

/* Steps up, too, but ever smaller ones; returns what the best costs. */
static double search(const struct slot *slots,
		     const struct candidate *best[NR_SLOTS])
{
	const struct candidate *pick[NR_SLOTS], *old;
	double now = 1e9, least = 1e9, next;
	int step, i;

	for (i = 0; i < NR_SLOTS; i++)
		pick[i] = &slots[i].near[0];
	for (step = 0; step < STEPS; step++) {
		i = rand() % NR_SLOTS;
		old = pick[i];
		pick[i] = &slots[i].near[rand() % slots[i].nr];
		next = cost(pick);
		if (next > now + 60.0 * (rand() % 1000) / 1000 *
				 (STEPS - step) / STEPS) {
			pick[i] = old;
			continue;
		}
		now = next;
		if (now < least) {
			least = now;
			memcpy(best, pick, sizeof(pick));
		}
	}
	return least;
}

/* What is wished for in slot @i. */
static uint32_t wish_of(int i, int scheme, bool cube)
{
	const struct wish *wish = &wishes[i % NR_STATES];

	return (cube ? wish->cube : wish->full)[scheme][i >= NR_STATES];
}

int main(int argc, char **argv)
{
	static struct slot slots[NR_SLOTS];
	const struct candidate *best[NR_SLOTS];
	bool cube = argc > 1 && !strcmp(argv[1], "256");
	int scheme, i;

	for (scheme = 0; scheme < 2; scheme++) {
		for (i = 0; i < NR_SLOTS; i++)
			offer(&slots[i], wish_of(i, scheme, cube),
			      i < NR_STATES ? 3.0 : 4.5, backgrounds[scheme],
			      cube);
		printf("%s: %.0f\n", scheme ? "light" : "dark",
		       search(slots, best));
		for (i = 0; i < NR_STATES; i++)
			printf("%-8s { 0x%06x, 0x%06x }\n", wishes[i].name,
			       best[i]->rgb, best[i + NR_STATES]->rgb);
	}
	return 0;
}
