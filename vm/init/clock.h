/* SPDX-License-Identifier: GPL-2.0 */
/* The time by which init waits. */
#ifndef VM_INIT_CLOCK_H
#define VM_INIT_CLOCK_H

#include <stdint.h>

/* Time in ms; FOREVER never comes. */
#define FOREVER		INT64_MAX
int64_t now_ms(void);

#endif
