/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DEMO_PAUSE_H
#define DEMO_PAUSE_H

#include <stdbool.h>
#include <stdint.h>

/* Sleeps @ns; the time that the process is stopped (Ctrl-Z) does not count. */
void pause_ns(uint64_t ns);

/*
 * Waits for ENTER on standard input. False, with a line on stderr, if none
 * will come; @otherwise ends that line and says how to do without.
 */
bool pause_enter(const char *otherwise);

#endif
