// SPDX-License-Identifier: GPL-2.0
/*
 * Who sees whom: an unprivileged user, users in user namespaces, processes in
 * pid namespaces, and the sysctl vm.mem_stats_scope.
 *
 * What a caller with other credentials finds is found in a child, which says
 * by its exit status what did not hold; 0 is good.
 */
#include <sched.h>

#include "guest.h"

#define SCOPE_FILE "/proc/sys/vm/mem_stats_scope"
#define ADA 1000
#define BOB 2000
#define OVERFLOW_ID 65534
#define MAX_RECS 4096
#define ROOM 64

/* In a child: the first that does not hold is its exit status. */
static void check(int number, bool holds)
{
	if (!holds)
		_exit(number);
}

static bool set_scope(const char *scope)
{
	return write_file(SCOPE_FILE, scope);
}

/* Runs @work in a child with the sysctl at @scope, and sets it back. */
static int at_scope(const char *scope, int (*work)(void))
{
	int ret;

	assert_true(set_scope(scope));
	ret = in_child(work);
	assert_true(set_scope("0"));
	return ret;
}

static bool become(uid_t uid)
{
	return !setresgid(uid, uid, uid) && !setresuid(uid, uid, uid) &&
	       !prctl(PR_SET_DUMPABLE, 1);
}

static bool become_ada(void)
{
	return become(ADA);
}

static bool become_bob(void)
{
	return become(BOB);
}

static bool hidden_ada(void)
{
	return become(ADA) && !prctl(PR_SET_DUMPABLE, 0);
}

static bool ada_with_a_block(void)
{
	char *p = tam_alloc(4 * PAGE);

	return p != (char *)-1 && (p[0] = 1) && become(ADA);
}

static struct memstat_rec recs[MAX_RECS];

static long list_everybody(void)
{
	struct memstat_req req = request(ALL_GROUPS);

	return tam_list(&req, recs, MAX_RECS, 0);
}

/* All three calls agree on whether this process is there. */
static bool sees(pid_t pid)
{
	struct memstat_rec rec;
	struct mem_stats ms;

	return tam_get(pid, &ms) == 0 && tam_one(pid, ALL_GROUPS, &rec) == 1 &&
	       rec.pid == (uint32_t)pid && rec.mask == ALL_GROUPS;
}

static bool misses(pid_t pid)
{
	struct memstat_rec rec;
	struct mem_stats ms;

	return tam_get(pid, &ms) == -ESRCH &&
	       tam_one(pid, ALL_GROUPS, &rec) == 0;
}

/* The processes of the list, and no others, are in the total. */
static bool total_is_that_of_the_list(void)
{
	unsigned long reserved = 0, committed = 0;
	struct total_mem_stats total;
	long i, n = list_everybody();

	for (i = 0; i < n; i++) {
		reserved += recs[i].vm_total / 1024;
		committed += (recs[i].rss_anon + recs[i].rss_file +
			      recs[i].rss_shmem) / 1024;
	}
	/* We run and may have grown meanwhile; nobody else who is seen does. */
	return n > 0 && !tam_total(&total) &&
	       total.total_reserved_kb >= reserved &&
	       total.total_reserved_kb < reserved + 1024 &&
	       total.total_committed_kb >= committed &&
	       total.total_committed_kb < committed + 1024;
}

/* The sysctl */

static int write_as_ada(void)
{
	check(1, become_ada());
	check(2, !set_scope("1"));
	check(3, errno == EACCES);
	return 0;
}

static void assert_scope(const char *expected)
{
	char scope[ROOM];

	assert_true(read_file(SCOPE_FILE, scope, sizeof(scope)) > 0);
	assert_string_equal(scope, expected);
}

static void test_sysctl(void **state)
{
	const char *const bad[] = { "2", "-1", "4294967297", "all" };
	size_t i;

	(void)state;
	assert_scope("0\n");
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_false(set_scope(bad[i]));
		assert_int_equal(errno, EINVAL);
	}
	assert_int_equal(in_child(write_as_ada), 0);
	assert_scope("0\n");
	assert_true(set_scope("1"));
	assert_scope("1\n");
	assert_true(set_scope("0"));
	assert_scope("0\n");
}

/* An unprivileged user */

static pid_t ada, bob, hidden, zombie, root;

/* Stopped processes of several kinds, and a zombie of Ada's. */
static void start_people(void)
{
	siginfo_t info;

	root = stopped_child(NULL);
	ada = stopped_child(ada_with_a_block);
	bob = stopped_child(become_bob);
	hidden = stopped_child(hidden_ada);
	zombie = fork();
	assert_true(zombie >= 0);
	if (!zombie)
		_exit(!become_ada());
	assert_int_equal(waitid(P_PID, zombie, &info, WEXITED | WNOWAIT), 0);
	assert_int_equal(info.si_status, 0);
}

static void end_people(void)
{
	const pid_t pids[] = { root, ada, bob, hidden };
	size_t i;

	for (i = 0; i < sizeof(pids) / sizeof(pids[0]); i++)
		end_child(pids[i]);
	assert_int_equal(waitpid(zombie, NULL, 0), zombie);
}

