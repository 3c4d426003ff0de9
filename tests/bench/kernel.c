// SPDX-License-Identifier: GPL-2.0
/*
 * What the calls cost, in instructions, in a guest that counts them (vm/run
 * --icount): one line "NAME INSTRUCTIONS" for each budget. Each is the least of
 * several repetitions, of which a tick may have met one.
 */
#include "../guest/guest.h"
#include "instructions.h"

#define NOBODY 65534
#define GIB (1024 * MIB)
#define TIB (1024 * GIB)
#define REPETITIONS 5
#define FEW 100
#define MANY 300
#define INVISIBLE 3000
#define SCOPE "/proc/sys/vm/mem_stats_scope"

static struct memstat_rec recs[MAX_PROCS];

/* The least that the request costs, which has to give @expected records. */
static uint64_t cost_of(const struct memstat_req *req, long expected)
{
	uint64_t start, cost, least = UINT64_MAX;
	long ret;
	int n;

	for (n = 0; n < REPETITIONS; n++) {
		start = now();
		ret = tam_list(req, recs, MAX_PROCS, 0);
		cost = now() - start;
		if (ret < 0 || (expected && ret != expected))
			give_up("list_mem_stats");
		if (cost < least)
			least = cost;
	}
	return least;
}

static struct memstat_req request_for(pid_t pid, uint64_t mask)
{
	struct memstat_req req = request(mask);

	req.after_pid = pid - 1;
	req.last_pid = pid;
	return req;
}

static void start_sleepers(int nr)
{
	pid_t pid;

	for (; nr; nr--) {
		pid = fork();
		if (pid < 0)
			give_up("fork");
		if (!pid) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			for (;;)
				pause();
		}
	}
	/* they run till they sleep */
	usleep(500000);
}

/* What one more process costs, in a list of all. */
static void measure_process(void)
{
	struct memstat_req req = request(MEMSTAT_TASK | MEMSTAT_MM |
					 MEMSTAT_OOM);
	uint64_t few, many;

	start_sleepers(FEW);
	few = cost_of(&req, 0);
	start_sleepers(MANY - FEW);
	many = cost_of(&req, 0);
	printf("process %lu\n", (many - few) / (MANY - FEW));
}

static void measure_walk(const char *name, size_t pages, size_t stride)
{
	struct memstat_req req = request_for(getpid(), PAGES_GROUPS);
	char *p = tam_alloc(TIB);
	uint64_t cost;
	size_t i;

	if (p == MAP_FAILED)
		give_up("tamalloc");
	for (i = 0; i < pages; i++)
		p[i * stride] = 1;
	req.walk_budget = BUDGET;
	cost = cost_of(&req, 1);
	if (recs[0].ta_written != pages * PAGE || recs[0].ta_next)
		give_up("the walk");
	printf("%s %lu\n", name, cost);
	munmap(p, TIB);
}

/* Who is asked for can't be seen, and neither can those behind. */
static void measure_invisible(void)
{
	struct memstat_req req = request_for(getpid() + 1, MEMSTAT_TASK);

	start_sleepers(INVISIBLE - MANY);
	if (!write_file(SCOPE, "1") || setresuid(NOBODY, NOBODY, NOBODY) ||
	    prctl(PR_SET_DUMPABLE, 1))
		give_up("scope");
	printf("invisible %lu\n", cost_of(&req, 0));
	if (tam_list(&req, recs, MAX_PROCS, 0))
		give_up("who can't be seen");
}

int main(void)
{
	if (!running_ours())
		give_up("no tamalloc kernel");
	memset(recs, 1, sizeof(recs));
	begin_at_a_fixed_time();
	measure_walk("contiguous", 1000, PAGE);
	measure_walk("one-per-GiB", 1024, GIB);
	measure_process();
	measure_invisible();
	return 0;
}
