/* SPDX-License-Identifier: GPL-2.0 */
/*
 * data/: plain data that passes between the layers, and what can be said of it
 * alone. It knows no clock, and opens nothing but recordings.
 *
 * sample.h	what a source saw at one moment: from source to model, to files
 * demand.h	what is wanted next: from the views to a source
 * page.h	what a page may be: the one table of page states, and counts
 * recording.h	samples as bytes in a file, and back
 *
 * A demand goes down, a sample comes up, and nothing else passes: that is why
 * a source may sit in a thread, and why a recording can stand for one. data
 * includes base; everybody else may include data.
 */
#ifndef TUI_DATA_SAMPLE_H
#define TUI_DATA_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "data/page.h"

/*
 * A sample is what a source saw at one moment, as plain data in sections. A
 * section that was not asked for, or could not be had, is not in @sections;
 * inside a section each record says what of it is known. Nothing unknown is
 * ever told as 0.
 */
#define SECTION_LIST	0x1	/* sys, procs */
#define SECTION_TEXTS	0x2	/* texts */
#define SECTION_PAGES	0x4	/* pages */
#define SECTION_TARGET	0x8	/* target, mappings, scans, changes */
#define SECTION_ZEROS	0x10	/* zeros */
#define SECTION_PSS	0x20	/* psses */
#define SECTION_RUNS	0x40	/* looks, ranges, runs */

/* What is known of a process: one bit for each group of fields of struct proc. */
#define KNOWN_TASK	0x01	/* comm, uid, ppid, start_ns */
#define KNOWN_FAULTS	0x02
#define KNOWN_MM	0x04	/* reserved, resident, shared */
#define KNOWN_SWAP	0x08
#define KNOWN_OOM	0x10
#define KNOWN_TAMALLOC	0x20	/* ta_reserved */
#define KNOWN_HUGETLB	0x40
#define KNOWN_RUN	0x80	/* run_state, cpu_ns, nr_threads */
#define KNOWN_NICE	0x100

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
	uint64_t exec_seq;	/* another memory where it is another one */
	uid_t uid;		/* effective: whose process top(1) says it is */
	pid_t ppid;		/* 0: none, or outside the pid namespace */
	uint32_t oom_score;	/* /proc/PID/oom_score: it has no bound */
	char run_state;		/* of /proc/PID/stat: 'R', 'S' ... */
	uint64_t cpu_ns;	/* of processors, since its start */
	uint32_t nr_threads;	/* the first one too, be it that it has ended */
	int32_t nice;		/* of the first thread: -20 to 19 */
	uint64_t minflt, majflt;
	uint64_t reserved;	/* total_vm, VmSize */
	uint64_t resident;	/* anon + file + shmem, VmRSS */
	uint64_t shared;	/* file + shmem, as statm has it */
	uint64_t swapped;	/* VmSwap */
	uint64_t hugetlb;	/* HugetlbPages: they are in no RSS */
	uint64_t ta_reserved;	/* in tamalloc blocks */

	/*
	 * Changes where the arguments become others, by exec(2) or by moving
	 * them; 0: not known.
	 */
	uint64_t args_id;
};

/* Known of the whole system. */
#define KNOWN_TOTALS	0x1	/* reserved, resident */
#define KNOWN_MEMORY	0x2	/* mem_total to huge_promised */
#define KNOWN_VMSTAT	0x4	/* faults, majflt */

/* The system: bytes, and events since boot. */
struct sys_stat {
	uint32_t known;
	uint64_t reserved, resident;	/* sums over all processes */
	uint64_t mem_total;		/* MemTotal */
	uint64_t mem_used;		/* MemTotal - MemAvailable */
	uint64_t swap_total, swap_used;	/* SwapTotal, SwapTotal - SwapFree */
	/* of the pools of hugetlb: Hugetlb; HugePages_Free, _Rsvd, in pages */
	uint64_t huge_pool, huge_free, huge_promised;
	uint64_t faults, majflt;	/* pgfault, pgmajfault of /proc/vmstat */
	size_t nr_denied;		/* processes that are not in procs, since
					 * they are not ours to see
					 */
	bool others_hidden;		/* there may be more of those: nobody
					 * can tell how many
					 */
};

