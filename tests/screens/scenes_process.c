// SPDX-License-Identifier: GPL-2.0
/*
 * The process view.
 */
#include <string.h>

#include "base/status.h"
#include "scenes.h"

/* Into @pid; the first look tells what there is to be counted. */
static void open_process(struct fixture_app *fixture, pid_t pid, int nr)
{
	fixture_app_sample(fixture);
	fixture_app_choose(fixture, pid);
	fixture_app_key(fixture, TK_ENTER);
	fixture_app_look(fixture);
	while (nr--)
		fixture_app_sample(fixture);
}

static void scene_process(struct fixture_app *fixture)
{
	open_process(fixture, 412, 3);
}

/* Its mappings are known, its pages are not yet. */
static void scene_process_uncounted(struct fixture_app *fixture)
{
	open_process(fixture, 412, 0);
}

/* Counts from before the last samples are dimmed, and their age is told. */
static void scene_process_stale(struct fixture_app *fixture)
{
	open_process(fixture, 412, 2);
	fixture->target.scans_late = true;
	fixture_app_sample(fixture);
	fixture_app_sample(fixture);
}

static void scene_process_denied(struct fixture_app *fixture)
{
	open_process(fixture, 61, 2);
}

static void scene_process_gone(struct fixture_app *fixture)
{
	open_process(fixture, 412, 2);
	fixture->target.gone = 412;
	fixture_app_sample(fixture);
}

static void scene_process_exec(struct fixture_app *fixture)
{
	open_process(fixture, 412, 2);
	fixture->target.execed = 412;
	fixture_app_sample(fixture);
	fixture_app_sample(fixture);
}

static void scene_process_kind(struct fixture_app *fixture)
{
	open_process(fixture, 412, 2);
	fixture_app_keys(fixture, "F");
	fixture_app_sample(fixture);
}

static void scene_process_nozero(struct fixture_app *fixture)
{
	fixture->target.no_zero = true;
	open_process(fixture, 412, 2);
}

static void scene_process_marked(struct fixture_app *fixture)
{
	open_process(fixture, 421, 2);
	fixture_app_keys(fixture, "m");
	fixture_app_sample(fixture);
	fixture_app_key(fixture, TK_DOWN);
	fixture_app_sample(fixture);
}

static void scene_process_pss_asked(struct fixture_app *fixture)
{
	open_process(fixture, 412, 2);
	fixture_app_keys(fixture, "P");
}

static void scene_process_pss(struct fixture_app *fixture)
{
	scene_process_pss_asked(fixture);
	fixture_app_sample(fixture);
}

/* The arrows move in the map. */
static void scene_process_pane(struct fixture_app *fixture)
{
	open_process(fixture, 412, 2);
	fixture_app_key(fixture, TK_TAB);
	fixture_app_keys(fixture, "jkl");
	fixture_app_keys(fixture, "lllllllllllllllllllllllllllllllllllllllllll");
	fixture_app_keys(fixture, "llll");
}

static void scene_process_sorted(struct fixture_app *fixture)
{
	open_process(fixture, 424, 2);
	fixture_app_keys(fixture, ">>>>>>>>>>I");
	fixture_app_key(fixture, TK_END);
	fixture_app_sample(fixture);
}

static void send(struct fixture_app *fixture, struct sample *sample)
{
	struct event event = { .type = EVENT_SAMPLE };

	event.sample.sample = sample;
	event.sample.st = ST_OK;
	app_event(fixture->app, &event);
	sample_release(sample);
}

/* 412, which is looked into, turns out to be something without memory. */
static void lose_memory(struct fixture_app *fixture, uint32_t flags)
{
	struct sample sample = { .sections = SECTION_LIST | SECTION_TARGET };
	struct proc *proc = sample_add_proc(&sample);

	sample.time_ns = (1000 + fixture->second) * NSEC_PER_SEC;
	proc->id.pid = 412;
	proc->id.start_ns = 412 * NSEC_PER_SEC;
	proc->known = KNOWN_TASK | KNOWN_MM | KNOWN_SWAP |
		      KNOWN_HUGETLB | KNOWN_OOM;
	proc->flags = flags;
	strcpy(proc->comm, "kworker/0:0");
	sample.target.id = proc->id;
	sample.target.state = TARGET_NO_MEMORY;
	sample.target.has = TARGET_HAS_WHO;
	sample.target.ppid = 2;
	sample.target.run_state = flags & PROC_ZOMBIE ? 'Z' : 'I';
	sample.target.nr_threads = 1;
	sample.target.time_ns = fixture->hand.now_ns;
	send(fixture, &sample);
}

