/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_DATA_SIGNAL_H
#define TUI_DATA_SIGNAL_H

#include <stddef.h>

/*
 * The signals that can be sent, by rising number, those of real time last. The
 * two that the C library keeps for itself are none of them.
 */
size_t signal_nr(void);

/* The number of signal @i, from 0 to signal_nr() - 1. */
int signal_number(size_t i);

/* "SIGTERM", "SIGRTMIN+3"; what has no name is "signal 99". */
#define SIGNAL_NAME_MAX 24
void signal_name(int number, char name[SIGNAL_NAME_MAX]);

/* What it is for, in 24 columns, and what it does to who has no handler. */
const char *signal_about(int number);
const char *signal_effect(int number);

#endif
