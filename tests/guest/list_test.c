// SPDX-License-Identifier: GPL-2.0
/*
 * list_mem_stats as a list: batches and cursor, sizes and masks, errors, and
 * signals that come while it is made.
 */
#include <poll.h>
#include <pthread.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/user.h>

#include <linux/userfaultfd.h>

#include "guest.h"

/* All processes, as list_mem_stats() tells them in batches of @batch. */
static size_t list_all(struct memstat_rec *recs, size_t max, size_t batch,
		       uint64_t mask)
{
	struct memstat_req req = request(mask);
	size_t n = 0;
	long ret;

	for (;;) {
		assert_true(n + batch <= max);
		ret = tam_list(&req, recs + n, batch, 0);
		assert_true(ret >= 0);
		assert_true((size_t)ret <= batch);
		if (!ret)
			return n;
		n += ret;
		req.after_pid = recs[n - 1].pid;
	}
}

/* The list as a whole */

static bool same_pids(const struct memstat_rec *a, size_t na,
		      const struct memstat_rec *b, size_t nb)
{
	size_t i;

	if (na != nb)
		return false;
	for (i = 0; i < na; i++)
		if (a[i].pid != b[i].pid)
			return false;
	return true;
}

static void test_batches(void **state)
{
	static struct memstat_rec one[2 * MAX_PROCS], seven[2 * MAX_PROCS];
	static struct memstat_rec all[2 * MAX_PROCS];
	size_t n1, n7, nall, i;
	long start = now_ms();
	pid_t children[20];

	(void)state;
	for (i = 0; i < 20; i++)
		children[i] = stopped_child(NULL);
	/* Kernel workers come and go: try until none did. */
	do {
		nall = list_all(all, 2 * MAX_PROCS, 4096, MEMSTAT_TASK);
		n1 = list_all(one, 2 * MAX_PROCS, 1, MEMSTAT_TASK);
		n7 = list_all(seven, 2 * MAX_PROCS, 7, MEMSTAT_TASK);
	} while ((!same_pids(all, nall, one, n1) ||
		  !same_pids(all, nall, seven, n7)) && !expired(start));
	assert_true(same_pids(all, nall, one, n1));
	assert_true(same_pids(all, nall, seven, n7));
	assert_true(nall > 22);
	for (i = 1; i < nall; i++)
		assert_true(all[i - 1].pid < all[i].pid);
	for (i = 0; i < 20; i++)
		end_child(children[i]);
}

static void test_list_is_that_of_proc(void **state)
{
	static struct memstat_rec recs[2 * MAX_PROCS];
	static pid_t pids[MAX_PROCS];
	long start = now_ms();
	size_t i, n, nrecs;
	bool same;

	(void)state;
	do {
		n = proc_pids(pids, MAX_PROCS);
		nrecs = list_all(recs, 2 * MAX_PROCS, MAX_PROCS, 0);
		same = n == nrecs;
		for (i = 0; same && i < n; i++)
			same = (uint32_t)pids[i] == recs[i].pid;
	} while (!same && !expired(start));
	assert_true(same);
}

static void test_cursor(void **state)
{
	struct memstat_req req = request(MEMSTAT_TASK);
	struct memstat_rec recs[4];
	pid_t a = stopped_child(NULL), b = stopped_child(NULL);

	(void)state;
	assert_true(a < b);
	req.after_pid = a - 1;
	req.last_pid = b;
	assert_int_equal(tam_list(&req, recs, 4, 0), 2);
	assert_int_equal(recs[0].pid, a);
	assert_int_equal(recs[1].pid, b);
	req.after_pid = a;
	assert_int_equal(tam_list(&req, recs, 4, 0), 1);
	assert_int_equal(recs[0].pid, b);
	req.after_pid = b;
	assert_int_equal(tam_list(&req, recs, 4, 0), 0);
	req.after_pid = b + 1;
	assert_int_equal(tam_list(&req, recs, 4, 0), 0);
	req.last_pid = 0;
	req.after_pid = UINT32_MAX;
	assert_int_equal(tam_list(&req, recs, 4, 0), 0);
	req.after_pid = INT32_MAX;
	assert_int_equal(tam_list(&req, recs, 4, 0), 0);
	req.after_pid = 0;
	req.last_pid = UINT32_MAX;
	assert_int_equal(tam_list(&req, recs, 4, 0), 4);
	req.last_pid = 1;
	assert_int_equal(tam_list(&req, recs, 4, 0), 1);
	assert_int_equal(recs[0].pid, 1);
	end_child(a);
	end_child(b);
}

