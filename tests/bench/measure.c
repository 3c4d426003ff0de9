// SPDX-License-Identifier: GPL-2.0
/*
 * measure NAME [OPTION]... -- COMMAND...: what a program costs on a terminal of
 * 80x24, in nanoseconds of processor time, which are instructions in a guest
 * that counts them. Prints lines "WHAT.NAME NUMBER".
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/perf_event.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define NSEC_PER_MSEC	1000000ULL
#define NSEC_PER_SEC	1000000000ULL
#define REST_MS		300	/* without output, after the first screen */
#define SCREEN_BYTES	300	/* less is no first screen */
#define RING_PAGES	1024
#define SAMPLE_NS	20000
#define MAX_ARGS	64
#define PATIENCE_NS	(900 * NSEC_PER_SEC)	/* it waits for something else */

enum space { USER, SYSTEM, NR_SPACES };

static const char usage[] =
"usage: measure NAME [OPTION]... -- COMMAND...\n"
"       measure -a\n"
"\n"
"Measures COMMAND once, from its start to its end, or\n"
"\n"
"  -n SHORT:LONG  twice, with %n in its arguments replaced by SHORT and LONG:\n"
"                 a refresh is the difference, divided by LONG - SHORT\n"
"  -b FIRST:LAST  while it refreshes, from its rest number FIRST to LAST,\n"
"                 and then it is sent the key q\n"
"\n"
"  -g MS          without output, and nearly without work, make a rest (3000)\n"
"  -l SECS        of processor time, after which it is killed\n"
"  -o FILE        is its output, and there is no terminal\n"
"  -s             parts of a thousand spent in user space, by sampling, in\n"
"                 place of all else\n"
"  -a             wait for the next multiple of 20 s of the clock\n";

struct options {
	const char *name;
	const char *output;
	unsigned int first, last;
	bool twice, bursts, sampled;
	unsigned int gap_ms;
	uint64_t limit_ns;
	char **command;
};

/* What is known at a moment of a run. */
struct reading {
	uint64_t cpu_ns;
	uint64_t bytes;
	uint64_t samples[NR_SPACES];
};

struct run {
	const struct options *opts;
	pid_t pid;
	clockid_t clock;
	int terminal;
	int perf;
	struct perf_event_mmap_page *ring;
	struct reading now;
	struct reading first, last;	/* of what is measured */
	uint64_t begun_ns;		/* of the monotonic clock */
	uint64_t start_ns;		/* up to the first screen; 0: none yet */
	uint64_t start_bytes;
	unsigned int rests;
	unsigned int silent_ms;
	bool rested;
	uint64_t looked_ns;		/* cpu_ns when it was last looked at */
	bool gave_up;
	struct rusage usage;
	int status;
};

static void die(const char *what)
{
	fprintf(stderr, "measure: %s: %s\n", what, strerror(errno));
	exit(1);
}

static uint64_t clock_ns(clockid_t clock)
{
	struct timespec ts;

	if (clock_gettime(clock, &ts))
		die("clock_gettime");
	return (uint64_t)ts.tv_sec * NSEC_PER_SEC + (uint64_t)ts.tv_nsec;
}

/* What comes from the share is as slow as the host: wait for a fixed time. */
static int wait_for_a_fixed_time(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	ts.tv_sec += 20 - ts.tv_sec % 20;
	ts.tv_nsec = 0;
	return clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts, NULL);
}

/* --- samples --- */

static void begin_samples(struct run *run)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE,
		.size = sizeof(attr),
		.config = PERF_COUNT_SW_CPU_CLOCK,
		.sample_period = SAMPLE_NS,
		.sample_type = PERF_SAMPLE_IP,
		.disabled = 1,
		.enable_on_exec = 1,
		.inherit = 1,
	};
	size_t size = (size_t)sysconf(_SC_PAGESIZE) * (RING_PAGES + 1);

	/* there is one processor in a guest that counts */
	run->perf = (int)syscall(SYS_perf_event_open, &attr, run->pid, 0, -1,
				 PERF_FLAG_FD_CLOEXEC);
	if (run->perf < 0)
		die("perf_event_open");
	run->ring = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED,
			 run->perf, 0);
	if (run->ring == MAP_FAILED)
		die("the ring of samples");
}

