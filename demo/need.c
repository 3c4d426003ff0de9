// SPDX-License-Identifier: GPL-2.0
/* What the machine must have for some scenarios. */
#include <err.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "need.h"

#define THP "/sys/kernel/mm/transparent_hugepage/"

static bool read_line(const char *path, char *buf, int len)
{
	FILE *in = fopen(path, "re");
	bool ok;

	if (!in)
		return false;
	ok = fgets(buf, len, in);
	fclose(in);
	return ok;
}

bool need_huge(void)
{
	char mode[64];

	/* a size may have a switch of its own, which may hand on */
	if (read_line(THP "hugepages-2048kB/enabled", mode, sizeof(mode)) &&
	    !strstr(mode, "[inherit]")) {
		if (!strstr(mode, "[never]"))
			return true;
		warnx("huge pages of 2M are switched off; as root: echo inherit >" THP "hugepages-2048kB/enabled");
		return false;
	}
	if (!read_line(THP "enabled", mode, sizeof(mode))) {
		warnx("this kernel has no transparent huge pages; it takes one with CONFIG_TRANSPARENT_HUGEPAGE, as in the guest (make shell)");
		return false;
	}
	if (!strstr(mode, "[never]"))
		return true;
	warnx("transparent huge pages are switched off; as root: echo madvise >" THP "enabled");
	return false;
}

bool need_root(const char *what)
{
	if (!geteuid())
		return true;
	warnx("only root can %s; sudo runs it as root", what);
	return false;
}
