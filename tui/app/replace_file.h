/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_REPLACE_FILE_H
#define TUI_APP_REPLACE_FILE_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes that hold any reason. */
#define REPLACE_WHY 128

/*
 * Put the @len bytes at @text in the place of the file @path, or of none, as a
 * whole: who reads it sees what was there before, or all of this. All may read
 * it, as far as the umask allows. false: @why says why not, and all is as it
 * was. SIGINT, SIGTERM and SIGHUP wait until one of both is so.
 */
bool replace_file(const char *path, const char *text, size_t len,
		  char why[REPLACE_WHY]);

#endif
