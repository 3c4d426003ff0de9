// SPDX-License-Identifier: GPL-2.0
/* Files of names that were free: whole, or not at all. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "app/newfile.h"

#define NUMBER_MAX 9999

/* A link that leads nowhere is a name that is taken, too. */
static int open_new(const char *stem, const char *suffix,
		    char name[NEWFILE_NAME_MAX])
{
	int fd = -1, number;

	for (number = 1; number <= NUMBER_MAX; number++) {
		snprintf(name, NEWFILE_NAME_MAX, "%s-%d%s", stem, number,
			 suffix);
		fd = open(name,
			  O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
			  0600);
		if (fd >= 0 || errno != EEXIST)
			break;
	}
	return fd;
}

bool newfile_write_all(int fd, const char *text, size_t len)
{
	ssize_t done;

	while (len) {
		done = write(fd, text, len);
		if (done < 0 && errno != EINTR)
			return false;
		if (done <= 0)
			continue;
		text += done;
		len -= (size_t)done;
	}
	return true;
}

bool newfile_write(const char *stem, const char *suffix, const char *text,
		   size_t len, char name[NEWFILE_NAME_MAX])
{
	int fd = open_new(stem, suffix, name);
	bool written;
	int error;

	if (fd < 0)
		return false;
	written = newfile_write_all(fd, text, len);
	error = errno;
	/* some file systems tell only here that there is no room */
	if (close(fd) && written) {
		written = false;
		error = errno;
	}
	if (!written)
		unlink(name);
	errno = error;
	return written;
}
