/* SPDX-License-Identifier: GPL-2.0 */
#ifndef COMMON_FORMAT_H
#define COMMON_FORMAT_H

#include <stddef.h>
#include <stdint.h>

/*
 * Numbers as text. All of them write at most @len bytes to @buf, always end
 * it with NUL, and are computed from the exact value, then rounded once, half
 * to even. FORMAT_MAX bytes hold any of them.
 */
#define FORMAT_MAX 24

/* All of its digits. */
void format_number(char *buf, size_t len, uint64_t number);

/*
 * Bytes: K without decimals; M and above with one decimal below 100 and none
 * from 100. At most 5 columns: "1023M", "96.5M", "0", "<1K".
 */
void format_size(char *buf, size_t len, uint64_t bytes);

/* Bytes per second with a sign: "+4.0M", "-12.0M", "0". At most 6 columns. */
void format_delta(char *buf, size_t len, int64_t bytes);

/*
 * @part of @whole in percent with one decimal; "0" and "100" only when exact,
 * "<0.1" and ">99.9" instead of a false one, "-" of nothing. Above 100 it is
 * shown as it is, without decimals.
 */
void format_percent(char *buf, size_t len, uint64_t part, uint64_t whole);

/* A count, in at most @width columns (4 or more), with a unit if need be. */
void format_count(char *buf, size_t len, uint64_t count, int width);

/* A short time: "0.4ms", "12ms", "1.2s", "14s", "3m12s". */
void format_cost(char *buf, size_t len, uint64_t ns);

/* An interval in seconds with one decimal where it fits: "1.0s", "0.25s". */
void format_interval(char *buf, size_t len, uint64_t ns);

/*
 * A time as a clock tells it: "3:07.25", with hundredths, below an hour, and
 * "2:03:07" from then on; rounded down.
 */
void format_time(char *buf, size_t len, uint64_t ns);

/* Whole seconds: "14s", "3m12s", "2h05m". */
void format_age(char *buf, size_t len, uint64_t ns);

#endif
