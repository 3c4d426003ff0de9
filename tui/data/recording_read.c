// SPDX-License-Identifier: GPL-2.0
/* Reads a recording, whoever made it, from any of its samples on. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <zstd.h>

#include "base/alloc.h"
#include "base/sorted.h"
#include "data/recording_frame.h"
#include "data/recording_payload.h"

struct recording_reader {
	int fd;
	struct recording_header header;
	struct rec_crc crc;
	struct recording_frame *frames;
	size_t nr_frames, max_frames;
	size_t at;			/* frames that @state is behind */
	struct rec_state state;
	ZSTD_DCtx *zstd;
	struct rec_out stored, unpacked;	/* room: len is not used */
	/*
	 * The bytes of the first frame: whatever becomes of the file, there is
	 * something to play.
	 */
	void *first;
	struct sample scratch;		/* what is passed over */
	char damage[RECORDING_WHY];	/* or "" */
};

/* All of @len bytes at @offset; false: there are not so many. */
static bool read_all(const struct recording_reader *reader, void *bytes,
		     size_t len, uint64_t offset)
{
	char *at = bytes;
	ssize_t n;

	while (len) {
		n = pread(reader->fd, at, len, (off_t)offset);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		at += n;
		len -= (size_t)n;
		offset += (uint64_t)n;
	}
	return true;
}

static void *room(struct rec_out *out, size_t len)
{
	out->data = xgrow(out->data, len ? len : 1, &out->max, 1);
	return out->data;
}

/* A recording is as long as its lists are: that is what is printed of it. */
static size_t count_lists(const struct recording_reader *reader)
{
	size_t i, nr = 0;

	for (i = 0; i < reader->nr_frames; i++)
		if (reader->frames[i].sections & SECTION_LIST)
			nr++;
	return nr;
}

static const char *plural(size_t nr)
{
	return nr == 1 ? "" : "s";
}

/* "11:38:28", of @frame, in the zone of who reads. */
static void print_time(char *text, size_t len,
		       const struct recording_frame *frame)
{
	time_t when = (time_t)frame->wall_s;
	struct tm tm = { 0 };

	tzset();
	localtime_r(&when, &tm);
	if (!strftime(text, len, "%H:%M:%S", &tm))
		*text = '\0';
}

/* Nothing behind @nr frames is played: what is at @offset is no frame. */
static void cut(struct recording_reader *reader, size_t nr, uint64_t offset,
		const char *how)
{
	char until[16];
	size_t lists;
	int len;

	reader->nr_frames = nr;
	len = snprintf(reader->damage, sizeof(reader->damage),
		       "%s at byte %llu", how, (unsigned long long)offset);
	if (!nr)
		return;
	lists = count_lists(reader);
	print_time(until, sizeof(until), &reader->frames[nr - 1]);
	snprintf(reader->damage + len, sizeof(reader->damage) - (size_t)len,
		 ": plays %zu list%s (%zu sample%s) up to %s", lists,
		 plural(lists), nr, plural(nr), until);
}

static bool is_intact(struct recording_reader *reader,
		      const struct recording_frame *frame)
{
	void *bytes = room(&reader->stored, frame->stored);

	return read_all(reader, bytes, frame->stored,
			frame->offset + REC_ENVELOPE) &&
	       rec_crc(&reader->crc, bytes, frame->stored) == frame->checksum;
}

/* Times never fall, nor leap, and the first one is a key. */
static bool follows(const struct recording_reader *reader,
		    const struct recording_frame *frame)
{
	size_t nr = reader->nr_frames;

	if (!nr)
		return frame->key;
	return frame->time_ns >= reader->frames[nr - 1].time_ns &&
	       frame->time_ns - reader->frames[nr - 1].time_ns <= REC_GAP_MAX;
}

/* The next frame, at @offset; false: there is no whole one. */
static bool look_at_frame(struct recording_reader *reader, uint64_t offset,
			  uint64_t size)
{
	unsigned char envelope[REC_ENVELOPE];
	struct recording_frame frame = { .offset = offset };
	bool whole = size - offset >= sizeof(envelope) &&
		     read_all(reader, envelope, sizeof(envelope), offset);

	if (whole && (!rec_get_envelope(&reader->crc, envelope, &frame,
					(uint32_t)reader->nr_frames) ||
		      !follows(reader, &frame))) {
		cut(reader, reader->nr_frames, offset, "damaged");
		return false;
	}
	if (!whole || frame.stored > size - offset - sizeof(envelope)) {
		cut(reader, reader->nr_frames, offset, "cut off");
		return false;
	}
	if (!is_intact(reader, &frame)) {
		cut(reader, reader->nr_frames, offset, "damaged");
		return false;
	}
	reader->frames = xgrow(reader->frames, reader->nr_frames + 1,
			       &reader->max_frames, sizeof(frame));
	reader->frames[reader->nr_frames++] = frame;
	return true;
}