static void take_samples(struct run *run)
{
	uint64_t size = (uint64_t)sysconf(_SC_PAGESIZE) * RING_PAGES;
	const struct perf_event_header *header;
	const char *data;
	uint64_t head, at;

	if (!run->ring)
		return;
	data = (const char *)run->ring + size / RING_PAGES;
	head = __atomic_load_n(&run->ring->data_head, __ATOMIC_ACQUIRE);
	/* records are of 8 or 16 bytes or more, but a header is in one piece */
	for (at = run->ring->data_tail; at < head; at += header->size) {
		header = (const void *)(data + at % size);
		if (header->type == PERF_RECORD_LOST)
			die("samples were lost");
		if (header->type != PERF_RECORD_SAMPLE)
			continue;
		if ((header->misc & PERF_RECORD_MISC_CPUMODE_MASK) ==
		    PERF_RECORD_MISC_USER)
			run->now.samples[USER]++;
		else
			run->now.samples[SYSTEM]++;
	}
	__atomic_store_n(&run->ring->data_tail, head, __ATOMIC_RELEASE);
}

/* --- a run --- */

static void become(const struct options *opts, char **command, int go)
{
	char byte;
	int out;

	/* the parent closes it when it is ready to look on */
	while (read(go, &byte, 1) < 0 && errno == EINTR)
		;
	if (opts->output) {
		out = open(opts->output, O_WRONLY | O_CREAT | O_TRUNC, 0644);
		if (out < 0 || dup2(out, STDOUT_FILENO) < 0)
			die(opts->output);
	}
	execvp(*command, command);
	die(*command);
}

static void start(struct run *run, char **command)
{
	struct winsize size = { .ws_row = 24, .ws_col = 80 };
	int go[2];

	if (pipe2(go, O_CLOEXEC))
		die("pipe");
	run->pid = forkpty(&run->terminal, NULL, NULL, &size);
	if (run->pid < 0)
		die("forkpty");
	if (!run->pid) {
		close(go[1]);
		become(run->opts, command, go[0]);
	}
	close(go[0]);
	if (run->opts->sampled)
		begin_samples(run);
	if (clock_getcpuclockid(run->pid, &run->clock))
		die("clock_getcpuclockid");
	close(go[1]);
}

static void look(struct run *run)
{
	run->now.cpu_ns = clock_ns(run->clock);
	take_samples(run);
}

static void type(struct run *run, char key)
{
	if (write(run->terminal, &key, 1) != 1)
		die("the terminal");
}

/* It has drawn, and waits. */
static void take_rest(struct run *run)
{
	const struct options *opts = run->opts;

	run->rested = true;
	run->rests++;
	if (!opts->bursts)
		return;
	if (run->rests == opts->first)
		run->first = run->now;
	if (run->rests == opts->last) {
		run->last = run->now;
		type(run, 'q');
	}
	/* it asks whether that is meant, or isn't listening */
	if (run->rests > opts->last)
		kill(run->pid, SIGKILL);
}

/* A program that is busy is silent, too. */
static void be_silent(struct run *run)
{
	look(run);
	if (run->now.cpu_ns - run->looked_ns > REST_MS * NSEC_PER_MSEC / 4)
		run->silent_ms = 0;
	else
		run->silent_ms += REST_MS;
	run->looked_ns = run->now.cpu_ns;
	if (!run->start_ns && run->silent_ms &&
	    run->now.bytes >= SCREEN_BYTES) {
		run->start_ns = run->now.cpu_ns;
		run->start_bytes = run->now.bytes;
	}
	if (!run->rested && run->silent_ms >= run->opts->gap_ms &&
	    run->now.bytes >= SCREEN_BYTES)
		take_rest(run);
	if ((run->opts->limit_ns && run->now.cpu_ns > run->opts->limit_ns) ||
	    clock_ns(CLOCK_MONOTONIC) - run->begun_ns > PATIENCE_NS) {
		run->gave_up = true;
		kill(run->pid, SIGKILL);
	}
}

/* false: nothing more will come */
static bool take_output(struct run *run)
{
	char buf[65536];
	ssize_t len = read(run->terminal, buf, sizeof(buf));

	if (len <= 0)
		return len < 0 && errno == EINTR;
	run->now.bytes += (uint64_t)len;
	run->silent_ms = 0;
	run->rested = false;
	take_samples(run);
	run->looked_ns = clock_ns(run->clock);
	return true;
}

static void follow(struct run *run)
{
	struct pollfd fd = { .fd = run->terminal, .events = POLLIN };
	siginfo_t info;
	int ready;

	do {
		ready = poll(&fd, 1, REST_MS);
		if (!ready)
			be_silent(run);
	} while (ready <= 0 || take_output(run));
	if (waitid(P_PID, (id_t)run->pid, &info, WEXITED | WNOWAIT))
		die("waitid");
	look(run);
}

