/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DEMO_ZRAM_H
#define DEMO_ZRAM_H

#include <stdbool.h>
#include <stdint.h>

#include "guard.h"

/* A swap device of one's own, in compressed memory. */
struct zram {
	uint64_t size;		/* bytes that it shall hold */
	uint64_t id;		/* it is /dev/zramID */
	bool loaded;		/* we had to load the module */
};

/* Makes the device and switches swap on; and off, and removes it. */
extern const struct borrowed zram_borrowed;

/* Bytes of memory that it takes at the moment; 0 if that is not known. */
uint64_t zram_used(const struct zram *zram);

#endif