/* It never had any: it isn't gone. */
static void scene_process_kthread(struct fixture_app *fixture)
{
	fixture_app_sample(fixture);
	fixture_app_choose(fixture, 412);
	fixture_app_key(fixture, TK_ENTER);
	lose_memory(fixture, PROC_KTHREAD);
}

static void scene_process_zombie(struct fixture_app *fixture)
{
	open_process(fixture, 412, 1);
	lose_memory(fixture, PROC_ZOMBIE);
}

#define MANY 100000
#define MANY_START 0x7e0000000000ULL
#define MANY_PAGES 16

/* Each mapping has 16 pages; the first ones of them are written. */
static void answer_count(struct sample *sample, const struct demand_scan *from)
{
	uint64_t nr = (MANY_PAGES + from->cell_pages - 1) / from->cell_pages;
	uint64_t number = (from->start - MANY_START) / PAGE_BYTES / MANY_PAGES;
	uint64_t written = number * 7919 % (MANY_PAGES + 1);
	struct sample_scan *scan = sample_add_scan(sample, (size_t)nr);
	struct scan_cell *cell = &sample->cells[scan->first_cell];

	scan->use = from->use;
	scan->start = from->start;
	scan->end = from->end;
	scan->cell_pages = from->cell_pages;
	scan->time_ns = sample->target.time_ns;
	for (; nr; nr--, cell++) {
		cell->now.total = from->cell_pages;
		cell->now.in[PAGE_WRITTEN] = written < from->cell_pages ?
						     written :
						     from->cell_pages;
		written -= cell->now.in[PAGE_WRITTEN];
	}
}

static void answer_counts(struct sample *sample, const struct demand *demand)
{
	const struct target_demand *asked = &demand->target;
	size_t i;

	for (i = 0; i < asked->nr_scans; i++)
		if (asked->scans[i].use != SCAN_WINDOW)
			answer_count(sample, &asked->scans[i]);
}

static void add_many(struct sample *sample)
{
	struct sample_mapping *mapping;
	uint64_t i;

	for (i = 0; i < MANY; i++) {
		mapping = sample_add_mapping(sample);
		mapping->start = MANY_START + i * MANY_PAGES * PAGE_BYTES;
		mapping->end = mapping->start + MANY_PAGES * PAGE_BYTES;
		mapping->flags = MAPPING_READ | MAPPING_WRITE;
		mapping->kind = KIND_ANON;
	}
}

static void send_many(struct fixture_app *fixture)
{
	struct demand demand = { 0 };
	struct sample sample = { .sections = SECTION_TARGET };

	app_demand(fixture->app, &demand);
	fixture->hand.now_ns += NSEC_PER_SEC;
	sample.target = (struct sample_target){
		.id = demand.target.id, .state = TARGET_OK,
		.has = TARGET_HAS_MAPPINGS | TARGET_TELLS_ZERO,
		.mm_id = 1, .time_ns = fixture->hand.now_ns,
		.cost_ns = 9000000,
	};
	add_many(&sample);
	answer_counts(&sample, &demand);
	send(fixture, &sample);
	demand_release(&demand);
}

/* Sorted by a key, while they are counted in turn. */
static void scene_process_many(struct fixture_app *fixture)
{
	int i;

	fixture_app_sample(fixture);
	fixture_app_choose(fixture, 412);
	fixture_app_key(fixture, TK_ENTER);
	for (i = 0; i < 4; i++)
		send_many(fixture);
	fixture_app_keys(fixture, "II");
	send_many(fixture);
	fixture_app_key(fixture, TK_DOWN);
}

static void scene_process_help(struct fixture_app *fixture)
{
	scene_process(fixture);
	fixture_app_keys(fixture, "?");
}

static void scene_process_sort_menu(struct fixture_app *fixture)
{
	scene_process(fixture);
	fixture_app_keys(fixture, "o");
}

const struct scene scenes_process[] = {
	{ "process-help", scene_process_help },
	{ "process-sort-menu", scene_process_sort_menu },
	{ "process", scene_process },
	{ "process-uncounted", scene_process_uncounted },
	{ "process-stale", scene_process_stale },
	{ "process-denied", scene_process_denied },
	{ "process-gone", scene_process_gone },
	{ "process-exec", scene_process_exec },
	{ "process-kind", scene_process_kind },
	{ "process-nozero", scene_process_nozero },
	{ "process-marked", scene_process_marked },
	{ "process-pss-asked", scene_process_pss_asked },
	{ "process-pss", scene_process_pss },
	{ "process-pane", scene_process_pane },
	{ "process-kthread", scene_process_kthread },
	{ "process-zombie", scene_process_zombie },
	{ "process-many", scene_process_many },
	{ "process-sorted", scene_process_sorted },
	{ NULL, NULL },
};
