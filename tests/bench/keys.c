// SPDX-License-Identifier: GPL-2.0
/*
 * keys: what a key costs in a list of 20000 processes while a filter or a
 * search is typed, as a part of what one refresh of that list costs. Prints a
 * line "NAME RATIO" for each; both are processor time of this process, the
 * least of some runs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "fixture.h"
#include "model/model.h"

#define NR 20000
#define RUNS 7

static struct fixture_app fixture;

/* Command lines of a usual length, of which few have what is looked for. */
static void add_texts(struct sample *sample, const struct demand *demand)
{
	struct sample_text *text;
	char command[160];
	size_t i;

	sample->sections |= SECTION_TEXTS;
	for (i = 0; i < demand->nr_texts; i++) {
		text = sample_add_text(sample);
		*text = demand->texts[i];
		snprintf(command, sizeof(command),
			 "/usr/lib/service/bin/worker-%d --config /etc/service/worker.conf --log-level warning --threads 8",
			 (int)text->id.pid);
		if (text->kind == TEXT_USER)
			snprintf(command, sizeof(command), "user%u", text->uid);
		text->text = xstrdup(command);
		text->first = strcspn(command, " ");
	}
}

static void add_list(struct sample *sample, unsigned int second)
{
	struct proc *proc;
	int i;

	sample_reset(sample);
	sample->sections = SECTION_LIST;
	sample->time_ns = (1000 + second) * NSEC_PER_SEC;
	for (i = 1; i <= NR; i++) {
		proc = sample_add_proc(sample);
		proc->id.pid = i;
		proc->known = KNOWN_TASK | KNOWN_FAULTS | KNOWN_MM |
			      KNOWN_SWAP | KNOWN_HUGETLB | KNOWN_RUN;
		proc->uid = 1000 + (uid_t)i % 50;
		proc->run_state = 'S';
		snprintf(proc->comm, sizeof(proc->comm), "worker-%d", i);
		proc->reserved = (uint64_t)i << 20;
		proc->resident = ((uint64_t)i * 7919 % NR) << 12;
		proc->minflt = second * (unsigned int)i;
	}
}

static void send(const struct sample *sample)
{
	struct event event = { .type = EVENT_SAMPLE };

	event.sample.sample = sample;
	app_event(fixture.app, &event);
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* The list, and what is demanded and drawn then. */
static double refresh(struct sample *list, unsigned int second)
{
	struct demand demand = { 0 };
	double began;

	add_list(list, second);
	began = now();
	send(list);
	app_demand(fixture.app, &demand);
	app_draw(fixture.app);
	began = now() - began;
	sample_reset(list);
	add_texts(list, &demand);
	send(list);
	demand_release(&demand);
	return began;
}

static double press(uint32_t key)
{
	struct demand demand = { 0 };
	double began = now();

	fixture_app_key(&fixture, key);
	app_demand(fixture.app, &demand);
	app_draw(fixture.app);
	began = now() - began;
	demand_release(&demand);
	return began;
}

/* The costliest key of @keys, the least of some runs; all is undone. */
static double cost_of(const char *keys)
{
	double least = 1e9, worst, cost;
	const char *key;
	int run;

	for (run = 0; run < RUNS; run++) {
		worst = 0;
		for (key = keys; *key; key++) {
			cost = press((unsigned char)*key);
			worst = cost > worst ? cost : worst;
		}
		fixture_app_key(&fixture, TK_ESC);
		least = worst < least ? worst : least;
	}
	return least;
}

int main(void)
{
	static const struct {
		const char *name, *keys;
	} typed[] = {
		{ "filter-text", "\\worker-77 nowhere" },
		{ "filter-number", "\\reserved>1G touched<1M" },
		{ "filter-user", "\\user:user7 !user:user8" },
		{ "search-none", "/nowhere" },
		{ "search-last", "/worker-20000" },
	};
	struct sample list = { 0 };
	double least = 1e9, cost;
	unsigned int second;
	size_t i;

	fixture_app_init(&fixture);
	fixture_app_start(&fixture, 80, 24);
	/* all texts are known then */
	fixture_app_keys(&fixture, "\\worker user:user1,user2\n");
	refresh(&list, 0);
	fixture_app_key(&fixture, TK_ESC);
	for (second = 1; second <= RUNS; second++) {
		cost = refresh(&list, second);
		least = cost < least ? cost : least;
	}
	for (i = 0; i < sizeof(typed) / sizeof(typed[0]); i++)
		printf("%s %.2f\n", typed[i].name,
		       cost_of(typed[i].keys) / least);
	fixture_app_stop(&fixture);
	sample_release(&list);
	return 0;
}
