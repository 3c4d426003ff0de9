// SPDX-License-Identifier: GPL-2.0
/* The beginning of a recording, and the envelopes of its frames. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/recording_frame.h"
#include "data/recording_payload.h"

/* No text begins so, and what changes ends of lines breaks it. */
static const unsigned char file_magic[8] = "\x89TAM\r\n\x1a\n";
static const unsigned char frame_magic[4] = "tamf";

#define TYPE_KEY	1
#define TYPE_DELTA	2
#define CHECKSUM_SIZE	4

static void put_word(struct rec_out *out, const char *word)
{
	size_t len = strnlen(word, RECORDING_WORD - 1);

	rec_put_fixed(out, len, 1);
	rec_put_bytes(out, word, len);
}

void rec_put_header(struct rec_out *out, const struct rec_crc *crc,
		    const struct recording_header *header)
{
	struct rec_out body = { 0 };

	rec_put_fixed(&body, 0, 4);	/* what who reads it must know */
	rec_put_fixed(&body, PAGE_BYTES, 4);
	rec_put_fixed(&body, header->ticks, 4);
	rec_put_fixed(&body, header->time_ns, 8);
	rec_put_fixed(&body, (uint64_t)header->wall_s, 8);
	put_word(&body, header->source);
	put_word(&body, header->release);
	rec_put_fixed(&body, (uint32_t)header->pid, 4);
	rec_put_bytes(out, file_magic, sizeof(file_magic));
	rec_put_fixed(out, REC_MAJOR, 2);
	rec_put_fixed(out, REC_MINOR, 2);
	rec_put_fixed(out, REC_HEADER_MIN + body.len + CHECKSUM_SIZE, 4);
	rec_put_bytes(out, body.data, body.len);
	rec_put_fixed(out, rec_crc(crc, out->data, out->len), CHECKSUM_SIZE);
	free(body.data);
}

static void say(char why[RECORDING_WHY], const char *text)
{
	snprintf(why, RECORDING_WHY, "%s", text);
}

size_t rec_header_len(const void *bytes, size_t len, char why[RECORDING_WHY])
{
	struct rec_in in = rec_in(bytes, len);
	const unsigned char *magic = rec_get_bytes(&in, sizeof(file_magic));
	unsigned int major = (unsigned int)rec_get_fixed(&in, 2);
	unsigned int minor = (unsigned int)rec_get_fixed(&in, 2);

	len = rec_get_fixed(&in, 4);
	if (!magic || memcmp(magic, file_magic, sizeof(file_magic)) != 0) {
		say(why, "this is no recording of tamtop");
	} else if (in.bad) {
		say(why, "this recording ends where it begins");
	} else if (major != REC_MAJOR) {
		snprintf(why, RECORDING_WHY,
			 "recorded in the format %u.%u by another tamtop: this one plays %d.x",
			 major, minor, REC_MAJOR);
	} else if (len < REC_HEADER_MIN + CHECKSUM_SIZE ||
		   len > REC_HEADER_MAX) {
		say(why, "the beginning of this recording is damaged");
	} else {
		return len;
	}
	return 0;
}

static void get_word(struct rec_in *in, char word[RECORDING_WORD])
{
	uint64_t len = rec_get_fixed(in, 1);
	const unsigned char *bytes = rec_get_bytes(in, len);

	memset(word, 0, RECORDING_WORD);
	if (!bytes)
		return;
	if (len >= RECORDING_WORD)
		len = RECORDING_WORD - 1;
	memcpy(word, bytes, len);
}

/* What follows @header in the file is of a later version. */
static void get_fields(struct rec_in *in, struct recording_header *header)
{
	header->ticks = (uint32_t)rec_get_fixed(in, 4);
	header->time_ns = rec_get_fixed(in, 8);
	header->wall_s = (int64_t)rec_get_fixed(in, 8);
	get_word(in, header->source);
	get_word(in, header->release);
	header->pid = (pid_t)rec_get_fixed(in, 4);
}

