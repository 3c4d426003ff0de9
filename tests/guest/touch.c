// SPDX-License-Identifier: GPL-2.0
/*
 * touch RESERVED WRITTEN READ [STRIDE]: reserve so many pages with tamalloc,
 * write and read so many of them, each STRIDE-th one, say "ready PID", and
 * stay until stdin ends.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <tamalloc.h>

int main(int argc, char **argv)
{
	volatile char *block;
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	size_t reserved, written, read, i, stride = 1;

	if (argc != 4 && argc != 5)
		return 2;
	reserved = strtoul(argv[1], NULL, 10);
	written = strtoul(argv[2], NULL, 10);
	read = strtoul(argv[3], NULL, 10);
	if (argc == 5)
		stride = strtoul(argv[4], NULL, 10);
	block = tamalloc(reserved * page);
	if (!block || (written + read) * stride > reserved)
		return 1;
	for (i = 0; i < written; i++)
		block[i * stride * page] = 1;
	for (; i < written + read; i++)
		if (block[i * stride * page])
			return 1;
	printf("ready %d\n", (int)getpid());
	fflush(stdout);
	return getchar() != EOF;
}