static int ada_sees_everybody(void)
{
	struct memstat_rec rec;
	struct mem_stats ms;

	check(1, become_ada());
	check(2, sees(1) && sees(2) && sees(getpid()));
	check(3, sees(root) && sees(ada) && sees(bob) && sees(hidden));
	check(4, sees(zombie));
	check(5, tam_get(0, &ms) == 0 && ms.reserved_kb);
	check(6, tam_get(1, &ms) == 0 && ms.reserved_kb);
	check(7, tam_one(bob, ALL_GROUPS, &rec) == 1 && rec.uid == BOB);
	check(8, total_is_that_of_the_list());
	return 0;
}

static int ada_sees_her_own(void)
{
	struct mem_stats ms;
	long i, n;

	check(1, become_ada());
	check(2, sees(getpid()) && sees(ada) && sees(zombie));
	check(3, misses(1) && misses(2) && misses(root));
	check(4, misses(bob) && misses(hidden));
	check(5, tam_get(0, &ms) == 0 && ms.reserved_kb);
	n = list_everybody();
	check(6, n == 3);
	for (i = 0; i < n; i++)
		check(7, recs[i].uid == ADA);
	check(8, total_is_that_of_the_list());
	return 0;
}

static void test_unprivileged(void **state)
{
	(void)state;
	start_people();
	assert_int_equal(at_scope("0", ada_sees_everybody), 0);
	assert_int_equal(at_scope("1", ada_sees_her_own), 0);
	end_people();
}

/* Processes that are left out do not end the list, whatever the batches. */
static int one_by_one(void)
{
	struct memstat_req req = request(MEMSTAT_TASK);
	const pid_t expected[] = { ada, zombie, getpid() };
	struct memstat_rec rec;
	size_t i;

	check(1, become_ada());
	for (i = 0; i < 3; i++) {
		check(2, tam_list(&req, &rec, 1, 0) == 1);
		check(3, rec.pid == (uint32_t)expected[i]);
		req.after_pid = rec.pid;
	}
	check(4, tam_list(&req, &rec, 1, 0) == 0);
	return 0;
}

static void test_batches(void **state)
{
	(void)state;
	start_people();
	assert_int_equal(at_scope("1", one_by_one), 0);
	end_people();
}

static int root_sees_everybody(void)
{
	check(1, sees(1) && sees(2) && sees(getpid()) && sees(zombie));
	check(2, sees(root) && sees(ada) && sees(bob) && sees(hidden));
	check(3, total_is_that_of_the_list());
	return 0;
}

static void test_root(void **state)
{
	(void)state;
	start_people();
	assert_int_equal(at_scope("0", root_sees_everybody), 0);
	assert_int_equal(at_scope("1", root_sees_everybody), 0);
	end_people();
}

/* User namespaces */

static bool map_ids(uid_t uid)
{
	char map[ROOM];

	snprintf(map, sizeof(map), "0 %u 1", uid);
	return write_file("/proc/self/setgroups", "deny") &&
	       write_file("/proc/self/uid_map", map) &&
	       write_file("/proc/self/gid_map", map);
}

static bool in_user_ns(void)
{
	return become_ada() && !unshare(CLONE_NEWUSER) && map_ids(ADA);
}

static bool uids_are(pid_t pid, uid_t uid)
{
	struct memstat_rec rec;

	return tam_one(pid, MEMSTAT_TASK, &rec) == 1 && rec.uid == uid &&
	       rec.euid == uid;
}

static bool counts(pid_t pid, uint64_t written)
{
	struct memstat_rec rec;

	return tam_pages(pid, BUDGET, &rec) == 1 && !rec.flags &&
	       rec.mask == PAGES_GROUPS && rec.ta_written == written;
}

static bool denied(pid_t pid)
{
	struct memstat_rec rec;

	return tam_pages(pid, BUDGET, &rec) == 1 &&
	       rec.flags == MEMSTAT_F_DENIED && rec.mask == MEMSTAT_TAMALLOC &&
	       rec.ta_reserved && !rec.ta_written;
}

static bool own_a_block(void)
{
	char *p = tam_alloc(4 * PAGE);

	return p != (char *)-1 && (p[0] = 1);
}

static int user_ns_at_0(void)
{
	check(1, become_ada() && !unshare(CLONE_NEWUSER));
	check(2, uids_are(getpid(), OVERFLOW_ID));
	check(3, map_ids(ADA));
	check(4, sees(1) && sees(2) && sees(ada) && sees(bob) && sees(zombie));
	check(5, uids_are(getpid(), 0) && uids_are(ada, 0));
	check(6, uids_are(bob, OVERFLOW_ID) && uids_are(1, OVERFLOW_ID));
	/* The same user, but outside: root in here is nobody there. */
	check(7, denied(ada));
	check(8, own_a_block() && counts(getpid(), PAGE));
	check(9, total_is_that_of_the_list());
	return 0;
}

