// SPDX-License-Identifier: GPL-2.0
/* What a scenario knows of itself, as JSON, a line at a time. */
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "output.h"
#include "tell.h"

void tell_start(struct tell *tell, const char *scenario, bool json)
{
	*tell = (struct tell){
		.scenario = scenario,
		.json = json,
		.round = 1,
	};
}

/* Threads may count on meanwhile: each number is one that was true. */
static size_t get(const size_t *count)
{
	return __atomic_load_n(count, __ATOMIC_RELAXED);
}

void tell_text(char *buf, size_t len, const struct tell *tell,
	       const struct block *block, int pid)
{
	snprintf(buf, len, "{\"scenario\":\"%s\",\"pid\":%d,\"round\":%" PRIu64
		 ",\"phase\":\"%s\",\"block\":\"0x%" PRIxPTR
		 "\",\"size\":%zu,\"reserved\":%zu,\"read\":%zu,\"written\":%zu,\"released\":%zu%s}",
		 tell->scenario, pid, tell->round, tell->phase,
		 (uintptr_t)block->mem, block->size,
		 block->pages - block->hole_pages,
		 get(&block->read), get(&block->written),
		 get(&block->released), tell->more ? tell->more : "");
}

static void tell_now(const struct tell *tell, const struct block *block)
{
	char line[TELL_MAX];

	tell_text(line, sizeof(line), tell, block, getpid());
	out("%s\n", line);
}

void tell_phase(struct tell *tell, const struct block *block,
		const char *phase)
{
	tell->phase = phase;
	if (tell->json)
		tell_now(tell, block);
}

void tell_step(struct tell *tell, const struct block *block, uint64_t now_ns)
{
	if (!tell->json || now_ns < tell->next_ns)
		return;
	tell->next_ns = now_ns + TELL_EVERY_NS;
	tell_now(tell, block);
}