enum text_kind {
	TEXT_COMMAND,		/* the command line of the process id */
	TEXT_USER,		/* the name of the user uid */
	TEXT_CGROUP,		/* the path of the control group of the
				 * process id, as its root is "/"
				 */
};

/* A text that was asked for; NULL where there is none. */
struct sample_text {
	enum text_kind kind;
	bool failed;		/* there may be one: nobody could say */
	struct proc_id id;
	uid_t uid;
	char *text;		/* the sample's own; any bytes, NUL at its end */
	size_t first, second;	/* bytes of the first arguments, 0: none */
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
	uint64_t time_ns;	/* CLOCK_MONOTONIC, when that began */
	uint64_t exec_seq;	/* the memory that was counted */
};

enum pss_answer {
	PSS_READ,
	PSS_DENIED,		/* not ours to see */
	PSS_GONE,		/* it has ended, be it a zombie still */
};

/* The PSS of one process. */
struct sample_pss {
	struct proc_id id;
	enum pss_answer state;
	uint64_t bytes;		/* if read */
	uint64_t time_ns;	/* CLOCK_MONOTONIC, when that began */
	uint64_t cost_ns;	/* how long it took */
};

/* What can be known of the process that is looked into. */
enum target_state {
	TARGET_UNKNOWN,		/* nothing has come yet */
	TARGET_OK,
	TARGET_DENIED,		/* its mappings are not ours to see */
	TARGET_NO_MEMORY,	/* a kernel thread or a zombie: it has none */
	TARGET_GONE,
	TARGET_FAILED,		/* it couldn't be looked into: @error */
	TARGET_UNRECORDED,	/* a recording doesn't have it; in none itself */
};

#define TARGET_HAS_WHO		0x1	/* ppid, run_state, nr_threads */
#define TARGET_HAS_MAPPINGS	0x2	/* the mappings were read: all are here */
#define TARGET_HAS_PSS		0x4	/* pss, uss, pss_cost_ns */
#define TARGET_TELLS_ZERO	0x8	/* scans tell zero and huge from written */
#define TARGET_HAS_SINCE	0x10	/* cells count changes since mark @mark */
#define TARGET_HAS_MORE		0x20	/* mappings than are here: not all are told */

/* The process that is looked into. Sizes in bytes. */
struct sample_target {
	struct proc_id id;
	enum target_state state;
	int error;			/* an errno, if TARGET_FAILED */
	uint32_t has;			/* TARGET_* */
	pid_t ppid;
	char run_state;			/* of /proc/PID/stat: 'R', 'S' ... */
	unsigned int nr_threads;
	uint64_t mm_id;			/* another one after exec(2) */
	uint64_t pss, uss;		/* of /proc/PID/smaps_rollup */
	uint64_t pss_cost_ns;		/* how long that took */
	unsigned int mark;
	uint64_t time_ns;		/* CLOCK_MONOTONIC, when it began */
	uint64_t cost_ns;		/* how long it took */
};

enum mapping_kind {
	KIND_TAMALLOC, KIND_HEAP, KIND_STACK, KIND_ANON, KIND_FILE,
	KIND_SHARED,		/* MAP_SHARED, of a file or not */
	KIND_OTHER,		/* [vdso] and its like */
	NR_KINDS
};

#define MAPPING_READ	0x1
#define MAPPING_WRITE	0x2
#define MAPPING_EXEC	0x4
#define MAPPING_SHARED	0x8

/* As many are told of a process, so that it can't fill the memory of who looks. */
#define MAPPINGS_MAX	(256 * 1024)

