/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_DATA_RECORDING_BYTES_H
#define TUI_DATA_RECORDING_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes that are written one after another; zeroed, it is empty. */
struct rec_out {
	unsigned char *data;	/* free() frees */
	size_t len, max;
	bool bad;		/* something can't be recorded as it is */
};

/* Dies when memory is out. */
void rec_put_bytes(struct rec_out *out, const void *bytes, size_t len);

/*
 * A number takes a byte for each 7 bits, the lowest first; all but its last
 * byte have the high bit set.
 */
void rec_put_number(struct rec_out *out, uint64_t number);

/* @value less @before, modulo 2^64: what is near to it takes few bytes. */
void rec_put_difference(struct rec_out *out, uint64_t value, uint64_t before);

/* @number bytes of @size, the lowest first. */
void rec_put_fixed(struct rec_out *out, uint64_t number, size_t size);

/*
 * Bytes that are read. Once they end too early, or somebody found them wrong,
 * they are bad: nothing is left, and all numbers are 0.
 */
struct rec_in {
	const unsigned char *pos, *end;
	bool bad;
};

struct rec_in rec_in(const void *bytes, size_t len);
void rec_bad(struct rec_in *in);

/* Is there something to read? */
bool rec_more(const struct rec_in *in);

uint64_t rec_get_number(struct rec_in *in);
uint64_t rec_get_difference(struct rec_in *in, uint64_t before);
uint64_t rec_get_fixed(struct rec_in *in, size_t size);

/* A number of at most @max, else they are bad. */
uint64_t rec_get_up_to(struct rec_in *in, uint64_t max);

/* The next @len bytes, which stay where they are; NULL: they are bad. */
const unsigned char *rec_get_bytes(struct rec_in *in, uint64_t len);

/* The next @len bytes, to be read by themselves. */
struct rec_in rec_get_part(struct rec_in *in, uint64_t len);

/* CRC-32, as in zlib and PNG: what it takes to count 8 bytes at a time. */
struct rec_crc {
	uint32_t table[8][256];
};

void rec_crc_init(struct rec_crc *crc);
uint32_t rec_crc(const struct rec_crc *crc, const void *bytes, size_t len);

#endif