/* Sizes, masks, errors */

static void test_list_errors(void **state)
{
	struct memstat_req req = request(MEMSTAT_TASK);
	struct memstat_rec rec;

	(void)state;
	assert_int_equal(tam_list(&req, &rec, 1, 1), -EINVAL);
	assert_int_equal(tam_list(&req, &rec, 1, 1u << 31), -EINVAL);
	assert_int_equal(tam_list(&req, &rec, 0, 0), -EINVAL);
	assert_int_equal(tam_list(NULL, &rec, 1, 0), -EFAULT);
	assert_int_equal(tam_list((void *)-4096L, &rec, 1, 0), -EFAULT);
	assert_int_equal(tam_list(&req, NULL, 1, 0), -EFAULT);
	assert_int_equal(tam_list(&req, (void *)-4096L, 1, 0), -EFAULT);
	req.size = 0;
	assert_int_equal(tam_list(&req, &rec, 1, 0), -EINVAL);
	req.size = 39;
	assert_int_equal(tam_list(&req, &rec, 1, 0), -EINVAL);
	req.size = PAGE + 1;
	assert_int_equal(tam_list(&req, &rec, 1, 0), -E2BIG);
	req.size = sizeof(req);
	req.rec_size = 224;
	assert_int_equal(tam_list(&req, &rec, 1, 0), -EINVAL);
	req.rec_size = 233;
	assert_int_equal(tam_list(&req, &rec, 1, 0), -EINVAL);
	req.rec_size = 236;
	assert_int_equal(tam_list(&req, &rec, 1, 0), -EINVAL);
	req.rec_size = 0;
	assert_int_equal(tam_list(&req, &rec, 1, 0), -EINVAL);
	req.rec_size = PAGE + 8;
	assert_int_equal(tam_list(&req, &rec, 1, 0), -E2BIG);
}

static void test_request_from_the_future(void **state)
{
	struct { struct memstat_req req; uint64_t more; } future = {
		.req = request(MEMSTAT_TASK),
	};
	char *page = page_before_hole();
	struct memstat_rec rec;

	(void)state;
	future.req.size = sizeof(future);
	assert_int_equal(tam_list(&future, &rec, 1, 0), 1);
	future.more = 1;
	assert_int_equal(tam_list(&future, &rec, 1, 0), -E2BIG);
	/* As long as a page, and not a byte more may be read. */
	memcpy(page, &future.req, sizeof(future.req));
	((struct memstat_req *)page)->size = PAGE;
	assert_int_equal(tam_list(page, &rec, 1, 0), 1);
	page[PAGE - 1] = 1;
	assert_int_equal(tam_list(page, &rec, 1, 0), -E2BIG);
	/* It ends where the page ends; and beyond. */
	memcpy(page + PAGE - 40, &future.req, 40);
	((struct memstat_req *)(page + PAGE - 40))->size = 40;
	assert_int_equal(tam_list(page + PAGE - 40, &rec, 1, 0), 1);
	((struct memstat_req *)(page + PAGE - 40))->size = 48;
	assert_int_equal(tam_list(page + PAGE - 40, &rec, 1, 0), -EFAULT);
	munmap(page, 2 * PAGE);
}

static void assert_bytes(const unsigned char *p, size_t len, int value)
{
	size_t i;

	for (i = 0; i < len; i++)
		assert_int_equal(p[i], value);
}