static struct run run_once(const struct options *opts, char **command)
{
	struct run run = { .opts = opts, .perf = -1 };

	run.begun_ns = clock_ns(CLOCK_MONOTONIC);
	start(&run, command);
	follow(&run);
	if (wait4(run.pid, &run.status, 0, &run.usage) != run.pid)
		die("wait4");
	close(run.terminal);
	if (run.ring)
		munmap(run.ring, (size_t)sysconf(_SC_PAGESIZE) *
		       (RING_PAGES + 1));
	if (run.perf >= 0)
		close(run.perf);
	if (!opts->bursts) {
		run.last = run.now;
		if (!run.gave_up && run.status) {
			fprintf(stderr, "measure: %s: status %#x\n",
				opts->name, run.status);
			exit(1);
		}
	}
	return run;
}

static struct run run_with(const struct options *opts, unsigned int count)
{
	char *command[MAX_ARGS + 1] = { NULL }, number[16];
	size_t i;

	snprintf(number, sizeof(number), "%u", count);
	for (i = 0; opts->command[i] && i < MAX_ARGS; i++)
		command[i] = strcmp(opts->command[i], "%n") ?
			     opts->command[i] : number;
	return run_once(opts, command);
}

/* --- what it says --- */

static void print(const char *what, const struct options *opts, uint64_t number)
{
	printf("%s.%s %lu\n", what, opts->name, number);
}

/* First screens differ by more than those that follow: they don't count. */
static uint64_t bytes_of_refresh(const struct run *run)
{
	const struct options *opts = run->opts;

	if (opts->bursts)
		return (run->last.bytes - run->first.bytes) /
		       (opts->last - opts->first);
	return (run->last.bytes - run->start_bytes) / (opts->last - 1);
}

static void print_difference(const struct run *run, unsigned int nr)
{
	const struct reading *first = &run->first, *last = &run->last;
	uint64_t user = last->samples[USER] - first->samples[USER];
	uint64_t system = last->samples[SYSTEM] - first->samples[SYSTEM];
	const struct options *opts = run->opts;
	bool once = !opts->twice && !opts->bursts;

	if (opts->sampled) {
		print("user", opts, 1000 * user / (user + system));
		return;
	}
	print(once ? "run" : "refresh", opts,
	      (last->cpu_ns - first->cpu_ns) / nr);
	if (!opts->output && !once)
		print("bytes", opts, bytes_of_refresh(run));
	if (run->start_ns && !opts->output && !once)
		print("start", opts, run->start_ns);
	print("resident", opts, (uint64_t)run->usage.ru_maxrss);
}

static int measure(const struct options *opts)
{
	unsigned int nr = opts->last - opts->first;
	struct run run, shorter;

	if (opts->twice) {
		shorter = run_with(opts, opts->first);
		run = run_with(opts, opts->last);
		run.first = shorter.last;
	} else {
		run = run_once(opts, opts->command);
	}
	if (run.gave_up || (opts->bursts && run.rests < opts->last))
		print("gave-up", opts, run.now.cpu_ns);
	else
		print_difference(&run, nr);
	return 0;
}

static bool take_range(struct options *opts, const char *text)
{
	return sscanf(text, "%u:%u", &opts->first, &opts->last) == 2 &&
	       opts->first < opts->last;
}

static bool take_option(struct options *opts, int letter)
{
	switch (letter) {
	case 'n':
		opts->twice = true;
		return take_range(opts, optarg);
	case 'b':
		opts->bursts = true;
		return take_range(opts, optarg);
	case 'g':
		opts->gap_ms = (unsigned int)atoi(optarg);
		return opts->gap_ms;
	case 'l':
		opts->limit_ns = (uint64_t)atoi(optarg) * NSEC_PER_SEC;
		return opts->limit_ns;
	case 'o':
		opts->output = optarg;
		return true;
	case 's':
		opts->sampled = true;
		return true;
	}
	return false;
}

int main(int argc, char **argv)
{
	struct options opts = { .last = 1, .gap_ms = 3000 };
	bool right = argc > 2;
	int letter;

	if (argc == 2 && !strcmp(argv[1], "-a"))
		return wait_for_a_fixed_time();
	if (right) {
		opts.name = *++argv;
		argc--;
	}
	while (right && (letter = getopt(argc, argv, "+n:b:g:l:o:s")) != -1)
		right = take_option(&opts, letter);
	opts.command = argv + optind;
	if (!right || optind == argc) {
		fputs(usage, stderr);
		return 2;
	}
	return measure(&opts);
}
