// SPDX-License-Identifier: GPL-2.0
/* Writes a recording: each sample a frame, in one write(2). */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zstd.h>

#include "base/alloc.h"
#include "data/recording_frame.h"
#include "data/recording_payload.h"

/* Higher ones gain little on frames that are small. */
#define LEVEL	3

/* So long a reader may let us wait, in ms, where writes don't. */
#define PATIENCE_MS	2000

struct recording_writer {
	int fd;
	int error;			/* an errno, once it failed for good */
	uint64_t written;
	uint32_t nr;			/* frames */
	uint64_t last_ns, key_ns;	/* when the last one came, the last key */
	uint64_t wall_ns;		/* CLOCK_MONOTONIC, when it was: */
	int64_t wall_s;
	struct rec_state state;
	struct rec_crc crc;
	ZSTD_CCtx *zstd;
	struct rec_out payload, packed, frame;
};

static enum status fail(struct recording_writer *writer, int error)
{
	writer->error = error;
	errno = error;
	return ST_SYSTEM;
}

/* Was that only a signal, or a pipe that is full, and has room again by now? */
static bool may_go_on(int fd)
{
	struct pollfd pfd = { .fd = fd, .events = POLLOUT };

	if (errno == EINTR)
		return true;
	if (errno != EAGAIN)
		return false;
	if (poll(&pfd, 1, PATIENCE_MS) > 0 || errno == EINTR)
		return true;
	errno = EAGAIN;
	return false;
}

static enum status write_all(struct recording_writer *writer,
			     const struct rec_out *out)
{
	size_t done = 0;
	ssize_t n;

	while (done < out->len) {
		n = write(writer->fd, out->data + done, out->len - done);
		if (n < 0 && !may_go_on(writer->fd))
			return fail(writer, errno);
		if (n > 0)
			done += (size_t)n;
	}
	writer->written += done;
	return ST_OK;
}

static void free_writer(struct recording_writer *writer)
{
	rec_state_release(&writer->state);
	ZSTD_freeCCtx(writer->zstd);
	free(writer->payload.data);
	free(writer->packed.data);
	free(writer->frame.data);
	free(writer);
}

struct recording_writer *
recording_writer_new(int fd, const struct recording_header *header)
{
	struct recording_writer *writer = xcalloc(1, sizeof(*writer));
	enum status st;

	writer->fd = fd;
	writer->zstd = ZSTD_createCCtx();
	if (!writer->zstd)
		die(ST_NO_MEMORY, "out of memory");
	ZSTD_CCtx_setParameter(writer->zstd, ZSTD_c_compressionLevel, LEVEL);
	ZSTD_CCtx_setParameter(writer->zstd, ZSTD_c_checksumFlag, 1);
	rec_crc_init(&writer->crc);
	rec_put_header(&writer->frame, &writer->crc, header);
	writer->wall_ns = header->time_ns;
	writer->wall_s = header->wall_s;
	st = write_all(writer, &writer->frame);
	if (st == ST_OK)
		return writer;
	free_writer(writer);
	return NULL;
}

/* Of what doesn't become smaller the bytes are stored as they are. */
static const struct rec_out *pack(struct recording_writer *writer)
{
	const struct rec_out *payload = &writer->payload;
	struct rec_out *packed = &writer->packed;
	size_t max = ZSTD_compressBound(payload->len);
	size_t len;

	packed->data = xgrow(packed->data, max, &packed->max, 1);
	len = ZSTD_compress2(writer->zstd, packed->data, packed->max,
			     payload->data, payload->len);
	if (ZSTD_isError(len) || len >= payload->len)
		return payload;
	packed->len = len;
	return packed;
}

static uint8_t flags_of(const struct recording_writer *writer,
			const struct rec_out *stored,
			const struct sample *sample)
{
	bool quick = (sample->sections & SECTION_TARGET) &&
		     !(sample->target.has & TARGET_HAS_MAPPINGS);

	return (stored == &writer->packed ? REC_PACKED : 0) |
	       (quick ? REC_QUICK : 0);
}

static enum status write_frame(struct recording_writer *writer,
			       const struct rec_moment *moment,
			       const struct sample *sample)
{
	const struct rec_out *stored = pack(writer);
	const struct recording_frame frame = {
		.time_ns = moment->time_ns,
		.wall_s = moment->wall_s,
		.stored = (uint32_t)stored->len,
		.unpacked = (uint32_t)writer->payload.len,
		.checksum = rec_crc(&writer->crc, stored->data, stored->len),
		.flags = flags_of(writer, stored, sample),
		.key = moment->key,
		.sections = (uint16_t)(sample->sections & REC_SECTIONS),
	};

	writer->frame.len = 0;
	rec_put_envelope(&writer->frame, &writer->crc, &frame, writer->nr);
	rec_put_bytes(&writer->frame, stored->data, stored->len);
	return write_all(writer, &writer->frame);
}

/* Only those with a list know what time it is: it goes on from there. */
static int64_t wall_of(const struct recording_writer *writer,
		       const struct sample *sample, uint64_t time_ns)
{
	if (sample->wall_s)
		return sample->wall_s;
	if (time_ns < writer->wall_ns)
		return writer->wall_s;
	return writer->wall_s +
	       (int64_t)((time_ns - writer->wall_ns) / NSEC_PER_SEC);
}

/* A reader takes no others for times. */
static bool may_be(const struct recording_writer *writer,
		   const struct rec_moment *moment)
{
	return rec_is_time(moment->time_ns, moment->wall_s) &&
	       (!writer->nr ||
		moment->time_ns - writer->last_ns <= REC_GAP_MAX);
}

enum status recording_write(struct recording_writer *writer,
			    const struct sample *sample, uint64_t now_ns)
{
	struct rec_moment moment = {
		.time_ns = now_ns > writer->last_ns ? now_ns : writer->last_ns,
	};
	enum status st;

	if (writer->error)
		return fail(writer, writer->error);
	moment.wall_s = wall_of(writer, sample, moment.time_ns);
	if (!may_be(writer, &moment)) {
		errno = EINVAL;
		return ST_SYSTEM;
	}
	moment.key = !writer->nr ||
		     moment.time_ns - writer->key_ns >= RECORDING_KEY_NS;
	writer->payload.len = 0;
	writer->payload.bad = false;
	st = rec_put_payload(&writer->payload, &writer->state, &moment, sample);
	if (st != ST_OK)
		return errno == EINVAL ? st : fail(writer, errno);
	st = write_frame(writer, &moment, sample);
	if (st != ST_OK)
		return st;
	writer->nr++;
	writer->last_ns = moment.time_ns;
	if (sample->wall_s) {
		writer->wall_ns = moment.time_ns;
		writer->wall_s = sample->wall_s;
	}
	if (moment.key)
		writer->key_ns = moment.time_ns;
	return ST_OK;
}

uint64_t recording_written(const struct recording_writer *writer)
{
	return writer->written;
}

enum status recording_close(struct recording_writer *writer)
{
	int error;

	if (!writer)
		return ST_OK;
	error = writer->error;
	if (close(writer->fd) && !error)
		error = errno;
	free_writer(writer);
	errno = error;
	return error ? ST_SYSTEM : ST_OK;
}
