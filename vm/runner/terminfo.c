// SPDX-License-Identifier: GPL-2.0
/* The terminfo entry of the host's terminal, for programs in the guest. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runner.h"

static bool load(struct terminfo *ti, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return false;
	n = read(fd, ti->data, sizeof(ti->data));
	close(fd);
	ti->len = n > 0 ? n : 0;
	return n > 0;
}

/* Entries lie in a folder of their first character, or of its code. */
static bool load_from(struct terminfo *ti, const char *dir, size_t dir_len,
		      const char *term)
{
	char path[4096];

	if (!dir_len)
		return false;
	snprintf(path, sizeof(path), "%.*s/%c/%s", (int)dir_len, dir, term[0],
		 term);
	if (load(ti, path))
		return true;
	snprintf(path, sizeof(path), "%.*s/%x/%s", (int)dir_len, dir,
		 (unsigned char)term[0], term);
	return load(ti, path);
}

static bool load_from_list(struct terminfo *ti, const char *list,
			   const char *term)
{
	while (list && *list) {
		size_t len = strcspn(list, ":");

		if (load_from(ti, list, len, term))
			return true;
		list += len + (list[len] == ':');
	}
	return false;
}

static bool load_from_home(struct terminfo *ti, const char *term)
{
	const char *home = getenv("HOME");
	char dir[4000];

	if (!home)
		return false;
	snprintf(dir, sizeof(dir), "%s/.terminfo", home);
	return load_from(ti, dir, strlen(dir), term);
}

static bool terminfo_find(struct terminfo *ti, const char *term)
{
	const char *dir = getenv("TERMINFO");

	ti->len = 0;
	if (strchr(term, '/') || term[0] == '.' || strlen(term) > 128)
		return false;
	return (dir && load_from(ti, dir, strlen(dir), term)) ||
	       load_from_home(ti, term) ||
	       load_from_list(ti, getenv("TERMINFO_DIRS"), term) ||
	       load_from_list(ti, "/etc/terminfo:/lib/terminfo:"
			      "/usr/share/terminfo:/usr/lib/terminfo", term);
}

void terminfo_need(struct terminfo *ti)
{
	const char *term = getenv("TERM");

	if (!term || !*term)
		die(EXIT_BROKEN, "TERM is not set, so programs in the guest cannot draw; set it to your terminal's type, as in TERM=xterm-256color");
	if (!terminfo_find(ti, term))
		die(EXIT_BROKEN, "the terminal type TERM=%.60s is not known here; install its terminfo entry (package ncurses-term) or set TERM=xterm-256color",
		    term);
}
