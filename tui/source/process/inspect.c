// SPDX-License-Identifier: GPL-2.0
/* One look into a process: who it is, its mappings, then its pages. */
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include <tamalloc.h>

#include "base/alloc.h"
#include "common/clock.h"
#include "source/process/absence.h"
#include "source/process/answer.h"
#include "source/process/blocks.h"
#include "source/process/inspect.h"
#include "source/process/maps.h"
#include "source/process/pagescan.h"
#include "source/process/procdir.h"
#include "source/process/recall.h"
#include "source/process/runs.h"
#include "source/procstat.h"

/*
 * The time that SCAN_COUNTs get: 1/20 of what passed since those before, but
 * never less than this, and never so much that a person has to wait for it.
 */
#define COUNT_SHARE	20
#define COUNT_LEAST_NS	(20 * NSEC_PER_MSEC)
#define COUNT_MOST_NS	(100 * NSEC_PER_MSEC)

/* Behind every address. */
#define MEMORY_END	(1ULL << 63)

struct inspector {
	const atomic_bool *stop;
	struct pagescan *pagescan;	/* NULL: nothing was looked at yet */
	struct absence *absence;
	struct blocks *blocks;
	struct procdir proc;
	uint64_t mm_id;			/* of what is remembered here: */
	struct answer_past past;
	struct pagebook book;		/* if it is told as a look */
	struct sample scratch;		/* mappings that nobody asked for */
	uint64_t counted_ns;		/* when SCAN_COUNTs began last */
	struct proc_id recorded;	/* who is looked into in a recording */
};

/* What one call of inspect() works with. */
struct inspection {
	struct inspector *inspector;
	const struct target_demand *demand;
	struct sample *sample;
	const struct sample_mapping *mappings;	/* NULL: not read */
	size_t nr_mappings;
	bool cut;				/* there are more */
	uint64_t counts_end_ns;			/* no SCAN_COUNT begins then */
	bool failed;				/* a scan did */
};

struct inspector *inspector_new(const atomic_bool *stop)
{
	struct inspector *inspector = xcalloc(1, sizeof(*inspector));

	inspector->stop = stop;
	inspector->blocks = blocks_new(stop);
	inspector->absence = absence_new(&inspector->proc, stop);
	procdir_init(&inspector->proc);
	return inspector;
}

/* A recording is looked into without asking the kernel anything. */
static void open_pagescan(struct inspector *inspector)
{
	if (inspector->pagescan)
		return;
	inspector->pagescan = pagescan_new(inspector->stop);
	pagescan_ask(inspector->pagescan, absence_state, inspector->absence);
}

/* The memory is another one now: nothing can be compared. */
static void forget_memory(struct inspector *inspector)
{
	answer_forget(&inspector->past);
	pagebook_release(&inspector->book);
	blocks_forget(inspector->blocks);
	absence_forget(inspector->absence);
}

void inspector_leave(struct inspector *inspector)
{
	answer_release(&inspector->past);
	pagebook_release(&inspector->book);
	inspector->recorded = (struct proc_id){ 0 };
	blocks_forget(inspector->blocks);
	absence_forget(inspector->absence);
	sample_release(&inspector->scratch);
	procdir_close(&inspector->proc);
}

void inspector_free(struct inspector *inspector)
{
	if (!inspector)
		return;
	inspector_leave(inspector);
	blocks_free(inspector->blocks);
	absence_free(inspector->absence);
	pagescan_free(inspector->pagescan);
	free(inspector);
}

static void choose_target(struct inspector *inspector, struct proc_id id)
{
	struct procdir *proc = &inspector->proc;

	if (proc->dir >= 0 && proc_id_equal(proc->id, id))
		return;
	forget_memory(inspector);
	open_pagescan(inspector);
	procdir_open(proc, id);
	inspector->past.mark = 0;
	inspector->counted_ns = clock_now(&clock_monotonic);
}

static enum target_state look_at(struct inspector *inspector,
				 struct sample_target *target)
{
	enum target_state state = procdir_look(&inspector->proc, target);

	if (inspector->mm_id != inspector->proc.mm_id)
		forget_memory(inspector);
	inspector->mm_id = inspector->proc.mm_id;
	return state;
}

static void settle_blocks(const struct inspector *inspector,
			  struct sample *sample)
{
	const uint32_t pid = (uint32_t)inspector->proc.id.pid;
	struct memstat_rec rec;
	const struct memstat_req req = {
		.size = sizeof(req),
		.rec_size = sizeof(rec),
		.mask = MEMSTAT_TAMALLOC,
		.after_pid = pid - 1,
		.last_pid = pid,
	};

	if (tamalloc_abi() && list_mem_stats(&req, &rec, 1, 0) == 1 &&
	    (rec.mask & MEMSTAT_TAMALLOC))
		blocks_settle(inspector->blocks, procdir_dir(&inspector->proc),
			      rec.ta_reserved, sample);
}

