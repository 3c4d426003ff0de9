// SPDX-License-Identifier: GPL-2.0
/*
 * The pages of tamalloc blocks, as list_mem_stats counts them, against what
 * the test has done with them, page by page, and against pagemap.
 *
 * States of pages are written as letters, one string for a block:
 *	.  untouched		w  written		s  swapped out
 *	z  zero page		H  written, huge	Z  huge zero page
 */
#include <pthread.h>
#include <sched.h>
#include <sys/ioctl.h>

#include <linux/userfaultfd.h>

#include "blocks.h"

#define THP_PAGES 512UL
#define THP (THP_PAGES * PAGE)
#define GIB (1024 * MIB)
#define TIB (1024 * GIB)
#define WP_UNPOPULATED 0x2000		/* UFFD_FEATURE_, of Linux 6.4 */
#define NOBODY 65534
#define LETTERS "................................................................"

/* PAGEMAP_SCAN is younger than the headers of many a machine. */
struct scan_arg {
	uint64_t size, flags, start, end, walk_end, vec, vec_len, max_pages;
	uint64_t inverted, mask, anyof_mask, return_mask;
};

struct scan_region {
	uint64_t start, end, categories;
};

#define SCAN_IOCTL _IOWR('f', 16, struct scan_arg)
#define SCAN_PRESENT 8
#define SCAN_SWAPPED 16
#define SCAN_PFNZERO 32
#define SCAN_HUGE 64
#define SCAN_ALL (SCAN_PRESENT | SCAN_SWAPPED | SCAN_PFNZERO | SCAN_HUGE)

static char letter_of(uint64_t categories)
{
	if (categories & SCAN_SWAPPED)
		return 's';
	if (!(categories & SCAN_PRESENT))
		return '.';
	if (categories & SCAN_PFNZERO)
		return categories & SCAN_HUGE ? 'Z' : 'z';
	return categories & SCAN_HUGE ? 'H' : 'w';
}

/* What pagemap says of @nr pages from @p on; the caller frees it. */
static char *pagemap_letters(const char *p, size_t nr)
{
	struct scan_region *regions = calloc(nr, sizeof(*regions));
	struct scan_arg arg = {
		.size = sizeof(arg), .start = (uintptr_t)p,
		.end = (uintptr_t)p + nr * PAGE, .vec = (uintptr_t)regions,
		.vec_len = nr, .anyof_mask = SCAN_PRESENT | SCAN_SWAPPED,
		.return_mask = SCAN_ALL,
	};
	int fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	char *letters = malloc(nr + 1);
	long i, n;

	assert_true(regions && letters && fd >= 0);
	memset(letters, '.', nr);
	letters[nr] = '\0';
	while ((n = ioctl(fd, SCAN_IOCTL, &arg)) > 0) {
		for (i = 0; i < n; i++)
			memset(letters + (regions[i].start - (uintptr_t)p) / PAGE,
			       letter_of(regions[i].categories),
			       (regions[i].end - regions[i].start) / PAGE);
		if (arg.walk_end >= arg.end)
			break;
		arg.start = arg.walk_end;
	}
	assert_true(n >= 0);
	close(fd);
	free(regions);
	return letters;
}

static uint64_t bytes_of(const char *letters, const char *which)
{
	uint64_t bytes = 0;

	for (; *letters; letters++)
		bytes += strchr(which, *letters) ? PAGE : 0;
	return bytes;
}

static void assert_counts(pid_t pid, const char *letters)
{
	struct memstat_rec rec;

	assert_int_equal(tam_pages(pid, BUDGET, &rec), 1);
	assert_int_equal(rec.flags, 0);
	assert_int_equal(rec.mask, PAGES_GROUPS);
	assert_int_equal(rec.ta_written, bytes_of(letters, "wH"));
	assert_int_equal(rec.ta_huge, bytes_of(letters, "H"));
	assert_int_equal(rec.ta_zero, bytes_of(letters, "zZ"));
	assert_int_equal(rec.ta_swapped, bytes_of(letters, "s"));
}

