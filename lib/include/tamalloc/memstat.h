/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Memory statistics of processes: memory promised against memory used.
 *
 * The structures of get_mem_stats(2), get_total_mem_stats(2) and
 * list_mem_stats(2). See Documentation/admin-guide/mm/tamalloc.rst.
 */
#ifndef _UAPI_LINUX_MEMSTAT_H
#define _UAPI_LINUX_MEMSTAT_H

#include <linux/types.h>

/*
 * What get_mem_stats() tells about one process. Sizes are in units of
 * 1024 bytes. Zombies and kernel threads own no memory: all zero.
 */
struct mem_stats {
	unsigned long reserved_kb;	/* address space mapped; statm "size" */
	unsigned long committed_kb;	/* resident set, exact; statm "resident" */
	unsigned int oom_score;		/* as in /proc/PID/oom_score */
};

/*
 * What get_total_mem_stats() tells: the sums over all processes of the
 * caller's pid namespace. A page shared by n processes counts n times.
 */
struct total_mem_stats {
	unsigned long total_reserved_kb;
	unsigned long total_committed_kb;
};

/* Groups of fields in struct memstat_rec, for memstat_req.mask. */
#define MEMSTAT_TASK		0x01ULL	/* identity, state and cpu time */
#define MEMSTAT_MM		0x02ULL	/* address space and resident set */
#define MEMSTAT_OOM		0x04ULL	/* oom_score, oom_score_adj */
#define MEMSTAT_TAMALLOC	0x08ULL	/* ta_reserved, at no cost */
#define MEMSTAT_TAMALLOC_PAGES	0x10ULL	/* other ta_*: a page-table walk */

/* memstat_rec.flags */
#define MEMSTAT_F_KTHREAD	0x01	/* a kernel thread: owns no memory */
#define MEMSTAT_F_ZOMBIE	0x02	/* no thread is left: owns no memory */
#define MEMSTAT_F_DENIED	0x04	/* TAMALLOC_PAGES: no ptrace access */
#define MEMSTAT_F_BUSY		0x08	/* TAMALLOC_PAGES: it could not begin */
#define MEMSTAT_F_PARTIAL	0x10	/* TAMALLOC_PAGES: it ended early */

#define MEMSTAT_REQ_SIZE_VER0	40	/* sizeof first published memstat_req */
#define MEMSTAT_REC_SIZE_VER0	232	/* sizeof first published memstat_rec */

/* What list_mem_stats() is asked for. */
struct memstat_req {
	__u32 size;		/* sizeof(struct memstat_req) */
	/*
	 * Bytes from one record to the next: a multiple of 8, at least
	 * MEMSTAT_REC_SIZE_VER0.
	 */
	__u32 rec_size;
	/* MEMSTAT_* groups wanted; one that is not known comes back clear. */
	__u64 mask;
	/*
	 * Only processes with a greater pid: the last one of the batch before;
	 * 0: from the start.
	 */
	__u32 after_pid;
	__u32 last_pid;		/* only processes up to this pid; 0: no limit */
	/* Page-table entries that TAMALLOC_PAGES may visit in this call. */
	__u64 walk_budget;
	/*
	 * Address at which the walk begins: ta_next of the call before, page
	 * aligned; 0: at the start. Needs TAMALLOC_PAGES and a single pid
	 * (last_pid == after_pid + 1).
	 */
	__u64 walk_from;
};

/*
 * What list_mem_stats() tells about one process. Sizes are in bytes, times in
 * nanoseconds, rounded down to what /proc/PID/stat tells in clock ticks. A
 * field holds 0 while the bit of its group is clear in @mask.
 */
struct memstat_rec {
	__u64 mask;		/* MEMSTAT_* groups valid in this record */

	__u32 pid;		/* thread group id; always valid */

	/* MEMSTAT_TASK */
	__u32 ppid;		/* parent, 0 if outside the pid namespace */
	__u32 uid;		/* real user id, in the caller's user ns */
	__u32 euid;		/* effective user id, likewise */
	__u32 nr_threads;	/* threads, a leader that has exited included */

	__u32 flags;		/* MEMSTAT_F_*; always valid */

	/* MEMSTAT_TASK */
	char comm[16];		/* name of the leader, NUL padded; any bytes */
	__u8 state;		/* letter of /proc/PID/stat: R S D T t X Z P I */
	__u8 __pad;		/* 0 */

	/* MEMSTAT_OOM */
	__s16 oom_score_adj;	/* as in /proc/PID/oom_score_adj: -1000..1000 */
	__u32 oom_score;	/* as in /proc/PID/oom_score */

	/* MEMSTAT_TASK */
	/* Start, since boot: (pid, start_ns) is the identity of a process. */
	__u64 start_ns;
	__u64 exec_seq;		/* changes with each execve(2): another memory */
	__u64 utime_ns;		/* user cpu time, all threads, dead ones too */
	__u64 stime_ns;		/* system cpu time, likewise */
	__u64 min_flt;		/* minor faults, likewise */
	__u64 maj_flt;		/* major faults, likewise */

	/* MEMSTAT_MM: the names in /proc/PID/status follow */
	__u64 vm_total;		/* VmSize */
	__u64 vm_peak;		/* VmPeak */
	__u64 vm_locked;	/* VmLck */
	__u64 rss_anon;		/* RssAnon */
	__u64 rss_file;		/* RssFile */
	__u64 rss_shmem;	/* RssShmem */
	__u64 rss_peak;		/* VmHWM */
	__u64 swap;		/* VmSwap */
	__u64 hugetlb;		/* HugetlbPages */
	__u64 pgtables;		/* VmPTE */

	/* MEMSTAT_TAMALLOC */
	__u64 ta_reserved;	/* in mappings made by tamalloc(2) */

	/*
	 * MEMSTAT_TAMALLOC_PAGES: parts of ta_reserved. With PARTIAL they are
	 * of the addresses from walk_from up to ta_next alone.
	 */
	__u64 ta_written;	/* pages with a frame of their own */
	__u64 ta_zero;		/* pages mapped to the shared zero page */
	__u64 ta_huge;		/* those of ta_written in a huge page */
	__u64 ta_swapped;	/* pages moved out to swap */
	__u64 ta_next;		/* where to go on; 0: all was counted */
};

#endif /* _UAPI_LINUX_MEMSTAT_H */
