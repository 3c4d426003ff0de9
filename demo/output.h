/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DEMO_OUTPUT_H
#define DEMO_OUTPUT_H

#include <stdbool.h>

/*
 * Prints to stdout at once, so that a log shows how far it is. Where that
 * fails, as on a full disk, it ends the program: one line, DEMO_FAILED.
 */
void out(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Is stdout a terminal that others write to now, as the shell or tamtop? */
bool out_is_theirs(void);

#endif
