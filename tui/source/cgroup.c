// SPDX-License-Identifier: GPL-2.0
/* Which of the control groups of a process tells best where it belongs. */
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/alloc.h"
#include "source/cgroup.h"

/* A line, "4:cpu,memory:/user.slice"; of v2 it is "0::/user.slice". */
struct line {
	const char *controllers, *path;
	size_t controllers_len, path_len;
};

/* Is there a line at @text? */
static bool read_line(const char *text, struct line *line)
{
	const char *end = text + strcspn(text, "\n");
	const char *first = memchr(text, ':', (size_t)(end - text));
	const char *second;

	if (!first)
		return false;
	second = memchr(first + 1, ':', (size_t)(end - first - 1));
	if (!second || second[1] != '/')
		return false;
	*line = (struct line){
		.controllers = first + 1, .path = second + 1,
		.controllers_len = (size_t)(second - first - 1),
		.path_len = (size_t)(end - second - 1),
	};
	return true;
}

/* Is @word one of those between the commas? */
static bool has_controller(const struct line *line, const char *word)
{
	const char *at = line->controllers;
	const char *end = at + line->controllers_len;
	size_t len;

	while (at < end) {
		len = strcspn(at, ",:");
		if (len == strlen(word) && !memcmp(at, word, len))
			return true;
		at += len + 1;
	}
	return false;
}

/* How much @line tells: the root is where all are. */
static int worth(const struct line *line)
{
	if (line->path_len == 1)
		return 1;
	if (!line->controllers_len)
		return 5;
	if (has_controller(line, "memory"))
		return 4;
	return has_controller(line, "name=systemd") ? 3 : 2;
}

char *cgroup_path(const char *text)
{
	struct line line, best = { 0 };
	int most = 0;
	char *path;

	for (; *text; text += strcspn(text, "\n"), text += *text == '\n') {
		if (!read_line(text, &line) || worth(&line) <= most)
			continue;
		best = line;
		most = worth(&line);
	}
	if (!most)
		return NULL;
	path = xcalloc(best.path_len + 1, 1);
	memcpy(path, best.path, best.path_len);
	return path;
}
