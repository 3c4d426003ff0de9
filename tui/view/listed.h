/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_VIEW_LISTED_H
#define TUI_VIEW_LISTED_H

#include <stddef.h>

#include "view/view.h"

/*
 * What line 1 tells of who is listed, in the list and wherever those are summed
 * up: "redis: " before all else, if they were asked for by that; "\user:ada" of
 * the filter that is active, as it fits. "" where there is none of it.
 */
void listed_of_text(const struct view_env *env, char *buf, size_t len);
void listed_filter_text(const struct view_env *env, char *buf, size_t len);

#endif
