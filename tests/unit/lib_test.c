// SPDX-License-Identifier: GPL-2.0
/*
 * libtamalloc on a kernel that is not ours: it looks once, falls back, and
 * never issues 465 to 468. What cannot be undone in a process (a filter, the
 * first look, a limit) is done in a child.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <tamalloc.h>

#include "seccomp_filter.h"

#include "../../lib/abi.h"

/* The ABI as DESIGN fixes it; a change here breaks programs. */
_Static_assert(sizeof(struct mem_stats) == 24, "mem_stats");
_Static_assert(offsetof(struct mem_stats, committed_kb) == 8, "mem_stats");
_Static_assert(offsetof(struct mem_stats, oom_score) == 16, "mem_stats");
_Static_assert(sizeof(struct total_mem_stats) == 16, "total_mem_stats");
_Static_assert(offsetof(struct total_mem_stats, total_committed_kb) == 8,
	       "total_mem_stats");
#define AT(type, member, offset)					\
	_Static_assert(offsetof(struct type, member) == (offset), #member)

_Static_assert(sizeof(struct memstat_req) == 40, "req");
_Static_assert(MEMSTAT_REQ_SIZE_VER0 == 40, "req");
AT(memstat_req, size, 0);
AT(memstat_req, rec_size, 4);
AT(memstat_req, mask, 8);
AT(memstat_req, after_pid, 16);
AT(memstat_req, last_pid, 20);
AT(memstat_req, walk_budget, 24);
AT(memstat_req, walk_from, 32);
_Static_assert(sizeof(struct memstat_rec) == 232, "rec");
_Static_assert(MEMSTAT_REC_SIZE_VER0 == 232, "rec");
AT(memstat_rec, mask, 0);
AT(memstat_rec, pid, 8);
AT(memstat_rec, ppid, 12);
AT(memstat_rec, uid, 16);
AT(memstat_rec, euid, 20);
AT(memstat_rec, nr_threads, 24);
AT(memstat_rec, flags, 28);
AT(memstat_rec, comm, 32);
AT(memstat_rec, state, 48);
AT(memstat_rec, oom_score_adj, 50);
AT(memstat_rec, oom_score, 52);
AT(memstat_rec, start_ns, 56);
AT(memstat_rec, exec_seq, 64);
AT(memstat_rec, utime_ns, 72);
AT(memstat_rec, stime_ns, 80);
AT(memstat_rec, min_flt, 88);
AT(memstat_rec, maj_flt, 96);
AT(memstat_rec, vm_total, 104);
AT(memstat_rec, vm_peak, 112);
AT(memstat_rec, vm_locked, 120);
AT(memstat_rec, rss_anon, 128);
AT(memstat_rec, rss_file, 136);
AT(memstat_rec, rss_shmem, 144);
AT(memstat_rec, rss_peak, 152);
AT(memstat_rec, swap, 160);
AT(memstat_rec, hugetlb, 168);
AT(memstat_rec, pgtables, 176);
AT(memstat_rec, ta_reserved, 184);
AT(memstat_rec, ta_written, 192);
AT(memstat_rec, ta_zero, 200);
AT(memstat_rec, ta_huge, 208);
AT(memstat_rec, ta_swapped, 216);
AT(memstat_rec, ta_next, 224);
_Static_assert(sizeof(((struct memstat_rec *)0)->oom_score) == 4, "oom_score");
_Static_assert(TAM_NR_TAMALLOC == 465 && TAM_NR_LIST_MEM_STATS == 468, "nr");

#define CHILD_SECONDS 60	/* a child that hangs is a failure, not a wait */

/* In a child: says what is wrong and ends the check. */
#define CHECK(cond)							\
	do {								\
		if (!(cond)) {						\
			fprintf(stderr, "%s:%d: %s\n", __FILE__,	\
				__LINE__, #cond);			\
			return 1;					\
		}							\
	} while (0)

/* Runs @check in a child; returns its wait status. */
static int in_child(int (*check)(void))
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		alarm(CHILD_SECONDS);
		_exit(check());
	}
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

/* The kernel runs our series: what follows is about others. */
static void skip_if_ours(void)
{
	if (!access(TAM_ABI_FILE, F_OK))
		skip();
}

/* From now on the numbers @first to @last end in @action, SECCOMP_RET_*. */
static bool filter_range(int first, int last, unsigned int action)
{
	struct sock_filter code[] = {
		LOAD(nr),
		JUMP(BPF_JGE, (unsigned int)first, 0, 2),
		JUMP(BPF_JGT, (unsigned int)last, 1, 0),
		RETURN(action),
		RETURN(SECCOMP_RET_ALLOW),
	};

	return !seccomp_filter(code, sizeof(code) / sizeof(code[0]));
}

/* The same for all of 465 to 468. */
static bool filter_numbers(unsigned int action)
{
	return filter_range(TAM_NR_TAMALLOC, TAM_NR_LIST_MEM_STATS, action);
}

/* Looks at the ABI file, counted, what happens during one, and another file. */
static atomic_int abi_opens;
static void (*during_look)(void);
static const char *instead_of_abi_file;

int __real_open(const char *path, int flags);
int __wrap_open(const char *path, int flags);

int __wrap_open(const char *path, int flags)
{
	if (!strcmp(path, TAM_ABI_FILE)) {
		atomic_fetch_add(&abi_opens, 1);
		if (during_look)
			during_look();
		if (instead_of_abi_file)
			path = instead_of_abi_file;
	}
	return __real_open(path, flags);
}

/* Makes a file with these bytes; returns its name. */
static const char *abi_file(const void *bytes, size_t len)
{
	static char path[64];
	FILE *file;
	int fd, left;

	strcpy(path, "/tmp/lib_test.XXXXXX");
	fd = mkstemp(path);
	assert_true(fd >= 0);
	file = fdopen(fd, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, len, file), len);
	left = fclose(file);
	assert_int_equal(left, 0);
	return path;
}