static void check_stride(uint32_t rec_size)
{
	struct memstat_req req = request(ALL_GROUPS);
	unsigned char *buf = malloc(3 * rec_size);
	struct memstat_rec expected;
	int i;

	assert_non_null(buf);
	memset(buf, 0xaa, 3 * rec_size);
	req.rec_size = rec_size;
	assert_int_equal(tam_list(&req, buf, 2, 0), 2);
	for (i = 0; i < 2; i++) {
		unsigned char *p = buf + i * rec_size;

		assert_int_equal(tam_one(((struct memstat_rec *)p)->pid, 0,
					 &expected), 1);
		assert_bytes(p + sizeof(expected),
			     rec_size - sizeof(expected), 0);
	}
	assert_bytes(buf + 2 * rec_size, rec_size, 0xaa);
	free(buf);
}

static void test_stride(void **state)
{
	(void)state;
	check_stride(232);
	check_stride(240);
	check_stride(256);
	check_stride(4096);
}

/* Where in a record the fields of each group lie. */
static const struct { uint64_t group; size_t from, to; } extents[] = {
	{ MEMSTAT_TASK, offsetof(struct memstat_rec, ppid),
	  offsetof(struct memstat_rec, flags) },
	{ MEMSTAT_TASK, offsetof(struct memstat_rec, comm),
	  offsetof(struct memstat_rec, __pad) },
	{ MEMSTAT_OOM, offsetof(struct memstat_rec, oom_score_adj),
	  offsetof(struct memstat_rec, start_ns) },
	{ MEMSTAT_TASK, offsetof(struct memstat_rec, start_ns),
	  offsetof(struct memstat_rec, vm_total) },
	{ MEMSTAT_MM, offsetof(struct memstat_rec, vm_total),
	  offsetof(struct memstat_rec, ta_reserved) },
	{ MEMSTAT_TAMALLOC, offsetof(struct memstat_rec, ta_reserved),
	  offsetof(struct memstat_rec, ta_written) },
	{ MEMSTAT_TAMALLOC_PAGES, offsetof(struct memstat_rec, ta_written),
	  sizeof(struct memstat_rec) },
};

static void check_mask(pid_t pid, uint64_t mask)
{
	unsigned char *p;
	struct memstat_rec rec;
	size_t i;

	memset(&rec, 0xaa, sizeof(rec));
	assert_int_equal(tam_one(pid, mask, &rec), 1);
	assert_int_equal(rec.mask, mask & ALL_GROUPS);
	assert_int_equal(rec.pid, pid);
	p = (unsigned char *)&rec;
	assert_int_equal(rec.__pad, 0);
	for (i = 0; i < sizeof(extents) / sizeof(extents[0]); i++)
		if (!(mask & extents[i].group))
			assert_bytes(p + extents[i].from,
				     extents[i].to - extents[i].from, 0);
}

static void test_masks(void **state)
{
	pid_t child = stopped_child(own_all_kinds);
	uint64_t mask;

	(void)state;
	for (mask = 0; mask <= ALL_GROUPS; mask++)
		check_mask(child, mask);
	check_mask(child, 1ULL << 32);
	check_mask(child, 1ULL << 63 | MEMSTAT_MM);
	check_mask(child, ~0ULL & ~MEMSTAT_TAMALLOC_PAGES);
	end_child(child);
}

/* Groups cost nothing of their values when asked for together. */
static void test_masks_agree(void **state)
{
	pid_t child = stopped_child(own_all_kinds);
	struct memstat_rec all, rec;
	size_t i;

	(void)state;
	assert_int_equal(tam_one(child, ALL_GROUPS, &all), 1);
	for (i = 0; i < sizeof(extents) / sizeof(extents[0]); i++) {
		if (extents[i].group == MEMSTAT_TAMALLOC_PAGES)
			continue;
		assert_int_equal(tam_one(child, extents[i].group, &rec), 1);
		assert_memory_equal((char *)&rec + extents[i].from,
				    (char *)&all + extents[i].from,
				    extents[i].to - extents[i].from);
	}
	end_child(child);
}

