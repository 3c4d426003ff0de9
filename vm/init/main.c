// SPDX-License-Identifier: GPL-2.0
/* init of the guest: sets it up, runs the runner's job, powers off. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <time.h>

#include "../frame.h"
#include "die.h"
#include "job.h"
#include "session.h"
#include "setup.h"

#define ALIGN_S		20	/* idle seconds, which pass in no time */

static void job_receive(struct session *s, struct job *job)
{
	struct tam_frame hdr;
	struct pollfd p = { .fd = s->ctl, .events = POLLIN };
	void *payload;

	while (!frame_next(&s->frames, &hdr, &payload)) {
		poll(&p, 1, -1);
		if (frame_fill(&s->frames, s->ctl) < 0 && errno != EAGAIN)
			init_die(errno, "the control port failed");
	}
	if (hdr.type != TAM_JOB)
		init_die(0, "the first frame is of type %d, not a job",
			 hdr.type);
	if (!job_parse(job, payload, hdr.len))
		init_die(0, "the job makes no sense");
}

/*
 * When the job came was up to the host. Starting at a time that is far enough
 * away to be the same every time, the job and the kernel's ticks meet in the
 * same places.
 */
static void align(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	ts.tv_sec += ALIGN_S - ts.tv_sec % ALIGN_S;
	ts.tv_nsec = 0;
	clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts, NULL);
}

int main(void)
{
	const struct tam_hello hello = { .proto = TAM_PROTO };
	static struct session s;
	struct job job;

	signal(SIGPIPE, SIG_IGN);
	setup_early();
	s.ctl = port_open(TAM_PORT_CTL);
	s.io = port_open(TAM_PORT_IO);
	s.err = port_open(TAM_PORT_ERR);
	s.attach.port = port_open(TAM_PORT_ATTACH);
	if (frame_send(s.ctl, TAM_HELLO, &hello, sizeof(hello)))
		init_die(errno, "cannot say hello");
	job_receive(&s, &job);
	setup_job(&job);
	if (job.flags & TAM_JOB_ALIGN)
		align();
	session_run(&s, &job);
	init_reset();
}
