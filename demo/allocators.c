// SPDX-License-Identifier: GPL-2.0
/*
 * The same work in memory from malloc, calloc, mmap and tamalloc, each in a
 * process of its own: what is fast at first is paid for later.
 */
#include <err.h>
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <tamalloc.h>

#include "common/format.h"
#include "need.h"
#include "options.h"
#include "output.h"
#include "pause.h"
#include "room.h"
#include "scenario.h"
#include "tell.h"
#include "trial.h"
#include "value.h"

struct allocators_values {
	uint64_t size;		/* bytes */
	uint64_t pause_ns;
	bool step;
	bool huge;
	bool json;
};

struct results {
	struct trial_result after[TRIAL_STEPS];
};

/* A way that is tried, in a process of its own. */
struct attempt {
	const struct allocators_values *opt;
	struct trial trial;
	struct tell tell;
	char more[256];
};

/* Below it malloc(3) has a pool of its own, and does not ask for memory. */
#define SIZE_LEAST (1 << 20)

static const char *parse_size(const char *text, void *value)
{
	const char *why;
	uint64_t size;

	why = value_parse_size(text, &size);
	if (why)
		return why;
	if (size < SIZE_LEAST)
		return "it is below 1M";
	*(uint64_t *)value = size;
	return NULL;
}

static const struct option_type option_size_1m = {
	"SIZE", "give bytes, or a number with K, M, G or T, as in 64M",
	parse_size
};

static const struct demo_option allocators_options[] = {
	{ "size", &option_size_1m, offsetof(struct allocators_values, size),
	  "64M", "memory of each, in bytes or with K, M, G, T" },
	{ "pause", &option_secs, offsetof(struct allocators_values, pause_ns),
	  "1", "seconds to wait after each step" },
	{ "step", &option_flag, offsetof(struct allocators_values, step),
	  NULL, "wait for ENTER after each step instead" },
	{ "huge", &option_flag, offsetof(struct allocators_values, huge),
	  NULL, "let the kernel use huge pages" },
	{ "json", &option_flag, offsetof(struct allocators_values, json),
	  NULL, "a line of JSON per step on standard output" },
	{ .name = NULL }
};

/* What is known of it by now; when all is done, all. */
static void tell_more(struct attempt *attempt, enum trial_step step)
{
	const struct trial_result *result = attempt->trial.result;
	size_t size = sizeof(attempt->more);
	int len;

	len = snprintf(attempt->more, size, ",\"way\":\"%s\",\"touched\":%zu",
		       attempt->trial.way->name, result[step].touched);
	if (step == TRIAL_ALL)
		snprintf(attempt->more + len, size - (size_t)len,
			 ",\"allocate_ns\":%" PRIu64 ",\"first_ns\":%" PRIu64
			 ",\"all_ns\":%" PRIu64
			 ",\"touched_allocate\":%zu,\"touched_part\":%zu",
			 result[TRIAL_ALLOCATE].ns, result[TRIAL_FIRST].ns,
			 result[TRIAL_ALL].ns, result[TRIAL_ALLOCATE].touched,
			 result[TRIAL_PART].touched);
	attempt->tell.more = attempt->more;
}

static void tell(struct attempt *attempt, enum trial_step step)
{
	static const struct {
		const char *phase, *text;
	} words[TRIAL_STEPS] = {
		[TRIAL_ALLOCATE] = { "start", "allocated" },
		[TRIAL_FIRST] = { "first", "first byte written" },
		[TRIAL_PART] = { "part", "1% of its pages written" },
		[TRIAL_ALL] = { "hold", "all pages written" },
	};
	const struct allocators_values *opt = attempt->opt;
	const struct trial *trial = &attempt->trial;

	tell_more(attempt, step);
	tell_phase(&attempt->tell, &trial->block, words[step].phase);
	if (opt->json || (!opt->step && !opt->pause_ns))
		return;
	out("PID %d %s: %s, %zu of %zu pages touched\n", getpid(),
	    trial->way->name, words[step].text, trial->result[step].touched,
	    trial->block.pages);
}

static bool go_on(const struct allocators_values *opt)
{
	if (!opt->step) {
		pause_ns(opt->pause_ns);
		return true;
	}
	if (!opt->json)
		out("Press ENTER to go on\n");
	return pause_enter("leave out --step");
}

static int attempt_way(struct attempt *attempt, struct results *results)
{
	struct trial *trial = &attempt->trial;
	enum trial_step step;

	for (step = 0; step < TRIAL_STEPS; step++) {
		if (!trial_do(trial, step))
			return DEMO_FAILED;
		tell(attempt, step);
		if (!go_on(attempt->opt))
			return DEMO_FAILED;
	}
	memcpy(results->after, trial->result, sizeof(results->after));
	trial_release(trial);
	tell_phase(&attempt->tell, &trial->block, "end");
	return DEMO_OK;
}

