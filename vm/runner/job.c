// SPDX-License-Identifier: GPL-2.0
/* The job that the guest gets, put together from the command line. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runner.h"

#define BEAT_MS		1000
#define ICOUNT_BEAT_MS	10000	/* an idle one's seconds pass in no time */

struct buffer {
	char data[sizeof(struct tam_job) + TAM_JOB_MAX];
	size_t len;
};

static void add(struct buffer *b, const void *what, size_t len)
{
	if (len > sizeof(b->data) - b->len)
		die(EXIT_BROKEN, "the command is longer than the %d KiB that a guest takes",
		    TAM_JOB_MAX / 1024);
	memcpy(b->data + b->len, what, len);
	b->len += len;
}

static void add_env(struct buffer *b, uint32_t *nr, const char *name,
		    const char *value)
{
	if (!value)
		return;
	add(b, name, strlen(name));
	add(b, "=", 1);
	add(b, value, strlen(value) + 1);
	++*nr;
}

/* The guest speaks UTF-8 unless the host was told to speak plain C. */
static const char *language(void)
{
	static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		const char *value = getenv(names[i]);

		if (value && *value)
			return strcmp(value, "C") && strcmp(value, "POSIX") ?
				"C.UTF-8" : "C";
	}
	return "C.UTF-8";
}

static uint32_t job_flags(const struct opts *o)
{
	return (o->tty ? TAM_JOB_TTY : 0) | (o->share ? TAM_JOB_SHARE : 0) |
	       (o->icount ? TAM_JOB_ALIGN : 0);
}

bool job_send(int fd, const struct opts *o, const struct terminfo *ti)
{
	static struct buffer b;
	struct tam_job job = { .flags = job_flags(o), .beat_ms = BEAT_MS };
	char **arg;

	if (o->icount)
		job.beat_ms = ICOUNT_BEAT_MS;
	b.len = sizeof(job);
	add(&b, o->name, strlen(o->name) + 1);
	for (arg = o->command; *arg; arg++, job.argc++)
		add(&b, *arg, strlen(*arg) + 1);
	add_env(&b, &job.envc, "TERM", getenv("TERM"));
	add_env(&b, &job.envc, "LANG", language());
	add_env(&b, &job.envc, "NO_COLOR", getenv("NO_COLOR"));
	add_env(&b, &job.envc, "TAM_START", o->tamtop ? "tamtop" : NULL);
	job.text_len = b.len - sizeof(job);
	job.terminfo_len = ti->len;
	add(&b, ti->data, ti->len);
	if (o->tty)
		tty_size(&job.rows, &job.cols);
	memcpy(b.data, &job, sizeof(job));
	return !frame_send(fd, TAM_JOB, b.data, b.len);
}