static void abi_file_contents(void **state)
{
	static const struct {
		const char *text;
		size_t len;
		int abi;
	} cases[] = {
		{ "2\n", 2, 2 },	 { "1\n", 2, 1 },  { "12\n", 3, 12 },
		{ "999999999\n", 10, 999999999 },
		{ "", 0, 0 },	 { "\n", 1, 0 },   { "2", 1, 0 },
		{ "0\n", 2, 0 },	 { "02\n", 3, 0 }, { "-2\n", 3, 0 },
		{ "+2\n", 3, 0 }, { " 2\n", 3, 0 }, { "2 \n", 3, 0 },
		{ "2\n\n", 3, 0 }, { "2\0", 2, 0 },  { "2\n\0", 3, 0 },
		{ "2x\n", 3, 0 }, { "2.1\n", 4, 0 }, { "0x2\n", 4, 0 },
		{ "two\n", 4, 0 }, { "4294967298\n", 11, 0 },
		{ "18446744073709551618\n", 21, 0 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *path = abi_file(cases[i].text, cases[i].len);

		assert_int_equal(tam_abi_read(path), cases[i].abi);
		unlink(path);
	}
}

static void abi_file_missing(void **state)
{
	(void)state;
	assert_int_equal(tam_abi_read("/nonexistent/tamalloc/abi"), 0);
	assert_int_equal(tam_abi_read("/"), 0);
	assert_int_equal(tam_abi_read(""), 0);
}

static int issue_first(void)
{
	CHECK(filter_numbers(SECCOMP_RET_KILL_PROCESS));
	syscall(TAM_NR_TAMALLOC, 0L, 0L, 0L, 0L, 0L, 0L);
	return 0;
}

static int issue_last(void)
{
	CHECK(filter_numbers(SECCOMP_RET_KILL_PROCESS));
	syscall(TAM_NR_LIST_MEM_STATS, 0L, 0L, 0L, 0L, 0L, 0L);
	return 0;
}

/* Else the tests below would prove nothing. */
static void the_filter_bites(void **state)
{
	int status;

	(void)state;
	status = in_child(issue_first);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS);
	status = in_child(issue_last);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS);
}

static int call_everything(void)
{
	struct memstat_req req = { .size = sizeof(req),
				   .rec_size = sizeof(struct memstat_rec) };
	struct total_mem_stats total;
	struct memstat_rec rec;
	struct mem_stats stats;
	void *block;

	CHECK(filter_numbers(SECCOMP_RET_KILL_PROCESS));
	CHECK(tamalloc_abi() == 0);
	CHECK(tamalloc_has() == 0);
	CHECK(tamalloc_kernel_abi() == 0);
	block = tamalloc(1);
	CHECK(block);
	CHECK(!munmap(block, 1));
	CHECK(!tamalloc(0) && errno == EINVAL);
	errno = 0;
	CHECK(get_mem_stats(0, &stats) == -1 && errno == ENOSYS);
	errno = 0;
	CHECK(get_mem_stats(-1, NULL) == -1 && errno == ENOSYS);
	errno = 0;
	CHECK(get_total_mem_stats(&total) == -1 && errno == ENOSYS);
	errno = 0;
	CHECK(list_mem_stats(&req, &rec, 1, 0) == -1 && errno == ENOSYS);
	errno = 0;
	CHECK(list_mem_stats(NULL, NULL, 0, 1) == -1 && errno == ENOSYS);
	return 0;
}

