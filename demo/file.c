// SPDX-License-Identifier: GPL-2.0
/* Small files of /proc and /sys: a number, a line, a field. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"

bool file_line(const char *path, char *buf, size_t len)
{
	FILE *in = fopen(path, "re");
	bool ok;

	if (!in)
		return false;
	ok = fgets(buf, (int)len, in);
	fclose(in);
	if (ok)
		buf[strcspn(buf, "\n")] = '\0';
	return ok;
}

static uint64_t number(const char *text, uint64_t missing)
{
	char *end;
	uint64_t value = strtoull(text, &end, 10);

	return end == text ? missing : value;
}

uint64_t file_number(const char *path, uint64_t missing)
{
	char line[64];

	return file_line(path, line, sizeof(line)) ? number(line, missing) :
						     missing;
}

uint64_t file_field(const char *path, const char *name, uint64_t missing)
{
	FILE *in = fopen(path, "re");
	size_t len = strlen(name);
	uint64_t value = missing;
	char line[256];

	if (!in)
		return missing;
	while (fgets(line, sizeof(line), in)) {
		if (strncmp(line, name, len) != 0 || !strchr(": ", line[len]))
			continue;
		value = number(line + len + 1, missing);
		break;
	}
	fclose(in);
	return value;
}

uint64_t file_meminfo(const char *name)
{
	return file_field("/proc/meminfo", name, 0) * 1024;
}

bool file_put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t done;
	int error;

	if (fd < 0)
		return false;
	done = write(fd, text, strlen(text));
	error = errno;
	close(fd);
	errno = error;
	return done == (ssize_t)strlen(text);
}
