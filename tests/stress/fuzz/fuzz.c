// SPDX-License-Identifier: GPL-2.0
/*
 * fuzz [--seed N] [--calls N] [--seconds N] [--scope N] [--only CHILD:CALL]
 *
 * Starts the children that call, as root and as nobody, in this pid namespace
 * and in one of their own; and says in TAP whether any answer was wrong. Each
 * child makes --calls calls, or as many as --seconds allow. At both scopes, one
 * after the other, unless told to leave it as it is: --scope says what it is,
 * and that there are others whom it could look at.
 */
#include <getopt.h>
#include <inttypes.h>
#include <sched.h>

#include "fuzz.h"

#define MAX_TOLD 20
#define HANG_MS 300000L
#define ANY_CALL UINT64_MAX

static struct options {
	uint64_t seed, calls;
	long seconds;		/* 0: it is the calls that count */
	int scope;		/* -1: both */
	unsigned int only_child;
	uint64_t only_call;
} options = { .calls = 2000, .scope = -1, .only_call = ANY_CALL };

static const struct caller callers[] = {
	{ .name = "root" },
	{ .name = "nobody", .nobody = true, .shot_at = true },
	{ .name = "root in a pid namespace", .in_pid_ns = true,
	  .shot_at = true },
	{ .name = "nobody in a pid namespace", .nobody = true,
	  .in_pid_ns = true },
};

#define NR_CALLERS (sizeof(callers) / sizeof(callers[0]))

struct shared *shared;
struct caller me;
static uint64_t call_nr;
static int scope;

void violated(const char *format, ...)
{
	char text[800];
	va_list args;

	if (atomic_fetch_add(&shared->failures, 1) >= MAX_TOLD)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	dprintf(STDOUT_FILENO,
		"# %s\n# by %s at scope %d, again with: --seed %" PRIu64
		" --scope %d --only %u:%" PRIu64 "\n", text, me.name, scope,
		options.seed, scope, me.nr, call_nr);
}

uint64_t next_seed(void)
{
	return options.seed;
}

void answered(unsigned int call, long ret, bool foretold)
{
	long err = ret < 0 ? -ret : 0;

	atomic_fetch_add(&shared->calls[call - NR_TAMALLOC], 1);
	atomic_fetch_add(&shared->answers[err < MAX_ERRNO ? err : 0], 1);
	if (foretold)
		atomic_fetch_add(&shared->foretold, 1);
}

static unsigned long all_calls(void)
{
	unsigned long sum = atomic_load(&shared->strange_entries);
	int i;

	for (i = 0; i < NR_CALLS; i++)
		sum += atomic_load(&shared->calls[i]);
	return sum;
}

/* --- a child --- */

static void call_once(uint64_t nr)
{
	call_nr = nr;
	seed_random(options.seed + nr * 0x100000001b3ULL +
		    ((uint64_t)me.nr << 56));
	switch (below(16)) {
	case 0:
	case 1:
		fuzz_get();
		break;
	case 2:
		fuzz_total();
		break;
	case 3:
		fuzz_tamalloc();
		break;
	case 4:
		fuzz_entry();
		break;
	default:
		fuzz_list();
	}
}

static bool enough(uint64_t nr)
{
	return atomic_load(&shared->stop) ||
	       (!options.seconds && nr >= options.calls);
}

static int call_all(void)
{
	uint64_t nr;

	if (me.nobody && !become_nobody())
		return 1;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	me.only_nobodys = me.nobody && scope == 1;
	if (!make_areas())
		return 2;
	if (me.shot_at)
		be_interrupted();
	if (options.only_call != ANY_CALL) {
		call_once(options.only_call);
		return 0;
	}
	for (nr = 0; !enough(nr); nr++)
		call_once(nr);
	return 0;
}

static int status_of(pid_t pid)
{
	int status;

	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return 3;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 4;
}

/* The first process of a new namespace: with it all others there would end. */
static int be_init(void)
{
	pid_t pid = fork();

	if (!pid)
		_exit(call_all());
	return start_targets() ? status_of(pid) : 5;
}

static int call_in_pid_ns(void)
{
	pid_t pid;

	if (unshare(CLONE_NEWPID))
		return 6;
	pid = fork();
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		_exit(be_init());
	}
	return status_of(pid);
}

static pid_t start_caller(unsigned int nr)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	me = callers[nr];
	me.nr = nr;
	_exit(me.in_pid_ns ? call_in_pid_ns() : call_all());
}

/* --- all of them --- */

static bool start_callers(pid_t *pids)
{
	unsigned int i;

	for (i = 0; i < NR_CALLERS; i++) {
		pids[i] = 0;
		if (options.only_call != ANY_CALL && options.only_child != i)
			continue;
		pids[i] = start_caller(i);
		if (pids[i] < 0)
			return false;
	}
	return true;
}

