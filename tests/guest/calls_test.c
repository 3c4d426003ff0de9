// SPDX-License-Identifier: GPL-2.0
/*
 * What the calls tell of a process, and of all, against /proc; and the errors
 * of get_mem_stats and get_total_mem_stats.
 *
 * A running process changes between two looks at it. So a value is asked for
 * before and after /proc is, and compared if it stood still; what moves in one
 * direction only must lie between.
 */
#include <pthread.h>
#include <sys/sysinfo.h>

#include "guest.h"

#define TICK_NS 10000000ULL		/* USER_HZ is 100 */

struct mem_stats_bytes {
	union {
		struct mem_stats ms;
		unsigned char bytes[sizeof(struct mem_stats)];
	};
};

/* One process against its files under /proc */

static void test_abi_file(void **state)
{
	char abi[8];

	(void)state;
	assert_true(read_file("/sys/kernel/mm/tamalloc/abi", abi,
			      sizeof(abi)) == 2);
	assert_string_equal(abi, "2\n");
	assert_false(write_file("/sys/kernel/mm/tamalloc/abi", "1\n"));
}

enum verdict { SAME, DIFFERENT, MOVED, GONE };

static enum verdict get_against_proc(pid_t pid)
{
	struct mem_stats before, after;
	unsigned long size, resident;
	char statm[128], score[32];

	memset(&before, 0, sizeof(before));
	memset(&after, 0, sizeof(after));
	if (tam_get(pid, &before) ||
	    read_proc(pid, "statm", statm, sizeof(statm)) <= 0 ||
	    read_proc(pid, "oom_score", score, sizeof(score)) <= 0 ||
	    tam_get(pid, &after))
		return GONE;
	if (memcmp(&before, &after, sizeof(before)))
		return MOVED;
	assert_true(parse_statm(statm, &size, &resident));
	return before.reserved_kb == size * 4 &&
	       before.committed_kb == resident * 4 &&
	       before.oom_score == strtoul(score, NULL, 10) ? SAME : DIFFERENT;
}

/* A difference may be a change that came and went: it must not last. */
static void settle(pid_t pid, enum verdict (*compare)(pid_t pid))
{
	enum verdict verdict;
	long start = now_ms();

	do {
		verdict = compare(pid);
	} while ((verdict == DIFFERENT || verdict == MOVED) && !expired(start));
	if (verdict == DIFFERENT || verdict == MOVED)
		fail_msg("pid %d: %s", pid, verdict == MOVED ?
			 "never at rest" : "not what /proc says");
}

static void for_every_process(enum verdict (*compare)(pid_t pid))
{
	static pid_t pids[MAX_PROCS];
	pid_t child = stopped_child(own_all_kinds);
	size_t i, n;

	n = proc_pids(pids, MAX_PROCS);
	assert_true(n > 2);
	for (i = 0; i < n; i++)
		settle(pids[i], compare);
	assert_int_equal(compare(child), SAME);
	end_child(child);
}

static void test_get_equals_proc(void **state)
{
	(void)state;
	for_every_process(get_against_proc);
}

/* What /proc/PID/stat says, by its field numbers in proc(5). */
struct stat_fields {
	char state;
	unsigned long long field[53];
};

static bool parse_stat(const char *buf, struct stat_fields *out)
{
	const char *p = strrchr(buf, ')');
	char *end;
	int i;

	if (!p || p[1] != ' ')
		return false;
	out->state = p[2];
	p += 3;
	for (i = 4; i < 53; i++) {
		out->field[i] = strtoull(p, &end, 10);
		if (end == p)
			return false;
		p = end;
	}
	return true;
}

static bool between(unsigned long long low, unsigned long long value,
		    unsigned long long high)
{
	return low <= value && value <= high;
}

/* Times are no finer than those that /proc tells everybody. */
static bool in_whole_ticks(const struct memstat_rec *rec)
{
	return rec->start_ns % TICK_NS == 0 && rec->utime_ns % TICK_NS == 0 &&
	       rec->stime_ns % TICK_NS == 0;
}

