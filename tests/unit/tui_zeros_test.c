// SPDX-License-Identifier: GPL-2.0
/*
 * Counting the zeros of whole processes: against children that know what they
 * did, by clocks that the test turns.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "check.h"
#include "plot.h"
#include "source/process/zeros.h"

#define PAGES 300
#define HUGE (1UL << 40)

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

static atomic_bool stop;

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

struct fixture {
	struct turned time, cpu;
	struct clock clocks[2];
	struct zeros *zeros;
	struct demand demand;
	struct sample sample;
};

/* Time stands still, and counting takes none: all comes to its end at once. */
static int setup(void **state)
{
	struct fixture *it = xcalloc(1, sizeof(*it));

	stop = false;
	it->time.now = NSEC_PER_SEC;
	it->clocks[0] = (struct clock){ turned_ns, &it->time };
	it->clocks[1] = (struct clock){ turned_ns, &it->cpu };
	it->zeros = zeros_new(&it->clocks[0], &it->clocks[1], &stop);
	*state = it;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *it = *state;

	zeros_free(it->zeros);
	demand_release(&it->demand);
	sample_release(&it->sample);
	free(it);
	return 0;
}

static void count_again(struct fixture *it)
{
	sample_reset(&it->sample);
	zeros_count(it->zeros, &it->demand, &it->sample);
	assert_int_equal(it->sample.sections, SECTION_ZEROS);
}

/* The one answer there is, of @id alone, whatever was spent before. */
static const struct sample_pages *count(struct fixture *it, struct proc_id id)
{
	demand_reset(&it->demand);
	demand_zeros(&it->demand, id);
	it->demand.pages_ns = 100 * NSEC_PER_SEC;
	count_again(it);
	assert_int_equal(it->sample.nr_zeros, 1);
	assert_true(proc_id_equal(it->sample.zeros[0].id, id));
	return &it->sample.zeros[0];
}

static uint64_t zero_pages(struct fixture *it, struct proc_id id)
{
	const struct sample_pages *answer = count(it, id);

	assert_int_equal(answer->state, PAGES_COUNTED);
	assert_int_equal(answer->zero % PAGE_BYTES, 0);
	return answer->zero / PAGE_BYTES;
}

/* A child, and the two pipes by which it obeys, one byte an order. */
struct child {
	struct proc_id id;
	int to, from;
};

/* What touches pages is not instrumented: shadow memory has zeros of its own. */
#define PLAIN __attribute__((no_sanitize("address", "undefined")))

PLAIN static void write_pages(volatile char *from, size_t pages)
{
	size_t i;

	for (i = 0; i < pages; i++)
		from[i * PAGE_BYTES] = 1;
}

PLAIN static void read_pages(const volatile char *from, size_t pages)
{
	size_t i;

	for (i = 0; i < pages; i++)
		(void)from[i * PAGE_BYTES];
}