static int user_ns_at_1(void)
{
	pid_t child;

	check(1, in_user_ns());
	check(2, sees(getpid()));
	check(3, misses(1) && misses(2) && misses(root) && misses(bob));
	check(4, misses(ada) && misses(zombie));
	child = fork();
	if (!child) {
		pause();
		_exit(0);
	}
	check(5, child > 0 && sees(child));
	check(6, list_everybody() == 2);
	check(7, total_is_that_of_the_list());
	kill(child, SIGKILL);
	check(8, waitpid(child, NULL, 0) == child);
	return 0;
}

static void test_user_namespace(void **state)
{
	(void)state;
	start_people();
	assert_int_equal(at_scope("0", user_ns_at_0), 0);
	assert_int_equal(at_scope("1", user_ns_at_1), 0);
	end_people();
}

/* Whoever made a user namespace may look into it from outside. */

static bool block_in_user_ns(void)
{
	return in_user_ns() && own_a_block();
}

static pid_t inside;

static int owner_looks_in(void)
{
	check(1, become_ada());
	check(2, sees(inside) && uids_are(inside, ADA));
	check(3, counts(inside, PAGE));
	return 0;
}

static int stranger_looks_in(void)
{
	check(1, become_bob());
	check(2, sees(inside) && uids_are(inside, ADA));
	check(3, denied(inside));
	return 0;
}

static int stranger_misses_it(void)
{
	check(1, become_bob());
	check(2, misses(inside));
	return 0;
}

static void test_into_user_namespace(void **state)
{
	(void)state;
	inside = stopped_child(block_in_user_ns);
	assert_int_equal(at_scope("0", owner_looks_in), 0);
	assert_int_equal(at_scope("1", owner_looks_in), 0);
	assert_int_equal(at_scope("0", stranger_looks_in), 0);
	assert_int_equal(at_scope("1", stranger_misses_it), 0);
	end_child(inside);
}

/* Pid namespaces */

/* Runs @work as the first process of a new pid namespace. */
static int as_init(int (*work)(void))
{
	int status;
	pid_t pid;

	if (unshare(CLONE_NEWPID))
		return 101;
	pid = fork();
	if (!pid)
		_exit(work());
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return 102;
	return WEXITSTATUS(status);
}

static int alone(void)
{
	struct total_mem_stats total;
	struct mem_stats ms;

	check(1, list_everybody() == 1);
	check(2, recs[0].pid == 1 && recs[0].ppid == 0);
	check(3, !tam_get(0, &ms) && !tam_total(&total));
	check(4, total.total_reserved_kb == ms.reserved_kb);
	check(5, total.total_committed_kb == ms.committed_kb);
	check(6, misses(2) && misses(ada) && misses(bob));
	return 0;
}

static int with_a_child_elsewhere(void)
{
	pid_t child;
	int ret;

	/* A child in a namespace below has an id up here, too. */
	check(1, !unshare(CLONE_NEWPID));
	child = fork();
	if (!child) {
		pause();
		_exit(0);
	}
	check(2, child == 2 && sees(1) && sees(2));
	check(3, list_everybody() == 2);
	check(4, recs[1].pid == 2 && recs[1].ppid == 1);
	ret = total_is_that_of_the_list() ? 0 : 5;
	kill(child, SIGKILL);
	check(6, waitpid(child, NULL, 0) == child);
	return ret;
}

static int alone_in_pid_ns(void)
{
	return as_init(alone);
}

static int nested_pid_ns(void)
{
	return as_init(with_a_child_elsewhere);
}

/* In here, Ada sees herself but not the root that is process 1. */
static int ada_in_pid_ns(void)
{
	int status = 0;
	pid_t child = fork();

	if (!child) {
		if (!become_ada())
			_exit(1);
		if (!misses(1) || !sees(getpid()))
			_exit(2);
		_exit(list_everybody() == 1 && recs[0].pid == 2 ? 0 : 3);
	}
	check(11, child == 2 && waitpid(child, &status, 0) == child);
	check(12, WIFEXITED(status));
	return WEXITSTATUS(status);
}

static int ada_in_pid_ns_at_1(void)
{
	return as_init(ada_in_pid_ns);
}

static void test_pid_namespace(void **state)
{
	(void)state;
	start_people();
	assert_int_equal(at_scope("0", alone_in_pid_ns), 0);
	assert_int_equal(at_scope("1", alone_in_pid_ns), 0);
	assert_int_equal(at_scope("0", nested_pid_ns), 0);
	assert_int_equal(at_scope("1", nested_pid_ns), 0);
	assert_int_equal(at_scope("1", ada_in_pid_ns_at_1), 0);
	end_people();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sysctl),
		cmocka_unit_test(test_unprivileged),
		cmocka_unit_test(test_batches),
		cmocka_unit_test(test_root),
		cmocka_unit_test(test_user_namespace),
		cmocka_unit_test(test_into_user_namespace),
		cmocka_unit_test(test_pid_namespace),
	};

	return RUN(tests);
}
