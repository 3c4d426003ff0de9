// SPDX-License-Identifier: GPL-2.0
/* More descriptors than the limit allows: what is ready is told all the same. */
#include <stdbool.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <unistd.h>

#include "app/poll_any.h"
#include "base/base.h"
#include "check.h"

static void set_limit(rlim_t soft)
{
	struct rlimit limit;

	assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
	limit.rlim_cur = soft;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
}

/* What is told of a pipe, with a byte in it or without. */
static void look(int timeout, bool filled)
{
	int ends[2];
	struct pollfd fds[4];

	assert_int_equal(pipe(ends), 0);
	if (filled)
		assert_int_equal(write(ends[1], "", 1), 1);
	fds[0] = (struct pollfd){ .fd = -1, .events = POLLIN, .revents = 7 };
	fds[1] = (struct pollfd){ .fd = ends[0], .events = POLLIN };
	fds[2] = (struct pollfd){ .fd = ends[0], .events = POLLOUT };
	fds[3] = (struct pollfd){ .fd = ends[1],
				  .events = filled ? POLLOUT : POLLIN };
	assert_int_equal(poll_any(fds, ARRAY_SIZE(fds), timeout),
			 filled ? 2 : 0);
	assert_int_equal(fds[0].revents, 0);
	assert_int_equal(fds[1].revents, filled ? POLLIN : 0);
	assert_int_equal(fds[2].revents, 0);
	assert_int_equal(fds[3].revents, filled ? POLLOUT : 0);
	close(ends[0]);
	close(ends[1]);
}

static void test_as_poll_does(void **state)
{
	(void)state;
	look(-1, true);
	look(0, false);
}

static void test_above_the_limit(void **state)
{
	struct rlimit before;
	int ends[2];
	struct pollfd fds[3] = { { .fd = -1 }, { .events = POLLIN },
				 { .fd = FD_SETSIZE + 5, .events = POLLIN } };

	(void)state;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	assert_int_equal(pipe(ends), 0);
	fds[1].fd = ends[0];
	set_limit(2);
	assert_int_equal(poll(fds, ARRAY_SIZE(fds), 0), -1);
	assert_int_equal(poll_any(fds, ARRAY_SIZE(fds), 0), 0);
	assert_int_equal(write(ends[1], "", 1), 1);
	assert_int_equal(poll_any(fds, ARRAY_SIZE(fds), -1), 1);
	assert_int_equal(fds[1].revents, POLLIN);
	assert_int_equal(fds[0].revents, 0);
	assert_int_equal(fds[2].revents, 0);
	fds[1] = (struct pollfd){ .fd = ends[1], .events = POLLOUT };
	assert_int_equal(poll_any(fds, ARRAY_SIZE(fds), 1000), 1);
	assert_int_equal(fds[1].revents, POLLOUT);
	set_limit(before.rlim_cur);
	close(ends[0]);
	close(ends[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_as_poll_does),
		cmocka_unit_test(test_above_the_limit),
	};

	return cmocka_run_group_tests_name("poll_any", tests, NULL, NULL);
}
