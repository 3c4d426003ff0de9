// SPDX-License-Identifier: GPL-2.0
/* Tells an app what was recorded, and of whom one looks into what is known. */
#include "app/teller.h"
#include "common/clock.h"

/* So much of what was before a moment is told to be there. */
#define PAST_NS		(300 * NSEC_PER_SEC)
#define PAST_LISTS	300

/*
 * What a sample has made a view ask for was asked for then, too, where somebody
 * watched: that was answered soon, by a look at just that. On a machine that is
 * busy it took a second or more, and nothing was on screen until then.
 */
#define NEWS_NS		(2 * NSEC_PER_SEC)

/* Views that learn of mappings ask for scans of them, and so on. */
#define LOOKS_MAX	4

/*
 * A look comes with each list. It is of no time that is over where so many have
 * come since, unless it was so costly that there was a rest.
 */
#define LISTS_MAX	2
#define REST		20		/* times its cost */

/* At the beginning of what is told, a look is told if it is no older. */
#define OLD_NS		(10 * NSEC_PER_SEC)

void teller_init(struct teller *teller, struct app *app, struct replay *replay)
{
	*teller = (struct teller){
		.app = app, .replay = replay, .reader = replay_reader(replay),
	};
	app_demand(app, &teller->demand);
}

void teller_release(struct teller *teller)
{
	demand_release(&teller->demand);
	demand_release(&teller->look);
	demand_release(&teller->early);
	demand_release(&teller->part);
}

static const struct recording_frame *last_frame(const struct teller *teller)
{
	size_t nr = recording_position(teller->reader);

	return recording_frame(teller->reader, nr ? nr - 1 : 0);
}

static void send(struct teller *teller, const struct sample *sample, bool past)
{
	const struct event event = {
		.type = EVENT_SAMPLE,
		.sample = { .sample = sample, .st = ST_OK, .past = past },
	};

	app_event(teller->app, &event);
	app_demand(teller->app, &teller->demand);
}

static struct proc_id target_of(const struct teller *teller)
{
	return teller->demand.target.id;
}

static bool is_look(const struct teller *teller, const struct sample *sample)
{
	return (sample->sections & SECTION_TARGET) && target_of(teller).pid &&
	       proc_id_equal(sample->target.id, target_of(teller));
}

/* Nothing is known of the process that is looked into from now on. */
static void forget_target(struct teller *teller)
{
	demand_reset(&teller->look);
	demand_reset(&teller->early);
	teller->look.target.id = target_of(teller);
	teller->bare = true;
	teller->was_there = false;
	teller->any_list = false;
	teller->listed = false;
	teller->lists = 0;
	teller->look_ns = 0;
	teller->told = TARGET_UNKNOWN;
}

static void note_list(struct teller *teller, const struct sample *list)
{
	teller->any_list = true;
	teller->listed = sample_find_proc(list, target_of(teller));
	teller->was_there |= teller->listed;
	teller->lists += teller->listed;
}

static void note_look(struct teller *teller, const struct sample *sample)
{
	teller->bare = false;
	teller->was_there = true;
	teller->lists = 0;
	teller->look_ns = sample->target.time_ns;
	teller->look_cost_ns = sample->target.cost_ns;
	teller->told = sample->target.state;
}

/* Of all that is asked for, what a look answers that knows no mappings yet. */
static void ask_bare(struct teller *teller)
{
	demand_copy(&teller->part, &teller->demand);
	teller->part.target.nr_scans = 0;
}

static void ask_news(struct teller *teller, const struct target_demand *before)
{
	demand_copy(&teller->part, &teller->demand);
	demand_keep_news(&teller->part.target, before);
}

/* What was asked for when it was answered last, be it by no look. */
static const struct target_demand *answered(const struct teller *teller)
{
	return teller->early.target.id.pid ? &teller->early.target :
					     &teller->look.target;
}

/* Before the mark was set there was none. */
static unsigned int mark_of_next(const struct teller *teller)
{
	size_t next = recording_position(teller->reader);
	uint64_t when_ns;

	if (next < recording_nr(teller->reader) &&
	    app_marked(teller->app, &when_ns) &&
	    recording_frame(teller->reader, next)->time_ns < when_ns)
		return 0;
	return teller->demand.target.mark;
}

