/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SOURCE_PROCESS_PROCDIR_H
#define TUI_SOURCE_PROCESS_PROCDIR_H

#include <stdbool.h>

#include "data/sample.h"

/* The texts of /proc/PID that are read at once have less than 1 KiB. */
#define TARGET_TEXT_MAX	4096

/*
 * One process and its memory, through /proc/PID: never another one that got
 * the same pid later. Files are -1 where they are not open.
 */
struct target_proc {
	struct proc_id id;
	int dir;		/* /proc/PID */
	int thread;		/* /proc/PID/task/TID, if only that has memory */
	int pagemap;		/* of the memory that was found last */
	uint64_t mm_id;		/* changes when the memory does */
	uint64_t execs;		/* seen while it was looked at */
};

/* Not about any process yet. */
void target_proc_init(struct target_proc *proc);

/* From now on it is about @id. */
void target_proc_open(struct target_proc *proc, struct proc_id id);
void target_proc_close(struct target_proc *proc);

/*
 * Look at it anew: who it is goes into @target, and its memory's pagemap is
 * opened, if there is memory (TARGET_OK). Then mm_id is another one if exec(2)
 * came in between.
 */
enum target_state target_proc_look(struct target_proc *proc,
				   struct sample_target *target);

/* Open @name of the memory, "maps" ...; -1 with errno set when it can't be. */
int target_proc_file(const struct target_proc *proc, const char *name);

/* The folder that such files are in. */
int target_proc_dir(const struct target_proc *proc);

/* Read a short file likewise; false with errno set when it can't be. */
bool target_proc_text(const struct target_proc *proc, const char *name,
		      char text[TARGET_TEXT_MAX]);

#endif