static void test_short_count(void **state)
{
	struct memstat_req req = request(MEMSTAT_TASK);
	char *page = page_before_hole();
	size_t size = sizeof(struct memstat_rec);

	(void)state;
	assert_int_equal(tam_list(&req, page + PAGE - 3 * size, 100, 0), 3);
	assert_int_equal(tam_list(&req, page + PAGE - 3 * size - 8, 100, 0), 3);
	assert_int_equal(tam_list(&req, page + PAGE - size, 100, 0), 1);
	assert_int_equal(tam_list(&req, page + PAGE - size + 8, 100, 0),
			 -EFAULT);
	assert_int_equal(tam_list(&req, page + PAGE, 100, 0), -EFAULT);
	/* A count beyond all processes does no harm. */
	req.after_pid = 1;
	req.last_pid = 2;
	assert_int_equal(tam_list(&req, page, SIZE_MAX, 0), 1);
	munmap(page, 2 * PAGE);
}

/* The same records, wherever they are put, and wherever the request lies. */
static void test_unaligned(void **state)
{
	pid_t child = stopped_child(own_all_kinds);
	struct memstat_req req = request(ALL_GROUPS);
	char page[PAGE], in[64];
	struct memstat_rec rec;
	size_t at;

	(void)state;
	assert_int_equal(tam_one(child, ALL_GROUPS, &rec), 1);
	req.after_pid = child - 1;
	req.last_pid = child;
	for (at = 0; at < 8; at++) {
		memset(page, 0xaa, sizeof(page));
		memcpy(in + at, &req, sizeof(req));
		assert_int_equal(tam_list(in + at, page + at, 1, 0), 1);
		assert_memory_equal(page + at, &rec, sizeof(rec));
		assert_bytes((unsigned char *)page + at + sizeof(rec), 8, 0xaa);
	}
	end_child(child);
}

static void test_protected(void **state)
{
	struct memstat_req req = request(ALL_GROUPS);
	char *page = page_before_hole();
	struct memstat_rec rec;

	(void)state;
	memcpy(page, &req, sizeof(req));
	assert_int_equal(mprotect(page, PAGE, PROT_READ), 0);
	assert_int_equal(tam_list(page, &rec, 1, 0), 1);
	assert_int_equal(tam_list(&req, page, 1, 0), -EFAULT);
	assert_int_equal(mprotect(page, PAGE, PROT_NONE), 0);
	assert_int_equal(tam_list(page, &rec, 1, 0), -EFAULT);
	assert_int_equal(tam_list(&req, page, 1, 0), -EFAULT);
	munmap(page, 2 * PAGE);
}

/* Processes that execute a program */

#define EXEC_LOOP "--exec-loop"
#define EXEC_SIZE (4 * MIB)

/* Writes to a block, and begins anew as another program. */
static int exec_loop(void)
{
	char *p = tam_alloc(EXEC_SIZE);

	if (p == (char *)-1)
		return 1;
	memset(p, 1, EXEC_SIZE);
	execl("/proc/self/exe", "list_test", EXEC_LOOP, NULL);
	return 2;
}

/*
 * All of the old memory or all of the new, and a block in the old one only.
 * (While a program is put together, the size of it is 0 for a moment.)
 */
static uint64_t look_at_exec(pid_t pid, uint64_t *start_ns)
{
	struct memstat_req req = request(ALL_GROUPS | MEMSTAT_TAMALLOC_PAGES);
	struct memstat_rec rec;
	struct mem_stats ms;

	assert_int_equal(tam_one(pid, ALL_GROUPS, &rec), 1);
	assert_true(rec.vm_total >= rec.ta_reserved);
	assert_true(rec.pgtables > 0);

	req.after_pid = pid - 1;
	req.last_pid = pid;
	req.walk_budget = BUDGET;
	assert_int_equal(tam_list(&req, &rec, 1, 0), 1);
	assert_int_equal(tam_get(pid, &ms), 0);
	assert_true(rec.pgtables > 0);
	/* a walk ends when nobody else has the memory any more */
	assert_int_equal(rec.flags & ~(MEMSTAT_F_BUSY | MEMSTAT_F_PARTIAL), 0);
	assert_true(rec.ta_reserved == 0 || rec.ta_reserved == EXEC_SIZE);
	assert_true(rec.ta_written <= rec.ta_reserved);
	/* It stays the same process. */
	assert_true(!*start_ns || rec.start_ns == *start_ns);
	*start_ns = rec.start_ns;
	return rec.ta_reserved;
}