/*
 * Likewise of their names, in bytes; the place of the name "?", which stands for
 * those that come when there is no more room.
 */
#define NAMES_MAX	(8 * 1024 * 1024)
#define NAME_UNKNOWN	1

/* One mapping (VMA). */
struct sample_mapping {
	uint64_t start, end;		/* addresses; end is behind it */
	uint32_t name;			/* its place in names; 0 is "" */
	uint8_t flags;			/* MAPPING_* */
	uint8_t kind;			/* enum mapping_kind */
	bool away_unknown;
	uint64_t away;			/* bytes of shared memory behind it in
					 * swap, where page tables tell nothing
					 */
};

/* What a scan is for. Each use remembers its own scan before, to compare. */
enum scan_use {
	SCAN_WINDOW,		/* what is on screen: its changes are told */
	SCAN_WHOLE,		/* a whole mapping: minimap and timeline */
	SCAN_COUNT,		/* just the counts of a mapping: one cell */
	NR_SCAN_USES
};

/* Consecutive pages of a scan; counts in pages. */
struct scan_cell {
	struct page_counts now;
	uint32_t fresh, gone;		/* touched, released since the scan of
					 * the same use before
					 */
	/*
	 * Since the mark: present now and not then, or zero then and written
	 * now; present then and not now.
	 */
	uint32_t since_touched, since_released;
};

/*
 * Answer to a demand_scan with the same @use, @start, @end and @cell_pages:
 * cell i holds @cell_pages pages from @start on, the last one what is left.
 * Where that follows a mapping, @start and @end may be others, and @cell_pages
 * twice as many, or four times ...: so that a mapping which grows has few cells.
 *
 * Cells of a mapping that grows at its start stay where they were: its first
 * cell may begin before it, and holds that many pages less.
 */
struct sample_scan {
	enum scan_use use;
	uint64_t start, end;
	uint64_t cell_pages;
	uint64_t lead;			/* pages of the first cell before @start */
	size_t first_cell, nr_cells;	/* its part of sample.cells */
	size_t most_cells;		/* as demanded; 0: no matter */
	uint64_t time_ns;		/* CLOCK_MONOTONIC, when it began */
	bool compared;			/* there was a scan before: fresh, gone */
	bool follows_end;		/* as demanded: it is a whole mapping */
	bool aside;			/* as demanded: no timeline takes it */
};

/* Where the first cell of @scan would begin if all of it were in the range. */
static inline uint64_t scan_origin(const struct sample_scan *scan)
{
	return scan->start - scan->lead * PAGE_BYTES;
}

enum change_kind {
	CHANGE_TOUCHED,		/* became present, or zero became written */
	CHANGE_RELEASED,	/* was present or swapped and is untouched, or
				 * was present and is swapped
				 */
};

/* A run of pages that changed between two scans of SCAN_WINDOW. */
struct sample_change {
	uint64_t start;			/* address */
	uint32_t pages;
	uint32_t kind;			/* enum change_kind */
};

/* Pages from @start to @end that were looked at. */
struct sample_range {
	uint64_t start, end;		/* addresses, of whole pages */
	uint64_t time_ns;		/* CLOCK_MONOTONIC, when that began */
};

/*
 * What is known of the pages of a process that is followed: ranges by rising
 * address that don't overlap, each as it was looked at last. What lies in one
 * of them and in no run is untouched, or in swap where the mapping says so of
 * what has no page (away, away_unknown); of what lies in none nothing is known.
 */
struct sample_look {
	struct proc_id id;
	uint64_t mm_id;			/* the memory: as in its sample_target */
	uint64_t time_ns;		/* CLOCK_MONOTONIC, of the newest range */
	size_t first_range, nr_ranges;	/* its part of sample.ranges */
	size_t first_run, nr_runs;	/* its part of sample.runs */
};

