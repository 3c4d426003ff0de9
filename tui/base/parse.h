/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_BASE_PARSE_H
#define TUI_BASE_PARSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* Seconds, as "1", "0.5" or "2.25", into ns; false: not such a number. */
bool parse_seconds(const char *text, uint64_t *ns);

/* A whole number from @min to @max in decimal digits; false: it is not. */
bool parse_number(const char *text, uint64_t min, uint64_t max,
		  uint64_t *number);

/*
 * Bytes: "4096", "256M", "1.5G", with K, M, G or T in either case, above 0;
 * false: it is not.
 */
bool parse_size(const char *text, uint64_t *bytes);

/*
 * PIDs with commas between them, into a new array that free() frees. Returns
 * how many, 0 when @text is anything else.
 */
size_t parse_pids(const char *text, pid_t **pids);

/* One PID; false: @text is anything else. */
bool parse_pid(const char *text, pid_t *pid);

/*
 * "START-END" in hexadecimal digits, each with or without 0x, into addresses
 * of whole pages of @page bytes: as many as it takes to hold all from START
 * to before END. false: it is not, or nothing is in it.
 */
bool parse_range(const char *text, uint64_t page, uint64_t *start,
		 uint64_t *end);

#endif
