// SPDX-License-Identifier: GPL-2.0
/*
 * pagemap PID: count the pages of a process that are there, the plain way: an
 * entry of /proc/PID/pagemap for each page of each mapping.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#define PAGE		4096UL
#define NR_ENTRIES	8192
#define PRESENT		(1ULL << 63)

static uint64_t entries[NR_ENTRIES];

static size_t count(int fd, unsigned long first, unsigned long nr)
{
	size_t present = 0, i;
	ssize_t len;

	while (nr) {
		len = pread(fd, entries, sizeof(entries[0]) *
			    (nr < NR_ENTRIES ? nr : NR_ENTRIES),
			    (off_t)(first * sizeof(entries[0])));
		if (len <= 0)
			break;
		len /= (ssize_t)sizeof(entries[0]);
		for (i = 0; i < (size_t)len; i++)
			present += !!(entries[i] & PRESENT);
		first += (unsigned long)len;
		nr -= (unsigned long)len;
	}
	return present;
}

int main(int argc, char **argv)
{
	char maps[64], pagemap[64], line[512];
	unsigned long from, to;
	size_t present = 0;
	FILE *list;
	int fd;

	if (argc != 2)
		return 2;
	snprintf(maps, sizeof(maps), "/proc/%s/maps", argv[1]);
	snprintf(pagemap, sizeof(pagemap), "/proc/%s/pagemap", argv[1]);
	list = fopen(maps, "r");
	fd = open(pagemap, O_RDONLY);
	if (!list || fd < 0)
		return 1;
	while (fgets(line, sizeof(line), list))
		if (sscanf(line, "%lx-%lx", &from, &to) == 2)
			present += count(fd, from / PAGE, (to - from) / PAGE);
	printf("%zu\n", present);
	fclose(list);
	close(fd);
	return 0;
}
