// SPDX-License-Identifier: LGPL-2.1-or-later
/* The four calls, and what they do where the kernel does not have them. */
#include <errno.h>
#include <linux/prctl.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "abi.h"
#include "tamalloc.h"

/* A name is for the eye: kernels without CONFIG_ANON_VMA_NAME do without. */
static void name_block(void *block, size_t len)
{
	int saved = errno;

	prctl(PR_SET_VMA, PR_SET_VMA_ANON_NAME, block, len, "tamalloc");
	errno = saved;
}

static void *fallback(size_t size)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	void *block;
	size_t len;

	if (!size) {
		errno = EINVAL;
		return NULL;
	}
	if (size > SIZE_MAX - (page - 1)) {
		errno = ENOMEM;
		return NULL;
	}
	len = (size + page - 1) & ~(page - 1);
	block = mmap(NULL, len, PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (block == MAP_FAILED)
		return NULL;
	name_block(block, len);
	return block;
}

void *tamalloc(size_t size)
{
	long block;

	if (!(tamalloc_has() & TAMALLOC_HAS_TAMALLOC))
		return fallback(size);
	block = syscall(TAM_NR_TAMALLOC, size);
	/* NOLINTNEXTLINE(performance-no-int-to-ptr): the kernel's answer */
	return block == -1 ? NULL : (void *)block;
}

static int no_mem_stats(void)
{
	if (tamalloc_has() & TAMALLOC_HAS_MEM_STATS)
		return 0;
	errno = ENOSYS;
	return -1;
}

int get_mem_stats(pid_t pid, struct mem_stats *stats)
{
	if (no_mem_stats())
		return -1;
	return (int)syscall(TAM_NR_GET_MEM_STATS, pid, stats);
}

int get_total_mem_stats(struct total_mem_stats *stats)
{
	if (no_mem_stats())
		return -1;
	return (int)syscall(TAM_NR_GET_TOTAL_MEM_STATS, stats);
}

long list_mem_stats(const struct memstat_req *req, void *records, size_t nr,
		    unsigned int flags)
{
	if (no_mem_stats())
		return -1;
	return syscall(TAM_NR_LIST_MEM_STATS, req, records, nr, flags);
}
