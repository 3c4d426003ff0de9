// SPDX-License-Identifier: GPL-2.0
/* Samples of a live source: its lanes, and the schedule that asks them. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "app/live.h"
#include "base/alloc.h"
#include "base/status.h"
#include "source/worker.h"

struct live {
	struct feed feed;
	struct app *app;
	const struct clock *clock;
	const char *source;
	bool once;
	struct schedule *schedule;
	struct worker *lanes[NR_LANES];
	bool busy[NR_LANES];		/* asked, and the answer not taken */
	struct demand demand;		/* of the app, by now */
};

static struct live *live_of(struct feed *feed)
{
	return (struct live *)feed;
}

static const struct live *live_of_const(const struct feed *feed)
{
	return (const struct live *)feed;
}

static struct pace current_pace(const struct live *live)
{
	return (struct pace){
		.running = app_running(live->app),
		.delay_ns = app_delay_ns(live->app),
		.quick_ns = app_quick_ns(live->app),
	};
}

static void send_ticks(struct live *live, unsigned int due)
{
	struct event second = { .type = EVENT_SECOND };
	struct event tick = { .type = EVENT_TICK };

	if (due & DUE_SECOND)
		app_event(live->app, &second);
	if (due & DUE_SAMPLE)
		app_event(live->app, &tick);
}

static void live_turn(struct feed *feed)
{
	struct live *live = live_of(feed);
	struct pace pace = current_pace(live);

	send_ticks(live, schedule_tick(live->schedule, clock_now(live->clock),
				       &pace));
	if (app_take_sample_request(live->app))
		schedule_want_list(live->schedule);
	if (!schedule_has_due(live->schedule))
		return;
	app_demand(live->app, &live->demand);
	schedule_send(live->schedule, &live->demand);
}

/* A key may bring rows on screen whose texts are not known yet. */
static void live_heed_keys(struct feed *feed)
{
	struct live *live = live_of(feed);

	app_demand(live->app, &live->demand);
	schedule_keys(live->schedule, &live->demand);
}

static uint64_t live_wait(const struct feed *feed)
{
	const struct live *live = live_of_const(feed);
	struct pace pace = current_pace(live);

	return schedule_wait(live->schedule, clock_now(live->clock), &pace);
}

static size_t live_fds(const struct feed *feed,
		       struct pollfd fds[FEED_FDS_MAX])
{
	const struct live *live = live_of_const(feed);
	int lane;

	for (lane = 0; lane < NR_LANES; lane++)
		fds[lane] = (struct pollfd){
			.fd = worker_fd(live->lanes[lane]), .events = POLLIN,
		};
	return NR_LANES;
}

/* A lane's source died: that is the end, which only this thread makes. */
static void end_if_failed(struct worker *lane)
{
	enum status st;
	const char *why = worker_failed(lane, &st);

	if (why)
		die(st, "%s", why);
}

static void end_if_once(const struct live *live, const struct event *event)
{
	if (live->once && event->sample.st != ST_OK)
		die(event->sample.st, "sample from %s: %s", live->source,
		    strerror(event->sample.error));
}

static void take_sample(struct live *live, enum lane lane)
{
	struct event event = { .type = EVENT_SAMPLE };
	const struct sample *sample;

	sample = worker_take(live->lanes[lane], &event.sample.st,
			     &event.sample.error);
	if (!sample) {
		end_if_failed(live->lanes[lane]);
		return;
	}
	live->busy[lane] = false;
	end_if_once(live, &event);
	event.sample.sample = sample;
	app_event(live->app, &event);
	/* by counts of blocks alone nothing more is asked for */
	if (sample->sections == SECTION_PAGES)
		return;
	app_demand(live->app, &live->demand);
	schedule_sample(live->schedule, clock_now(live->clock), lane, sample,
			&live->demand);
}

static void live_take(struct feed *feed, const struct pollfd *fds)
{
	int lane;

	for (lane = 0; lane < NR_LANES; lane++)
		if (fds[lane].revents)
			take_sample(live_of(feed), (enum lane)lane);
}

static bool live_settled(const struct feed *feed)
{
	const struct live *live = live_of_const(feed);
	int lane;

	for (lane = 0; lane < NR_LANES; lane++)
		if (live->busy[lane] && lane != LANE_LIST)
			return false;
	return !schedule_has_due(live->schedule);
}

static void live_close(struct feed *feed)
{
	struct live *live = live_of(feed);
	int lane;

	for (lane = 0; lane < NR_LANES; lane++)
		worker_stop(live->lanes[lane]);
	schedule_free(live->schedule);
	demand_release(&live->demand);
	free(live);
}

static const struct feed_ops live_ops = {
	.turn = live_turn,
	.heed_keys = live_heed_keys,
	.wait = live_wait,
	.fds = live_fds,
	.take = live_take,
	.settled = live_settled,
	.close = live_close,
};

static bool request_lane(void *ctx, enum lane lane, const struct demand *demand)
{
	struct live *live = ctx;
	bool taken = worker_request(live->lanes[lane], demand);

	live->busy[lane] |= taken;
	return taken;
}

static void interrupt_lane(void *ctx, enum lane lane)
{
	struct live *live = ctx;

	worker_interrupt(live->lanes[lane]);
}

static const struct lane_ops lane_ops = {
	.request = request_lane,
	.interrupt = interrupt_lane,
};

static bool start_lanes(struct live *live, const struct source_ops *ops)
{
	int lane;

	for (lane = 0; lane < NR_LANES; lane++) {
		live->lanes[lane] = worker_start(ops);
		if (!live->lanes[lane])
			return false;
	}
	return true;
}

struct feed *live_new(struct app *app, const struct source_ops *ops, bool once)
{
	struct live *live = xcalloc(1, sizeof(*live));
	int error;

	live->feed.ops = &live_ops;
	live->app = app;
	live->clock = app_clock(app);
	live->source = ops->name;
	live->once = once;
	if (start_lanes(live, ops)) {
		live->schedule = schedule_new(&lane_ops, live);
		return &live->feed;
	}
	error = errno;
	live_close(&live->feed);
	errno = error;
	return NULL;
}
