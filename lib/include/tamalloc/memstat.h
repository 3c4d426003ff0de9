/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Memory statistics of processes: memory promised against memory used.
 *
 * The structures of get_mem_stats(2), get_total_mem_stats(2) and
 * list_mem_stats(2). See Documentation/userspace-api/tamalloc.rst.
 */
#ifndef _UAPI_LINUX_MEMSTAT_H
#define _UAPI_LINUX_MEMSTAT_H

#include <linux/types.h>

/**
 * struct mem_stats - what get_mem_stats() tells about one process
 * @reserved_kb: Address space mapped, in units of 1024 bytes: "size" of
 *		 /proc/PID/statm.
 * @committed_kb: Resident set, exact, in units of 1024 bytes: "resident" of
 *		  /proc/PID/statm.
 * @oom_score: As in /proc/PID/oom_score. It has no upper limit: a resident set
 *	       counts a page once for each of its mappings.
 *
 * Zombies and kernel threads own no memory: all fields are 0.
 */
struct mem_stats {
	unsigned long reserved_kb;
	unsigned long committed_kb;
	unsigned int oom_score;
};

/**
 * struct total_mem_stats - what get_total_mem_stats() tells about all processes
 * @total_reserved_kb: Sum of the address space mapped, in units of 1024 bytes.
 * @total_committed_kb: Sum of the resident sets, in units of 1024 bytes.
 *
 * A page that n processes share counts n times.
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
#define MEMSTAT_F_PARTIAL	0x10	/* TAMALLOC_PAGES: it ended early, or
					 * with its bit clear, never began
					 */

#define MEMSTAT_REQ_SIZE_VER0	40	/* sizeof first published memstat_req */
#define MEMSTAT_REC_SIZE_VER0	232	/* sizeof first published memstat_rec */

/**
 * struct memstat_req - what list_mem_stats() is asked for
 * @size: sizeof(struct memstat_req), as the caller knows it.
 * @rec_size: Bytes from one record to the next: a multiple of 8, at least
 *	      MEMSTAT_REC_SIZE_VER0.
 * @mask: MEMSTAT_* groups wanted. One that is not known comes back clear.
 * @after_pid: Only processes with a greater pid: the last one of the batch
 *	       before. 0: from the start.
 * @last_pid: Only processes up to this pid. 0: no limit.
 * @walk_budget: Page-table entries that MEMSTAT_TAMALLOC_PAGES may visit in
 *		 this call.
 * @walk_from: Address at which the walk begins: @ta_next of the record before,
 *	       page aligned. 0: at the start. Needs MEMSTAT_TAMALLOC_PAGES and
 *	       a single pid (@last_pid == @after_pid + 1).
 */
struct memstat_req {
	__u32 size;
	__u32 rec_size;
	__u64 mask;
	__u32 after_pid;
	__u32 last_pid;
	__u64 walk_budget;
	__u64 walk_from;
};

/**
 * struct memstat_rec - what list_mem_stats() tells about one process
 * @mask: MEMSTAT_* groups that are valid in this record.
 * @pid: Thread group id. Always valid.
 * @ppid: Parent, 0 if it is outside the pid namespace.
 * @uid: Real user id, in the caller's user namespace.
 * @euid: Effective user id, likewise.
 * @nr_threads: Threads, including a leader that has exited.
 * @flags: MEMSTAT_F_*. Always valid.
 * @comm: Name of the leader, padded with NULs. It may hold any bytes.
 * @state: Letter of /proc/PID/stat: R S D T t X Z P I.
 * @__pad: 0.
 * @oom_score_adj: As in /proc/PID/oom_score_adj: -1000 to 1000.
 * @oom_score: As in /proc/PID/oom_score.
 * @start_ns: Start of the process, since boot. @pid and @start_ns together are
 *	      the identity of a process.
 * @exec_seq: Changes with each execve(2), by which a process gets another
 *	      memory, and is inherited by fork(2). For nothing but to be
 *	      compared with another one of the same process.
 * @utime_ns: User CPU time of all threads, including those that have exited.
 * @stime_ns: System CPU time, likewise.
 * @min_flt: Minor faults, likewise.
 * @maj_flt: Major faults, likewise.
 * @vm_total: VmSize of /proc/PID/status.
 * @vm_peak: VmPeak.
 * @vm_locked: VmLck.
 * @rss_anon: RssAnon.
 * @rss_file: RssFile.
 * @rss_shmem: RssShmem.
 * @rss_peak: VmHWM.
 * @swap: VmSwap.
 * @hugetlb: HugetlbPages.
 * @pgtables: VmPTE.
 * @ta_reserved: Bytes in mappings made by tamalloc(2).
 * @ta_written: Those of them in pages with a frame of their own.
 * @ta_zero: Those in pages mapped to the shared zero page.
 * @ta_huge: Those of @ta_written that are mapped by a huge page.
 * @ta_swapped: Those in pages moved out to swap.
 * @ta_next: Address to go on from where the walk has ended early. 0: all was
 *	     counted.
 *
 * Sizes are in bytes. Times are in nanoseconds, rounded down to the clock ticks
 * of /proc/PID/stat. A field holds 0 while the bit of its group is clear in
 * @mask. With MEMSTAT_F_PARTIAL, and MEMSTAT_TAMALLOC_PAGES in @mask, the counts
 * of pages are those of the addresses from walk_from of the request up to
 * @ta_next.
 *
 * New fields come at the end, in new groups. Where the caller's record has no
 * room for the fields of a group, its bit is clear.
 */
struct memstat_rec {
	__u64 mask;

	__u32 pid;

	/* MEMSTAT_TASK */
	__u32 ppid;
	__u32 uid;
	__u32 euid;
	__u32 nr_threads;

	__u32 flags;

	/* MEMSTAT_TASK */
	char comm[16];
	__u8 state;
	__u8 __pad;

	/* MEMSTAT_OOM */
	__s16 oom_score_adj;
	__u32 oom_score;

	/* MEMSTAT_TASK */
	__u64 start_ns;
	__u64 exec_seq;
	__u64 utime_ns;
	__u64 stime_ns;
	__u64 min_flt;
	__u64 maj_flt;

	/* MEMSTAT_MM */
	__u64 vm_total;
	__u64 vm_peak;
	__u64 vm_locked;
	__u64 rss_anon;
	__u64 rss_file;
	__u64 rss_shmem;
	__u64 rss_peak;
	__u64 swap;
	__u64 hugetlb;
	__u64 pgtables;

	/* MEMSTAT_TAMALLOC */
	__u64 ta_reserved;

	/* MEMSTAT_TAMALLOC_PAGES */
	__u64 ta_written;
	__u64 ta_zero;
	__u64 ta_huge;
	__u64 ta_swapped;
	__u64 ta_next;
};

#endif /* _UAPI_LINUX_MEMSTAT_H */