struct sample {
	uint32_t sections;	/* SECTION_* */
	uint64_t time_ns;	/* CLOCK_MONOTONIC, when the sweep began; 0:
				 * not known, as of those without a list
				 */
	int64_t wall_s;		/* CLOCK_REALTIME, likewise */
	uint64_t cost_ns;	/* how long the sweep took */
	bool exact_cpu;		/* cpu_ns has no ticks: who ran has another.
				 * Not recorded: it says what to ask for
				 */
	struct sys_stat sys;
	struct proc *procs;	/* by rising pid */
	size_t nr_procs, max_procs;
	struct sample_text *texts;
	size_t nr_texts, max_texts;
	int texts_error;	/* errno of one that was left out, 0: none */
	struct sample_pages *pages;
	size_t nr_pages, max_pages;
	struct sample_pages *zeros;	/* of whole processes: only .zero */
	size_t nr_zeros, max_zeros;
	struct sample_pss *psses;	/* in the order of the demand, then those
					 * that are read in turn
					 */
	size_t nr_psses, max_psses;
	struct sample_target target;
	struct sample_mapping *mappings;	/* by rising address */
	size_t nr_mappings, max_mappings;
	char *names;			/* NUL-terminated, one after another */
	size_t names_len, names_max;
	size_t last_name;		/* where the newest one is */
	struct sample_scan *scans;
	size_t nr_scans, max_scans;
	struct scan_cell *cells;
	size_t nr_cells, max_cells;
	struct sample_change *changes;	/* by rising address */
	size_t nr_changes, max_changes;
	struct sample_look *looks;
	size_t nr_looks, max_looks;
	struct sample_range *ranges;
	size_t nr_ranges, max_ranges;
	struct page_run *runs;		/* each in one range; none is untouched */
	size_t nr_runs, max_runs;
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
struct sample_pages *sample_add_zeros(struct sample *sample);
struct sample_pss *sample_add_pss(struct sample *sample);
struct sample_mapping *sample_add_mapping(struct sample *sample);
struct sample_change *sample_add_change(struct sample *sample);

/* A range, or a run, of the look that was added last. */
struct sample_look *sample_add_look(struct sample *sample);
struct sample_range *sample_add_range(struct sample *sample);
struct page_run *sample_add_run(struct sample *sample);

/* Its processes are all there are: their sums are those of the system. */
void sample_sum_up(struct sample *sample);

/* The process @id of the list, or NULL. */
const struct proc *sample_find_proc(const struct sample *sample,
				    struct proc_id id);

/*
 * A new scan with @nr_cells zeroed cells behind those there are. Pointers to
 * scans and cells are valid until the next scan is added.
 */
struct sample_scan *sample_add_scan(struct sample *sample, size_t nr_cells);

/*
 * Keep a copy of @name, any bytes; returns its place in names: 0 for "", and
 * NAME_UNKNOWN where there is no room. One that comes again at once is kept once.
 */
uint32_t sample_add_name(struct sample *sample, const char *name);

/* The name of @mapping, of @sample. */
static inline const char *sample_name(const struct sample *sample,
				      const struct sample_mapping *mapping)
{
	return mapping->name ? sample->names + mapping->name : "";
}

/*
 * The first of @mappings, by rising address, that ends behind @address;
 * @nr_mappings if none does.
 */
size_t mapping_behind(const struct sample_mapping *mappings, size_t nr_mappings,
		      uint64_t address);

/* "tamalloc", "heap" ... */
const char *mapping_kind_name(enum mapping_kind kind);

/* MAPPING_* as in /proc/PID/maps, "rw-p"; not to be freed. */
const char *mapping_perms(uint8_t flags);

/* As qsort(3) and bsearch(3) take it: those by rising pid, then by start. */
int proc_id_compare(const void *a, const void *b);

static inline bool proc_id_equal(struct proc_id a, struct proc_id b)
{
	return a.pid == b.pid && a.start_ns == b.start_ns;
}

#endif
