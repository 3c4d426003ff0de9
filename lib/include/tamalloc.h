/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libtamalloc: memory promised against memory used.
 *
 * The calls of the tamalloc kernel series. Their numbers, 465 to 468, mean
 * other things on mainline Linux 6.13 and later, so a program must not issue
 * them before it knows the kernel. This library looks for it, once, in
 * /sys/kernel/mm/tamalloc/abi, and where the kernel is another one, it never
 * issues them: tamalloc() falls back to mmap(2), the other calls fail with
 * ENOSYS. A kernel may also have only one of the two parts, tamalloc(2) and the
 * calls for statistics: then the same goes for the part that it lacks.
 *
 * All functions are safe to call from any thread. The first call in a process
 * looks at the kernel under pthread_once(3), so none of them is safe in a
 * signal handler until tamalloc_abi() has returned once.
 */
#ifndef TAMALLOC_H
#define TAMALLOC_H

#include <stddef.h>
#include <sys/types.h>
#include <tamalloc/memstat.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of the kernel ABI that this library speaks. */
#define TAMALLOC_ABI 2

/* The parts of it: an option of the kernel each. */
#define TAMALLOC_HAS_TAMALLOC	0x1U	/* tamalloc(2) */
#define TAMALLOC_HAS_MEM_STATS	0x2U	/* get_mem_stats(2), list_mem_stats(2),
					 * get_total_mem_stats(2)
					 */

/*
 * tamalloc_abi - does the running kernel have the calls?
 *
 * Returns TAMALLOC_ABI if this process may use some of them, else 0: no ABI
 * file (another kernel, or no /sys in this mount namespace), a version that
 * this library does not know, or a seccomp filter that keeps all of them away.
 * The ABI grows through sizes and masks; its version changes only when
 * something known stops being true, so another version, a later one too, is
 * as foreign as none.
 *
 * The first call decides for the life of the process, its children included.
 * Never fails; leaves errno alone. See libtamalloc(3).
 */
int tamalloc_abi(void);

/*
 * tamalloc_has - which of the calls are there?
 *
 * Returns TAMALLOC_HAS_* bits: those that tamalloc_abi() speaks of, each looked
 * for by itself; 0 where that is 0. Never fails; leaves errno alone.
 */
unsigned int tamalloc_has(void);

/*
 * tamalloc_kernel_abi - which version does the kernel have?
 *
 * Returns what the ABI file states, or 0 if there is none. Where this is not 0
 * and tamalloc_abi() is, a person may be told why: the kernel has this version,
 * and TAMALLOC_ABI is needed; or, if the two are the same, the kernel has the
 * calls, but this process may not use them. Never fails; leaves errno alone.
 */
int tamalloc_kernel_abi(void);

/*
 * tamalloc - reserve memory that costs a page only when it is touched
 * @size: bytes wanted; rounded up to whole pages
 *
 * Returns the page-aligned start of a private, anonymous, readable and
 * writable mapping, which reads as zero. The caller frees it with munmap(2).
 * Without TAMALLOC_HAS_TAMALLOC it is plain mmap(2) memory with the same flags,
 * MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, named [anon:tamalloc] if that
 * kernel can name memory, but not accounted as a tamalloc block.
 *
 * On failure NULL, and errno by the same rules on every kernel:
 *   EINVAL	@size is 0
 *   ENOMEM	@size wraps when rounded up, or no such room: address space,
 *		RLIMIT_AS, RLIMIT_DATA, vm.max_map_count, or
 *		vm.overcommit_memory=2 (which ignores MAP_NORESERVE)
 *   EAGAIN	mlockall(MCL_FUTURE) is in force and RLIMIT_MEMLOCK is reached
 *   EACCES, EPERM	a security module says no
 *   EINTR	only seen by a process that is being killed
 *
 * See tamalloc(2); mm/tamalloc.c and do_mmap() in mm/mmap.c of the kernel.
 */
void *tamalloc(size_t size) __attribute__((__warn_unused_result__));

/*
 * get_mem_stats - what one process reserved, and what is resident
 * @pid: process in the caller's pid namespace, or any of its threads; 0: self
 * @stats: filled in; sizes in KiB (1024 bytes), see struct mem_stats
 *
 * Equal to fields 1 and 2 of /proc/PID/statm and to /proc/PID/oom_score. All
 * zero for a zombie or a kernel thread.
 *
 * Returns 0, or -1 and errno:
 *   EINVAL	@pid is negative
 *   ESRCH	there is no such process
 *   EFAULT	@stats cannot be written
 *   ENOSYS	no TAMALLOC_HAS_MEM_STATS
 *
 * See get_mem_stats(2).
 */
int get_mem_stats(pid_t pid, struct mem_stats *stats);

/*
 * get_total_mem_stats - the same, summed over all processes
 * @stats: filled in; sizes in KiB (1024 bytes), see struct total_mem_stats
 *
 * Covers the caller's pid namespace. A shared page counts once in each process
 * that maps it, so the sum may pass the memory of the machine.
 *
 * Returns 0, or -1 and errno: EFAULT and ENOSYS as above, EINTR only in a
 * process that is being killed. See get_total_mem_stats(2).
 */
int get_total_mem_stats(struct total_mem_stats *stats);

/*
 * list_mem_stats - many processes in one call
 * @req: what is asked for; set size, rec_size and mask, see struct memstat_req
 * @records: room for @nr records of @req->rec_size bytes each, aligned to 8
 * @nr: at least 1
 * @flags: must be 0
 *
 * Records come in pid order. To go on, put the last record's pid into
 * @req->after_pid and call again until it returns 0.
 *
 * Returns the number of records written, 0 at the end, or -1 and errno:
 *   EINVAL	@flags is not 0, @nr is 0, or a size in @req is too small or
 *		not a multiple of 8
 *   E2BIG	a size in @req is larger than a page, or @req holds something
 *		that is not 0 where this kernel knows no field
 *   EFAULT	@req cannot be read, or not even one record could be written
 *   EINTR	a signal came before the first record
 *   ENOSYS	no TAMALLOC_HAS_MEM_STATS
 *
 * See list_mem_stats(2).
 */
long list_mem_stats(const struct memstat_req *req, void *records, size_t nr,
		    unsigned int flags);

#ifdef __cplusplus
}
#endif

#endif /* TAMALLOC_H */
