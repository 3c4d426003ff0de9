// SPDX-License-Identifier: GPL-2.0
/*
 * touch RESERVED WRITTEN READ: reserve so many pages with tamalloc, write and
 * read so many of them, say "ready PID", and stay until stdin ends.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <tamalloc.h>

int main(int argc, char **argv)
{
	volatile char *block;
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	size_t reserved, written, read, i;

	if (argc != 4)
		return 2;
	reserved = strtoul(argv[1], NULL, 10);
	written = strtoul(argv[2], NULL, 10);
	read = strtoul(argv[3], NULL, 10);
	block = tamalloc(reserved * page);
	if (!block || written + read > reserved)
		return 1;
	for (i = 0; i < written; i++)
		block[i * page] = 1;
	for (; i < written + read; i++)
		if (block[i * page])
			return 1;
	printf("ready %d\n", (int)getpid());
	fflush(stdout);
	return getchar() != EOF;
}
