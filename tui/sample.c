// SPDX-License-Identifier: GPL-2.0
#include <stdlib.h>
#include <string.h>

#include "sample.h"
#include "status.h"

static void free_texts(struct sample *sample)
{
	size_t i;

	for (i = 0; i < sample->nr_texts; i++)
		free(sample->texts[i].text);
	sample->nr_texts = 0;
}

void sample_reset(struct sample *sample)
{
	free_texts(sample);
	sample->nr_procs = 0;
	sample->nr_pages = 0;
	sample->sections = 0;
	sample->cost_ns = 0;
	memset(&sample->sys, 0, sizeof(sample->sys));
}

void sample_release(struct sample *sample)
{
	free_texts(sample);
	free(sample->texts);
	free(sample->pages);
	free(sample->procs);
	memset(sample, 0, sizeof(*sample));
}

/* Room for one more of @size bytes in @array, which grows by doubling. */
static void *grow(void *array, size_t nr, size_t *max, size_t size)
{
	if (nr < *max)
		return array;
	*max = *max ? *max * 2 : 64;
	return xreallocarray(array, *max, size);
}

struct proc *sample_add_proc(struct sample *sample)
{
	struct proc *proc;

	sample->procs = grow(sample->procs, sample->nr_procs,
			     &sample->max_procs, sizeof(*proc));
	proc = &sample->procs[sample->nr_procs++];
	memset(proc, 0, sizeof(*proc));
	return proc;
}

struct sample_text *sample_add_text(struct sample *sample)
{
	struct sample_text *text;

	sample->texts = grow(sample->texts, sample->nr_texts,
			     &sample->max_texts, sizeof(*text));
	text = &sample->texts[sample->nr_texts++];
	memset(text, 0, sizeof(*text));
	return text;
}

struct sample_pages *sample_add_pages(struct sample *sample)
{
	struct sample_pages *pages;

	sample->pages = grow(sample->pages, sample->nr_pages,
			     &sample->max_pages, sizeof(*pages));
	pages = &sample->pages[sample->nr_pages++];
	memset(pages, 0, sizeof(*pages));
	return pages;
}
