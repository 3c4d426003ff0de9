// SPDX-License-Identifier: GPL-2.0
/* Asks the kernel for states of pages, slice by slice, and tells runs. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/alloc.h"
#include "common/clock.h"
#include "source/process/kernel_abi.h"
#include "source/process/pagescan.h"

/*
 * A slice of a scan: what is done under one hold of the target's mmap lock. Its
 * pages are limited, and its range: page tables full of what was given back
 * take time, too, though no page is found. So the range grows while that is
 * quick, and shrinks when it isn't.
 */
#define SLICE_PAGES	65536
#define SLICE_FIRST	(1ULL << 30)	/* bytes of address range */
#define SLICE_LEAST	(64ULL << 20)
#define SLICE_MOST	(64ULL << 30)
#define SLICE_FACTOR	4
#define SLICE_WIDE	(1ULL << 47)	/* likewise, of zeros alone: all of it */
#define SLICE_NS	NSEC_PER_MSEC	/* quick enough to grow */
#define NR_REGIONS	2048
#define NR_ENTRIES	4096		/* of pagemap, in one read(2) */
#define NR_ABSENT	512		/* likewise, of what has no page */

/* Entries of pagemap: Documentation/admin-guide/mm/pagemap.rst */
#define ENTRY_PRESENT	(1ULL << 63)
#define ENTRY_SWAPPED	(1ULL << 62)
#define ENTRY_FILE	(1ULL << 61)	/* or shared anonymous */
#define ENTRY_GUARD	(1ULL << 58)
#define ENTRY_EXCLUSIVE	(1ULL << 56)
/* of what is no page: type and offset, 0 where they are hidden from us */
#define ENTRY_FRAME	((1ULL << 55) - 1)
#define ENTRY_TYPE	0x1f

/*
 * Types in include/linux/swap.h: the last is that of markers. Those of pages
 * that migrate, are on a device or are broken come before it, eight at most,
 * fewer as a kernel is configured; swap areas have those from 0 on.
 */
#define TYPE_MARKER	31
#define TYPE_SPECIAL	23

#define WANTED	(PAGEMAP_IS_PRESENT | PAGEMAP_IS_SWAPPED)
#define TOLD	(WANTED | PAGEMAP_IS_FILE | PAGEMAP_IS_PFNZERO |	\
		 PAGEMAP_IS_HUGE)

struct pagescan {
	const atomic_bool *stop;
	bool has_ioctl;
	uint64_t unwanted;		/* categories that don't count */
	absence_fn absence;
	void *absence_ctx;
	uint64_t zeros_slice;		/* bytes of address range; 0: the first */
	uint64_t absent[NR_ABSENT];	/* entries, while regions are taken */
	union {
		struct pagemap_region regions[NR_REGIONS];
		uint64_t entries[NR_ENTRIES];
	};
};

/* One walk over a range. */
struct walk {
	struct pagescan *scan;
	int fd;
	const struct sample_mapping *mappings;
	size_t nr_mappings;
	uint64_t pos, end;
	struct page_run pending;	/* may go on in the next region */
	page_run_fn take;
	void *ctx;
};

static struct pagemap_scan_arg scan_arg(struct pagescan *scan, uint64_t start,
					uint64_t end)
{
	return (struct pagemap_scan_arg){
		.size = sizeof(struct pagemap_scan_arg),
		.start = start,
		.end = end,
		.vec = (uintptr_t)scan->regions,
		.vec_len = NR_REGIONS,
		.max_pages = SLICE_PAGES,
		.category_inverted = scan->unwanted,
		.category_mask = scan->unwanted,
		.category_anyof_mask = WANTED,
		.return_mask = TOLD,
	};
}

/* Guard markers look like swap where a kernel can't tell them: 6.13, 6.14. */
static void probe(struct pagescan *scan)
{
	struct pagemap_scan_arg arg;
	int fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	scan->unwanted = PAGEMAP_IS_GUARD;
	arg = scan_arg(scan, 0, PAGE_BYTES);
	scan->has_ioctl = ioctl(fd, PAGEMAP_IOC_SCAN, &arg) >= 0;
	if (!scan->has_ioctl && errno == EINVAL) {
		scan->unwanted = 0;
		arg = scan_arg(scan, 0, PAGE_BYTES);
		scan->has_ioctl = ioctl(fd, PAGEMAP_IOC_SCAN, &arg) >= 0;
	}
	close(fd);
}

