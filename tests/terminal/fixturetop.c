// SPDX-License-Identifier: GPL-2.0
/*
 * tamtop with the fixture for a source, so that its terminal and its loop can
 * be tried on any kernel. It takes the options of the terminal, and one that
 * says what becomes of whoever looks into a process.
 */
#include <alloca.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/loop.h"
#include "base/alloc.h"
#include "base/status.h"
#include "fixture.h"
#include "fixture_target.h"

struct fixture_source {
	struct source source;
	const atomic_bool *stop;
	struct fixture_target target;
	uint64_t began_ns;
};

/* What the command line says; sources are opened without a word. */
static struct {
	/* sleep forever, as on an mmap lock that is never released */
	bool stuck;

	/*
	 * a look at all of a target takes longer than the shortest delay, if
	 * it isn't stopped, and says that it took half an hour
	 */
	bool costly;

	bool no_memory;		/* there is none left for it */
	bool crash;		/* in the thread that looks */
	bool overflow;		/* of its stack */
} fate;

static void be_costly(const struct fixture_source *self,
		      const struct demand *demand, struct sample *sample)
{
	const struct timespec wait = { .tv_nsec = NSEC_PER_MSEC };
	int ms;

	if (!demand->target.mappings)
		return;
	for (ms = 0; ms < 300 && !atomic_load(self->stop); ms++)
		nanosleep(&wait, NULL);
	sample->target.cost_ns = 1800 * NSEC_PER_SEC;
}

/* As of calls without an end: page by page, so that none is skipped. */
static void use_up_stack(void)
{
	volatile char *page;

	for (;;) {
		page = alloca(4096);
		*page = 0;
	}
}

static void look_in(struct fixture_source *self, const struct demand *demand,
		    struct sample *sample, unsigned int second)
{
	while (fate.stuck)
		pause();
	if (fate.crash)
		raise(SIGSEGV);
	if (fate.overflow)
		use_up_stack();
	if (fate.no_memory)
		die(ST_NO_MEMORY, "out of memory");
	fixture_target_answer(&self->target, sample, demand, second,
			      clock_now(&clock_monotonic));
	if (fate.costly)
		be_costly(self, demand, sample);
}

/* Each lane has a source of its own, and all must tell of one second. */
static unsigned int second_of(const struct fixture_source *self)
{
	uint64_t ns = clock_now(&clock_monotonic) - self->began_ns;

	return (unsigned int)(ns / NSEC_PER_SEC);
}

static enum status fixture_probe(void)
{
	return ST_OK;
}

static struct source *fixture_open(const atomic_bool *stop);

static enum status fixture_answer(struct source *source,
				  const struct demand *demand,
				  struct sample *sample)
{
	struct fixture_source *self = (struct fixture_source *)source;
	unsigned int second = second_of(self);

	if (demand->list)
		fixture_sample(sample, second);
	if (demand->nr_texts)
		fixture_texts(sample, demand);
	if (demand->nr_psses || demand->nr_pss_turns)
		fixture_pss(sample, demand, second);
	if (demand->nr_pages)
		fixture_pages(sample, demand, second);
	if (demand->target.id.pid)
		look_in(self, demand, sample, second);
	return ST_OK;
}

static void fixture_close(struct source *source)
{
	free(source);
}

static const struct source_ops fixture_ops = {
	.name = "syscall",
	.probe = fixture_probe,
	.open = fixture_open,
	.sample = fixture_answer,
	.close = fixture_close,
};

static struct source *fixture_open(const atomic_bool *stop)
{
	struct fixture_source *self = xcalloc(1, sizeof(*self));

	self->stop = stop;
	self->source.ops = &fixture_ops;
	self->began_ns = clock_now(&clock_monotonic);
	return &self->source;
}

int main(int argc, char **argv)
{
	struct terminal_options options = { 0 };
	struct fixture_app fixture;
	int code;

	setlocale(LC_CTYPE, "");
	for (; argc > 1; argc--) {
		options.ascii |= !strcmp(argv[argc - 1], "--ascii");
		options.no_color |= !strcmp(argv[argc - 1], "--no-color");
		options.no_mouse |= !strcmp(argv[argc - 1], "--no-mouse");
		if (!strncmp(argv[argc - 1], "--scheme=", 9))
			options.scheme = scheme_by_name(argv[argc - 1] + 9);
		fate.stuck |= !strcmp(argv[argc - 1], "--stuck");
		fate.costly |= !strcmp(argv[argc - 1], "--costly");
		fate.no_memory |= !strcmp(argv[argc - 1], "--no-memory");
		fate.crash |= !strcmp(argv[argc - 1], "--crash");
		fate.overflow |= !strcmp(argv[argc - 1], "--overflow");
	}
	fixture_app_init(&fixture);
	fixture.config.clock = &clock_monotonic;
	fixture_app_start(&fixture, 40, 10);
	code = loop_run(fixture.app, &(struct loop_source){ .ops = &fixture_ops }, &options);
	fixture_app_stop(&fixture);
	return code;
}