static void no_number_is_issued(void **state)
{
	(void)state;
	skip_if_ours();
	assert_int_equal(in_child(call_everything), 0);
}

static const char *look_path;
static unsigned int look_465, look_466;

/* The kernel answers 465 and 466 so; 467 and 468 are not to be issued. */
static bool filter_answers(void)
{
	return filter_range(467, 468, SECCOMP_RET_KILL_PROCESS) &&
	       filter_range(465, 465, look_465) &&
	       filter_range(466, 466, look_466);
}

static int found(int version, unsigned int has)
{
	return (int)has << 4 | version;
}

static int look_filtered(void)
{
	struct tam_abi abi;

	CHECK(filter_answers());
	abi = tam_abi_look(look_path);
	return found(abi.version, abi.has);
}

/* What is found if the file says @text; -1 if a number was issued that kills. */
static int found_if(const char *text, unsigned int answer_465,
		    unsigned int answer_466)
{
	int status;

	look_path = abi_file(text, strlen(text));
	look_465 = answer_465;
	look_466 = answer_466;
	status = in_child(look_filtered);
	unlink(look_path);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

#define ANSWER(err)	(SECCOMP_RET_ERRNO | (err))
#define KILL		SECCOMP_RET_KILL_PROCESS

/* The file alone is not enough: the kernel must answer for each option. */
static void each_option_is_asked_for(void **state)
{
	static const int others[] = { ENOSYS, EPERM, EFAULT, ENOTSUP };
	size_t i;

	(void)state;
	assert_int_equal(found_if("2\n", ANSWER(EINVAL), ANSWER(EINVAL)),
			 found(2, TAMALLOC_HAS_TAMALLOC |
					  TAMALLOC_HAS_MEM_STATS));
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		unsigned int no = ANSWER((unsigned int)others[i]);

		assert_int_equal(found_if("2\n", ANSWER(EINVAL), no),
				 found(2, TAMALLOC_HAS_TAMALLOC));
		assert_int_equal(found_if("2\n", no, ANSWER(EINVAL)),
				 found(2, TAMALLOC_HAS_MEM_STATS));
		assert_int_equal(found_if("2\n", no, no), found(2, 0));
	}
	/* 0 is not -1: what does not fail is another call */
	assert_int_equal(found_if("2\n", ANSWER(0), ANSWER(0)), found(2, 0));
}

/* Where another version has other calls, asking is no question. */
static void another_version_is_not_asked(void **state)
{
	(void)state;
	assert_int_equal(found_if("2\n", KILL, KILL), -1);
	assert_int_equal(found_if("1\n", KILL, KILL), found(1, 0));
	assert_int_equal(found_if("3\n", KILL, KILL), found(3, 0));
	assert_int_equal(found_if("", KILL, KILL), found(0, 0));
	assert_int_equal(found_if("two\n", KILL, KILL), found(0, 0));
}

/* The public calls, where the kernel says @look_path. */
static int call_with_file(int (*check)(void), const char *text,
			  unsigned int answer_465, unsigned int answer_466)
{
	int status;

	instead_of_abi_file = abi_file(text, strlen(text));
	look_465 = answer_465;
	look_466 = answer_466;
	status = in_child(check);
	unlink(instead_of_abi_file);
	instead_of_abi_file = NULL;
	return status;
}

static int version_1(void)
{
	struct mem_stats stats;
	void *block;

	CHECK(filter_numbers(SECCOMP_RET_KILL_PROCESS));
	CHECK(tamalloc_abi() == 0);
	CHECK(tamalloc_has() == 0);
	CHECK(tamalloc_kernel_abi() == 1);
	errno = 0;
	CHECK(get_mem_stats(0, &stats) == -1 && errno == ENOSYS);
	block = tamalloc(1);
	CHECK(block);
	CHECK(!munmap(block, 1));
	return 0;
}

static void version_1_is_refused_and_told(void **state)
{
	(void)state;
	assert_int_equal(call_with_file(version_1, "1\n", KILL, KILL), 0);
}

