/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DEMO_CHECK_H
#define DEMO_CHECK_H

#include <stddef.h>

/*
 * Reads @len bytes one by one and, after each, writes a random letter 'A' to
 * 'Z' over it. @seed is the state of nrand48(3). Returns @len if all were
 * zero; else the offset of the first that was not, left as it was found, and
 * nothing behind it is read.
 */
size_t check_zero(unsigned char *mem, size_t len, unsigned short seed[3]);

#endif
