// SPDX-License-Identifier: GPL-2.0
/*
 * Lists of all, in batches, while processes come and go and pids are used
 * again: who lives all the while is listed once. That goes for the actors, too,
 * those among them that begin anew by an exec of another thread.
 */
#include "storm.h"

#define MAX_BATCH 40
#define NR_KNOWN (MAX_ACTORS + 3)

/* Calls @seen for each record of a list that is made of batches. */
static bool list_all(void (*seen)(const struct memstat_rec *rec, void *arg),
		     void *arg)
{
	struct memstat_req req = request(below(ALL_GROUPS + 1));
	struct memstat_rec recs[MAX_BATCH];
	long ret, i;

	do {
		ret = answered(tam_list(&req, recs, 1 + below(MAX_BATCH), 0));
		for (i = 0; i < ret; i++) {
			CHECK(recs[i].pid > req.after_pid, "%u behind %u",
			      recs[i].pid, req.after_pid);
			req.after_pid = recs[i].pid;
			seen(&recs[i], arg);
		}
	} while (ret > 0);
	CHECK(!ret, "%ld", ret);
	return !ret;
}

struct one {
	pid_t pid;
	int times;
};

static void count_one(const struct memstat_rec *rec, void *arg)
{
	struct one *one = arg;

	one->times += rec->pid == (uint32_t)one->pid;
}

int times_listed(pid_t pid)
{
	struct one one = { .pid = pid };

	return list_all(count_one, &one) ? one.times : -1;
}

/* --- those who live as long as the storm --- */

struct known {
	struct one ones[NR_KNOWN];
	int nr;
};

static void add_known(struct known *known, pid_t pid)
{
	known->ones[known->nr++].pid = pid;
}

static void count_known(const struct memstat_rec *rec, void *arg)
{
	struct known *known = arg;
	int i;

	for (i = 0; i < known->nr; i++)
		count_one(rec, &known->ones[i]);
}

static void take_census(void)
{
	struct known known = { .nr = 0 };
	int i;

	add_known(&known, 1);
	add_known(&known, 2);
	add_known(&known, getppid());
	for (i = 0; i < MAX_ACTORS && atomic_load(&shared->actors[i]); i++)
		add_known(&known, atomic_load(&shared->actors[i]));
	if (!list_all(count_known, &known) || is_over())
		return;
	for (i = 0; i < known.nr; i++)
		CHECK(known.ones[i].times == 1, "pid %d is listed %d times",
		      known.ones[i].pid, known.ones[i].times);
	count(LISTS);
}

int act_census(void)
{
	const struct timespec rest = { .tv_nsec = 5000000 };

	while (!is_over()) {
		take_census();
		nanosleep(&rest, NULL);
	}
	return 0;
}