static bool look_after(pid_t *pids)
{
	bool any = false;
	unsigned int i;
	int status;

	for (i = 0; i < NR_CALLERS; i++) {
		if (pids[i] > 0 && waitpid(pids[i], &status, WNOHANG)) {
			if (status)
				violated("%s ended with %#x", callers[i].name,
					 status);
			pids[i] = 0;
		}
		any |= pids[i] > 0;
	}
	return any;
}

/* Nothing here takes minutes: who gets no further is stuck in a call. */
static void wait_for_callers(pid_t *pids, long ms)
{
	const struct timespec tick = { .tv_nsec = 20000000 };
	long start = now_ms(), last = start;
	unsigned long before = 0, calls;

	while (look_after(pids)) {
		nanosleep(&tick, NULL);
		if (ms && now_ms() - start > ms)
			atomic_store(&shared->stop, true);
		calls = all_calls();
		if (calls != before)
			last = now_ms();
		before = calls;
		if (now_ms() - last > HANG_MS) {
			violated("no call has returned for minutes");
			return;
		}
	}
}

static bool set_scope(int to)
{
	scope = to;
	return write_file("/proc/sys/vm/mem_stats_scope", to ? "1" : "0");
}

static bool fuzz_at(int to, long ms)
{
	pid_t pids[NR_CALLERS];

	atomic_store(&shared->stop, false);
	if (!set_scope(to) || !start_callers(pids))
		return false;
	wait_for_callers(pids, ms);
	return true;
}

static bool fuzz(void)
{
	long ms = options.seconds * 1000;

	if (options.scope >= 0)
		return fuzz_at(options.scope, ms);
	return start_targets() && fuzz_at(0, ms / 2) && fuzz_at(1, ms / 2);
}

/* There may be none of it: then there is less to fuzz. */
static void prepare(void)
{
	write_file("/proc/sys/vm/nr_hugepages", "12");
	write_file("/proc/sys/vm/unprivileged_userfaultfd", "1");
}

static const char *name_of(int err)
{
	return err ? strerrorname_np(err) : "success";
}

static void tell_answers(void)
{
	int i;

	printf("# answers:");
	for (i = 0; i < MAX_ERRNO; i++)
		if (atomic_load(&shared->answers[i]))
			printf(" %s %lu", name_of(i),
			       atomic_load(&shared->answers[i]));
	puts("");
}

static int sum_up(void)
{
	bool bad = atomic_load(&shared->failures);

	printf("# seed %" PRIu64 ": %lu calls (465 %lu, 466 %lu, 467 %lu, 468 %lu, other entries %lu), %lu foretold, %lu records\n",
	       options.seed, all_calls(), atomic_load(&shared->calls[0]),
	       atomic_load(&shared->calls[1]), atomic_load(&shared->calls[2]),
	       atomic_load(&shared->calls[3]),
	       atomic_load(&shared->strange_entries),
	       atomic_load(&shared->foretold), atomic_load(&shared->records));
	tell_answers();
	printf("%s 1 - every answer was as foretold\n", bad ? "not ok" : "ok");
	return bad;
}

static bool parse_only(const char *text)
{
	char *end;

	options.only_child = strtoul(text, &end, 0);
	if (*end != ':' || options.only_child >= NR_CALLERS)
		return false;
	options.only_call = strtoull(end + 1, &end, 0);
	return !*end;
}

static bool parse(int argc, char **argv)
{
	static const struct option known[] = {
		{ "seed", required_argument, NULL, 's' },
		{ "calls", required_argument, NULL, 'n' },
		{ "seconds", required_argument, NULL, 't' },
		{ "scope", required_argument, NULL, 'c' },
		{ "only", required_argument, NULL, 'o' },
		{ "target", no_argument, NULL, 'x' },
		{ NULL, 0, NULL, 0 },
	};
	int opt;

	while ((opt = getopt_long(argc, argv, "", known, NULL)) != -1) {
		switch (opt) {
		case 's':
			options.seed = strtoull(optarg, NULL, 0);
			break;
		case 'n':
			options.calls = strtoull(optarg, NULL, 0);
			break;
		case 't':
			options.seconds = strtol(optarg, NULL, 0);
			break;
		case 'c':
			options.scope = atoi(optarg);
			break;
		case 'o':
			if (!parse_only(optarg))
				return false;
			break;
		case 'x':
			go_on_as_target();
			break;
		default:
			return false;
		}
	}
	return optind == argc;
}

static bool make_shared(void)
{
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	return shared != MAP_FAILED;
}

int main(int argc, char **argv)
{
	options.seed = time(NULL);
	if (!parse(argc, argv)) {
		fputs("usage: fuzz [--seed N] [--calls N] [--seconds N] [--scope N] [--only CHILD:CALL]\n",
		      stderr);
		return 2;
	}
	printf("1..1\n# seed %" PRIu64 "\n", options.seed);
	fflush(stdout);
	if (!running_ours() || !make_shared()) {
		puts("Bail out! no tamalloc kernel of ABI 2");
		return 1;
	}
	prepare();
	if (!fuzz()) {
		printf("Bail out! no root: %s\n", strerror(errno));
		return 1;
	}
	return sum_up();
}
