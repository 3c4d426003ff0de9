/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SCREEN_KEY_NAME_H
#define TUI_SCREEN_KEY_NAME_H

#include <stdbool.h>
#include <stdint.h>

/* What keys are called: on the screen, in --keys and where they are bound. */

#define KEY_NAME_MAX 16

/* What @key is called, written to @buf: "F6", "Space", "+", "Ctrl-A". */
const char *key_name(uint32_t key, char buf[KEY_NAME_MAX]);

/*
 * The key of that name, or the character that @name is; false: there is none,
 * or the terminal keeps it for itself, as Ctrl-C.
 */
bool key_by_name(const char *name, uint32_t *key);

#endif
