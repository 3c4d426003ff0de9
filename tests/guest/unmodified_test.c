// SPDX-License-Identifier: GPL-2.0
/*
 * A program as somebody would write it who was given nothing but the numbers
 * and the structures: no header of ours, no library of ours.
 */
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

struct mem_stats {
	unsigned long reserved_kb;
	unsigned long committed_kb;
	unsigned int oom_score;
};

struct total_mem_stats {
	unsigned long total_reserved_kb;
	unsigned long total_committed_kb;
};

static int failures;

static void ok(int pass, const char *what)
{
	static int count;

	printf("%sok %d - %s\n", pass ? "" : "not ", ++count, what);
	failures += !pass;
}

int main(void)
{
	const size_t size = 16 << 20;
	struct total_mem_stats total;
	struct mem_stats before, after;
	char *p;

	printf("1..6\n");
	ok(!syscall(466, getpid(), &before), "get_mem_stats");
	p = (char *)syscall(465, size);
	ok(p != (char *)-1, "tamalloc");
	if (p == (char *)-1)
		return 1;
	memset(p, 1, size / 2);
	ok(!syscall(466, getpid(), &after), "get_mem_stats again");
	ok(after.reserved_kb - before.reserved_kb >= size >> 10,
	   "what was reserved is in reserved_kb");
	ok(after.committed_kb - before.committed_kb >= size >> 11 &&
	   after.committed_kb - before.committed_kb < size >> 10,
	   "what was written is in committed_kb");
	ok(!syscall(467, &total) &&
	   total.total_reserved_kb > after.reserved_kb &&
	   total.total_committed_kb > after.committed_kb,
	   "get_total_mem_stats");
	return failures != 0;
}
