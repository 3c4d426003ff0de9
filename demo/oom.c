// SPDX-License-Identifier: GPL-2.0
/* A child in a small cgroup uses up its memory, until the kernel kills it. */
#include <err.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ask.h"
#include "cgroup.h"
#include "common/format.h"
#include "file.h"
#include "need.h"
#include "options.h"
#include "output.h"
#include "paced.h"
#include "say.h"
#include "scenario.h"

#define SCORE_FILE "/proc/self/oom_score"
#define PARTS 8		/* of the limit: the score is said after each */
#define TOO_MANY 10	/* parts that can't be had while the limit holds */
#define SCORE_STEPS 16	/* pages from one look at the score to the next */

struct oom_values {
	struct paced_values paced;	/* its size: memory.max */
	bool yes;
	char *more;
};

static const struct demo_option oom_options[] = {
	{ "size", &option_size, offsetof(struct oom_values, paced.size),
	  PACED_SIZE, "memory that the group may take" },
	{ "rate", &option_rate, offsetof(struct oom_values, paced.rate),
	  PACED_RATE, "pages per second; with K, M, G, T: bytes" },
	OPTION_YES(struct oom_values, yes),
	{ "json", &option_flag, offsetof(struct oom_values, paced.json), NULL,
	  "a line of JSON per step on standard output" },
	{ .name = NULL }
};

#define MORE_LEN 80
#define SIZE_MIN ((uint64_t)1 << 20)	/* or it would not even start */

static void note_score(const struct oom_values *opt)
{
	snprintf(opt->more, MORE_LEN, ",\"limit\":%" PRIu64
		 ",\"oom_score\":%" PRIu64, opt->paced.size / 2,
		 file_number(SCORE_FILE, 0));
}

static void write_and_score(struct block *block, size_t page)
{
	block_write(block, page);
	if (page % SCORE_STEPS == 0)
		note_score(block->own);
}

/* What the child does: it reserved twice of what it may have. */
static int oom_round(struct paced *paced)
{
	static const struct block_access writing = { "write", write_and_score };
	struct oom_values opt = *(const struct oom_values *)
				(const void *)paced->values;
	size_t part = paced->block.pages / 2 / PARTS + 1, i;
	uint64_t before = file_number(SCORE_FILE, 0);
	struct range_order order;

	paced->block.own = &opt;
	paced->tell.more = opt.more;
	note_score(&opt);
	paced_introduce(paced, "touching them, half of which it may have,",
			paced->block.pages / 2);
	for (i = 0; i < TOO_MANY; i++) {
		order_range(&order, i * part, part, "touched");
		paced_play(paced, &order.order, &writing);
		order_linear(&paced->last, paced->block.pages, "touched");
		paced->last.covered = paced->block.written;
		if (paced->signal)
			return DEMO_OK;
		say(paced->values->json,
		    "oom_score is %" PRIu64 ", and was %" PRIu64 " at first",
		    file_number(SCORE_FILE, 0), before);
	}
	warnx("the limit of the cgroup does not hold, so it ends here");
	return DEMO_FAILED;
}

/* Only the child is in the group. It ends with its parent. */
static int child(const struct oom_values *values, const struct cgroup *group,
		 pid_t parent)
{
	struct oom_values own = *values;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent || !cgroup_enter(group))
		return DEMO_FAILED;
	/* where we are exempt, it would wait for memory for ever */
	if (!file_put("/proc/self/oom_score_adj", "0")) {
		warn("cannot set /proc/self/oom_score_adj");
		return DEMO_FAILED;
	}
	own.paced.size = 2 * group->limit;
	return paced_run(&oom_scenario, &own.paced, oom_round);
}

/* Hands on the signals that ask for the end. */
static int wait_for(pid_t pid, struct stop *stop)
{
	int status, signal;

	while (!waitpid(pid, &status, WNOHANG)) {
		signal = stop_wait(stop, STOP_NEVER);
		if (signal == SIGCHLD)
			continue;
		kill(pid, signal);
		kill(pid, SIGCONT);
	}
	return status;
}