static bool stat_agrees(const struct memstat_rec *a,
			const struct memstat_rec *b, const char *text)
{
	struct stat_fields stat;

	memset(&stat, 0, sizeof(stat));
	return parse_stat(text, &stat) &&
	       a->state == (unsigned char)stat.state &&
	       in_whole_ticks(a) && in_whole_ticks(b) &&
	       a->ppid == stat.field[4] &&
	       between(a->min_flt, stat.field[10], b->min_flt) &&
	       between(a->maj_flt, stat.field[12], b->maj_flt) &&
	       between(a->utime_ns / TICK_NS, stat.field[14],
		       b->utime_ns / TICK_NS) &&
	       between(a->stime_ns / TICK_NS, stat.field[15],
		       b->stime_ns / TICK_NS) &&
	       a->nr_threads == stat.field[20] &&
	       a->start_ns == stat.field[22] * TICK_NS &&
	       a->vm_total == stat.field[23];
}

static bool status_agrees(const struct memstat_rec *rec, const char *status)
{
	const struct { const char *name; uint64_t bytes; } lines[] = {
		{ "VmPeak", rec->vm_peak }, { "VmSize", rec->vm_total },
		{ "VmLck", rec->vm_locked }, { "VmHWM", rec->rss_peak },
		{ "RssAnon", rec->rss_anon }, { "RssFile", rec->rss_file },
		{ "RssShmem", rec->rss_shmem }, { "VmSwap", rec->swap },
		{ "VmPTE", rec->pgtables }, { "HugetlbPages", rec->hugetlb },
	};
	const char *uid = strstr(status, "\nUid:");
	unsigned int ruid, euid;
	size_t i;

	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		if (status_value(status, lines[i].name) * 1024 !=
		    lines[i].bytes)
			return false;

	return uid && sscanf(uid, "\nUid: %u %u", &ruid, &euid) == 2 &&
	       ruid == rec->uid && euid == rec->euid;
}

/* /proc adds to the names of kernel threads what they are working on. */
static bool comm_agrees(const struct memstat_rec *rec, const char *comm)
{
	size_t len = strnlen(rec->comm, sizeof(rec->comm));

	if (len == sizeof(rec->comm) || strncmp(rec->comm, comm, len))
		return false;
	return rec->flags & MEMSTAT_F_KTHREAD || !strcmp(comm + len, "\n");
}

struct proc_files {
	char stat[1024], status[4096], statm[128], comm[128];
	char score[32], adj[32];
};

static bool read_proc_files(pid_t pid, struct proc_files *f)
{
	return read_proc(pid, "stat", f->stat, sizeof(f->stat)) > 0 &&
	       read_proc(pid, "status", f->status, sizeof(f->status)) > 0 &&
	       read_proc(pid, "statm", f->statm, sizeof(f->statm)) > 0 &&
	       read_proc(pid, "comm", f->comm, sizeof(f->comm)) > 0 &&
	       read_proc(pid, "oom_score", f->score, sizeof(f->score)) > 0 &&
	       read_proc(pid, "oom_score_adj", f->adj, sizeof(f->adj)) > 0;
}

/* Equal but for what grows by itself while a process runs. */
static bool at_rest(struct memstat_rec a, struct memstat_rec b)
{
	a.min_flt = b.min_flt;
	a.maj_flt = b.maj_flt;
	a.utime_ns = b.utime_ns;
	a.stime_ns = b.stime_ns;
	return !memcmp(&a, &b, sizeof(a));
}

static enum verdict list_against_proc(pid_t pid)
{
	struct memstat_rec before, after;
	unsigned long size, resident;
	struct proc_files f;

