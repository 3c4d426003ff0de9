/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_UNATTENDED_H
#define TUI_APP_UNATTENDED_H

#include <stdint.h>

/*
 * What is printed as time goes on, without a terminal: from now on SIGINT,
 * SIGTERM and SIGHUP end the program at once.
 */
void unattended_begin(void);

/* Wait for @ns, whatever signal comes meanwhile. */
void unattended_sleep(uint64_t ns);

#endif
