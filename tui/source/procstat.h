/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SOURCE_PROCSTAT_H
#define TUI_SOURCE_PROCSTAT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * The texts of /proc/PID, see proc(5): one function for each file. They take
 * what one read(2) gave, ended by NUL, and say false when it is no such text
 * or was cut off before what is wanted; what they fill in is not valid then.
 */

/* /proc/PID/stat */
struct procstat {
	char comm[16];		/* any bytes; cut to what the kernel keeps */
	char state;		/* 'R', 'S', 'Z' ... */
	pid_t ppid;
	bool kthread;
	unsigned int nr_threads;
	int nice;
	uint64_t minflt, majflt;
	uint64_t cpu_ns;	/* user and system, in whole clock ticks */
	uint64_t start_ns;	/* since boot, in whole clock ticks */
	uint64_t args_id;	/* of where its arguments lie; 0: not known */
};

bool procstat_parse(const char *text, struct procstat *stat);

/*
 * Is that the process that began at @start_ns? The file counts clock ticks,
 * list_mem_stats(2) nanoseconds: the same moment if it lies in that tick.
 */
bool procstat_started_then(const struct procstat *stat, uint64_t start_ns);

/*
 * /proc/PID/statm, in bytes: all that is mapped, all with a frame, and what of
 * that is of files or shared.
 */
struct procstat_sizes {
	uint64_t reserved, resident, shared;
};

bool procstat_statm(const char *text, struct procstat_sizes *sizes);

/* The effective user of /proc/PID/status. */
bool procstat_euid(const char *text, uid_t *euid);

/* VmSwap of /proc/PID/status, in bytes. What has no memory has no such line. */
bool procstat_swap(const char *text, uint64_t *swapped);

/* HugetlbPages of /proc/PID/status, in bytes; 0 where the kernel has none. */
bool procstat_hugetlb(const char *text, uint64_t *hugetlb);

/* The number behind @key, which begins a line of @text. */
bool procstat_number(const char *text, const char *key, uint64_t *value);

#endif
