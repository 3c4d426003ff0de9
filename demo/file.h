/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DEMO_FILE_H
#define DEMO_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Small files of /proc and /sys. Those that return false leave errno. */

/* The first line, without its end. */
bool file_line(const char *path, char *buf, size_t len);

/* The number that it begins with, or @missing. */
uint64_t file_number(const char *path, uint64_t missing);

/* The number behind @name, "MemTotal" or "oom_kill", at any line's start. */
uint64_t file_field(const char *path, const char *name, uint64_t missing);

/* That field of /proc/meminfo, in bytes; 0 if there is none. */
uint64_t file_meminfo(const char *name);

/* Writes @text to a file that is there. */
bool file_put(const char *path, const char *text);

#endif
