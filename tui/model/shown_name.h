/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_MODEL_SHOWN_NAME_H
#define TUI_MODEL_SHOWN_NAME_H

#include <stddef.h>

/* Room for any that is not @name itself: a memfd's has 249 bytes. */
#define NAME_SHOWN_MAX 272

/*
 * What a person is told instead of the kernel's @name of a mapping that has no
 * file: "[shared anon]", not "/dev/zero (deleted)". It is @name itself, or in
 * @buf, cut to @len bytes; never longer than @name.
 */
const char *shown_name(const char *name, char *buf, size_t len);

#endif
