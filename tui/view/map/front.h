/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_MAP_FRONT_H
#define TUI_VIEW_MAP_FRONT_H

#include <stdbool.h>
#include <stdint.h>

#include "model/target.h"

/*
 * Where @mapping was touched anew by its last scan as a whole, if that is
 * nowhere from address @from to before @to, into *@front: the place nearest to
 * these. Of a cell of many pages it is told as if they were touched one after
 * another. false: nothing was, or there.
 */
bool front_beyond(const struct target *target, const struct mapping *mapping,
		  uint64_t from, uint64_t to, uint64_t *front);

#endif
