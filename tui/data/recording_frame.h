/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_DATA_RECORDING_FRAME_H
#define TUI_DATA_RECORDING_FRAME_H

#include "common/clock.h"
#include "data/recording.h"
#include "data/recording_bytes.h"

/* The format that is written; other minor versions are read. */
#define REC_MAJOR	1
#define REC_MINOR	0

/* The most that the beginning of a file takes, of whatever version. */
#define REC_HEADER_MAX	4096
/* What is needed to know how long it is. */
#define REC_HEADER_MIN	16

/*
 * Times that may be: so that sums of two, and their multiples by any speed, are
 * numbers still. CLOCK_MONOTONIC, how long nothing may come, CLOCK_REALTIME.
 */
#define REC_TIME_MAX	(1ULL << 62)
#define REC_GAP_MAX	(400 * 24 * 3600 * NSEC_PER_SEC)
#define REC_WALL_MAX	((1LL << 33) - 1)

void rec_put_header(struct rec_out *out, const struct rec_crc *crc,
		    const struct recording_header *header);

/* Its length, from the first REC_HEADER_MIN bytes; 0: @why says what it is. */
size_t rec_header_len(const void *bytes, size_t len, char why[RECORDING_WHY]);

/* Is it a time that may be, from 1970 on? */
static inline bool rec_is_time(uint64_t time_ns, int64_t wall_s)
{
	return time_ns <= REC_TIME_MAX && wall_s >= 0 &&
	       wall_s <= REC_WALL_MAX;
}

/* false: @why says why it can't be played. */
bool rec_get_header(const struct rec_crc *crc, const void *bytes, size_t len,
		    struct recording_header *header, char why[RECORDING_WHY]);

/* What stands before the bytes of a frame. */
#define REC_ENVELOPE	44
#define REC_PACKED	0x1	/* recording_frame.flags: by zstd */
#define REC_QUICK	0x2	/* likewise: a look without the mappings */

/* @out gets the envelope of the frame @nr, as @frame says. */
void rec_put_envelope(struct rec_out *out, const struct rec_crc *crc,
		      const struct recording_frame *frame, uint32_t nr);

/* false: this is no envelope of the frame @nr. frame->offset is left. */
bool rec_get_envelope(const struct rec_crc *crc,
		      const unsigned char bytes[REC_ENVELOPE],
		      struct recording_frame *frame, uint32_t nr);

#endif