struct pagescan *pagescan_new(const atomic_bool *stop)
{
	struct pagescan *scan = xcalloc(1, sizeof(*scan));

	scan->stop = stop;
	probe(scan);
	return scan;
}

void pagescan_free(struct pagescan *scan)
{
	free(scan);
}

void pagescan_ask(struct pagescan *scan, absence_fn absence, void *ctx)
{
	scan->absence = absence;
	scan->absence_ctx = ctx;
}

bool pagescan_tells_zero(const struct pagescan *scan)
{
	return scan->has_ioctl;
}

bool pagescan_has_memory(int fd)
{
	uint64_t entry;

	return pread(fd, &entry, sizeof(entry), 0) == sizeof(entry);
}

static void flush(struct walk *walk)
{
	if (walk->pending.pages)
		walk->take(walk->ctx, &walk->pending);
	walk->pending.pages = 0;
}

static void add_pages(struct walk *walk, uint64_t start, uint64_t pages,
		      enum page_state state)
{
	struct page_run *run = &walk->pending;

	if (run->pages && run->state == state &&
	    run->start + run->pages * PAGE_BYTES == start) {
		run->pages += pages;
		return;
	}
	flush(walk);
	*run = (struct page_run){ start, pages, state };
}

static enum page_state region_state(uint64_t categories)
{
	bool huge = categories & PAGEMAP_IS_HUGE;

	if (categories & PAGEMAP_IS_PFNZERO)
		return huge ? PAGE_HUGE_ZERO : PAGE_ZERO;
	if (categories & PAGEMAP_IS_FILE)
		return PAGE_FILE;
	return huge ? PAGE_HUGE : PAGE_WRITTEN;
}

static enum page_state hidden_state(const struct pagescan *scan,
				    uint64_t address)
{
	if (!scan->absence)
		return PAGE_ABSENT;
	return scan->absence(scan->absence_ctx, address);
}

/*
 * What an entry of no page says. Pages that migrate or are on a device have a
 * frame all the same, and count as resident.
 */
static enum page_state absent_state(const struct pagescan *scan,
				    uint64_t address, uint64_t entry)
{
	uint64_t type = entry & ENTRY_TYPE;

	if (entry & ENTRY_GUARD || !(entry & ENTRY_SWAPPED))
		return PAGE_UNTOUCHED;
	/* only what has a frame can be of a file */
	if (entry & ENTRY_FILE)
		return PAGE_FILE;
	if (!(entry & ENTRY_FRAME))
		return hidden_state(scan, address);
	if (type == TYPE_MARKER)
		return PAGE_UNTOUCHED;
	return type < TYPE_SPECIAL ? PAGE_SWAPPED : PAGE_WRITTEN;
}

/* Between the scan and this read it has come, from swap or wherever. */
static enum page_state arrived_state(uint64_t entry)
{
	return entry & ENTRY_FILE ? PAGE_FILE : PAGE_WRITTEN;
}

static void take_absent(struct walk *walk, uint64_t start, size_t nr)
{
	const struct pagescan *scan = walk->scan;
	enum page_state state;
	size_t i;

	for (i = 0; i < nr; i++, start += PAGE_BYTES) {
		if (scan->absent[i] & ENTRY_PRESENT)
			state = arrived_state(scan->absent[i]);
		else
			state = absent_state(scan, start, scan->absent[i]);
		if (state != PAGE_UNTOUCHED)
			add_pages(walk, start, 1, state);
	}
}

/*
 * What the ioctl calls swapped is any entry without a page: pagemap tells them
 * apart. What it can't tell of is gone by now.
 */
static void read_absent(struct walk *walk, uint64_t start, uint64_t end)
{
	uint64_t *entries = walk->scan->absent;
	ssize_t len;
	size_t nr;

	for (; start < end; start += nr * PAGE_BYTES) {
		nr = (end - start) / PAGE_BYTES;
		if (nr > NR_ABSENT)
			nr = NR_ABSENT;
		do {
			len = pread(walk->fd, entries, nr * sizeof(*entries),
				    (off_t)(start / PAGE_BYTES *
					    sizeof(*entries)));
		} while (len < 0 && errno == EINTR);
		if (len < (ssize_t)sizeof(*entries))
			return;
		nr = (size_t)len / sizeof(*entries);
		take_absent(walk, start, nr);
	}
}

