// SPDX-License-Identifier: GPL-2.0
/*
 * tamalloc: what it returns, that its memory is zero and given only when it is
 * used, and that the account of it stays right whatever becomes of a block.
 */
#include <sys/resource.h>

#include "guest.h"

#define SHOW_RESERVED "--show-reserved"
#define CALL_FAILED ((void *)-1)
#define GIB (1024 * MIB)

static char *block(size_t size)
{
	char *p = tam_alloc(size);

	assert_ptr_not_equal(p, CALL_FAILED);
	assert_int_equal((uintptr_t)p % PAGE, 0);
	return p;
}

static uint64_t reserved(void)
{
	return ta_reserved(getpid());
}

static uint64_t rss_anon(void)
{
	struct memstat_rec rec;

	assert_int_equal(tam_one(getpid(), MEMSTAT_MM, &rec), 1);
	return rec.rss_anon;
}

static void assert_fails(size_t size, int err)
{
	errno = 0;
	assert_ptr_equal(tam_alloc(size), CALL_FAILED);
	assert_int_equal(errno, err);
}

/* Sizes */

static void test_bad_sizes(void **state)
{
	uint64_t before = reserved();

	(void)state;
	assert_fails(0, EINVAL);
	assert_fails(SIZE_MAX, ENOMEM);
	assert_fails(SIZE_MAX - 4094, ENOMEM);
	assert_fails(SIZE_MAX - 4095, ENOMEM);
	assert_fails(1UL << 63, ENOMEM);
	assert_fails(1UL << 47, ENOMEM);
	assert_int_equal(reserved(), before);
}

static void test_sizes_are_rounded_up(void **state)
{
	const struct { size_t size, len; } cases[] = {
		{ 1, PAGE }, { PAGE - 1, PAGE }, { PAGE, PAGE },
		{ PAGE + 1, 2 * PAGE }, { 10 * MIB, 10 * MIB },
	};
	uint64_t before = reserved();
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *p = block(cases[i].size);

		assert_int_equal(reserved() - before, cases[i].len);
		p[cases[i].len - 1] = 1;
		assert_int_equal(munmap(p, cases[i].len), 0);
		assert_int_equal(reserved(), before);
	}
}

/* Memory */

static void test_zero_byte_by_byte(void **state)
{
	const size_t size = 10 * MIB;
	unsigned char *p = (unsigned char *)block(size);
	size_t i;

	(void)state;
	for (i = 0; i < size; i++) {
		if (p[i])
			fail_msg("byte %zu is %u", i, p[i]);
		p[i] = 'A' + i % 26;
	}
	for (i = 0; i < size; i++)
		if (p[i] != 'A' + i % 26)
			fail_msg("byte %zu lost its value", i);
	munmap(p, size);
}

/* What another mapping has just left behind must not be seen. */
static void test_zero_after_reuse(void **state)
{
	const size_t size = 4 * MIB;
	int round;

	(void)state;
	for (round = 0; round < 8; round++) {
		char *p = block(size);
		size_t i;

		for (i = 0; i < size; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0x5a, size);
		munmap(p, size);
	}
}

static void test_given_only_when_written(void **state)
{
	const size_t pages = 512;
	uint64_t before = rss_anon();
	char *p = block(pages * PAGE);
	unsigned int sum = 0;
	size_t i;

	(void)state;
	assert_int_equal(rss_anon(), before);
	for (i = 0; i < pages; i++)
		sum += ((volatile char *)p)[i * PAGE];
	assert_int_equal(sum, 0);
	assert_int_equal(rss_anon(), before);
	for (i = 0; i < 100; i++)
		p[i * 5 * PAGE] = 1;
	assert_int_equal(rss_anon(), before + 100 * PAGE);
	assert_int_equal(madvise(p, pages * PAGE, MADV_DONTNEED), 0);
	assert_int_equal(rss_anon(), before);
	assert_int_equal(reserved() % PAGE, 0);
	munmap(p, pages * PAGE);
}

