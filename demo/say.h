/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DEMO_SAY_H
#define DEMO_SAY_H

#include <stdbool.h>

/*
 * Says what to look at now: a line to stdout; nothing if @json, or on a
 * terminal that others write to now.
 */
void say(bool json, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