bool rec_get_header(const struct rec_crc *crc, const void *bytes, size_t len,
		    struct recording_header *header, char why[RECORDING_WHY])
{
	struct rec_in in = rec_in(bytes, len - CHECKSUM_SIZE);
	struct rec_in sum = rec_in(in.end, CHECKSUM_SIZE);
	uint64_t must_know, page;

	if (rec_get_fixed(&sum, CHECKSUM_SIZE) !=
	    rec_crc(crc, bytes, len - CHECKSUM_SIZE)) {
		say(why, "the beginning of this recording is damaged");
		return false;
	}
	rec_get_bytes(&in, REC_HEADER_MIN);
	must_know = rec_get_fixed(&in, 4);
	page = rec_get_fixed(&in, 4);
	get_fields(&in, header);
	if (must_know)
		say(why, "recorded by a newer tamtop, with what this one doesn't know");
	else if (in.bad || !rec_is_time(header->time_ns, header->wall_s))
		say(why, "the beginning of this recording is damaged");
	else if (page != PAGE_BYTES)
		say(why, "recorded on a machine whose pages have another size");
	else
		return true;
	return false;
}

void rec_put_envelope(struct rec_out *out, const struct rec_crc *crc,
		      const struct recording_frame *frame, uint32_t nr)
{
	size_t start = out->len;

	rec_put_bytes(out, frame_magic, sizeof(frame_magic));
	rec_put_fixed(out, frame->key ? TYPE_KEY : TYPE_DELTA, 1);
	rec_put_fixed(out, frame->flags, 1);
	rec_put_fixed(out, frame->sections, 2);
	rec_put_fixed(out, nr, 4);
	rec_put_fixed(out, frame->stored, 4);
	rec_put_fixed(out, frame->unpacked, 4);
	rec_put_fixed(out, frame->time_ns, 8);
	rec_put_fixed(out, (uint64_t)frame->wall_s, 8);
	rec_put_fixed(out, frame->checksum, CHECKSUM_SIZE);
	rec_put_fixed(out, rec_crc(crc, out->data + start, out->len - start),
		      CHECKSUM_SIZE);
}

static bool is_frame(const struct recording_frame *frame, uint64_t type)
{
	if ((type != TYPE_KEY && type != TYPE_DELTA) ||
	    (frame->flags & ~(REC_PACKED | REC_QUICK)) ||
	    frame->unpacked > REC_PAYLOAD_MAX ||
	    !rec_is_time(frame->time_ns, frame->wall_s))
		return false;
	return frame->flags & REC_PACKED ? frame->stored < frame->unpacked :
					   frame->stored == frame->unpacked;
}

bool rec_get_envelope(const struct rec_crc *crc,
		      const unsigned char bytes[REC_ENVELOPE],
		      struct recording_frame *frame, uint32_t nr)
{
	struct rec_in in = rec_in(bytes, REC_ENVELOPE);
	uint64_t type, number;

	if (memcmp(rec_get_bytes(&in, sizeof(frame_magic)), frame_magic,
		   sizeof(frame_magic)) != 0)
		return false;
	type = rec_get_fixed(&in, 1);
	frame->key = type == TYPE_KEY;
	frame->flags = (uint8_t)rec_get_fixed(&in, 1);
	frame->quick = frame->flags & REC_QUICK;
	frame->sections = (uint16_t)rec_get_fixed(&in, 2);
	number = rec_get_fixed(&in, 4);
	frame->stored = (uint32_t)rec_get_fixed(&in, 4);
	frame->unpacked = (uint32_t)rec_get_fixed(&in, 4);
	frame->time_ns = rec_get_fixed(&in, 8);
	frame->wall_s = (int64_t)rec_get_fixed(&in, 8);
	frame->checksum = (uint32_t)rec_get_fixed(&in, CHECKSUM_SIZE);
	return rec_get_fixed(&in, CHECKSUM_SIZE) ==
		       rec_crc(crc, bytes, REC_ENVELOPE - CHECKSUM_SIZE) &&
	       number == nr && is_frame(frame, type);
}
