/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_APP_OPERAND_H
#define TUI_APP_OPERAND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "data/sample.h"
#include "source/replay.h"
#include "source/source.h"

/* The processes that were asked for; operand_release() frees them. */
struct operand_found {
	struct proc_id *ids;	/* by rising pid, each once; start_ns 0: it was
				 * asked for by number, whoever has that
				 */
	size_t nr;
};

/*
 * Find who is meant by the @nr operands @texts, as @ops tells of processes now:
 * each is a pid, or a name as name_match() has it. Those who are called so
 * count, and only where nobody is, those who have it in their command line. Not
 * in tamtop's own, nor in that of whoever has started it: the operand itself
 * stands there.
 *
 * ST_GONE, and @why says which one nobody is; ST_SYSTEM where a process isn't
 * ours to see, or there is no sample. It reads the command lines of all, if a
 * name is among the operands, and waits for each.
 */
enum status operand_find(const struct source_ops *ops,
			 const char *const *texts, size_t nr,
			 struct operand_found *found, char *why, size_t len);

/*
 * Likewise of a recording, from its beginning on: when they were all there for
 * the first time, which is where it is left. Those who are called so count, if
 * there is one in all of it. tamtop's own is who recorded. ST_SYSTEM where
 * command lines were never recorded.
 */
enum status operand_find_recorded(struct replay *replay,
				  const char *const *texts, size_t nr,
				  struct operand_found *found, char *why,
				  size_t len);

/* Was any of the @nr @pids ever there? The recording is at its beginning then. */
bool operand_any_recorded(struct replay *replay, const pid_t *pids, size_t nr);

void operand_release(struct operand_found *found);

#endif
