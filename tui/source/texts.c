// SPDX-License-Identifier: GPL-2.0
/* Command lines and cgroups, of the process that is meant, and names of users. */
#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "common/clock.h"
#include "source/cgroup.h"
#include "source/procid.h"
#include "source/procfs.h"
#include "source/procstat.h"
#include "source/texts.h"

/* An entry of the passwd file takes more than this only in error. */
#define USER_MAX (1 << 20)

/* Ends a command line of which there is more. */
#define CUT "..."

struct reading {
	const struct demand *demand;
	const atomic_bool *stop;
	struct sample *sample;
	struct procfs_text buf;
	size_t bytes;			/* of command lines, so far */
	uint64_t names_end_ns;		/* 0: no name was looked up yet */
};

static struct sample_text *add_text(struct sample *sample,
				    const struct sample_text *want, char *text)
{
	struct sample_text *answer = sample_add_text(sample);

	*answer = *want;
	answer->text = text;
	return answer;
}

/* The arguments end with NULs: blanks between them, none at the end. */
static char *join_arguments(char *buf, size_t len, bool cut)
{
	size_t i;

	while (!cut && len && (buf[len - 1] == '\0' || buf[len - 1] == ' '))
		len--;
	if (!len)
		return NULL;
	for (i = 0; i < len; i++)
		if (buf[i] == '\0')
			buf[i] = ' ';
	if (cut && len > strlen(CUT))
		memcpy(buf + len - strlen(CUT), CUT, strlen(CUT));
	buf[len] = '\0';
	return xstrdup(buf);
}

/* What a process tells of itself may be any part of its memory: a bound. */
static size_t command_max(const struct reading *reading)
{
	size_t max = reading->demand->command_max;

	if (max < COMMAND_SHORT || reading->bytes > COMMANDS_MAX)
		return COMMAND_SHORT;
	return max;
}

/* @dir: the folder of the process, or of a thread of it. */
static int read_arguments(struct reading *reading, int dir)
{
	int fd = openat(dir, "cmdline", O_RDONLY | O_CLOEXEC);
	int error;

	if (fd < 0)
		return errno;
	error = procfs_read_fd(fd, command_max(reading) + 1, &reading->buf);
	close(fd);
	return error;
}

/* The first thread has none any more once it has ended. */
static int read_of_thread(struct reading *reading, int dir, pid_t pid)
{
	char path[32];
	pid_t thread;
	int error = procfs_thread(dir, pid, &thread);
	int task;

	if (error || !thread)
		return error;
	snprintf(path, sizeof(path), "task/%d", (int)thread);
	task = openat(dir, path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (task < 0)
		return errno;
	error = read_arguments(reading, task);
	close(task);
	return error;
}

static int read_in(struct reading *reading, int dir,
		   const struct sample_text *want, const struct procstat *stat)
{
	if (stat->state == 'Z' && stat->nr_threads > 1)
		return read_of_thread(reading, dir, want->id.pid);
	return read_arguments(reading, dir);
}

/* How long the argument at @at is, as far as it was read. */
static size_t argument_length(const struct procfs_text *buf, size_t at)
{
	return at < buf->len ? strnlen(buf->text + at, buf->len - at) : 0;
}

/* What @read says of the folder of the process that is wanted, or an errno. */
static int read_of(struct reading *reading, const struct sample_text *want,
		   int (*read)(struct reading *reading, int dir,
			       const struct sample_text *want,
			       const struct procstat *stat))
{
	struct procstat stat;
	int dir = procid_open(want->id, &reading->buf, &stat);
	int error;

	if (dir < 0)
		return -dir;
	error = read(reading, dir, want, &stat);
	close(dir);
	return error;
}

/* What says nothing of the process is to be asked for again. */
static bool was_left_out(struct reading *reading, int error)
{
	if (!error || procfs_error(error) != PROCFS_FAILED)
		return false;
	reading->sample->texts_error = error;
	return true;
}

static void read_command(struct reading *reading,
			 const struct sample_text *want)
{
	struct procfs_text *buf = &reading->buf;
	size_t max = command_max(reading);
	struct sample_text *answer;
	char *text = NULL;
	size_t first = 0, second = 0;
	int error = read_of(reading, want, read_in);

	if (was_left_out(reading, error))
		return;
	if (!error && buf->len) {
		first = argument_length(buf, 0);
		second = argument_length(buf, first + 1);
		text = join_arguments(buf->text, buf->len > max ? max : buf->len,
				      buf->len > max);
	}
	reading->bytes += text ? strlen(text) : 0;
	answer = add_text(reading->sample, want, text);
	answer->first = first;
	answer->second = second;
}

static int read_cgroup_in(struct reading *reading, int dir,
			  const struct sample_text *want,
			  const struct procstat *stat)
{
	(void)want;
	(void)stat;
	return procfs_read(dir, "cgroup", &reading->buf);
}

/* There is none of who has ended, nor in a kernel without them. */
static void read_cgroup(struct reading *reading, const struct sample_text *want)
{
	int error = read_of(reading, want, read_cgroup_in);

	if (was_left_out(reading, error))
		return;
	add_text(reading->sample, want,
		 error ? NULL : cgroup_path(reading->buf.text));
}

/* An entry may be of any length; 0 with *name NULL: there is none. */
static int look_up(uid_t uid, char **name)
{
	struct passwd entry, *found = NULL;
	size_t size = 4096;
	char *buf = NULL;
	int error;

	do {
		buf = xreallocarray(buf, size, 1);
		error = getpwuid_r(uid, &entry, buf, size, &found);
		size *= 2;
	} while (error == EINTR || (error == ERANGE && size <= USER_MAX));
	*name = found && *entry.pw_name ? xstrdup(entry.pw_name) : NULL;
	free(buf);
	return error;
}

/* getpwuid_r(3) has many ways to say that there is no such user. */
static bool is_no_answer(int error)
{
	return error && error != ENOENT && error != ESRCH && error != EBADF &&
	       error != EPERM;
}

static bool has_time(struct reading *reading)
{
	uint64_t now = clock_now(&clock_monotonic);

	if (!reading->names_end_ns)
		reading->names_end_ns = now + reading->demand->names_ns;
	return !reading->demand->names_ns || now <= reading->names_end_ns;
}

static void read_user(struct reading *reading, const struct sample_text *want)
{
	struct sample_text answer = *want;
	char *name;

	if (!has_time(reading))
		return;
	answer.failed = is_no_answer(look_up(want->uid, &name));
	add_text(reading->sample, &answer, name);
}

static void read_text(struct reading *reading, const struct sample_text *want)
{
	switch (want->kind) {
	case TEXT_COMMAND:
		read_command(reading, want);
		break;
	case TEXT_USER:
		read_user(reading, want);
		break;
	case TEXT_CGROUP:
		read_cgroup(reading, want);
		break;
	}
}

void texts_read(const struct demand *demand, const atomic_bool *stop,
		struct sample *sample)
{
	struct reading reading = {
		.demand = demand, .stop = stop, .sample = sample,
	};
	size_t i;

	for (i = 0; i < demand->nr_texts && !atomic_load(stop); i++)
		read_text(&reading, &demand->texts[i]);
	procfs_release(&reading.buf);
	sample->sections |= SECTION_TEXTS;
}
