/* SPDX-License-Identifier: GPL-2.0 */
#ifndef DEMO_VALUE_H
#define DEMO_VALUE_H

#include <stdint.h>

/*
 * What people type after an option. Each function stores the value and
 * returns NULL, or stores nothing and returns why the text is no good, as a
 * clause that ends a sentence ("it is negative"). A unit is one of K, M, G or
 * T in either case, 1024 to its first to fourth power.
 */

/* A size in bytes: "4096", "256M", "1.5G"; above zero. */
const char *value_parse_size(const char *text, uint64_t *bytes);

/*
 * A rate in bytes per second, above zero: "2048" is pages of @page_size bytes
 * per second, "4M" is bytes per second; "/s" may follow. Fractions, as in
 * "0.5", are rounded down to whole bytes.
 */
const char *value_parse_rate(const char *text, uint64_t page_size,
			     uint64_t *bytes_per_sec);

/* A whole number: "0", "42"; as a count, above zero. Without a unit. */
const char *value_parse_number(const char *text, uint64_t *number);
const char *value_parse_count(const char *text, uint64_t *count);

/* A time in seconds, "0", "1" or "0.25", stored in ns. */
const char *value_parse_secs(const char *text, uint64_t *ns);

#endif
