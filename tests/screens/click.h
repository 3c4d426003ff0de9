/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TESTS_SCREENS_CLICK_H
#define TESTS_SCREENS_CLICK_H

#include <stdbool.h>

#include "scenes.h"

/*
 * Click on each region of the screen of @scene, and tell how many there are;
 * false: a click did something else than it was to do, or there are none.
 */
bool click_all(const struct scene *scene, int width, int height);

#endif