/* The block at @p, which is the only one, is in this state. */
static void assert_pages(const char *p, const char *letters)
{
	char *seen = pagemap_letters(p, strlen(letters));

	assert_string_equal(seen, letters);
	free(seen);
	assert_counts(getpid(), letters);
}

/* Ask until no page of the range is left, for some may be in use just now. */
static void page_out(char *p, size_t pages)
{
	long start = now_ms();
	bool left;

	do {
		char *seen;

		assert_int_equal(madvise(p, pages * PAGE, MADV_PAGEOUT), 0);
		seen = pagemap_letters(p, pages);
		left = strchr(seen, 'w');
		free(seen);
	} while (left && !expired(start));
	assert_false(left);
}

/* One block */

static void test_read_and_written(void **state)
{
	char *p = block(16 * PAGE);

	(void)state;
	assert_pages(p, "................");
	write_page(p, 0);
	assert_pages(p, "w...............");
	read_page(p, 2);
	read_page(p, 3);
	assert_pages(p, "w.zz............");
	write_page(p, 3);
	write_page(p, 15);
	assert_pages(p, "w.zw...........w");
	read_page(p, 0);
	assert_pages(p, "w.zw...........w");
	munmap(p, 16 * PAGE);
	assert_counts(getpid(), "");
}

static void test_given_back(void **state)
{
	char *p = block(8 * PAGE);
	int i;

	(void)state;
	for (i = 0; i < 6; i++)
		write_page(p, i);
	read_page(p, 6);
	assert_pages(p, "wwwwwwz.");
	assert_int_equal(madvise(p + PAGE, 2 * PAGE, MADV_DONTNEED), 0);
	assert_pages(p, "w..wwwz.");
	assert_int_equal(madvise(p + 5 * PAGE, 3 * PAGE, MADV_DONTNEED), 0);
	assert_pages(p, "w..ww...");
	read_page(p, 1);
	write_page(p, 2);
	assert_pages(p, "wzwww...");
	munmap(p, 8 * PAGE);
}

static void test_split_and_unmapped(void **state)
{
	char *p = block(16 * PAGE);
	struct memstat_rec rec;
	int i;

	(void)state;
	for (i = 0; i < 12; i++)
		write_page(p, i);
	read_page(p, 13);
	assert_int_equal(mprotect(p + 2 * PAGE, PAGE, PROT_READ), 0);
	assert_int_equal(mprotect(p + 4 * PAGE, 2 * PAGE, PROT_NONE), 0);
	assert_pages(p, "wwwwwwwwwwww.z..");
	assert_int_equal(munmap(p + 5 * PAGE, 3 * PAGE), 0);
	assert_pages(p, "wwwww...wwww.z..");
	assert_int_equal(munmap(p + 11 * PAGE, 3 * PAGE), 0);
	assert_pages(p, "wwwww...www.....");
	assert_int_equal(tam_pages(getpid(), BUDGET, &rec), 1);
	assert_int_equal(rec.ta_reserved, 10 * PAGE);
	munmap(p, 16 * PAGE);
}

static void test_merged(void **state)
{
	char *a = block(4 * PAGE), *b = block(4 * PAGE);

	(void)state;
	write_page(a, 0);
	write_page(b, 1);
	read_page(b, 2);
	assert_counts(getpid(), "wwz");
	munmap(a, 4 * PAGE);
	assert_pages(b, ".wz.");
	munmap(b, 4 * PAGE);
}

static void test_moved(void **state)
{
	char *p = block(8 * PAGE), *q;

	(void)state;
	write_page(p, 0);
	read_page(p, 1);
	write_page(p, 7);
	p = mremap(p, 8 * PAGE, 1024 * PAGE, MREMAP_MAYMOVE);
	assert_ptr_not_equal(p, MAP_FAILED);
	assert_pages(p, "wz.....w........");
	p = mremap(p, 1024 * PAGE, 4 * PAGE, 0);
	assert_ptr_not_equal(p, MAP_FAILED);
	assert_pages(p, "wz..");
	q = mremap(p, 4 * PAGE, 4 * PAGE, MREMAP_MAYMOVE | MREMAP_DONTUNMAP,
		   NULL);
	assert_ptr_not_equal(q, MAP_FAILED);
	assert_pages(q, "wz..");
	munmap(p, 4 * PAGE);
	munmap(q, 4 * PAGE);
}

