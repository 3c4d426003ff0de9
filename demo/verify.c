// SPDX-License-Identifier: GPL-2.0
/* The classic check: is every byte zero at its first read? */
#include <err.h>
#include <unistd.h>

#include "block.h"
#include "check.h"
#include "common/format.h"
#include "options.h"
#include "output.h"
#include "pause.h"
#include "scenario.h"
#include "tell.h"

#define MIB ((size_t)1 << 20)

struct verify_values {
	uint64_t size;	/* bytes */
	uint64_t pause;	/* ns */
	bool yes;
	bool json;
};

/* A check under way. */
struct verify {
	const struct verify_values *opt;
	struct block block;
	struct tell tell;
};

static const struct demo_option verify_options[] = {
	{ "size", &option_size, offsetof(struct verify_values, size), "10M",
	  "memory to check, in bytes or with K, M, G, T" },
	{ "pause", &option_secs, offsetof(struct verify_values, pause), "1",
	  "seconds to wait after every MiB" },
	{ "yes", &option_flag, offsetof(struct verify_values, yes), NULL,
	  "do not wait for ENTER" },
	{ "json", &option_flag, offsetof(struct verify_values, json), NULL,
	  "a line of JSON per step on standard output" },
	{ .name = NULL }
};

/* Waits for ENTER; false, with a line on stderr, if none will come. */
static bool wait_enter(const struct verify_values *opt, const char *what)
{
	if (opt->yes)
		return true;
	if (!opt->json)
		out("Press ENTER to %s\n", what);
	return pause_enter("--yes does without");
}

static bool check_part(const struct block *block, size_t start, size_t len,
		       unsigned short seed[3])
{
	unsigned char *part = block->mem + start;
	size_t good = check_zero(part, len, seed);

	if (good == len)
		return true;
	warnx("NOT ZERO: the byte at offset %zu, address %p, is 0x%02x",
	      start + good, (void *)(part + good), part[good]);
	return false;
}

static void show(struct verify *verify, size_t done)
{
	struct block *block = &verify->block;
	char have[FORMAT_MAX], all[FORMAT_MAX];

	for (; block->written * block->page_size < done; )
		block_note_written(block, block->written);
	tell_phase(&verify->tell, block, "check");
	if (verify->opt->json)
		return;
	format_size(have, sizeof(have), done);
	format_size(all, sizeof(all), block->size);
	out("%s of %s read, all zero, and written\n", have, all);
}

static bool check_block(struct verify *verify)
{
	const struct block *block = &verify->block;
	unsigned short seed[3];
	size_t start, len;

	if (getentropy(seed, sizeof(seed)))
		err(DEMO_FAILED, "no random numbers");
	for (start = 0; start < block->size; start += len) {
		len = block->size - start < MIB ? block->size - start : MIB;
		if (!check_part(block, start, len, seed))
			return false;
		show(verify, start + len);
		if (len == MIB)
			pause_ns(verify->opt->pause);
	}
	return true;
}

static bool reserve(struct verify *verify)
{
	struct block *block = &verify->block;

	if (!block_reserve(block, verify->opt->size, false))
		return false;
	tell_phase(&verify->tell, block, "start");
	if (!verify->opt->json)
		out("Address: %p, %zu bytes by %s\n", (void *)block->mem,
		    block->size, block_source());
	return true;
}

static bool check(struct verify *verify)
{
	if (!check_block(verify))
		return false;
	tell_phase(&verify->tell, &verify->block, "hold");
	if (!verify->opt->json)
		out("All %zu bytes were zero\n", verify->block.size);
	return true;
}

static int verify_run(const void *values)
{
	struct verify verify = { .opt = values };

	tell_start(&verify.tell, "verify", verify.opt->json);
	if (!verify.opt->json)
		out("PID: %d\n", getpid());
	if (!wait_enter(verify.opt, "allocate the memory") ||
	    !reserve(&verify) ||
	    !wait_enter(verify.opt, "read and write it byte by byte") ||
	    !check(&verify) ||
	    !wait_enter(verify.opt, "end"))
		return DEMO_FAILED;
	block_release(&verify.block);
	tell_phase(&verify.tell, &verify.block, "end");
	return DEMO_OK;
}

const struct scenario verify_scenario = {
	.name = "verify",
	.summary = "read each byte, then write",
	.look_for = "TOUCHED grows in steps of 1M",
	.options = verify_options,
	.values_size = sizeof(struct verify_values),
	.run = verify_run,
};