/* 465 answers EINVAL, whatever the size: 1 byte tells who has been asked. */
static int only_tamalloc(void)
{
	struct memstat_req req = { .size = sizeof(req),
				   .rec_size = sizeof(struct memstat_rec) };
	struct total_mem_stats total;
	struct memstat_rec rec;
	struct mem_stats stats;

	CHECK(filter_answers());
	CHECK(tamalloc_abi() == TAMALLOC_ABI);
	CHECK(tamalloc_has() == TAMALLOC_HAS_TAMALLOC);
	CHECK(tamalloc_kernel_abi() == TAMALLOC_ABI);
	errno = 0;
	CHECK(!tamalloc(1) && errno == EINVAL);
	errno = 0;
	CHECK(get_mem_stats(0, &stats) == -1 && errno == ENOSYS);
	errno = 0;
	CHECK(get_total_mem_stats(&total) == -1 && errno == ENOSYS);
	errno = 0;
	CHECK(list_mem_stats(&req, &rec, 1, 0) == -1 && errno == ENOSYS);
	return 0;
}

static int only_mem_stats(void)
{
	struct mem_stats stats;
	char *block;

	CHECK(filter_answers());
	CHECK(tamalloc_abi() == TAMALLOC_ABI);
	CHECK(tamalloc_has() == TAMALLOC_HAS_MEM_STATS);
	block = tamalloc(1);
	CHECK(block);
	CHECK(*block == 0);
	CHECK(!munmap(block, 1));
	errno = 0;
	CHECK(get_mem_stats(0, &stats) == -1 && errno == EINVAL);
	return 0;
}

static void either_option_alone(void **state)
{
	(void)state;
	assert_int_equal(call_with_file(only_tamalloc, "2\n", ANSWER(EINVAL),
					ANSWER(ENOSYS)), 0);
	assert_int_equal(call_with_file(only_mem_stats, "2\n", ANSWER(ENOSYS),
					ANSWER(EINVAL)), 0);
}

#define NR_THREADS 16

static atomic_int abi_sum;

static void *look_in_thread(void *barrier)
{
	pthread_barrier_wait(barrier);
	atomic_fetch_add(&abi_sum, tamalloc_abi());
	return NULL;
}

static int race_threads(void)
{
	pthread_t threads[NR_THREADS];
	pthread_barrier_t barrier;
	int i;

	CHECK(!pthread_barrier_init(&barrier, NULL, NR_THREADS));
	for (i = 0; i < NR_THREADS; i++)
		CHECK(!pthread_create(&threads[i], NULL, look_in_thread,
				      &barrier));
	for (i = 0; i < NR_THREADS; i++)
		CHECK(!pthread_join(threads[i], NULL));
	CHECK(abi_opens == 1);
	CHECK(abi_sum == NR_THREADS * tamalloc_abi());
	return 0;
}

static void threads_look_once(void **state)
{
	(void)state;
	assert_int_equal(in_child(race_threads), 0);
}

static int look_again(void)
{
	tamalloc_abi();
	return abi_opens == 1 ? 0 : 1;
}

static int look_then_fork(void)
{
	int status;
	pid_t pid;

	tamalloc_abi();
	CHECK(abi_opens == 1);
	pid = fork();
	if (pid == 0)
		_exit(look_again());
	CHECK(waitpid(pid, &status, 0) == pid);
	CHECK(status == 0);
	return 0;
}

static void children_know(void **state)
{
	(void)state;
	assert_int_equal(in_child(look_then_fork), 0);
}

/* Looking: a thread that waits in the middle while the process forks. */
static pthread_barrier_t look_began, look_may_end;

static void look_slowly(void)
{
	pthread_barrier_wait(&look_began);
	pthread_barrier_wait(&look_may_end);
}

static int look_in_forked(void)
{
	alarm(CHILD_SECONDS / 2);
	during_look = NULL;
	return tamalloc_has() == tam_abi_look(TAM_ABI_FILE).has ? 0 : 1;
}

static void *look(void *unused)
{
	(void)unused;
	tamalloc_abi();
	return NULL;
}

static int fork_during_look(void)
{
	pthread_t thread;
	int status;
	pid_t pid;

	during_look = look_slowly;
	CHECK(!pthread_barrier_init(&look_began, NULL, 2));
	CHECK(!pthread_barrier_init(&look_may_end, NULL, 2));
	CHECK(!pthread_create(&thread, NULL, look, NULL));
	pthread_barrier_wait(&look_began);
	pid = fork();
	if (pid == 0)
		_exit(look_in_forked());
	CHECK(waitpid(pid, &status, 0) == pid);
	CHECK(status == 0);
	pthread_barrier_wait(&look_may_end);
	CHECK(!pthread_join(thread, NULL));
	return 0;
}