/* The child's line may have got no end. */
static void tell_killed(const struct oom_values *opt, pid_t pid, uint64_t kills)
{
	struct block block = { .size = 2 * opt->paced.size };
	char size[FORMAT_MAX], more[MORE_LEN];
	struct tell tell;

	snprintf(more, sizeof(more), ",\"child\":%d,\"oom_kills\":%" PRIu64,
		 pid, kills);
	tell_start(&tell, "oom", opt->paced.json);
	tell.more = more;
	tell_phase(&tell, &block, "killed");
	if (isatty(STDOUT_FILENO))
		say(opt->paced.json, "%s", "");
	format_size(size, sizeof(size), opt->paced.size);
	say(opt->paced.json,
	    "the kernel killed PID %d, as the group had used up its %s", pid,
	    size);
	say(opt->paced.json,
	    "all others go on, as this one, PID %d: the limit was the group's",
	    getpid());
}

static int outcome(const struct oom_values *opt, const struct cgroup *group,
		   pid_t pid, int status)
{
	uint64_t kills = cgroup_oom_kills(group);

	if (WIFEXITED(status))
		return WEXITSTATUS(status);
	if (WTERMSIG(status) == SIGKILL && kills) {
		tell_killed(opt, pid, kills);
		return DEMO_OK;
	}
	warnx("PID %d ended by SIG%s, and not by the OOM killer", pid,
	      sigabbrev_np(WTERMSIG(status)));
	return DEMO_FAILED;
}

static int play(const struct oom_values *opt, const struct cgroup *group,
		const struct guard *guard)
{
	pid_t parent = getpid(), pid;
	struct stop stop;

	stop_prepare(&stop);
	sigaddset(&stop.signals, SIGCHLD);
	sigprocmask(SIG_BLOCK, &stop.signals, NULL);
	pid = fork();
	if (pid < 0) {
		warn("cannot fork");
		return DEMO_FAILED;
	}
	if (!pid) {
		close(guard->line);
		_exit(child(opt, group, parent));
	}
	return outcome(opt, group, pid, wait_for(pid, &stop));
}

/* As much again must be free, or others would feel it. */
static bool is_harmless(uint64_t size)
{
	char want[FORMAT_MAX], have[FORMAT_MAX];
	uint64_t available = file_meminfo("MemAvailable");

	if (size <= available / 2)
		return true;
	format_size(want, sizeof(want), size);
	format_size(have, sizeof(have), available);
	warnx("%s are more than half of the %s available here; a smaller --size does",
	      want, have);
	return false;
}

static bool may_run(struct cgroup *group)
{
	return need_root("make a cgroup") && is_harmless(group->limit) &&
	       cgroup_find(group);
}

static int oom_run(const void *values)
{
	struct oom_values own = *(const struct oom_values *)values;
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	struct cgroup group = { .owner = getpid() };
	char more[MORE_LEN];
	struct guard guard;
	int code;

	if (own.paced.size < SIZE_MIN) {
		warnx("--size must be 1M or more, or nothing can run in the group");
		return DEMO_USAGE;
	}
	own.paced.size -= own.paced.size % page;
	own.more = more;
	group.limit = own.paced.size;
	if (!may_run(&group))
		return DEMO_CANNOT;
	if (!ask(own.yes, "let the kernel kill a process of its own, in a small cgroup"))
		return DEMO_FAILED;
	if (!guard_start(&guard, &cgroup_borrowed, &group, sizeof(group)))
		return DEMO_CANNOT;
	code = play(&own, &group, &guard);
	return guard_end(&guard) ? code : DEMO_FAILED;
}

const struct scenario oom_scenario = {
	.name = "oom",
	.summary = "use up a small cgroup",
	.look_for = "OOM rises, then the kernel kills it",
	.needs = "root, cgroup v2",
	.options = oom_options,
	.values_size = sizeof(struct oom_values),
	.run = oom_run,
};