/* As it was looked at then: at first for mappings, then for what is in them. */
static const struct sample *read_next(struct teller *teller)
{
	unsigned int mark = teller->demand.target.mark;
	const struct sample *sample;

	if (teller->bare)
		ask_bare(teller);
	else
		ask_news(teller, &teller->look.target);
	teller->demand.target.mark = mark_of_next(teller);
	teller->part.target.mark = teller->demand.target.mark;
	sample = replay_next(teller->replay,
			     teller->bare ? &teller->part : &teller->demand,
			     &teller->part);
	teller->demand.target.mark = mark;
	if (sample && (sample->sections & SECTION_LIST))
		note_list(teller, sample);
	if (sample && is_look(teller, sample)) {
		demand_copy(&teller->look, teller->bare ? &teller->part :
							  &teller->demand);
		demand_reset(&teller->early);
		note_look(teller, sample);
	}
	return sample;
}

static void send_state(struct teller *teller, enum target_state state)
{
	const struct sample sample = {
		.sections = SECTION_TARGET,
		.target = {
			.id = target_of(teller),
			.state = state,
			.time_ns = last_frame(teller)->time_ns,
		},
	};

	if (teller->told == state)
		return;
	teller->told = state;
	send(teller, &sample, true);
}

/* With what the list knows of it. */
static void send_unrecorded(struct teller *teller)
{
	if (teller->told == TARGET_UNRECORDED)
		return;
	teller->told = TARGET_UNRECORDED;
	send(teller, replay_unrecorded(teller->replay, target_of(teller)),
	     true);
}

static bool is_old(const struct teller *teller)
{
	uint64_t now = last_frame(teller)->time_ns;

	if (!teller->look_ns)
		return teller->lists >= LISTS_MAX;
	return teller->lists > LISTS_MAX && now > teller->look_ns &&
	       now - teller->look_ns > REST * teller->look_cost_ns;
}

/* What a look would have told, had there been one: @sure that none comes. */
static void settle(struct teller *teller, bool sure)
{
	if (!target_of(teller).pid || teller->told == TARGET_GONE)
		return;
	if (teller->any_list && !teller->listed && teller->was_there)
		send_state(teller, TARGET_GONE);
	else if (is_old(teller) || (sure && teller->told == TARGET_UNKNOWN))
		send_unrecorded(teller);
}

void teller_settle(struct teller *teller)
{
	settle(teller, true);
}

/* Is that to come, before @until samples are told? */
static bool awaits_look(const struct teller *teller, size_t until)
{
	size_t i = recording_position(teller->reader);
	uint64_t end_ns = last_frame(teller)->time_ns + NEWS_NS;
	const struct recording_frame *frame;

	for (; i < until && i < recording_nr(teller->reader); i++) {
		frame = recording_frame(teller->reader, i);
		if (frame->time_ns > end_ns)
			break;
		if (frame->quick)
			return true;
	}
	return false;
}

/* The next look answers it once more: with what was seen. */
static void answer_news(struct teller *teller)
{
	const struct sample *sample;

	ask_news(teller, answered(teller));
	demand_copy(&teller->early, &teller->demand);
	if (teller->bare || teller->told == TARGET_UNRECORDED)
		return;
	sample = replay_target(teller->replay, &teller->part);
	if (is_look(teller, sample))
		send(teller, sample, true);
}

static size_t past_of(const struct teller *teller, size_t nr)
{
	const struct recording_frame *frame;
	unsigned int lists = 0;
	uint64_t end_ns;

	if (!nr)
		return 0;
	end_ns = recording_frame(teller->reader, nr - 1)->time_ns;
	for (; nr && lists < PAST_LISTS; nr--) {
		frame = recording_frame(teller->reader, nr - 1);
		if (end_ns - frame->time_ns > PAST_NS)
			break;
		if (frame->sections & SECTION_LIST)
			lists++;
	}
	return nr;
}

bool teller_leaps(const struct teller *teller, size_t nr)
{
	return past_of(teller, nr) > recording_position(teller->reader);
}

/* What was known of it where telling begins, if it can count as known there. */
static void send_known(struct teller *teller)
{
	const struct sample *sample;
	uint64_t now = last_frame(teller)->time_ns;

	if (!target_of(teller).pid || !recording_position(teller->reader))
		return;
	note_list(teller, replay_whole(teller->replay));
	ask_bare(teller);
	sample = replay_target(teller->replay, &teller->part);
	if (!is_look(teller, sample) ||
	    (teller->listed && now - sample->target.time_ns > OLD_NS))
		return;
	demand_copy(&teller->look, &teller->part);
	note_look(teller, sample);
	send(teller, sample, true);
}