	if (tam_one(pid, ALL_GROUPS, &before) != 1 ||
	    !read_proc_files(pid, &f) ||
	    tam_one(pid, ALL_GROUPS, &after) != 1)
		return GONE;
	if (!at_rest(before, after))
		return MOVED;
	assert_int_equal(before.mask, ALL_GROUPS);
	assert_int_equal(before.pid, pid);
	return stat_agrees(&before, &after, f.stat) &&
	       status_agrees(&before, f.status) &&
	       parse_statm(f.statm, &size, &resident) &&
	       before.vm_total == size * PAGE &&
	       before.rss_anon + before.rss_file + before.rss_shmem ==
			resident * PAGE &&
	       before.oom_score == strtoul(f.score, NULL, 10) &&
	       before.oom_score_adj == strtol(f.adj, NULL, 10) &&
	       comm_agrees(&before, f.comm) ? SAME : DIFFERENT;
}

static void test_list_equals_proc(void **state)
{
	(void)state;
	for_every_process(list_against_proc);
}

/* The child did it, so the numbers are known, whatever /proc says. */
static void test_list_equals_what_was_done(void **state)
{
	pid_t child = stopped_child(own_all_kinds);
	struct memstat_rec rec;

	(void)state;
	assert_int_equal(tam_one(child, ALL_GROUPS, &rec), 1);
	assert_int_equal(rec.ppid, getpid());
	assert_int_equal(rec.nr_threads, 1);
	assert_int_equal(rec.state, 'T');
	assert_int_equal(rec.flags, 0);
	assert_memory_equal(rec.comm, "kinds\n \xff\0\0\0\0\0\0\0\0", 16);
	assert_int_equal(rec.oom_score_adj, 123);
	assert_int_equal(rec.vm_locked, MIB / 4);
	/* The programs of the guest lie on tmpfs: they are shmem too. */
	assert_true(rec.rss_shmem >= MIB / 2);
	assert_int_equal(rec.ta_reserved, 8 * MIB);
	assert_true(rec.rss_anon >= 4 * MIB);
	assert_true(rec.rss_peak >= rec.rss_anon + MIB);
	assert_true(rec.vm_peak >= rec.vm_total + MIB);
	assert_true(rec.min_flt >= 4 * MIB / PAGE);
	end_child(child);
}

/* A process that has used the processor stands still, to the tick. */
static bool burn(void)
{
	struct timespec ts;

	do {
		if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts))
			return false;
		getppid();
	} while (ts.tv_nsec < 55 * 1000 * 1000 && !ts.tv_sec);
	return true;
}

static void test_times(void **state)
{
	pid_t child = stopped_child(burn);
	struct memstat_rec rec;
	struct stat_fields stat;
	char text[1024];

	(void)state;
	memset(&stat, 0, sizeof(stat));
	assert_int_equal(tam_one(child, MEMSTAT_TASK, &rec), 1);
	assert_true(read_proc(child, "stat", text, sizeof(text)) > 0);
	assert_true(parse_stat(text, &stat));
	assert_int_equal(rec.utime_ns, stat.field[14] * TICK_NS);
	assert_int_equal(rec.stime_ns, stat.field[15] * TICK_NS);
	assert_int_equal(rec.start_ns, stat.field[22] * TICK_NS);
	assert_true(rec.utime_ns + rec.stime_ns >= 40 * 1000 * 1000);
	end_child(child);
}

/*
 * An oom score has no bound: the resident set counts a page once for each of
 * its mappings. A hundred times the memory there is makes 67,000. Huge pages
 * keep the page tables small.
 */
#define SHARED_SIZE (64 * MIB)
#define HUGE_SIZE (2 * MIB)
#define POPULATE_WRITE 23		/* MADV_, of Linux 5.14 */
#define TIMES_ALL_MEMORY 100UL

static bool map_once(char *at, int fd)
{
	return mmap(at, SHARED_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED |
		    MAP_FIXED, fd, 0) == at &&
	       !madvise(at, SHARED_SIZE, POPULATE_WRITE);
}

