/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_NEWFILE_H
#define TUI_APP_NEWFILE_H

#include <stdbool.h>
#include <stddef.h>

#define NEWFILE_NAME_MAX 64

/*
 * Write the @len bytes at @text to a new file of the current directory, which
 * nobody else may read: @stem-1@suffix, or with the next number for which there
 * is no file yet. Its name comes into @name; where it can't be written, the one
 * that was tried, and false, with errno set: then nothing is left of it.
 */
bool newfile_write(const char *stem, const char *suffix, const char *text,
		   size_t len, char name[NEWFILE_NAME_MAX]);

/* Write all of ,  bytes; false: errno says why not. */
bool newfile_write_all(int fd, const char *text, size_t len);

#endif
