/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SOURCE_PROCESS_PROCDIR_H
#define TUI_SOURCE_PROCESS_PROCDIR_H

#include "data/sample.h"
#include "source/procfs.h"

/*
 * One process and its memory, through /proc/PID: never another one that got
 * the same pid later. Files are -1 where they are not open.
 */
struct procdir {
	struct proc_id id;
	int dir;		/* /proc/PID */
	int thread;		/* /proc/PID/task/TID, if only that has memory */
	int pagemap;		/* of the memory that was found last */
	int error;		/* why that is not open, an errno */
	uint64_t mm_id;		/* changes when the memory does */
	uint64_t execs;		/* seen while it was looked at */
	struct procfs_text text;	/* the file that was read last */
};

/* Not about any process yet. */
void procdir_init(struct procdir *proc);

/* From now on it is about @id. */
void procdir_open(struct procdir *proc, struct proc_id id);
void procdir_close(struct procdir *proc);

/*
 * Look at it anew: who it is goes into @target, and its memory's pagemap is
 * opened, if there is memory (TARGET_OK). Then mm_id is another one if exec(2)
 * came in between.
 */
enum target_state procdir_look(struct procdir *proc,
			       struct sample_target *target);

/* Open @name of the memory, "maps" ...; -1 with errno set when it can't be. */
int procdir_file(const struct procdir *proc, const char *name);

/* The folder that such files are in. */
int procdir_dir(const struct procdir *proc);

/*
 * The text of such a file, valid until the next look or text; NULL with errno
 * set when it can't be read.
 */
const char *procdir_text(struct procdir *proc, const char *name);

#endif
