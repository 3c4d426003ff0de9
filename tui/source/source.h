/* SPDX-License-Identifier: GPL-2.0 */
/*
 * source/: where the numbers come from. A demand comes in, a sample goes out,
 * plain data both (data/); pages of a mapping go out as runs. Nobody else asks
 * the kernel about a process.
 *
 * source.c has the table of sources: syscall.c, for a tamalloc kernel, and
 * proc.c, for any Linux; absent.c says why they tell of no such process. What
 * both read of /proc is in procfs.c, names in texts.c, what the files mean in
 * procstat.c, cgroup.c and pss.c; procid.c opens the folder of the one that is
 * meant, and identity.c says whether a pidfd is of it. process/ looks into one
 * process. walk_budget.c bounds what syscall.c counts, walk_queue.c says of
 * whom; turns.c who of those that can't all be had comes next. worker.c runs a
 * source in a thread of its own. replay.c plays what was recorded, and is asked
 * by the app itself.
 *
 * It includes data and base. app, main and options may include it; report may,
 * too, but only this header.
 */
#ifndef TUI_SOURCE_SOURCE_H
#define TUI_SOURCE_SOURCE_H

#include <stdatomic.h>

#include "base/status.h"
#include "data/demand.h"
#include "data/sample.h"

struct source;

/* Where samples come from: the kernel's own calls, /proc, or a test's script. */
struct source_ops {
	const char *name;	/* for --source and in line 1: "syscall" */

	/*
	 * Why it can't be used here, and what to do: one line for printf(3), to
	 * which the kernel's release is given.
	 */
	const char *(*missing)(void);

	/* May it be used here? ST_OK, or ST_NO_SOURCE when it can't. */
	enum status (*probe)(void);

	/*
	 * A new source, NULL with errno set when it can't be opened. When
	 * *@stop becomes true, a long sample under way is to end early.
	 */
	struct source *(*open)(const atomic_bool *stop);

	/*
	 * Fill the sections of @sample that @demand asks for; @sample was
	 * reset before. ST_SYSTEM with errno set when the sweep failed.
	 * Texts and the target may sleep on another process; the list of
	 * source_syscall never does, that of source_proc may, shortly.
	 */
	enum status (*sample)(struct source *source,
			      const struct demand *demand,
			      struct sample *sample);

	/*
	 * Tell @take the pages of @mapping that are not untouched, as runs by
	 * rising address. They are told as they are found, none is kept.
	 * @mapping was told by the last sample of a target, or is a part of
	 * one that was, and the runs are of that memory: ST_GONE once it is
	 * gone, and what was told of this mapping is void then. ST_SYSTEM
	 * with errno set when pages can't be read; ST_OK when *stop made it
	 * end early.
	 *
	 * Every live source has it; NULL in what only plays a script.
	 */
	enum status (*pages)(struct source *source,
			     const struct sample_mapping *mapping,
			     page_run_fn take, void *ctx);

	void (*close)(struct source *source);
};

/* A source serves one thread at a time; open one for each. */
struct source {
	const struct source_ops *ops;
};

/* Those that a person may ask for, the best one first; NULL behind the last. */
extern const struct source_ops *const sources[];

/* NULL: there is no source of that name. */
const struct source_ops *source_by_name(const char *name);

/* list_mem_stats(2) of a tamalloc kernel; the totals are the sums of that. */
extern const struct source_ops source_syscall;

/* /proc alone: any Linux. What it doesn't tell is not known. */
extern const struct source_ops source_proc;

#endif
