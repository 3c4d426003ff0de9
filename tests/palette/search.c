// SPDX-License-Identifier: GPL-2.0
/*
 * search [colour-blind] [256]: finds the colours of tui/screen/palette.c, of 24
 * bits or of the 256: those nearest to what a person would like that all eyes
 * tell apart. Not part of the build: cc -O2 tests/palette/search.c -lm
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vision.h"

#define NR_STATES	6
#define NR_SLOTS	(2 * NR_STATES)		/* settled, then fresh */
#define NR_COLORS	(26 * 26 * 26 + 256)
#define NEAR		4000
#define STEPS		1000000

static const uint32_t backgrounds[] = { 0x121212, 0xffffff };

enum kind { KIND_DEFAULT, KIND_COLOUR_BLIND, NR_KINDS };

/* How far apart, of 24 bits and of the cube; and some for what is rounded. */
static const struct goal {
	double settled[2];	/* two, of which one at least is settled */
	double fresh[2];	/* both fresh: they settle, if not told apart */
	int near[2];		/* how many colours may stand for a wish */
	int runs;		/* how often it is tried */
} goals[NR_KINDS] = {
	{ { 20.2, 20.2 }, { 0, 0 }, { 500, 240 }, 1 },
	{ { 28.2, 26.2 }, { 14.2, 14.2 }, { 1200, 70 }, 8 },
};

/* Calm when settled, ablaze when fresh; the cube has few that are calm. */
static const struct wish {
	const char *name;
	uint32_t full[2][2];	/* on dark and on light; settled, fresh */
	uint32_t cube[2][2];
} wishes[NR_KINDS][NR_STATES] = { {
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
}, {
	{ "written", { { 0xb98228, 0xffd23c }, { 0xbe821e, 0x5a3200 } },
	  { { 0xd7af00, 0xffff87 }, { 0xaf875f, 0x5f0000 } } },
	{ "zero", { { 0x2d6ed2, 0x96d7ff }, { 0x0082e6, 0x000f78 } },
	  { { 0x5f5fd7, 0xd7d7ff }, { 0x0000d7, 0x00005f } } },
	{ "huge", { { 0xaa5ac8, 0xf5aaff }, { 0xb464c8, 0x5a0078 } },
	  { { 0x8700ff, 0xd7afff }, { 0xaf5fff, 0x5f0087 } } },
	{ "swapped", { { 0xaf3c1e, 0xff7846 }, { 0xcd3c1e, 0x6e0000 } },
	  { { 0xd70000, 0xff5faf }, { 0xff5f00, 0xaf0000 } } },
	{ "file", { { 0x6e6e6e, 0xf0f0f0 }, { 0x5a5a5a, 0x000000 } },
	  { { 0x626262, 0xeeeeee }, { 0x626262, 0x000000 } } },
	{ "mixed", { { 0x2d9682, 0x50ffbe }, { 0x1e8c78, 0x00372d } },
	  { { 0x00af5f, 0xafffd7 }, { 0x0087af, 0x005f5f } } },
} };

struct candidate {
	uint32_t rgb;
	double far;		/* from the wish */
	double contrast;	/* to the background */
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
		  uint32_t background, bool cube, int near)
{
	static uint32_t colors[NR_COLORS];
	static struct candidate all[NR_COLORS];
	int nr = all_colors(cube, colors), nr_all = 0, i, eyes;
	struct candidate *one;

	for (i = 0; i < nr; i++) {
		one = &all[nr_all];
		one->contrast = contrast(colors[i], background);
		if (one->contrast < least_contrast)
			continue;
		nr_all++;
		one->rgb = colors[i];
		for (eyes = 0; eyes < NR_EYES; eyes++)
			one->lab[eyes] = lab_of(colors[i], (enum eyes)eyes);
		one->far = lab_distance(one->lab[0], lab_of(wish, EYES_NORMAL));
	}
	qsort(all, (size_t)nr_all, sizeof(*all), by_distance);
	slot->nr = nr_all < near ? nr_all : near;
	memcpy(slot->near, all, (size_t)slot->nr * sizeof(*all));
}

