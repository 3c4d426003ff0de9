// SPDX-License-Identifier: GPL-2.0
/*
 * Whatever allocation fails, first one, then the next, till none is left to
 * fail: a call succeeds or says ENOMEM, and what is marked is what is counted,
 * with no mapping left behind. Wants the debug kernel, and root.
 */
#include <sys/prctl.h>

#include "../guest/blocks.h"

#define SLAB "/sys/kernel/debug/failslab/"
#define PAGES "/sys/kernel/debug/fail_page_alloc/"
#define MAX_MAPS "/proc/sys/vm/max_map_count"

/* No whole number of huge pages: those are not put into a hole that just fits */
#define LEN (64 * MIB + PAGE)
#define MIDDLE (32 * MIB)		/* of it, more or less */
#define MAX_FAILURES 200
#define RECORDS 64

/* What the calls work on, at fixed places: to look at it maps nothing new. */
static char maps_before[1 << 16], maps_now[1 << 16], smaps[1 << 20];
static struct memstat_rec records[RECORDS];
static struct mem_stats one;
static struct total_mem_stats total;

static int fail_nth;			/* the file that says which one fails */
static char *around;			/* blocks beside which a call is made */
static size_t around_len;		/* with the hole between them */
static char *moved;			/* where mremap has put them */
static char *fresh;			/* a page that nobody has touched */

/* --- what fails --- */

static bool let_all_fail(void)
{
	return write_file(SLAB "ignore-gfp-wait", "N") &&
	       write_file(SLAB "verbose", "0") &&
	       write_file(PAGES "ignore-gfp-wait", "N") &&
	       write_file(PAGES "ignore-gfp-highmem", "N") &&
	       write_file(PAGES "min-order", "0") &&
	       write_file(PAGES "verbose", "0");
}

static void set_fail_nth(int n)
{
	char text[16];
	int len = snprintf(text, sizeof(text), "%d", n);

	assert_int_equal(pwrite(fail_nth, text, len, 0), len);
}

/* Did it fail? Then the count has gone down to 0. */
static bool has_failed(void)
{
	char text[16] = "";

	assert_true(pread(fail_nth, text, sizeof(text) - 1, 0) > 0);
	return !atoi(text);
}

/* --- what is there --- */

static void read_maps(char *buf, size_t size)
{
	ssize_t len = read_proc(getpid(), "maps", buf, size);

	assert_in_range(len, 1, size - 2);
}

static bool has_flag_ta(const char *from, const char *to)
{
	const char *flags = strstr(from, "\nVmFlags:");
	const char *ta;

	assert_non_null(flags);
	assert_true(flags < to);
	ta = strstr(flags, " ta");
	return ta && ta < strchr(flags + 1, '\n');
}

/* The sum of what is marked in [@from, @to), as smaps has it. */
static uint64_t marked_in(uintptr_t from, uintptr_t to)
{
	char *line = smaps, *next;
	unsigned long start, end;
	uint64_t sum = 0;

	assert_in_range(read_proc(getpid(), "smaps", smaps, sizeof(smaps)),
			1, sizeof(smaps) - 2);
	while (sscanf(line, "%lx-%lx ", &start, &end) == 2) {
		next = strstr(line, "\nVmFlags:");
		assert_non_null(next);
		next = strchr(next + 1, '\n') + 1;
		if (has_flag_ta(line, next) && start < to && end > from)
			sum += (end < to ? end : to) -
			       (start > from ? start : from);
		line = next;
	}
	return sum;
}

static uint64_t marked(void)
{
	return marked_in(0, UINTPTR_MAX);
}

/* The kernel's own page is no mapping of ours. */
static int nr_maps(void)
{
	const char *p;
	int n = 0;

	read_maps(maps_now, sizeof(maps_now));
	for (p = maps_now; (p = strchr(p, '\n')); p++)
		n++;
	return strstr(maps_now, "[vsyscall]") ? n - 1 : n;
}

static void limit_maps(int nr)
{
	char text[16];

	snprintf(text, sizeof(text), "%d", nr);
	assert_true(write_file(MAX_MAPS, text));
}

/* --- calls that are to fail --- */

static long reserve(void)
{
	return result((long)tam_alloc(LEN));
}

static long reserve_little(void)
{
	return result((long)tam_alloc(16 * PAGE));
}

static long grow(void)
{
	char *p = mremap(around, LEN, 2 * LEN, MREMAP_MAYMOVE);

	if (p == MAP_FAILED)
		return -errno;
	moved = p;
	return (long)p;
}