static void test_one_tebibyte(void **state)
{
	uint64_t before = reserved(), rss = rss_anon();
	char *p = block(1UL << 40);

	(void)state;
	assert_int_equal(reserved() - before, 1UL << 40);
	assert_int_equal(rss_anon(), rss);
	p[0] = 1;
	p[1UL << 39] = 1;
	p[(1UL << 40) - 1] = 1;
	assert_int_equal(rss_anon(), rss + 3 * PAGE);
	munmap(p, 1UL << 40);
	assert_int_equal(reserved(), before);
	assert_int_equal(rss_anon(), rss);
}

/* The mapping that /proc shows */

/* Sum up the mappings of /proc/self/smaps that carry the flag "ta". */
static uint64_t smaps_reserved(void)
{
	FILE *f = fopen("/proc/self/smaps", "re");
	uint64_t from, to, len = 0, sum = 0;
	char line[512];

	assert_non_null(f);
	while (fgets(line, sizeof(line), f)) {
		if (sscanf(line, "%lx-%lx ", &from, &to) == 2)
			len = to - from;
		if (!strncmp(line, "VmFlags:", 8) && strstr(line, " ta "))
			sum += len;
	}
	fclose(f);
	return sum;
}

/* The line of /proc/self/maps that @p lies in. */
static void maps_line(const char *p, char *line, size_t size,
		      uint64_t *from, uint64_t *to)
{
	FILE *f = fopen("/proc/self/maps", "re");
	bool found = false;

	assert_non_null(f);
	while (!found && fgets(line, size, f))
		found = sscanf(line, "%lx-%lx ", from, to) == 2 &&
			*from <= (uintptr_t)p && (uintptr_t)p < *to;
	fclose(f);
	assert_true(found);
}

static void test_name_and_flags(void **state)
{
	uint64_t from, to, before = smaps_reserved();
	char *p = block(3 * PAGE);
	char line[512];

	(void)state;
	maps_line(p, line, sizeof(line), &from, &to);
	assert_non_null(strstr(line, " rw-p "));
	assert_non_null(strstr(line, " [anon:tamalloc]\n"));
	assert_true(from <= (uintptr_t)p && (uintptr_t)p + 3 * PAGE <= to);
	assert_int_equal(smaps_reserved() - before, 3 * PAGE);
	munmap(p, 3 * PAGE);
	assert_int_equal(smaps_reserved(), before);
}

