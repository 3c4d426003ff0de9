/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The storm: processes that do to their memory, and to themselves, all that
 * there is to do, and readers of the statistics beside them who hold every
 * answer to what must be true of it at any time.
 *
 * storm.c	starts and ends them, and sums up
 * actor.c	those who fork, exec, map, unmap, exit
 * reader.c	random requests, and what is checked of their answers
 * slices.c	page counts that are put together of several calls
 *
 * What they share is a file that is mapped, for it has to outlive an exec.
 */
#ifndef TAM_STORM_H
#define TAM_STORM_H

#include <stdatomic.h>

#include "../../guest/guest.h"

/* On the root file system: /tmp knows no setuid programs. */
#define STORM_DIR "/var/storm"
#define STORM_SHARED STORM_DIR "/shared"
#define STORM_PROGRAM STORM_DIR "/storm"
#define STORM_SUID STORM_DIR "/storm-suid"
#define NOBODY 65534

/* What has to happen, else the storm was none: how often it did. */
enum count {
	MAPS, FORKS, EXECS, THREAD_EXECS, SUID_EXECS, DEAD_LEADERS, PAGEOUTS,
	CALLS, RECORDS, REFUSED, CUT_SHORT, ZOMBIES, PARTIALS, SWAPPED, HUGE,
	OWN_SUMS, SUMS, NOBODYS_RECORDS, NR_COUNTS,
};

extern const char *const count_names[NR_COUNTS];

struct shared {
	atomic_bool stop;
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

/* What must hold and does not is told, the first of it, and remembered. */
void violated(const char *format, ...) __attribute__((format(printf, 1, 2)));

#define CHECK(holds, format, ...) \
	((holds) ? (void)0 : \
	 violated("%s: %s: " format, __func__, #holds, ##__VA_ARGS__))

void seed_random(void);
uint64_t random_bits(void);

static inline uint64_t below(uint64_t limit)
{
	return random_bits() % limit;
}

static inline bool one_in(unsigned int n)
{
	return !below(n);
}

bool become_nobody(void);

/* Each runs until the storm is over; the program begins anew in some of them. */
int act_mapper(void);
int act_execer(void);
int act_suid_parent(void);
int act_suid(void);
int act_forker(void);
int act_reader(void);
int act_nobodys_reader(void);
int act_slicer(void);

#endif
