/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_DATA_RECORDING_PAYLOAD_H
#define TUI_DATA_RECORDING_PAYLOAD_H

#include "base/status.h"
#include "data/recording_bytes.h"
#include "data/recording_state.h"

/* The most that a frame holds, unpacked. */
#define REC_PAYLOAD_MAX	((size_t)128 << 20)

/* SECTION_* that are recorded: what is told of others is passed over. */
#define REC_SECTIONS							\
	(SECTION_LIST | SECTION_TEXTS | SECTION_PAGES | SECTION_TARGET |	\
	 SECTION_ZEROS | SECTION_PSS | SECTION_RUNS)

/* What a frame says of itself; its times are what those in it are told by. */
struct rec_moment {
	bool key;		/* it tells all that is known, too */
	uint64_t time_ns;	/* CLOCK_MONOTONIC, when the sample came */
	int64_t wall_s;		/* as in the sample */
};

/*
 * Put @sample, and before it, in a key frame, all of @state that is left once
 * it was purged; then apply it. ST_OK; ST_SYSTEM with errno set where @sample
 * can't be recorded: EINVAL, it isn't as sample.h says, and @state is as it
 * was; E2BIG, it is too large, or all of it is, and @state is of no use.
 */
enum status rec_put_payload(struct rec_out *out, struct rec_state *state,
			    const struct rec_moment *moment,
			    const struct sample *sample);

/*
 * Read one into @sample, which was reset, and apply it. false: it is no such
 * thing, and @state is of no use.
 */
bool rec_get_payload(struct rec_in *in, struct rec_state *state,
		     const struct rec_moment *moment, struct sample *sample);

#endif