/* A plain mapping beside a block stays what it is. */
static void test_no_merge_with_plain_mappings(void **state)
{
	char *p = block(4 * PAGE);
	uint64_t from, to, before = reserved();
	char line[512], *plain;

	(void)state;
	plain = mmap(p + PAGE, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE |
		     MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
	assert_ptr_equal(plain, p + PAGE);
	assert_int_equal(before - reserved(), PAGE);
	prctl(PR_SET_VMA, PR_SET_VMA_ANON_NAME, plain, PAGE, "tamalloc");
	maps_line(plain, line, sizeof(line), &from, &to);
	assert_int_equal(from, (uintptr_t)plain);
	assert_int_equal(to, (uintptr_t)plain + PAGE);
	assert_int_equal(reserved(), smaps_reserved());
	munmap(p, 4 * PAGE);
}

/* The account, whatever becomes of a block */

static void assert_reserved(uint64_t expected)
{
	assert_int_equal(reserved(), expected);
	assert_int_equal(smaps_reserved(), expected);
}

static void test_munmap(void **state)
{
	uint64_t before = reserved();
	char *p = block(10 * PAGE);

	(void)state;
	assert_int_equal(munmap(p + 3 * PAGE, 2 * PAGE), 0);
	assert_reserved(before + 8 * PAGE);
	assert_int_equal(munmap(p, PAGE), 0);
	assert_reserved(before + 7 * PAGE);
	assert_int_equal(munmap(p + 9 * PAGE, PAGE), 0);
	assert_reserved(before + 6 * PAGE);
	assert_int_equal(munmap(p, 10 * PAGE), 0);
	assert_reserved(before);
}

static void test_split_and_merge(void **state)
{
	uint64_t before = reserved();
	char *p = block(10 * PAGE);

	(void)state;
	assert_int_equal(mprotect(p + 2 * PAGE, PAGE, PROT_READ), 0);
	assert_reserved(before + 10 * PAGE);
	assert_int_equal(mprotect(p + 5 * PAGE, PAGE, PROT_NONE), 0);
	assert_reserved(before + 10 * PAGE);
	assert_int_equal(mlock(p + 7 * PAGE, PAGE), 0);
	assert_reserved(before + 10 * PAGE);
	assert_int_equal(munlock(p + 7 * PAGE, PAGE), 0);
	assert_int_equal(mprotect(p, 10 * PAGE, PROT_READ | PROT_WRITE), 0);
	assert_reserved(before + 10 * PAGE);
	munmap(p, 10 * PAGE);
	assert_reserved(before);
}

static bool protect_again_and_again(void)
{
	char *p = tam_alloc(GIB);

	if (p == CALL_FAILED)
		return false;
	raise(SIGSTOP);
	while (!mprotect(p, GIB, PROT_READ) &&
	       !mprotect(p, GIB, PROT_READ | PROT_WRITE))
		;
	return false;
}

/* Who looks meanwhile finds the block there, and no address space but its own. */
static void test_mprotect_while_others_look(void **state)
{
	const uint64_t groups = MEMSTAT_MM | MEMSTAT_TAMALLOC;
	pid_t pid = stopped_child(protect_again_and_again);
	struct memstat_rec first, rec;
	int i;

	(void)state;
	assert_int_equal(tam_one(pid, groups, &first), 1);
	assert_true(first.ta_reserved >= GIB);
	kill(pid, SIGCONT);
	for (i = 0; i < 100000; i++) {
		assert_int_equal(tam_one(pid, groups, &rec), 1);
		assert_int_equal(rec.ta_reserved, first.ta_reserved);
		assert_true(rec.vm_peak <= first.vm_peak);
	}
	end_child(pid);
}

static void test_neighbours(void **state)
{
	uint64_t before = reserved();
	char *p[16];
	int i;

	(void)state;
	for (i = 0; i < 16; i++)
		p[i] = block(PAGE);
	assert_reserved(before + 16 * PAGE);
	for (i = 0; i < 16; i += 2)
		assert_int_equal(munmap(p[i], PAGE), 0);
	assert_reserved(before + 8 * PAGE);
	for (i = 1; i < 16; i += 2)
		assert_int_equal(munmap(p[i], PAGE), 0);
	assert_reserved(before);
}

static void test_mremap(void **state)
{
	uint64_t before = reserved();
	char *p = block(4 * PAGE), *q, *target;

	(void)state;
	p = mremap(p, 4 * PAGE, 1024 * PAGE, MREMAP_MAYMOVE);
	assert_ptr_not_equal(p, MAP_FAILED);
	assert_reserved(before + 1024 * PAGE);
	p = mremap(p, 1024 * PAGE, 8 * PAGE, 0);
	assert_ptr_not_equal(p, MAP_FAILED);
	assert_reserved(before + 8 * PAGE);
	/* Move the middle of it over a plain mapping. */
	target = mmap(NULL, 8 * PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS,
		      -1, 0);
	assert_ptr_not_equal(target, MAP_FAILED);
	q = mremap(p + 2 * PAGE, 2 * PAGE, 2 * PAGE,
		   MREMAP_MAYMOVE | MREMAP_FIXED, target + 3 * PAGE);
	assert_ptr_equal(q, target + 3 * PAGE);
	assert_reserved(before + 8 * PAGE);
	munmap(target, 8 * PAGE);
	assert_reserved(before + 6 * PAGE);
	munmap(p, 8 * PAGE);
	assert_reserved(before);
}

static void test_mremap_leaving_the_old_one(void **state)
{
	uint64_t before = reserved();
	char *p = block(4 * PAGE), *q;

	(void)state;
	q = mremap(p, 4 * PAGE, 4 * PAGE, MREMAP_MAYMOVE | MREMAP_DONTUNMAP,
		   NULL);
	assert_ptr_not_equal(q, MAP_FAILED);
	assert_reserved(before + 8 * PAGE);
	munmap(p, 4 * PAGE);
	munmap(q, 4 * PAGE);
	assert_reserved(before);
}

static void test_mapped_over(void **state)
{
	uint64_t before = reserved();
	char *p = block(8 * PAGE), *q;

	(void)state;
	q = mmap(p + 2 * PAGE, 3 * PAGE, PROT_READ, MAP_PRIVATE |
		 MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	assert_ptr_equal(q, p + 2 * PAGE);
	assert_reserved(before + 5 * PAGE);
	munmap(p, 8 * PAGE);
	assert_reserved(before);
}

static uint64_t fork_expected;

static int same_as_parent(void)
{
	uint64_t mine = reserved();

	if (mine != fork_expected || smaps_reserved() != mine)
		return 1;
	block(PAGE);
	return reserved() == mine + PAGE ? 0 : 2;
}

static void test_fork(void **state)
{
	uint64_t before = reserved();
	char *p = block(8 * PAGE);

	(void)state;
	p[0] = 1;
	fork_expected = before + 8 * PAGE;
	assert_int_equal(in_child(same_as_parent), 0);
	assert_reserved(before + 8 * PAGE);
	assert_int_equal(madvise(p + PAGE, 3 * PAGE, MADV_DONTFORK), 0);
	fork_expected = before + 5 * PAGE;
	assert_int_equal(in_child(same_as_parent), 0);
	assert_reserved(before + 8 * PAGE);
	munmap(p, 8 * PAGE);
}

static int exec_with_a_block(void)
{
	if (tam_alloc(MIB) == CALL_FAILED)
		return 10;
	execl("/proc/self/exe", "tamalloc_test", SHOW_RESERVED, NULL);
	return 11;
}

static void test_exec(void **state)
{
	(void)state;
	assert_int_equal(in_child(exec_with_a_block), 0);
}

/* A long random walk: the account must equal the sum over the mappings. */
static void random_step(char *base, size_t pages)
{
	size_t at = random() % (pages - 8), len = 1 + random() % 8;
	char *p = base + at * PAGE;

	switch (random() % 7) {
	case 0:
		munmap(p, len * PAGE);
		break;
	case 1:
		mprotect(p, len * PAGE, PROT_READ);
		break;
	case 2:
		mprotect(p, len * PAGE, PROT_READ | PROT_WRITE);
		break;
	case 3:
		mremap(p, len * PAGE, len * PAGE, MREMAP_MAYMOVE | MREMAP_FIXED,
		       base + (at + pages / 2) % pages * PAGE);
		break;
	case 4:
		mmap(p, len * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE |
		     MAP_ANONYMOUS | MAP_FIXED, -1, 0);
		break;
	case 5:
		block(len * PAGE);
		break;
	case 6:
		madvise(p, len * PAGE, MADV_DONTFORK);
		break;
	}
}

static int random_walk(void)
{
	const size_t pages = 256;
	char *base = block(2 * pages * PAGE);
	int i;

	srandom(1);
	for (i = 0; i < 3000; i++) {
		random_step(base, pages);
		if (i % 50)
			continue;
		if (reserved() != smaps_reserved())
			return 1;
	}
	return reserved() > 0 && reserved() == smaps_reserved() ? 0 : 2;
}

static void test_random_walk(void **state)
{
	(void)state;
	assert_int_equal(in_child(random_walk), 0);
}

/* Limits */

static int errno_of(size_t size)
{
	return tam_alloc(size) == CALL_FAILED ? errno : 0;
}

static bool limit(int what, rlim_t bytes)
{
	struct rlimit lim = { bytes, bytes };

	return !setrlimit(what, &lim);
}

static int under_rlimit_as(void)
{
	uint64_t before = reserved();

	if (!limit(RLIMIT_AS, 64 * MIB) || errno_of(64 * MIB) != ENOMEM)
		return 1;
	return reserved() == before && errno_of(PAGE) == 0 ? 0 : 2;
}

static int under_rlimit_data(void)
{
	if (!limit(RLIMIT_DATA, 64 * MIB) || errno_of(64 * MIB) != ENOMEM)
		return 1;
	return errno_of(PAGE) == 0 ? 0 : 2;
}

static void test_rlimits(void **state)
{
	(void)state;
	assert_int_equal(in_child(under_rlimit_as), 0);
	assert_int_equal(in_child(under_rlimit_data), 0);
}

static void set_overcommit(const char *mode)
{
	assert_true(write_file("/proc/sys/vm/overcommit_memory", mode));
}

static int tebibyte(void)
{
	return errno_of(1UL << 40);
}

static int mebibyte(void)
{
	return errno_of(MIB);
}

static void test_overcommit(void **state)
{
	char mode[8];
	int by_mode[3], small;

	(void)state;
	assert_true(read_file("/proc/sys/vm/overcommit_memory", mode,
			      sizeof(mode)) > 0);
	set_overcommit("0");
	by_mode[0] = in_child(tebibyte);
	set_overcommit("1");
	by_mode[1] = in_child(tebibyte);
	set_overcommit("2");
	by_mode[2] = in_child(tebibyte);
	small = in_child(mebibyte);
	set_overcommit(mode);
	assert_int_equal(by_mode[0], 0);
	assert_int_equal(by_mode[1], 0);
	assert_int_equal(by_mode[2], ENOMEM);
	assert_int_equal(small, 0);
}

/* mlockall() */

static size_t pages_present(char *p, size_t size)
{
	unsigned char vec[1024];
	size_t i, n = 0;

	if (size / PAGE > sizeof(vec) || mincore(p, size, vec))
		return SIZE_MAX;
	for (i = 0; i < size / PAGE; i++)
		n += vec[i] & 1;
	return n;
}

static int under_mcl_future(void)
{
	struct memstat_rec rec;
	char *p;

	if (mlockall(MCL_FUTURE))
		return 1;
	p = tam_alloc(4 * MIB);
	if (p == CALL_FAILED)
		return 2;
	if (pages_present(p, 4 * MIB) != 4 * MIB / PAGE)
		return 3;
	/* As if it had written to all of it. */
	return tam_pages(getpid(), BUDGET, &rec) == 1 &&
	       rec.ta_written == 4 * MIB ? 0 : 4;
}

static int under_mcl_onfault(void)
{
	char *p;

	if (mlockall(MCL_FUTURE | MCL_ONFAULT))
		return 1;
	p = tam_alloc(4 * MIB);
	if (p == CALL_FAILED)
		return 2;
	if (pages_present(p, 4 * MIB))
		return 3;
	p[PAGE] = 1;
	return pages_present(p, 4 * MIB) == 1 ? 0 : 4;
}

static int over_rlimit_memlock(void)
{
	if (!limit(RLIMIT_MEMLOCK, MIB) || setresuid(65534, 65534, 65534))
		return 1;
	if (mlockall(MCL_FUTURE))
		return 2;
	return errno_of(4 * MIB) == EAGAIN ? 0 : 3;
}

static void test_mlockall(void **state)
{
	(void)state;
	assert_int_equal(in_child(under_mcl_future), 0);
	assert_int_equal(in_child(under_mcl_onfault), 0);
	assert_int_equal(in_child(over_rlimit_memlock), 0);
}

/* Without mlockall(), nothing is there before its first use. */
static void test_not_populated(void **state)
{
	char *p = block(4 * MIB);

	(void)state;
	assert_int_equal(pages_present(p, 4 * MIB), 0);
	munmap(p, 4 * MIB);
}

static int show_reserved(void)
{
	struct memstat_rec rec;

	return tam_one(getpid(), MEMSTAT_TAMALLOC, &rec) == 1 &&
	       rec.ta_reserved == 0 ? 0 : 1;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bad_sizes),
		cmocka_unit_test(test_sizes_are_rounded_up),
		cmocka_unit_test(test_zero_byte_by_byte),
		cmocka_unit_test(test_zero_after_reuse),
		cmocka_unit_test(test_given_only_when_written),
		cmocka_unit_test(test_not_populated),
		cmocka_unit_test(test_one_tebibyte),
		cmocka_unit_test(test_name_and_flags),
		cmocka_unit_test(test_no_merge_with_plain_mappings),
		cmocka_unit_test(test_munmap),
		cmocka_unit_test(test_split_and_merge),
		cmocka_unit_test(test_mprotect_while_others_look),
		cmocka_unit_test(test_neighbours),
		cmocka_unit_test(test_mremap),
		cmocka_unit_test(test_mremap_leaving_the_old_one),
		cmocka_unit_test(test_mapped_over),
		cmocka_unit_test(test_fork),
		cmocka_unit_test(test_exec),
		cmocka_unit_test(test_random_walk),
		cmocka_unit_test(test_rlimits),
		cmocka_unit_test(test_overcommit),
		cmocka_unit_test(test_mlockall),
	};

	if (argc == 2 && !strcmp(argv[1], SHOW_RESERVED))
		return show_reserved();
	return RUN(tests);
}