static void take_region(struct walk *walk, uint64_t start, uint64_t end,
			uint64_t categories)
{
	if (categories & PAGEMAP_IS_PRESENT)
		add_pages(walk, start, (end - start) / PAGE_BYTES,
			  region_state(categories));
	else
		read_absent(walk, start, end);
}

/*
 * How far a slice up to @end really went. The kernel sets walk_end when a limit
 * makes it pause, not when it comes to the end of the slice, where it may still
 * hold the place of a pause long past: then walk_end is too low, and believed,
 * would have pages counted twice.
 */
static uint64_t slice_end(const struct pagemap_scan_arg *arg, size_t nr,
			  uint64_t found, uint64_t last)
{
	if (nr < NR_REGIONS && found < SLICE_PAGES)
		return arg->end;
	return arg->walk_end > last ? arg->walk_end : last;
}

/* Take the regions of one slice; returns where the next one begins. */
static uint64_t take_regions(struct walk *walk,
			     const struct pagemap_scan_arg *arg, size_t nr)
{
	const struct pagemap_region *region = walk->scan->regions;
	uint64_t last = arg->start, found = 0, start;
	size_t i;

	for (i = 0; i < nr; i++, region++) {
		found += (region->end - region->start) / PAGE_BYTES;
		start = region->start > last ? region->start : last;
		/* a region at a limit may be empty */
		if (region->end <= start)
			continue;
		take_region(walk, start, region->end, region->categories);
		last = region->end;
	}
	return slice_end(arg, nr, found, last);
}

/* Leave out what lies in no mapping, where that is known. */
static void skip_gap(struct walk *walk)
{
	size_t i = mapping_behind(walk->mappings, walk->nr_mappings, walk->pos);

	if (!walk->mappings)
		return;
	if (i == walk->nr_mappings || walk->mappings[i].start >= walk->end)
		walk->pos = walk->end;
	else if (walk->mappings[i].start > walk->pos)
		walk->pos = walk->mappings[i].start;
}

static uint64_t next_slice(uint64_t slice, uint64_t took_ns, uint64_t most)
{
	if (took_ns < SLICE_NS && slice < most)
		return slice * SLICE_FACTOR;
	if (took_ns > SLICE_NS * SLICE_FACTOR && slice > SLICE_LEAST)
		return slice / SLICE_FACTOR;
	return slice;
}

static enum pagescan_end scan_by_ioctl(struct walk *walk)
{
	uint64_t slice = SLICE_FIRST, end, began;
	struct pagemap_scan_arg arg;
	int nr;

	for (skip_gap(walk); walk->pos < walk->end; skip_gap(walk)) {
		if (atomic_load(walk->scan->stop))
			return PAGESCAN_STOPPED;
		end = walk->end - walk->pos > slice ? walk->pos + slice :
						      walk->end;
		arg = scan_arg(walk->scan, walk->pos, end);
		began = clock_now(&clock_monotonic);
		nr = ioctl(walk->fd, PAGEMAP_IOC_SCAN, &arg);
		if (nr < 0 && errno == EINTR)
			continue;
		if (nr < 0)
			return PAGESCAN_FAILED;
		slice = next_slice(slice, clock_now(&clock_monotonic) - began,
				   SLICE_MOST);
		walk->pos = take_regions(walk, &arg, (size_t)nr);
	}
	return PAGESCAN_DONE;
}

/*
 * A page with a frame that is not marked as this process's own may be the page
 * of zeros, or shared with a child. The huge page of zeros bears the mark of a
 * file, which nothing else in private anonymous memory does.
 */
static enum page_state entry_state(uint64_t entry,
				   const struct sample_mapping *mapping)
{
	if (mapping->kind == KIND_SHARED)
		return PAGE_FILE;
	if (entry & ENTRY_FILE)
		return mapping->kind == KIND_FILE ||
		       mapping->kind == KIND_OTHER ? PAGE_FILE :
						     PAGE_HUGE_ZERO;
	return entry & ENTRY_EXCLUSIVE ? PAGE_WRITTEN : PAGE_PRESENT;
}