static bool map_many_times(void)
{
	int fd = syscall(SYS_memfd_create, "shared", 0U);
	struct sysinfo info;
	size_t times;
	char *room, *p;

	if (fd < 0 || ftruncate(fd, SHARED_SIZE) || sysinfo(&info))
		return false;
	times = (info.totalram + info.totalswap) * info.mem_unit *
		TIMES_ALL_MEMORY / SHARED_SIZE + 1;
	room = mmap(NULL, SHARED_SIZE * times + HUGE_SIZE, PROT_NONE,
		    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (room == MAP_FAILED)
		return false;
	p = (char *)(((uintptr_t)room + HUGE_SIZE - 1) & -HUGE_SIZE);
	for (; times; times--, p += SHARED_SIZE)
		if (!map_once(p, fd))
			return false;
	return true;
}

#define SHMEM_THP "/sys/kernel/mm/transparent_hugepage/shmem_enabled"

static void test_score_beyond_16_bits(void **state)
{
	struct memstat_rec rec;
	struct mem_stats ms;
	char score[32];
	pid_t child;

	(void)state;
	assert_true(write_file(SHMEM_THP, "force"));
	child = stopped_child(map_many_times);
	assert_true(write_file(SHMEM_THP, "never"));
	assert_true(read_proc(child, "oom_score", score, sizeof(score)) > 0);
	assert_true(strtoul(score, NULL, 10) > UINT16_MAX);
	assert_int_equal(tam_get(child, &ms), 0);
	assert_int_equal(ms.oom_score, strtoul(score, NULL, 10));
	assert_int_equal(tam_one(child, MEMSTAT_OOM, &rec), 1);
	assert_int_equal(rec.oom_score, strtoul(score, NULL, 10));
	end_child(child);
}

static void test_ids_of_another_user(void **state)
{
	struct memstat_rec rec;
	int ready[2], status;
	char c;
	pid_t pid;

	(void)state;
	assert_int_equal(pipe(ready), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		if (setresuid(1000, 2000, 0))
			_exit(1);
		if (write(ready[1], "x", 1) == 1)
			pause();
		_exit(0);
	}
	assert_int_equal(read(ready[0], &c, 1), 1);
	assert_int_equal(tam_one(pid, MEMSTAT_TASK, &rec), 1);
	assert_int_equal(rec.uid, 1000);
	assert_int_equal(rec.euid, 2000);
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	close(ready[0]);
	close(ready[1]);
}

/* Totals */

static unsigned long sum_of_statm(unsigned long *resident_kb)
{
	static pid_t pids[MAX_PROCS];
	size_t i, n = proc_pids(pids, MAX_PROCS);
	unsigned long size, resident, reserved_kb = 0;
	char statm[128];

	*resident_kb = 0;
	for (i = 0; i < n; i++) {
		if (read_proc(pids[i], "statm", statm, sizeof(statm)) <= 0 ||
		    !parse_statm(statm, &size, &resident))
			continue;
		reserved_kb += size * 4;
		*resident_kb += resident * 4;
	}
	return reserved_kb;
}

static void test_total_equals_proc(void **state)
{
	struct total_mem_stats total = { 0, 0 };
	unsigned long reserved_kb, resident_kb;
	pid_t child = stopped_child(own_all_kinds);
	long start = now_ms();

	(void)state;
	do {
		reserved_kb = sum_of_statm(&resident_kb);
		assert_int_equal(tam_total(&total), 0);
	} while ((total.total_reserved_kb != reserved_kb ||
		  total.total_committed_kb != resident_kb) && !expired(start));
	assert_int_equal(total.total_reserved_kb, reserved_kb);
	assert_int_equal(total.total_committed_kb, resident_kb);
	end_child(child);
}

static void test_total_errors(void **state)
{
	char *page = page_before_hole();

	(void)state;
	assert_int_equal(tam_total(NULL), -EFAULT);
	assert_int_equal(tam_total(page + PAGE), -EFAULT);
	assert_int_equal(tam_total(page + PAGE - 15), -EFAULT);
	assert_int_equal(tam_total((void *)-4096L), -EFAULT);
	assert_int_equal(tam_total(page + PAGE - 16), 0);
	assert_int_equal(tam_total(page + 3), 0);
	assert_int_equal(mprotect(page, PAGE, PROT_READ), 0);
	assert_int_equal(tam_total(page), -EFAULT);
	munmap(page, 2 * PAGE);
}

/* get_mem_stats */

static pid_t reaped_pid(void)
{
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (!pid)
		_exit(0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	return pid;
}

static void test_get_errors(void **state)
{
	char *page = page_before_hole();
	struct mem_stats ms;

	(void)state;
	assert_int_equal(tam_get(-1, &ms), -EINVAL);
	assert_int_equal(tam_get(INT32_MIN, &ms), -EINVAL);
	assert_int_equal(tam_get(-1, NULL), -EINVAL);
	assert_int_equal(tam_get(reaped_pid(), &ms), -ESRCH);
	assert_int_equal(tam_get(INT32_MAX, &ms), -ESRCH);
	assert_int_equal(tam_get(0, NULL), -EFAULT);
	assert_int_equal(tam_get(0, (void *)1), -EFAULT);
	assert_int_equal(tam_get(0, (void *)-4096L), -EFAULT);
	assert_int_equal(tam_get(0, page + PAGE), -EFAULT);
	assert_int_equal(tam_get(0, page + PAGE - 23), -EFAULT);
	assert_int_equal(tam_get(0, page + PAGE - 24), 0);
	assert_int_equal(tam_get(0, page + 1), 0);
	assert_int_equal(mprotect(page, PAGE, PROT_READ), 0);
	assert_int_equal(tam_get(0, page), -EFAULT);
	munmap(page, 2 * PAGE);
}

/* What an unaligned pointer gets is no different. */
static void test_unaligned(void **state)
{
	pid_t child = stopped_child(own_all_kinds);
	char buf[64];
	struct mem_stats ms, other;
	size_t at;

	(void)state;
	assert_int_equal(tam_get(child, &ms), 0);
	for (at = 0; at < 8; at++) {
		memset(buf, 0xaa, sizeof(buf));
		assert_int_equal(tam_get(child, buf + at), 0);
		memcpy(&other, buf + at, sizeof(other));
		assert_memory_equal(&ms, &other, sizeof(ms));
		assert_int_equal((unsigned char)buf[at + sizeof(ms)], 0xaa);
	}
	end_child(child);
}

static void test_get_padding(void **state)
{
	struct mem_stats_bytes out;
	size_t i;

	(void)state;
	memset(&out, 0xaa, sizeof(out));
	assert_int_equal(tam_get(0, &out), 0);
	for (i = offsetof(struct mem_stats, oom_score) + 4; i < 24; i++)
		assert_int_equal(out.bytes[i], 0);
	assert_int_not_equal(out.ms.reserved_kb, 0);
}

static void assert_no_memory(pid_t pid, uint32_t flags)
{
	struct mem_stats ms = { 1, 1, 1 };
	struct memstat_rec rec;

	assert_int_equal(tam_get(pid, &ms), 0);
	assert_int_equal(ms.reserved_kb, 0);
	assert_int_equal(ms.committed_kb, 0);
	assert_int_equal(ms.oom_score, 0);

	assert_int_equal(tam_one(pid, ALL_GROUPS, &rec), 1);
	assert_int_equal(rec.mask, ALL_GROUPS);
	assert_int_equal(rec.flags, flags);
	assert_int_equal(rec.vm_total, 0);
	assert_int_equal(rec.vm_peak, 0);
	assert_int_equal(rec.rss_anon | rec.rss_file | rec.rss_shmem, 0);
	assert_int_equal(rec.pgtables, 0);
	assert_int_equal(rec.ta_reserved, 0);
}

static void test_kernel_thread(void **state)
{
	(void)state;
	assert_no_memory(2, MEMSTAT_F_KTHREAD);		/* kthreadd */
}

static void test_zombie(void **state)
{
	struct memstat_rec rec;
	siginfo_t info;
	pid_t pid;

	(void)state;
	pid = fork();
	assert_true(pid >= 0);
	if (!pid)
		_exit(0);
	assert_int_equal(waitid(P_PID, pid, &info, WEXITED | WNOWAIT), 0);
	assert_no_memory(pid, MEMSTAT_F_ZOMBIE);
	assert_int_equal(tam_one(pid, MEMSTAT_TASK, &rec), 1);
	assert_int_equal(rec.state, 'Z');
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_int_equal(tam_one(pid, ALL_GROUPS, &rec), 0);
}

/* Threads */

static int thread_pipe[2];

static void *report_tid(void *arg)
{
	pid_t tid = syscall(SYS_gettid);

	if (write(thread_pipe[1], &tid, sizeof(tid)) != sizeof(tid))
		_exit(1);
	for (;;)
		pause();
	return arg;
}

/* A process whose second thread waits; its leader does, or has gone. */
static pid_t two_threads(bool leader_exits, pid_t *tid)
{
	pthread_t thread;
	pid_t pid;

	assert_int_equal(pipe(thread_pipe), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (pthread_create(&thread, NULL, report_tid, NULL))
			_exit(1);
		if (leader_exits)
			syscall(SYS_exit, 0);
		for (;;)
			pause();
	}
	assert_int_equal(read(thread_pipe[0], tid, sizeof(*tid)), sizeof(*tid));
	close(thread_pipe[0]);
	close(thread_pipe[1]);
	return pid;
}

static void wait_for_state(pid_t pid, char state)
{
	long start = now_ms();
	struct memstat_rec rec;

	do {
		assert_int_equal(tam_one(pid, MEMSTAT_TASK, &rec), 1);
	} while (rec.state != state && !expired(start));
	assert_int_equal(rec.state, state);
}

static void test_id_of_a_thread(void **state)
{
	struct mem_stats by_pid, by_tid;
	struct memstat_rec rec;
	pid_t tid, pid = two_threads(false, &tid);

	(void)state;
	wait_for_state(pid, 'S');
	assert_int_equal(tam_get(pid, &by_pid), 0);
	assert_int_equal(tam_get(tid, &by_tid), 0);
	assert_memory_equal(&by_pid, &by_tid, sizeof(by_pid));
	assert_int_not_equal(by_tid.committed_kb, 0);
	/* In the list, processes only. */
	assert_int_equal(tam_one(tid, MEMSTAT_TASK, &rec), 0);
	assert_int_equal(tam_one(pid, MEMSTAT_TASK, &rec), 1);
	assert_int_equal(rec.nr_threads, 2);
	end_child(pid);
}

static void test_exited_leader(void **state)
{
	unsigned long size = 0, resident = 0;
	char path[64], statm[128];
	struct memstat_rec rec;
	struct mem_stats ms;
	pid_t tid, pid = two_threads(true, &tid);

	(void)state;
	wait_for_state(pid, 'Z');
	snprintf(path, sizeof(path), "/proc/%d/task/%d/statm", pid, tid);
	assert_true(read_file(path, statm, sizeof(statm)) > 0);
	assert_true(parse_statm(statm, &size, &resident));
	assert_true(size > 0 && resident > 0);

	assert_int_equal(tam_get(pid, &ms), 0);
	assert_int_equal(ms.reserved_kb, size * 4);
	assert_int_equal(ms.committed_kb, resident * 4);
	assert_int_equal(tam_one(pid, ALL_GROUPS, &rec), 1);
	assert_int_equal(rec.flags, 0);
	assert_int_equal(rec.vm_total, size * PAGE);
	assert_int_equal(rec.nr_threads, 2);
	end_child(pid);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_abi_file),
		cmocka_unit_test(test_get_equals_proc),
		cmocka_unit_test(test_get_errors),
		cmocka_unit_test(test_unaligned),
		cmocka_unit_test(test_get_padding),
		cmocka_unit_test(test_total_equals_proc),
		cmocka_unit_test(test_total_errors),
		cmocka_unit_test(test_kernel_thread),
		cmocka_unit_test(test_zombie),
		cmocka_unit_test(test_id_of_a_thread),
		cmocka_unit_test(test_exited_leader),
		cmocka_unit_test(test_list_equals_proc),
		cmocka_unit_test(test_list_equals_what_was_done),
		cmocka_unit_test(test_times),
		cmocka_unit_test(test_score_beyond_16_bits),
		cmocka_unit_test(test_ids_of_another_user),
	};

	return RUN(tests);
}
