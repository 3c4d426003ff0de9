// SPDX-License-Identifier: GPL-2.0
/* Numbers as bytes of a recording, read without trust, and its checksum. */
#include <string.h>

#include "base/alloc.h"
#include "data/recording_bytes.h"

#define NUMBER_MAX	10	/* bytes of a number of 64 bits */

static unsigned char *reserve(struct rec_out *out, size_t len)
{
	out->data = xgrow(out->data, out->len + len, &out->max, 1);
	return out->data + out->len;
}

void rec_put_bytes(struct rec_out *out, const void *bytes, size_t len)
{
	if (!len)
		return;
	memcpy(reserve(out, len), bytes, len);
	out->len += len;
}

void rec_put_number(struct rec_out *out, uint64_t number)
{
	unsigned char *at = reserve(out, NUMBER_MAX);

	while (number >= 0x80) {
		*at++ = (unsigned char)(number | 0x80);
		number >>= 7;
	}
	*at++ = (unsigned char)number;
	out->len = (size_t)(at - out->data);
}

/* 0, -1, 1, -2 ... become 0, 1, 2, 3 ... */
void rec_put_difference(struct rec_out *out, uint64_t value, uint64_t before)
{
	uint64_t difference = value - before;

	rec_put_number(out, difference << 1 ^ -(difference >> 63));
}

void rec_put_fixed(struct rec_out *out, uint64_t number, size_t size)
{
	unsigned char *at = reserve(out, size);

	out->len += size;
	for (; size; size--) {
		*at++ = (unsigned char)number;
		number >>= 8;
	}
}

struct rec_in rec_in(const void *bytes, size_t len)
{
	const unsigned char *pos = bytes;

	return (struct rec_in){ .pos = pos, .end = pos + len };
}

void rec_bad(struct rec_in *in)
{
	in->bad = true;
	in->pos = in->end;
}

bool rec_more(const struct rec_in *in)
{
	return in->pos < in->end;
}

uint64_t rec_get_number(struct rec_in *in)
{
	uint64_t number = 0;
	unsigned int shift;
	unsigned char byte;

	for (shift = 0; shift < 64 && rec_more(in); shift += 7) {
		byte = *in->pos++;
		if (shift == 63 && byte > 1)
			break;
		number |= (uint64_t)(byte & 0x7f) << shift;
		if (!(byte & 0x80))
			return number;
	}
	rec_bad(in);
	return 0;
}

uint64_t rec_get_difference(struct rec_in *in, uint64_t before)
{
	uint64_t number = rec_get_number(in);

	return before + (number >> 1 ^ -(number & 1));
}

uint64_t rec_get_fixed(struct rec_in *in, size_t size)
{
	const unsigned char *at = rec_get_bytes(in, size);
	uint64_t number = 0;

	while (at && size)
		number = number << 8 | at[--size];
	return number;
}

uint64_t rec_get_up_to(struct rec_in *in, uint64_t max)
{
	uint64_t number = rec_get_number(in);

	if (number <= max)
		return number;
	rec_bad(in);
	return 0;
}

const unsigned char *rec_get_bytes(struct rec_in *in, uint64_t len)
{
	const unsigned char *at = in->pos;

	if (in->bad || len > (uint64_t)(in->end - in->pos)) {
		rec_bad(in);
		return NULL;
	}
	in->pos += len;
	return at;
}

struct rec_in rec_get_part(struct rec_in *in, uint64_t len)
{
	const unsigned char *at = rec_get_bytes(in, len);

	return at ? rec_in(at, len) : (struct rec_in){ .bad = true };
}

void rec_crc_init(struct rec_crc *crc)
{
	uint32_t value;
	unsigned int i, k;

	for (i = 0; i < 256; i++) {
		value = i;
		for (k = 0; k < 8; k++)
			value = value >> 1 ^ (0xedb88320 & -(value & 1));
		crc->table[0][i] = value;
	}
	for (k = 1; k < 8; k++)
		for (i = 0; i < 256; i++) {
			value = crc->table[k - 1][i];
			crc->table[k][i] =
				value >> 8 ^ crc->table[0][value & 0xff];
		}
}

static uint32_t crc_of_8(const struct rec_crc *crc, uint32_t value,
			 const unsigned char *at)
{
	uint32_t next = 0;
	int i;

	for (i = 0; i < 8; i++) {
		next ^= crc->table[7 - i][(at[i] ^ value) & 0xff];
		value >>= 8;
	}
	return next;
}

uint32_t rec_crc(const struct rec_crc *crc, const void *bytes, size_t len)
{
	const unsigned char *at = bytes;
	uint32_t value = ~0U;

	for (; len >= 8; len -= 8, at += 8)
		value = crc_of_8(crc, value, at);
	for (; len; len--)
		value = value >> 8 ^ crc->table[0][(*at++ ^ value) & 0xff];
	return ~value;
}