static void take_entries(struct walk *walk,
			 const struct sample_mapping *mapping, size_t nr)
{
	enum page_state state;
	uint64_t entry;
	size_t i;

	for (i = 0; i < nr; i++, walk->pos += PAGE_BYTES) {
		entry = walk->scan->entries[i];
		if (entry & ENTRY_PRESENT)
			state = entry_state(entry, mapping);
		else
			state = absent_state(walk->scan, walk->pos, entry);
		if (state != PAGE_UNTOUCHED)
			add_pages(walk, walk->pos, 1, state);
	}
}

/* As many entries as there is room for, of one mapping; 0: at its end. */
static ssize_t read_entries(struct walk *walk,
			    const struct sample_mapping *mapping)
{
	uint64_t end = mapping->end < walk->end ? mapping->end : walk->end;
	uint64_t nr = end > walk->pos ? (end - walk->pos) / PAGE_BYTES : 0;

	if (nr > NR_ENTRIES)
		nr = NR_ENTRIES;
	return pread(walk->fd, walk->scan->entries, nr * sizeof(uint64_t),
		     (off_t)(walk->pos / PAGE_BYTES * sizeof(uint64_t)));
}

static enum pagescan_end scan_by_reading(struct walk *walk)
{
	const struct sample_mapping *mapping;
	ssize_t len;

	if (!walk->mappings) {
		errno = EINVAL;
		return PAGESCAN_FAILED;
	}
	for (skip_gap(walk); walk->pos < walk->end; skip_gap(walk)) {
		if (atomic_load(walk->scan->stop))
			return PAGESCAN_STOPPED;
		mapping = &walk->mappings[mapping_behind(walk->mappings,
							 walk->nr_mappings,
							 walk->pos)];
		len = read_entries(walk, mapping);
		if (len < 0 && errno == EINTR)
			continue;
		/* there is an entry for every address while there is memory */
		if (!len)
			errno = ESRCH;
		if (len <= 0)
			return PAGESCAN_FAILED;
		take_entries(walk, mapping, (size_t)len / sizeof(uint64_t));
	}
	return PAGESCAN_DONE;
}

enum pagescan_end pagescan_range(struct pagescan *scan, int fd,
				 const struct sample_mapping *mappings,
				 size_t nr_mappings, uint64_t start,
				 uint64_t end, page_run_fn take, void *ctx)
{
	struct walk walk = {
		.scan = scan,
		.fd = fd,
		.mappings = mappings,
		.nr_mappings = nr_mappings,
		.pos = start,
		.end = end,
		.take = take,
		.ctx = ctx,
	};
	enum pagescan_end how;

	how = scan->has_ioctl ? scan_by_ioctl(&walk) : scan_by_reading(&walk);
	/* not every kernel refuses to scan what is gone: it finds nothing */
	if (how == PAGESCAN_DONE && !pagescan_has_memory(fd)) {
		errno = ESRCH;
		how = PAGESCAN_FAILED;
	}
	if (how == PAGESCAN_DONE)
		flush(&walk);
	return how;
}

static uint64_t count_regions(const struct pagescan *scan, size_t nr)
{
	uint64_t pages = 0;
	size_t i;

	for (i = 0; i < nr; i++)
		if (scan->regions[i].end > scan->regions[i].start)
			pages += (scan->regions[i].end -
				  scan->regions[i].start) / PAGE_BYTES;
	return pages;
}

enum pagescan_end pagescan_zeros(struct pagescan *scan, int fd, uint64_t *pos,
				 uint64_t end, uint64_t *pages)
{
	uint64_t slice = scan->zeros_slice ? scan->zeros_slice : SLICE_FIRST;
	uint64_t stop = end - *pos > slice ? *pos + slice : end;
	struct pagemap_scan_arg arg = scan_arg(scan, *pos, stop);
	uint64_t began = clock_now(&clock_monotonic), found, last = *pos;
	int nr;

	arg.category_mask |= PAGEMAP_IS_PFNZERO;
	nr = ioctl(fd, PAGEMAP_IOC_SCAN, &arg);
	if (nr < 0)
		return errno == EINTR ? PAGESCAN_STOPPED : PAGESCAN_FAILED;
	scan->zeros_slice = next_slice(slice,
				       clock_now(&clock_monotonic) - began,
				       SLICE_WIDE);
	found = count_regions(scan, (size_t)nr);
	if (nr)
		last = scan->regions[nr - 1].end;
	*pages += found;
	*pos = slice_end(&arg, (size_t)nr, found, last);
	return *pos < end ? PAGESCAN_STOPPED : PAGESCAN_DONE;
}
