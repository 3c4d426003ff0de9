// SPDX-License-Identifier: GPL-2.0
/*
 * The calls that take little, and entries into the kernel by which nobody
 * reaches them: int 0x80 and x32.
 */
#include <sys/resource.h>

#include "fuzz.h"

#define X32_BIT 0x40000000UL

/* The kernel takes 32 bits of the number, and what is above them is nothing. */
static long call_number(long nr)
{
	return one_in(4) ? nr | (long)(random_bits() << 32) : nr;
}

/* --- get_mem_stats --- */

static pid_t some_pid(void)
{
	const pid_t pids[] = {
		0, 1, 2, -1, PID_LIMIT, INT32_MAX, INT32_MIN, getpid(),
		gettid(), getppid(),
	};

	if (one_in(2))
		return pids[below(sizeof(pids) / sizeof(pids[0]))];
	return one_in(4) ? (pid_t)random_bits() : (pid_t)below(4000);
}

/* The process that there is for sure; of others nobody knows. */
static bool surely_there(pid_t pid)
{
	return !pid || pid == getpid();
}

/* Certain, or 1. */
static long predict_get(pid_t pid, const struct place *to)
{
	if (pid < 0)
		return -EINVAL;
	if (pid >= PID_LIMIT)
		return -ESRCH;
	if (!surely_there(pid) || to->moving)
		return 1;
	return to->writable < sizeof(struct mem_stats) ? -EFAULT : 0;
}

static void check_stats(pid_t pid, const unsigned char *at)
{
	struct mem_stats stats;

	memcpy(&stats, at, sizeof(stats));
	CHECK(all_zero(at + 20, at + sizeof(stats)), "pid %d", pid);
	CHECK(stats.reserved_kb % 4 == 0 && stats.committed_kb % 4 == 0,
	      "pid %d: %lu, %lu", pid, stats.reserved_kb, stats.committed_kb);
	CHECK(!surely_there(pid) || (stats.reserved_kb && stats.committed_kb),
	      "%d", pid);
}

/* What failed may have written a beginning, to the end of what is there. */
static size_t written_by(long ret, size_t size, const struct place *to)
{
	if (!ret)
		return size;
	return ret == -EFAULT ? to->writable : 0;
}

void fuzz_get(void)
{
	struct place to = choose_place(1);
	size_t size = sizeof(struct mem_stats);
	pid_t pid = some_pid();
	long expected, ret;

	prepare_place(&to);
	expected = predict_get(pid, &to);
	ret = result(syscall(call_number(NR_GET_MEM_STATS), pid, to.at));
	answered(NR_GET_MEM_STATS, ret, expected <= 0);
	CHECK(expected > 0 ? !ret || ret == -ESRCH || ret == -EFAULT :
	      ret == expected, "pid %d at %p: %ld, not %ld", pid, to.at, ret,
	      expected);
	if (to.moving)
		return;
	CHECK(ret != -EFAULT || to.writable < size, "pid %d at %p", pid, to.at);
	CHECK(untouched(&to, written_by(ret, size, &to)), "pid %d: %ld", pid,
	      ret);
	if (!ret && to.writable >= size)
		check_stats(pid, to.at);
	else
		CHECK(ret, "pid %d: written to nowhere, %p", pid, to.at);
}

/* --- get_total_mem_stats --- */

void fuzz_total(void)
{
	struct place to = choose_place(1);
	size_t size = sizeof(struct total_mem_stats);
	struct total_mem_stats total;
	long expected, ret;

	prepare_place(&to);
	expected = to.writable < size ? -EFAULT : 0;
	ret = result(syscall(call_number(NR_GET_TOTAL_MEM_STATS), to.at));
	answered(NR_GET_TOTAL_MEM_STATS, ret, !to.moving);
	if (to.moving) {
		CHECK(!ret || ret == -EFAULT, "%ld", ret);
		return;
	}
	CHECK(ret == expected, "%ld, not %ld at %p", ret, expected, to.at);
	CHECK(untouched(&to, written_by(ret, size, &to)), "%ld", ret);
	if (ret || expected)
		return;
	memcpy(&total, to.at, sizeof(total));
	CHECK(total.total_reserved_kb && total.total_reserved_kb % 4 == 0 &&
	      total.total_committed_kb && total.total_committed_kb % 4 == 0,
	      "%lu, %lu", total.total_reserved_kb, total.total_committed_kb);
}

