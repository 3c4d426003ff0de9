/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_OPTION_ERROR_H
#define TUI_OPTION_ERROR_H

#include <getopt.h>

/*
 * What getopt_long(3) found wrong, when it returned @opt, '?' or ':', and was
 * told to say nothing itself: its own words would have any bytes. @options is
 * what it was given. Ends the program.
 */
_Noreturn void option_error(int opt, char *const argv[],
			    const struct option *options);

#endif
