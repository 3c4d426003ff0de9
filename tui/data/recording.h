/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_DATA_RECORDING_H
#define TUI_DATA_RECORDING_H

#include "base/status.h"
#include "common/clock.h"
#include "data/sample.h"

/*
 * A recording is samples in a file, in the order in which they came, each as
 * the difference to what was known before; every minute a key frame tells all
 * of that anew. docs/recording-format.md says how, byte by byte.
 *
 * All of a sample is kept but its scans, cells and changes: they are made anew
 * of the runs of its looks. Names are kept without what else struct sample has
 * to fill them, and runs of the same state that touch become one. What was not
 * known is not known when it is read.
 */

/* What a file says of itself at its beginning. */
#define RECORDING_WORD	64
struct recording_header {
	char source[RECORDING_WORD];	/* "syscall", "proc" */
	char release[RECORDING_WORD];	/* of the kernel; cut if need be */
	uint32_t ticks;			/* of start_ns in a second: sysconf(3) */
	uint64_t time_ns;		/* CLOCK_MONOTONIC, when it began */
	int64_t wall_s;			/* CLOCK_REALTIME, likewise */
	pid_t pid;			/* of who recorded */
};

/* So long after a key frame the next sample is one. */
#define RECORDING_KEY_NS	(60 * NSEC_PER_SEC)

struct recording_writer;

/*
 * Write a recording to @fd, from where it is on: a file or a pipe. The
 * beginning is written at once. NULL with errno set when that fails; @fd is
 * left open then. Where writes to @fd don't wait (O_NONBLOCK), a reader has two
 * seconds each time. Dies when memory is out.
 */
struct recording_writer *
recording_writer_new(int fd, const struct recording_header *header);

/*
 * Add @sample, which came at @now_ns (CLOCK_MONOTONIC; not before the one
 * before). It is all in the file's hands when this returns, nothing is held
 * back: whoever is killed leaves a file that plays to its last sample.
 *
 * ST_OK; ST_SYSTEM with errno set: EINVAL, @sample isn't as sample.h says, or a
 * section has more than a recording may, and only it is left out; E2BIG, all
 * that is known is too large; or why it can't be written (ENOSPC, EPIPE ...).
 * After the latter two every other one fails likewise.
 */
enum status recording_write(struct recording_writer *writer,
			    const struct sample *sample, uint64_t now_ns);

/* Bytes written so far. */
uint64_t recording_written(const struct recording_writer *writer);

/*
 * Close the file and free @writer, which may be NULL. ST_SYSTEM with errno set
 * when closing failed, or writing did before.
 */
enum status recording_close(struct recording_writer *writer);

struct recording_reader;

/* One sample, as is known without reading it. */
struct recording_frame {
	uint64_t offset;	/* in the file, in bytes */
	uint64_t time_ns;	/* CLOCK_MONOTONIC, when it came; never falls */
	int64_t wall_s;		/* CLOCK_REALTIME, of the sample or reckoned */
	uint32_t stored;	/* bytes in the file, and unpacked */
	uint32_t unpacked;
	uint32_t checksum;	/* of those in the file */
	uint8_t flags;
	bool key;		/* it can be read without those before it */
	bool quick;		/* it has a target without its mappings: a part
				 * of it was looked at, or it has none
				 */
	uint16_t sections;	/* SECTION_* that it has */
};

/*
 * Open the recording @path, a file, and look through all of it once. NULL: it
 * can't be played, and @why says so in a line for "tamtop: PATH: %s". One that
 * is cut off or damaged is played as far as it goes: at least its first sample,
 * which is read here.
 */
#define RECORDING_WHY	160
struct recording_reader *recording_open(const char *path,
					char why[RECORDING_WHY]);

void recording_reader_free(struct recording_reader *reader);

const struct recording_header *
recording_header(const struct recording_reader *reader);

/* The samples that it has, and each of them. */
size_t recording_nr(const struct recording_reader *reader);
const struct recording_frame *
recording_frame(const struct recording_reader *reader, size_t i);

/*
 * NULL, or in a line where and how it is damaged, and how far it plays. It may
 * have fewer samples from then on, but not none: what is told of a frame by its
 * checksum is known when it is opened, more only when it is read.
 */
const char *recording_damage(const struct recording_reader *reader);

/* So many samples were played: the next one has this number. */
size_t recording_position(const struct recording_reader *reader);

/* Read the next one over @sample, as it was written. false: there is none. */
bool recording_next(struct recording_reader *reader, struct sample *sample);

/* Go to where @nr samples were played, or all there are. */
void recording_seek(struct recording_reader *reader, size_t nr);

/* The samples that had come at @time_ns: where to go to see that moment. */
size_t recording_at(const struct recording_reader *reader, uint64_t time_ns);

/*
 * What is known by now, over @sample: the last list, and of each of its
 * processes what was told last: texts, pages, zeros, PSS. Its times are those
 * of the list. A section that was never told is not there.
 */
void recording_whole(const struct recording_reader *reader,
		     struct sample *sample);

/*
 * Likewise of one that was looked into: its target, mappings and runs, as far
 * as they were told last, as model/target.c would know them; they may be of
 * memory before an exec(2), as mm_id says. No section: nothing was told.
 */
void recording_target(const struct recording_reader *reader, struct proc_id id,
		      struct sample *sample);

/* Those of which that tells something, by rising pid; free() frees. */
struct proc_id *recording_targets(const struct recording_reader *reader,
				  size_t *nr);

#endif
