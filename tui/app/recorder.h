/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_RECORDER_H
#define TUI_APP_RECORDER_H

#include <stdbool.h>
#include <stdint.h>

#include "common/clock.h"
#include "data/recording.h"

/*
 * A recording that is being made, or none: zeroed. When its file fails, it ends,
 * and nothing else: whoever watches goes on watching. SIGPIPE and SIGXFSZ have
 * to be ignored.
 */
struct recorder {
	struct recording_writer *writer;	/* NULL: nothing is recorded */
	char *path;			/* as it was given, of the last one */
	int fd;				/* borrowed: the writer closes it */
	bool made;			/* the file is ours */
	bool left_out;			/* a sample was, and that was told */
	uint64_t bytes;			/* that it has by now */
	uint64_t began_ns;		/* CLOCK_MONOTONIC */
	int error;			/* an errno: why it ended by itself, or
					 * why the end of it failed; 0: neither
					 */
	bool removed;			/* it ended, and its file has no name
					 * any more
					 */
	/* the first recording that failed, whatever came after it, or NULL */
	char *failed;			/* its line for "tamtop: %s" */
};

/* What has become of a sample. */
enum recorder_news {
	RECORDER_NONE,		/* it is recorded, or nothing is */
	RECORDER_LEFT_OUT,	/* the first one that can't be, and is left out */
	RECORDER_STOPPED,	/* .error: from now on nothing is recorded */
};

#define RECORDER_WHY	512

/* What a recording says of itself that begins now; the wall's ns are of 1970. */
struct recording_header recorder_header(const char *source, const char *release,
					const struct clock *clock,
					const struct clock *wall);

/*
 * Record to the new file @path, which nobody else may read, or to what is
 * there and is no file and no terminal: a FIFO, whose reader is waited for if
 * @wait, or /dev/null. false: nothing was begun, and @why says so in a line, by
 * the end of the path where all of it is too long.
 */
bool recorder_start(struct recorder *recorder, const char *path,
		    const struct recording_header *header, bool wait,
		    char why[RECORDER_WHY]);

/* Is something being recorded? */
static inline bool recorder_is_on(const struct recorder *recorder)
{
	return recorder->writer;
}

/* Record @sample, which came at @now_ns, if something is being recorded. */
enum recorder_news recorder_take(struct recorder *recorder,
				 const struct sample *sample, uint64_t now_ns);

/*
 * End it, if it is on. false: the end failed, .error says why, or, where that is
 * 0, .removed.
 */
bool recorder_stop(struct recorder *recorder);

/* In a few words why writing failed with @error, an errno; not to be freed. */
const char *recorder_why(int error);

/* End it, and free what @recorder holds. */
void recorder_release(struct recorder *recorder);

#endif
