// SPDX-License-Identifier: GPL-2.0
/* When what is due, and which lane is asked for it: pacing, without a clock. */
#include <stdlib.h>

#include "app/schedule.h"
#include "base/alloc.h"
#include "common/clock.h"

/*
 * A look at all of a process takes one part in so many of the time: what it
 * costs is taken from the process, too, whose mmap lock is held meanwhile.
 */
#define TARGET_SHARE 10

/* Windows alone: so often between two samples, but with a share as well. */
#define QUICK_OFTEN	5
#define QUICK_SHARE	10
#define QUICK_STEP_NS	(NSEC_PER_SEC / 10)	/* a pace that can be read */

/* What a name service has told by then is shown, before it is asked on. */
#define NAMES_NS	(NSEC_PER_SEC / 10)

struct schedule {
	const struct lane_ops *lanes;
	void *ctx;
	struct demand part;		/* on its way to a lane */
	struct demand look;		/* what was looked at last */
	uint64_t now;			/* when this turn began */
	uint64_t next_tick, next_second;
	uint64_t next_quick;		/* scan of windows */
	uint64_t target_rests_until;
	bool refused[NR_LANES];		/* what was asked for last */
	bool list_due;
	bool commands_due;		/* again, once texts have come */
	bool zeros_due;			/* likewise: there were none to count */
	bool target_due;		/* all about it is to be asked again */
	bool leave_due;			/* its lane is to let go of it */
	bool windows_due;		/* its windows, even before that */
	bool look_is_whole;		/* asked for last was all, not windows */
	bool look_is_cut;		/* and isn't wanted any more */
};

struct schedule *schedule_new(const struct lane_ops *lanes, void *ctx)
{
	struct schedule *schedule = xcalloc(1, sizeof(*schedule));

	schedule->lanes = lanes;
	schedule->ctx = ctx;
	return schedule;
}

void schedule_free(struct schedule *schedule)
{
	if (!schedule)
		return;
	demand_release(&schedule->part);
	demand_release(&schedule->look);
	free(schedule);
}

uint64_t schedule_quick_ns(uint64_t delay_ns, uint64_t cost_ns)
{
	uint64_t pace = delay_ns / QUICK_OFTEN;

	if (pace < cost_ns * QUICK_SHARE)
		pace = cost_ns * QUICK_SHARE;
	if (!pace)
		return QUICK_STEP_NS;
	return (pace + QUICK_STEP_NS - 1) / QUICK_STEP_NS * QUICK_STEP_NS;
}

uint64_t schedule_after(uint64_t tick, uint64_t now, uint64_t delay_ns)
{
	return tick + delay_ns > now ? tick + delay_ns : now + delay_ns;
}

static bool quick_runs(const struct pace *pace)
{
	return pace->running && pace->quick_ns;
}

/* A pace that has become quicker holds from now on, not from then on. */
static void hurry(uint64_t *next, uint64_t now, uint64_t pace_ns)
{
	if (*next > now + pace_ns)
		*next = now + pace_ns;
}

static void take_quick_tick(struct schedule *schedule, const struct pace *pace)
{
	hurry(&schedule->next_quick, schedule->now, pace->quick_ns);
	if (!quick_runs(pace) || schedule->now < schedule->next_quick)
		return;
	schedule->next_quick = schedule->now + pace->quick_ns;
	schedule->windows_due = true;
}

unsigned int schedule_tick(struct schedule *schedule, uint64_t now,
			   const struct pace *pace)
{
	unsigned int due = 0;

	schedule->now = now;
	if (now >= schedule->next_second) {
		schedule->next_second = now + NSEC_PER_SEC;
		due |= DUE_SECOND;
	}
	hurry(&schedule->next_tick, now, pace->delay_ns);
	if (pace->running && now >= schedule->next_tick) {
		schedule->next_tick = schedule_after(schedule->next_tick, now,
						     pace->delay_ns);
		due |= DUE_SAMPLE;
	}
	take_quick_tick(schedule, pace);
	return due;
}

void schedule_want_list(struct schedule *schedule)
{
	schedule->list_due = true;
	schedule->target_due = true;
}

static bool target_may_be_sent(const struct schedule *schedule)
{
	return schedule->target_due &&
	       schedule->now >= schedule->target_rests_until;
}

bool schedule_has_due(const struct schedule *schedule)
{
	return schedule->list_due || schedule->windows_due ||
	       target_may_be_sent(schedule);
}

#define PART_LIST	0x1	/* and of which rows all is to be known */
#define PART_TEXTS	0x2
#define PART_PAGES	0x4
#define PART_TARGET	0x8
#define PART_ZEROS	0x10	/* and whatever else is read in turn */
#define PART_PSS	0x20

