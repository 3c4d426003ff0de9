// SPDX-License-Identifier: GPL-2.0
/* Which mappings are tamalloc blocks: names, held against what the kernel says. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "source/process/blocks.h"
#include "source/process/maps.h"

struct block {
	uint64_t start, end;
};

struct blocks {
	const atomic_bool *stop;
	bool known;
	uint64_t print;			/* of the mappings, see below */
	uint64_t reserved;
	struct block *blocks;		/* by rising address */
	size_t nr, max;
};

struct blocks *blocks_new(const atomic_bool *stop)
{
	struct blocks *blocks = xcalloc(1, sizeof(*blocks));

	blocks->stop = stop;
	return blocks;
}

void blocks_free(struct blocks *blocks)
{
	if (blocks)
		free(blocks->blocks);
	free(blocks);
}

void blocks_forget(struct blocks *blocks)
{
	free(blocks->blocks);
	blocks->blocks = NULL;
	blocks->nr = 0;
	blocks->max = 0;
	blocks->known = false;
}

/* FNV-1a over where the mappings lie: changes when one of them does. */
static uint64_t fingerprint(const struct sample *sample)
{
	uint64_t hash = 0xcbf29ce484222325;
	size_t i;

	for (i = 0; i < sample->nr_mappings; i++) {
		hash = (hash ^ sample->mappings[i].start) * 0x100000001b3;
		hash = (hash ^ sample->mappings[i].end) * 0x100000001b3;
	}
	return hash;
}

static uint64_t named_bytes(const struct sample *sample)
{
	uint64_t sum = 0;
	size_t i;

	for (i = 0; i < sample->nr_mappings; i++)
		if (sample->mappings[i].kind == KIND_TAMALLOC)
			sum += sample->mappings[i].end -
			       sample->mappings[i].start;
	return sum;
}

static void add_block(struct blocks *blocks, struct block block)
{
	blocks->blocks = xgrow(blocks->blocks, blocks->nr + 1, &blocks->max,
			       sizeof(*blocks->blocks));
	blocks->blocks[blocks->nr++] = block;
}

static bool has_flag(const char *line, const char *flag)
{
	return text_begins_with(line, "VmFlags:") && strstr(line, flag);
}

/* false when they could not all be read */
static bool read_flags(struct blocks *blocks, FILE *file)
{
	struct block block = { 0 };
	bool stopped = false;
	uint64_t start, end;
	char *line = NULL;
	size_t size = 0;
	char *rest;

	blocks->nr = 0;
	while (!stopped && blocks->nr < MAPPINGS_MAX &&
	       getline(&line, &size, file) > 0) {
		if (maps_range(line, &start, &end, &rest))
			block = (struct block){ start, end };
		else if (has_flag(line, " ta "))
			add_block(blocks, block);
		stopped = atomic_load(blocks->stop);
	}
	free(line);
	return !stopped && !ferror(file);
}

static bool look_up(struct blocks *blocks, int dir)
{
	FILE *file = maps_open_text(openat(dir, "smaps", O_RDONLY | O_CLOEXEC));
	bool ok;

	if (!file)
		return false;
	ok = read_flags(blocks, file);
	fclose(file);
	return ok;
}

static void apply(const struct blocks *blocks, struct sample *sample)
{
	struct sample_mapping *mapping;
	size_t i, at = 0;

	for (i = 0; i < sample->nr_mappings; i++) {
		mapping = &sample->mappings[i];
		while (at < blocks->nr &&
		       blocks->blocks[at].end <= mapping->start)
			at++;
		if (at < blocks->nr &&
		    blocks->blocks[at].start <= mapping->start)
			mapping->kind = KIND_TAMALLOC;
		else if (mapping->kind == KIND_TAMALLOC)
			mapping->kind = KIND_ANON;
	}
}

void blocks_settle(struct blocks *blocks, int dir, uint64_t reserved,
		   struct sample *sample)
{
	uint64_t print;

	if (named_bytes(sample) == reserved)
		return;
	print = fingerprint(sample);
	if (!blocks->known || blocks->print != print ||
	    blocks->reserved != reserved) {
		blocks->known = look_up(blocks, dir);
		blocks->print = print;
		blocks->reserved = reserved;
	}
	if (blocks->known)
		apply(blocks, sample);
}
