// SPDX-License-Identifier: GPL-2.0
/* Records samples to a file of its own, and copes with whatever becomes of it. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/recorder.h"
#include "base/alloc.h"
#include "base/base.h"

struct recording_header recorder_header(const char *source, const char *release,
					const struct clock *clock,
					const struct clock *wall)
{
	struct recording_header header = {
		.ticks = (uint32_t)sysconf(_SC_CLK_TCK),
		.time_ns = clock_now(clock),
		.wall_s = (int64_t)(clock_now(wall) / NSEC_PER_SEC),
		.pid = getpid(),
	};

	snprintf(header.source, sizeof(header.source), "%s", source);
	snprintf(header.release, sizeof(header.release), "%s", release);
	return header;
}

const char *recorder_why(int error)
{
	switch (error) {
	case ENOSPC:
		return "no space";
	case EDQUOT:
		return "the quota is used up";
	case EFBIG:
		return "it is too large";
	case EPIPE:
		return "nobody reads it any more";
	case ENXIO:
		return "nobody reads it";
	case EAGAIN:
		return "its reader is too slow";
	case E2BIG:
		return "there is too much to be told";
	default:
		return strerror(error);
	}
}

/* Somebody waits behind it, or it takes all: a disk would be destroyed. */
static const char *refuse_kind(mode_t mode, int fd)
{
	if (S_ISREG(mode) || S_ISLNK(mode))
		return "exists: give the name of a new file";
	if (S_ISDIR(mode))
		return "is a directory: give the name of a new file";
	if (!S_ISFIFO(mode) && !S_ISCHR(mode))
		return "is no file: give the name of a new one";
	if (fd >= 0 && isatty(fd))
		return "is a terminal: give the name of a new file";
	return NULL;
}

/* As other programs have it for standard output, which is no file of ours. */
static bool is_dash(const char *path)
{
	return !strcmp(path, "-");
}

/* What is there under the name; of a link, what it leads to. */
static const char *refuse_path(const char *path)
{
	struct stat st;

	/* a link that leads nowhere is a name that is taken, too */
	if (stat(path, &st) && lstat(path, &st))
		return NULL;
	return refuse_kind(st.st_mode, -1);
}

static const char *refuse_open(int fd)
{
	struct stat st;

	return fstat(fd, &st) ? NULL : refuse_kind(st.st_mode, fd);
}

/*
 * What was there. A reader who is slow must not stop the program for ever, so
 * writes don't wait; but who gives a FIFO before anything is shown may wait for
 * its reader, as shells do.
 */
static int open_there(const char *path, bool wait)
{
	int fd = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC |
		      (wait ? 0 : O_NONBLOCK));

	if (fd >= 0)
		fcntl(fd, F_SETFL, O_NONBLOCK);
	return fd;
}

/* The reason is the news: of a path that is too long the end is told. */
static const char *told_path(const char *path)
{
	static const size_t room = RECORDER_WHY - 128;
	size_t len = strlen(path);

	if (len <= room)
		return path;
	path += len - room;
	/* not from within a character on */
	while ((*path & 0xc0) == 0x80)
		path++;
	return path;
}

static void say_refused(const char *path, const char *refused,
			char why[RECORDER_WHY])
{
	snprintf(why, RECORDER_WHY, "%s %s", told_path(path), refused);
}

static void say_failed(const char *path, int error, char why[RECORDER_WHY])
{
	snprintf(why, RECORDER_WHY, "cannot write %s: %s", told_path(path),
		 recorder_why(error));
}

/* -1: @why says why not. */
static int open_path(const char *path, bool wait, bool *made,
		     char why[RECORDER_WHY])
{
	const char *refused;
	int fd;

	if (is_dash(path)) {
		say_refused(path, "is no file: give the name of a new one",
			    why);
		return -1;
	}
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
		  0600);
	*made = fd >= 0;
	if (*made)
		return fd;
	refused = errno == EEXIST ? refuse_path(path) : NULL;
	if (!refused && errno == EEXIST)
		fd = open_there(path, wait);
	if (fd >= 0)
		refused = refuse_open(fd);
	if (fd >= 0 && !refused)
		return fd;
	if (refused)
		say_refused(path, refused, why);
	else
		say_failed(path, errno, why);
	if (fd >= 0)
		close(fd);
	return -1;
}

static void begin(struct recorder *recorder, const char *path,
		  const struct recording_header *header)
{
	free(recorder->path);
	recorder->path = xstrdup(path);
	recorder->left_out = false;
	recorder->began_ns = header->time_ns;
	recorder->error = 0;
	recorder->removed = false;
	recorder->bytes = recording_written(recorder->writer);
}

bool recorder_start(struct recorder *recorder, const char *path,
		    const struct recording_header *header, bool wait,
		    char why[RECORDER_WHY])
{
	int fd = open_path(path, wait, &recorder->made, why);

	if (fd < 0)
		return false;
	recorder->fd = fd;
	recorder->writer = recording_writer_new(fd, header);
	if (recorder->writer) {
		begin(recorder, path, header);
		return true;
	}
	say_failed(path, errno, why);
	close(fd);
	/* it has not even its beginning */
	if (recorder->made)
		unlink(path);
	return false;
}

/* Of a sample that found no room the file has a part: it ends before that. */
static void cut_off(const struct recorder *recorder)
{
	off_t whole = (off_t)recording_written(recorder->writer);

	/* as it stands, it plays up to there, too */
	if (recorder->made && ftruncate(recorder->fd, whole))
		return;
}

/* The first one is told at the end, whatever was recorded after that. */
static void note_failed(struct recorder *recorder)
{
	int len = 0;

	if (recorder->failed)
		return;
	if (recorder->error)
		len = asprintf(&recorder->failed,
			       "cannot write %s: %s; the recording ends there",
			       recorder->path, recorder_why(recorder->error));
	else if (recorder->removed)
		len = asprintf(&recorder->failed, "%s was removed meanwhile",
			       recorder->path);
	if (len < 0)
		die(ST_NO_MEMORY, "out of memory");
}

static bool has_no_name(int fd)
{
	struct stat st;

	return !fstat(fd, &st) && !st.st_nlink;
}

static void close_file(struct recorder *recorder)
{
	recorder->removed = recorder->made && has_no_name(recorder->fd);
	if (recording_close(recorder->writer) != ST_OK && !recorder->error)
		recorder->error = errno;
	recorder->writer = NULL;
	note_failed(recorder);
}

enum recorder_news recorder_take(struct recorder *recorder,
				 const struct sample *sample, uint64_t now_ns)
{
	bool first;

	if (!recorder->writer)
		return RECORDER_NONE;
	if (recording_write(recorder->writer, sample, now_ns) == ST_OK) {
		recorder->bytes = recording_written(recorder->writer);
		return RECORDER_NONE;
	}
	if (errno == EINVAL) {
		first = !recorder->left_out;
		recorder->left_out = true;
		return first ? RECORDER_LEFT_OUT : RECORDER_NONE;
	}
	recorder->error = errno;
	cut_off(recorder);
	close_file(recorder);
	return RECORDER_STOPPED;
}

bool recorder_stop(struct recorder *recorder)
{
	if (!recorder->writer)
		return true;
	close_file(recorder);
	return !recorder->error && !recorder->removed;
}

void recorder_release(struct recorder *recorder)
{
	recorder_stop(recorder);
	free(recorder->path);
	free(recorder->failed);
	recorder->path = NULL;
	recorder->failed = NULL;
}