/* A new mark needs the mappings, and so do scans that can't tell zero. */
static bool needs_mappings(const struct inspection *look)
{
	const struct inspector *inspector = look->inspector;

	return look->demand->mappings ||
	       (!look->demand->runs && look->demand->mark &&
		look->demand->mark != inspector->past.mark) ||
	       (look->demand->nr_scans &&
		!pagescan_tells_zero(inspector->pagescan));
}

/* It may be gone, as the next look will tell; else the failure is ours. */
static void take_failure(struct inspection *look)
{
	struct sample_target *target = &look->sample->target;

	if (procfs_error(errno) != PROCFS_FAILED)
		return;
	target->state = TARGET_FAILED;
	target->error = errno;
}

/* Only what is of a file, or of what is like one, can be shared. */
static void find_away(const struct inspection *look, struct sample *sample)
{
	struct sample_mapping *mapping = sample->mappings;
	const struct sample_mapping *end = mapping + sample->nr_mappings;

	if (!look->demand->mappings)
		return;
	for (; mapping < end; mapping++)
		if (mapping->kind == KIND_SHARED || mapping->kind == KIND_FILE)
			absence_away(look->inspector->absence, mapping);
}

static void take_mappings(struct inspection *look, struct sample *sample,
			  int fd)
{
	struct inspector *inspector = look->inspector;
	uint32_t *has = &look->sample->target.has;
	enum maps_end how = maps_read(fd, inspector->stop, sample);

	if (how == MAPS_FAILED)
		take_failure(look);
	if (how != MAPS_DONE && how != MAPS_CUT)
		return;
	if (how == MAPS_DONE)
		settle_blocks(inspector, sample);
	find_away(look, sample);
	look->mappings = sample->mappings;
	look->nr_mappings = sample->nr_mappings;
	look->cut = how == MAPS_CUT;
	if (look->cut)
		*has |= TARGET_HAS_MORE;
	if (look->demand->mappings)
		*has |= TARGET_HAS_MAPPINGS;
}

static void read_mappings(struct inspection *look)
{
	struct inspector *inspector = look->inspector;
	struct sample *sample = look->demand->mappings ? look->sample :
							 &inspector->scratch;
	int fd;

	if (!needs_mappings(look))
		return;
	sample->nr_mappings = 0;
	sample->names_len = 0;
	fd = procdir_file(&inspector->proc, "maps");
	if (fd < 0) {
		take_failure(look);
		return;
	}
	take_mappings(look, sample, fd);
	close(fd);
}

/* Nothing is known of what lies behind the last mapping that was told. */
static uint64_t known_end(const struct inspection *look)
{
	return look->cut ? look->mappings[look->nr_mappings - 1].end :
			   MEMORY_END;
}

static void grant_time(struct inspection *look, uint64_t now)
{
	struct inspector *inspector = look->inspector;
	uint64_t share = (now - inspector->counted_ns) / COUNT_SHARE;

	if (share < COUNT_LEAST_NS)
		share = COUNT_LEAST_NS;
	if (share > COUNT_MOST_NS)
		share = COUNT_MOST_NS;
	look->counts_end_ns = now + share;
	inspector->counted_ns = now;
}

/* Is there time left for this one? The first count begins the time of all. */
static bool has_time(void *ctx, enum scan_use use)
{
	struct inspection *look = ctx;
	uint64_t now = clock_now(&clock_monotonic);

	if (atomic_load(look->inspector->stop))
		return false;
	if (use != SCAN_COUNT)
		return true;
	if (!look->counts_end_ns)
		grant_time(look, now);
	return now < look->counts_end_ns;
}

static enum pagescan_end tell_pages(void *ctx, struct sample_range *range,
				    page_run_fn take, void *take_ctx)
{
	const struct inspection *look = ctx;

	range->time_ns = clock_now(&clock_monotonic);
	return pagescan_range(look->inspector->pagescan,
			      look->inspector->proc.pagemap, look->mappings,
			      look->nr_mappings, range->start, range->end, take,
			      take_ctx);
}

/* Sums of all mappings, in kB, see proc(5). */
static void read_pss(struct inspector *inspector, struct sample_target *target)
{
	uint64_t begin = clock_now(&clock_monotonic);
	uint64_t pss, clean, dirty;
	const char *text = procdir_text(&inspector->proc, "smaps_rollup");

	if (!text ||
	    !procstat_number(text, "Pss:", &pss) ||
	    !procstat_number(text, "Private_Clean:", &clean) ||
	    !procstat_number(text, "Private_Dirty:", &dirty))
		return;
	target->pss = pss * 1024;
	target->uss = (clean + dirty) * 1024;
	target->pss_cost_ns = clock_now(&clock_monotonic) - begin;
	target->has |= TARGET_HAS_PSS;
}

/* Its memory went away under a scan: say so now, not with the next sample. */
static void look_again(struct inspection *look)
{
	struct sample_target now = { 0 };
	enum target_state state;

	state = procdir_look(&look->inspector->proc, &now);
	if (state == TARGET_OK)
		return;
	look->sample->target.state = state;
	look->sample->target.error = now.error;
}

