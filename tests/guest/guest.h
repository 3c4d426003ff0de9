/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the guest's tests share: the raw calls, /proc as the second opinion,
 * and children that hold still while they are looked at.
 *
 * The tests go past libtamalloc on purpose: they test the kernel. Each of them
 * looks at the ABI file first, for these numbers are other calls elsewhere.
 */
#ifndef TAM_GUEST_H
#define TAM_GUEST_H

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/swap.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include <tamalloc/memstat.h>

#define PAGE 4096UL
#define MIB (1024 * 1024UL)
#define DEADLINE_MS 20000
#define MAX_PROCS 4096

#define NR_TAMALLOC 465
#define NR_GET_MEM_STATS 466
#define NR_GET_TOTAL_MEM_STATS 467
#define NR_LIST_MEM_STATS 468

#define ALL_GROUPS (MEMSTAT_TASK | MEMSTAT_MM | MEMSTAT_OOM | MEMSTAT_TAMALLOC)
#define PAGES_GROUPS (MEMSTAT_TAMALLOC | MEMSTAT_TAMALLOC_PAGES)
#define BUDGET UINT64_MAX		/* more entries than there can be */

/* The calls: what they return, or the negative errno. */

static inline long result(long ret)
{
	return ret == -1 ? -errno : ret;
}

static inline void *tam_alloc(size_t size)
{
	return (void *)syscall(NR_TAMALLOC, size);
}

static inline long tam_get(pid_t pid, void *stats)
{
	return result(syscall(NR_GET_MEM_STATS, pid, stats));
}

static inline long tam_total(void *total)
{
	return result(syscall(NR_GET_TOTAL_MEM_STATS, total));
}

static inline long tam_list(const void *req, void *records, size_t nr,
			    unsigned int flags)
{
	return result(syscall(NR_LIST_MEM_STATS, req, records, nr, flags));
}

static inline struct memstat_req request(uint64_t mask)
{
	return (struct memstat_req){
		.size = sizeof(struct memstat_req),
		.rec_size = sizeof(struct memstat_rec),
		.mask = mask,
	};
}

/* The record of one process: 1, 0 if there is none, or a negative errno. */
static inline long tam_one(pid_t pid, uint64_t mask, struct memstat_rec *rec)
{
	struct memstat_req req = request(mask);

	req.after_pid = pid - 1;
	req.last_pid = pid;
	return tam_list(&req, rec, 1, 0);
}

/* The same with what the pages of its blocks are, for @budget entries. */
static inline long tam_pages(pid_t pid, uint64_t budget,
			     struct memstat_rec *rec)
{
	struct memstat_req req = request(PAGES_GROUPS);

	req.after_pid = pid - 1;
	req.last_pid = pid;
	req.walk_budget = budget;
	return tam_list(&req, rec, 1, 0);
}

static inline uint64_t ta_reserved(pid_t pid)
{
	struct memstat_rec rec;

	assert_int_equal(tam_one(pid, MEMSTAT_TAMALLOC, &rec), 1);
	return rec.ta_reserved;
}

/* Time, only to give up some day. */

static inline long now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static inline bool expired(long start_ms)
{
	return now_ms() - start_ms > DEADLINE_MS;
}

/* /proc */

static inline ssize_t read_file(const char *path, char *buf, size_t size)
{
	size_t len = 0;
	ssize_t n;
	int fd;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	while ((n = read(fd, buf + len, size - 1 - len)) > 0)
		len += n;
	close(fd);
	buf[len] = '\0';
	return n < 0 ? -1 : (ssize_t)len;
}

static inline ssize_t read_proc(pid_t pid, const char *name, char *buf,
				size_t size)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
	return read_file(path, buf, size);
}

static inline bool write_file(const char *path, const char *text)
{
	ssize_t len = strlen(text), n;
	int fd;

	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	n = write(fd, text, len);
	close(fd);
	return n == len;
}

static inline bool parse_statm(const char *buf, unsigned long *size,
			       unsigned long *resident)
{
	return sscanf(buf, "%lu %lu", size, resident) == 2;
}