static void test_exec(void **state)
{
	uint64_t start_ns = 0, now, last = 0;
	long start = now_ms();
	int changes = 0;
	pid_t pid;

	(void)state;
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		_exit(exec_loop());
	}
	while (changes < 6 && !expired(start)) {
		now = look_at_exec(pid, &start_ns);
		changes += now != last;
		last = now;
	}
	assert_int_equal(changes, 6);
	end_child(pid);
}

/* Signals */

static volatile sig_atomic_t signals_seen;

static void count_signal(int sig)
{
	(void)sig;
	signals_seen++;
}

/* One scan under fire: how often it was cut short. -1 if it lost a child. */
static int scan_under_fire(const pid_t *children, size_t nr)
{
	static struct memstat_rec recs[MAX_PROCS];
	struct memstat_req req = request(ALL_GROUPS);
	int cut = -1;
	size_t found = 0;
	long ret, i;

	while ((ret = tam_list(&req, recs, MAX_PROCS, 0))) {
		if (ret == -EINTR)
			continue;
		assert_true(ret > 0);
		for (i = 0; i < ret; i++)
			if (found < nr && (pid_t)recs[i].pid == children[found])
				found++;
		req.after_pid = recs[ret - 1].pid;
		cut++;
	}
	assert_int_equal(found, nr);
	return cut;
}

static void test_signals(void **state)
{
	struct sigaction act = { .sa_handler = count_signal };
	pid_t children[100], shooter, self = getpid();
	long start = now_ms();
	int cut = 0;
	size_t i;

	(void)state;
	assert_int_equal(sigaction(SIGUSR1, &act, NULL), 0);
	for (i = 0; i < 100; i++)
		children[i] = stopped_child(NULL);
	shooter = fork();
	assert_true(shooter >= 0);
	if (!shooter) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;) {
			kill(self, SIGUSR1);
			usleep(50);
		}
	}
	while (!cut && !expired(start))
		cut = scan_under_fire(children, 100);
	/* What is still on its way must not interrupt waitpid(). */
	signal(SIGUSR1, SIG_IGN);
	end_child(shooter);
	assert_true(signals_seen > 0);
	/* A signal did come while records were being written. */
	assert_true(cut > 0);
	for (i = 0; i < 100; i++)
		end_child(children[i]);
}

/* A signal that is there before the first record, which a tracer can arrange */

static int list_with_handler(int flags)
{
	struct sigaction act = { .sa_handler = count_signal, .sa_flags = flags };
	struct memstat_req req = request(ALL_GROUPS);
	struct memstat_rec rec;
	long ret;

	if (sigaction(SIGUSR1, &act, NULL) ||
	    ptrace(PTRACE_TRACEME, 0, NULL, NULL) || raise(SIGSTOP))
		return 1;
	ret = tam_list(&req, &rec, 1, 0);
	if (signals_seen != 1)
		return 2;
	return ret == (flags & SA_RESTART ? 1 : -EINTR) ? 0 : 3;
}

/* Lets a tracee run to its next stop, and says which signal stopped it. */
static int run_to_stop(pid_t pid)
{
	int status;

	assert_int_equal(ptrace(PTRACE_SYSCALL, pid, NULL, NULL), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSTOPPED(status));
	return WSTOPSIG(status);
}

