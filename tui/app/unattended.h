/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_UNATTENDED_H
#define TUI_APP_UNATTENDED_H

#include <signal.h>
#include <stdint.h>

/*
 * What is printed as time goes on, without a terminal: from now on SIGINT,
 * SIGTERM and SIGHUP end the program at once.
 */
void unattended_begin(void);

/*
 * Those signals wait from now on, for what must not be left half done; @before
 * is what waited already, for unattended_release(), where one that came
 * meanwhile ends the program.
 */
void unattended_hold(sigset_t *before);
void unattended_release(const sigset_t *before);

/* Wait for @ns, whatever signal comes meanwhile. */
void unattended_sleep(uint64_t ns);

#endif
