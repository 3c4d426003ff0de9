/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DEMO_OUTPUT_H
#define DEMO_OUTPUT_H

/*
 * Prints to stdout at once, so that a log shows how far it is. Where that
 * fails, as on a full disk, it ends the program: one line, DEMO_FAILED.
 */
void out(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
