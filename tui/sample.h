/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TUI_SAMPLE_H
#define TUI_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * A sample is what a source saw at one moment, as plain data in sections. A
 * section that was not asked for, or could not be had, is not in @sections;
 * inside a section each record says what of it is known. Nothing unknown is
 * ever told as 0.
 */
#define SECTION_LIST	0x1	/* sys, procs */
#define SECTION_TEXTS	0x2	/* texts */
#define SECTION_PAGES	0x4	/* pages */

/* What is known of a process: one bit for each group of fields of struct proc. */
#define KNOWN_TASK	0x01	/* ppid to start_ns */
#define KNOWN_FAULTS	0x02
#define KNOWN_MM	0x04	/* reserved, resident */
#define KNOWN_SWAP	0x08
#define KNOWN_OOM	0x10
#define KNOWN_TAMALLOC	0x20	/* ta_reserved */

#define PROC_KTHREAD	0x1	/* a kernel thread: it has no memory to show */
#define PROC_ZOMBIE	0x2

/* A pid alone may be used again; the pair is a process. */
struct proc_id {
	pid_t pid;
	uint64_t start_ns;	/* since boot */
};

/* One process. Sizes in bytes; faults count since its start. */
struct proc {
	uint32_t known;		/* KNOWN_* */
	uint32_t flags;		/* PROC_* */
	struct proc_id id;
	char comm[16];		/* may hold any byte; ends with NUL */
	uid_t uid;		/* effective: whose process top(1) says it is */
	uint16_t oom_score;	/* 0 to 2000, /proc/PID/oom_score */
	uint64_t minflt, majflt;
	uint64_t reserved;	/* total_vm, VmSize */
	uint64_t resident;	/* anon + file + shmem, VmRSS */
	uint64_t swapped;	/* VmSwap */
	uint64_t ta_reserved;	/* in tamalloc blocks */
};

/* Known of the whole system. */
#define KNOWN_TOTALS	0x1	/* reserved, resident */
#define KNOWN_MEMORY	0x2	/* mem_total to swap_used */
#define KNOWN_VMSTAT	0x4	/* faults, majflt */

/* The system: bytes, and events since boot. */
struct sys_stat {
	uint32_t known;
	uint64_t reserved, resident;	/* sums over all processes */
	uint64_t mem_total;		/* MemTotal */
	uint64_t mem_used;		/* MemTotal - MemAvailable */
	uint64_t swap_total, swap_used;	/* SwapTotal, SwapTotal - SwapFree */
	uint64_t faults, majflt;	/* pgfault, pgmajfault of /proc/vmstat */
};

enum text_kind {
	TEXT_COMMAND,		/* the command line of the process id */
	TEXT_USER,		/* the name of the user uid */
};

/* A text that was asked for; NULL where there is none. */
struct sample_text {
	enum text_kind kind;
	struct proc_id id;
	uid_t uid;
	char *text;		/* the sample's own; any bytes, NUL at its end */
};

/* What became of counting the pages of a process's tamalloc blocks. */
enum pages_state {
	PAGES_UNKNOWN,		/* never counted, or not to be had */
	PAGES_COUNTED,
	PAGES_DENIED,		/* not ours to see */
};

/* The pages of one process's tamalloc blocks, in bytes. */
struct sample_pages {
	struct proc_id id;
	enum pages_state state;
	uint64_t written, zero, huge, swapped;	/* if counted */
};

struct sample {
	uint32_t sections;	/* SECTION_* */
	uint64_t time_ns;	/* CLOCK_MONOTONIC, when the sweep began */
	int64_t wall_s;		/* CLOCK_REALTIME, likewise */
	uint64_t cost_ns;	/* how long the sweep took */
	struct sys_stat sys;
	struct proc *procs;	/* by rising pid */
	size_t nr_procs, max_procs;
	struct sample_text *texts;
	size_t nr_texts, max_texts;
	struct sample_pages *pages;
	size_t nr_pages, max_pages;
};

/* Forget what is in @sample but keep its memory for the next one. */
void sample_reset(struct sample *sample);

/* Free what @sample holds, not the struct itself. */
void sample_release(struct sample *sample);

/*
 * A new record at the end, to be filled in; zeroed. Valid until the next one
 * is added. Dies when memory is out.
 */
struct proc *sample_add_proc(struct sample *sample);
struct sample_text *sample_add_text(struct sample *sample);
struct sample_pages *sample_add_pages(struct sample *sample);

static inline bool proc_id_equal(struct proc_id a, struct proc_id b)
{
	return a.pid == b.pid && a.start_ns == b.start_ns;
}

#endif
