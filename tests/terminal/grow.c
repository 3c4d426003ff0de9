// SPDX-License-Identifier: GPL-2.0
/*
 * grow ...: reserve 64 MiB and touch a page of them every 2 ms, then stay: what
 * a demo is that has arguments of any kind.
 */
#include <stddef.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define BYTES ((size_t)64 << 20)

int main(void)
{
	static const struct timespec a_while = { .tv_nsec = 2000000 };
	size_t page = (size_t)sysconf(_SC_PAGESIZE), at;
	volatile char *block;

	block = mmap(NULL, BYTES, PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (block == MAP_FAILED)
		return 1;
	for (at = 0; at < BYTES; at += page) {
		block[at] = 1;
		nanosleep(&a_while, NULL);
	}
	for (;;)
		pause();
}
