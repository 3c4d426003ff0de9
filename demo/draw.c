// SPDX-License-Identifier: GPL-2.0
/* Random numbers that can be had again. */
#include "draw.h"

/* splitmix64: small, fast, and the same everywhere. */
uint64_t draw(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

uint64_t draw_below(uint64_t *state, uint64_t end)
{
	return (uint64_t)((unsigned __int128)draw(state) * end >> 64);
}