static void look_through(struct recording_reader *reader, uint64_t offset,
			 uint64_t size)
{
	const struct recording_frame *frame;

	while (offset < size && look_at_frame(reader, offset, size)) {
		frame = &reader->frames[reader->nr_frames - 1];
		offset += REC_ENVELOPE + frame->stored;
	}
}

/* Returns where the frames begin; 0: @why says why there are none. */
static size_t read_header(struct recording_reader *reader, uint64_t size,
			  char why[RECORDING_WHY])
{
	unsigned char bytes[REC_HEADER_MAX];
	size_t len = size < REC_HEADER_MIN ? size : REC_HEADER_MIN;

	if (!read_all(reader, bytes, len, 0)) {
		snprintf(why, RECORDING_WHY, "can't be read: %s",
			 strerror(errno));
		return 0;
	}
	len = rec_header_len(bytes, len, why);
	if (!len)
		return 0;
	if (!read_all(reader, bytes, len, 0)) {
		snprintf(why, RECORDING_WHY,
			 "this recording ends where it begins");
		return 0;
	}
	return rec_get_header(&reader->crc, bytes, len, &reader->header, why) ?
		       len : 0;
}

/* Its size; false: it isn't there, or no file. */
static bool open_file(struct recording_reader *reader, const char *path,
		      uint64_t *size, char why[RECORDING_WHY])
{
	struct stat stat;

	/* a pipe without a writer would never be there */
	reader->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (reader->fd < 0 || fstat(reader->fd, &stat)) {
		snprintf(why, RECORDING_WHY, "can't be opened: %s",
			 strerror(errno));
		return false;
	}
	if (!S_ISREG(stat.st_mode)) {
		snprintf(why, RECORDING_WHY, "a recording must be a file");
		return false;
	}
	*size = (uint64_t)stat.st_size;
	return true;
}

void recording_reader_free(struct recording_reader *reader)
{
	if (!reader)
		return;
	if (reader->fd >= 0)
		close(reader->fd);
	rec_state_release(&reader->state);
	sample_release(&reader->scratch);
	ZSTD_freeDCtx(reader->zstd);
	free(reader->stored.data);
	free(reader->unpacked.data);
	free(reader->frames);
	free(reader->first);
	free(reader);
}

const struct recording_header *
recording_header(const struct recording_reader *reader)
{
	return &reader->header;
}

size_t recording_nr(const struct recording_reader *reader)
{
	return reader->nr_frames;
}

const struct recording_frame *
recording_frame(const struct recording_reader *reader, size_t i)
{
	return &reader->frames[i];
}

const char *recording_damage(const struct recording_reader *reader)
{
	return *reader->damage ? reader->damage : NULL;
}

size_t recording_position(const struct recording_reader *reader)
{
	return reader->at;
}

/* The bytes of @frame; NULL: they are there no more. */
static const void *bytes_of(struct recording_reader *reader,
			    const struct recording_frame *frame)
{
	if (reader->first && frame == reader->frames)
		return reader->first;
	return is_intact(reader, frame) ? reader->stored.data : NULL;
}

/* The payload of @frame; NULL: it is none. */
static const void *unpack(struct recording_reader *reader,
			  const struct recording_frame *frame)
{
	const void *stored = bytes_of(reader, frame);
	void *unpacked;

	if (!stored || !(frame->flags & REC_PACKED))
		return stored;
	unpacked = room(&reader->unpacked, frame->unpacked);
	return ZSTD_decompressDCtx(reader->zstd, unpacked, frame->unpacked,
				   stored, frame->stored) == frame->unpacked ?
		       unpacked : NULL;
}

/* The frame at which the state is; false: it is none, nor is what follows. */
static bool play(struct recording_reader *reader, struct sample *sample)
{
	const struct recording_frame *frame = &reader->frames[reader->at];
	const struct rec_moment moment = {
		.key = frame->key,
		.time_ns = frame->time_ns,
		.wall_s = frame->wall_s,
	};
	const void *payload = unpack(reader, frame);
	struct rec_in in;

	if (payload) {
		in = rec_in(payload, frame->unpacked);
		if (rec_get_payload(&in, &reader->state, &moment, sample) &&
		    sample->sections == (frame->sections & REC_SECTIONS)) {
			reader->at++;
			return true;
		}
	}
	cut(reader, reader->at, frame->offset, "damaged");
	return false;
}

