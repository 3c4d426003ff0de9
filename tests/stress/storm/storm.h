/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The storm: processes that do to their memory, and to themselves, all that
 * there is to do, and readers of the statistics beside them who hold every
 * answer to what must be true of it at any time.
 *
 * storm.c	starts and ends them, and sums up
 * actor.c	those who fork, exec, map, unmap, exit
 * faults.c	those whose page faults somebody else handles
 * limits.c	those who die of a limit, or with their pid namespace
 * reader.c	random requests, and what is checked of their answers
 * slices.c	page counts that are put together of several calls
 * census.c	all who live are listed, each once
 * still.c	who holds still is as /proc says
 * stuck.c	who is stuck, with locks or without, keeps nobody waiting
 *
 * What they share is a file that is mapped, for it has to outlive an exec.
 */
#ifndef TAM_STORM_H
#define TAM_STORM_H

#include <stdatomic.h>

#include "../stress.h"

/* On the root file system: /tmp knows no setuid programs. */
#define STORM_DIR "/var/storm"
#define STORM_SHARED STORM_DIR "/shared"
#define STORM_PROGRAM STORM_DIR "/storm"
#define STORM_SUID STORM_DIR "/storm-suid"
#define MAX_PID 2000		/* few, so that they come again soon */
#define MAX_ACTORS 32

/* What has to happen, else the storm was none: how often it did. */
enum count {
	MAPS, FORKS, EXECS, THREAD_EXECS, SUID_EXECS, DEAD_LEADERS, PAGEOUTS,
	CALLS, RECORDS, REFUSED, CUT_SHORT, ZOMBIES, PARTIALS, SWAPPED, HUGE,
	OWN_SUMS, SUMS, NOBODYS_RECORDS, USERFAULTS, OOM_KILLS, NAMESPACES,
	LISTS, STILL, STUCK, LOCK_HELD, NR_COUNTS,
};

#define MAX_ERRNO 150

extern const char *const count_names[NR_COUNTS];

struct shared {
	atomic_bool stop;
	uint64_t seed;
	atomic_ulong streams;		/* of random numbers, begun */
	int scope;			/* vm.mem_stats_scope */
	_Atomic pid_t actors[MAX_ACTORS];
	atomic_ulong answers[MAX_ERRNO];	/* by errno; 0: success */
	atomic_ulong failures;
	atomic_ulong counts[NR_COUNTS];
};

extern struct shared *shared;

static inline void count(enum count what)
{
	atomic_fetch_add_explicit(&shared->counts[what], 1,
				  memory_order_relaxed);
}

static inline bool is_over(void)
{
	return atomic_load_explicit(&shared->stop, memory_order_relaxed);
}

/* Notes what a call has answered. */
static inline long answered(long ret)
{
	count(CALLS);
	atomic_fetch_add_explicit(&shared->answers[ret < 0 ? -ret : 0], 1,
				  memory_order_relaxed);
	return ret;
}

/* Something happens to one of the mappings of the caller. */
bool ready_to_change(void);
void change_something(void);

/* The one record of a process with its pages, or what list_mem_stats says. */
long ask_of(pid_t pid, uint64_t mask, struct memstat_rec *rec);

/* How often @pid is in a list of all, put together of batches. */
int times_listed(pid_t pid);

/* Each runs until the storm is over; the program begins anew in some of them. */
int act_mapper(void);
int act_execer(void);
int act_suid_parent(void);
int act_suid(void);
int act_forker(void);
int act_reader(void);
int act_nobodys_reader(void);
int act_slicer(void);
int act_userfaulter(void);
int act_eater(void);
int act_namespacer(void);
int act_census(void);
int act_still(void);
int act_stuck(void);

#endif
