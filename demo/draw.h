/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DEMO_DRAW_H
#define DEMO_DRAW_H

#include <stdint.h>

/*
 * Numbers that look random: the same ones from the same seed, on every
 * machine. @state begins as the seed.
 */

/* Any number. */
uint64_t draw(uint64_t *state);

/* One from 0 up to, and without, @end, which is above 0. */
uint64_t draw_below(uint64_t *state, uint64_t end);

#endif