/* What is mapped over a block, or lies beside it, is not of it. */
static void test_other_mappings(void **state)
{
	char *p = block(8 * PAGE), *plain;
	int i;

	(void)state;
	write_page(p, 0);
	write_page(p, 3);
	write_page(p, 7);
	plain = mmap(p + 2 * PAGE, 4 * PAGE, PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	assert_ptr_equal(plain, p + 2 * PAGE);
	for (i = 0; i < 4; i++)
		write_page(plain, i);
	assert_counts(getpid(), "ww");
	munmap(p, 8 * PAGE);
}

/* Relatives */

static char *shared_block;

static bool write_three(void)
{
	write_page(shared_block, 0);
	write_page(shared_block, 1);
	write_page(shared_block, 5);
	read_page(shared_block, 6);
	return true;
}

static void test_fork(void **state)
{
	pid_t same, other;

	(void)state;
	shared_block = block(8 * PAGE);
	write_page(shared_block, 0);
	write_page(shared_block, 1);
	write_page(shared_block, 2);
	read_page(shared_block, 3);
	same = stopped_child(NULL);
	other = stopped_child(write_three);
	assert_counts(same, "wwwz....");
	assert_counts(other, "wwwz.wz.");
	assert_pages(shared_block, "wwwz....");
	write_page(shared_block, 7);
	assert_pages(shared_block, "wwwz...w");
	assert_counts(same, "wwwz....");
	end_child(same);
	end_child(other);
	assert_int_equal(madvise(shared_block + PAGE, 2 * PAGE, MADV_DONTFORK),
			 0);
	same = stopped_child(NULL);
	assert_counts(same, "w..z...w");
	assert_pages(shared_block, "wwwz...w");
	end_child(same);
	munmap(shared_block, 8 * PAGE);
}

/* Swap */

static void test_paged_out(void **state)
{
	char *p = block(16 * PAGE);
	int i;

	(void)state;
	for (i = 0; i < 10; i++)
		write_page(p, i);
	read_page(p, 12);
	page_out(p, 8);
	assert_pages(p, "ssssssssww..z...");
	page_out(p + 11 * PAGE, 5);
	assert_pages(p, "ssssssssww..z...");
	read_page(p, 0);
	write_page(p, 7);
	assert_pages(p, "wsssssswww..z...");
	assert_int_equal(madvise(p + PAGE, 2 * PAGE, MADV_DONTNEED), 0);
	assert_pages(p, "w..sssswww..z...");
	munmap(p, 16 * PAGE);
	assert_counts(getpid(), "");
}

static void test_paged_out_before_fork(void **state)
{
	pid_t child;

	(void)state;
	shared_block = block(4 * PAGE);
	write_page(shared_block, 0);
	write_page(shared_block, 1);
	page_out(shared_block, 2);
	child = stopped_child(NULL);
	assert_counts(child, "ss");
	read_page(shared_block, 1);
	assert_pages(shared_block, "sw..");
	assert_counts(child, "ss");
	end_child(child);
	munmap(shared_block, 4 * PAGE);
}

/* Huge pages */

static void set_thp(const char *mode)
{
	assert_true(write_file("/sys/kernel/mm/transparent_hugepage/enabled",
			       mode));
}

/* Room for @n huge pages, and where the first of them begins. */
static char *huge_block(size_t n, char **start)
{
	char *p = tam_alloc((n + 1) * THP);

	assert_ptr_not_equal(p, CALL_FAILED);
	assert_int_equal(madvise(p, (n + 1) * THP, MADV_HUGEPAGE), 0);
	*start = (char *)(((uintptr_t)p + THP - 1) & -THP);
	return p;
}

static void test_huge(void **state)
{
	char expected[3 * THP_PAGES + 1], *start;
	char *p = huge_block(3, &start);

	(void)state;
	set_thp("madvise");
	memset(expected, '.', 3 * THP_PAGES);
	expected[3 * THP_PAGES] = '\0';
	write_page(start, 5);
	memset(expected, 'H', THP_PAGES);
	assert_pages(start, expected);
	read_page(start, THP_PAGES);
	memset(expected + THP_PAGES, 'Z', THP_PAGES);
	assert_pages(start, expected);
	/* A hole in a huge page leaves small ones around it. */
	assert_int_equal(munmap(start + PAGE, PAGE), 0);
	memset(expected, 'w', THP_PAGES);
	expected[1] = '.';
	assert_pages(start, expected);
	assert_int_equal(madvise(start + THP, 2 * PAGE, MADV_DONTNEED), 0);
	memset(expected + THP_PAGES, 'z', THP_PAGES);
	memset(expected + THP_PAGES, '.', 2);
	assert_pages(start, expected);
	munmap(p, 4 * THP);
}

static void test_huge_forked(void **state)
{
	char expected[2 * THP_PAGES + 1], *start;
	char *p = huge_block(2, &start);
	pid_t child;

	(void)state;
	set_thp("madvise");
	write_page(start, 0);
	write_page(start, THP_PAGES);
	memset(expected, 'H', 2 * THP_PAGES);
	expected[2 * THP_PAGES] = '\0';
	child = stopped_child(NULL);
	assert_counts(child, expected);
	assert_pages(start, expected);
	end_child(child);
	munmap(p, 3 * THP);
}

static void test_hugetlb(void **state)
{
	char *ta = block(4 * PAGE), *p;
	struct memstat_rec rec;

	(void)state;
	write_page(ta, 0);
	assert_true(write_file("/proc/sys/vm/nr_hugepages", "4"));
	p = mmap(NULL, 3 * THP, PROT_READ | PROT_WRITE,
		 MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1, 0);
	assert_ptr_not_equal(p, MAP_FAILED);
	write_page(p, 0);
	write_page(p, THP_PAGES);
	assert_int_equal(tam_one(getpid(), MEMSTAT_MM, &rec), 1);
	assert_int_equal(rec.hugetlb, 2 * THP);
	assert_pages(ta, "w...");
	munmap(p, 3 * THP);
	assert_true(write_file("/proc/sys/vm/nr_hugepages", "0"));
	munmap(ta, 4 * PAGE);
}

/*
 * A page that userfaultfd has protected before its first use has an entry, but
 * is not there. (To pagemap it looks like one in swap.)
 */
static void test_protected_before_use(void **state)
{
	struct uffdio_api api = { .api = UFFD_API, .features = WP_UNPOPULATED };
	char *p = block(8 * PAGE);
	struct uffdio_register reg = {
		.range = { (uintptr_t)p, 8 * PAGE },
		.mode = UFFDIO_REGISTER_MODE_WP,
	};
	struct uffdio_writeprotect wp = {
		.range = { (uintptr_t)p, 4 * PAGE },
		.mode = UFFDIO_WRITEPROTECT_MODE_WP,
	};
	int uffd = syscall(SYS_userfaultfd, O_CLOEXEC);

	(void)state;
	assert_true(uffd >= 0);
	assert_int_equal(ioctl(uffd, UFFDIO_API, &api), 0);
	assert_int_equal(ioctl(uffd, UFFDIO_REGISTER, &reg), 0);
	write_page(p, 0);
	write_page(p, 7);
	assert_int_equal(ioctl(uffd, UFFDIO_WRITEPROTECT, &wp), 0);
	assert_counts(getpid(), "ww");
	close(uffd);
	munmap(p, 8 * PAGE);
}

/* A long random walk */

static void random_pages_step(char *p, char *letters, size_t pages)
{
	size_t at = random() % (pages - 8), len = 1 + random() % 8, i;

	switch (random() % 5) {
	case 0:
		for (i = at; i < at + len; i++)
			write_page(p, i);
		memset(letters + at, 'w', len);
		break;
	case 1:
	case 2:
		for (i = at; i < at + len; i++) {
			read_page(p, i);
			letters[i] = strchr("sw", letters[i]) ? 'w' : 'z';
		}
		break;
	case 3:
		assert_int_equal(madvise(p + at * PAGE, len * PAGE,
					 MADV_DONTNEED), 0);
		memset(letters + at, '.', len);
		break;
	case 4:
		page_out(p + at * PAGE, len);
		for (i = at; i < at + len; i++)
			if (letters[i] == 'w')
				letters[i] = 's';
		break;
	}
}

static void test_random_walk(void **state)
{
	char letters[] = LETTERS;
	size_t pages = strlen(letters);
	char *p = block(pages * PAGE);
	int i;

	(void)state;
	srandom(1);
	for (i = 0; i < 1000; i++) {
		random_pages_step(p, letters, pages);
		assert_pages(p, letters);
	}
	munmap(p, pages * PAGE);
}

/* Much that is reserved */

static void test_one_tebibyte(void **state)
{
	char *p = block(TIB);
	struct memstat_rec rec;
	size_t i;

	(void)state;
	for (i = 0; i < 1000; i++)
		write_page(p + i * GIB, i % THP_PAGES);
	for (i = 0; i < 500; i++)
		read_page(p + i * GIB, THP_PAGES + 7);
	assert_int_equal(tam_pages(getpid(), BUDGET, &rec), 1);
	assert_int_equal(rec.flags, 0);
	assert_int_equal(rec.ta_reserved, TIB);
	assert_int_equal(rec.ta_written, 1000 * PAGE);
	assert_int_equal(rec.ta_zero, 500 * PAGE);
	munmap(p, TIB);
	assert_counts(getpid(), "");
}

/* All groups at once do not change what one says alone. */
static void test_with_other_groups(void **state)
{
	pid_t child = stopped_child(own_a_block);
	struct memstat_req req = request(ALL_GROUPS | MEMSTAT_TAMALLOC_PAGES);
	struct memstat_rec with, without;

	(void)state;
	req.after_pid = child - 1;
	req.last_pid = child;
	req.walk_budget = BUDGET;
	assert_int_equal(tam_list(&req, &with, 1, 0), 1);
	assert_int_equal(tam_one(child, ALL_GROUPS, &without), 1);
	assert_int_equal(with.mask, req.mask);
	assert_int_equal(with.ta_written, 10 * PAGE);
	with.ta_written = 0;
	with.mask = without.mask;
	assert_memory_equal(&with, &without, sizeof(with));
	/* The group alone, and its neighbour stays empty. */
	req.mask = MEMSTAT_TAMALLOC_PAGES;
	assert_int_equal(tam_list(&req, &with, 1, 0), 1);
	assert_int_equal(with.mask, MEMSTAT_TAMALLOC_PAGES);
	assert_int_equal(with.ta_reserved, 0);
	assert_int_equal(with.ta_written, 10 * PAGE);
	end_child(child);
}

/* Access */

static bool become(uid_t uid)
{
	return !setresgid(uid, uid, uid) && !setresuid(uid, uid, uid) &&
	       !prctl(PR_SET_DUMPABLE, 1);
}

static bool nobody_with_a_block(void)
{
	return become(NOBODY) && own_a_block();
}

static bool not_dumpable(void)
{
	return nobody_with_a_block() && !prctl(PR_SET_DUMPABLE, 0);
}

static pid_t of_root, of_nobody, hidden, without_block;

/* 'd' denied, 'y' counted, 'n' nothing to count, '?' anything else. */
static char access_to(pid_t pid)
{
	struct memstat_rec rec;

	if (tam_pages(pid, BUDGET, &rec) != 1)
		return '?';
	if (rec.flags == MEMSTAT_F_DENIED && rec.mask == MEMSTAT_TAMALLOC)
		return rec.ta_written || !rec.ta_reserved ? '?' : 'd';
	if (rec.flags & ~(MEMSTAT_F_KTHREAD | MEMSTAT_F_ZOMBIE) ||
	    rec.mask != PAGES_GROUPS)
		return '?';
	return rec.ta_written == 10 * PAGE ? 'y' : rec.ta_written ? '?' : 'n';
}

static int access_of_nobody(void)
{
	const pid_t pids[] = {
		of_root, of_nobody, hidden, without_block, 1, 2, getpid(),
	};
	char seen[8] = "";
	size_t i;

	if (!become(NOBODY) || !own_a_block())
		return 1;
	for (i = 0; i < 7; i++)
		seen[i] = access_to(pids[i]);
	return strcmp(seen, "dydnnny") ? 2 : 0;
}

static void test_access(void **state)
{
	(void)state;
	of_root = stopped_child(own_a_block);
	of_nobody = stopped_child(nobody_with_a_block);
	hidden = stopped_child(not_dumpable);
	without_block = stopped_child(NULL);
	assert_int_equal(in_child(access_of_nobody), 0);
	/* Root has them all. */
	assert_int_equal(access_to(of_root), 'y');
	assert_int_equal(access_to(of_nobody), 'y');
	assert_int_equal(access_to(hidden), 'y');
	end_child(of_root);
	end_child(of_nobody);
	end_child(hidden);
	end_child(without_block);
}

/* A leader that has exited leaves its memory to its threads. */

static void *stay(void *arg)
{
	if (write(*(int *)arg, "x", 1) != 1)
		_exit(1);
	for (;;)
		pause();
	return arg;
}

static void test_exited_leader(void **state)
{
	struct memstat_rec rec;
	pthread_t thread;
	long start = now_ms();
	int ready[2];
	pid_t pid;
	char c;

	(void)state;
	assert_int_equal(pipe(ready), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (!own_a_block() ||
		    pthread_create(&thread, NULL, stay, &ready[1]))
			_exit(1);
		syscall(SYS_exit, 0);
	}
	assert_int_equal(read(ready[0], &c, 1), 1);
	do {
		assert_int_equal(tam_one(pid, MEMSTAT_TASK, &rec), 1);
	} while (rec.state != 'Z' && !expired(start));
	assert_int_equal(rec.state, 'Z');
	assert_int_equal(access_to(pid), 'y');
	end_child(pid);
	close(ready[0]);
	close(ready[1]);
}

static void test_zombie(void **state)
{
	siginfo_t info;
	pid_t pid;

	(void)state;
	pid = fork();
	assert_true(pid >= 0);
	if (!pid)
		_exit(!own_a_block());
	assert_int_equal(waitid(P_PID, pid, &info, WEXITED | WNOWAIT), 0);
	assert_int_equal(info.si_status, 0);
	assert_int_equal(access_to(pid), 'n');
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

/* Set up */

static int add_swap(void **state)
{
	cpu_set_t first;

	(void)state;
	/* One processor, so that no other holds back a page in its batch. */
	CPU_ZERO(&first);
	CPU_SET(0, &first);
	return sched_setaffinity(0, sizeof(first), &first) || !zram_swapon();
}

static int remove_swap(void **state)
{
	(void)state;
	return !zram_swapoff();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read_and_written),
		cmocka_unit_test(test_given_back),
		cmocka_unit_test(test_split_and_unmapped),
		cmocka_unit_test(test_merged),
		cmocka_unit_test(test_moved),
		cmocka_unit_test(test_other_mappings),
		cmocka_unit_test(test_fork),
		cmocka_unit_test(test_paged_out),
		cmocka_unit_test(test_paged_out_before_fork),
		cmocka_unit_test(test_huge),
		cmocka_unit_test(test_huge_forked),
		cmocka_unit_test(test_hugetlb),
		cmocka_unit_test(test_protected_before_use),
		cmocka_unit_test(test_random_walk),
		cmocka_unit_test(test_one_tebibyte),
		cmocka_unit_test(test_with_other_groups),
		cmocka_unit_test(test_access),
		cmocka_unit_test(test_exited_leader),
		cmocka_unit_test(test_zombie),
	};

	if (!running_ours()) {
		printf("Bail out! no tamalloc kernel of ABI 2\n");
		return 1;
	}
	return cmocka_run_group_tests(tests, add_swap, remove_swap);
}
