// SPDX-License-Identifier: GPL-2.0
/* A file in the place of another one: its readers never see a part of it. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/newfile.h"
#include "app/replace_file.h"
#include "app/unattended.h"
#include "base/alloc.h"

/* A link would be replaced, not what it leads to; a device would be gone. */
static const char *why_not(const char *path)
{
	size_t len = strlen(path);
	struct stat st;

	if (!len || path[len - 1] == '/')
		return "give the name of a file";
	if (lstat(path, &st))
		return errno == ENOENT ? NULL : strerror(errno);
	if (S_ISDIR(st.st_mode))
		return "it is a directory";
	if (S_ISLNK(st.st_mode))
		return "it is a link";
	return S_ISREG(st.st_mode) ? NULL : "not a regular file";
}

static mode_t mode_for_all(void)
{
	mode_t mask = umask(0);

	umask(mask);
	return 0644 & ~mask;
}

/* To the disk, for a power cut must not leave an empty file behind. */
static bool fill(int fd, const char *text, size_t len)
{
	bool done = newfile_write_all(fd, text, len) &&
		    !fchmod(fd, mode_for_all()) && !fsync(fd);
	int error = errno;

	if (close(fd) && done)
		return false;
	errno = error;
	return done;
}

/*
 * It doesn't end like @path: who reads all files that do passes it over. Nobody
 * would remove it if a signal ended the program while it is there.
 */
static bool replace(const char *path, const char *text, size_t len)
{
	size_t size = strlen(path) + sizeof(".XXXXXX");
	char *name = xcalloc(size, 1);
	bool done = false;
	sigset_t before;
	int fd, error;

	snprintf(name, size, "%s.XXXXXX", path);
	unattended_hold(&before);
	fd = mkostemp(name, 0);
	if (fd >= 0)
		done = fill(fd, text, len) && !rename(name, path);
	error = errno;
	if (fd >= 0 && !done)
		unlink(name);
	unattended_release(&before);
	free(name);
	errno = error;
	return done;
}

bool replace_file(const char *path, const char *text, size_t len,
		  char why[REPLACE_WHY])
{
	const char *reason = why_not(path);

	if (!reason && !replace(path, text, len))
		reason = strerror(errno);
	if (reason)
		snprintf(why, REPLACE_WHY, "%s", reason);
	return !reason;
}
