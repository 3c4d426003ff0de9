// SPDX-License-Identifier: GPL-2.0
/*
 * pageflags PID ADDRESS SIZE: the state of each page there, as "ADDRESS PAGES
 * STATE" for each run of equal ones. It comes from /proc/PID/pagemap and
 * /proc/kpageflags, which tamtop does not read: another witness. Needs root.
 */
#include <err.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/kernel-page-flags.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PAGE 4096UL
#define PRESENT (1ULL << 63)
#define SWAPPED (1ULL << 62)
#define PFN_MASK ((1ULL << 55) - 1)

static uint64_t entry(int fd, uint64_t index)
{
	uint64_t value;

	if (pread(fd, &value, sizeof(value), (off_t)(index * sizeof(value))) !=
	    sizeof(value))
		err(1, "cannot read entry %" PRIu64, index);
	return value;
}

static int open_file(const char *path)
{
	int fd = open(path, O_RDONLY);

	if (fd < 0)
		err(1, "%s", path);
	return fd;
}

static const char *state(int pagemap, int kpageflags, uint64_t page)
{
	uint64_t map = entry(pagemap, page), flags;
	bool huge;

	if (map & SWAPPED)
		return "swapped";
	if (!(map & PRESENT))
		return "untouched";
	flags = entry(kpageflags, map & PFN_MASK);
	huge = flags & 1ULL << KPF_THP;
	if (flags & 1ULL << KPF_ZERO_PAGE)
		return huge ? "huge_zero" : "zero";
	if (!(flags & 1ULL << KPF_ANON))
		return "file";
	return huge ? "huge" : "written";
}

int main(int argc, char **argv)
{
	int pagemap, kpageflags = open_file("/proc/kpageflags");
	uint64_t page, end, start;
	const char *now, *before;
	char path[64];

	if (argc != 4)
		errx(2, "usage: pageflags PID ADDRESS SIZE");
	snprintf(path, sizeof(path), "/proc/%s/pagemap", argv[1]);
	pagemap = open_file(path);
	start = strtoull(argv[2], NULL, 0) / PAGE;
	end = start + (strtoull(argv[3], NULL, 0) + PAGE - 1) / PAGE;
	before = state(pagemap, kpageflags, start);
	for (page = start + 1; page <= end; page++) {
		now = page < end ? state(pagemap, kpageflags, page) : "";
		if (!strcmp(now, before))
			continue;
		printf("0x%" PRIx64 " %" PRIu64 " %s\n", start * PAGE,
		       page - start, before);
		start = page;
		before = now;
	}
	return 0;
}