static void check_interrupted(int flags)
{
	const int syscall_stop = SIGTRAP | 0x80;
	struct user_regs_struct regs;
	int status;
	pid_t pid;

	signals_seen = 0;
	pid = fork();
	assert_true(pid >= 0);
	if (!pid)
		_exit(list_with_handler(flags));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSTOPPED(status));
	assert_int_equal(ptrace(PTRACE_SETOPTIONS, pid, NULL,
				PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL), 0);
	do {
		assert_int_equal(run_to_stop(pid), syscall_stop);
		assert_int_equal(ptrace(PTRACE_GETREGS, pid, NULL, &regs), 0);
	} while (regs.orig_rax != NR_LIST_MEM_STATS);
	kill(pid, SIGUSR1);
	assert_int_equal(run_to_stop(pid), syscall_stop);
	assert_int_equal(ptrace(PTRACE_GETREGS, pid, NULL, &regs), 0);
	assert_int_equal((long)regs.rax, -512);		/* ERESTARTSYS */
	assert_int_equal(run_to_stop(pid), SIGUSR1);
	assert_int_equal(ptrace(PTRACE_DETACH, pid, NULL, (void *)SIGUSR1), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void test_interrupted_before_the_first(void **state)
{
	(void)state;
	check_interrupted(0);
	check_interrupted(SA_RESTART);
}

/*
 * A signal between two records: one of them goes to a page that a thread of
 * ours brings in, and it sends the signal before it does.
 */

struct fault_server {
	pid_t target;
	char *page;
	int uffd;
};

static void *signal_and_serve(void *arg)
{
	struct fault_server *server = arg;
	struct pollfd pollfd = { .fd = server->uffd, .events = POLLIN };
	struct uffdio_zeropage zero = {
		.range = { (uintptr_t)server->page, PAGE },
	};
	struct uffd_msg msg;

	if (poll(&pollfd, 1, DEADLINE_MS) != 1 ||
	    read(server->uffd, &msg, sizeof(msg)) != sizeof(msg) ||
	    syscall(SYS_tgkill, getpid(), server->target, SIGUSR1))
		return NULL;
	return ioctl(server->uffd, UFFDIO_ZEROPAGE, &zero) ? NULL : server;
}

static int watch_page(char *page)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register reg = {
		.range = { (uintptr_t)page, PAGE },
		.mode = UFFDIO_REGISTER_MODE_MISSING,
	};
	int uffd = syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK);

	assert_true(uffd >= 0);
	assert_int_equal(ioctl(uffd, UFFDIO_API, &api), 0);
	assert_int_equal(ioctl(uffd, UFFDIO_REGISTER, &reg), 0);
	return uffd;
}

static void test_interrupted_between_two(void **state)
{
	struct sigaction act = { .sa_handler = count_signal };
	struct memstat_req req = request(ALL_GROUPS);
	const size_t size = sizeof(struct memstat_rec);
	pthread_t thread;
	struct fault_server server = { .target = getpid() };
	pid_t children[30];
	void *served;
	char *buf;
	size_t i;

	(void)state;
	for (i = 0; i < 30; i++)
		children[i] = stopped_child(NULL);
	signals_seen = 0;
	assert_int_equal(sigaction(SIGUSR1, &act, NULL), 0);
	buf = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE,
		   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	assert_ptr_not_equal(buf, MAP_FAILED);
	server.page = buf + PAGE;
	server.uffd = watch_page(server.page);
	assert_int_equal(pthread_create(&thread, NULL, signal_and_serve,
					&server), 0);
	/* The record that reaches into the second page is the last one. */
	assert_int_equal(tam_list(&req, buf, 2 * PAGE / size, 0),
			 PAGE / size + 1);
	assert_int_equal(pthread_join(thread, &served), 0);
	assert_ptr_equal(served, &server);
	assert_int_equal(signals_seen, 1);
	signal(SIGUSR1, SIG_DFL);
	close(server.uffd);
	munmap(buf, 2 * PAGE);
	for (i = 0; i < 30; i++)
		end_child(children[i]);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_list_is_that_of_proc),
		cmocka_unit_test(test_batches),
		cmocka_unit_test(test_cursor),
		cmocka_unit_test(test_list_errors),
		cmocka_unit_test(test_request_from_the_future),
		cmocka_unit_test(test_stride),
		cmocka_unit_test(test_masks),
		cmocka_unit_test(test_masks_agree),
		cmocka_unit_test(test_short_count),
		cmocka_unit_test(test_unaligned),
		cmocka_unit_test(test_protected),
		cmocka_unit_test(test_exec),
		cmocka_unit_test(test_signals),
		cmocka_unit_test(test_interrupted_before_the_first),
		cmocka_unit_test(test_interrupted_between_two),
	};

	if (argc == 2 && !strcmp(argv[1], EXEC_LOOP))
		return exec_loop();
	return RUN(tests);
}
