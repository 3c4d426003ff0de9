// SPDX-License-Identifier: GPL-2.0
/*
 * Reserves many times the machine's memory, and touches a little of it: what
 * the kernel says to that in each mode of vm.overcommit_memory.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include <tamalloc.h>

#include "common/format.h"
#include "file.h"
#include "options.h"
#include "paced.h"
#include "say.h"
#include "scenario.h"

enum { MODE_GUESS, MODE_ALWAYS, MODE_NEVER, MODE_UNKNOWN };

struct overcommit_values {
	struct paced_values paced;
	uint64_t touch;		/* bytes */
	const char *more;	/* for --json: what the kernel answered */
};

static const struct demo_option overcommit_options[] = {
	PACED_OPTIONS("16T", "50"),
	{ "touch", &option_size, offsetof(struct overcommit_values, touch),
	  "4M", "how much of it to touch, spread over all" },
	{ .name = NULL }
};

/* Asks for @size bytes and gives them back; 0, or why there are none. */
static int try_mmap(size_t size)
{
	void *mem = mmap(NULL, size, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (mem == MAP_FAILED)
		return errno;
	munmap(mem, size);
	return 0;
}

static int try_tamalloc(size_t size)
{
	void *mem = tamalloc(size);

	if (!mem)
		return errno;
	munmap(mem, size);
	return 0;
}

static const char *answer(bool granted)
{
	return granted ? "granted" : "refused";
}

/* What a mode is about; @nr of MODE_UNKNOWN is the heading. */
static void rule(char *buf, size_t len, uint64_t nr)
{
	static const char *const rules[] = {
		"0 guess: not above memory + swap, %s",
		"1 always: anything",
		"2 never: all together not above %s",
		"vm.overcommit_memory",
	};
	uint64_t limit = nr == MODE_GUESS ?
			 file_meminfo("MemTotal") + file_meminfo("SwapTotal") :
			 file_meminfo("CommitLimit");
	char most[FORMAT_MAX];

	format_size(most, sizeof(most), limit);
	snprintf(buf, len, rules[nr], most);
}

/* Is there room for @size more in mode 2? */
static bool below_limit(uint64_t size)
{
	uint64_t limit = file_meminfo("CommitLimit");
	uint64_t promised = file_meminfo("Committed_AS");

	return promised < limit && size <= limit - promised;
}

/* What each mode says to the request, by its rule; a mark at that in force. */
static void explain(const struct paced_values *opt, uint64_t mode)
{
	bool below = below_limit(opt->size);
	bool by_mmap[] = {
		opt->size <= file_meminfo("MemTotal") +
			     file_meminfo("SwapTotal"),
		true, below
	};
	char text[64];
	uint64_t i;

	rule(text, sizeof(text), MODE_UNKNOWN);
	say(opt->json, "  %-42s %-8s %s", text, "mmap", "tamalloc");
	for (i = 0; i < MODE_UNKNOWN; i++) {
		rule(text, sizeof(text), i);
		say(opt->json, "%c %-42s %-8s %s", i == mode ? '>' : ' ', text,
		    answer(by_mmap[i]), answer(i != MODE_NEVER || below));
	}
	say(opt->json, "tamalloc is MAP_NORESERVE: mode 2 alone counts it");
}

/* Nothing to look at: that is what mode 2 is for. */
static int refused(const struct overcommit_values *opt)
{
	struct block block = { .size = opt->paced.size };
	struct tell tell;

	tell_start(&tell, "overcommit", opt->paced.json);
	tell.more = opt->more;
	tell_phase(&tell, &block, "refused");
	say(opt->paced.json,
	    "refused, as mode 2 says: what is promised can be kept");
	return DEMO_OK;
}

static int overcommit_round(struct paced *paced)
{
	const struct overcommit_values *opt = (const void *)paced->values;
	size_t size = paced->block.page_size, pages = paced->block.pages;
	uint64_t nr = opt->touch / size + (opt->touch % size != 0);
	char each[FORMAT_MAX], what[64];
	struct stride_order order;

	paced->tell.more = opt->more;
	if (nr > pages)
		nr = pages;
	format_size(each, sizeof(each), pages / nr * size);
	snprintf(what, sizeof(what), "touching a page of each %s", each);
	order_stride(&order, pages, pages / nr);
	order.order.limit = nr;
	paced_introduce(paced, what, nr);
	paced_play(paced, &order.order, &block_writing);
	return DEMO_OK;
}

static int overcommit_run(const void *values)
{
	struct overcommit_values own =
		*(const struct overcommit_values *)values;
	uint64_t mode = file_number("/proc/sys/vm/overcommit_memory",
				    MODE_UNKNOWN);
	bool by_mmap = !try_mmap(own.paced.size);
	int error = try_tamalloc(own.paced.size);
	char more[80];

	if (mode > MODE_UNKNOWN)
		mode = MODE_UNKNOWN;
	snprintf(more, sizeof(more),
		 ",\"overcommit\":%" PRIu64 ",\"mmap\":%s,\"tamalloc\":%s",
		 mode, by_mmap ? "true" : "false", error ? "false" : "true");
	own.more = more;
	explain(&own.paced, mode);
	say(own.paced.json, "tried here: mmap %s, tamalloc %s",
	    answer(by_mmap), answer(!error));
	if (error == ENOMEM && mode == MODE_NEVER)
		return refused(&own);
	return paced_run(&overcommit_scenario, &own.paced, overcommit_round);
}

const struct scenario overcommit_scenario = {
	.name = "overcommit",
	.summary = "promise far too much",
	.look_for = "RESERVED 16T, TOUCHED hardly any",
	.options = overcommit_options,
	.values_size = sizeof(struct overcommit_values),
	.run = overcommit_run,
};
