// SPDX-License-Identifier: GPL-2.0
/*
 * Processes that did much to their memory, and are stopped then, by a signal or
 * by whoever traces them: what is told of them is what /proc tells. Memory may
 * still be swapped out, merged or made huge by the system, so counts are
 * compared that were the same before and after a look into /proc.
 */
#include <inttypes.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>

#include "storm.h"

#define MASK (MEMSTAT_TASK | MEMSTAT_MM | PAGES_GROUPS)
#define TRIES 300
#define REGIONS 512
#define PRESENT 8U		/* the categories of PAGEMAP_SCAN */
#define SWAPPED_ 16U
#define PFNZERO 32U
#define IS_HUGE 64U

struct region { uint64_t start, end, categories; };

struct scan {
	uint64_t size, flags, start, end, walk_end, vec, vec_len, max_pages;
	uint64_t inverted, mask, anyof_mask, return_mask;
};

#define SCAN _IOWR('f', 16, struct scan)

struct counts {
	uint64_t reserved, written, zero, huge, swapped;
};

long ask_of(pid_t pid, uint64_t mask, struct memstat_rec *rec)
{
	struct memstat_req req = request(mask);

	req.after_pid = pid - 1;
	req.last_pid = pid;
	req.walk_budget = mask & MEMSTAT_TAMALLOC_PAGES ? BUDGET : 0;
	return answered(tam_list(&req, rec, 1, 0));
}

/* --- what /proc says --- */

static void add_region(struct counts *sum, const struct region *region)
{
	uint64_t size = region->end - region->start;
	uint64_t is = region->categories;

	if (is & SWAPPED_)
		sum->swapped += size;
	else if (is & PFNZERO)
		sum->zero += size;
	else
		sum->written += size;
	if ((is & (IS_HUGE | PFNZERO | SWAPPED_)) == IS_HUGE)
		sum->huge += size;
}

static bool scan_pages(int pagemap, uint64_t start, uint64_t end,
		       struct counts *sum)
{
	struct region regions[REGIONS];
	struct scan scan = {
		.size = sizeof(scan), .start = start, .end = end,
		.vec = (uintptr_t)regions, .vec_len = REGIONS,
		.anyof_mask = PRESENT | SWAPPED_,
		.return_mask = PRESENT | SWAPPED_ | PFNZERO | IS_HUGE,
	};
	int n, i;

	do {
		n = ioctl(pagemap, SCAN, &scan);
		for (i = 0; i < n; i++)
			add_region(sum, &regions[i]);
		scan.start = scan.walk_end;
	} while (n >= 0 && scan.start < end);
	return n >= 0;
}

static FILE *open_proc(pid_t pid, const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
	return fopen(path, "re");
}

static bool is_marked(const char *line)
{
	return !strncmp(line, "VmFlags:", 8) && strstr(line, " ta");
}

/* All mappings with "ta" in smaps, and the pages in them. */
static bool count_in_proc(pid_t pid, struct counts *sum)
{
	FILE *smaps = open_proc(pid, "smaps"), *pagemap;
	uint64_t from, to, start = 0, end = 0;
	char line[512];
	bool ok = true;

	memset(sum, 0, sizeof(*sum));
	pagemap = open_proc(pid, "pagemap");
	while (smaps && pagemap && ok && fgets(line, sizeof(line), smaps)) {
		if (sscanf(line, "%" SCNx64 "-%" SCNx64 " ", &from, &to) == 2) {
			start = from;
			end = to;
		}
		if (!is_marked(line))
			continue;
		sum->reserved += end - start;
		ok = scan_pages(fileno(pagemap), start, end, sum);
	}
	ok = ok && smaps && pagemap;
	if (smaps)
		fclose(smaps);
	if (pagemap)
		fclose(pagemap);
	return ok;
}

/* --- comparison --- */

static bool same_counts(const struct memstat_rec *rec, const struct counts *is)
{
	return rec->ta_written == is->written && rec->ta_zero == is->zero &&
	       rec->ta_huge == is->huge && rec->ta_swapped == is->swapped;
}

static void check_sizes(pid_t pid, const struct memstat_rec *rec,
			const struct counts *is)
{
	unsigned long size, resident;
	char statm[100];

	CHECK(rec->ta_reserved == is->reserved, "pid %d: %llu, smaps %lu", pid,
	      rec->ta_reserved, is->reserved);
	if (read_proc(pid, "statm", statm, sizeof(statm)) <= 0 ||
	    !parse_statm(statm, &size, &resident))
		return;
	CHECK(rec->vm_total == size * PAGE, "pid %d: %llu, statm %lu", pid,
	      rec->vm_total, size * PAGE);
}

static bool compare(pid_t pid, bool last_try)
{
	struct memstat_rec rec;
	struct counts is;
	long ret = ask_of(pid, MASK, &rec);

	if (ret != 1 || !count_in_proc(pid, &is)) {
		CHECK(is_over(), "pid %d is not listed, or not in /proc: %ld",
		      pid, ret);
		return true;
	}
	check_sizes(pid, &rec, &is);
	if (!rec.flags && same_counts(&rec, &is))
		return true;
	CHECK(!last_try || is_over(),
	      "pid %d flags %#x: written %llu, %lu; zero %llu, %lu; huge %llu, %lu; swapped %llu, %lu",
	      pid, rec.flags, rec.ta_written, is.written, rec.ta_zero, is.zero,
	      rec.ta_huge, is.huge, rec.ta_swapped, is.swapped);
	return false;
}

/* --- those who are looked at --- */

static void change_much(void)
{
	int n = 10 + below(100);

	if (!ready_to_change())
		_exit(1);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (n--)
		change_something();
	for (;;)
		raise(SIGSTOP);
}

static bool wait_for_stop(pid_t pid)
{
	int status;

	return waitpid(pid, &status, WUNTRACED) == pid && WIFSTOPPED(status);
}

static bool trace(pid_t pid)
{
	int status;

	return !ptrace(PTRACE_SEIZE, pid, NULL, NULL) &&
	       !ptrace(PTRACE_INTERRUPT, pid, NULL, NULL) &&
	       waitpid(pid, &status, __WALL) == pid && WIFSTOPPED(status);
}

static void judge(pid_t pid)
{
	const struct timespec rest = { .tv_nsec = 5000000 };
	int n;

	if (!wait_for_stop(pid) || (one_in(3) && !trace(pid))) {
		CHECK(is_over(), "pid %d does not stop", pid);
		return;
	}
	for (n = 0; n < TRIES && !is_over(); n++) {
		if (compare(pid, n == TRIES - 1)) {
			count(STILL);
			break;
		}
		nanosleep(&rest, NULL);
	}
	CHECK(times_listed(pid) == 1 || is_over(), "pid %d", pid);
}

int act_still(void)
{
	pid_t pid;

	if (!ready_to_change())
		return 1;
	while (!is_over()) {
		/* so that who is looked at has inherited some, too */
		change_something();
		pid = fork();
		if (!pid)
			change_much();
		if (pid < 0)
			continue;
		count(FORKS);
		judge(pid);
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
	}
	return 0;
}
