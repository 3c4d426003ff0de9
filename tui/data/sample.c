// SPDX-License-Identifier: GPL-2.0
/* What a source saw at one moment: rows in arrays that grow. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/sorted.h"
#include "data/sample.h"

static void free_texts(struct sample *sample)
{
	size_t i;

	for (i = 0; i < sample->nr_texts; i++)
		free(sample->texts[i].text);
	sample->nr_texts = 0;
	sample->texts_error = 0;
}

void sample_reset(struct sample *sample)
{
	free_texts(sample);
	sample->nr_procs = 0;
	sample->nr_pages = 0;
	sample->nr_zeros = 0;
	sample->nr_psses = 0;
	sample->nr_mappings = 0;
	sample->names_len = 0;
	sample->nr_scans = 0;
	sample->nr_cells = 0;
	sample->nr_changes = 0;
	sample->nr_looks = 0;
	sample->nr_ranges = 0;
	sample->nr_runs = 0;
	sample->sections = 0;
	sample->time_ns = 0;
	sample->wall_s = 0;
	sample->cost_ns = 0;
	sample->exact_cpu = false;
	memset(&sample->target, 0, sizeof(sample->target));
	memset(&sample->sys, 0, sizeof(sample->sys));
}

void sample_release(struct sample *sample)
{
	free_texts(sample);
	free(sample->texts);
	free(sample->pages);
	free(sample->zeros);
	free(sample->psses);
	free(sample->mappings);
	free(sample->names);
	free(sample->scans);
	free(sample->cells);
	free(sample->changes);
	free(sample->looks);
	free(sample->ranges);
	free(sample->runs);
	free(sample->procs);
	memset(sample, 0, sizeof(*sample));
}

struct proc *sample_add_proc(struct sample *sample)
{
	struct proc *proc;

	/* there are thousands of these, and room for most */
	if (sample->nr_procs == sample->max_procs)
		sample->procs = xgrow(sample->procs, sample->nr_procs + 1,
				      &sample->max_procs, sizeof(*proc));
	proc = &sample->procs[sample->nr_procs++];
	memset(proc, 0, sizeof(*proc));
	return proc;
}

struct sample_text *sample_add_text(struct sample *sample)
{
	struct sample_text *text;

	sample->texts = xgrow(sample->texts, sample->nr_texts + 1,
			      &sample->max_texts, sizeof(*text));
	text = &sample->texts[sample->nr_texts++];
	memset(text, 0, sizeof(*text));
	return text;
}

struct sample_pages *sample_add_pages(struct sample *sample)
{
	struct sample_pages *pages;

	sample->pages = xgrow(sample->pages, sample->nr_pages + 1,
			      &sample->max_pages, sizeof(*pages));
	pages = &sample->pages[sample->nr_pages++];
	memset(pages, 0, sizeof(*pages));
	return pages;
}

struct sample_pages *sample_add_zeros(struct sample *sample)
{
	struct sample_pages *zeros;

	sample->zeros = xgrow(sample->zeros, sample->nr_zeros + 1,
			      &sample->max_zeros, sizeof(*zeros));
	zeros = &sample->zeros[sample->nr_zeros++];
	memset(zeros, 0, sizeof(*zeros));
	return zeros;
}

struct sample_pss *sample_add_pss(struct sample *sample)
{
	struct sample_pss *pss;

	sample->psses = xgrow(sample->psses, sample->nr_psses + 1,
			      &sample->max_psses, sizeof(*pss));
	pss = &sample->psses[sample->nr_psses++];
	memset(pss, 0, sizeof(*pss));
	return pss;
}

struct sample_mapping *sample_add_mapping(struct sample *sample)
{
	struct sample_mapping *mapping;

	sample->mappings = xgrow(sample->mappings, sample->nr_mappings + 1,
				 &sample->max_mappings, sizeof(*mapping));
	mapping = &sample->mappings[sample->nr_mappings++];
	memset(mapping, 0, sizeof(*mapping));
	return mapping;
}

struct sample_change *sample_add_change(struct sample *sample)
{
	struct sample_change *change;

	sample->changes = xgrow(sample->changes, sample->nr_changes + 1,
				&sample->max_changes, sizeof(*change));
	change = &sample->changes[sample->nr_changes++];
	memset(change, 0, sizeof(*change));
	return change;
}

struct sample_look *sample_add_look(struct sample *sample)
{
	struct sample_look *look;

	sample->looks = xgrow(sample->looks, sample->nr_looks + 1,
			      &sample->max_looks, sizeof(*look));
	look = &sample->looks[sample->nr_looks++];
	memset(look, 0, sizeof(*look));
	look->first_range = sample->nr_ranges;
	look->first_run = sample->nr_runs;
	return look;
}

struct sample_range *sample_add_range(struct sample *sample)
{
	struct sample_range *range;

