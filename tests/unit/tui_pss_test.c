// SPDX-License-Identifier: GPL-2.0
/* PSS of this process, of a child that shares its memory, and of nobody. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "source/procid.h"
#include "source/pss.h"

#define BLOCK (64ULL << 20)

static atomic_bool stop;
static struct demand demand;
static struct sample sample;

static int tear_down(void **state)
{
	(void)state;
	stop = false;
	demand_release(&demand);
	sample_release(&sample);
	return 0;
}

static struct proc_id id_of(pid_t pid)
{
	struct procfs_text text = { 0 };
	struct procstat stat;
	char path[32];

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	assert_int_equal(procfs_read(-1, path, &text), 0);
	assert_true(procstat_parse(text.text, &stat));
	procfs_release(&text);
	return (struct proc_id){ .pid = pid, .start_ns = stat.start_ns };
}

static void read_pss(void)
{
	sample_reset(&sample);
	pss_read(&demand, &stop, &sample);
	assert_true(sample.sections & SECTION_PSS);
}

/* What two share counts in each of them in half. */
static void test_shared_memory_is_divided(void **state)
{
	void *block = mmap(NULL, BLOCK, PROT_READ | PROT_WRITE,
			   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	uint64_t alone;
	pid_t child;
	int go[2];
	char byte = 0;

	(void)state;
	assert_ptr_not_equal(block, MAP_FAILED);
	memset(block, 1, BLOCK);
	demand_pss(&demand, id_of(getpid()));
	read_pss();
	assert_int_equal(sample.nr_psses, 1);
	assert_int_equal(sample.psses[0].state, PSS_READ);
	alone = sample.psses[0].bytes;
	assert_true(alone >= BLOCK);
	assert_true(sample.psses[0].cost_ns > 0);
	assert_int_equal(pipe(go), 0);
	child = fork_child();
	if (!child) {
		for (size_t i = 0; i < BLOCK; i += 4096)
			byte += ((volatile char *)block)[i];
		if (write(go[1], &byte, 1) == 1)
			for (;;)
				pause();
		_exit(1);
	}
	assert_int_equal(read(go[0], &byte, 1), 1);
	demand_pss(&demand, id_of(child));
	read_pss();
	assert_int_equal(sample.nr_psses, 2);
	assert_in_range(sample.psses[0].bytes, BLOCK / 2, alone - BLOCK / 4);
	assert_in_range(sample.psses[1].bytes, BLOCK / 2, alone - BLOCK / 4);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	close(go[0]);
	close(go[1]);
	munmap(block, BLOCK);
}

static void test_who_is_not_there(void **state)
{
	struct proc_id later = id_of(getpid()), zombie;
	pid_t child = fork_child();

	(void)state;
	if (!child)
		_exit(0);
	later.start_ns += 10000000;
	zombie = id_of(child);
	waitid(P_PID, (id_t)child, &(siginfo_t){ 0 }, WEXITED | WNOWAIT);
	demand_pss(&demand, later);
	demand_pss(&demand, zombie);
	demand_pss(&demand, (struct proc_id){ .pid = 99999999 });
	read_pss();
	assert_int_equal(sample.nr_psses, 3);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(sample.psses[i].state, PSS_GONE);
	waitpid(child, NULL, 0);
}

/* What is left is asked for again: a stop costs one answer at most. */
static void test_a_stop_ends_it_after_one_answer(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < 5; i++)
		demand_pss(&demand, id_of(getpid()));
	stop = true;
	read_pss();
	assert_int_equal(sample.nr_psses, 1);
}

/* A clock that moves by @step each time somebody looks at it. */
struct turned {
	uint64_t now, step;
};

static uint64_t turned_ns(void *ctx)
{
	struct turned *turned = ctx;

	turned->now += turned->step;
	return turned->now;
}

static void read_turns(struct pss_turns *turns, size_t nr)
{
	sample_reset(&sample);
	pss_turns_read(turns, &demand, &sample);
	assert_int_equal(sample.sections, SECTION_PSS);
	assert_int_equal(sample.nr_psses, nr);
}

/*
 * Each takes 6 ms of the processor: of 10 ms to begin with, and then of one
 * hundredth of what passes, two are read; each is as often as any other.
 */
static void test_turns_keep_to_their_share(void **state)
{
	struct turned time = { .now = NSEC_PER_SEC };
	struct turned cpu = { .step = 6 * NSEC_PER_MSEC };
	const struct clock clocks[] = {
		{ turned_ns, &time }, { turned_ns, &cpu },
	};
	struct pss_turns *turns = pss_turns_new(&clocks[0], &clocks[1], &stop);
	pid_t children[3];
	int i, times[3] = { 0 };

	(void)state;
	for (i = 0; i < 3; i++) {
		children[i] = fork_child();
		if (!children[i])
			for (;;)
				pause();
		demand_pss_turn(&demand, id_of(children[i]));
	}
	read_turns(turns, 2);
	assert_int_equal(sample.psses[0].id.pid, children[0]);
	assert_int_equal(sample.psses[0].state, PSS_READ);
	assert_true(sample.psses[0].time_ns > 0);
	/* more than is left was spent: nobody has a turn */
	read_turns(turns, 0);
	for (i = 0; i < 60; i++) {
		time.now += NSEC_PER_SEC / 2;
		sample_reset(&sample);
		pss_turns_read(turns, &demand, &sample);
		for (size_t k = 0; k < sample.nr_psses; k++)
			times[sample.psses[k].id.pid == children[1] ? 1 :
			      sample.psses[k].id.pid == children[2] ? 2 : 0]++;
	}
	/* 60 times half a second: 300 ms in all, 6 ms each */
	assert_in_range(times[0] + times[1] + times[2], 48, 51);
	assert_in_range(times[0], 16, 17);
	assert_in_range(times[1], 16, 17);
	assert_in_range(times[2], 16, 17);
	/* none twice in one sample, however much time there is */
	demand.pages_ns = 3600ULL * NSEC_PER_SEC;
	read_turns(turns, 3);
	stop = true;
	read_turns(turns, 0);
	pss_turns_free(turns);
	for (i = 0; i < 3; i++) {
		kill(children[i], SIGKILL);
		waitpid(children[i], NULL, 0);
	}
}

static void test_a_folder_is_of_who_is_meant(void **state)
{
	struct proc_id id = id_of(getpid());
	struct procfs_text buf = { 0 };
	struct procstat stat;
	int dir = procid_open(id, &buf, &stat);

	(void)state;
	assert_true(dir >= 0);
	assert_int_equal(faccessat(dir, "smaps_rollup", F_OK, 0), 0);
	close(dir);
	id.start_ns += 10000000;
	assert_int_equal(procid_open(id, &buf, &stat), -ESRCH);
	id.pid = 99999999;
	assert_int_equal(procid_open(id, &buf, &stat), -ENOENT);
	procfs_release(&buf);
}

#define TEST(fn) cmocka_unit_test_teardown(fn, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_shared_memory_is_divided),
		TEST(test_who_is_not_there),
		TEST(test_a_stop_ends_it_after_one_answer),
		TEST(test_turns_keep_to_their_share),
		TEST(test_a_folder_is_of_who_is_meant),
	};

	return cmocka_run_group_tests_name("pss", tests, NULL, NULL);
}