/* No page of it is huge, whatever it lies beside. */
static char *reserve(size_t size)
{
	char *base = mmap(NULL, size, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (base == MAP_FAILED || madvise(base, size, MADV_NOHUGEPAGE))
		_exit(99);
	return base;
}

/* Another program, which obeys as little as it may, and tells when it runs. */
static void be_another(int to, int from)
{
	if (dup2(to, STDIN_FILENO) >= 0 && dup2(from, STDOUT_FILENO) >= 0)
		execl("/bin/sh", "sh", "-c", "printf .; read -r _",
		      (char *)NULL);
	_exit(98);
}

static void obey(char order, char *base)
{
	switch (order) {
	case 'r':
		read_pages(base, 100);
		break;
	case 'w':		/* others than were read */
		write_pages(base + 100 * PAGE_BYTES, 50);
		break;
	case 'o':		/* half of those that were read */
		write_pages(base, 50);
		break;
	case 'd':
		madvise(base, PAGES * PAGE_BYTES, MADV_DONTNEED);
		break;
	case 'h':		/* its first, its last and a middle page */
		base = reserve(HUGE);
		read_pages(base, 1);
		read_pages(base + HUGE / 2, 1);
		read_pages(base + HUGE - PAGE_BYTES, 1);
		break;
	}
}

static void be_child(int to, int from)
{
	char *base = reserve(PAGES * PAGE_BYTES);
	char order = '.';

	/* the first two orders do nothing: what talking takes, it has then */
	while (write(from, &order, 1) == 1 && read(to, &order, 1) == 1) {
		if (order == 'e')
			be_another(to, from);
		obey(order, base);
	}
	_exit(0);
}

static void wait_for(const struct child *child)
{
	char byte;

	assert_int_equal(read(child->from, &byte, 1), 1);
}

static void tell(const struct child *child, char order)
{
	assert_int_equal(write(child->to, &order, 1), 1);
	wait_for(child);
}

static struct child start(void)
{
	int to[2], from[2];
	struct child child;
	pid_t pid;

	assert_int_equal(pipe2(to, O_CLOEXEC), 0);
	assert_int_equal(pipe2(from, O_CLOEXEC), 0);
	pid = fork_child();
	assert_true(pid >= 0);
	if (!pid)
		be_child(to[0], from[1]);
	close(to[0]);
	close(from[1]);
	child = (struct child){
		.id = plot_proc_id(pid), .to = to[1], .from = from[0],
	};
	wait_for(&child);
	tell(&child, '.');
	tell(&child, '.');
	return child;
}

static void end(const struct child *child)
{
	close(child->to);
	close(child->from);
	kill(child->id.pid, SIGKILL);
	waitpid(child->id.pid, NULL, 0);
}

static void test_what_is_only_read(void **state)
{
	struct fixture *it = *state;
	struct child child = start();
	uint64_t before = zero_pages(it, child.id);

	assert_int_equal(zero_pages(it, child.id), before);
	tell(&child, 'r');
	assert_int_equal(zero_pages(it, child.id), before + 100);
	tell(&child, 'w');
	assert_int_equal(zero_pages(it, child.id), before + 100);
	tell(&child, 'o');
	assert_int_equal(zero_pages(it, child.id), before + 50);
	tell(&child, 'd');
	assert_int_equal(zero_pages(it, child.id), before);
	end(&child);
}

/* If each page of it were looked at, this would hardly end. */
static void test_a_huge_mapping_of_nothing(void **state)
{
	struct fixture *it = *state;
	struct child child = start();
	uint64_t before = zero_pages(it, child.id);

	tell(&child, 'h');
	assert_int_equal(zero_pages(it, child.id), before + 3);
	end(&child);
}

static void test_when_it_was_counted(void **state)
{
	struct fixture *it = *state;
	struct child child = start();

	it->time.now = 77 * NSEC_PER_SEC;
	assert_int_equal(count(it, child.id)->time_ns, 77 * NSEC_PER_SEC);
	it->time.now = 79 * NSEC_PER_SEC;
	assert_int_equal(count(it, child.id)->time_ns, 79 * NSEC_PER_SEC);
	end(&child);
}

static void test_one_that_is_gone(void **state)
{
	struct fixture *it = *state;
	struct child child = start();
	siginfo_t info;

	assert_int_equal(count(it, child.id)->state, PAGES_COUNTED);
	kill(child.id.pid, SIGKILL);
	assert_int_equal(waitid(P_PID, (id_t)child.id.pid, &info,
				WEXITED | WNOWAIT), 0);
	/* a zombie: of what it has, that is none */
	assert_int_equal(zero_pages(it, child.id), 0);
	end(&child);
	assert_int_equal(count(it, child.id)->state, PAGES_UNKNOWN);
	assert_int_equal(it->sample.zeros[0].zero, 0);
}

/* Another process got the pid: of that nobody has asked. */
static void test_another_one_with_the_pid(void **state)
{
	struct fixture *it = *state;
	struct child child = start();
	struct proc_id other = child.id;

	other.start_ns -= NSEC_PER_SEC;
	assert_int_equal(count(it, other)->state, PAGES_UNKNOWN);
	end(&child);
}

static bool is_denied(struct fixture *it, struct proc_id id)
{
	demand_reset(&it->demand);
	demand_zeros(&it->demand, id);
	sample_reset(&it->sample);
	zeros_count(it->zeros, &it->demand, &it->sample);
	return it->sample.nr_zeros == 1 && !it->sample.zeros[0].zero &&
	       it->sample.zeros[0].state == PAGES_DENIED;
}

static void test_one_that_we_may_not_read(void **state)
{
	pid_t target = fork_child(), pid;
	int status;

	if (!target) {
		prctl(PR_SET_DUMPABLE, 0);
		raise(SIGSTOP);
		_exit(0);
	}
	assert_int_equal(waitpid(target, &status, WUNTRACED), target);
	assert_true(WIFSTOPPED(status));
	pid = fork_child();
	if (!pid) {
		/* root may read everything */
		if (!getuid() && (setgid(65534) || setuid(65534)))
			_exit(2);
		_exit(is_denied(*state, plot_proc_id(target)) ? 0 : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	kill(target, SIGKILL);
	waitpid(target, NULL, 0);
}

#define NR 3

/* All in one call, if there is time; else who has waited longest is next. */
static void test_each_has_its_turn(void **state)
{
	struct fixture *it = *state;
	struct child children[NR];
	size_t i;

	for (i = 0; i < NR; i++) {
		children[i] = start();
		demand_zeros(&it->demand, children[i].id);
	}
	count_again(it);
	assert_int_equal(it->sample.nr_zeros, NR);
	for (i = 0; i < NR; i++)
		assert_true(proc_id_equal(it->sample.zeros[i].id,
					  children[i].id));
	/* nothing is left after whatever takes a second */
	for (i = 0; i < 2 * NR; i++) {
		it->cpu.step = NSEC_PER_SEC;
		do {
			it->time.now += 1000 * NSEC_PER_SEC;
			count_again(it);
		} while (!it->sample.nr_zeros);
		assert_int_equal(it->sample.nr_zeros, 1);
		assert_true(proc_id_equal(it->sample.zeros[0].id,
					  children[i % NR].id));
	}
	for (i = 0; i < NR; i++)
		end(&children[i]);
}

static void ask_for(struct fixture *it, const struct child *children,
		    const int *order, size_t nr)
{
	size_t i;

	demand_reset(&it->demand);
	for (i = 0; i < nr; i++)
		demand_zeros(&it->demand, children[order[i]].id);
}

static void assert_counted(const struct fixture *it,
			   const struct child *children, const int *order,
			   size_t nr)
{
	size_t i;

	assert_int_equal(it->sample.nr_zeros, nr);
	for (i = 0; i < nr; i++)
		assert_true(proc_id_equal(it->sample.zeros[i].id,
					  children[order[i]].id));
}

/* As the list is sorted anew: who waits longest is next wherever it stands. */
static void test_a_turn_is_kept_in_another_order(void **state)
{
	static const int first[] = { 2, 0 }, later[] = { 0, 1, 2 };
	static const int counted[] = { 1, 2, 0 };
	struct fixture *it = *state;
	struct child children[NR];
	size_t i;

	for (i = 0; i < NR; i++)
		children[i] = start();
	ask_for(it, children, first, 2);
	count_again(it);
	assert_counted(it, children, first, 2);
	ask_for(it, children, later, NR);
	count_again(it);
	assert_counted(it, children, counted, NR);
	/* who was not asked for meanwhile is as one who never was */
	ask_for(it, children, first, 2);
	count_again(it);
	assert_counted(it, children, first, 2);
	ask_for(it, children, later, NR);
	count_again(it);
	assert_counted(it, children, counted, NR);
	for (i = 0; i < NR; i++)
		end(&children[i]);
}

/* One part in a hundred of the time that passes, and a little to begin with. */
static void test_no_more_than_the_share(void **state)
{
	struct fixture *it = *state;
	struct child child = start();
	uint64_t began = it->time.now, spent;
	int i;

	demand_zeros(&it->demand, child.id);
	it->cpu.step = NSEC_PER_MSEC;
	for (i = 0; i < 1000; i++) {
		it->time.now += NSEC_PER_SEC / 10;
		count_again(it);
	}
	/* a look at the clock in each call is not the counting's */
	spent = it->cpu.now - 1000 * it->cpu.step;
	assert_true(spent <= (it->time.now - began) / 100 +
				     11 * NSEC_PER_MSEC);
	assert_true(spent >= (it->time.now - began) / 200);
	end(&child);
}

/* Whatever a count has taken, it is the turn of another before long. */
static void test_what_took_long_is_not_paid_for_long(void **state)
{
	struct fixture *it = *state;
	struct child child = start();
	int i;

	demand_zeros(&it->demand, child.id);
	it->cpu.step = 1000 * NSEC_PER_SEC;
	do {
		it->time.now += NSEC_PER_SEC;
		count_again(it);
	} while (!it->sample.nr_zeros);
	it->cpu.step = 0;
	for (i = 0; i < 2; i++) {
		it->time.now += NSEC_PER_SEC;
		count_again(it);
	}
	assert_int_equal(it->sample.nr_zeros, 1);
	end(&child);
}

static void test_time_that_is_granted(void **state)
{
	struct fixture *it = *state;
	struct child child = start();
	uint64_t before;

	/* overdrawn by far */
	demand_zeros(&it->demand, child.id);
	it->cpu.step = NSEC_PER_SEC;
	count_again(it);
	it->cpu.step = 0;
	before = it->cpu.now;
	count_again(it);
	assert_int_equal(it->sample.nr_zeros, 0);
	it->demand.pages_ns = 2 * NSEC_PER_SEC;
	count_again(it);
	assert_int_equal(it->sample.nr_zeros, 1);
	assert_int_equal(it->cpu.now, before);
	end(&child);
}

/* Stopped in its midst, it goes on where it was; nobody hears of half a sum. */
static void test_a_stop_in_the_midst(void **state)
{
	struct fixture *it = *state;
	struct child child = start();

	tell(&child, 'h');
	stop = true;
	demand_zeros(&it->demand, child.id);
	count_again(it);
	assert_int_equal(it->sample.nr_zeros, 0);
	stop = false;
	assert_true(zero_pages(it, child.id) >= 3);
	end(&child);
}

/* One slice was taken of the old program when the new one comes. */
static void test_exec_in_the_midst(void **state)
{
	struct fixture *it = *state;
	struct child child = start();

	demand_zeros(&it->demand, child.id);
	it->cpu.step = NSEC_PER_SEC;
	count_again(it);
	assert_int_equal(it->sample.nr_zeros, 0);
	tell(&child, 'e');
	it->cpu.step = 0;
	assert_int_equal(count(it, child.id)->state, PAGES_UNKNOWN);
	/* and the next count is of what is there now */
	assert_int_equal(count(it, child.id)->state, PAGES_COUNTED);
	end(&child);
}

static void test_who_is_not_asked_for_is_forgotten(void **state)
{
	struct fixture *it = *state;
	struct child first = start(), second = start();

	demand_zeros(&it->demand, first.id);
	it->cpu.step = NSEC_PER_SEC;
	count_again(it);
	assert_int_equal(it->sample.nr_zeros, 0);
	it->cpu.step = 0;
	assert_int_equal(count(it, second.id)->state, PAGES_COUNTED);
	demand_reset(&it->demand);
	count_again(it);
	assert_int_equal(it->sample.nr_zeros, 0);
	end(&first);
	end(&second);
}

static bool tells_nothing(void *arg)
{
	struct fixture *it = arg;
	struct zeros *zeros = zeros_new(&it->clocks[0], &it->clocks[1], &stop);

	sample_reset(&it->sample);
	zeros_count(zeros, &it->demand, &it->sample);
	zeros_free(zeros);
	return it->sample.sections == SECTION_ZEROS && !it->sample.nr_zeros;
}

static void test_an_old_kernel_can_not_tell(void **state)
{
	struct fixture *it = *state;
	struct child child = start();

	demand_zeros(&it->demand, child.id);
	assert_true(on_old_kernel(tells_nothing, it));
	assert_false(tells_nothing(it));
	end(&child);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_what_is_only_read),
		TEST(test_a_huge_mapping_of_nothing),
		TEST(test_when_it_was_counted),
		TEST(test_one_that_is_gone),
		TEST(test_another_one_with_the_pid),
		TEST(test_one_that_we_may_not_read),
		TEST(test_each_has_its_turn),
		TEST(test_a_turn_is_kept_in_another_order),
		TEST(test_no_more_than_the_share),
		TEST(test_what_took_long_is_not_paid_for_long),
		TEST(test_time_that_is_granted),
		TEST(test_a_stop_in_the_midst),
		TEST(test_exec_in_the_midst),
		TEST(test_who_is_not_asked_for_is_forgotten),
		TEST(test_an_old_kernel_can_not_tell),
	};

	return cmocka_run_group_tests_name("zeros", tests, NULL, NULL);
}
