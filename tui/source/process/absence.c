// SPDX-License-Identifier: GPL-2.0
/* Asks smaps what is in swap, where page tables don't tell. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/sysinfo.h>

#include "base/alloc.h"
#include "base/text.h"
#include "common/clock.h"
#include "source/process/absence.h"
#include "source/process/maps.h"
#include "source/process/pagescan.h"
#include "source/procstat.h"

/* The share of the time that reading smaps may take. */
#define SHARE	20

/* smaps holds the target's mmap lock for a mapping at a time: 40 ms for this. */
#define RESIDENT_MAX	(4ULL << 30)

/* A mapping as smaps tells it. */
struct entry {
	uint64_t start, end;
	uint64_t swapped;		/* bytes */
	bool shared;
	bool counted;
	uint64_t pages;			/* with an entry without a page */
};

struct absence {
	struct procdir *proc;
	const atomic_bool *stop;
	struct pagescan *counter;	/* asks nobody */
	bool may_swap;			/* the machine has swap */
	bool has_swapped;		/* and something is in it */
	bool is_small, is_sized;	/* the process, as found in this look */
	bool known;			/* entries */
	bool tried;			/* to read them, in this look */
	struct entry *entries;		/* by rising address */
	size_t nr, max;
	uint64_t read_ns, cost_ns;
};

struct absence *absence_new(struct procdir *proc, const atomic_bool *stop)
{
	struct absence *absence = xcalloc(1, sizeof(*absence));

	absence->proc = proc;
	absence->stop = stop;
	return absence;
}

void absence_free(struct absence *absence)
{
	if (!absence)
		return;
	if (absence->counter)
		pagescan_free(absence->counter);
	free(absence->entries);
	free(absence);
}

void absence_forget(struct absence *absence)
{
	absence->known = false;
	absence->tried = false;
	absence->is_sized = false;
}

/* What is on its way out of an area counts as free there: none at all is none. */
static void look_at_swap(struct absence *absence)
{
	struct sysinfo info;
	bool known = !sysinfo(&info);

	absence->may_swap = !known || info.totalswap;
	absence->has_swapped = !known || info.totalswap != info.freeswap;
}

void absence_begin(struct absence *absence)
{
	uint64_t age = clock_now(&clock_monotonic) - absence->read_ns;

	look_at_swap(absence);
	if (age > SHARE * absence->cost_ns)
		absence_forget(absence);
}

static void add_entry(struct absence *absence, uint64_t start, uint64_t end,
		      bool shared)
{
	absence->entries = xgrow(absence->entries, absence->nr + 1,
				 &absence->max, sizeof(*absence->entries));
	absence->entries[absence->nr++] = (struct entry){
		.start = start, .end = end, .shared = shared,
	};
}

static void take_line(struct absence *absence, const char *line)
{
	uint64_t start, end, kib;
	char *rest;

	if (maps_range(line, &start, &end, &rest))
		add_entry(absence, start, end, rest[4] == 's');
	else if (absence->nr && procstat_number(line, "Swap:", &kib))
		absence->entries[absence->nr - 1].swapped = kib * 1024;
}

/* false when not all could be read */
static bool read_entries(struct absence *absence)
{
	FILE *file = maps_open_text(procdir_file(absence->proc, "smaps"));
	bool ok = file, stopped = false;
	char *line = NULL;
	size_t size = 0;

	absence->nr = 0;
	while (file && !stopped && getline(&line, &size, file) > 0) {
		take_line(absence, line);
		stopped = absence->nr > MAPPINGS_MAX ||
			  atomic_load(absence->stop);
	}
	free(line);
	if (file) {
		ok = !stopped && !ferror(file);
		fclose(file);
	}
	return ok;
}

static bool know_entries(struct absence *absence)
{
	uint64_t begin = clock_now(&clock_monotonic);

	if (absence->tried)
		return absence->known;
	absence->tried = true;
	absence->known = read_entries(absence);
	absence->read_ns = clock_now(&clock_monotonic);
	absence->cost_ns = absence->read_ns - begin;
	return absence->known;
}

static struct entry *find(const struct absence *absence, uint64_t address)
{
	size_t low = 0, high = absence->nr, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (absence->entries[mid].end <= address)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == absence->nr || absence->entries[low].start > address)
		return NULL;
	return &absence->entries[low];
}

static void count_absent(void *ctx, const struct page_run *run)
{
	uint64_t *pages = ctx;

	if (run->state == PAGE_ABSENT || run->state == PAGE_SWAPPED)
		*pages += run->pages;
}

/* false: they can't be counted */
static bool count_pages(struct absence *absence, struct entry *entry)
{
	const struct sample_mapping mapping = {
		.start = entry->start, .end = entry->end, .kind = KIND_ANON,
	};
	uint64_t begin = clock_now(&clock_monotonic);

	if (entry->counted)
		return true;
	if (!absence->counter)
		absence->counter = pagescan_new(absence->stop);
	entry->pages = 0;
	entry->counted =
		pagescan_range(absence->counter, absence->proc->pagemap,
			       &mapping, 1, entry->start, entry->end,
			       count_absent, &entry->pages) == PAGESCAN_DONE;
	absence->cost_ns += clock_now(&clock_monotonic) - begin;
	return entry->counted;
}

enum page_state absence_state(void *ctx, uint64_t address)
{
	struct absence *absence = ctx;
	struct entry *entry;

	if (!absence->may_swap)
		return PAGE_UNTOUCHED;
	entry = know_entries(absence) ? find(absence, address) : NULL;
	if (!entry)
		return PAGE_ABSENT;
	/* shared memory leaves no entry where it was */
	if (entry->shared || !entry->swapped)
		return PAGE_UNTOUCHED;
	/* all of it, if there is as much of the one as of the other */
	if (count_pages(absence, entry) &&
	    entry->pages * PAGE_BYTES == entry->swapped)
		return PAGE_SWAPPED;
	return PAGE_ABSENT;
}

/* Asked once a look: its mappings are many. */
static bool is_small(struct absence *absence)
{
	struct procstat_sizes sizes;
	const char *text;

	if (absence->is_sized)
		return absence->is_small;
	text = procdir_text(absence->proc, "statm");
	absence->is_small = text &&
			    procstat_statm(text, &sizes) &&
			    sizes.resident <= RESIDENT_MAX;
	absence->is_sized = true;
	return absence->is_small;
}

/* Of a private mapping, smaps sums up its own pages and those of the file. */
static bool find_away(struct absence *absence, struct entry *entry,
		      uint64_t *away)
{
	uint64_t own = 0;

	if (!entry->shared && entry->swapped) {
		if (!count_pages(absence, entry))
			return false;
		own = entry->pages * PAGE_BYTES;
	}
	*away = entry->swapped > own ? entry->swapped - own : 0;
	return true;
}

void absence_away(struct absence *absence, struct sample_mapping *mapping)
{
	struct entry *entry = NULL;

	if (!absence->has_swapped)
		return;
	if (absence->tried || is_small(absence))
		entry = know_entries(absence) ? find(absence, mapping->start) :
						NULL;
	if (!entry || entry->start != mapping->start ||
	    entry->end != mapping->end ||
	    !find_away(absence, entry, &mapping->away))
		mapping->away_unknown = mapping->kind == KIND_SHARED;
}
