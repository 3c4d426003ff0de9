// SPDX-License-Identifier: GPL-2.0
/*
 * The folder where running guests are found: a socket for each, of its name.
 * One that nobody listens on was left by a runner that was killed.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "runner.h"

#define MOST	99	/* guests of one name, by their numbers */

static char path[512];		/* of the folder */
static int dir = -1;
static char mine[64];		/* the name that this runner has claimed */

static bool is_ours(const struct stat *st)
{
	return S_ISDIR(st->st_mode) && st->st_uid == geteuid();
}

/* Someone else's XDG_RUNTIME_DIR, as su(1) leaves it, is none. */
static void choose_path(void)
{
	const char *xdg = getenv("XDG_RUNTIME_DIR");
	struct stat st;

	if (xdg && *xdg && strlen(xdg) < sizeof(path) - 8 && !stat(xdg, &st) &&
	    is_ours(&st))
		snprintf(path, sizeof(path), "%s/tamtop", xdg);
	else
		snprintf(path, sizeof(path), "/tmp/tamtop-%u",
			 (unsigned int)geteuid());
}

static bool open_dir(void)
{
	struct stat st;

	if (dir >= 0)
		return true;
	choose_path();
	if (mkdir(path, 0700) && errno != EEXIST)
		return false;
	dir = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (dir < 0)
		return false;
	if (!fstat(dir, &st) && is_ours(&st) && !(st.st_mode & 077))
		return true;
	close(dir);
	dir = -1;
	errno = EPERM;
	return false;
}

/* Through /proc, or long names of folders would not fit. */
static struct sockaddr_un address(const char *name)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };

	snprintf(a.sun_path, sizeof(a.sun_path), "/proc/self/fd/%d/%s", dir,
		 name);
	return a;
}

static int connect_to(const char *name, int flags)
{
	const struct sockaddr_un a = address(name);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | flags, 0), err;

	if (fd < 0 || !connect(fd, (const struct sockaddr *)&a, sizeof(a)))
		return fd;
	err = errno;
	close(fd);
	errno = err;
	return -1;
}

/* Is there a guest of that name? Takes away what is left of one. */
static bool runs(const char *name)
{
	int fd = connect_to(name, SOCK_NONBLOCK);

	if (fd >= 0) {
		close(fd);
		return true;
	}
	if (errno == ECONNREFUSED)
		unlinkat(dir, name, 0);
	/* Many may be waiting for it already. */
	return errno == EAGAIN;
}

static int listen_as(const char *name)
{
	const struct sockaddr_un a = address(name);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return -1;
	if (bind(fd, (const struct sockaddr *)&a, sizeof(a)) ||
	    listen(fd, TAM_ATTACH_MAX)) {
		close(fd);
		return -1;
	}
	snprintf(mine, sizeof(mine), "%s", name);
	return fd;
}

/* The first free one of "tamtop", "tamtop-2", "tamtop-3" and so on. */
static int listen_as_next(struct opts *o)
{
	static char name[64];
	int nr;

	snprintf(name, sizeof(name), "%s", o->name);
	for (nr = 2; nr <= MOST && runs(name); nr++)
		snprintf(name, sizeof(name), "%.32s-%d", o->name, nr);
	o->name = name;
	return listen_as(name);
}

int rundir_claim(struct opts *o)
{
	int fd = -1;

	if (!open_dir()) {
		/* Once is enough: vm/run asks beforehand, too. */
		if (o->check)
			return -1;
		say("vm/attach will not find this guest: cannot use %s: %s",
		    path, strerror(errno));
		return -1;
	}
	flock(dir, LOCK_EX);
	if (!o->named)
		fd = listen_as_next(o);
	else if (runs(o->name))
		die(EXIT_BROKEN, "a guest of the name %s is running: vm/attach --name %s opens a terminal in it",
		    o->name, o->name);
	else
		fd = listen_as(o->name);
	if (fd < 0)
		say("vm/attach will not find this guest: cannot listen in %s: %s",
		    path, strerror(errno));
	flock(dir, LOCK_UN);
	return fd;
}

void rundir_release(void)
{
	if (mine[0])
		unlinkat(dir, mine, 0);
	mine[0] = '\0';
}

int rundir_connect(const char *name)
{
	return open_dir() ? connect_to(name, 0) : -1;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(a, b);
}

size_t rundir_list(char (*names)[RUNDIR_NAME], size_t max)
{
	struct dirent *e;
	size_t n = 0;
	DIR *d;
	int fd;

	if (!open_dir())
		return 0;
	fd = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	d = fd < 0 ? NULL : fdopendir(fd);
	if (!d)
		return 0;
	flock(dir, LOCK_EX);
	while (n < max && (e = readdir(d)))
		if (e->d_name[0] != '.' && strlen(e->d_name) < RUNDIR_NAME &&
		    runs(e->d_name))
			snprintf(names[n++], RUNDIR_NAME, "%s", e->d_name);
	flock(dir, LOCK_UN);
	closedir(d);
	qsort(names, n, RUNDIR_NAME, by_name);
	return n;
}