/* Of @sample only what is about the target. */
static void send_look(struct teller *teller, const struct sample *sample)
{
	struct sample look = *sample;

	look.sections = SECTION_TARGET;
	send(teller, &look, true);
}

static bool asks_elsewhere(const struct teller *teller)
{
	return demand_looks_elsewhere(&teller->demand.target,
				      answered(teller));
}

static bool is_other(const struct teller *teller)
{
	return !proc_id_equal(target_of(teller), teller->look.target.id);
}

/* What is asked for since a sample was told, unless that is soon answered. */
static void tell_news(struct teller *teller, size_t until)
{
	int i;

	for (i = 0; i < LOOKS_MAX; i++) {
		if (!asks_elsewhere(teller) || is_other(teller) ||
		    awaits_look(teller, until))
			return;
		answer_news(teller);
	}
}

/*
 * Another process is looked into, or in another way: as if it had been since a
 * while, so that its timeline has rows.
 */
static void catch_up(struct teller *teller)
{
	size_t nr = recording_position(teller->reader);
	const struct sample *sample;

	app_forget_target(teller->app);
	forget_target(teller);
	replay_seek(teller->replay, past_of(teller, nr));
	send_known(teller);
	while (recording_position(teller->reader) < nr) {
		sample = read_next(teller);
		if (!sample)
			break;
		if (is_look(teller, sample))
			send_look(teller, sample);
		settle(teller, false);
		tell_news(teller, nr);
	}
}

/* The process that is looked into may be another one since. */
static void follow(struct teller *teller, size_t until)
{
	if (is_other(teller)) {
		if (target_of(teller).pid)
			catch_up(teller);
		else
			forget_target(teller);
	}
	tell_news(teller, until);
}

static void mark_anew(struct teller *teller, uint64_t next_ns)
{
	if (!teller->mark_ns || next_ns <= teller->mark_ns)
		return;
	app_mark(teller->app, teller->mark_ns);
	app_demand(teller->app, &teller->demand);
	teller->mark_ns = 0;
}

bool teller_next(struct teller *teller, size_t until, bool past)
{
	size_t next = recording_position(teller->reader);
	const struct sample *sample;

	if (next < recording_nr(teller->reader))
		mark_anew(teller,
			  recording_frame(teller->reader, next)->time_ns);
	sample = read_next(teller);
	if (!sample)
		return false;
	send(teller, sample, past);
	settle(teller, false);
	follow(teller, until);
	return true;
}

static void lose_mark(struct teller *teller)
{
	teller->mark_lost = true;
	teller->mark_ns = 0;
}

void teller_begin_at(struct teller *teller, size_t nr)
{
	size_t from = past_of(teller, nr);
	uint64_t when_ns;

	teller->mark_ns = app_marked(teller->app, &when_ns) ? when_ns : 0;
	app_forget(teller->app);
	forget_target(teller);
	replay_seek(teller->replay, from);
	/* a mark from before that is lost */
	if (teller->mark_ns &&
	    recording_frame(teller->reader, from)->time_ns > teller->mark_ns)
		lose_mark(teller);
	if (!from)
		return;
	send(teller, replay_whole(teller->replay), true);
	send_known(teller);
}

void teller_end_at(struct teller *teller)
{
	if (teller->mark_ns)
		lose_mark(teller);
	if (teller->mark_lost)
		app_notice(teller->app, false,
			   "the mark is gone: it was set at another time");
	teller->mark_lost = false;
}

/* A timeline of another range, or with other cells, is of the past, too. */
static bool asks_for_history(const struct target_demand *now,
			     const struct target_demand *before)
{
	const struct demand_scan *scan = now->scans;
	size_t i;

	for (i = 0; i < now->nr_scans; i++, scan++)
		if (scan->use == SCAN_WHOLE && !scan->aside &&
		    !demand_asks_for(before, scan))
			return true;
	return false;
}

/*
 * A person who has pressed a key waits for nothing. What is compared with a mark
 * would lose it.
 */
void teller_heed(struct teller *teller)
{
	const struct target_demand *now = &teller->demand.target;

	app_demand(teller->app, &teller->demand);
	if (!is_other(teller) && now->id.pid && !now->mark &&
	    asks_for_history(now, answered(teller)))
		catch_up(teller);
	follow(teller, recording_position(teller->reader));
}