static long cut(void)
{
	return result(munmap(around + MIDDLE, PAGE));
}

static long protect(void)
{
	return result(mprotect(around + MIDDLE, PAGE, PROT_READ));
}

static long get_one(void)
{
	return tam_get(getppid(), &one);
}

static long get_total(void)
{
	return tam_total(&total);
}

static long list_into(void *to)
{
	struct memstat_req req = request(ALL_GROUPS | PAGES_GROUPS);

	req.walk_budget = BUDGET;
	return tam_list(&req, to, 4096 / sizeof(records[0]), 0);
}

static long list_all(void)
{
	return list_into(records);
}

static long list_fresh(void)
{
	return list_into(fresh);
}

/* --- what is around them --- */

static void nothing(void)
{
}

static void put_around(size_t len)
{
	around = tam_alloc(len);
	assert_ptr_not_equal(around, CALL_FAILED);
	around_len = len;
}

static void a_block(void)
{
	put_around(LEN);
}

static void a_touched_block(void)
{
	a_block();
	assert_int_equal(madvise(around, LEN, MADV_NOHUGEPAGE), 0);
	write_page(around, 0);
	read_page(around, 1);
	write_page(around, MIDDLE / PAGE);
}

static void a_hole(void)
{
	put_around(3 * LEN);
	assert_int_equal(munmap(around + LEN, LEN), 0);
}

/* As one to which no name could be given. */
static void a_nameless_block(void)
{
	a_block();
	assert_int_equal(prctl(PR_SET_VMA, PR_SET_VMA_ANON_NAME, around, LEN,
			       NULL), 0);
}

/* There may be one more than the limit, but nothing is split for a name. */
static void the_limit(void)
{
	limit_maps(nr_maps());
}

static void a_block_at_the_limit(void)
{
	a_nameless_block();
	the_limit();
}

static void beyond_the_limit(void)
{
	limit_maps(nr_maps() - 1);
}

static void locked(void)
{
	assert_int_equal(mlockall(MCL_FUTURE), 0);
}

static void a_fresh_page(void)
{
	a_touched_block();
	fresh = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	assert_ptr_not_equal(fresh, MAP_FAILED);
}

static void take_away(void)
{
	munlockall();
	limit_maps(65530);
	if (around)
		munmap(around, around_len);
	if (moved)
		munmap(moved, 2 * LEN);
	if (fresh)
		munmap(fresh, PAGE);
	around = NULL;
	moved = NULL;
	fresh = NULL;
}

struct scene {
	void (*set)(void);
	long (*call)(void);
	size_t len;		/* what the call reserves, or 0 */
	long other;		/* an error that it may have, besides ENOMEM */
};

/* --- what must be true --- */

static void assert_counted(void)
{
	assert_int_equal(ta_reserved(getpid()), marked());
}

static void assert_maps_as_before(void)
{
	read_maps(maps_now, sizeof(maps_now));
	assert_string_equal(maps_now, maps_before);
}

static bool is_error(long ret)
{
	return ret < 0 && ret > -4096;
}

/* A block is marked from its start to its end, and goes without a trace. */
static void check_block(long ret, size_t len, uint64_t before)
{
	assert_int_equal(marked_in(ret, ret + len), len);
	assert_int_equal(marked(), before + len);
	assert_counted();
	assert_int_equal(munmap((void *)ret, len), 0);
}

static void check(const struct scene *s, long ret, uint64_t before)
{
	if (is_error(ret)) {
		if (ret != -ENOMEM && ret != s->other)
			fail_msg("error %ld", -ret);
	} else if (s->len) {
		check_block(ret, s->len, before);
	}
	assert_counted();
	if (s->len)
		assert_maps_as_before();
	if (s->len || is_error(ret))
		assert_int_equal(marked(), before);
}

/* One call, of whose allocations the nth fails. Was there one? */
static bool fail_one(const struct scene *s, int nth, long *ret)
{
	uint64_t before;
	bool failed;

	s->set();
	before = marked();
	read_maps(maps_before, sizeof(maps_before));
	set_fail_nth(nth);
	*ret = s->call();
	failed = has_failed();
	set_fail_nth(0);
	check(s, *ret, before);
	take_away();
	return failed;
}

/* Returns how many allocations there were. */
static int fail_each(const struct scene *s, long *last)
{
	int nth = 1;

	while (fail_one(s, nth, last))
		assert_in_range(++nth, 1, MAX_FAILURES);
	print_message("# %d allocations, each failed once\n", nth - 1);
	return nth - 1;
}

