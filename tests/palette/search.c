// SPDX-License-Identifier: GPL-2.0
/*
 * Finds the colours of tui/screen/palette.c: by random steps, those whose
 * smallest distance is the greatest, for the four kinds of eyes. Not part of
 * the build: cc -O2 tests/palette/search.c -lm; a.out [256|24]
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vision.h"

#define NR_STATES 6
#define NR_SLOTS (2 * NR_STATES)	/* settled, then fresh */
#define MOST 40000
#define STEPS 600000

/* The hue of a state in degrees of Lab, and how much colour it may have. */
static const struct {
	const char *name;
	double hue_from, hue_to, chroma_from, chroma_to;
} states[NR_STATES] = {
	{ "written", 48, 88, 20, 52 },	 { "zero", 255, 295, 20, 60 },
	{ "huge", 300, 340, 20, 60 },	 { "swapped", 5, 42, 20, 60 },
	{ "file", 0, 360, 0, 7 },	 { "mixed", 130, 205, 14, 60 },
};

struct candidate {
	uint32_t rgb;
	struct lab lab[NR_EYES];
};

static struct candidate *pool[NR_SLOTS];
static int nr_pool[NR_SLOTS];

static double degrees(struct lab lab)
{
	double hue = atan2(lab.b, lab.a) * 180 / M_PI;

	return hue < 0 ? hue + 360 : hue;
}

static void offer(int slot, uint32_t rgb, uint32_t background,
		  bool cube)
{
	bool fresh = slot >= NR_STATES;
	int state = slot % NR_STATES;
	struct lab lab = lab_of(rgb, EYES_NORMAL);
	double hue = degrees(lab), chroma = hypot(lab.a, lab.b);
	bool grey = states[state].chroma_from == 0;
	/* the cube is too coarse to be choosy */
	double most = states[state].chroma_to + (cube && !grey ? state ? 40 : 22 : 0);
	struct candidate *candidate;
	int eyes;

	if (contrast(rgb, background) < (fresh ? 4.5 : 3.0) ||
	    hue < states[state].hue_from || hue > states[state].hue_to ||
	    chroma < states[state].chroma_from ||
	    (chroma > most && (!fresh || grey)) ||
	    (!fresh && contrast(rgb, background) > 8.5) ||
	    nr_pool[slot] == MOST)
		return;
	candidate = &pool[slot][nr_pool[slot]++];
	candidate->rgb = rgb;
	for (eyes = 0; eyes < NR_EYES; eyes++)
		candidate->lab[eyes] = lab_of(rgb, eyes);
}

static void offer_all(uint32_t background, bool cube)
{
	static const uint32_t steps[] = { 0, 95, 135, 175, 215, 255 };
	int slot, i, r, g, b;

	for (slot = 0; slot < NR_SLOTS; slot++) {
		nr_pool[slot] = 0;
		for (r = 0; r < (cube ? 6 : 26); r++)
			for (g = 0; g < (cube ? 6 : 26); g++)
				for (b = 0; b < (cube ? 6 : 26); b++)
					offer(slot, cube ? steps[r] << 16 | steps[g] << 8 | steps[b] :
						    (uint32_t)(r << 16 | g << 8 | b) * 10, background, cube);
		for (i = 0; i < 24; i++)
			offer(slot, (uint32_t)(8 + 10 * i) * 0x010101, background, cube);
	}
}

/* Fresh is stronger against the background, and of the same hue. */
static bool is_pair(const struct candidate *settled,
		    const struct candidate *fresh, bool light)
{
	double rise = fresh->lab[0].l - settled->lab[0].l;
	double turn = fabs(degrees(fresh->lab[0]) - degrees(settled->lab[0]));

	if ((light ? -rise : rise) < 12)
		return false;
	return hypot(fresh->lab[0].a, fresh->lab[0].b) < 10 || turn < 32;
}

static double smallest(struct candidate *const pick[NR_SLOTS], bool light)
{
	double least = 1000, d;
	int i, j, eyes;

	for (i = 0; i < NR_STATES; i++)
		if (!is_pair(pick[i], pick[i + NR_STATES], light))
			return 0;
	for (i = 0; i < NR_SLOTS; i++)
		for (j = 0; j < i; j++)
			for (eyes = 0; eyes < NR_EYES; eyes++) {
				d = lab_distance(pick[i]->lab[eyes],
						 pick[j]->lab[eyes]);
				/* two that are both new shine for a second */
				if (j >= NR_STATES)
					d *= 1.5;
				least = d < least ? d : least;
			}
	return least;
}

static double search(struct candidate *best[NR_SLOTS], bool light)
{
	struct candidate *pick[NR_SLOTS];
	double now = -1, top = -1, d;
	int step, slot, other;

	for (slot = 0; slot < NR_SLOTS; slot++)
		pick[slot] = &pool[slot][rand() % nr_pool[slot]];
	for (step = 0; step < STEPS; step++) {
		struct candidate *old[NR_SLOTS];

		memcpy(old, pick, sizeof(old));
		slot = rand() % NR_SLOTS;
		other = (slot + NR_STATES) % NR_SLOTS;
		pick[slot] = &pool[slot][rand() % nr_pool[slot]];
		if (rand() % 2)
			pick[other] = &pool[other][rand() % nr_pool[other]];
		d = smallest(pick, light);
		if (d < now - 3.0 * (rand() % 1000) / 1000 * (STEPS - step) / STEPS) {
			memcpy(pick, old, sizeof(old));
			continue;
		}
		now = d;
		if (d > top) {
			top = d;
			memcpy(best, pick, sizeof(pick));
		}
	}
	return top;
}

int main(int argc, char **argv)
{
	bool cube = argc > 1 && !strcmp(argv[1], "256");
	static const uint32_t backgrounds[] = { 0x121212, 0xffffff };
	struct candidate *best[NR_SLOTS];
	int slot, light;

	for (slot = 0; slot < NR_SLOTS; slot++)
		pool[slot] = malloc(MOST * sizeof(*pool[slot]));
	for (light = 0; light < 2; light++) {
		offer_all(backgrounds[light], cube);
		printf("%s %s: %.1f\n", cube ? "256" : "24", light ? "light" : "dark", search(best, light));
		for (slot = 0; slot < NR_STATES; slot++)
			printf("%-8s 0x%06x 0x%06x  %.1f %.1f\n", states[slot].name, best[slot]->rgb,
			       best[slot + NR_STATES]->rgb, contrast(best[slot]->rgb, backgrounds[light]),
			       contrast(best[slot + NR_STATES]->rgb, backgrounds[light]));
	}
	return 0;
}