/* As the pages are now, scan by scan. */
static void answer_live(struct inspection *look)
{
	static const struct answer_ops ops = {
		.tell = tell_pages, .has_time = has_time,
	};
	struct answer answer = {
		.ops = &ops,
		.ctx = look,
		.demand = look->demand,
		.sample = look->sample,
		.past = &look->inspector->past,
		.mappings = look->mappings,
		.nr_mappings = look->nr_mappings,
		.is_whole = look->demand->mappings,
	};

	if (look->nr_mappings) {
		answer.last_end = look->mappings[look->nr_mappings - 1].end;
		answer.known_end = known_end(look);
	}
	answer_demand(&answer);
	look->failed = answer.failed;
}

/* As they were seen in one look, which is told, and kept for the next one. */
static void answer_seen(struct inspection *look)
{
	struct inspector *inspector = look->inspector;
	const struct runs_memory memory = {
		.pagescan = inspector->pagescan,
		.pagemap = inspector->proc.pagemap,
		.mappings = look->mappings,
		.nr_mappings = look->nr_mappings,
	};
	enum pagescan_end how;

	if (recall_is_whole(look->demand, look->sample))
		how = runs_see_all(&inspector->book, &memory, look->demand,
				   known_end(look));
	else
		how = runs_see_scans(&inspector->book, &memory, look->demand,
				     look->demand->mappings);
	look->failed = how == PAGESCAN_FAILED;
	if (how != PAGESCAN_DONE)
		return;
	runs_tell(&inspector->book, look->sample);
	recall_demand(&inspector->past, look->demand, inspector->stop,
		      look->sample);
}

static void look_inside(struct inspection *look)
{
	struct inspector *inspector = look->inspector;

	if (pagescan_tells_zero(inspector->pagescan))
		look->sample->target.has |= TARGET_TELLS_ZERO;
	absence_begin(inspector->absence);
	read_mappings(look);
	if (!look->demand->runs)
		pagebook_release(&inspector->book);
	if (inspector->proc.pagemap >= 0 && look->demand->runs)
		answer_seen(look);
	else if (inspector->proc.pagemap >= 0)
		answer_live(look);
	if (look->demand->pss)
		read_pss(inspector, &look->sample->target);
	if (look->failed)
		look_again(look);
}

void inspect(struct inspector *inspector, const struct demand *demand,
	     struct sample *sample)
{
	struct sample_target *target = &sample->target;
	struct inspection look = {
		.inspector = inspector,
		.demand = &demand->target,
		.sample = sample,
	};

	target->time_ns = clock_now(&clock_monotonic);
	target->id = demand->target.id;
	target->mark = demand->target.mark;
	sample->sections |= SECTION_TARGET;
	choose_target(inspector, target->id);
	target->state = look_at(inspector, target);
	if (target->state == TARGET_OK)
		look_inside(&look);
	target->cost_ns = clock_now(&clock_monotonic) - target->time_ns;
}

static void choose_recorded(struct inspector *inspector,
			    const struct sample_target *target)
{
	if (!proc_id_equal(inspector->recorded, target->id)) {
		forget_memory(inspector);
		inspector->recorded = target->id;
		inspector->past.mark = 0;
	}
	if (target->mm_id && target->mm_id != inspector->mm_id) {
		forget_memory(inspector);
		inspector->mm_id = target->mm_id;
	}
}

void inspect_recorded(struct inspector *inspector, const struct demand *demand,
		      struct sample *sample)
{
	struct sample_target *target = &sample->target;

	if (!(sample->sections & SECTION_TARGET) ||
	    !proc_id_equal(target->id, demand->target.id))
		return;
	choose_recorded(inspector, target);
	target->mark = demand->target.mark;
	target->has &= ~(uint32_t)TARGET_HAS_SINCE;
	if (target->state == TARGET_OK)
		recall_demand(&inspector->past, &demand->target,
			      inspector->stop, sample);
}

/*
 * The pagemap was opened before the mappings were read: both are of the same
 * memory, or this is of one that is gone.
 */
static enum pagescan_end scan_mapping(const struct inspector *inspector,
				      const struct sample_mapping *mapping,
				      page_run_fn take, void *ctx)
{
	const struct procdir *proc = &inspector->proc;

	if (proc->pagemap >= 0)
		return pagescan_range(inspector->pagescan, proc->pagemap,
				      mapping, 1, mapping->start,
				      mapping->end, take, ctx);
	errno = proc->error;
	return PAGESCAN_FAILED;
}

enum status inspect_pages(struct inspector *inspector,
			  const struct sample_mapping *mapping,
			  page_run_fn take, void *ctx)
{
	if (scan_mapping(inspector, mapping, take, ctx) != PAGESCAN_FAILED)
		return ST_OK;
	return errno == ESRCH ? ST_GONE : ST_SYSTEM;
}
