/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DEMO_ROOM_H
#define DEMO_ROOM_H

#include <stdbool.h>
#include <stdint.h>

/*
 * May a scenario take @bytes of memory all at once, so that the machine does
 * not feel it? At most half of what is available. False: a line on stderr.
 */
bool room_for(uint64_t bytes);

/* The calling process is the first to go, should memory end all the same. */
void room_offer(void);

#endif