/* Only @what, PART_*, of @demand; valid until the next call. */
static struct demand *part_of(struct schedule *schedule,
			      const struct demand *demand, unsigned int what)
{
	struct demand *part = &schedule->part;

	demand_copy(part, demand);
	if (!(what & PART_LIST)) {
		part->list = false;
		part->nr_shown = 0;
	}
	if (!(what & PART_TEXTS))
		part->nr_texts = 0;
	if (!(what & PART_PAGES))
		part->nr_pages = 0;
	if (!(what & PART_ZEROS)) {
		part->nr_zeros = 0;
		part->nr_pss_turns = 0;
	}
	if (!(what & PART_PSS))
		part->nr_psses = 0;
	if (!(what & PART_TARGET))
		part->target.id.pid = 0;
	return part;
}

static bool ask(struct schedule *schedule, enum lane lane,
		const struct demand *part)
{
	schedule->refused[lane] =
		!schedule->lanes->request(schedule->ctx, lane, part);
	return !schedule->refused[lane];
}

/* A busy lane is asked when it's free: once, however many ticks that takes. */
static void send_list(struct schedule *schedule, const struct demand *demand)
{
	if (schedule->list_due)
		schedule->list_due =
			!ask(schedule, LANE_LIST,
			     part_of(schedule, demand, PART_LIST));
}

/* Pages are counted when the list has come, so that both tell of one moment. */
static void send_pages(struct schedule *schedule, const struct demand *demand)
{
	if (demand->nr_pages)
		ask(schedule, LANE_LIST,
		    part_of(schedule, demand, PART_PAGES));
}

/* A lane that is busy counts on: it is asked again with the next list. */
static void send_zeros(struct schedule *schedule, const struct demand *demand)
{
	schedule->zeros_due = !demand->nr_zeros;
	if (demand->nr_zeros || demand->nr_pss_turns)
		ask(schedule, LANE_ZEROS,
		    part_of(schedule, demand, PART_ZEROS));
}

/* They share a lane with zeros: both look at all pages of a process. */
static void send_pss(struct schedule *schedule, const struct demand *demand)
{
	if (demand->nr_psses)
		ask(schedule, LANE_ZEROS, part_of(schedule, demand, PART_PSS));
}

/*
 * Those that a busy lane can't take are asked for when it is free. false: there
 * is nothing to ask for.
 */
static bool send_kinds(struct schedule *schedule, const struct demand *demand,
		       enum lane lane, unsigned int kinds)
{
	struct demand *part = part_of(schedule, demand, PART_TEXTS);

	demand_keep_texts(part, kinds);
	if (lane == LANE_NAMES)
		part->names_ns = NAMES_NS;
	if (part->nr_texts)
		ask(schedule, lane, part);
	return part->nr_texts;
}

static bool send_commands(struct schedule *schedule,
			  const struct demand *demand)
{
	return send_kinds(schedule, demand, LANE_TEXTS,
			  TEXT_BIT(TEXT_COMMAND) | TEXT_BIT(TEXT_CGROUP));
}

static void send_names(struct schedule *schedule, const struct demand *demand)
{
	send_kinds(schedule, demand, LANE_NAMES, TEXT_BIT(TEXT_USER));
}

static void send_texts(struct schedule *schedule, const struct demand *demand)
{
	send_commands(schedule, demand);
	send_names(schedule, demand);
}

static bool send_target(struct schedule *schedule, const struct demand *part)
{
	if (!ask(schedule, LANE_TARGET, part))
		return false;
	schedule->look_is_whole = part->target.mappings;
	schedule->look_is_cut = false;
	return true;
}

/*
 * Everything about the target, with each sample of the list, but later where
 * its lane is busy or a costly look was a short time ago.
 */
static void send_whole_target(struct schedule *schedule,
			      const struct demand *demand)
{
	if (!target_may_be_sent(schedule))
		return;
	schedule->target_due =
		demand->target.id.pid &&
		!send_target(schedule, part_of(schedule, demand, PART_TARGET));
}

/* The windows only, between two samples. */
static void send_windows(struct schedule *schedule, const struct demand *demand)
{
	struct demand *part;

	if (!schedule->windows_due)
		return;
	part = part_of(schedule, demand, PART_TARGET);
	part->target.mappings = false;
	demand_keep_scans(&part->target, SCAN_WINDOW);
	schedule->windows_due = part->target.id.pid && part->target.nr_scans &&
				!send_target(schedule, part);
}

void schedule_send(struct schedule *schedule, const struct demand *demand)
{
	send_list(schedule, demand);
	send_windows(schedule, demand);
	send_whole_target(schedule, demand);
}

/* As soon as the lane has noticed: first what is on screen, then all. */
static void interrupt_target(struct schedule *schedule)
{
	schedule->lanes->interrupt(schedule->ctx, LANE_TARGET);
	schedule->windows_due = true;
	schedule->target_due = true;
	schedule->look_is_cut = true;
	schedule->target_rests_until = 0;
}

