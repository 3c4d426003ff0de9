// SPDX-License-Identifier: GPL-2.0
/* Fills a block and forks: the child copies page after page by writing them. */
#include <err.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/format.h"
#include "options.h"
#include "paced.h"
#include "say.h"
#include "scenario.h"

/* The child, as the parent sees it. */
struct copier {
	pid_t pid;		/* 0: there is none */
	int line;		/* orders go there, and answers come back */
	size_t copied;		/* pages that it has written */
	bool lost;		/* it does not answer: it was killed */
	struct range_order range;	/* that it goes through now */
	char more[64];
};

struct fork_values {
	struct paced_values paced;
	uint64_t pause_ns;
	struct copier *copier;
};

static const struct demo_option fork_options[] = {
	PACED_OPTIONS(PACED_SIZE, PACED_RATE),
	{ "pause", &option_secs, offsetof(struct fork_values, pause_ns),
	  "2.5", "seconds to look at both, before the child writes" },
	{ .name = NULL }
};

/* The child: writes the pages that the parent names, until that is gone. */
static void obey(const struct block *block, int line)
{
	size_t page;

	while (recv(line, &page, sizeof(page), 0) == sizeof(page)) {
		block->mem[page * block->page_size] = 2;
		if (send(line, &page, sizeof(page), MSG_NOSIGNAL) < 0)
			break;
	}
	_exit(DEMO_OK);
}

static void note_copied(struct copier *copier)
{
	snprintf(copier->more, sizeof(copier->more),
		 ",\"child\":%d,\"copied\":%zu", copier->pid, copier->copied);
}

/* A step is done when the child says so; no more of them if it can't. */
static void copy(struct block *block, size_t page)
{
	struct copier *copier = block->own;
	size_t done;

	if (send(copier->line, &page, sizeof(page), MSG_NOSIGNAL) < 0 ||
	    recv(copier->line, &done, sizeof(done), 0) != sizeof(done)) {
		copier->lost = true;
		copier->range.order.limit = copier->range.order.steps;
		return;
	}
	copier->copied++;
	note_copied(copier);
}

static bool start(struct copier *copier, const struct block *block)
{
	int line[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, line)) {
		warn("cannot make a socket to the child");
		return false;
	}
	*copier = (struct copier){ .pid = fork(), .line = line[0] };
	if (!copier->pid) {
		close(line[0]);
		obey(block, line[1]);
	}
	close(line[1]);
	if (copier->pid > 0)
		return true;
	warn("cannot fork");
	close(line[0]);
	copier->pid = 0;
	return false;
}

static void end(struct copier *copier)
{
	if (!copier->pid)
		return;
	close(copier->line);
	kill(copier->pid, SIGKILL);	/* it may be stopped */
	waitpid(copier->pid, NULL, 0);
	copier->pid = 0;
}

/* What tools show of the two, and what they really take. */
static void explain(const struct paced *paced, const char *when)
{
	const struct copier *copier = paced->block.own;
	size_t pages = paced->block.pages, size = paced->block.page_size;
	char each[FORMAT_MAX], both[FORMAT_MAX];

	if (paced->signal || copier->lost)
		return;
	format_size(each, sizeof(each), pages * size);
	format_size(both, sizeof(both), (pages + copier->copied) * size);
	say(paced->values->json,
	    "%s: PID %d and %d: TOUCHED is %s each, but %s together",
	    when, getpid(), copier->pid, each, both);
}

/* From the page on that comes next, up to @end. */
static void copy_up_to(struct paced *paced, size_t end, const char *verb)
{
	static const struct block_access copying = { "copy", copy };
	struct copier *copier = paced->block.own;
	struct order *order = &copier->range.order;

	if (paced->signal || copier->lost)
		return;
	order_range(&copier->range, copier->copied, end - copier->copied, verb);
	paced_play(paced, order, &copying);
	/* how far it is with all of them */
	order_linear(&paced->last, paced->block.pages, "copied");
	paced->last.covered = copier->copied;
}

static int copy_all(struct paced *paced, struct copier *copier)
{
	const struct fork_values *opt = (const void *)paced->values;
	size_t pages = paced->block.pages;

	paced->block.own = copier;
	note_copied(copier);
	paced->tell.more = copier->more;
	tell_phase(&paced->tell, &paced->block, "fork");
	explain(paced, "forked");
	paced_rest(paced, opt->pause_ns);
	copy_up_to(paced, pages / 2, "first half copied");
	explain(paced, "half copied");
	copy_up_to(paced, pages, "second half copied");
	if (copier->lost && !paced->signal) {
		warnx("the child, PID %d, was killed, and not by this demo",
		      copier->pid);
		return DEMO_FAILED;
	}
	explain(paced, "all copied");
	return DEMO_OK;
}

static int fork_round(struct paced *paced)
{
	const struct fork_values *opt = (const void *)paced->values;
	struct order order;

	end(opt->copier);
	paced->tell.more = NULL;
	order_linear(&order, paced->block.pages, "touched");
	paced_introduce(paced, "filling it, before a child copies it,",
			2 * order_left(&order));
	paced_play(paced, &order, &block_writing);
	if (paced->signal)
		return DEMO_OK;
	if (!start(opt->copier, &paced->block))
		return DEMO_FAILED;
	return copy_all(paced, opt->copier);
}

static int fork_run(const void *values)
{
	struct fork_values own = *(const struct fork_values *)values;
	struct copier copier = { .pid = 0 };
	int code;

	own.copier = &copier;
	code = paced_run(&fork_scenario, &own.paced, fork_round);
	end(&copier);
	return code;
}

const struct scenario fork_scenario = {
	.name = "fork",
	.summary = "a child copies by writing",
	.look_for = "two fill up, and share less and less",
	.options = fork_options,
	.values_size = sizeof(struct fork_values),
	.run = fork_run,
};