/* A new process, which ends with its parent. Returns its exit code. */
static int child(const struct allocators_values *opt, const struct way *way,
		 struct results *results, pid_t parent)
{
	struct attempt attempt = { .opt = opt };

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		return DEMO_FAILED;
	room_offer();
	/* before any memory comes: some is touched before it can be advised */
	if (!opt->huge)
		prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0);
	tell_start(&attempt.tell, "allocators", opt->json);
	trial_init(&attempt.trial, way, opt->size, opt->huge);
	return attempt_way(&attempt, results);
}

static int attend(pid_t pid, const struct way *way)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			err(DEMO_FAILED, "cannot wait for process %d", pid);
	if (WIFEXITED(status))
		return WEXITSTATUS(status);
	if (WTERMSIG(status) != SIGKILL)
		return 128 + WTERMSIG(status);
	warnx("process %d, which tried %s, was killed, as when memory ends; try a smaller --size",
	      pid, way->name);
	return DEMO_FAILED;
}

/* So that no way finds memory that another one has warmed up. */
static int try_apart(const struct allocators_values *opt,
		     const struct way *way, struct results *results)
{
	pid_t parent = getpid(), pid = fork();

	if (pid < 0) {
		warn("cannot start a process for %s; see ulimit -u", way->name);
		return DEMO_FAILED;
	}
	if (!pid)
		_exit(child(opt, way, results, parent));
	return attend(pid, way);
}

static void introduce(const struct allocators_values *opt)
{
	char size[FORMAT_MAX];

	if (opt->json)
		return;
	format_size(size, sizeof(size), opt->size);
	out("PID %d lets %d processes get %s each, one after the other, %s\n",
	    getpid(), NR_WAYS, size,
	    opt->huge ? "in huge pages where it may" : "in base pages");
}

static void table_row(const struct way *way, const struct trial_result *after)
{
	char ready[FORMAT_MAX], first[FORMAT_MAX], all[FORMAT_MAX];

	trial_time(ready, sizeof(ready), after[TRIAL_ALLOCATE].ns);
	trial_time(first, sizeof(first), after[TRIAL_FIRST].ns);
	trial_time(all, sizeof(all), after[TRIAL_ALL].ns);
	out("%-14s %9s %11s %12s  %10zu %11zu\n", way->name, ready, first, all,
	    after[TRIAL_ALLOCATE].touched, after[TRIAL_PART].touched);
}

static void lessons(const struct allocators_values *opt)
{
	out("Lazy ways pay for a page, and for its zeros, when it is first touched; eager\n"
	    "ones pay for all of them at once, used or not. malloc and calloc of so much\n"
	    "are mmap. tamalloc is as lazy, and no faster; what it adds is that its blocks\n"
	    "are known as such. Here it is %s.\n", block_source());
	if (opt->huge)
		out("One byte gives up to 2M in huge pages: so 1%% of the pages may touch all.\n");
}

static void table(const struct allocators_values *opt,
		  const struct results *results)
{
	size_t i;

	if (opt->json)
		return;
	out("%-14s %-34s  %s\n", "", "TIME UNTIL", "PAGES TOUCHED WHEN");
	out("%-14s %9s %11s %12s  %10s %11s\n", "WAY", "ALLOCATED",
	    "FIRST BYTE", "ALL WRITTEN", "ALLOCATED", "1% WRITTEN");
	for (i = 0; i < NR_WAYS; i++)
		table_row(&ways[i], results[i].after);
	lessons(opt);
}

static int allocators_run(const void *values)
{
	const struct allocators_values *opt = values;
	struct results *results;
	int code = DEMO_OK;
	size_t i;

	if (opt->huge && !need_huge())
		return DEMO_CANNOT;
	if (!room_for(opt->size))
		return DEMO_FAILED;
	results = mmap(NULL, NR_WAYS * sizeof(*results), PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (results == MAP_FAILED)
		err(DEMO_FAILED, "no memory for the results");
	/* what it has to find out once is no part of the work */
	tamalloc_abi();
	/* else the first process would read ENTERs that others wait for */
	setvbuf(stdin, NULL, _IONBF, 0);
	introduce(opt);
	for (i = 0; i < NR_WAYS && code == DEMO_OK; i++)
		code = try_apart(opt, &ways[i], &results[i]);
	if (code == DEMO_OK)
		table(opt, results);
	return code;
}

const struct scenario allocators_scenario = {
	.name = "allocators",
	.summary = "malloc, mmap and tamalloc",
	.look_for = "same RESERVED, not the same TOUCHED",
	.options = allocators_options,
	.values_size = sizeof(struct allocators_values),
	.run = allocators_run,
};