/* The last key frame before frame @nr, of which there is one. */
static size_t key_before(const struct recording_reader *reader, size_t nr)
{
	do {
		nr--;
	} while (nr && !reader->frames[nr].key);
	return nr;
}

static void rewind_to_key(struct recording_reader *reader, size_t nr)
{
	rec_state_release(&reader->state);
	reader->at = nr ? key_before(reader, nr) : 0;
}

/* The first one is read, and kept; false: there is one that can't be played. */
static bool keep_first(struct recording_reader *reader)
{
	size_t len;

	if (!reader->nr_frames)
		return !*reader->damage;
	if (!play(reader, &reader->scratch))
		return false;
	len = reader->frames[0].stored;
	reader->first = xcalloc(len ? len : 1, 1);
	memcpy(reader->first, reader->stored.data, len);
	rewind_to_key(reader, 0);
	return true;
}

/* false: @why says why it can't be played. */
static bool begin(struct recording_reader *reader, const char *path,
		  char why[RECORDING_WHY])
{
	uint64_t size;
	size_t start = 0;

	if (open_file(reader, path, &size, why))
		start = read_header(reader, size, why);
	if (!start)
		return false;
	look_through(reader, start, size);
	if (keep_first(reader))
		return true;
	snprintf(why, RECORDING_WHY, "nothing can be played: %.100s",
		 reader->damage);
	return false;
}

struct recording_reader *recording_open(const char *path,
					char why[RECORDING_WHY])
{
	struct recording_reader *reader = xcalloc(1, sizeof(*reader));

	rec_crc_init(&reader->crc);
	reader->zstd = ZSTD_createDCtx();
	if (!reader->zstd)
		die(ST_NO_MEMORY, "out of memory");
	if (begin(reader, path, why))
		return reader;
	recording_reader_free(reader);
	return NULL;
}

/* It ends where @nr were played, or where no more can be. */
static void play_to(struct recording_reader *reader, size_t nr)
{
	while (reader->at < nr) {
		if (play(reader, &reader->scratch))
			continue;
		/* the state is of no use, and there are fewer frames now */
		nr = reader->nr_frames;
		rewind_to_key(reader, nr);
	}
}

bool recording_next(struct recording_reader *reader, struct sample *sample)
{
	if (reader->at >= reader->nr_frames)
		return false;
	if (play(reader, sample))
		return true;
	sample_reset(sample);
	rewind_to_key(reader, reader->nr_frames);
	play_to(reader, reader->nr_frames);
	return false;
}

void recording_seek(struct recording_reader *reader, size_t nr)
{
	if (nr > reader->nr_frames)
		nr = reader->nr_frames;
	if (nr < reader->at || (nr && key_before(reader, nr) > reader->at))
		rewind_to_key(reader, nr);
	play_to(reader, nr);
}

size_t recording_at(const struct recording_reader *reader, uint64_t time_ns)
{
	return SORTED_ABOVE(reader->frames, reader->nr_frames, time_ns,
			    time_ns);
}

void recording_whole(const struct recording_reader *reader,
		     struct sample *sample)
{
	sample_reset(sample);
	rec_whole(&reader->state, sample);
}

void recording_target(const struct recording_reader *reader, struct proc_id id,
		      struct sample *sample)
{
	const struct rec_fact *target = rec_find(&reader->state, REC_TARGET,
						 id);
	const struct rec_fact *runs = rec_find(&reader->state, REC_RUNS, id);
	const struct rec_fact *newer = target ? target : runs;

	sample_reset(sample);
	if (target)
		rec_copy_target(sample, target->held);
	if (runs)
		rec_copy_look(sample, runs->held, 0);
	if (!newer)
		return;
	sample->time_ns = newer->held->time_ns;
	sample->wall_s = newer->held->wall_s;
	sample->cost_ns = newer->held->cost_ns;
}

struct proc_id *recording_targets(const struct recording_reader *reader,
				  size_t *nr)
{
	const struct rec_fact **facts;
	struct proc_id *ids;
	size_t i, nr_facts;

	facts = rec_facts(&reader->state, &nr_facts);
	ids = xcalloc(nr_facts, sizeof(*ids));
	*nr = 0;
	for (i = 0; i < nr_facts; i++)
		if (facts[i]->kind == REC_TARGET ||
		    (facts[i]->kind == REC_RUNS &&
		     !rec_find(&reader->state, REC_TARGET, facts[i]->id)))
			ids[(*nr)++] = facts[i]->id;
	free(facts);
	if (*nr)
		qsort(ids, *nr, sizeof(*ids), proc_id_compare);
	return ids;
}