static void fork_in_the_middle(void **state)
{
	(void)state;
#ifdef __SANITIZE_THREAD__
	skip();	/* its own pthread_once() does not know of forks */
#endif
	assert_int_equal(in_child(fork_during_look), 0);
}

/* The VmFlags of the mapping that holds @addr, see proc(5). */
static bool vm_flags(const void *addr, char *line, int len)
{
	FILE *file = fopen("/proc/self/smaps", "re");
	bool inside = false, found = false;
	unsigned long start, end;

	assert_non_null(file);
	while (!found && fgets(line, len, file)) {
		if (sscanf(line, "%lx-%lx ", &start, &end) == 2)
			inside = start <= (unsigned long)addr &&
				 (unsigned long)addr < end;
		found = inside && !strncmp(line, "VmFlags:", 8);
	}
	fclose(file);
	return found;
}

#define BLOCK_BYTES ((size_t)1 << 30)
#define BLOCK_PAGES (BLOCK_BYTES / 4096)

static void fallback_is_lazy_memory(void **state)
{
	static unsigned char resident[BLOCK_PAGES];
	unsigned char *block, zeros[64] = { 0 };
	char line[512];

	(void)state;
	errno = 4711;
	block = tamalloc(BLOCK_BYTES);
	assert_non_null(block);
	assert_int_equal(errno, 4711);
	assert_int_equal((uintptr_t)block % 4096, 0);
	assert_int_equal(mincore(block, BLOCK_BYTES, resident), 0);
	assert_null(memchr(resident, 1, BLOCK_PAGES));
	assert_true(vm_flags(block, line, sizeof(line)));
	assert_non_null(strstr(line, " rd wr "));
	assert_non_null(strstr(line, " nr "));	/* MAP_NORESERVE */
	assert_null(strstr(line, " sh "));
	assert_memory_equal(block, zeros, sizeof(zeros));
	block[BLOCK_BYTES - 1] = 1;
	assert_int_equal(munmap(block, BLOCK_BYTES), 0);
	assert_int_equal(mincore(block, BLOCK_BYTES, resident), -1);
}

static void sizes_are_rounded_up(void **state)
{
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);
	unsigned char vec[2], *block;

	(void)state;
	block = tamalloc(page + 1);
	assert_non_null(block);
	block[2 * page - 1] = 1;
	/* fails with ENOMEM if a page of them is not mapped */
	assert_int_equal(mincore(block, 2 * page, vec), 0);
	assert_int_equal(munmap(block, 2 * page), 0);
}

static void fallback_errors(void **state)
{
	static const struct {
		size_t size;
		int err;
	} cases[] = {
		{ 0, EINVAL },
		{ SIZE_MAX, ENOMEM },		{ SIZE_MAX - 4094, ENOMEM },
		{ SIZE_MAX - 4095, ENOMEM },	{ (size_t)1 << 63, ENOMEM },
		{ (size_t)1 << 47, ENOMEM },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		errno = 0;
		assert_null(tamalloc(cases[i].size));
		assert_int_equal(errno, cases[i].err);
	}
}

static int exceed_limit(void)
{
	struct rlimit limit = { 1 << 20, 1 << 20 };

	CHECK(!setrlimit(RLIMIT_AS, &limit));
	errno = 0;
	CHECK(!tamalloc(1 << 30) && errno == ENOMEM);
	return 0;
}

static void limits_hold(void **state)
{
	(void)state;
	assert_int_equal(in_child(exceed_limit), 0);
}

int main(void)
{
	/* those that fork must come before this process has looked itself */
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(abi_file_contents),
		cmocka_unit_test(abi_file_missing),
		cmocka_unit_test(the_filter_bites),
		cmocka_unit_test(no_number_is_issued),
		cmocka_unit_test(each_option_is_asked_for),
		cmocka_unit_test(another_version_is_not_asked),
		cmocka_unit_test(version_1_is_refused_and_told),
		cmocka_unit_test(either_option_alone),
		cmocka_unit_test(threads_look_once),
		cmocka_unit_test(children_know),
		cmocka_unit_test(fork_in_the_middle),
		cmocka_unit_test(fallback_is_lazy_memory),
		cmocka_unit_test(sizes_are_rounded_up),
		cmocka_unit_test(fallback_errors),
		cmocka_unit_test(limits_hold),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("libtamalloc", tests, NULL, NULL);
}
