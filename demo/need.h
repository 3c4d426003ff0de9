/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DEMO_NEED_H
#define DEMO_NEED_H

#include <stdbool.h>

/*
 * What a scenario needs of the machine that not each has. False: one line on
 * stderr said what is missing and how to get it; the scenario ends with
 * DEMO_CANNOT.
 */

/* Huge pages of 2M for memory that asks for them. */
bool need_huge(void);

/* Root, to do @what: "make a cgroup". */
bool need_root(const char *what);

#endif