/* What is around a call is what it is meant to be. */
static void lands_at(void (*set)(void), long offset)
{
	set();
	assert_int_equal(reserve(), (long)around + offset);
	munmap(around + offset, LEN);
	take_away();
}

/* Without a failure they succeed, */
static int succeeds(const struct scene *s)
{
	long last;
	int failed = fail_each(s, &last);

	assert_false(is_error(last));
	return failed;
}

/* and most of them have something to allocate. */
static void fails_and_succeeds(const struct scene *s)
{
	assert_true(succeeds(s) > 0);
}

static void test_alone(void **state)
{
	const struct scene s = { nothing, reserve, LEN, 0 };

	(void)state;
	fails_and_succeeds(&s);
}

static void test_beside_a_block(void **state)
{
	const struct scene s = { a_block, reserve, LEN, 0 };

	(void)state;
	lands_at(a_block, -(long)LEN);
	fails_and_succeeds(&s);
}

static void test_beside_a_touched_block(void **state)
{
	const struct scene s = { a_touched_block, reserve, LEN, 0 };

	(void)state;
	fails_and_succeeds(&s);
}

static void test_between_two_blocks(void **state)
{
	const struct scene s = { a_hole, reserve, LEN, 0 };

	(void)state;
	lands_at(a_hole, LEN);
	fails_and_succeeds(&s);
}

static void test_beside_a_nameless_block(void **state)
{
	const struct scene s = { a_nameless_block, reserve, LEN, 0 };

	(void)state;
	fails_and_succeeds(&s);
}

static void test_at_the_limit_of_mappings(void **state)
{
	const struct scene joined = { a_block_at_the_limit, reserve, LEN, 0 };
	const struct scene alone = { the_limit, reserve, LEN, 0 };

	(void)state;
	succeeds(&joined);
	fails_and_succeeds(&alone);
}

static void test_beyond_the_limit_of_mappings(void **state)
{
	const struct scene s = { beyond_the_limit, reserve, LEN, 0 };
	long last;

	(void)state;
	fail_each(&s, &last);
	assert_int_equal(last, -ENOMEM);
}

static void test_locked(void **state)
{
	const struct scene s = { locked, reserve_little, 16 * PAGE, 0 };

	(void)state;
	fails_and_succeeds(&s);
}

static void test_mremap(void **state)
{
	const struct scene s = { a_touched_block, grow, 0, 0 };

	(void)state;
	fails_and_succeeds(&s);
}

static void test_munmap(void **state)
{
	const struct scene s = { a_touched_block, cut, 0, 0 };

	(void)state;
	fails_and_succeeds(&s);
}

static void test_mprotect(void **state)
{
	const struct scene s = { a_touched_block, protect, 0, 0 };

	(void)state;
	fails_and_succeeds(&s);
}

/* These have hardly anything to allocate. */
static void test_statistics(void **state)
{
	const struct scene scenes[] = {
		{ a_touched_block, get_one, 0, 0 },
		{ a_touched_block, get_total, 0, 0 },
		{ a_touched_block, list_all, 0, 0 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(scenes) / sizeof(scenes[0]); i++)
		succeeds(&scenes[i]);
}

/* But for the page that they write to, without which that is a bad address. */
static void test_statistics_to_a_fresh_page(void **state)
{
	const struct scene s = { a_fresh_page, list_fresh, 0, -EFAULT };

	(void)state;
	fails_and_succeeds(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_alone),
		cmocka_unit_test(test_beside_a_block),
		cmocka_unit_test(test_beside_a_touched_block),
		cmocka_unit_test(test_between_two_blocks),
		cmocka_unit_test(test_beside_a_nameless_block),
		cmocka_unit_test(test_at_the_limit_of_mappings),
		cmocka_unit_test(test_beyond_the_limit_of_mappings),
		cmocka_unit_test(test_locked),
		cmocka_unit_test(test_mremap),
		cmocka_unit_test(test_munmap),
		cmocka_unit_test(test_mprotect),
		cmocka_unit_test(test_statistics),
		cmocka_unit_test(test_statistics_to_a_fresh_page),
	};

	fail_nth = open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);
	if (fail_nth < 0 || !let_all_fail()) {
		printf("Bail out! no kernel that lets allocations fail, or no root: %s\n",
		       strerror(errno));
		return 1;
	}
	return RUN(tests);
}
