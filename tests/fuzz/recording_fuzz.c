// SPDX-License-Identifier: GPL-2.0
/*
 * Recordings that nobody wrote, for libFuzzer: 'make fuzz'. The first byte says
 * what the others are:
 *
 * 0	a file, as it is
 * 1	a file whose checksums and numbers are made right before it is read
 * else	payloads, without what packs and protects them: for each a byte (bit 0:
 *	it is a key frame), two bytes of its length, and itself
 *
 * What is read must be a sample that can be written, and read again.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/alloc.h"
#include "data/recording_frame.h"
#include "data/recording_payload.h"
#include "fixture_recording.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "recording_fuzz: %s\n", what);
	abort();
}

/* Written by itself, @sample comes back as it is. */
static void check_sample(const struct sample *sample)
{
	const struct rec_moment moment = { .key = true, .time_ns = 5 };
	struct rec_state writer = { 0 }, reader = { 0 };
	struct sample again = { 0 };
	struct rec_out out = { 0 };
	struct rec_in in;
	const char *what;

	check(rec_put_payload(&out, &writer, &moment, sample) == ST_OK,
	      "what was read can't be written");
	in = rec_in(out.data, out.len);
	check(rec_get_payload(&in, &reader, &moment, &again),
	      "what was written can't be read");
	what = sample_difference(sample, &again);
	check(!what, what);
	rec_state_release(&writer);
	rec_state_release(&reader);
	sample_release(&again);
	free(out.data);
}

static void read_payloads(const uint8_t *data, size_t size)
{
	struct rec_state state = { 0 };
	struct sample sample = { 0 };
	struct rec_in in = rec_in(data, size), payload;
	struct rec_moment moment = { .time_ns = 1000000 };

	while (rec_more(&in)) {
		moment.key = rec_get_fixed(&in, 1) & 1;
		payload = rec_get_part(&in, rec_get_fixed(&in, 2));
		if (in.bad ||
		    !rec_get_payload(&payload, &state, &moment, &sample))
			break;
		check_sample(&sample);
		moment.time_ns += 1000000000;
	}
	rec_state_release(&state);
	sample_release(&sample);
}

static void store(uint8_t *at, size_t size, uint64_t number)
{
	for (; size; size--) {
		*at++ = (uint8_t)number;
		number >>= 8;
	}
}

static uint32_t load(const uint8_t *at)
{
	struct rec_in in = rec_in(at, 4);

	return (uint32_t)rec_get_fixed(&in, 4);
}

/* As docs/recording-format.md says where they stand. */
static void make_right(uint8_t *data, size_t size)
{
	struct rec_crc crc;
	size_t at, len, stored, nr;

	rec_crc_init(&crc);
	len = size < REC_HEADER_MIN ? size : load(data + 12);
	if (len < REC_HEADER_MIN + 4 || len > size)
		return;
	store(data + len - 4, 4, rec_crc(&crc, data, len - 4));
	for (at = len, nr = 0; size - at >= REC_ENVELOPE; nr++) {
		stored = load(data + at + 12);
		if (stored > size - at - REC_ENVELOPE) {
			stored = size - at - REC_ENVELOPE;
			store(data + at + 12, 4, stored);
		}
		if (!(data[at + 5] & REC_PACKED))
			store(data + at + 16, 4, stored);
		store(data + at + 8, 4, nr);
		store(data + at + 36, 4,
		      rec_crc(&crc, data + at + REC_ENVELOPE, stored));
		store(data + at + 40, 4, rec_crc(&crc, data + at, 40));
		at += REC_ENVELOPE + stored;
	}
}

static void look_around(struct recording_reader *reader)
{
	struct sample sample = { 0 };
	struct proc_id *ids;
	size_t i, nr;

	recording_whole(reader, &sample);
	ids = recording_targets(reader, &nr);
	for (i = 0; i < nr; i++)
		recording_target(reader, ids[i], &sample);
	free(ids);
	sample_release(&sample);
}

static void read_file(const uint8_t *data, size_t size)
{
	char path[64], why[RECORDING_WHY] = "";
	struct sample sample = { 0 };
	struct recording_reader *reader;
	int fd = memfd_create("recording", 0);

	check(fd >= 0 && write(fd, data, size) == (ssize_t)size, "no file");
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	reader = recording_open(path, why);
	close(fd);
	check(reader || *why, "refused without a reason");
	if (!reader)
		return;
	while (recording_next(reader, &sample))
		look_around(reader);
	check(recording_position(reader) == recording_nr(reader), "stuck");
	recording_seek(reader, recording_nr(reader) / 2);
	look_around(reader);
	recording_seek(reader, SIZE_MAX);
	check(recording_position(reader) == recording_nr(reader), "not there");
	recording_reader_free(reader);
	sample_release(&sample);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *copy;

	if (!size)
		return 0;
	if (data[0] > 1) {
		read_payloads(data + 1, size - 1);
		return 0;
	}
	copy = xcalloc(size, 1);
	memcpy(copy, data + 1, size - 1);
	if (data[0])
		make_right(copy, size - 1);
	read_file(copy, size - 1);
	free(copy);
	return 0;
}
