// SPDX-License-Identifier: GPL-2.0
/* Fills stripes of a block and forks: the child copies them, and fills the gaps. */
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
	size_t copied;		/* pages of the parent that it has written */
	size_t own;		/* and those that the parent never had */
	bool lost;		/* it does not answer: it was killed */
	struct stripe_order stripes;	/* that it goes through now */
	char more[96];
};

/* Stripes and gaps: as many as are told apart in a small map. */
#define BANDS 16

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

static void note(struct copier *copier)
{
	snprintf(copier->more, sizeof(copier->more),
		 ",\"child\":%d,\"copied\":%zu,\"own\":%zu", copier->pid,
		 copier->copied, copier->own);
}

/* A step is done when the child says so; no more of them if it can't. */
static void order_write(struct block *block, size_t page, size_t *written)
{
	struct copier *copier = block->own;
	size_t done;

	if (send(copier->line, &page, sizeof(page), MSG_NOSIGNAL) < 0 ||
	    recv(copier->line, &done, sizeof(done), 0) != sizeof(done)) {
		copier->lost = true;
		copier->stripes.order.limit = copier->stripes.order.steps;
		return;
	}
	++*written;
	note(copier);
}

static void copy(struct block *block, size_t page)
{
	struct copier *copier = block->own;

	order_write(block, page, &copier->copied);
}

static void fill(struct block *block, size_t page)
{
	struct copier *copier = block->own;

	order_write(block, page, &copier->own);
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
	size_t size = paced->block.page_size, parents = paced->block.written;
	char parent[FORMAT_MAX], child[FORMAT_MAX], both[FORMAT_MAX];

	if (paced->signal || copier->lost)
		return;
	format_size(parent, sizeof(parent), parents * size);
	format_size(child, sizeof(child), (parents + copier->own) * size);
	format_size(both, sizeof(both),
		    (parents + copier->copied + copier->own) * size);
	say(paced->values->json,
	    "%s: TOUCHED is %s of PID %d and %s of PID %d, %s together",
	    when, parent, getpid(), child, copier->pid, both);
}

static size_t nr_bands(const struct block *block)
{
	return block->pages < BANDS ? block->pages : BANDS;
}

/* The child goes through the stripes, or through the gaps. */
static void let_child(struct paced *paced, bool gaps, const char *verb,
		      const struct block_access *access)
{
	struct copier *copier = paced->block.own;
	struct stripe_order *stripes = &copier->stripes;

	if (paced->signal || copier->lost)
		return;
	order_stripes(stripes, paced->block.pages, nr_bands(&paced->block),
		      gaps, verb);
	paced_play(paced, &stripes->order, access);
}

static void copy_and_fill(struct paced *paced)
{
	static const struct block_access copying = { "copy", copy };
	static const struct block_access filling = { "own", fill };

	let_child(paced, false, "copied", &copying);
	explain(paced, "copied");
	let_child(paced, true, "written by the child", &filling);
	explain(paced, "gaps filled");
}

static int part_ways(struct paced *paced, struct copier *copier)
{
	const struct fork_values *opt = (const void *)paced->values;

	paced->block.own = copier;
	note(copier);
	paced->tell.more = copier->more;
	tell_phase(&paced->tell, &paced->block, "fork");
	explain(paced, "forked");
	paced_rest(paced, opt->pause_ns);
	copy_and_fill(paced);
	if (copier->lost && !paced->signal) {
		warnx("the child, PID %d, was killed, and not by this demo",
		      copier->pid);
		return DEMO_FAILED;
	}
	return DEMO_OK;
}

static int fork_round(struct paced *paced)
{
	const struct fork_values *opt = (const void *)paced->values;
	const struct block *block = &paced->block;
	struct stripe_order stripes;

	end(opt->copier);
	paced->tell.more = NULL;
	order_stripes(&stripes, block->pages, nr_bands(block), false,
		      "touched");
	paced_introduce(paced, "filling stripes, before a child copies them,",
			order_left(&stripes.order) + block->pages);
	paced_play(paced, &stripes.order, &block_writing);
	if (paced->signal)
		return DEMO_OK;
	if (!start(opt->copier, block))
		return DEMO_FAILED;
	return part_ways(paced, opt->copier);
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
	.look_for = "same stripes, then gaps of its own",
	.options = fork_options,
	.values_size = sizeof(struct fork_values),
	.run = fork_run,
};