static double too_near(const struct candidate *a, const struct candidate *b,
		       double apart)
{
	double sum = 0, d;
	int eyes;

	for (eyes = 0; eyes < NR_EYES; eyes++) {
		d = lab_distance(a->lab[eyes], b->lab[eyes]);
		sum += d < apart ? apart - d : 0;
	}
	return sum;
}

/* What is fresh stands out more, and not by a hair. */
static double too_weak(const struct candidate *settled,
		       const struct candidate *fresh)
{
	double least = 1.15 * settled->contrast;

	return fresh->contrast < least ? least - fresh->contrast : 0;
}

static double cost(const struct candidate *const pick[NR_SLOTS],
		   const struct goal *goal, bool cube)
{
	double sum = 0, apart;
	int i, j;

	for (i = 0; i < NR_SLOTS; i++) {
		sum += pick[i]->far;
		for (j = 0; j < i; j++) {
			apart = j < NR_STATES ? goal->settled[cube] :
						goal->fresh[cube];
			sum += 50 * too_near(pick[i], pick[j], apart);
		}
	}
	for (i = 0; i < NR_STATES; i++)
		sum += 50 * too_weak(pick[i], pick[i + NR_STATES]);
	return sum;
}

/* Steps up, too, but ever smaller ones; returns what the best costs. */
static double search(const struct slot *slots, const struct goal *goal,
		     bool cube, const struct candidate *best[NR_SLOTS])
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
		next = cost(pick, goal, cube);
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
static uint32_t wish_of(enum kind kind, int i, int scheme, bool cube)
{
	const struct wish *wish = &wishes[kind][i % NR_STATES];

	return (cube ? wish->cube : wish->full)[scheme][i >= NR_STATES];
}

/* The smallest distance of two, of which the second is one of @to. */
static double least_of(const struct candidate *const pick[NR_SLOTS], int from,
		       int to)
{
	double least = 1000;
	int i, j, eyes;

	for (i = 0; i < NR_SLOTS; i++)
		for (j = from; j < i && j < to; j++)
			for (eyes = 0; eyes < NR_EYES; eyes++)
				least = fmin(least, lab_distance(
					pick[i]->lab[eyes], pick[j]->lab[eyes]));
	return least;
}

static void find(enum kind kind, int scheme, bool cube)
{
	static struct slot slots[NR_SLOTS];
	const struct candidate *best[NR_SLOTS];
	const struct candidate *pick[NR_SLOTS];
	double least = 1e9, costs;
	int i;

	for (i = 0; i < NR_SLOTS; i++)
		offer(&slots[i], wish_of(kind, i, scheme, cube),
		      i < NR_STATES ? 3.0 : 4.5, backgrounds[scheme], cube,
		      goals[kind].near[cube]);
	for (i = 0; i < goals[kind].runs; i++) {
		costs = search(slots, &goals[kind], cube, pick);
		if (costs >= least)
			continue;
		least = costs;
		memcpy(best, pick, sizeof(pick));
	}
	printf("%s: %.0f, apart %.1f, if both are fresh %.1f\n",
	       scheme ? "light" : "dark", least, least_of(best, 0, NR_STATES),
	       least_of(best, NR_STATES, NR_SLOTS));
	for (i = 0; i < NR_STATES; i++)
		printf("%-8s { 0x%06x, 0x%06x }\n", wishes[kind][i].name,
		       best[i]->rgb, best[i + NR_STATES]->rgb);
}

int main(int argc, char **argv)
{
	enum kind kind = KIND_DEFAULT;
	bool cube = false;
	int scheme, i;

	for (i = 1; i < argc; i++)
		if (!strcmp(argv[i], "256"))
			cube = true;
		else if (!strcmp(argv[i], "colour-blind"))
			kind = KIND_COLOUR_BLIND;
	for (scheme = 0; scheme < 2; scheme++)
		find(kind, scheme, cube);
	return 0;
}