/* A line such as "VmSize:     123 kB" of a status file; 0 where it is not. */
static inline unsigned long status_value(const char *status, const char *name)
{
	size_t len = strlen(name);
	const char *line;

	for (line = status; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (!strncmp(line, name, len) && line[len] == ':')
			return strtoul(line + len + 1, NULL, 10);
	}
	return 0;
}

static inline bool running_ours(void)
{
	char abi[8];

	return read_file("/sys/kernel/mm/tamalloc/abi", abi, sizeof(abi)) > 0 &&
	       !strcmp(abi, "2\n");
}

/* Swap of 64 MiB on compressed memory; a header is all it takes. */
static inline bool zram_swapon(void)
{
	const size_t size = 64 * MIB;
	char header[PAGE] = "";
	uint32_t info[3] = { 1, size / PAGE - 1, 0 };
	int fd;

	if (!write_file("/sys/block/zram0/disksize", "64M"))
		return false;
	memcpy(header + 1024, info, sizeof(info));
	memcpy(header + PAGE - 10, "SWAPSPACE2", 10);
	fd = open("/dev/zram0", O_WRONLY | O_CLOEXEC);
	if (fd < 0 || write(fd, header, PAGE) != PAGE || close(fd))
		return false;
	return !swapon("/dev/zram0", 0);
}

static inline bool zram_swapoff(void)
{
	return !swapoff("/dev/zram0") &&
	       write_file("/sys/block/zram0/reset", "1");
}

/* All processes, as /proc lists them. */

static inline size_t proc_pids(pid_t *pids, size_t max)
{
	struct dirent *entry;
	size_t n = 0;
	DIR *dir;

	dir = opendir("/proc");
	assert_non_null(dir);
	while ((entry = readdir(dir))) {
		char *end;
		long pid = strtol(entry->d_name, &end, 10);

		if (pid > 0 && !*end && n < max)
			pids[n++] = pid;
	}
	closedir(dir);
	return n;
}

/* Every test program ends like this. */
#define RUN(tests) \
	(running_ours() ? cmocka_run_group_tests(tests, NULL, NULL) : \
	 (printf("Bail out! no tamalloc kernel of ABI 2\n"), 1))

/* Children */

/*
 * A child that does @work and then stops, so that nothing about it moves while
 * it is looked at. Where @work fails, the child exits and the test fails.
 */
static inline pid_t stopped_child(bool (*work)(void))
{
	int status;
	pid_t pid;

	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (work && !work())
			_exit(1);
		raise(SIGSTOP);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, WUNTRACED), pid);
	assert_true(WIFSTOPPED(status));
	return pid;
}

static inline void end_child(pid_t pid)
{
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

/* One more child comes and goes. */
static inline void fork_and_reap(void)
{
	pid_t pid = fork();

	if (!pid)
		_exit(0);
	if (pid > 0)
		waitpid(pid, NULL, 0);
}

/* What a child has found out, as its exit status. */
static inline int in_child(int (*work)(void))
{
	int status;
	pid_t pid;

	pid = fork();
	assert_true(pid >= 0);
	if (!pid)
		_exit(work());
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* A process with something of every kind of memory. */
static inline bool own_all_kinds(void)
{
	char *anon = mmap(NULL, 4 * MIB, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char *shm = mmap(NULL, MIB, PROT_READ | PROT_WRITE,
			 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	char *ta = tam_alloc(8 * MIB);
	size_t i;

	if (anon == MAP_FAILED || shm == MAP_FAILED || ta == MAP_FAILED)
		return false;
	for (i = 0; i < 2 * MIB; i += PAGE)
		anon[i] = 1;
	for (i = 0; i < MIB / 2; i += PAGE)
		shm[i] = 1;
	for (i = 0; i < 3 * MIB; i += PAGE)
		ta[i] = 1;
	prctl(PR_SET_NAME, "kinds\n \xff");
	return !mlock(anon, MIB / 4) && !munmap(anon + 3 * MIB, MIB) &&
	       !madvise(ta, MIB, MADV_DONTNEED) &&
	       write_file("/proc/self/oom_score_adj", "123");
}

/* A page that may be used, with one behind it that may not. */
static inline char *page_before_hole(void)
{
	char *p = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	assert_ptr_not_equal(p, MAP_FAILED);
	assert_int_equal(mprotect(p + PAGE, PAGE, PROT_NONE), 0);
	return p;
}

#endif
