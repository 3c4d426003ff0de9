/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TESTS_SCREENS_SCENES_H
#define TESTS_SCREENS_SCENES_H

#include "fixture.h"

/* A way to a screen: what to do with a program that has just begun. */
struct scene {
	const char *name;
	void (*play)(struct fixture_app *fixture);
};

/* Tables of them; each ends with a scene without a name. */
extern const struct scene scenes_arrange[];
extern const struct scene scenes_map[];
extern const struct scene scenes_process[];
extern const struct scene scenes_launch[];
extern const struct scene scenes_find[];
extern const struct scene scenes_mouse[];
extern const struct scene scenes_record[];

#endif
