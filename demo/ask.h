/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DEMO_ASK_H
#define DEMO_ASK_H

#include <stdbool.h>

/*
 * May a scenario do what could disturb the machine? @what is what it will do:
 * "use up all memory of the group". True if @yes, or if that is typed on the
 * terminal; false, with a line on stderr, if not or if there is no terminal to
 * ask on.
 */
bool ask(bool yes, const char *what);

#endif