/* Files and memory are not kept of whom nobody looks into any more. */
static void send_leave(struct schedule *schedule)
{
	struct demand *part = &schedule->part;

	if (!schedule->leave_due)
		return;
	demand_reset(part);
	part->target.leave = true;
	schedule->leave_due = !ask(schedule, LANE_TARGET, part);
	if (schedule->leave_due && !schedule->look_is_cut)
		schedule->lanes->interrupt(schedule->ctx, LANE_TARGET);
	schedule->look_is_cut = schedule->leave_due;
	schedule->look_is_whole = false;
}

static void note_leave(struct schedule *schedule, struct proc_id before,
		       struct proc_id now)
{
	if (now.pid)
		schedule->leave_due = false;
	else if (before.pid)
		schedule->leave_due = true;
}

/*
 * Another process is looked at, or another part of it: ask at once for what
 * is new in @demand. What is under way isn't wanted any more.
 */
static void follow_look(struct schedule *schedule, const struct demand *demand)
{
	struct demand *part = part_of(schedule, demand, PART_TARGET);
	const struct target_demand *before = &schedule->look.target;
	bool elsewhere = demand_looks_elsewhere(&part->target, before);

	if (elsewhere)
		demand_keep_news(&part->target, before);
	note_leave(schedule, before->id, demand->target.id);
	demand_copy(&schedule->look, demand);
	if (elsewhere && part->target.id.pid && !send_target(schedule, part))
		interrupt_target(schedule);
	send_leave(schedule);
}

void schedule_keys(struct schedule *schedule, const struct demand *demand)
{
	send_texts(schedule, demand);
	send_pss(schedule, demand);
	follow_look(schedule, demand);
}

/* Windows cost little, and whom a cut look cost isn't looked at any more. */
static void rest_after_target(struct schedule *schedule, uint64_t now,
			      uint64_t cost_ns)
{
	if (schedule->look_is_whole && !schedule->look_is_cut)
		schedule->target_rests_until =
			now + cost_ns * (TARGET_SHARE - 1);
}

static bool has_texts(const struct sample *sample)
{
	size_t i;

	for (i = 0; i < sample->nr_texts; i++)
		if (!sample->texts[i].failed)
			return true;
	return false;
}

/*
 * By what has come, others may have passed a filter, of whom nothing was asked
 * for yet: that they are not shown in parts until the next list comes. Once
 * after each list, since who couldn't read any would be asked again and again.
 */
static void follow_filter(struct schedule *schedule,
			  const struct demand *demand)
{
	if (schedule->commands_due)
		schedule->commands_due = !send_commands(schedule, demand);
	if (schedule->zeros_due)
		send_zeros(schedule, demand);
}

static void follow_texts(struct schedule *schedule, enum lane lane,
			 const struct sample *sample,
			 const struct demand *demand)
{
	bool told = has_texts(sample);

	if (lane == LANE_TEXTS && schedule->refused[lane])
		send_commands(schedule, demand);
	else if (told)
		follow_filter(schedule, demand);
	/* who can't say any name would be asked again and again */
	if (told || (lane == LANE_NAMES && schedule->refused[lane]))
		send_names(schedule, demand);
}

void schedule_sample(struct schedule *schedule, uint64_t now, enum lane lane,
		     const struct sample *sample, const struct demand *demand)
{
	if (sample->sections & SECTION_LIST) {
		send_pages(schedule, demand);
		send_pss(schedule, demand);
		send_zeros(schedule, demand);
		send_texts(schedule, demand);
		schedule->commands_due = true;
	}
	if (lane == LANE_TEXTS || lane == LANE_NAMES)
		follow_texts(schedule, lane, sample, demand);
	/* who couldn't read any would be asked again and again */
	if (lane == LANE_ZEROS &&
	    (sample->nr_psses || !(sample->sections & SECTION_PSS)))
		send_pss(schedule, demand);
	if (lane == LANE_TARGET) {
		rest_after_target(schedule, now, sample->target.cost_ns);
		follow_look(schedule, demand);
	}
}

static uint64_t earlier(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

uint64_t schedule_wait(const struct schedule *schedule, uint64_t now,
		       const struct pace *pace)
{
	uint64_t next = schedule->next_second;

	if (pace->running)
		next = earlier(next, schedule->next_tick);
	if (quick_runs(pace))
		next = earlier(next, schedule->next_quick);
	/* at an earlier end of its rest the target was asked for already */
	if (schedule->target_due &&
	    schedule->target_rests_until > schedule->now)
		next = earlier(next, schedule->target_rests_until);
	return next > now ? next - now : 0;
}