/* --- tamalloc --- */

#define SMALL (1UL << 30)
#define TOO_LARGE (1UL << 47)

static size_t some_size(void)
{
	const size_t sizes[] = {
		0, 1, PAGE - 1, PAGE, PAGE + 1, 2 * MIB, 2 * MIB + 1,
		TOO_LARGE - PAGE, TOO_LARGE, 1UL << 63, SIZE_MAX - PAGE,
		SIZE_MAX - PAGE + 1, SIZE_MAX - PAGE + 2, SIZE_MAX,
	};

	if (one_in(2))
		return sizes[below(sizeof(sizes) / sizeof(sizes[0]))];
	return one_in(8) ? random_bits() << below(9) : 1 + below(SMALL);
}

/* Certain, or 1: in between it depends on what else is mapped. */
static long predict_tamalloc(size_t size, bool limited)
{
	if (!size)
		return -EINVAL;
	if (limited || size >= TOO_LARGE - PAGE)
		return -ENOMEM;
	return size <= SMALL ? 0 : 1;
}

/* It is all zero wherever one looks, and may be written to its last byte. */
static void use_block(unsigned char *p, size_t size)
{
	size_t at, n;

	CHECK((uintptr_t)p % PAGE == 0, "%p", p);
	for (n = 0; n < 4; n++) {
		at = n ? below(size) : size - 1;
		CHECK(!p[at] || p[at] == CANARY, "%p + %zu of %zu: %#x", p, at,
		      size, p[at]);
		p[at] = CANARY;
	}
	CHECK(!munmap(p, size), "%p of %zu: %s", p, size, strerror(errno));
}

static void limit_memory(bool limited)
{
	const struct rlimit limit = {
		limited ? PAGE : RLIM_INFINITY, RLIM_INFINITY,
	};

	setrlimit(RLIMIT_AS, &limit);
}

void fuzz_tamalloc(void)
{
	size_t size = some_size();
	bool limited = one_in(20);
	long expected = predict_tamalloc(size, limited), ret;

	if (limited)
		limit_memory(true);
	ret = result(syscall(call_number(NR_TAMALLOC), size));
	if (limited)
		limit_memory(false);
	answered(NR_TAMALLOC, ret > 0 ? 0 : ret, expected <= 0);
	CHECK(expected < 0 ? ret == expected :
	      expected ? ret > 0 || ret == -ENOMEM : ret > 0,
	      "%zu: %ld, not %ld", size, ret, expected);
	if (ret > 0)
		use_block((unsigned char *)ret, size);
}

/* --- other entries --- */

static long by_int80(unsigned int nr, const unsigned long *args)
{
	long ret = nr;

	/* It preserves all of the 64 bits, but for those that it is told in. */
	asm volatile("int $0x80" : "+a" (ret)
		     : "b" (args[0]), "c" (args[1]), "d" (args[2]),
		       "S" (args[3])
		     : "r8", "r9", "r10", "r11", "memory");
	return (int)ret;
}

void fuzz_entry(void)
{
	unsigned int call = NR_TAMALLOC + below(NR_CALLS);
	struct place places[2] = { choose_place(0), choose_place(1) };
	unsigned long args[4] = {
		(unsigned long)places[0].at, (unsigned long)places[1].at,
		random_bits(), one_in(2) ? 0 : random_bits(),
	};
	long ret;

	if (one_in(4))
		args[0] = below(4 * PAGE);
	if (one_in(2))
		ret = by_int80(call, args);
	else
		ret = result(syscall(call | X32_BIT, args[0], args[1], args[2],
				     args[3]));
	atomic_fetch_add(&shared->strange_entries, 1);
	CHECK(ret == -ENOSYS, "%ld from %u", ret, call);
}
