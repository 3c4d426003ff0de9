// SPDX-License-Identifier: GPL-2.0
/*
 * 32-bit callers: to them the calls are not there. A 64-bit program gets to
 * the table of ia32 with int $0x80, and to that of x32 with a bit in the
 * number.
 */
#include "guest.h"

#define X32_BIT 0x40000000L
#define IA32_GETPID 20L

static long ia32_call(long nr, uint32_t a, uint32_t b, uint32_t c, uint32_t d)
{
	long ret;

	asm volatile("int $0x80"
		     : "=a" (ret)
		     : "a" (nr), "b" (a), "c" (b), "d" (c), "S" (d)
		     : "memory", "r8", "r9", "r10", "r11");
	return (int)ret;
}

/* A page that 32 bits can name, filled with what must stay there. */
static unsigned char *low_page(void)
{
	unsigned char *p = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
				MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);

	assert_ptr_not_equal(p, MAP_FAILED);
	memset(p, 0xaa, PAGE);
	return p;
}

static void assert_untouched(const unsigned char *p, size_t from)
{
	size_t i;

	for (i = from; i < PAGE; i++)
		assert_int_equal(p[i], 0xaa);
}

static uint64_t vm_total(void)
{
	struct memstat_rec rec;

	assert_int_equal(tam_one(getpid(), MEMSTAT_MM, &rec), 1);
	return rec.vm_total;
}

/* Otherwise ENOSYS below would say nothing. */
static void test_ia32_is_there(void **state)
{
	(void)state;
	assert_int_equal(ia32_call(IA32_GETPID, 0, 0, 0, 0), getpid());
}

static void test_ia32(void **state)
{
	unsigned char *p = low_page();
	struct memstat_req req = request(ALL_GROUPS);
	uint32_t low = (uintptr_t)p;
	uint64_t size = vm_total();

	(void)state;
	memcpy(p, &req, sizeof(req));
	assert_int_equal(ia32_call(NR_TAMALLOC, PAGE, 0, 0, 0), -ENOSYS);
	assert_int_equal(ia32_call(NR_TAMALLOC, 0, 0, 0, 0), -ENOSYS);
	assert_int_equal(ia32_call(NR_GET_MEM_STATS, 0, low + 1024, 0, 0),
			 -ENOSYS);
	assert_int_equal(ia32_call(NR_GET_TOTAL_MEM_STATS, low + 1024, 0, 0, 0),
			 -ENOSYS);
	assert_int_equal(ia32_call(NR_LIST_MEM_STATS, low, low + 1024, 1, 0),
			 -ENOSYS);
	assert_untouched(p, sizeof(req));
	assert_int_equal(vm_total(), size);
	assert_int_equal(ta_reserved(getpid()), 0);
	munmap(p, PAGE);
}

static long x32_call(long nr, long a, long b, long c, long d)
{
	return result(syscall(nr | X32_BIT, a, b, c, d));
}

static void test_x32(void **state)
{
	unsigned char *p = low_page();
	struct memstat_req req = request(ALL_GROUPS);
	long low = (uintptr_t)p;
	uint64_t size = vm_total();

	(void)state;
	memcpy(p, &req, sizeof(req));
	assert_int_equal(x32_call(NR_TAMALLOC, PAGE, 0, 0, 0), -ENOSYS);
	assert_int_equal(x32_call(NR_TAMALLOC, 0, 0, 0, 0), -ENOSYS);
	assert_int_equal(x32_call(NR_GET_MEM_STATS, 0, low + 1024, 0, 0),
			 -ENOSYS);
	assert_int_equal(x32_call(NR_GET_TOTAL_MEM_STATS, low + 1024, 0, 0, 0),
			 -ENOSYS);
	assert_int_equal(x32_call(NR_LIST_MEM_STATS, low, low + 1024, 1, 0),
			 -ENOSYS);
	assert_untouched(p, sizeof(req));
	assert_int_equal(vm_total(), size);
	assert_int_equal(ta_reserved(getpid()), 0);
	/* The same arguments from a 64-bit caller do something. */
	assert_int_equal(tam_list(p, p + 1024, 1, 0), 1);
	assert_int_not_equal(p[1024], 0xaa);
	munmap(p, PAGE);
}

/* The holes below, and what comes behind, stay empty. */
static void test_numbers_around(void **state)
{
	(void)state;
	assert_int_equal(result(syscall(463, 0, 0, 0, 0)), -ENOSYS);
	assert_int_equal(result(syscall(464, 0, 0, 0, 0)), -ENOSYS);
	assert_int_equal(result(syscall(469, 0, 0, 0, 0)), -ENOSYS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ia32_is_there),
		cmocka_unit_test(test_ia32),
		cmocka_unit_test(test_x32),
		cmocka_unit_test(test_numbers_around),
	};

	return RUN(tests);
}