	sample->ranges = xgrow(sample->ranges, sample->nr_ranges + 1,
			       &sample->max_ranges, sizeof(*range));
	range = &sample->ranges[sample->nr_ranges++];
	memset(range, 0, sizeof(*range));
	sample->looks[sample->nr_looks - 1].nr_ranges++;
	return range;
}

struct page_run *sample_add_run(struct sample *sample)
{
	struct page_run *run;

	sample->runs = xgrow(sample->runs, sample->nr_runs + 1,
			     &sample->max_runs, sizeof(*run));
	run = &sample->runs[sample->nr_runs++];
	memset(run, 0, sizeof(*run));
	sample->looks[sample->nr_looks - 1].nr_runs++;
	return run;
}

static int compare_pid(const void *key, const void *element)
{
	pid_t a = *(const pid_t *)key;
	pid_t b = ((const struct proc *)element)->id.pid;

	return (a > b) - (a < b);
}

const struct proc *sample_find_proc(const struct sample *sample,
				    struct proc_id id)
{
	const struct proc *proc = NULL;

	if (sample->nr_procs)
		proc = bsearch(&id.pid, sample->procs, sample->nr_procs,
			       sizeof(*proc), compare_pid);
	return proc && proc_id_equal(proc->id, id) ? proc : NULL;
}

void sample_sum_up(struct sample *sample)
{
	struct sys_stat *sys = &sample->sys;
	size_t i;

	sys->reserved = 0;
	sys->resident = 0;
	for (i = 0; i < sample->nr_procs; i++) {
		sys->reserved += sample->procs[i].reserved;
		sys->resident += sample->procs[i].resident;
	}
	sys->known |= KNOWN_TOTALS;
}

struct sample_scan *sample_add_scan(struct sample *sample, size_t nr_cells)
{
	size_t nr = sample->nr_cells + nr_cells;
	struct sample_scan *scan;

	sample->scans = xgrow(sample->scans, sample->nr_scans + 1,
			      &sample->max_scans, sizeof(*scan));
	scan = &sample->scans[sample->nr_scans++];
	memset(scan, 0, sizeof(*scan));
	sample->cells = xgrow(sample->cells, nr, &sample->max_cells,
			      sizeof(*sample->cells));
	memset(sample->cells + sample->nr_cells, 0,
	       nr_cells * sizeof(*sample->cells));
	scan->first_cell = sample->nr_cells;
	scan->nr_cells = nr_cells;
	sample->nr_cells = nr;
	return scan;
}

static size_t append_name(struct sample *sample, const char *name, size_t len)
{
	size_t at = sample->names_len;

	sample->names = xgrow(sample->names, at + len, &sample->names_max,
			      1);
	memcpy(sample->names + at, name, len);
	sample->names_len = at + len;
	return at;
}

static bool is_last_name(const struct sample *sample, const char *name)
{
	return sample->last_name &&
	       !strcmp(sample->names + sample->last_name, name);
}

uint32_t sample_add_name(struct sample *sample, const char *name)
{
	/* at place 0 and at NAME_UNKNOWN */
	static const char first[] = "\0?";
	size_t len = strlen(name) + 1;

	if (len == 1)
		return 0;
	if (!sample->names_len) {
		append_name(sample, first, sizeof(first));
		sample->last_name = 0;
	}
	if (!is_last_name(sample, name)) {
		if (sample->names_len + len > NAMES_MAX)
			return NAME_UNKNOWN;
		sample->last_name = append_name(sample, name, len);
	}
	return (uint32_t)sample->last_name;
}

size_t mapping_behind(const struct sample_mapping *mappings, size_t nr_mappings,
		      uint64_t address)
{
	return SORTED_ABOVE(mappings, nr_mappings, end, address);
}

const char *mapping_kind_name(enum mapping_kind kind)
{
	static const char *const names[NR_KINDS] = {
		[KIND_TAMALLOC] = "tamalloc", [KIND_HEAP] = "heap",
		[KIND_STACK] = "stack", [KIND_ANON] = "anonymous",
		[KIND_FILE] = "file", [KIND_SHARED] = "shared",
		[KIND_OTHER] = "other",
	};

	return names[kind];
}

const char *mapping_perms(uint8_t flags)
{
	/* by MAPPING_READ 1, WRITE 2, EXEC 4, SHARED 8 */
	static const char perms[16][5] = {
		"---p", "r--p", "-w-p", "rw-p", "--xp", "r-xp", "-wxp", "rwxp",
		"---s", "r--s", "-w-s", "rw-s", "--xs", "r-xs", "-wxs", "rwxs",
	};

	return perms[flags & 15];
}

int proc_id_compare(const void *a, const void *b)
{
	const struct proc_id *x = a, *y = b;

	if (x->pid != y->pid)
		return x->pid < y->pid ? -1 : 1;
	return (x->start_ns > y->start_ns) - (x->start_ns < y->start_ns);
}
